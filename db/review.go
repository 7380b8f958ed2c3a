package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"entente/internal/coop"
)

// ReviewArticle stores what a person decided of an article: the codes that hold
// are all human now, and it is coded, also without any codes, or excluded. Codes
// that rules gave it and that do not hold are remembered as refused. An engagement
// without codes takes those over. It returns the batch that undoes it.
//
// It returns a [*coop.StaleError] if its fields were changed since r.Version, a
// [*coop.DeletedError] or [coop.ErrNotFound], and what [DB.LinkReport] returns
// for a link that cannot be.
func (d *DB) ReviewArticle(ctx context.Context, actor string, id int64, r coop.Review) (batch string, err error) {
	return d.inBatch(ctx, actor, "review", func(w *write) error {
		old, err := w.article(ctx, id)
		if err != nil {
			return err
		}
		in := coop.ArticleInput{Article: old, Excluded: r.Excluded, Link: r.Link, Refuse: r.Refuse}
		in.Version, in.Codebook = r.Version, r.Codebook
		if r.Notes != nil {
			in.Notes = *r.Notes
		}
		if err := w.freshArticle(ctx, old, in); err != nil {
			return err
		}
		linked := false
		if r.Link != nil {
			if linked, err = w.link(ctx, id, *r.Link); err != nil {
				return err
			}
		}
		in.Areas, in.Parties = w.sorted(r.Areas, r.Parties)
		a := w.coded(&old, in)
		if a.State == coop.Uncoded {
			a.State, a.Coder = coop.Coded, actor
		}
		changed, err := w.updateArticle(ctx, old, a)
		if err != nil {
			return err
		}
		if linked && !changed {
			if err := w.stampArticle(ctx, id); err != nil {
				return err
			}
		}
		return w.lendCodes(ctx, a, r.Form)
	})
}

// reviewBatch begins the name of each batch of [DB.ReviewArticle].
const reviewBatch = "review-"

// quoteBatch begins that of each [DB.AttachQuote] and [DB.RemoveQuote].
const quoteBatch = "quote-"

// lendCodes gives the codes and the form that a review found to the one engagement
// that the article reports, if that has none: when an import made it, nobody had looked.
func (w *write) lendCodes(ctx context.Context, a coop.Article, form string) error {
	reports, err := w.briefReports(ctx, []int64{a.ID})
	if err != nil || len(reports[a.ID]) != 1 || a.State == coop.Excluded {
		return err
	}
	old, err := w.engagement(ctx, reports[a.ID][0].EngagementID)
	if err != nil {
		return err
	}
	e := old
	if len(e.Areas) == 0 {
		e.Areas = a.Areas
	}
	if len(e.Parties) == 0 {
		e.Parties = a.Parties
	}
	if e.Form == "" {
		e.Form = form
	}
	_, err = w.updateEngagement(ctx, old, e)
	return err
}

