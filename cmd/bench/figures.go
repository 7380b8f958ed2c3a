package main

import (
	"context"
	"fmt"
	"time"

	"entente/db"
	"entente/db/dbtest"
	"entente/internal/coop"
	"entente/internal/figures"
)

// someView is a view as people ask for it: an area, a party, five years.
func someView() (coop.View, []param) {
	party := newGenerator(1).parties[0]
	v := coop.View{Areas: []string{"demining"}, Parties: []string{party}, From: "2015", To: "2019"}
	return v, []param{{":area", "demining"}, {":party", party}, {":from", "2015-01-01"}, {":to", "2019-12-31"}}
}

// unseen counts a view that selects what v does and that nobody asked for
// before: what was counted is kept for a while.
func unseen(ctx context.Context, store *db.DB, v coop.View, unit coop.Unit, n int) (f *figures.Figures, err error) {
	v.States = []string{"uncoded", "suggested", "coded", fmt.Sprintf("unseen-%d", n)}
	err = store.Now(ctx, func(m *db.Moment) error {
		f, err = m.Figures(ctx, v, unit)
		return err
	})
	return f, err
}

// charts computes all charts and facets of a view.
func charts(store *db.DB, v coop.View, unit coop.Unit) measured {
	n := 0
	return timed(func(ctx context.Context) error {
		n++
		f, err := unseen(ctx, store, v, unit, n)
		if err != nil {
			return err
		}
		f.Timeline("", coop.SplitCore, coop.DayOf(time.Now()))
		f.Areas()
		f.Matrix()
		f.Pairs()
		return nil
	})
}

// figures is P2: all charts and facets, against SQL for the area pairs alone.
func (b *bench) figures(ctx context.Context) (out []figure, err error) {
	for _, d := range b.fromBase() {
		part, err := b.figuresOf(ctx, d)
		if err != nil {
			return nil, err
		}
		out = append(out, part...)
	}
	return out, nil
}

func (b *bench) figuresOf(ctx context.Context, d dataset) ([]figure, error) {
	store, err := opened(ctx, d)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	v, params := someView()
	r, err := inTurn(ctx, b.rounds,
		typical(9, charts(store, coop.View{}, coop.Articles)), typical(9, charts(store, v, coop.Articles)),
		typical(9, charts(store, coop.View{}, coop.Engagements)), typical(9, charts(store, v, coop.Engagements)),
		asked(d.path, dbtest.PeerAllAreaPairsSQL), asked(d.path, dbtest.PeerAreaPairsSQL, params...))
	if err != nil {
		return nil, err
	}
	var out []figure
	for i, of := range []string{"all articles", "articles of a view", "all engagements", "engagements of a view"} {
		sql := 4 + i%2
		f := figure{id: "P2", what: fmt.Sprintf("charts and facets, %s, %s", of, d.name), target: atMost(4, "ms"),
			value: float64(r.of(i)) / 1e6, got: fmt.Sprintf("%.1f %% of SQL", 100*r.ratio(i, sql)), floor: "SQL, area pairs alone: " + span(r.of(sql))}
		switch {
		case d.n == b.base.n: // any of them
		case i%2 == 0: // unfiltered
			f.target.value = 15
		default:
			f.target, f.value, f.got = atMost(0.1, ""), r.ratio(i, sql), span(r.of(i))
		}
		out = append(out, f)
	}
	return out, nil
}
