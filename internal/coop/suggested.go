package coop

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"entente/internal/codebook"
	"entente/internal/gazetteer"
)

// String writes what was suggested as forms send it: "area:demining".
func (r Refusal) String() string { return string(r.Kind) + ":" + r.Code }

// EntryFormOf is [FormOf] for a person who codes: what rules alone gave the
// article is not among its codes, and what was refused is known.
func EntryFormOf(a Article) ArticleForm {
	areas, parties := a.CodesBy(ByHuman)
	f := FormOf(a)
	f.Areas, f.Parties = areas, partyNames(parties)
	for _, r := range a.Refused {
		f.Refused = append(f.Refused, r.String())
	}
	return f
}

// Accepted is the form with the parties, the form and the stage that were accepted
// from what was suggested in their fields.
func (f ArticleForm) Accepted() ArticleForm {
	for _, value := range f.Accept {
		switch kind, code, _ := strings.Cut(value, ":"); Kind(kind) {
		case PartyKind:
			f.addParty(code)
		case FormKind:
			f.Form = code
		case StageKind:
			f.Stage = code
		}
	}
	f.Accept = nil
	return f
}

// addParty names a further party, unless it is named already.
func (f *ArticleForm) addParty(code string) {
	for _, name := range partyList(f.Parties) {
		if have, err := gazetteer.Resolve(name); err == nil && have == code {
			return
		}
	}
	if typed := strings.TrimRight(strings.TrimSpace(f.Parties), ",; "); typed != "" {
		f.Parties = typed + ", " + partyNames([]string{code})
	} else {
		f.Parties = partyNames([]string{code})
	}
}

// Shows tells whether the form had something as suggested, "area:demining".
func (f ArticleForm) Shows(suggestion string) bool { return slices.Contains(f.Suggested, suggestion) }

// decided reads what was refused of the suggestions that the form showed, and
// what was not, so that an earlier refusal is taken back. What is not known any
// more, an area that was retired for instance, is passed over.
func (f ArticleForm) decided(cb *codebook.Codebook) (refused, allowed []Refusal) {
	for _, value := range f.Refused {
		if r, ok := suggestion(value, cb); ok {
			refused = append(refused, r)
		}
	}
	for _, value := range f.Suggested {
		if r, ok := suggestion(value, cb); ok && !slices.Contains(refused, r) {
			allowed = append(allowed, r)
		}
	}
	return refused, allowed
}

// suggestion reads what a form sends, "area:demining".
func suggestion(value string, cb *codebook.Codebook) (r Refusal, known bool) {
	kind, code, _ := strings.Cut(value, ":")
	switch Kind(kind) {
	case AreaKind:
		known = cb.Index(code) >= 0
	case PartyKind:
		_, known = gazetteer.Lookup(code)
	case FormKind:
		known = codebook.IsForm(code)
	case StageKind:
		known = codebook.IsStage(code)
	}
	return Refusal{Kind(kind), code}, known
}

// QuoteValue writes a quote from the text as forms send it.
func QuoteValue(e Evidence) string { return e.Area + ":" + strconv.Itoa(e.Start) + ":" + e.Quote }

// ParseQuote reads a quote that somebody attached: "demining:120:mine clearance",
// with the byte of the text where it begins.
func ParseQuote(value string) (e Evidence, ok bool) {
	area, rest, _ := strings.Cut(value, ":")
	start, quote, found := strings.Cut(rest, ":")
	at, err := strconv.Atoi(start)
	quote = strings.ReplaceAll(quote, "\r\n", "\n") // a form sends line ends of its own
	at += len(quote) - len(strings.TrimLeftFunc(quote, unicode.IsSpace))
	quote = strings.TrimSpace(quote)
	return Evidence{Area: area, Field: "body", Start: at, End: at + len(quote), Quote: quote, Origin: ByHuman}, found && err == nil && quote != ""
}

// quotes reads what was attached by hand.
func (c *checker) quotes(field string, values []string, cb *codebook.Codebook) (out []Evidence) {
	for _, value := range values {
		e, ok := ParseQuote(value)
		switch {
		case !ok:
			c.fail(field, "Select the words in the text again, and attach them.")
		case cb.Index(e.Area) < 0:
			c.fail(field, "There is no area “"+e.Area+"” in the codebook.")
		default:
			c.readable(field, e.Quote, MaxLine)
			out = append(out, e)
		}
	}
	return out
}
