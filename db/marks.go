package db

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/segments"
)

// Mark is a piece of text, and whether the words of a search were found in it.
type Mark struct {
	Text  string
	Found bool
}

// markBegin and markEnd stand around what was found. They hold a random text, so
// that no article can hold them; a short one, see markedLen.
var markBegin, markEnd = "\x02" + rand.Text()[:10], "\x03" + rand.Text()[:10]

// markPhrases marks runs of scripts without spaces, which the full text keeps cut
// into signs, in the texts themselves.
func (r reading) markPhrases(ctx context.Context, ids []int64, phrases []segments.Phrase, out map[int64]rowText) error {
	return each(ctx, r, func(row scanner) error {
		var id int64
		var summary, body string
		if err := row.Scan(&id, &summary, &body); err != nil {
			return err
		}
		text := out[id]
		text.title = markMore(text.title, phrases)
		if text.found {
			text.snippet = markMore(text.snippet, phrases)
		} else if s := snippetOf(summary, placesOf(summary, phrases)); s != nil {
			text.snippet = s
		} else if s := snippetOf(body, placesOf(body, phrases)); s != nil {
			text.snippet = s
		}
		out[id] = text
		return nil
	}, `SELECT a.id, a.summary, a.body FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value`, idList(ids))
}

// markMore marks phrases in what is not marked yet.
func markMore(in []Mark, phrases []segments.Phrase) (out []Mark) {
	for _, m := range in {
		if m.Found {
			out = append(out, m)
		} else {
			out = append(out, markIn(m.Text, placesOf(m.Text, phrases))...)
		}
	}
	return out
}

// placesOf says where in a text any of the phrases stand, in order and apart.
func placesOf(text string, phrases []segments.Phrase) (at [][2]int) {
	for _, p := range phrases {
		at = append(at, p.Find(text)...)
	}
	slices.SortFunc(at, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(b[1], a[1])) })
	end := 0
	return slices.DeleteFunc(at, func(f [2]int) bool {
		if f[0] < end {
			return true
		}
		end = f[1]
		return false
	})
}

// markIn cuts a text at what was found in it.
func markIn(text string, at [][2]int) (out []Mark) {
	end := 0
	for _, f := range at {
		if f[0] > end {
			out = append(out, Mark{Text: text[end:f[0]]})
		}
		out = append(out, Mark{Text: text[f[0]:f[1]], Found: true})
		end = f[1]
	}
	if end < len(text) {
		out = append(out, Mark{Text: text[end:]})
	}
	return out
}

// snippetOf cuts a snippet out of a text where most different things were found
// beside each other, or gives nil where nothing was. The places are in order and
// apart.
func snippetOf(text string, at [][2]int) []Mark {
	if len(at) == 0 {
		return nil
	}
	first, end := at[densest(text, at)][0], 0
	from := max(0, first-snippetLen/3)
	for from > 0 && from < first && !begins(text, from) {
		from++
	}
	if i := strings.IndexFunc(text[from:first], unicode.IsSpace); from > 0 && i >= 0 {
		from += i
	}
	for from < first && unicode.IsSpace(rune(text[from])) {
		from++
	}
	var shown [][2]int
	for _, f := range at {
		if f[0] >= from && (end == 0 || f[1] <= from+snippetLen) {
			shown = append(shown, [2]int{f[0] - from, f[1] - from})
			end = f[1]
		}
	}
	to := min(len(text), max(end, from+snippetLen))
	for to > end && to < len(text) && !begins(text, to) {
		to--
	}
	if to < len(text) && !unicode.IsSpace(rune(text[to])) { // inside a word, where there are any
		if i := strings.LastIndexFunc(text[end:to], unicode.IsSpace); i >= 0 {
			to = end + i
		}
	}
	part := text[from:end] + strings.TrimRightFunc(text[end:to], unicode.IsSpace)
	out := markIn(part, shown)
	if from > 0 {
		out = append([]Mark{{Text: "…"}}, out...)
	}
	if to < len(text) {
		out = append(out, Mark{Text: "…"})
	}
	return out
}

// densest is the first of the places behind which, within a snippet, most
// different things were found.
func densest(text string, at [][2]int) (best int) {
	most, end := 0, 0
	within := map[string]int{}
	what := func(i int) string { return strings.ToLower(text[at[i][0]:at[i][1]]) }
	for i := range at {
		for ; end < len(at) && at[end][1] <= max(at[i][1], at[i][0]+snippetLen*2/3); end++ {
			within[what(end)]++
		}
		if len(within) > most {
			most, best = len(within), i
		}
		if within[what(i)]--; within[what(i)] == 0 {
			delete(within, what(i))
		}
	}
	return best
}

// begins tells whether something that is seen by itself begins at a byte: no half
// of a letter and no mark.
func begins(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return utf8.RuneStart(text[i]) && !unicode.IsMark(r)
}

// unmark takes out the marks that FTS5 put into a text, and says where they were.
func unmark(s string) (text string, at [][2]int) {
	var b strings.Builder
	for s != "" {
		plain, rest, found := strings.Cut(s, markBegin)
		b.WriteString(plain)
		if !found {
			break
		}
		hit, rest, _ := strings.Cut(rest, markEnd)
		if hit != "" {
			at = append(at, [2]int{b.Len(), b.Len() + len(hit)})
			b.WriteString(hit)
		}
		s = rest
	}
	return b.String(), at
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
