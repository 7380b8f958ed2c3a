package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entente/internal/coop"
)

// maxQuotes is how many quotes are kept for one area of an article.
const maxQuotes = 20

// codingFields are the fields of an article that its coding consists of, as the
// table changes names them.
func codingFields(a coop.Article) []field {
	return []field{
		{"areas", a.Areas}, {"parties", a.Parties}, {"state", string(a.State)}, {"coder", a.Coder},
		{"codings", a.Codings}, {"evidence", a.Evidence}, {"refused", a.Refused}, {"proposal", a.Proposal},
	}
}

// unsaid are fields that a history leaves out: a change has its actor, and the
// others only say more of what areas and state tell.
var unsaid = map[string]bool{"coder": true, "codings": true, "proposal": true}

// codings are what belongs to the coding of an article, beside state and coder.
type codings struct {
	areas, parties []string // in alphabetical order
	by             map[string]coop.Coding
	evidence       []coop.Evidence
	refused        []coop.Refusal
	proposal       coop.Proposal
}

// explain gives an article, which has its state and codes, the evidence for them
// and how it came by them.
func (c *codings) explain(r reading, a *coop.Article) {
	*a = a.Recode(a.State, a.Areas, a.Parties, func(code string) coop.Coding { return c.by[code] })
	a.Evidence = r.sortEvidence(c.evidence)
}

// codingsQueries read the codings of the articles that a condition names.
type codingsQueries struct{ codes, rest string }

// One article is looked up without a list, which is quicker.
var (
	codingsOfOne  = newCodingsQueries(`= ?1`)
	codingsOfMany = newCodingsQueries(`IN (SELECT value FROM json_each(?1))`)
)

func newCodingsQueries(which string) codingsQueries {
	return codingsQueries{
		codes: `SELECT article_id, 1, area, origin, codebook FROM article_areas WHERE article_id ` + which + `
			UNION ALL SELECT article_id, 0, party, origin, codebook FROM article_parties WHERE article_id ` + which + `
			ORDER BY 1, 2, 3`,
		rest: `SELECT article_id, 'evidence', area, rank, field, start_byte, end_byte, quote, origin, '', 0.0 FROM article_evidence
				WHERE article_id ` + which + `
			UNION ALL SELECT article_id, kind, code, 0, '', 0, 0, '', '', '', 0.0 FROM article_refusals
				WHERE article_id ` + which + `
			UNION ALL SELECT article_id, 'proposal', form, 0, '', 0, 0, '', '', stage, margin FROM article_proposals
				WHERE article_id ` + which + `
			ORDER BY 1, 2, 3, 4`,
	}
}

// codingsOf reads the codings of articles.
func (r reading) codingsOf(ctx context.Context, ids []int64) (map[int64]*codings, error) {
	out := make(map[int64]*codings, len(ids))
	for _, id := range ids {
		out[id] = &codings{by: map[string]coop.Coding{}}
	}
	queries, which := codingsOfMany, any(idList(ids))
	if len(ids) == 1 {
		queries, which = codingsOfOne, ids[0]
	}
	err := each(ctx, r, func(row scanner) error {
		var id int64
		var area bool
		var code string
		var by coop.Coding
		if err := row.Scan(&id, &area, &code, &by.Origin, &by.Codebook); err != nil {
			return err
		}
		c := out[id]
		if c.by[code] = by; area {
			c.areas = append(c.areas, code)
		} else {
			c.parties = append(c.parties, code)
		}
		return nil
	}, queries.codes, which)
	if err != nil {
		return nil, fmt.Errorf("read codes: %w", err)
	}
	err = each(ctx, r, func(row scanner) error {
		var id int64
		var what, code, stage string
		var rank int
		var e coop.Evidence
		var margin float64
		if err := row.Scan(&id, &what, &code, &rank, &e.Field, &e.Start, &e.End, &e.Quote, &e.Origin, &stage, &margin); err != nil {
			return err
		}
		switch c := out[id]; what {
		case "evidence":
			e.Area = code
			c.evidence = append(c.evidence, e)
		case "proposal":
			c.proposal = coop.Proposal{Form: code, Stage: stage, Margin: margin}
		default:
			c.refused = append(c.refused, coop.Refusal{Kind: coop.Kind(what), Code: code})
		}
		return nil
	}, queries.rest, which)
	if err != nil {
		return nil, fmt.Errorf("read evidence: %w", err)
	}
	return out, nil
}

// sortEvidence puts evidence in codebook order of its areas, and keeps the order
// within each.
func (r reading) sortEvidence(list []coop.Evidence) []coop.Evidence {
	if len(list) == 0 {
		return nil
	}
	areas := make([]string, len(list))
	for i, e := range list {
		areas[i] = e.Area
	}
	areas = r.cb.Sort(areas)
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b coop.Evidence) int {
		return cmp.Compare(slices.Index(areas, a.Area), slices.Index(areas, b.Area))
	})
	return out
}

