package db

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"entente/internal/coop"
	"entente/internal/figures"
)

// prefixSign ends a term of FTS5 that is the beginning of a word. No text can
// hold it: it holds a quote.
const prefixSign = `" *`

// matchQuery writes what a person typed as a query of FTS5. All of it must be
// found: each word, each phrase in double quotes, and for a word with a star at
// its end any word that begins so. A word of a script without spaces is looked for
// by its segments. Everything else is just text: operators, brackets and a quote
// without its partner have no meaning.
//
// The result is "" where there is no letter or digit to look for; such a query
// finds nothing. Where some parts have none ("F-16 — *"), only those are passed over.
func matchQuery(q string) string {
	// FTS5 reads a C string, so a NUL would cut the query off inside its quotes.
	q = strings.NewReplacer("\x00", " ", string(runEnd), " ").Replace(strings.ToValidUTF8(q, " "))
	var terms []string
	add := func(term string) {
		if !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	find := func(text string, prefix bool) {
		switch {
		case strings.ContainsFunc(text, isUnspaced):
			for word := range strings.FieldsFuncSeq(text, isGap) {
				if cut := cutWord(word); cut != nil {
					add(`segments : "` + strings.Join(cut, " ") + `"`)
				} else {
					add(`"` + word + `"`)
				}
			}
		case !strings.ContainsFunc(text, isToken):
		case prefix:
			add(`"` + text + prefixSign)
		default:
			add(`"` + text + `"`) // which holds no quote
		}
	}
	for i := 0; ; i++ {
		text, rest, quoted := strings.Cut(q, `"`)
		if inPhrase := i%2 == 1; inPhrase && quoted {
			find(text, false)
		} else {
			for word := range strings.FieldsSeq(text) {
				find(word, strings.HasSuffix(word, "*"))
			}
		}
		if !quoted {
			return strings.Join(terms, " AND ")
		}
		q = rest
	}
}

// isToken tells whether the tokenizer reads r as part of a word; see the migration
// that makes the full text.
func isToken(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.Co, unicode.Mn, unicode.Mc)
}

// maxRanked is up to how many hits are put in order of relevance: that costs
// some 4 µs a hit, and nobody reads the best of more.
const maxRanked = 20_000

// hitKey names a set of hits.
type hitKey struct {
	match  string // an FTS5 query
	ranked bool
}

// query makes the query to put to the columns for a view, with the order that a
// list of it can have: relevance needs words to look for, and not too many hits.
// Otherwise the newest come first.
func (m *Moment) query(ctx context.Context, v coop.View, unit coop.Unit, sort coop.Sort) (figures.Query, coop.Sort, error) {
	q := figures.Query{View: v, Unit: unit}
	if v.Q != "" {
		var err error
		if q.Hits, err = m.findHits(ctx, matchQuery(v.Q), sort == coop.Relevance); err != nil {
			return q, sort, err
		}
	}
	if sort == coop.Relevance && (q.Hits == nil || len(q.Hits.Articles) > maxRanked) {
		sort = coop.Newest
	}
	return q, sort, nil
}

// findHits finds what an FTS5 query does, best first if asked for and if there
// are not too many. With the query "" it finds nothing.
func (m *Moment) findHits(ctx context.Context, match string, ranked bool) (*figures.Hits, error) {
	if match == "" {
		return &figures.Hits{}, nil
	}
	hits, err := m.search(ctx, hitKey{match, false})
	if err != nil || !ranked || len(hits.Articles) > maxRanked {
		return hits, err
	}
	return m.search(ctx, hitKey{match, true})
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
			if hits, err = m.caughtUp(ctx, hits, key.match, t); err != nil {
				return nil, err
			}
			m.recent.hits.put(key, m.number, hits)
			return hits, nil
		}
	}
	hits = &figures.Hits{}
	articles := findArticles
	if key.ranked {
		articles += ` ORDER BY bm25(articles_fts, 8, 8, 3, 1), rowid DESC`
	}
	var err error
	if hits.Articles, err = m.hitIDs(ctx, articles, key.match); err != nil {
		return nil, err
	}
	hits.Engagements, err = m.hitIDs(ctx, findEngagements+` ORDER BY bm25(engagements_fts, 2, 1), rowid DESC`, key.match)
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
	return parseIDs(list)
}

// caughtUp are hits with what a few changes made of them, in no order.
func (m *Moment) caughtUp(ctx context.Context, hits *figures.Hits, match string, t touched) (*figures.Hits, error) {
	rowid := rowidFor(match)
	articles, err := m.hitIDs(ctx, findArticles+` AND `+rowid+` IN (SELECT text_id FROM articles WHERE id IN (SELECT value FROM json_each(?)))`, match, idList(t.articles))
	if err != nil {
		return nil, err
	}
	engagements, err := m.hitIDs(ctx, findEngagements+` AND `+rowid+` IN (SELECT value FROM json_each(?))`, match, idList(t.engagements))
	if err != nil {
		return nil, err
	}
	return &figures.Hits{
		Articles:    append(without(hits.Articles, t.articles), articles...),
		Engagements: append(without(hits.Engagements, t.engagements), engagements...),
	}, nil
}

// rowidFor writes the rowid of a full-text row where some are picked out by it.
// SQLite searches once for each, which is quick where it can go straight to it. For
// a prefix it would gather all its words each time; the + has it search once.
func rowidFor(match string) string {
	if strings.Contains(match, prefixSign) {
		return `+rowid`
	}
	return `rowid`
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

// parseIDs reads ids with commas between.
func parseIDs(list string) ([]int64, error) {
	if list == "" {
		return nil, nil
	}
	ids := make([]int64, 0, strings.Count(list, ",")+1)
	for text := range strings.SplitSeq(list, ",") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// articleText is what the full text of an article reads.
func articleText(a coop.Article) []string {
	return []string{a.Title, a.TitleOriginal, a.Summary, a.Body}
}

// indexArticles takes articles, as they are stored now, into the full text. One
// call for many is what makes an import fast.
func (w *write) indexArticles(ctx context.Context, ids []int64) error {
	return w.exec(ctx, `INSERT INTO articles_fts (rowid, title, title_original, summary, body, segments)
		SELECT text_id, title, title_original, summary, body, segments FROM articles
		WHERE id IN (SELECT value FROM json_each(?))`, idList(ids))
}

// unindexArticles takes articles out of the full text. It must run before a
// change of their rows: FTS5 needs the very texts that it took in.
func (w *write) unindexArticles(ctx context.Context, ids []int64) error {
	return w.exec(ctx, `INSERT INTO articles_fts (articles_fts, rowid, title, title_original, summary, body, segments)
		SELECT 'delete', text_id, title, title_original, summary, body, segments FROM articles
		WHERE id IN (SELECT value FROM json_each(?))`, idList(ids))
}

// indexEngagement and unindexEngagement do the same for an engagement.
func (w *write) indexEngagement(ctx context.Context, id int64) error {
	return w.exec(ctx, `INSERT INTO engagements_fts (rowid, title, place, segments) SELECT id, title, place, segments FROM engagements WHERE id = ?`, id)
}

func (w *write) unindexEngagement(ctx context.Context, id int64) error {
	return w.exec(ctx, `INSERT INTO engagements_fts (engagements_fts, rowid, title, place, segments)
		SELECT 'delete', id, title, place, segments FROM engagements WHERE id = ?`, id)
}
