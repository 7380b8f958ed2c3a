// Package words takes text apart into words and finds phrases in it.
//
// # What it knows nothing of
//
// Codebooks, areas, parties. It knows letters, sentences, the inflections of
// English words, and phrases as a rule of a codebook writes them.
//
// # The way in
//
// [ParsePhrase] reads a phrase, [NewSet] makes many of them ready to be looked for
// at once, [Set.Read] takes a text apart and [Search.Find] finds the phrases in it.
// All of it takes time linear in the text, whatever the text is.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Token is a word or number of a text, in bytes: text[Start:End]. The 's of a
// possessive belongs to no token.
type Token struct {
	Start, End int
	Sentence   int  // counted from 0
	Clause     int  // counted from 0 through the whole text; punctuation within a sentence ends one
	Capital    bool // begins with a capital letter
	Number     bool // begins with a digit
	Name       int  // how many tokens the name of a party takes that begins here; set by the caller
	lower      int32
	exact      int32
	sketch     uint64 // bits of lower, exact and Name, see [Set.sketchOf]
}

// maxWord is the longest word that is looked up. Longer ones are no words.
const maxWord = 48

// Read takes a text apart. It appends to tokens, which may be nil.
func (s *Set) Read(text string, tokens []Token) []Token {
	sentence, clause, last := 0, 0, 0 // last = end of the token before
	first := len(tokens)
	for i := 0; i < len(text); {
		size, inWord, _ := char(text, i)
		if !inWord {
			i += size
			continue
		}
		start := i
		ascii := true
		for i < len(text) {
			size, inWord, wide := char(text, i)
			if !inWord {
				break
			}
			ascii = ascii && !wide
			i += size
		}
		t := Token{Start: start, End: i, Number: text[start] >= '0' && text[start] <= '9'}
		t.Capital = capital(text[start:])
		if n := len(tokens); n > first {
			switch gap := text[last:start]; {
			case endsSentence(gap, text[tokens[n-1].Start:last], t):
				sentence++
				clause++
			case strings.ContainsAny(gap, ",;:()[]–—\"“”\n") || strings.Contains(gap, " - "):
				clause++
			}
		}
		t.Sentence, t.Clause = sentence, clause
		s.identify(&t, text[start:i], ascii)
		tokens = append(tokens, t)
		i = skipPossessive(text, i)
		last = t.End
	}
	return tokens
}

// char looks at one character: its size, whether it belongs to a word, and whether
// it is beyond ASCII. A byte that is no UTF-8 belongs to no word.
func char(text string, i int) (size int, inWord, wide bool) {
	c := text[i]
	if c < utf8.RuneSelf {
		return 1, 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9', false
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	if r == utf8.RuneError && size == 1 {
		return 1, false, true
	}
	return size, unicode.IsLetter(r) || unicode.Is(unicode.M, r), true
}

func capital(word string) bool {
	if c := word[0]; c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// skipPossessive steps over the 's after a word.
func skipPossessive(text string, i int) int {
	rest := text[i:]
	for _, s := range []string{"'s", "’s"} {
		if strings.HasPrefix(rest, s) {
			if end := i + len(s); end == len(text) {
				return end
			} else if _, inWord, _ := char(text, end); !inWord {
				return end
			}
		}
	}
	return i
}

// abbreviations are words whose full stop does not end a sentence.
var abbreviations = map[string]bool{
	"Gen": true, "Lt": true, "Col": true, "Maj": true, "Brig": true, "Adm": true, "Capt": true, "Cmdr": true,
	"Cdr": true, "Cmd": true, "Comdr": true, "Sgt": true, "Cpl": true, "Pvt": true, "Mr": true, "Mrs": true,
	"Ms": true, "Dr": true, "Prof": true, "Sen": true, "Rep": true, "Gov": true, "Hon": true, "St": true,
	"No": true, "vs": true, "Jan": true, "Feb": true, "Aug": true, "Sept": true, "Oct": true, "Nov": true,
	"Dec": true, "Amb": true, "Pres": true, "Ret": true, "Mt": true, "Ft": true, "approx": true,
}

// endsSentence tells whether the characters between two words end a sentence.
func endsSentence(gap, before string, next Token) bool {
	if strings.Contains(gap, "\n\n") || strings.Contains(gap, "\n\r\n") {
		return true
	}
	stop := strings.IndexAny(gap, ".!?。")
	if stop < 0 {
		return false
	}
	if gap[stop] != '.' {
		return true
	}
	if stop == len(gap)-1 {
		return false // no space follows: U.S, 3.5, example.org
	}
	if utf8.RuneCountInString(before) == 1 && before >= "A" || abbreviations[before] && strings.TrimSpace(gap) == "." {
		return false
	}
	return next.Capital || next.Number || strings.Contains(gap, "\n")
}
