package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"entente/db"
	"entente/db/dbtest"
	"entente/internal/codebook"
)

// addedRows is how many articles an import adds in P6.
const addedRows = 5000

// imports is P6: an import into a large database, against one that has no full text.
func (b *bench) imports(ctx context.Context) (out []figure, err error) {
	with, err := b.copied("with.db")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove(with)) }()
	without, err := b.copied("without.db")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove(without)) }()
	if err := dbtest.WithoutText(ctx, without); err != nil {
		return nil, err
	}
	r, err := inTurn(ctx, b.rounds, b.importing(with), b.importing(without))
	if err != nil {
		return nil, err
	}
	rate := func(d time.Duration) string { return fmt.Sprintf("%.0f articles/s", addedRows/d.Seconds()) }
	return []figure{{id: "P6", what: fmt.Sprintf("rate of importing %d articles into %s", addedRows, b.base.name),
		value: 1 / r.ratio(0, 1), target: atLeast(0.4, ""), got: rate(r.of(0)), floor: "without full text: " + rate(r.of(1))}}, nil
}

// importing measures imports into a database, each time of articles that are not
// there yet.
func (b *bench) importing(database string) measured {
	g := newGenerator(b.base.n)
	next := b.base.n
	return func(ctx context.Context) (took time.Duration, err error) {
		rows := g.rows(next, next+addedRows)
		next += addedRows
		store, err := db.OpenExisting(ctx, database, codebook.Default())
		if err != nil {
			return 0, err
		}
		start := time.Now()
		_, err = store.Import(ctx, rows, false, nil)
		took = time.Since(start)
		return took, errors.Join(err, store.Close())
	}
}
