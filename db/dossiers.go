package db

import (
	"context"

	"entente/internal/coop"
	"entente/internal/dossier"
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

// Contacts lists the officials who took part in engagements of a view, newest
// engagement first, with the days of these.
func (m *Moment) Contacts(ctx context.Context, v coop.View) (out []dossier.Contact, days map[int64]coop.Day, err error) {
	ids, err := idsOf(ctx, m.reading, `SELECT DISTINCT engagement_id FROM engagement_officials ORDER BY 1`)
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	rows, err := ask(ctx, m, v, coop.Engagements, func(c *figures.Columns, q figures.Query) []figures.Row { return c.Among(q, ids) })
	if err != nil {
		return nil, nil, err
	}
	ids, days = ids[:0], map[int64]coop.Day{}
	for _, r := range rows {
		ids, days[r.ID] = append(ids, r.ID), r.Day
	}
	err = each(ctx, m.reading, func(row scanner) error {
		var c dossier.Contact
		err := row.Scan(&c.Engagement, &c.Party, &c.Name, &c.Post)
		out = append(out, c)
		return err
	}, `SELECT o.engagement_id, o.party, o.name, o.post FROM json_each(?) j CROSS JOIN engagement_officials o ON o.engagement_id = j.value
		ORDER BY j.key, o.party, o.rank`, idList(ids))
	return out, days, err
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
