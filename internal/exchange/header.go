package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// sniffSize is how much of a file is looked at to tell what it is.
const sniffSize = 4 << 10

// notCSV says in a sentence why a file that begins so cannot be CSV, or "".
func notCSV(head []byte) string {
	const save = " Save it as “CSV UTF-8”, and import that."
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "This is a workbook or another zip file, not CSV." + save
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return "This file is UTF-16 (“Unicode text”), not UTF-8." + save
	case bytes.IndexByte(head, 0) >= 0:
		return "This file holds NUL bytes: it is UTF-16, or not a text at all." + save
	}
	return ""
}

// header is what the first line of a file says.
type header struct {
	names   []string // of the columns, in the order of the file; "" for one without name
	columns map[string]Column
	place   map[string]int
}

// fileKind is a kind of file that is read.
type fileKind struct {
	known    []Column // in any order
	required []string // without which no row can be whole
	needs    string   // says so in a sentence
}

var articlesFile = fileKind{append(slices.Clone(ArticleColumns), ImportColumns...), []string{"title", "source", "published"},
	"Every row needs a title, a source and a published day."}

// readHeader reads the first line.
func readHeader(names []string, file fileKind, bad *Problems) header {
	h := header{columns: map[string]Column{}, place: map[string]int{}}
	if reason := otherDialect(names); reason != "" {
		bad.Add(1, "", reason)
		return h
	}
	for i, name := range names {
		name = columnName(name)
		h.names = append(h.names, name)
		if name == "" {
			continue // fine as long as its cells are empty
		}
		c := slices.IndexFunc(file.known, func(c Column) bool { return c.Name == name })
		if c < 0 {
			bad.Add(1, short(name), "There is no such column."+didYouMean(name, file.names())+" Rename it, or take it out.")
			continue
		}
		if _, twice := h.place[name]; twice {
			bad.Add(1, name, "This column stands twice. Take one out.")
			continue
		}
		h.place[name], h.columns[name] = i, file.known[c]
	}
	for _, name := range file.required {
		if _, ok := h.place[name]; !ok {
			bad.Add(1, name, "This column is missing. "+file.needs)
		}
	}
	return h
}

// otherDialect says what is wrong with a first line that is not divided by commas
// and ended by LF.
func otherDialect(names []string) string {
	first := names[0]
	switch {
	case slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, "\r") }):
		return "The lines of this file end with a bare CR. Save it with LF or CRLF."
	case len(names) == 1 && strings.Contains(first, ";"):
		return "The columns of this file are divided by semicolons. Save it with commas."
	case len(names) == 1 && strings.Contains(first, "\t"):
		return "The columns of this file are divided by tabs. Save it with commas."
	}
	return ""
}

// columnName is how a column is called, however a file writes it.
func columnName(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func (f fileKind) names() []string {
	names := make([]string, len(f.known))
	for i, c := range f.known {
		names[i] = c.Name
	}
	return names
}

// didYouMean names the nearest of some words, if one is near at all.
func didYouMean(word string, words []string) string {
	word = strings.ToLower(word)
	best, at := 1+min(len(word)/2, 3), ""
	for _, w := range words {
		if d := distance(word, w, best); d < best {
			best, at = d, w
		}
	}
	if at == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean “%s”?", at)
}

// distance counts the bytes to insert, delete or replace to turn a into b; it
// looks no further where that must be limit or more.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// short keeps what is quoted from a file short enough to be read.
func short(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
