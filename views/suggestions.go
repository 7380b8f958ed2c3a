package views

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
	"entente/internal/suggest"
)

// hint is a suggestion beside the field that it is for.
type hint struct {
	Kind    coop.Kind
	Code    string
	Name    string
	Reason  string // “mine clearance” ×2
	Refused bool
}

// value is how the form sends it.
func (h hint) value() string { return coop.Refusal{Kind: h.Kind, Code: h.Code}.String() }

func (h hint) id() string { return "why-" + string(h.Kind) + "-" + h.Code }

// SuggestionName is what people call a code of some kind.
func SuggestionName(cb *codebook.Codebook, kind coop.Kind, code string) string {
	switch kind {
	case coop.AreaKind:
		return areaName(cb, code)
	case coop.PartyKind:
		return gazetteer.Name(code)
	case coop.FormKind:
		return codebook.FormName(code)
	}
	return codebook.StageName(code)
}

// hints are the suggestions of a kind.
func (a ArticleFormPage) hints(cb *codebook.Codebook, kind coop.Kind) []hint {
	var list []suggest.Suggestion
	one := func(s *suggest.Suggestion) {
		if s != nil {
			list = append(list, *s)
		}
	}
	switch kind {
	case coop.AreaKind:
		list = a.Suggested.Areas
	case coop.PartyKind:
		list = a.Suggested.Parties
	case coop.FormKind:
		one(a.Suggested.Form)
	case coop.StageKind:
		one(a.Suggested.Stage)
	}
	out := make([]hint, len(list))
	for i, s := range list {
		h := hint{Kind: kind, Code: s.Code, Name: SuggestionName(cb, kind, s.Code), Reason: s.Reason}
		h.Refused = slices.Contains(a.Form.Refused, h.value())
		out[i] = h
	}
	return out
}

// SuggestionsFound says in a sentence what was found; read tells whether there was
// a text to look at.
func SuggestionsFound(r suggest.Result, read bool) string {
	n := len(r.Areas) + len(r.Parties)
	for _, s := range []*suggest.Suggestion{r.Form, r.Stage} {
		if s != nil {
			n++
		}
	}
	switch {
	case n > 0:
		return counted(n, "suggestion") + " from the text, marked with “?”."
	case len(r.Near) > 0 || r.Cooperation:
		return "Nothing further to suggest."
	case read:
		return "No defence cooperation found in the text, so nothing is suggested."
	}
	return ""
}

// quoteItem is words attached by hand, as the form shows them.
type quoteItem struct{ Value, Area, Quote string }

func quoteItems(cb *codebook.Codebook, values []string) []quoteItem {
	out := make([]quoteItem, len(values))
	for i, value := range values {
		e, ok := coop.ParseQuote(value)
		out[i] = quoteItem{value, areaName(cb, e.Area), e.Quote}
		if !ok {
			out[i] = quoteItem{value, "", value}
		}
	}
	return out
}

// evMark is a stretch of a text and the evidence that it is part of.
type evMark struct {
	Text string
	Of   []evidence // none: plain text
	End  bool       // the last piece of at least one
}

// evidence is a quote of an article with its number on the page.
type evidence struct {
	coop.Evidence
	N      int
	Open   bool // for an area that nobody confirmed
	Starts bool // here, and not in a piece before
}

func (e evidence) id() string { return "ev-" + strconv.Itoa(e.N) }

// evidenceOf numbers the evidence of an article.
func evidenceOf(a coop.Article) []evidence {
	out := make([]evidence, len(a.Evidence))
	for i, e := range a.Evidence {
		out[i] = evidence{Evidence: e, N: i + 1, Open: a.State == coop.Suggested && a.CodingOf(e.Area).Origin == coop.ByRule}
	}
	return out
}

// inField are those that stand in a text.
func inField(list []evidence, field, text string) (out []evidence) {
	for _, e := range list {
		if e.Field == field && 0 <= e.Start && e.Start < e.End && e.End <= len(text) {
			out = append(out, e)
		}
	}
	return out
}

// markedParagraphs are the paragraphs of a text, each cut into lines, and these at
// the ends of its evidence.
func markedParagraphs(text string, list []evidence) (out [][][]evMark) {
	at := 0 // in text
	for _, lines := range paragraphs(text) {
		var paragraph [][]evMark
		for _, line := range lines {
			at += strings.Index(text[at:], line)
			paragraph = append(paragraph, markedLine(line, at, list))
			at += len(line)
		}
		out = append(out, paragraph)
	}
	return out
}

// markedLine cuts a line, which begins at some byte of its text.
func markedLine(line string, at int, list []evidence) (out []evMark) {
	cuts := []int{0, len(line)}
	for _, e := range list {
		for _, cut := range []int{e.Start - at, e.End - at} {
			if cut > 0 && cut < len(line) {
				cuts = append(cuts, cut)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 0; i+1 < len(cuts); i++ {
		from, to := cuts[i], cuts[i+1]
		piece := evMark{Text: line[from:to]}
		for _, e := range list {
			if e.Start < at+to && e.End > at+from {
				e.Starts = e.Start-at >= from
				piece.Of = append(piece.Of, e)
				piece.End = piece.End || e.End <= at+to
			}
		}
		slices.SortStableFunc(piece.Of, func(a, b evidence) int { return cmp.Compare(yesNo(a.Open), yesNo(b.Open)) }) // what is confirmed gives the colour
		out = append(out, piece)
	}
	return out
}
