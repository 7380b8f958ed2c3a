package db

import (
	"context"
	"slices"
	"time"

	"entente/internal/codebook"
)

// write is one write under way: a transaction and who makes it. The helpers that
// take part in a larger write are its methods; they stand in the file of their noun.
type write struct {
	reading
	tx    *session
	actor string
	batch string // see table changes; "" for a write that stands alone
	at    time.Time

	logged bool // whether it has changed anything

	// holdText leaves full text and copies alone: the caller, who stores many articles,
	// does it for all of them at the end.
	holdText bool
}

func newWrite(d *DB, tx *session, cb *codebook.Codebook, actor, batch string) *write {
	return &write{reading: reading{tx, cb}, tx: tx, actor: actor, batch: batch, at: d.now()}
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

// millis is the instant of this write as it is stored.
func (w *write) millis() int64 { return w.at.UnixMilli() }

// sorted puts areas in codebook order and parties in alphabetical order, each once.
func (w *write) sorted(areas, parties []string) ([]string, []string) {
	return w.cb.Sort(areas), slices.Compact(slices.Sorted(slices.Values(parties)))
}
