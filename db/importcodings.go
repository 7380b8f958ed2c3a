package db

import (
	"slices"

	"entente/internal/coop"
)

// coded is the article a to be stored with the coding that a row gives it, over
// that of the stored one, if any.
func (in *importing) coded(old *coop.Article, row *importRow, a coop.Article) coop.Article {
	state, coder := importedCoding(old, row.Article, a)
	if row.LookedAt && state != coop.Coded && len(a.Areas)+len(a.Parties) == 0 {
		state, coder = coop.Coded, importer
	}
	was, newText := coop.Article{}, true
	if old != nil {
		was, newText = *old, !old.SameTexts(a)
	}
	codings := in.importedCodings(was, row.Article, state)
	evidence, refused := was.Carried(a)
	a.Proposal = was.Proposal
	a = a.Recode(state, a.Areas, a.Parties, codings)
	a.Coder, a.Evidence, a.Refused = coder, evidence, refused
	row.codes(a) // an engagement has no codes that nobody looked at
	open := old == nil || unreviewed(was)
	if in.suggester != nil && newText && open && row.Article.State == "" && len(row.Article.Areas) == 0 && a.State != coop.Excluded {
		a = in.suggested(a, in.suggester)
		row.suggested = a.State == coop.Suggested
	}
	return a
}

// importedCodings says how an article that gets a state from a row comes by each
// of its codes.
func (in *importing) importedCodings(was, row coop.Article, state coop.State) func(code string) coop.Coding {
	byPerson := in.byPerson(was, 0)
	had := slices.Concat(was.Areas, was.Parties)
	brought := slices.Concat(row.Areas, row.Parties)
	return func(code string) coop.Coding {
		switch {
		case state != coop.Suggested || row.State == "" && slices.Contains(brought, code):
			return byPerson(code)
		case was.State == coop.Suggested && slices.Contains(had, code):
			return was.CodingOf(code)
		}
		return coop.Coding{Origin: coop.ByRule, Codebook: in.cb.Version()}
	}
}

// importedCoding derives state and coder of an article a to be stored from the
// stored one, if any, and the row. A state of suggested or excluded is taken
// over; otherwise codes that the row brings, or says to be coded, are coded, and
// without any the article stays as it was. Parties alone confirm no areas. As with
// a form, codes that stay as they were keep their coder, unless a rule only
// suggested them.
func importedCoding(old *coop.Article, row, a coop.Article) (coop.State, string) {
	codes := len(a.Areas)+len(a.Parties) > 0
	before := coop.Uncoded
	if old != nil {
		before = old.State
	}
	state := coop.Uncoded
	brought := len(row.Areas)+len(row.Parties) > 0
	if before == coop.Suggested && len(row.Areas) == 0 {
		if areas, _ := old.CodesBy(coop.ByRule); len(areas) > 0 {
			brought = false
		}
	}
	foundNone := old != nil && before == coop.Coded && len(old.Areas)+len(old.Parties) == 0
	switch {
	case row.State == coop.Suggested || row.State == coop.Excluded:
		state = row.State
	case row.State == "" && before == coop.Excluded:
		state = coop.Excluded
	case !codes && foundNone:
		state = coop.Coded
	case !codes: // uncoded
	case before == coop.Suggested && !brought && row.State != coop.Coded:
		state = coop.Suggested
	default:
		state = coop.Coded
	}
	confirmed := before == coop.Suggested && state != coop.Suggested
	switch {
	case !codes && state == coop.Coded:
		return state, old.Coder
	case !codes:
		return state, ""
	case state == coop.Suggested && before == coop.Suggested && row.State == "":
		return state, old.Coder
	case old != nil && old.Coder != "" && !confirmed && slices.Equal(old.Areas, a.Areas) && slices.Equal(old.Parties, a.Parties):
		return state, old.Coder
	}
	return state, importer
}
