package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/linking"
)

const (
	// likelyDays is how far from the day of an article engagements come into question.
	likelyDays = 200

	// mostLikely is how many of them are read, and mostWeighed how many by the
	// parties that they have in common with the article, the nearest first.
	mostWeighed = 2000
	mostLikely  = 20

	// textsOfLikely and lengthOfText are how many reports of each are read, and how
	// many letters of these.
	textsOfLikely = 3
	lengthOfText  = 4000
)

// Likely gathers the engagements that an article may report, see [linking.Rank], but
// for those that it reports already: those near its day with parties that it has, or
// that its text names, and those that other articles of its story report.
func (m *Moment) Likely(ctx context.Context, id int64, a linking.Article, linked []int64) ([]linking.Candidate, error) {
	ids, copies, err := m.ofStory(ctx, id)
	if err != nil {
		return nil, err
	}
	near, err := m.near(a)
	if err != nil {
		return nil, err
	}
	for _, id := range near {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	ids = slices.DeleteFunc(ids, func(id int64) bool { return slices.Contains(linked, id) })
	codes, err := m.codes(ctx, engagementAreas, engagementParties, ids)
	if err != nil {
		return nil, err
	}
	engagements, err := m.engagements(ctx, ids, codes)
	if err != nil {
		return nil, err
	}
	texts, err := m.textsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]linking.Candidate, len(engagements))
	for i, e := range engagements {
		out[i] = linking.Candidate{Engagement: e, Texts: texts[e.ID], Copy: copies[e.ID]}
	}
	return out, nil
}

// ofStory are the engagements that other articles of the story of an article report.
func (r reading) ofStory(ctx context.Context, id int64) (ids []int64, copies map[int64]*linking.Copy, err error) {
	story, err := r.story(ctx, id)
	copies = map[int64]*linking.Copy{}
	for _, c := range story {
		for _, report := range c.Reports {
			if copies[report.EngagementID] == nil {
				ids = append(ids, report.EngagementID)
			}
			copies[report.EngagementID] = &linking.Copy{Title: c.Title, Stage: report.Stage}
		}
	}
	return ids[:min(len(ids), mostLikely)], copies, err
}

// near are the engagements near the day of an article that have the most parties in
// common with it, the nearest first.
func (m *Moment) near(a linking.Article) (ids []int64, err error) {
	parties := slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.Parties, a.Named))))
	if len(parties) == 0 {
		return nil, nil
	}
	c, err := m.columns()
	if err != nil {
		return nil, err
	}
	type found struct {
		id     int64
		common int
		place  int
	}
	var list []found
	for _, part := range []struct {
		from, to coop.Day
		sort     coop.Sort
	}{{a.Published.AddDays(-likelyDays), a.Published, coop.Newest}, {a.Published.AddDays(1), a.Published.AddDays(likelyDays), coop.Oldest}} {
		v := everything
		v.Parties, v.From, v.To = parties, string(part.from), string(part.to)
		rows := c.Select(figures.Query{View: v, Unit: coop.Engagements}, part.sort, 0, mostWeighed)
		for place, id := range rows.IDs {
			n := 0
			for _, code := range rows.Parties(place) {
				if slices.Contains(parties, code) {
					n++
				}
			}
			list = append(list, found{id, n, place})
		}
	}
	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(min(b.common, 2), min(a.common, 2)), cmp.Compare(a.place, b.place))
	})
	for _, f := range list[:min(len(list), mostLikely)] {
		ids = append(ids, f.id)
	}
	return ids, nil
}

// textsOf are the latest reports of some engagements.
func (r reading) textsOf(ctx context.Context, engagements []int64) (map[int64][]linking.Text, error) {
	out := make(map[int64][]linking.Text, len(engagements))
	err := each(ctx, r, func(row scanner) error {
		var id int64
		var t linking.Text
		err := row.Scan(&id, &t.Title, &t.Published, &t.Text)
		out[id] = append(out[id], t)
		return err
	}, `SELECT t.engagement_id, t.title, t.published, substr(iif(a.body <> '', a.body, a.summary), 1, ?2) FROM (
			SELECT r.engagement_id, a.id, a.title, a.published, row_number() OVER (PARTITION BY r.engagement_id ORDER BY a.published DESC, a.id DESC) n
			FROM json_each(?1) j CROSS JOIN reports r ON r.engagement_id = j.value CROSS JOIN articles a ON a.id = r.article_id
			WHERE a.deleted_at IS NULL) t
		CROSS JOIN articles a ON a.id = t.id WHERE t.n <= ?3`, idList(engagements), lengthOfText, textsOfLikely)
	if err != nil {
		return nil, fmt.Errorf("read reports: %w", err)
	}
	return out, nil
}
