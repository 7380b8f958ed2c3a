package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// snippetLen is about how many bytes a snippet has. markedLen is how many
// characters of a text are looked through for it: the time of FTS5 goes with the
// square of what it marks, and a text may be a word again and again.
const (
	snippetLen = 240
	markedLen  = 16 << 10
)

type rowText struct {
	title, snippet []Mark
	found          bool // the snippet shows what was found
}

// snippets reads the marked titles and snippets of the articles on a page. With
// words to look for they show what was found, else how the text begins.
func (r reading) snippets(ctx context.Context, ids []int64, q string) (map[int64]rowText, error) {
	out := make(map[int64]rowText, len(ids))
	err := each(ctx, r, func(row scanner) error {
		var id int64
		var title, text string
		err := row.Scan(&id, &title, &text)
		out[id] = rowText{title: []Mark{{Text: title}}, snippet: beginning(text)}
		return err
	}, `SELECT a.id, a.title, substr(iif(a.summary <> '', a.summary, a.body), 1, ?) FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value`,
		2*snippetLen, idList(ids))
	if err != nil {
		return nil, fmt.Errorf("read beginnings: %w", err)
	}
	w := parseWords(q)
	if len(w.spaced) > 0 {
		short, apart := ids, ids
		if w.open {
			short = nil
		} else if short, apart, err = r.byLength(ctx, ids); err != nil {
			return nil, fmt.Errorf("read lengths: %w", err)
		}
		if len(short) > 0 {
			err = r.markWords(ctx, short, w, out)
		}
		if len(apart) > 0 && err == nil {
			err = r.markApart(ctx, apart, w, out)
		}
		if err != nil {
			return nil, fmt.Errorf("read snippets: %w", err)
		}
	}
	if len(w.phrases) > 0 {
		if err := r.markPhrases(ctx, ids, w.phrases, out); err != nil {
			return nil, fmt.Errorf("read snippets of scripts without spaces: %w", err)
		}
	}
	return out, nil
}

// markedColumns reads a row whose title, summary and body FTS5 marked. Its own
// function snippet() would take longer still, and stop nowhere.
const markedColumns = `highlight(articles_fts, %d, ?1, ?2), highlight(articles_fts, %d, ?1, ?2), highlight(articles_fts, %d, ?1, ?2)`

// takeMarked puts rows of markedColumns in place of the plain texts: the snippet
// is of the first of summary and body where anything was found.
func takeMarked(out map[int64]rowText) func(scanner) error {
	return func(row scanner) error {
		var id int64
		var title, summary, body string
		if err := row.Scan(&id, &title, &summary, &body); err != nil {
			return err
		}
		text := out[id]
		text.title = markIn(unmark(title))
		for _, s := range []string{summary, body} {
			if snippet := snippetOf(unmark(s)); snippet != nil {
				text.snippet, text.found = snippet, true
				break
			}
		}
		out[id] = text
		return nil
	}
}

// markWords has the full text mark what it found. SQLite searches once for each
// row, and goes straight to it.
func (r reading) markWords(ctx context.Context, ids []int64, w words, out map[int64]rowText) error {
	return each(ctx, r, takeMarked(out), `SELECT rowid & `+fmt.Sprint(maxArticleID)+`, `+fmt.Sprintf(markedColumns, 0, 2, 3)+` FROM articles_fts
		WHERE articles_fts MATCH ?3 AND rowid IN (SELECT a.text_id FROM json_each(?4) j CROSS JOIN articles a ON a.id = j.value)`,
		markBegin, markEnd, w.match(), idList(ids))
}

// byLength tells the articles whose texts are no longer than markedLen from the rest.
func (r reading) byLength(ctx context.Context, ids []int64) (short, long []int64, err error) {
	err = each(ctx, r, func(row scanner) error {
		var id int64
		var isLong bool
		err := row.Scan(&id, &isLong)
		if isLong {
			long = append(long, id)
		} else {
			short = append(short, id)
		}
		return err
	}, `SELECT a.id, max(octet_length(a.summary), octet_length(a.body)) > ? FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value`, markedLen, idList(ids))
	return short, long, err
}

// markApart marks words in the few rows of a page by themselves, in memory, where
// the full text cannot: beginnings of words, for which it would gather all rows with
// any such word, for each row anew, and long texts, which are read up to markedLen.
func (r reading) markApart(ctx context.Context, ids []int64, w words, out map[int64]rowText) error {
	return withConn(ctx, ":memory:", func(c *sql.Conn) error {
		if _, err := c.ExecContext(ctx, `CREATE VIRTUAL TABLE articles_fts USING fts5 (title, summary, body, tokenize = 'porter unicode61 remove_diacritics 2')`); err != nil {
			return err
		}
		tx, err := c.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		insert, err := tx.PrepareContext(ctx, `INSERT INTO articles_fts (rowid, title, summary, body) VALUES (?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		defer insert.Close()
		err = each(ctx, r, func(row scanner) error {
			var id int64
			var title, summary, body string
			if err := row.Scan(&id, &title, &summary, &body); err != nil {
				return err
			}
			_, err := insert.ExecContext(ctx, id, title, summary, body)
			return err
		}, `SELECT a.id, a.title, substr(a.summary, 1, ?1), substr(a.body, 1, ?1) FROM json_each(?2) j CROSS JOIN articles a ON a.id = j.value ORDER BY a.id`, markedLen, idList(ids))
		if err != nil {
			return err
		}
		// Any of the terms: the rows are known to hold all of them, though perhaps elsewhere.
		return each(ctx, tx, takeMarked(out), `SELECT rowid, `+fmt.Sprintf(markedColumns, 0, 1, 2)+` FROM articles_fts WHERE articles_fts MATCH ?3`,
			markBegin, markEnd, strings.Join(w.spaced, " OR "))
	})
}
