package db

import (
	"context"
	"math"
	"slices"

	"entente/internal/coop"
)

// streamBatch is how many rows have their codes and reports read at once.
const streamBatch = 200

// EachArticle calls fn for every article of a view, newest first, with its full
// text and reports, however many there are: the memory it takes does not grow
// with them, but for their ids. An error of fn ends it and is returned. It waits
// as [DB.Now] does.
func (d *DB) EachArticle(ctx context.Context, v coop.View, fn func(coop.Article) error) error {
	return d.batches(ctx, v, coop.Articles, func(r reading, ids []int64) error {
		return r.eachArticle(ctx, ids, true, fn)
	})
}

// EachEngagement calls fn for every engagement of a view, newest first. Rows have
// no Reports, but all that is read from them. An error of fn ends it and is
// returned. It waits as [DB.Now] does.
func (d *DB) EachEngagement(ctx context.Context, v coop.View, fn func(coop.Engagement) error) error {
	return d.batches(ctx, v, coop.Engagements, func(r reading, ids []int64) error {
		rows, err := r.engagements(ctx, ids)
		if err != nil {
			return err
		}
		for _, e := range rows {
			if err := fn(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// batches hands out the ids of a view in parts, all read at one moment.
func (d *DB) batches(ctx context.Context, v coop.View, unit coop.Unit, fn func(reading, []int64) error) error {
	return d.nowOn(ctx, &d.stream, func(m *Moment) error {
		q, sort, err := m.query(ctx, v, unit, coop.Newest)
		if err != nil {
			return err
		}
		ids := m.columns.IDs(q, sort, 0, math.MaxInt)
		m.release()
		for part := range slices.Chunk(ids, streamBatch) {
			if err := fn(m.reading, part); err != nil {
				return err
			}
		}
		return nil
	})
}
