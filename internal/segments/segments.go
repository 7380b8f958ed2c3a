// Package segments cuts text of scripts that write no spaces, such as Khmer,
// Thai and Chinese, into what a reader takes for single signs: a letter with its
// marks. A full-text search can then find any part of such a text as a row of signs.
//
// It has no dictionary and knows no words, and nothing of how the rows are stored.
// [Of] writes what is stored, [Runs] cuts a text or a query, and [Phrase.Find] says
// where in a text a phrase stands.
package segments

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// unspaced are the scripts that write no spaces between words.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Khmer, unicode.Lao, unicode.Myanmar, unicode.Thai,
	{R16: []unicode.Range16{ // of kana and kanji, though Unicode counts them to no script
		{Lo: 0x3006, Hi: 0x3006, Stride: 1},
		{Lo: 0x3031, Hi: 0x3035, Stride: 1},
		{Lo: 0x30fc, Hi: 0x30fc, Stride: 1},
		{Lo: 0xff70, Hi: 0xff70, Stride: 1},
	}},
}

// ignored says nothing of its own: zero-width spaces and joiners, variation selectors.
var ignored = []*unicode.RangeTable{unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point}

// Private is where a plane for private use begins. Marks, which a tokenizer takes
// for spaces, are moved there, since it takes what is there for letters. Its first
// stands between runs, so that no phrase reaches from one into the next.
const Private = 0xf0000

const breakSign = string(rune(Private))

// Piece is a sign of a script without spaces, or the letters and digits of
// another script that stand beside one, as in 2024年.
type Piece struct {
	Start, End int    // its bytes in the text
	Text       string // in normal form, to be compared and stored
	Sign       bool   // of a script without spaces
}

// kind is what a code point is to a run.
type kind int

const (
	gap    kind = iota // ends a run: space, punctuation, symbols
	sign               // begins a sign
	mark               // belongs to what stands before it
	other              // a letter or digit of another script
	silent             // is passed over
)

func kindOf(r rune) kind {
	switch {
	case r < utf8.RuneSelf:
		if '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' {
			return other
		}
		return gap
	case unicode.In(r, ignored...):
		return silent
	case unicode.IsMark(r) || r == '\u0e33' || r == '\u0eb3' || r == '\uff9e' || r == '\uff9f': // vowel am of Thai and Lao, half-width voicing
		return mark
	case isUnspaced(r):
		return sign
	case unicode.IsLetter(r), unicode.IsNumber(r), r < Private && unicode.Is(unicode.Co, r): // what a tokenizer takes for letters
		return other
	}
	return gap
}

func isUnspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unspaced...) && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || isRadical(r))
}

// isRadical tells whether r looks like a letter and stands for it, as in the text of many PDF files.
func isRadical(r rune) bool { return '\u2f00' <= r && r <= '\u2fd5' }

// stacks tells whether the letter after r is written below: it belongs to the
// same sign then.
func stacks(r rune) bool { return r == '\u17d2' || r == '\u1039' } // coeng of Khmer, virama of Burmese

// Runs gives the runs of letters and digits that hold a script without spaces,
// each cut into pieces. All else in the text is left out.
func Runs(text string) iter.Seq[[]Piece] {
	return func(yield func([]Piece) bool) {
		first := strings.IndexFunc(text, isUnspaced)
		if first < 0 {
			return
		}
		// The run of the first sign may begin before it.
		from := max(0, strings.LastIndexFunc(text[:first], func(r rune) bool { return kindOf(r) == gap }))
		var run []Piece
		signs, before := false, rune(0)
		for i, r := range text[from:] {
			i += from
			k, last, end := kindOf(r), len(run)-1, i+utf8.RuneLen(r)
			switch {
			case k == gap:
				if signs && !yield(normal(text, run)) {
					return
				}
				run, signs, before = nil, false, 0
				continue
			case k == silent, k == mark && last < 0 && !isUnspaced(r): // the mark of a sign that is cut off
				continue
			case k == mark && last >= 0, k == sign && stacks(before) && run[last].Sign, k == other && last >= 0 && !run[last].Sign:
				run[last].End = end
			default:
				run = append(run, Piece{Start: i, End: end, Sign: k != other})
				signs = signs || k != other
			}
			before = r
		}
		if signs {
			yield(normal(text, run))
		}
	}
}

// normal brings the pieces of a run into their one form, however the text was typed.
func normal(text string, run []Piece) []Piece {
	for i := range run {
		p := &run[i]
		p.Text = strings.Map(func(r rune) rune {
			if kindOf(r) == silent {
				return -1
			}
			return r
		}, text[p.Start:p.End])
		if !p.Sign {
			p.Text = norm.NFC.String(p.Text)
			continue
		}
		p.Text = strings.Map(func(r rune) rune {
			if unicode.IsMark(r) {
				return Private + r
			}
			return r
		}, norm.NFKC.String(p.Text))
	}
	return run
}

// Of gives what is stored of texts: their runs, with spaces between the pieces.
// It is "" where there are none.
func Of(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		for run := range Runs(text) {
			if b.Len() > 0 {
				b.WriteString(" " + breakSign + " ")
			}
			b.WriteString(Phrase{Pieces: run}.String())
		}
	}
	return b.String()
}

// Phrase is a run that is looked for.
type Phrase struct {
	Pieces []Piece
	Open   bool // the last piece may go on, as in 2024年a*
}

// String writes the pieces as [Of] does.
func (p Phrase) String() string {
	texts := make([]string, len(p.Pieces))
	for i, piece := range p.Pieces {
		texts[i] = piece.Text
	}
	return strings.Join(texts, " ")
}

// Find gives the bytes of a text, from and to, where the phrase stands.
func (p Phrase) Find(text string) (found [][2]int) {
	n := len(p.Pieces)
	if n == 0 {
		return nil
	}
	for run := range Runs(text) {
		for len(run) >= n {
			if !p.begins(run) {
				run = run[1:]
				continue
			}
			found = append(found, [2]int{run[0].Start, run[n-1].End})
			run = run[n:]
		}
	}
	return found
}

// begins tells whether a run begins with the phrase.
func (p Phrase) begins(run []Piece) bool {
	for i, want := range p.Pieces {
		have, wanted := folded(run[i]), folded(want)
		if open := p.Open && i == len(p.Pieces)-1; have != wanted && !(open && strings.HasPrefix(have, wanted)) {
			return false
		}
	}
	return true
}

// folded is the text of a piece without case and accents.
func folded(p Piece) string {
	if p.Sign {
		return p.Text
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		return r
	}, norm.NFD.String(p.Text)))
}
