package db

import (
	"context"
	"maps"
	"slices"
	"time"
)

// write is one write under way: a transaction, who makes it, and which rows the
// columns must look at again once it is kept. The helpers that take part in a
// larger write are its methods; they stand in the file of their noun.
type write struct {
	reading
	tx    *session
	actor string
	batch string // see table changes; "" for a write that stands alone
	at    time.Time

	articles    map[int64]struct{}
	engagements map[int64]struct{}

	// holdText leaves full text alone: the caller, who stores many articles,
	// calls indexArticles for them in batches.
	holdText bool
}

func newWrite(d *DB, tx *session, actor, batch string) *write {
	return &write{
		reading: reading{tx, d.cb}, tx: tx, actor: actor, batch: batch, at: d.now(),
		articles: map[int64]struct{}{}, engagements: map[int64]struct{}{},
	}
}

// exec runs a statement that gives no rows.
func (w *write) exec(ctx context.Context, query string, args ...any) error {
	_, err := w.tx.ExecContext(ctx, query, args...)
	return err
}

// row runs a query for one row and scans it; sql.ErrNoRows if there is none.
func (w *write) row(ctx context.Context, query string, args []any, dest ...any) error {
	return w.QueryRowContext(ctx, query, args...).Scan(dest...)
}

// touchArticle has the columns look at an article again, and with it at the
// engagements that it reports: their stage, day and live reports hang on it.
func (w *write) touchArticle(id int64) { w.articles[id] = struct{}{} }

// touchEngagement has the columns look at an engagement again, but not at the
// articles that report it.
func (w *write) touchEngagement(id int64) { w.engagements[id] = struct{}{} }

// touchReporters touches the articles that report an engagement.
func (w *write) touchReporters(ctx context.Context, id int64) error {
	w.touchEngagement(id)
	return each(ctx, w, func(row scanner) error {
		var article int64
		err := row.Scan(&article)
		w.touchArticle(article)
		return err
	}, `SELECT article_id FROM reports WHERE engagement_id = ?`, id)
}

// touched gives all rows that the columns must look at again.
func (w *write) touched(ctx context.Context) (touched, error) {
	t := touched{articles: slices.Sorted(maps.Keys(w.articles))}
	if len(t.articles) > 0 {
		err := each(ctx, w, func(row scanner) error {
			var id int64
			err := row.Scan(&id)
			w.touchEngagement(id)
			return err
		}, `SELECT DISTINCT engagement_id FROM reports WHERE article_id IN (SELECT value FROM json_each(?))`, idList(t.articles))
		if err != nil {
			return t, err
		}
	}
	t.engagements = slices.Sorted(maps.Keys(w.engagements))
	return t, nil
}

// millis is the instant of this write as it is stored.
func (w *write) millis() int64 { return w.at.UnixMilli() }

// sorted puts areas in codebook order and parties in alphabetical order, each once.
func (w *write) sorted(areas, parties []string) ([]string, []string) {
	return w.cb.Sort(areas), slices.Compact(slices.Sorted(slices.Values(parties)))
}
