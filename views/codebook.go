package views

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/suggest"
)

// CodebookPage shows what articles are coded with, and how well it is suggested.
type CodebookPage struct {
	Codebook *codebook.Codebook
	Articles map[string]int           // that have an area
	Coded    int                      // articles that people coded
	Measured int                      // of them, those on which suggestions were measured
	Quality  map[string]suggest.Count // of suggestions against people, by area
	History  []coop.CodebookChange    // newest first
}

// AreaFormPage is an area to edit, or a new one.
type AreaFormPage struct {
	Area   codebook.Area // as stored; without a slug for a new one
	Form   coop.AreaForm
	Bad    coop.FieldErrors
	Stored *codebook.Area // what somebody saved in between (409)
	Effect *AreaEffect    // of what was typed, if that was asked for
}

// AreaEffect is what an edit of an area would do.
type AreaEffect struct {
	suggest.Effect
	Articles int // stored; Texts of them were tried
}

// fewCoded is under how many coded articles a measure is left to chance.
const fewCoded = 10

func (p CodebookPage) codebook() *codebook.Codebook { return orDefault(p.Codebook) }

func (p CodebookPage) version() string { return "Codebook " + strconv.Itoa(p.codebook().Version()) }

// since says how the codebook came into force.
func (p CodebookPage) since() string {
	if len(p.History) == 0 {
		return "The built-in one; nobody edited it."
	}
	return "In force since " + instantText(p.History[0].At) + "."
}

// in are the areas of a group: core, others, retired.
func (p CodebookPage) in(core, retired bool) (out []codebook.Area) {
	for _, a := range p.codebook().Areas() {
		if a.Core == core && a.Retired == retired {
			out = append(out, a)
		}
	}
	return out
}

// count is how many areas are in use.
func (p CodebookPage) count() int { return len(p.in(true, false)) + len(p.in(false, false)) }

// takeaway says which suggestions are right most and least often.
func (p CodebookPage) takeaway() string {
	var best, worst codebook.Area
	high, low := -1.0, 2.0
	for _, a := range p.codebook().Areas() {
		q := p.Quality[a.Slug]
		if a.Retired || q.N() < fewCoded {
			continue
		}
		if f := q.F1(); f > high {
			best, high = a, f
		}
		if f := q.F1(); f < low {
			worst, low = a, f
		}
	}
	switch {
	case high < 0:
		return "Too few articles are coded by people to tell how good the suggestions are."
	case best == worst:
		return "Suggestions agree with people on " + lowerFirst(best.Name) + " with an F1 of " + ratio(high) + "."
	}
	return "Suggestions agree with people most on " + lowerFirst(best.Name) + ", least on " + lowerFirst(worst.Name) + "."
}

// caption says how the figures came about.
func (p CodebookPage) caption() string {
	on := "the " + counted(p.Measured, "article") + " that people coded"
	if p.Measured < p.Coded {
		on = "the newest " + number(p.Measured) + " of " + counted(p.Coded, "article") + " that people coded"
	}
	return "Precision: of the areas suggested, the share that people gave too. Recall: of the areas that people gave, the share suggested. " +
		"F1 is their harmonic mean. Measured on " + on + "; n is how many of them have the area."
}

// ratio writes a share of 1 with two places.
func ratio(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// precision, recall and f1 are "–" where there is nothing to divide by.
func precision(c suggest.Count) string { return ratioOf(c.TP+c.FP, c.Precision()) }
func recall(c suggest.Count) string    { return ratioOf(c.N(), c.Recall()) }
func f1(c suggest.Count) string        { return ratioOf(c.N(), c.F1()) }

func ratioOf(n int, x float64) string {
	if n == 0 {
		return "–"
	}
	return ratio(x)
}

// difference is the change of a share of 1, signed.
func difference(before, after string, change float64) string {
	if before == "–" || after == "–" {
		return "–"
	}
	if s := ratio(change); s != "0.00" && s != "-0.00" {
		if change < 0 {
			return "−" + s[1:]
		}
		return "+" + s
	}
	return "0"
}

// ruleLine is a rule in words.
type ruleLine struct{ Means, Phrases string }

// ruleLines puts rules into words.
func ruleLines(rules string) (out []ruleLine) {
	list, _ := codebook.ParseRules(rules) // what can be read of them
	for _, r := range list {
		means := "Weighs " + strconv.FormatFloat(r.Weight, 'f', -1, 64)
		switch {
		case r.Unless:
			means = "Words in these do not count"
		case r.Weight == 1:
			means = "Enough alone"
		case r.Weight == 0.5:
			means = "Half of what is needed"
		}
		var phrases []string
		for _, c := range r.Clues {
			text := c.Text
			if c.With != nil {
				text += " (beside " + c.With.Text + ")"
			}
			if c.Without != nil {
				text += " (not beside " + c.Without.Text + ")"
			}
			phrases = append(phrases, text)
		}
		out = append(out, ruleLine{means, strings.Join(phrases, " · ")})
	}
	return out
}

// capital makes a phrase into a sentence.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(s[size:], ".") + "."
}

// ruleExamples and phraseExamples show how rules are written.
var (
	ruleExamples = []choice{
		{"strong: mine clearance | demining", "enough to suggest the area"},
		{"weak: clearance with mine/ordnance", "half of that, and only in a sentence with one of these words"},
		{"weight 0.7: detector without metal", "another weight, up to 3, and not in a sentence with this word"},
		{"acronym: EOD | UXO", "enough, in these capitals"},
		{"unless: naval mine", "words inside this phrase do not count"},
		{"# why this rule is here", "a note for colleagues"},
	}
	phraseExamples = []choice{
		{"train soldier", "words in a row, in any inflection and spelling"},
		{"joint/combined ?naval drill", "either word; a word that may be missing"},
		{"clear .. mines", "up to five words between"},
		{"=mine", "this form only"},
		{"@force", "any phrase of that list; @party is any state or organisation"},
	}
)

