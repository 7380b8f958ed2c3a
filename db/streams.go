package db

import (
	"context"
	"math"

	"entente/internal/coop"
)

// streamBatch is how many rows are read at once.
const streamBatch = 200

// EachArticle calls fn for every article of a view, newest first, with its full
// text, however many there are: the memory it takes does not grow with them, but
// for their ids. Of its reports it has what
// [Moment.ArticleList] has. An
// error of fn ends it and is returned. It waits as [DB.Now] does.
func (d *DB) EachArticle(ctx context.Context, v coop.View, fn func(coop.Article) error) error {
	return d.eachArticle(ctx, v, false, fn)
}

// eachArticle is EachArticle, with the evidence of articles and how they came by
// their codes if asked to.
func (d *DB) eachArticle(ctx context.Context, v coop.View, evidence bool, fn func(coop.Article) error) error {
	return d.batches(ctx, v, coop.Articles, func(r reading, ids []int64, codes codes) error {
		reports, err := r.briefReports(ctx, ids)
		if err != nil {
			return err
		}
		var why map[int64]*codings
		if evidence {
			if why, err = r.codingsOf(ctx, ids); err != nil {
				return err
			}
		}
		return r.eachArticle(ctx, ids, true, func(a coop.Article) error {
			a.Areas, a.Parties, a.Reports = codes.areas[a.ID], codes.parties[a.ID], reports[a.ID]
			if evidence {
				why[a.ID].explain(r, &a)
			}
			return fn(a)
		})
	})
}

// EachEngagement calls fn for every engagement of a view, newest first. Rows have
// no Reports, but all that is read from them. An error of fn ends it and is
// returned. It waits as [DB.Now] does.
func (d *DB) EachEngagement(ctx context.Context, v coop.View, fn func(coop.Engagement) error) error {
	return d.eachEngagement(ctx, v, false, fn)
}

// eachEngagement is EachEngagement, with roles and officials if asked to.
func (d *DB) eachEngagement(ctx context.Context, v coop.View, participants bool, fn func(coop.Engagement) error) error {
	return d.batches(ctx, v, coop.Engagements, func(r reading, ids []int64, codes codes) error {
		rows, err := r.engagements(ctx, ids, codes)
		if err != nil {
			return err
		}
		if participants {
			byID := make(map[int64]*coop.Engagement, len(rows))
			for i := range rows {
				byID[rows[i].ID] = &rows[i]
			}
			if err := r.readParticipants(ctx, byID); err != nil {
				return err
			}
		}
		for _, e := range rows {
			if err := fn(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// batches hands out the ids of a view in parts, with the codes of each row, all
// read at one moment.
func (d *DB) batches(ctx context.Context, v coop.View, unit coop.Unit, fn func(reading, []int64, codes) error) error {
	return d.nowOn(ctx, &d.stream, func(m *Moment) error {
		q, sort, err := m.query(ctx, v, unit, coop.Newest)
		if err != nil {
			return err
		}
		c, err := m.columns()
		if err != nil {
			return err
		}
		all := c.Select(q, sort, 0, math.MaxInt)
		m.release()
		for first := 0; first < len(all.IDs); first += streamBatch {
			end := min(first+streamBatch, len(all.IDs))
			if err := fn(m.reading, all.IDs[first:end], codesOf(all, first, end)); err != nil {
				return err
			}
		}
		return nil
	})
}
