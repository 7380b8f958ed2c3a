package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"entente/internal/coop"
	"entente/internal/figures"
)

// maxRanked is up to how many hits are put in order of relevance: that costs
// some 4 µs a hit, and nobody reads the best of more.
const maxRanked = 20_000

// hitKey names a set of hits.
type hitKey struct {
	match  string // an FTS5 query
	open   bool   // with the beginning of a word
	ranked bool
}

// query makes the query to put to the columns for a view, with the order that a
// list of it can have: relevance needs words to look for, and not too many hits.
// Otherwise the newest come first.
func (m *Moment) query(ctx context.Context, v coop.View, unit coop.Unit, sort coop.Sort) (figures.Query, coop.Sort, error) {
	q := figures.Query{View: v, Unit: unit}
	if v.Q != "" {
		var err error
		if q.Hits, err = m.findHits(ctx, parseWords(v.Q), sort == coop.Relevance); err != nil {
			return q, sort, err
		}
	}
	if sort == coop.Relevance && (q.Hits == nil || len(q.Hits.Articles) > maxRanked) {
		sort = coop.Newest
	}
	return q, sort, nil
}

// findHits finds words, best first if asked for and if there are not too many
// hits. Where there is nothing to look for it finds nothing.
func (m *Moment) findHits(ctx context.Context, w words, ranked bool) (*figures.Hits, error) {
	key := hitKey{match: w.match(), open: w.open}
	if key.match == "" {
		return &figures.Hits{}, nil
	}
	hits, err := m.search(ctx, key)
	if err != nil || !ranked || len(hits.Articles) > maxRanked {
		return hits, err
	}
	key.ranked = true
	return m.search(ctx, key)
}

// maxCaughtUp is how many rows may have changed for a set of hits to be brought up
// to date; a new search is quicker than looking more of them up.
const maxCaughtUp = 100

// search finds the rows of an FTS5 query, best first if ranked. A word in a
// title weighs more than one in a summary, and that more than one in a body.
func (m *Moment) search(ctx context.Context, key hitKey) (*figures.Hits, error) {
	hits, at, ok := m.recent.hits.get(key)
	if ok && at == m.number {
		return hits, nil
	}
	if ok && !key.ranked && at < m.number {
		t, err := m.touchedSince(ctx, at)
		if err != nil {
			return nil, err
		}
		if len(t.articles)+len(t.engagements) <= maxCaughtUp {
			if hits, err = m.caughtUp(ctx, hits, key, t); err != nil {
				return nil, err
			}
			m.recent.hits.put(key, m.number, hits)
			return hits, nil
		}
	}
	// Whoever asks for the same at the same time shares what one finds: it can be megabytes.
	found, err, _ := m.recent.searching.Do(fmt.Sprint(key, m.number), func() (any, error) { return m.searchAnew(ctx, key) })
	if err != nil && ctx.Err() == nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
		return m.searchAnew(ctx, key) // it was another's request that ended
	}
	if err != nil {
		return nil, err
	}
	return found.(*figures.Hits), nil
}

func (m *Moment) searchAnew(ctx context.Context, key hitKey) (*figures.Hits, error) {
	articles := findArticles
	if key.ranked {
		articles += ` ORDER BY bm25(articles_fts, 8, 8, 3, 1, 1), rowid DESC`
	}
	hits := &figures.Hits{}
	var err error
	if hits.Articles, err = m.hitIDs(ctx, articles, key.match); err != nil {
		return nil, err
	}
	hits.Engagements, err = m.hitIDs(ctx, findEngagements+` ORDER BY bm25(engagements_fts, 2, 1, 1), rowid DESC`, key.match)
	if err != nil {
		return nil, err
	}
	m.recent.hits.put(key, m.number, hits)
	return hits, nil
}

// hitIDs reads the ids that a search in the full text finds.
func (m *Moment) hitIDs(ctx context.Context, find string, args ...any) ([]int64, error) {
	// One row with all ids: a row each would cost more than the search.
	var list string
	err := m.QueryRowContext(ctx, `SELECT coalesce(group_concat(rowid & 0xffffffff), '') FROM (`+find+`)`, args...).Scan(&list)
	if err != nil {
		return nil, fmt.Errorf("search for %s: %w", args[0], err)
	}
	return parseIDs(list), nil
}

// caughtUp are hits with what a few changes made of them, in no order.
func (m *Moment) caughtUp(ctx context.Context, hits *figures.Hits, key hitKey, t touched) (*figures.Hits, error) {
	// SQLite searches once for each row, which is quick where it can go straight to
	// it. For the beginning of a word it would gather all such words each time; the
	// + has it search once.
	rowid := `rowid`
	if key.open {
		rowid = `+rowid`
	}
	articles, err := m.hitIDs(ctx, findArticles+` AND `+rowid+` IN (SELECT text_id FROM articles WHERE id IN (SELECT value FROM json_each(?)))`, key.match, idList(t.articles))
	if err != nil {
		return nil, err
	}
	engagements, err := m.hitIDs(ctx, findEngagements+` AND `+rowid+` IN (SELECT value FROM json_each(?))`, key.match, idList(t.engagements))
	if err != nil {
		return nil, err
	}
	return &figures.Hits{
		Articles:    append(without(hits.Articles, t.articles), articles...),
		Engagements: append(without(hits.Engagements, t.engagements), engagements...),
	}, nil
}

// without are ids but for some that stand in order.
func without(ids, sorted []int64) []int64 {
	out := make([]int64, 0, len(ids)+len(sorted))
	for _, id := range ids {
		if _, gone := slices.BinarySearch(sorted, id); !gone {
			out = append(out, id)
		}
	}
	return out
}

// parseIDs reads rowids with commas between, and of each the low bits: the id.
func parseIDs(list string) []int64 {
	if list == "" {
		return nil
	}
	ids := make([]int64, 0, strings.Count(list, ",")+1)
	var id int64
	for i := range len(list) + 1 {
		if i == len(list) || list[i] == ',' {
			ids = append(ids, id)
			id = 0
		} else {
			id = id*10 + int64(list[i]-'0')
		}
	}
	return ids
}
