package db

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/suggest"
)

// byRules is the coder of codes that rules suggested.
const byRules = "rule"

// Suggester reads a text and says which codes it deserves. A [*suggest.Engine]
// is one. It must give the same answer to the same text.
type Suggester interface {
	Suggest(title, body string) suggest.Result
}

// Rules makes the suggester of a codebook. It is asked inside of the write, for the
// codebook in force there: another one may have been saved since the caller looked,
// and what is stored says under which it was suggested.
type Rules func(*codebook.Codebook) Suggester

// suggested is an article with the codes that its texts deserve in place of those
// that rules gave it before. What a person gave it stays, and what one refused does
// not come back; where a person named parties, no others are suggested. An
// article that deserves nothing and has nothing by rule is left as it is.
func (w *write) suggested(a coop.Article, s Suggester) coop.Article {
	field, text := a.MainText()
	r := s.Suggest(a.Title, text)
	if !r.Cooperation {
		r = suggest.Result{}
	}
	refused := func(kind coop.Kind, code string) bool {
		return slices.Contains(a.Refused, coop.Refusal{Kind: kind, Code: code})
	}
	areas, parties := a.CodesBy(coop.ByHuman)
	byPerson := slices.Concat(areas, parties)
	if len(parties) == 0 {
		for _, p := range r.Parties {
			if !refused(coop.PartyKind, p.Code) {
				parties = append(parties, p.Code)
			}
		}
	}
	var evidence []coop.Evidence
	for _, e := range a.Evidence {
		if e.Origin == coop.ByHuman {
			evidence = append(evidence, e)
		}
	}
	weakest := 1.0
	for _, area := range r.Areas {
		switch {
		case slices.Contains(byPerson, area.Code):
		case refused(coop.AreaKind, area.Code):
			continue
		default:
			areas = append(areas, area.Code)
			weakest = min(weakest, area.Score)
		}
		evidence = append(evidence, quotesIn(a, EvidenceOf(area.Code, area, field))...)
	}
	none := len(areas)+len(parties) == len(byPerson)
	if none && a.State != coop.Suggested {
		return a
	}
	before := slices.Concat(a.Areas, a.Parties)
	next := a.Recode(coop.Suggested, areas, parties, func(code string) coop.Coding {
		if slices.Contains(byPerson, code) || a.State == coop.Suggested && slices.Contains(before, code) {
			return a.CodingOf(code) // under the codebook that first gave it
		}
		return coop.Coding{Origin: coop.ByRule, Codebook: w.cb.Version()}
	})
	next.Evidence, next.Coder, next.Proposal = evidence, byRules, coop.Proposal{}
	if none && len(byPerson) == 0 {
		next.State, next.Coder = coop.Uncoded, ""
	}
	if form := r.Form; form != nil && !refused(coop.FormKind, form.Code) {
		next.Proposal.Form = form.Code
	}
	if stage := r.Stage; stage != nil && !refused(coop.StageKind, stage.Code) {
		next.Proposal.Stage = stage.Code
	}
	if len(areas) > 0 {
		next.Proposal.Margin = weakest - strongest(r.Near)
	}
	return next
}

// strongest is the highest score of some suggestions, 0 for none.
func strongest(list []suggest.Suggestion) (score float64) {
	for _, s := range list {
		score = max(score, s.Score)
	}
	return score
}

// EvidenceOf is the evidence for what was found in a title and a text, which is
// the one in field. Area is "" for what is no area.
func EvidenceOf(area string, found suggest.Suggestion, field string) (out []coop.Evidence) {
	for _, e := range found.Evidence[:min(len(found.Evidence), maxQuotes)] {
		in := field
		if e.Field == suggest.Title {
			in = "title"
		}
		out = append(out, coop.Evidence{Area: area, Field: in, Start: e.Start, End: e.End, Quote: e.Quote, Origin: coop.ByRule})
	}
	return out
}

// ApplySuggestions gives an article that nobody coded the codes that rules suggest,
// in place of those that rules gave it before. It returns the batch that undoes
// it, a [*coop.DeletedError] or [coop.ErrNotFound].
func (d *DB) ApplySuggestions(ctx context.Context, actor string, id int64, rules Rules) (batch string, err error) {
	return d.inBatch(ctx, actor, "suggest", func(w *write) error {
		old, err := w.article(ctx, id)
		if err != nil || !unreviewed(old) {
			return err
		}
		_, err = w.updateArticle(ctx, old, w.suggested(old, rules(w.cb)))
		return err
	})
}

// unreviewed tells whether rules may still say what an article is about.
func unreviewed(a coop.Article) bool { return a.State == coop.Uncoded || a.State == coop.Suggested }

// Retagged is an article whose codes by rule changed, before and after.
type Retagged struct{ Before, After coop.Article }

// RetagResult says what [DB.Retag] did or, for a dry run, would do.
type RetagResult struct {
	Read    int    // articles that no person has coded
	Changed int    // of these, those that have other codes or other evidence now
	Batch   string // undoes it; empty where nothing changed or was written
}

// Retag gives all articles that nobody coded the codes that rules suggest, in place
// of those that they gave them before, in one transaction and one batch. A dry run
// does the same and then undoes it. Each article that changes is told to report, by
// id; progress is called with the number of articles that are read. Either may be nil.
func (d *DB) Retag(ctx context.Context, actor string, rules Rules, dryRun bool, report func(Retagged), progress func(done, total int)) (RetagResult, error) {
	var result RetagResult
	batch := retagBatch + rand.Text()
	err := d.inTx(ctx, actor, batch, func(w *write) error {
		ids, err := idsOf(ctx, w, `SELECT id FROM articles WHERE deleted_at IS NULL AND state IN ('uncoded', 'suggested') ORDER BY id`)
		if err != nil {
			return err
		}
		s := rules(w.cb)
		for _, id := range ids {
			old, err := w.article(ctx, id)
			if err != nil {
				return err
			}
			next := w.settled(w.suggested(old, s))
			changed, err := w.updateArticle(ctx, old, next)
			if err != nil {
				return fmt.Errorf("article %d: %w", id, err)
			}
			if result.Read++; changed {
				result.Changed++
				if report != nil {
					report(Retagged{old, next})
				}
			}
			if progress != nil {
				progress(result.Read, len(ids))
			}
		}
		if dryRun {
			return errDryRun
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return RetagResult{}, err
	}
	if err == nil && result.Changed > 0 {
		result.Batch = batch
	}
	return result, nil
}

// retagBatch begins the name of each batch of [DB.Retag].
const retagBatch = "retag-"
