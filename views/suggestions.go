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

// SuggestionLists are suggestions by their kind.
func SuggestionLists(r suggest.Result) map[coop.Kind][]suggest.Suggestion {
	lists := map[coop.Kind][]suggest.Suggestion{coop.AreaKind: r.Areas, coop.PartyKind: r.Parties}
	if r.Form != nil {
		lists[coop.FormKind] = []suggest.Suggestion{*r.Form}
	}
	if r.Stage != nil {
		lists[coop.StageKind] = []suggest.Suggestion{*r.Stage}
	}
	return lists
}

// hints are the suggestions of a kind.
func (a ArticleFormPage) hints(cb *codebook.Codebook, kind coop.Kind) (out []hint) {
	for _, s := range SuggestionLists(a.Suggested)[kind] {
		h := hint{Kind: kind, Code: s.Code, Name: SuggestionName(cb, kind, s.Code), Reason: s.Reason}
		h.Refused = slices.Contains(a.Form.Refused, h.value())
		out = append(out, h)
	}
	return out
}

// SuggestionsFound says in a sentence what was found; read tells whether there was
// a text to look at.
func SuggestionsFound(r suggest.Result, read bool) string {
	n := 0
	for _, list := range SuggestionLists(r) {
		n += len(list)
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
