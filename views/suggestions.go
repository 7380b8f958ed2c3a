package views

import (
	"slices"

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
