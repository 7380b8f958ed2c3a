package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentences cuts a text after each line and sentence.
func sentences(text string) []string {
	var out []string
	for begin, i := 0, 0; i < len(text); i++ {
		space := text[i] == ' ' && i > 0 && strings.IndexByte(".!?", text[i-1]) >= 0
		if text[i] == '\n' || space || i == len(text)-1 {
			out = append(out, text[begin:i+1])
			begin = i + 1
		}
	}
	return out
}

// class is what a rune makes together with those of its class beside it.
type class int

const (
	sign   class = iota // stands alone
	space               // a run of space
	letter              // a word
	dense               // stands alone, in scripts that put no space between words
	mark                // belongs to what is before it
)

// tokens cuts a text into words, runs of space, and signs. Scripts that put no
// space between words are cut at each letter with its marks.
func tokens(text string) []string {
	out := make([]string, 0, len(text)/4)
	var last class
	var before rune
	begin := 0
	for i, r := range text {
		c := classOf(r)
		if c == mark && (last == letter || last == dense) || before == khmerCoeng && last == dense {
			c = last // also the letter that a coeng puts below another
		} else if i > begin && (c != last || c == sign || c == dense) {
			out = append(out, text[begin:i])
			begin = i
		}
		last, before = c, r
	}
	if begin < len(text) {
		out = append(out, text[begin:])
	}
	return out
}

const khmerCoeng = '\u17d2'

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '\'':
			return letter
		case r == ' ', '\t' <= r && r <= '\r':
			return space
		}
		return sign
	case unicode.IsMark(r):
		return mark
	case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return dense
	case unicode.IsLetter(r), unicode.IsNumber(r), r == '’':
		return letter
	case unicode.IsSpace(r):
		return space
	}
	return sign
}
