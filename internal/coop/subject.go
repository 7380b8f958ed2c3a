package coop

import "slices"

// Subject is what a dossier is about: a party or a pair. The zero Subject is
// about nothing, and narrows no view.
type Subject struct {
	Party string // code, or ""
	Pair  string // "KH-US", or ""
}

// Codes are the parties that the subject is made of.
func (s Subject) Codes() []string {
	if a, b := (View{Pair: s.Pair}).PairCodes(); a != "" {
		return []string{a, b}
	}
	if s.Party != "" {
		return []string{s.Party}
	}
	return nil
}

// Of is a view narrowed to the rows in which the subject takes part.
func (s Subject) Of(v View) View {
	switch {
	case s.Party != "" && len(v.Parties) == 0:
		v.Parties = []string{s.Party}
		return v
	case s.Pair != "" && (v.Pair == "" || v.Pair == s.Pair):
		v.Pair = s.Pair
		return v
	}
	return s.Within(v)
}

// Within selects the same rows as Of, but leaves every filter of the view as it is,
// so that its facets count within the subject.
func (s Subject) Within(v View) View {
	for _, code := range s.Codes() {
		v = v.WithParty(code)
	}
	return v
}

// Rest is a view without what the subject says already.
func (s Subject) Rest(v View) View {
	if s.Party != "" && slices.Equal(v.Parties, []string{s.Party}) {
		v = v.Without("party", s.Party)
	}
	if s.Pair != "" && v.Pair == s.Pair {
		v.Pair = ""
	}
	if slices.ContainsFunc(s.Codes(), func(code string) bool { return !v.Has("with_party", code) }) {
		return v // one of a pair: what is left is what it is held against
	}
	for _, code := range s.Codes() {
		v = v.Without("with_party", code)
	}
	return v
}
