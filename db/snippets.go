package db

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mark is a piece of text, and whether the words of a search were found in it.
type Mark struct {
	Text  string
	Found bool
}

// snippetTokens and snippetLen bound a snippet, in words and in bytes: where a
// script writes no spaces, one "word" can be a whole paragraph.
const (
	snippetTokens = 40
	snippetLen    = 240
)

// markBegin and markEnd stand around what was found. They hold a random text, so
// that no article can hold them.
var markBegin, markEnd = "\x02" + rand.Text() + "\x02", "\x03" + rand.Text() + "\x03"

type rowText struct{ title, snippet []Mark }

// snippets reads the marked titles and snippets of the articles on a page. With
// words to look for they show where these stand, else how the text begins.
func (r reading) snippets(ctx context.Context, ids []int64, q string) (map[int64]rowText, error) {
	out := make(map[int64]rowText, len(ids))
	err := each(ctx, r, func(row scanner) error {
		var id int64
		var title, text string
		err := row.Scan(&id, &title, &text)
		out[id] = rowText{[]Mark{{Text: title}}, beginning(text)}
		return err
	}, `SELECT a.id, a.title, substr(iif(a.summary <> '', a.summary, a.body), 1, ?) FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value`,
		2*snippetLen, idList(ids))
	if err != nil {
		return nil, fmt.Errorf("read beginnings: %w", err)
	}
	match := matchQuery(q)
	if match == "" {
		return out, nil
	}
	err = each(ctx, r, func(row scanner) error {
		var id int64
		var title, summary, body string
		if err := row.Scan(&id, &title, &summary, &body); err != nil {
			return err
		}
		text := out[id]
		text.title = marks(title)
		for _, s := range []string{summary, body} {
			if strings.Contains(s, markBegin) {
				text.snippet = cutMarks(marks(s))
				break
			}
		}
		out[id] = text
		return nil
	}, `SELECT rowid & 0xffffffff, highlight(articles_fts, 0, ?1, ?2), snippet(articles_fts, 2, ?1, ?2, '…', ?3), snippet(articles_fts, 3, ?1, ?2, '…', ?3)
		FROM articles_fts WHERE articles_fts MATCH ?4 AND `+rowidFor(match)+` IN (SELECT text_id FROM articles WHERE id IN (SELECT value FROM json_each(?5)))`,
		markBegin, markEnd, snippetTokens, match, idList(ids))
	if err != nil {
		return nil, fmt.Errorf("read snippets: %w", err)
	}
	return out, r.markSegments(ctx, out, ids, q)
}

// markSegments marks what was found by its segments, which FTS5 knows only cut up.
func (r reading) markSegments(ctx context.Context, out map[int64]rowText, ids []int64, q string) error {
	var words []string
	for word := range strings.FieldsFuncSeq(q, isGap) {
		if strings.ContainsFunc(word, isUnspaced) {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return nil
	}
	err := each(ctx, r, func(row scanner) error {
		var id int64
		var title, summary, body string
		if err := row.Scan(&id, &title, &summary, &body); err != nil {
			return err
		}
		text := out[id]
		for _, word := range words {
			if !slices.ContainsFunc(text.title, func(m Mark) bool { return m.Found }) {
				text.title = markWord(title, word, len(title))
			}
			for _, s := range []string{summary, body} {
				if start, _ := indexSegments(s, word); start >= 0 && !slices.ContainsFunc(text.snippet, func(m Mark) bool { return m.Found }) {
					text.snippet = markWord(s, word, snippetLen/2)
				}
			}
		}
		out[id] = text
		return nil
	}, `SELECT id, title, summary, body FROM articles WHERE id IN (SELECT value FROM json_each(?))`, idList(ids))
	if err != nil {
		return fmt.Errorf("read snippets: %w", err)
	}
	return nil
}

// markWord marks the first place of a word in a text, with at most around bytes
// before and behind it.
func markWord(text, word string, around int) []Mark {
	start, end := indexSegments(text, word)
	if start < 0 {
		return []Mark{{Text: text}}
	}
	before, after := text[:start], text[end:]
	if from := len(before) - around; from > 0 {
		for !utf8.RuneStart(before[from]) {
			from++
		}
		before = "…" + before[from:]
	}
	var out []Mark
	for _, m := range []Mark{{Text: before}, {Text: text[start:end], Found: true}, {Text: cut(after, around)}} {
		if m.Text != "" {
			out = append(out, m)
		}
	}
	return out
}

// marks cuts a text at the marks that FTS5 put into it.
func marks(s string) (out []Mark) {
	for s != "" {
		plain, rest, found := strings.Cut(s, markBegin)
		if plain != "" {
			out = append(out, Mark{Text: plain})
		}
		if !found {
			break
		}
		hit, rest, _ := strings.Cut(rest, markEnd)
		if hit != "" {
			out = append(out, Mark{Text: hit, Found: true})
		}
		s = rest
	}
	return out
}

// beginning is the beginning of a text, cut at a word.
func beginning(s string) []Mark {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil
	}
	return []Mark{{Text: cut(s, snippetLen)}}
}

// cut shortens a text to n bytes, at a word where one ends in its second half.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	s = s[:n]
	if i := strings.LastIndexAny(s, " \n\t"); i > n/2 {
		s = s[:i]
	}
	return strings.TrimSpace(s) + "…"
}

// cutMarks keeps a snippet from growing far beyond its length.
func cutMarks(in []Mark) []Mark {
	left := 2 * snippetLen
	for i := range in {
		if len(in[i].Text) > left {
			in[i].Text = cut(in[i].Text, left)
			return in[:i+1]
		}
		left -= len(in[i].Text)
	}
	return in
}