var areaFields = []choice{
	{"name", "Name"}, {"short", "Short name"}, {"slug", "Slug"}, {"covers", "Covers"}, {"excludes", "Does not cover"}, {"rules", "Rules"},
}

// storedFields are the fields in which what is stored differs from what was typed.
func (p AreaFormPage) storedFields() (out []changedField) {
	if p.Stored == nil {
		return nil
	}
	for _, f := range []changedField{
		{"Name", p.Form.Name, p.Stored.Name}, {"Short name", p.Form.Short, p.Stored.Short}, {"Covers", p.Form.Covers, p.Stored.Covers},
		{"Does not cover", p.Form.Excludes, p.Stored.Excludes}, {"Rules", coop.Text(p.Form.Rules), p.Stored.Rules},
	} {
		if f.Before != f.After {
			out = append(out, f)
		}
	}
	return out
}

func (p AreaFormPage) heading() string {
	if p.Area.Slug == "" {
		return "New area"
	}
	return p.Area.Name
}

func (p AreaFormPage) action() templ.SafeURL {
	if p.Area.Slug == "" {
		return "/codebook/areas"
	}
	return path("codebook", "areas", p.Area.Slug)
}

// next is the version that a save makes.
func (p AreaFormPage) next() string {
	n, err := strconv.Atoi(p.Form.Version)
	if err != nil {
		return "the next codebook"
	}
	return "codebook " + strconv.Itoa(n+1)
}

// tried says on what an effect was tried.
func (e AreaEffect) tried() string {
	on := "Tried on " + counted(e.Texts, "article")
	if e.Texts < e.Articles {
		on = "Tried on " + number(e.Texts) + " of " + counted(e.Articles, "article") + ", those that people coded first, then the newest"
	}
	return on + ". Nothing is saved."
}

// shownChanges is how many articles an effect shows.
const shownChanges = 40

func (e AreaEffect) shown() []suggest.Change { return e.Changes[:min(len(e.Changes), shownChanges)] }

func (e AreaEffect) changesTitle() string {
	switch n := len(e.Changes); {
	case n == 0:
		return "No article gains or loses the area"
	case n > shownChanges:
		return number(shownChanges) + " of the " + number(n) + " articles that would change"
	default:
		return counted(n, "article") + " would change"
	}
}

// gains is "+3 −1": how many articles would gain and lose the area.
func (e AreaEffect) gains() string {
	gained := 0
	for _, c := range e.Changes {
		if c.Gained {
			gained++
		}
	}
	if len(e.Changes) == 0 {
		return "0"
	}
	return fmt.Sprintf("+%s −%s", number(gained), number(len(e.Changes)-gained))
}

// matchesAll tells whether rules suggest the area for nearly every text, and
// matchesNone whether there are rules that suggest it for none.
func (e AreaEffect) matchesAll() bool { return e.Texts >= 20 && e.After*10 >= e.Texts*9 }

func (e AreaEffect) matchesNone(rules string) bool {
	return e.Texts > 0 && e.After == 0 && strings.TrimSpace(rules) != ""
}

// around is the first quote of a change with some of the text on both sides.
func around(c suggest.Change) []Mark {
	const each = 60
	if len(c.Evidence) == 0 {
		return nil
	}
	e := c.Evidence[0]
	text := c.Body
	if e.Field == suggest.Title {
		text = c.Title
	}
	if e.Start < 0 || e.End > len(text) || e.Start > e.End {
		return nil
	}
	left, right := []rune(text[:e.Start]), []rune(text[e.End:])
	before, after := string(left), string(right)
	if len(left) > each { // cut at a space, if there is one near
		before = string(left[len(left)-each:])
		if space := strings.IndexByte(before, ' '); space >= 0 && space < each/2 {
			before = before[space:]
		}
		before = "… " + strings.TrimSpace(before)
		if last := left[len(left)-1]; unicode.IsSpace(last) {
			before += " "
		}
	}
	if len(right) > each {
		after = clip(after, each)
	}
	return []Mark{{before, false}, {e.Quote, true}, {after, false}}
}

// verdict says whether people gave the area to a text.
func humanVerdict(c suggest.Change) string {
	for _, a := range c.Areas {
		if a == c.Code {
			return "people gave it"
		}
	}
	return "people did not give it"
}

// codebookChange says what an edit of the codebook did.
func codebookChange(cb *codebook.Codebook, c coop.CodebookChange) string {
	name := c.Area
	if a, ok := cb.Area(c.Area); ok {
		name = a.Name
	}
	switch {
	case c.Area == "":
		return "put version " + strconv.Itoa(c.Earlier) + " into force again"
	case c.Action == "create":
		return "added the area " + name
	case c.Action == "delete":
		return "retired " + name
	case c.Action == "restore":
		return "offered " + name + " again"
	}
	return "edited " + name
}

// codebookFields are the fields to show of an edit: of a new area all is new.
func codebookFields(c coop.CodebookChange) (out []changedField) {
	if c.Action != "update" {
		return nil
	}
	for _, f := range c.Fields {
		before, after := excerpts(f.Before, f.After)
		out = append(out, changedField{fieldName(f.Name), cmp.Or(clip(before, 200), "nothing"), cmp.Or(clip(after, 200), "nothing")})
	}
	return out
}
