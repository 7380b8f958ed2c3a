package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is a run of letters, digits and marks in a text.
type token struct {
	start, end int
	word       int // number of the word in the vocabulary, unknown if it is not there
	look       look
	gap        gap // what stands between it and the token before
}

// Numbers of words that have a meaning of their own.
const (
	unknown = iota
	comma
	slash
	bracket
	firstWord // the first number that is free
)

// look is how a word is written.
type look uint8

const (
	capital  look = 1 << iota // its first letter is a capital
	upper                     // it has letters, and all are capitals
	accented                  // it has more than ASCII
	dotted                    // its letters have dots between them: U.S.
)

// gap is what stands between two tokens.
type gap uint16

const (
	withComma gap = 1 << iota
	withHyphen
	withApostrophe
	withDot
	withSlash
	withBracket
	withSpace
	withLine // a new line
	broken   // anything that no name goes across
)

// word returns the number that stands for a gap within a name: what is in most gaps
// makes no difference, but there must be a comma for a comma.
func (g gap) word() int {
	switch {
	case g&withComma != 0:
		return comma
	case g&withSlash != 0:
		return slash
	case g&withBracket != 0:
		return bracket
	}
	return unknown
}

// maxWord bounds the bytes of a word that is looked up. No word of a name is as long.
const maxWord = 40

// scan cuts a text into tokens and looks their words up. What is no UTF-8 counts as
// a break between words.
func scan(text string, words map[string]int) []token {
	tokens := make([]token, 0, len(text)/6+1)
	var buf [maxWord + 1]byte
	var g gap
	for p := 0; p < len(text); {
		size, isWord := wordRune(text[p:])
		if !isWord {
			if text[p] == '&' {
				tokens = append(tokens, token{p, p + 1, words["and"], 0, g})
				g = 0
			} else {
				g = widen(g, text[p:p+size])
			}
			p += size
			continue
		}
		t := token{start: p, gap: g}
		var folded []byte
		folded, t.look, p = readWord(text, p, buf[:0])
		if len(folded) == 1 && folded[0] < utf8.RuneSelf && p-t.start == 1 {
			folded, t.look, p = readInitials(text, t, folded)
		}
		t.end = p
		if len(folded) <= maxWord {
			t.word = words[string(folded)]
		}
		tokens = append(tokens, t)
		g = 0
	}
	return tokens
}

// wordRune tells how many bytes the first character of a text has, and whether it
// belongs to a word.
func wordRune(text string) (size int, isWord bool) {
	if c := text[0]; c < utf8.RuneSelf {
		return 1, 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
	}
	r, size := utf8.DecodeRuneInString(text)
	if strings.ContainsRune(apostrophes, r) {
		return size, false
	}
	return size, unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.Cf)
}

// widen adds one character to a gap.
func widen(g gap, char string) gap {
	r, _ := utf8.DecodeRuneInString(char)
	switch {
	case r == '\n':
		if g&withLine != 0 {
			g |= broken // an empty line
		}
		g |= withLine | withSpace
	case unicode.IsSpace(r):
		g |= withSpace
	case r == ',' && g&^withSpace == 0:
		g |= withComma
	case r == '(' && g&^withSpace == 0, r == ')' && g == 0:
		g |= withBracket
	case r == '/' && g == 0:
		g |= withSlash
	case r == '.' && g == 0:
		g |= withDot
	case strings.ContainsRune(apostrophes, r) && g == 0:
		g |= withApostrophe
	case unicode.Is(unicode.Pd, r) && g == 0:
		return withHyphen
	default:
		g |= broken
	}
	if g&withHyphen != 0 {
		g |= broken // a dash with space around it, or two of them
	}
	return g
}

// readWord reads the word that begins at p, and returns it folded, how it is written
// and where it ends. Of a long word more than maxWord bytes are enough.
func readWord(text string, p int, buf []byte) (folded []byte, l look, end int) {
	lower, first := false, true
	for p < len(text) {
		c := text[p]
		if c >= utf8.RuneSelf {
			size, isWord := wordRune(text[p:])
			if !isWord {
				break
			}
			r, _ := utf8.DecodeRuneInString(text[p:])
			l |= accented
			switch {
			case unicode.IsUpper(r):
				if first {
					l |= capital
				}
				l |= upper
			case unicode.IsLower(r):
				lower = true
			}
			if len(buf) < maxWord {
				buf = appendFolded(buf, r)
			}
			first = false
			p += size
			continue
		}
		switch {
		case 'a' <= c && c <= 'z':
			lower = true
		case 'A' <= c && c <= 'Z':
			if first {
				l |= capital
			}
			l |= upper
			c |= 0x20
		case '0' <= c && c <= '9':
		default:
			if lower {
				l &^= upper
			}
			return buf, l, p
		}
		if len(buf) <= maxWord {
			buf = append(buf, c)
		}
		first = false
		p++
	}
	if lower {
		l &^= upper
	}
	return buf, l, p
}

// appendFolded appends one character without its marks, in lower case, as [fold] does.
func appendFolded(buf []byte, r rune) []byte {
	if unicode.In(r, unicode.M, unicode.Cf) {
		return buf
	}
	r = unicode.ToLower(r)
	if s, ok := letters[r]; ok {
		return append(buf, s...)
	}
	var char [utf8.UTFMax]byte
	decomposed := norm.NFKD.Properties(char[:utf8.EncodeRune(char[:], r)]).Decomposition()
	if decomposed == nil {
		return utf8.AppendRune(buf, r)
	}
	for _, r := range string(decomposed) {
		if !unicode.In(r, unicode.M, unicode.Cf) {
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		}
	}
	return buf
}

// readInitials reads on after one letter if it is the first of several with dots
// between them, as in "U.S.", which then are one word.
func readInitials(text string, t token, folded []byte) ([]byte, look, int) {
	p, l := t.start+1, t.look
	for p+1 < len(text) && text[p] == '.' && len(folded) < maxWord {
		c := text[p+1]
		if c < 'A' || 'Z' < c {
			break
		}
		if p+2 < len(text) {
			if _, isWord := wordRune(text[p+2:]); isWord {
				break
			}
		}
		folded = append(folded, c|0x20)
		l |= dotted
		p += 2
	}
	if l&dotted != 0 && p < len(text) && text[p] == '.' {
		p++
	}
	return folded, l, p
}