// settled puts the parts of an article's coding in the order and form in which
// they are stored and read again.
func (w *write) settled(a coop.Article) coop.Article {
	a.Areas, a.Parties = w.sorted(a.Areas, a.Parties)
	if a.State != coop.Suggested {
		a.Proposal = coop.Proposal{}
	}
	var evidence []coop.Evidence
	of := map[string]int{}
	for _, e := range w.sortEvidence(a.Evidence) {
		twice := slices.ContainsFunc(evidence, func(have coop.Evidence) bool {
			return have.Area == e.Area && have.Field == e.Field && have.Start == e.Start && have.End == e.End
		})
		if of[e.Area] < maxQuotes && !twice && slices.Contains(a.Areas, e.Area) {
			of[e.Area]++
			evidence = append(evidence, e)
		}
	}
	a.Evidence = evidence
	a.Refused = slices.DeleteFunc(slices.Clone(a.Refused), func(r coop.Refusal) bool {
		return r.Kind == coop.AreaKind && slices.Contains(a.Areas, r.Code) || r.Kind == coop.PartyKind && slices.Contains(a.Parties, r.Code)
	})
	slices.SortFunc(a.Refused, func(a, b coop.Refusal) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Code, b.Code)) })
	a.Refused = slices.Compact(a.Refused)
	return a
}

// saveCoding stores what belongs to the coding of an article in place of that of
// old, beside state and coder, as far as it differs.
func (w *write) saveCoding(ctx context.Context, id int64, old, a coop.Article) error {
	for _, t := range []struct {
		tags     tags
		old, new []string
	}{{articleAreas, old.Areas, a.Areas}, {articleParties, old.Parties, a.Parties}} {
		if slices.Equal(t.old, t.new) && !slices.ContainsFunc(t.new, func(code string) bool { return old.CodingOf(code) != a.CodingOf(code) }) {
			continue
		}
		if len(t.old) > 0 {
			if err := w.exec(ctx, t.tags.clear, id); err != nil {
				return err
			}
		}
		if err := w.addCodes(ctx, t.tags, id, a, t.new); err != nil {
			return err
		}
	}
	if !slices.Equal(old.Evidence, a.Evidence) {
		if err := w.saveEvidence(ctx, id, old.Evidence, a.Evidence); err != nil {
			return err
		}
	}
	if !slices.Equal(old.Refused, a.Refused) {
		if err := w.saveRefusals(ctx, id, old.Refused, a.Refused); err != nil {
			return err
		}
	}
	switch {
	case a.State == coop.Suggested && (old.State != coop.Suggested || old.Proposal != a.Proposal):
		return w.exec(ctx, `INSERT OR REPLACE INTO article_proposals (article_id, form, stage, margin) VALUES (?, ?, ?, ?)`,
			id, a.Proposal.Form, a.Proposal.Stage, a.Proposal.Margin)
	case a.State != coop.Suggested && old.State == coop.Suggested:
		return w.exec(ctx, `DELETE FROM article_proposals WHERE article_id = ?`, id)
	}
	return nil
}

// addCodes stores codes of an article that had none of that kind.
func (w *write) addCodes(ctx context.Context, t tags, id int64, a coop.Article, codes []string) error {
	for _, code := range codes {
		c := a.CodingOf(code)
		if err := w.exec(ctx, t.give, id, code, string(c.Origin), c.Codebook); err != nil {
			return err
		}
	}
	return nil
}

func (w *write) saveEvidence(ctx context.Context, id int64, old, evidence []coop.Evidence) error {
	if len(old) > 0 {
		if err := w.exec(ctx, `DELETE FROM article_evidence WHERE article_id = ?`, id); err != nil {
			return err
		}
	}
	for i, rank := 0, 0; i < len(evidence); i++ {
		e := evidence[i]
		if rank++; i == 0 || evidence[i-1].Area != e.Area {
			rank = 1
		}
		err := w.exec(ctx, `INSERT INTO article_evidence (article_id, area, rank, field, start_byte, end_byte, quote, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			id, e.Area, rank, e.Field, e.Start, e.End, e.Quote, string(e.Origin))
		if err != nil {
			return fmt.Errorf("evidence of article %d: %w", id, err)
		}
	}
	return nil
}

func (w *write) saveRefusals(ctx context.Context, id int64, old, refused []coop.Refusal) error {
	if len(old) > 0 {
		if err := w.exec(ctx, `DELETE FROM article_refusals WHERE article_id = ?`, id); err != nil {
			return err
		}
	}
	for _, r := range refused {
		if err := w.exec(ctx, `INSERT INTO article_refusals (article_id, kind, code) VALUES (?, ?, ?)`, id, string(r.Kind), r.Code); err != nil {
			return err
		}
	}
	return nil
}

// byPerson is the coding of codes that a person gives an article now, who had a
// version of the codebook before them, or 0 for the one in force. Those that a
// person gave it before stay as they are.
func (w *write) byPerson(old coop.Article, seen int) func(code string) coop.Coding {
	areas, parties := old.CodesBy(coop.ByHuman)
	before := slices.Concat(areas, parties)
	version := w.cb.Version()
	if 0 < seen && seen < version {
		version = seen
	}
	return func(code string) coop.Coding {
		if slices.Contains(before, code) {
			return old.CodingOf(code)
		}
		return coop.Coding{Origin: coop.ByHuman, Codebook: version}
	}
}

// refusedBy are the codes that rules gave an article and a person did not keep.
func refusedBy(old coop.Article, areas, parties []string) (out []coop.Refusal) {
	byRule, partiesByRule := old.CodesBy(coop.ByRule)
	for _, code := range byRule {
		if !slices.Contains(areas, code) {
			out = append(out, coop.Refusal{Kind: coop.AreaKind, Code: code})
		}
	}
	for _, code := range partiesByRule {
		if !slices.Contains(parties, code) {
			out = append(out, coop.Refusal{Kind: coop.PartyKind, Code: code})
		}
	}
	return out
}
