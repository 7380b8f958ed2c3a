package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// snippetTokens and snippetLen bound a snippet, in words and in bytes: where a
// script writes no spaces, one "word" can be a whole paragraph. markedLen is how
// much of a text is looked through for beginnings of words.
const (
	snippetTokens = 40
	snippetLen    = 240
	markedLen     = 64 << 10
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
		mark := r.markWords
		if w.open {
			mark = r.markBeginnings
		}
		if err := mark(ctx, ids, w, out); err != nil {
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

// markedColumns reads a row that FTS5 marked: its title, and a snippet of the first
// of summary and body where it found anything.
const markedColumns = `highlight(articles_fts, %d, ?1, ?2), snippet(articles_fts, %d, ?1, ?2, '…', ?3), snippet(articles_fts, %d, ?1, ?2, '…', ?3)`

// takeMarked puts rows of markedColumns in place of the plain texts.
func takeMarked(out map[int64]rowText) func(scanner) error {
	return func(row scanner) error {
		var id int64
		var title, summary, body string
		if err := row.Scan(&id, &title, &summary, &body); err != nil {
			return err
		}
		text := out[id]
		text.title = marks(title)
		for _, s := range []string{summary, body} {
			if strings.Contains(s, markBegin) {
				text.snippet, text.found = cutMarks(marks(s)), true
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
		WHERE articles_fts MATCH ?4 AND rowid IN (SELECT a.text_id FROM json_each(?5) j CROSS JOIN articles a ON a.id = j.value)`,
		markBegin, markEnd, snippetTokens, w.match(), idList(ids))
}

// markBeginnings marks beginnings of words. For these the full text would gather
// all rows with any such word, for each row anew; so the few rows of the page are
// searched by themselves, in memory. Texts are read up to markedLen.
func (r reading) markBeginnings(ctx context.Context, ids []int64, w words, out map[int64]rowText) error {
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
		}, `SELECT a.id, a.title, a.summary, substr(a.body, 1, ?) FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value ORDER BY a.id`, markedLen, idList(ids))
		if err != nil {
			return err
		}
		// Any of the terms: the rows are known to hold all of them, though perhaps elsewhere.
		return each(ctx, tx, takeMarked(out), `SELECT rowid, `+fmt.Sprintf(markedColumns, 0, 1, 2)+` FROM articles_fts WHERE articles_fts MATCH ?4`,
			markBegin, markEnd, snippetTokens, strings.Join(w.spaced, " OR "))
	})
}
