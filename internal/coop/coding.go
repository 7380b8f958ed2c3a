package coop

import (
	"slices"
	"strings"
	"unicode/utf8"

	"entente/internal/codebook"
)

// Coding says how an article came by one of its codes.
type Coding struct {
	Origin   Origin `json:"origin"`
	Codebook int    `json:"codebook"` // version of the codebook that it was given under
}

// Evidence is a place in a text of an article that speaks for one of its areas:
// the bytes of the field from Start to End are the Quote.
type Evidence struct {
	Area   string `json:"area"`
	Field  string `json:"field"` // title, summary or body
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Quote  string `json:"quote"`
	Origin Origin `json:"origin"` // found by rule, or attached by a person
}

// Kind says what a refused suggestion was.
type Kind string

// The kinds of what can be suggested.
const (
	AreaKind  Kind = "area"
	PartyKind Kind = "party"
	FormKind  Kind = "form"
	StageKind Kind = "stage"
)

// Refusal is a suggestion that a person refused.
type Refusal struct {
	Kind Kind   `json:"kind"`
	Code string `json:"code"`
}

// Proposal is what rules say of an article beside its codes. Form and stage are
// those of the engagement that it would report, "" where no rule says.
type Proposal struct {
	Form  string `json:"form"`
	Stage string `json:"stage"`
	// Margin is how sure the areas are: the score of the weakest one that is
	// suggested, less that of the strongest one that just is not. Over 0 and at
	// most 1; 0 where no area is suggested, or nobody knows.
	Margin float64 `json:"margin"`
}

// usual is the coding of a code that an article in this state has no other for.
func (s State) usual() Coding { return Coding{s.Origin(), codebook.BuiltIn} }

// CodingOf is the coding of one of the article's codes.
func (a Article) CodingOf(code string) Coding {
	if c, ok := a.Codings[code]; ok {
		return c
	}
	return a.State.usual()
}

// Recode is the article in a state with these codes in place of its own, the
// coding of each as told. Evidence of areas that it loses goes with them.
func (a Article) Recode(state State, areas, parties []string, of func(code string) Coding) Article {
	var codings map[string]Coding
	for _, code := range slices.Concat(areas, parties) {
		if c := of(code); c != state.usual() {
			if codings == nil {
				codings = map[string]Coding{}
			}
			codings[code] = c
		}
	}
	a.State, a.Areas, a.Parties, a.Codings = state, areas, parties, codings
	a.Evidence = slices.DeleteFunc(slices.Clone(a.Evidence), func(e Evidence) bool { return !slices.Contains(areas, e.Area) })
	return a
}

// CodesBy gives the codes of an article that have that origin.
func (a Article) CodesBy(origin Origin) (areas, parties []string) {
	pick := func(codes []string) (out []string) {
		for _, code := range codes {
			if a.CodingOf(code).Origin == origin {
				out = append(out, code)
			}
		}
		return out
	}
	return pick(a.Areas), pick(a.Parties)
}

// Text is a text of the article by the name of its field, "" for any other name.
func (a Article) Text(field string) string {
	switch field {
	case "title":
		return a.Title
	case "summary":
		return a.Summary
	case "body":
		return a.Body
	}
	return ""
}

// MainText is the text that rules read beside the title: the body, or where there
// is none the summary.
func (a Article) MainText() (field, text string) {
	if a.Body == "" && a.Summary != "" {
		return "summary", a.Summary
	}
	return "body", a.Body
}

// SameTexts tells whether rules would read the same in both articles.
func (a Article) SameTexts(b Article) bool {
	aField, aText := a.MainText()
	bField, bText := b.MainText()
	return a.Title == b.Title && aField == bField && aText == bText
}

// In finds a quote in an article whose texts may have changed since: where it
// was, or else the nearest place in the same field. It is false where the field
// no longer has these words.
func (e Evidence) In(a Article) (Evidence, bool) {
	text := a.Text(e.Field)
	if e.Quote == "" || !utf8.ValidString(e.Quote) {
		return e, false
	}
	if e.Start >= 0 && e.Start <= len(text) && strings.HasPrefix(text[e.Start:], e.Quote) {
		e.End = e.Start + len(e.Quote)
		return e, true
	}
	nearest := -1
	for from := 0; ; {
		i := strings.Index(text[from:], e.Quote)
		if i < 0 {
			break
		}
		at := from + i
		if nearest < 0 || apart(at, e.Start) < apart(nearest, e.Start) {
			nearest = at
		} else {
			break // from here on they only move away
		}
		from = at + 1
	}
	if nearest < 0 {
		return e, false
	}
	e.Start, e.End = nearest, nearest+len(e.Quote)
	return e, true
}

func apart(a, b int) int { return max(a-b, b-a) }

// Carried are the evidence and the refusals of an article that still hold for a
// later one: quotes go with their words, and a refusal holds for as long as
// title and text are what was read when it was made.
func (a Article) Carried(later Article) (evidence []Evidence, refused []Refusal) {
	for _, e := range a.Evidence {
		if e, ok := e.In(later); ok {
			evidence = append(evidence, e)
		}
	}
	if a.SameTexts(later) {
		refused = slices.Clone(a.Refused)
	}
	return evidence, refused
}

// Review is what a person decided of an article that rules coded.
type Review struct {
	Version        int64    // that was looked at
	Codebook       int      // version of the codebook that the codes were chosen from, 0 for the one in force
	Areas, Parties []string // that hold: what was accepted, and what was added
	Excluded       bool     // it is not about defence cooperation

	// Refuse are suggestions that were refused beside those that are stored: form,
	// stage, and areas that just were not suggested.
	Refuse []Refusal
	Link   *Link   // to the engagement that it reports, if that was decided too
	Form   string  // for the one engagement that it reports, where that has none
	Notes  *string // of the article; nil: as they are
}
