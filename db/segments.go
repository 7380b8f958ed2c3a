package db

import (
	"database/sql/driver"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"modernc.org/sqlite"
)

// unspaced are the scripts that are written without spaces between words. The
// tokenizer of FTS5 takes a whole sentence of theirs for one word; what it finds
// in them it finds by their segments.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Khmer, unicode.Thai, unicode.Lao, unicode.Myanmar,
}

// runEnd stands between runs of segments, so that no phrase reaches over it. It
// is a letter of private use, which [matchQuery] never looks for.
const runEnd = '\uE000'

// segments are the words of texts that hold a letter of an unspaced script, each
// letter apart with the marks that belong to it. Any piece of such a word is then
// a phrase of segments. Without such words it is "".
func segments(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		for word := range strings.FieldsFuncSeq(text, isGap) {
			if cut := cutWord(word); cut != nil {
				b.WriteString(strings.Join(cut, " "))
				b.WriteString(" " + string(runEnd) + " ")
			}
		}
	}
	return b.String()
}

// cutWord cuts a word into segments; nil for one without any unspaced letter.
// Letters and digits of other scripts beside them stay together: 2024 年 演 习.
func cutWord(word string) (out []string) {
	if !strings.ContainsFunc(word, isUnspaced) {
		return nil
	}
	var segment strings.Builder
	end := func() {
		if segment.Len() > 0 {
			out = append(out, segment.String())
			segment.Reset()
		}
	}
	spaced, stacked := false, false // what the segment so far is, and whether it takes the next letter in
	for _, r := range norm.NFC.String(word) {
		switch {
		case isJoiner(r): // an invisible sign where a line may break
			continue
		case unicode.In(r, unicode.Mn, unicode.Mc):
		case isUnspaced(r):
			if !stacked {
				end()
			}
			spaced = false
		default:
			if !spaced {
				end()
			}
			spaced = true
		}
		stacked = r == '\u17D2' || r == '\u1039' // the next consonant is written below, in Khmer and Burmese
		segment.WriteRune(r)
	}
	end()
	return out
}

func isUnspaced(r rune) bool {
	return r > unicode.MaxLatin1 && unicode.In(r, unspaced...) || r == 'ー'
}

// isJoiner tells whether r is one of the signs without width that may stand
// anywhere within a word.
func isJoiner(r rune) bool { return r >= '\u200B' && r <= '\u200D' || r == '\u2060' || r == '\uFEFF' }

// isGap tells whether r stands between words.
func isGap(r rune) bool { return !isToken(r) && !isJoiner(r) }

// indexSegments is where a word stands in a text for which its segments were
// found; start < 0 if not there. Signs without width do not matter.
func indexSegments(text, word string) (start, end int) {
	word = strings.Map(withoutJoiner, word)
	for i := range text {
		rest := word
		for j, r := range text[i:] {
			if isJoiner(r) && j > 0 {
				continue
			}
			next, ok := strings.CutPrefix(rest, string(r))
			if !ok {
				break
			}
			if rest = next; rest == "" {
				return i, i + j + len(string(r))
			}
		}
	}
	return -1, -1
}

func withoutJoiner(r rune) rune {
	if isJoiner(r) {
		return -1
	}
	return r
}

// The migration that brings segments calls this for the rows that are there.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("entente_segments", -1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		texts := make([]string, len(args))
		for i, arg := range args {
			texts[i], _ = arg.(string)
		}
		return segments(texts...), nil
	})
}
