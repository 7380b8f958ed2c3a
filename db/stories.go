package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"entente/internal/coop"
	"entente/internal/figures"
)

// stories tells which articles are the same story: those that look the same, and those
// that look the same as these. It is a union-find structure.
type stories map[int64]int64

// of is the article that stands for the story of one.
func (s stories) of(id int64) int64 {
	for {
		parent, ok := s[id]
		if !ok || parent == id {
			return id
		}
		if further, ok := s[parent]; ok {
			s[id] = further // the way is shorter next time
		}
		id = parent
	}
}

// join makes one story of two; the lower number stands for it.
func (s stories) join(a, b int64) {
	a, b = s.of(a), s.of(b)
	s[max(a, b)] = min(a, b)
	s[min(a, b)] = min(a, b)
}

// mostInStory is how far a story is followed.
const mostInStory = 500

// storiesOf finds the stories of some articles, and all live articles in them.
func (r reading) storiesOf(ctx context.Context, ids []int64) (s stories, members []int64, err error) {
	s = stories{}
	seen := map[int64]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	members = slices.Clone(ids)
	for frontier := ids; len(frontier) > 0 && len(members) < len(ids)+mostInStory; {
		var next []int64
		err := each(ctx, r, func(row scanner) error {
			var a, b int64
			if err := row.Scan(&a, &b); err != nil {
				return err
			}
			s.join(a, b)
			if !seen[b] {
				seen[b] = true
				next = append(next, b)
			}
			return nil
		}, `SELECT c.article_id, c.other_id FROM json_each(?) j CROSS JOIN article_copies c ON c.article_id = j.value
			CROSS JOIN articles a INDEXED BY articles_brief ON a.id = c.other_id WHERE a.deleted_at IS NULL`, idList(frontier))
		if err != nil {
			return nil, nil, fmt.Errorf("read stories: %w", err)
		}
		members, frontier = append(members, next...), next
	}
	return s, members, nil
}

// Story lists the other articles of the story of an article, oldest first, with the
// engagements that they report.
func (d *DB) Story(ctx context.Context, id int64) (out []coop.Copy, err error) {
	err = d.snapshot(ctx, &d.read, func(r reading) error {
		out, err = r.story(ctx, id)
		return err
	})
	return out, err
}

func (r reading) story(ctx context.Context, id int64) ([]coop.Copy, error) {
	_, members, err := r.storiesOf(ctx, []int64{id})
	if err != nil || len(members) == 1 {
		return nil, err
	}
	articles, err := r.articles(ctx, members[1:], codes{}, false)
	if err != nil {
		return nil, err
	}
	shares := map[int64]int{}
	err = each(ctx, r, func(row scanner) error {
		var other int64
		var percent int
		err := row.Scan(&other, &percent)
		shares[other] = percent
		return err
	}, `SELECT other_id, percent FROM article_copies WHERE article_id = ?`, id)
	var out []coop.Copy
	for _, a := range articles {
		out = append(out, coop.Copy{Article: a, Percent: shares[a.ID]})
	}
	slices.SortFunc(out, func(a, b coop.Copy) int {
		return cmp.Or(cmp.Compare(a.Published, b.Published), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}

// twin is the article that looks most like one which is stored, or nil; it has number
// and title alone.
func (w *write) twin(ctx context.Context, id int64) (*coop.Copy, error) {
	var twin coop.Copy
	err := w.row(ctx, `SELECT a.id, a.title, c.percent FROM article_copies c CROSS JOIN articles a ON a.id = c.other_id
		WHERE c.article_id = ? AND a.deleted_at IS NULL ORDER BY c.percent DESC, a.id LIMIT 1`, []any{id}, &twin.ID, &twin.Title, &twin.Percent)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &twin, err
}

// StoriesOf tells of some articles which story each belongs to, by a number that those
// of one story share.
func (d *DB) StoriesOf(ctx context.Context, articles []int64) (out map[int64]int64, err error) {
	err = d.snapshot(ctx, &d.read, func(r reading) error {
		s, _, err := r.storiesOf(ctx, articles)
		out = make(map[int64]int64, len(articles))
		for _, id := range articles {
			out[id] = s.of(id)
		}
		return err
	})
	return out, err
}

// Duplicates returns one page, from page 1, of the stories that have several articles,
// those with the newest article first, and their number. Articles that are not
// relevant are left out.
func (m *Moment) Duplicates(ctx context.Context, page, size int) (out [][]coop.Copy, total int, err error) {
	s, newest, shares := stories{}, map[int64]coop.Day{}, map[int64]int{}
	err = each(ctx, m, func(row scanner) error {
		var a, b int64
		var percent int
		var dayA, dayB coop.Day
		if err := row.Scan(&a, &b, &percent, &dayA, &dayB); err != nil {
			return err
		}
		s.join(a, b)
		newest[a], newest[b] = dayA, dayB
		shares[a], shares[b] = max(shares[a], percent), max(shares[b], percent)
		return nil
	}, `SELECT c.article_id, c.other_id, c.percent, a.published, b.published FROM article_copies c
		CROSS JOIN articles a INDEXED BY articles_brief ON a.id = c.article_id CROSS JOIN articles b INDEXED BY articles_brief ON b.id = c.other_id
		WHERE c.article_id < c.other_id AND a.deleted_at IS NULL AND b.deleted_at IS NULL AND a.state <> 'excluded' AND b.state <> 'excluded'`)
	if err != nil {
		return nil, 0, fmt.Errorf("read copies: %w", err)
	}
	groups := map[int64][]int64{}
	for id := range newest {
		groups[s.of(id)] = append(groups[s.of(id)], id)
	}
	list := make([][]int64, 0, len(groups))
	for _, ids := range groups {
		slices.SortFunc(ids, func(a, b int64) int { return cmp.Or(cmp.Compare(newest[a], newest[b]), cmp.Compare(a, b)) })
		list = append(list, ids)
	}
	slices.SortFunc(list, func(a, b []int64) int { // newest first
		x, y := a[len(a)-1], b[len(b)-1]
		return cmp.Or(cmp.Compare(newest[y], newest[x]), cmp.Compare(y, x))
	})
	first := min((max(page, 1)-1)*size, len(list))
	for _, ids := range list[first:min(first+size, len(list))] {
		articles, err := m.articles(ctx, ids, codes{}, false)
		if err != nil {
			return nil, 0, err
		}
		group := make([]coop.Copy, len(articles))
		for i, a := range articles {
			group[i] = coop.Copy{Article: a, Percent: shares[a.ID]}
		}
		out = append(out, group)
	}
	return out, len(list), nil
}

// Unlinked returns one page, from page 1, of the articles that report no engagement,
// newest first, and their number. Articles that are not relevant are left out.
func (m *Moment) Unlinked(ctx context.Context, page, size int) ([]ArticleRow, int, error) {
	c, err := m.columns()
	if err != nil {
		return nil, 0, err
	}
	q := figures.Query{Unit: coop.Articles, Unlinked: true}
	rows, f := c.Page(q, coop.Newest, (max(page, 1)-1)*size, size)
	out, err := m.articleRows(ctx, rows.IDs, codesOf(rows, 0, len(rows.IDs)), "")
	return out, f.Total, err
}
