package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"entente/db/dbtest"
	"entente/internal/coop"
)

// spelling writes a word in upper and lower case, another way for each number.
// It finds the same, but was never searched for before.
func spelling(word string, number int) string {
	out := []byte(word)
	for i := range out {
		if number>>i&1 == 1 {
			out[i] -= 'a' - 'A'
		}
	}
	return string(out)
}

// search is P5: the newest articles with a frequent word, against those with a
// rare one; and what finding costs, against the sqlite3 command.
func (b *bench) search(ctx context.Context) (out []figure, err error) {
	for _, d := range b.fromBase() {
		for _, part := range []func(context.Context, dataset) ([]figure, error){b.searchPages, b.searchHits} {
			lines, err := part(ctx, d)
			if err != nil {
				return nil, err
			}
			out = append(out, lines...)
		}
	}
	return out, nil
}

func (b *bench) searchPages(ctx context.Context, d dataset) ([]figure, error) {
	s, err := b.ready(ctx, d.path)
	if err != nil {
		return nil, err
	}
	unseen := func(word string) measured {
		n := 0
		return func(ctx context.Context) (time.Duration, error) {
			n++
			return s.fetch("/articles?q=" + spelling(word, n))(ctx)
		}
	}
	r, err := inTurn(ctx, b.rounds,
		unseen(commonWord), unseen(rareWord),
		typical(9, s.fetch("/articles?q="+commonWord)), typical(9, s.fetch("/articles?q="+rareWord)))
	if err := errors.Join(err, s.stop()); err != nil {
		return nil, err
	}
	line := func(what string, common, rare int) figure {
		return figure{id: "P5", what: what + ", " + d.name, value: r.ratio(common, rare), target: atMost(3, ""),
			got: span(r.of(common)), floor: "rare word: " + span(r.of(rare))}
	}
	return []figure{
		line("first 50 of a common word, searched for the first time", 0, 1),
		line("first 50 of a common word, searched for before", 2, 3),
	}, nil
}

func (b *bench) searchHits(ctx context.Context, d dataset) ([]figure, error) {
	store, err := opened(ctx, d)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	n, hits := 0, 0
	r, err := inTurn(ctx, b.rounds, timed(func(ctx context.Context) error {
		n++
		f, err := unseen(ctx, store, coop.View{Q: spelling(commonWord, n)}, coop.Articles, n)
		if err == nil {
			hits = f.Total
		}
		return err
	}), asked(d.path, dbtest.PeerHitsSQL, param{":word", commonWord}))
	if err != nil {
		return nil, err
	}
	return []figure{{id: "P5", what: fmt.Sprintf("hits and facets of a common word (%d), %s", hits, d.name),
		value: r.ratio(0, 1), target: atMost(4, ""), got: span(r.of(0)), floor: "sqlite3, rowids alone: " + span(r.of(1))}}, nil
}
