package db

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"entente/internal/coop"
	"entente/internal/figures"
)

// prefixSign ends a term of FTS5 that is the beginning of a word. No text can
// hold it: it holds a quote.
const prefixSign = `" *`

// matchQuery writes what a person typed as a query of FTS5. All of it must be
// found: each word, each phrase in double quotes, and for a word with a star at
// its end any word that begins so. Everything else is just text: operators,
// brackets and a quote without its partner have no meaning.
//
// The result is "" where there is no letter or digit to look for; such a query
// finds nothing. Where some parts have none ("F-16 — *"), only those are passed over.
func matchQuery(q string) string {
	// FTS5 reads a C string, so a NUL would cut the query off inside its quotes.
	q = strings.ReplaceAll(strings.ToValidUTF8(q, " "), "\x00", " ")
	var terms []string
	add := func(text string, prefix bool) {
		if !strings.ContainsFunc(text, isToken) {
			return
		}
		term := `"` + text // which holds no quote
		if prefix {
			term += prefixSign
		} else {
			term += `"`
		}
		if !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	for i := 0; ; i++ {
		text, rest, quoted := strings.Cut(q, `"`)
		if inPhrase := i%2 == 1; inPhrase && quoted {
			add(text, false)
		} else {
			for word := range strings.FieldsSeq(text) {
				add(word, strings.HasSuffix(word, "*"))
			}
		}
		if !quoted {
			return strings.Join(terms, " AND ")
		}
		q = rest
	}
}

// isToken tells whether the tokenizer unicode61 reads r as part of a word.
func isToken(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r)
}

// maxRanked is up to how many hits are put in order of relevance: that costs
// some 4 µs a hit, and nobody reads the best of more.
const maxRanked = 20_000

// keptHits is how many sets of hits are kept, so that the page, its facets and
// its charts, and the next page, search once.
const keptHits = 8

// hitCache keeps the last few sets of hits, newest last.
type hitCache struct {
	mu   sync.Mutex
	kept []hitSet
}

type hitSet struct {
	query   string
	version uint64 // of the data
	ranked  bool
	hits    *figures.Hits
}

func (c *hitCache) get(query string, version uint64, ranked bool) *figures.Hits {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.kept {
		if s.query == query && s.version == version && (s.ranked || !ranked) {
			return s.hits
		}
	}
	return nil
}

func (c *hitCache) put(s hitSet) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = slices.DeleteFunc(c.kept, func(old hitSet) bool { return old.version != s.version })
	if len(c.kept) == keptHits {
		c.kept = slices.Delete(c.kept, 0, 1)
	}
	c.kept = append(c.kept, s)
}

// query waits for the columns and makes the query to put to them for a view, with
// the order that a list of it can have: relevance needs words to look for, and
// not too many hits. Otherwise the newest come first.
func (d *DB) query(ctx context.Context, v coop.View, unit coop.Unit, sort coop.Sort) (*figures.Columns, figures.Query, coop.Sort, error) {
	query := figures.Query{View: v, Unit: unit}
	c, err := d.loadedColumns(ctx)
	if err != nil {
		return nil, query, sort, err
	}
	if v.Q != "" {
		if query.Hits, err = d.findHits(ctx, matchQuery(v.Q), sort == coop.Relevance); err != nil {
			return nil, query, sort, err
		}
	}
	if sort == coop.Relevance && (query.Hits == nil || len(query.Hits.Articles) > maxRanked) {
		sort = coop.Newest
	}
	return c, query, sort, nil
}

// findHits finds what an FTS5 query does, best first if asked for and if there
// are not too many. With the query "" it finds nothing.
func (d *DB) findHits(ctx context.Context, match string, ranked bool) (*figures.Hits, error) {
	if match == "" {
		return &figures.Hits{}, nil
	}
	version := d.columns.dataVersion() // before the search, so that no hit set counts as newer than it is
	hits, err := d.search(ctx, match, version, false)
	if err != nil || !ranked || len(hits.Articles) > maxRanked {
		return hits, err
	}
	return d.search(ctx, match, version, true)
}

// search finds the rows of an FTS5 query, best first if ranked. A word in a
// title weighs more than one in a summary, and that more than one in a body.
func (d *DB) search(ctx context.Context, match string, version uint64, ranked bool) (*figures.Hits, error) {
	if hits := d.hits.get(match, version, ranked); hits != nil {
		return hits, nil
	}
	hits := &figures.Hits{}
	articles := `SELECT coalesce(group_concat(rowid), '') FROM articles_fts WHERE articles_fts MATCH ?`
	if ranked {
		articles = `SELECT coalesce(group_concat(rowid), '') FROM (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?
			ORDER BY bm25(articles_fts, 8, 8, 3, 1), rowid DESC)`
	}
	for _, find := range []struct {
		query string
		ids   *[]int64
	}{
		{articles, &hits.Articles},
		{`SELECT coalesce(group_concat(rowid), '') FROM (SELECT rowid FROM engagements_fts WHERE engagements_fts MATCH ?
			ORDER BY bm25(engagements_fts, 2, 1), rowid DESC)`, &hits.Engagements},
	} {
		// One row with all ids: a row each would cost more than the search.
		var list string
		if err := d.read.QueryRowContext(ctx, find.query, match).Scan(&list); err != nil {
			return nil, fmt.Errorf("search for %s: %w", match, err)
		}
		ids, err := parseIDs(list)
		if err != nil {
			return nil, err
		}
		*find.ids = ids
	}
	d.hits.put(hitSet{match, version, ranked, hits})
	return hits, nil
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
	return w.exec(ctx, `INSERT INTO articles_fts (rowid, title, title_original, summary, body)
		SELECT id, title, title_original, summary, body FROM articles
		WHERE id IN (SELECT value FROM json_each(?))`, idList(ids))
}

// unindexArticles takes articles out of the full text. It must run before a
// change of their rows: FTS5 needs the very texts that it took in.
func (w *write) unindexArticles(ctx context.Context, ids []int64) error {
	return w.exec(ctx, `INSERT INTO articles_fts (articles_fts, rowid, title, title_original, summary, body)
		SELECT 'delete', id, title, title_original, summary, body FROM articles
		WHERE id IN (SELECT value FROM json_each(?))`, idList(ids))
}

// indexEngagement and unindexEngagement do the same for an engagement.
func (w *write) indexEngagement(ctx context.Context, id int64) error {
	return w.exec(ctx, `INSERT INTO engagements_fts (rowid, title, place) SELECT id, title, place FROM engagements WHERE id = ?`, id)
}

func (w *write) unindexEngagement(ctx context.Context, id int64) error {
	return w.exec(ctx, `INSERT INTO engagements_fts (engagements_fts, rowid, title, place)
		SELECT 'delete', id, title, place FROM engagements WHERE id = ?`, id)
}
