package db

import (
	"context"

	"entente/internal/coop"
	"entente/internal/exchange"
)

// EachRecord calls fn for every record that a file holds of a view, newest row
// first. It reads as [DB.EachArticle] and [DB.EachEngagement] do.
func (d *DB) EachRecord(ctx context.Context, file exchange.File, v coop.View, fn func([]string) error) error {
	each := func(records [][]string) error {
		for _, r := range records {
			if err := fn(r); err != nil {
				return err
			}
		}
		return nil
	}
	if file.OfEngagement != nil {
		return d.eachEngagement(ctx, v, file.Participants, func(e coop.Engagement) error { return each(file.OfEngagement(e)) })
	}
	return d.eachArticle(ctx, v, file.Evidence, func(a coop.Article) error { return each(file.OfArticle(a, d.Codebook())) })
}

// Records returns the records of one page of a view, from page 1, and the total
// of the view's rows.
func (m *Moment) Records(ctx context.Context, file exchange.File, v coop.View, sort coop.Sort, page, size int) (total int, records [][]string, err error) {
	if file.OfEngagement != nil {
		rows, f, err := m.EngagementList(ctx, v, sort, page, size)
		if err != nil {
			return 0, nil, err
		}
		for _, e := range rows {
			records = append(records, file.OfEngagement(e)...)
		}
		return f.Total, records, nil
	}
	rows, f, err := m.ArticlePage(ctx, v, sort, page, size)
	if err != nil {
		return 0, nil, err
	}
	var why map[int64]*codings
	if file.Evidence {
		ids := make([]int64, len(rows))
		for i, a := range rows {
			ids[i] = a.ID
		}
		if why, err = m.codingsOf(ctx, ids); err != nil {
			return 0, nil, err
		}
	}
	for _, a := range rows {
		if file.Evidence {
			why[a.ID].explain(m.reading, &a)
		}
		records = append(records, file.OfArticle(a, m.cb)...)
	}
	return f.Total, records, nil
}
