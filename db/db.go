// Package db keeps articles and engagements in one SQLite file. It is the only
// place with SQL.
//
// # What it knows nothing of
//
// HTTP, HTML, and how a form or a CSV row is read: what is stored was validated
// by [coop.ArticleForm.Validate] and its like. It counts nothing either: figures
// come from columns in memory, see [figures.Columns], which follow every commit.
//
// # The way in
//
// [Open] gives a [DB]. [DB.LoadColumns] fills the columns; until then, whatever
// counts or selects by a view waits. [DB.Now] gives a [Moment], from which lists
// and figures of a [coop.View] are read together; what takes longer, a download,
// is in streams.go. Other methods stand in the file of their noun: articles.go,
// engagements.go, reports.go, changes.go.
//
// # How it writes
//
// One connection writes. Every write is one transaction that also appends to the
// table changes, and nothing is destroyed: deleting sets deleted_at. Full text
// is kept by the code here, in the same transaction; see search.go.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// DB is an open database. Its methods may be called from any goroutine.
type DB struct {
	path     string
	write    pool // one connection
	read     pool // a few connections that cannot write
	stream   pool // the same for downloads, which may take as long as their reader
	follower pool // one for the columns, so that a save does not queue behind readers
	now      func() time.Time

	written chan struct{} // wakes the upkeep

	codebooks codebooks
	columns   columns
	recent    recent
}

// NoSuchError says that there never was such an article or engagement. It is a
// [coop.ErrNotFound].
type NoSuchError struct {
	Noun string // "article", "engagement" or "report"
	ID   int64
}

func (e *NoSuchError) Error() string { return fmt.Sprintf("there is no %s %d", e.Noun, e.ID) }

// Unwrap makes it a [coop.ErrNotFound].
func (e *NoSuchError) Unwrap() error { return coop.ErrNotFound }

// Close closes the file. Calls that still run fail.
func (d *DB) Close() error {
	var errs []error
	for _, p := range []*pool{&d.read, &d.stream, &d.follower, &d.write} { // the writer last: it clears the write-ahead log away
		if p.DB != nil {
			errs = append(errs, p.Close())
		}
	}
	return errors.Join(errs...)
}

// IsEmpty tells whether no article was ever stored. A deleted one counts as
// stored: whoever deleted it may want it back.
func (d *DB) IsEmpty(ctx context.Context) (bool, error) {
	var empty bool
	err := d.read.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM articles)`).Scan(&empty)
	return empty, err
}

// querier is what reads: a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// reading is where the nouns are read from, inside a write or beside it.
type reading struct {
	querier
	cb *codebook.Codebook // that was in force then
}

// scanner is one row: *sql.Row or *sql.Rows.
type scanner interface{ Scan(dest ...any) error }

// each calls fn for every row of a query.
func each(ctx context.Context, q querier, fn func(scanner) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// idsOf are the ids that a query for one column finds, in its order.
func idsOf(ctx context.Context, q querier, query string, args ...any) (ids []int64, err error) {
	err = each(ctx, q, func(row scanner) error {
		var id int64
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	}, query, args...)
	return ids, err
}

// snapshot runs fn in one read transaction: all that fn reads is of one moment.
func (d *DB) snapshot(ctx context.Context, p *pool, fn func(reading) error) error {
	tx, err := p.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	s := &session{Tx: tx, kept: &p.statements}
	var cb *codebook.Codebook
	if cb, err = d.codebooks.inForce(ctx, s); err == nil {
		err = fn(reading{s, cb})
	}
	tx.Rollback() // it read only, so there is nothing to keep
	p.statements.keep(ctx, p.DB, s.new)
	return err
}

// inTx runs fn in one transaction: kept if fn returns nil, undone otherwise. Nobody
// who writes waits for the columns: the upkeep has them follow, or who reads next.
func (d *DB) inTx(ctx context.Context, actor, batch string, fn func(*write) error) error {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	s := &session{Tx: tx, kept: &d.write.statements}
	defer func() {
		tx.Rollback() // after Commit it does nothing
		d.write.statements.keep(ctx, d.write.DB, s.new)
	}()
	cb, err := d.codebooks.inForce(ctx, s)
	if err != nil {
		return err
	}
	if err := fn(newWrite(d, s, cb, actor, batch)); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	select {
	case d.written <- struct{}{}:
	default: // it is to be woken already
	}
	return nil
}

// idList writes ids as JSON, for json_each(?): one parameter, however many ids.
func idList(ids []int64) string {
	b := make([]byte, 0, 2+8*len(ids))
	b = append(b, '[')
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return string(append(b, ']'))
}

// instant reads Unix milliseconds, the one form in which instants are stored.
func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