// NextToReview is the article of a view to review next, with its reports, and
// whether there is one that is not to be skipped: of those with codes by rule that
// nobody looked at, the one whose areas are the least sure (see [coop.Proposal]),
// and of several the oldest here.
func (m *Moment) NextToReview(ctx context.Context, v coop.View, skip []int64) (a coop.Article, found bool, err error) {
	among, within := "", []int64(nil)
	if !v.Empty() {
		v.States = []string{string(coop.Suggested)}
		if within, err = m.idsOf(ctx, v); err != nil {
			return a, false, err
		}
		among = `AND p.article_id IN (SELECT value FROM json_each(?2))`
	}
	var id int64
	err = m.QueryRowContext(ctx, `SELECT p.article_id FROM article_proposals p CROSS JOIN articles a ON a.id = p.article_id
		WHERE a.deleted_at IS NULL AND p.article_id NOT IN (SELECT value FROM json_each(?1)) `+among+` ORDER BY p.margin, p.article_id LIMIT 1`,
		idList(skip), idList(within)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	if err != nil {
		return a, false, err
	}
	a, err = m.articleWithReports(ctx, id)
	return a, err == nil, err
}

// idsOf names all articles of a view.
func (m *Moment) idsOf(ctx context.Context, v coop.View) ([]int64, error) {
	q, sort, err := m.query(ctx, v, coop.Articles, coop.Newest)
	if err != nil {
		return nil, err
	}
	c, err := m.columns()
	if err != nil {
		return nil, err
	}
	return c.Select(q, sort, 0, c.Len()).IDs, nil
}

// ReviewProgress counts articles by who has looked at them.
type ReviewProgress struct {
	Waiting int // codes by rule, nobody looked
	Uncoded int // no codes, nobody looked
	Done    int // a person, or a file, says what they are about, or that they are not relevant
}

// ReviewProgress counts the articles of a view, whatever states that has.
func (m *Moment) ReviewProgress(ctx context.Context, v coop.View) (p ReviewProgress, err error) {
	v.States = everything.States
	f, err := m.Figures(ctx, v, coop.Articles)
	if err != nil {
		return p, err
	}
	for _, c := range f.Facets.State {
		switch coop.State(c.Value) {
		case coop.Suggested:
			p.Waiting = c.N
		case coop.Uncoded:
			p.Uncoded = c.N
		case coop.Coded, coop.Excluded:
			p.Done += c.N
		}
	}
	return p, nil
}

// Reviewed is a review that can be taken back, with [DB.UndoBatch].
type Reviewed struct {
	Batch string
	ID    int64 // of the article
	Title string
}

// LastReview is the latest review of an article that was not changed since, and
// whether there is one among the last few hundred.
func (m *Moment) LastReview(ctx context.Context) (r Reviewed, found bool, err error) {
	err = m.QueryRowContext(ctx, `SELECT c.batch, a.id, a.title
		FROM (SELECT id FROM changes INDEXED BY changes_by_batch WHERE batch >= ?1 AND batch < ?1 || '~' AND batch <> '' ORDER BY id DESC LIMIT 1000) last
		CROSS JOIN changes c ON c.id = last.id CROSS JOIN articles a ON a.id = c.noun_id
		WHERE c.noun = 'article' AND a.deleted_at IS NULL
			AND NOT EXISTS (SELECT 1 FROM changes s WHERE s.noun = 'article' AND s.noun_id = c.noun_id AND s.id > c.id AND s.batch <> c.batch)
		ORDER BY c.id DESC LIMIT 1`, reviewBatch).Scan(&r.Batch, &r.ID, &r.Title)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	return r, err == nil, err
}

// UndoDecision takes back a review of an article, or that words were attached to it
// or removed; see [DB.UndoBatch]. Any other batch is a [coop.ErrNotFound].
func (d *DB) UndoDecision(ctx context.Context, actor, batch string) (UndoResult, error) {
	if !strings.HasPrefix(batch, reviewBatch) && !strings.HasPrefix(batch, quoteBatch) {
		return UndoResult{}, fmt.Errorf("decision %q: %w", batch, coop.ErrNotFound)
	}
	return d.UndoBatch(ctx, actor, batch)
}

// AttachQuote attaches words of an article to an area, as the strongest evidence
// for it. The area is a person's from then on, and is added if the article has it
// not; other codes stay as they are. It returns the batch that undoes it.
//
// It returns [coop.ErrNoQuote] where the words do not stand at that place or near
// it, [coop.ErrNoArea] for an area that the codebook does not know, a
// [*coop.DeletedError] or [coop.ErrNotFound].
func (d *DB) AttachQuote(ctx context.Context, actor string, id int64, e coop.Evidence) (batch string, err error) {
	return d.inBatch(ctx, actor, "quote", func(w *write) error {
		old, err := w.article(ctx, id)
		if err != nil {
			return err
		}
		if w.cb.Index(e.Area) < 0 {
			return coop.ErrNoArea
		}
		e, ok := e.In(old)
		if !ok || len(e.Quote) > coop.MaxLine {
			return coop.ErrNoQuote
		}
		e.Origin = coop.ByHuman
		state := old.State
		if state == coop.Uncoded {
			state = coop.Coded
		}
		areas := old.Areas
		if !slices.Contains(areas, e.Area) {
			areas = w.cb.Sort(append(slices.Clone(areas), e.Area))
		}
		byPerson := w.byPerson(old, 0)
		a := old.Recode(state, areas, old.Parties, func(code string) coop.Coding {
			if code == e.Area {
				return byPerson(code)
			}
			return old.CodingOf(code)
		})
		if a.Coder == "" {
			a.Coder = actor
		}
		a.Evidence = append([]coop.Evidence{e}, a.Evidence...)
		_, err = w.updateArticle(ctx, old, a)
		return err
	})
}

// RemoveQuote takes a quote away from an area, which stays. One that is not there
// is [coop.ErrNoQuote]. It returns the batch that undoes it, or what
// [DB.AttachQuote] returns.
func (d *DB) RemoveQuote(ctx context.Context, actor string, id int64, e coop.Evidence) (batch string, err error) {
	return d.inBatch(ctx, actor, "quote", func(w *write) error {
		old, err := w.article(ctx, id)
		if err != nil {
			return err
		}
		a := old
		a.Evidence = slices.DeleteFunc(slices.Clone(old.Evidence), func(have coop.Evidence) bool {
			return have.Area == e.Area && have.Field == e.Field && have.Start == e.Start && have.End == e.End
		})
		if len(a.Evidence) == len(old.Evidence) {
			return coop.ErrNoQuote
		}
		_, err = w.updateArticle(ctx, old, a)
		return err
	})
}
