package db

import (
	"context"

	"entente/internal/coop"
	"entente/internal/figures"
)

// Ends finds the first and the last row of a view with each area.
func (m *Moment) Ends(ctx context.Context, v coop.View, unit coop.Unit) ([]figures.AreaEnds, error) {
	return ask(ctx, m, v, unit, (*figures.Columns).Ends)
}

// Series lists the engagements of a view that belong to a series, oldest first.
func (m *Moment) Series(ctx context.Context, v coop.View) ([]figures.SeriesRow, error) {
	return ask(ctx, m, v, coop.Engagements, (*figures.Columns).Series)
}

// RankParties returns one page of the parties of a view, from page 1.
func (m *Moment) RankParties(ctx context.Context, v coop.View, unit coop.Unit, sort coop.Sort, page, size int) (figures.Ranking, error) {
	return ask(ctx, m, v, unit, func(c *figures.Columns, q figures.Query) figures.Ranking {
		return c.RankParties(q, sort, (max(page, 1)-1)*size, size)
	})
}

// RankPairs returns one page of the pairs of a view, from page 1.
func (m *Moment) RankPairs(ctx context.Context, v coop.View, unit coop.Unit, sort coop.Sort, page, size int) (figures.Ranking, error) {
	return ask(ctx, m, v, unit, func(c *figures.Columns, q figures.Query) figures.Ranking {
		return c.RankPairs(q, sort, (max(page, 1)-1)*size, size)
	})
}

// ask puts a question about a view to the columns.
func ask[Answer any](ctx context.Context, m *Moment, v coop.View, unit coop.Unit, question func(*figures.Columns, figures.Query) Answer) (answer Answer, err error) {
	q, _, err := m.query(ctx, v, unit, coop.Newest)
	if err != nil {
		return answer, err
	}
	c, err := m.columns()
	if err != nil {
		return answer, err
	}
	return question(c, q), nil
}

// Titles reads the titles of rows that are not deleted, by id.
func (m *Moment) Titles(ctx context.Context, unit coop.Unit, ids []int64) (map[int64]string, error) {
	table := "engagements"
	if unit == coop.Articles {
		table = "articles"
	}
	out := make(map[int64]string, len(ids))
	err := each(ctx, m.reading, func(row scanner) error {
		var id int64
		var title string
		if err := row.Scan(&id, &title); err != nil {
			return err
		}
		out[id] = title
		return nil
	}, `SELECT t.id, t.title FROM json_each(?) j CROSS JOIN `+table+` t ON t.id = j.value WHERE t.deleted_at IS NULL`, idList(ids))
	return out, err
}
