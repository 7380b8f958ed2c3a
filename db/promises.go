package db

import (
	"context"
	"fmt"

	"entente/internal/coop"
)

// Promises lists the first open requests and pledges of a view, the oldest
// engagement first, as its list with sort=oldest has them.
func (m *Moment) Promises(ctx context.Context, v coop.View, limit int) (out []coop.Promise, err error) {
	open, any := v.Promised()
	if !any {
		return nil, nil
	}
	q, sort, err := m.query(ctx, open, coop.Engagements, coop.Oldest)
	if err != nil {
		return nil, err
	}
	c, err := m.columns()
	if err != nil {
		return nil, err
	}
	rows := c.Select(q, sort, 0, limit)
	engagements, err := m.engagements(ctx, rows.IDs, codesOf(rows, 0, len(rows.IDs)))
	if err != nil {
		return nil, err
	}
	reported, err := m.latestReports(ctx, rows.IDs)
	for _, e := range engagements {
		out = append(out, coop.Promise{Engagement: e, Reported: reported[e.ID]})
	}
	return out, err
}

// latestReports gives the day of the latest live report of engagements. Articles
// that are not relevant speak only where no other does.
func (r reading) latestReports(ctx context.Context, ids []int64) (map[int64]coop.Day, error) {
	out := make(map[int64]coop.Day, len(ids))
	err := each(ctx, r, func(row scanner) error {
		var id int64
		var day coop.Day
		err := row.Scan(&id, &day)
		out[id] = day
		return err
	}, `SELECT r.engagement_id, coalesce(max(iif(a.state = 'excluded', NULL, a.published)), max(a.published))
		FROM json_each(?) j CROSS JOIN reports r ON r.engagement_id = j.value JOIN articles a ON a.id = r.article_id
		WHERE a.deleted_at IS NULL GROUP BY r.engagement_id`, idList(ids))
	if err != nil {
		return nil, fmt.Errorf("read latest reports: %w", err)
	}
	return out, nil
}
