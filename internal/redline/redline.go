// Package redline marks in a text what an edit added to it and deleted from it,
// word by word.
//
// # What it knows nothing of
//
// Articles, HTML, and what is to become of the two texts.
//
// # The way in
//
// [Words] marks a whole text, [Excerpt] leaves of it what lies around the marks.
package redline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Kind says what an edit did to a piece of text.
type Kind string

// What can have become of a piece of text.
const (
	Same    Kind = "same"
	Added   Kind = "added"
	Deleted Kind = "deleted"
	Left    Kind = "left" // left out by [Excerpt]
)

// Piece is a stretch of text that met one fate.
type Piece struct {
	Kind Kind
	Text string
}

// Words marks what became of before in after. Its same and deleted pieces are
// the text before, its same and added ones the text after. Of two texts that
// have little in common it says that one was written for the other: the search
// ends early, so that a megabyte takes no longer than a reader would wait.
func Words(before, after string) []Piece {
	var m marks
	a, b := sentences(before), sentences(after)
	at := 0
	for _, d := range lcs.DiffLines(a, b) {
		m.add(Same, a[at:d.Start])
		m.words(strings.Join(a[d.Start:d.End], ""), strings.Join(b[d.ReplStart:d.ReplEnd], ""))
		at = d.End
	}
	m.add(Same, a[at:])
	return m.pieces
}

type marks struct{ pieces []Piece }

func (m *marks) add(kind Kind, texts []string) {
	text := strings.Join(texts, "")
	if text == "" {
		return
	}
	if n := len(m.pieces); n > 0 && m.pieces[n-1].Kind == kind {
		m.pieces[n-1].Text += text
		return
	}
	m.pieces = append(m.pieces, Piece{kind, text})
}

// words marks two passages that are not the same.
func (m *marks) words(before, after string) {
	a, b := tokens(before), tokens(after)
	at := 0
	for _, d := range readable(a, b, lcs.DiffLines(a, b)) {
		m.add(Same, a[at:d.Start])
		m.add(Deleted, a[d.Start:d.End])
		m.add(Added, b[d.ReplStart:d.ReplEnd])
		at = d.End
	}
	m.add(Same, a[at:])
}

// readable joins changes between which next to nothing stands, and makes one of
// all where what the passages share is chance.
func readable(a, b []string, changes []lcs.Diff) []lcs.Diff {
	const most = 2 // letters that do not keep two changes apart
	var out []lcs.Diff
	shared := letters(a)
	for _, d := range changes {
		d = afterSpace(a, b, d)
		shared -= letters(a[d.Start:d.End])
		if n := len(out); n > 0 && letters(a[out[n-1].End:d.Start]) <= most {
			out[n-1].End, out[n-1].ReplEnd = d.End, d.ReplEnd
			continue
		}
		out = append(out, d)
	}
	if len(out) > 1 && 3*shared < max(letters(a), letters(b)) {
		return []lcs.Diff{{End: len(a), ReplEnd: len(b)}}
	}
	return out
}

// afterSpace moves a change that begins with the space before a word behind it,
// where a space follows too: " more" in front of " training" becomes "more ".
func afterSpace(a, b []string, d lcs.Diff) lcs.Diff {
	next := func(texts []string, begin, end int) bool {
		return begin < end && end < len(texts) && texts[begin] == texts[end] && strings.TrimSpace(texts[end]) == ""
	}
	added, deleted := d.Start == d.End, d.ReplStart == d.ReplEnd
	if added && next(b, d.ReplStart, d.ReplEnd) || deleted && next(a, d.Start, d.End) {
		return lcs.Diff{Start: d.Start + 1, End: d.End + 1, ReplStart: d.ReplStart + 1, ReplEnd: d.ReplEnd + 1}
	}
	return d
}

// letters counts what is not space.
func letters(texts []string) (n int) {
	for _, t := range texts {
		for _, r := range t {
			if !unicode.IsSpace(r) {
				n++
			}
		}
	}
	return n
}

// Excerpt keeps of the same pieces no more than about context runes beside each
// change, and of a change itself, or of a text without any, no more than about
// most. What it leaves out stands in pieces of its own.
func Excerpt(pieces []Piece, context, most int) []Piece {
	var out []Piece
	for i, p := range pieces {
		head, tail := most, most/4
		if p.Kind == Same && len(pieces) > 1 {
			head, tail = context, context
			if i == 0 {
				head = 0
			}
			if i == len(pieces)-1 {
				tail = 0
			}
		}
		out = append(out, cut(p, head, tail)...)
	}
	return out
}

// cut leaves out the middle of a piece, if that is worth it.
func cut(p Piece, head, tail int) []Piece {
	const worth = 40
	if utf8.RuneCountInString(p.Text) <= head+tail+worth {
		return []Piece{p}
	}
	tokens := tokens(p.Text)
	begin, end := 0, len(tokens)
	for n := 0; begin < end && n < head; begin++ {
		n += utf8.RuneCountInString(tokens[begin])
	}
	for n := 0; end > begin && n < tail; end-- {
		n += utf8.RuneCountInString(tokens[end-1])
	}
	parts := []Piece{{p.Kind, strings.Join(tokens[:begin], "")}, {Left, strings.Join(tokens[begin:end], "")}, {p.Kind, strings.Join(tokens[end:], "")}}
	return slices.DeleteFunc(parts, func(p Piece) bool { return p.Text == "" })
}
