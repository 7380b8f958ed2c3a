// Package similar tells whether one text is a near-copy of another: the same wire
// with another headline, some words changed, the end cut off.
//
// # What it knows nothing of
//
// Storage, pages, articles. It reads no meaning: the same news in other words, or in
// another language, is another text to it.
//
// # The way in
//
// [Keys] gives a few numbers to look a text up by: near-copies have one in common
// nearly always, and two other texts hardly ever. [Read] takes a text apart, and
// [Text.Share] says how much of the shorter of two stands in the other.
package similar

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"entente/internal/segments"
)

// KeyCount is how many keys a text has, if any.
const KeyCount = 8

// Enough is the share from which on one text is a near-copy of another.
const Enough = 0.5

// How long the runs of words are, counted in signs of scripts without spaces: two of
// these carry about as much as a word. Short runs outlive edits, so that a share is
// told from them; long ones hardly stand in two texts by chance, so that keys are.
const (
	wordLength  = 2
	shareLength = 3 * wordLength
	keyLength   = 5 * wordLength

	// leastLength is that of the shortest text which can be told from others.
	leastLength = 12 * wordLength
)

// Keys are the numbers by which a text is looked up, or nil where it is too short.
// Each is the least of all its runs of words in an order of its own, so that two texts
// share a key as often as they share runs.
func Keys(text string) []uint32 {
	least := [KeyCount]uint32{}
	for i := range least {
		least[i] = math.MaxUint32
	}
	tokens := read(text)
	if length(tokens) < leastLength {
		return nil
	}
	for run := range runs(tokens, keyLength) {
		for i, order := range orders {
			least[i] = min(least[i], uint32(run*order>>32))
		}
	}
	return least[:]
}

// Text is a text taken apart, to be compared.
type Text struct{ runs []uint64 } // in order, each once

// Read takes a text apart.
func Read(text string) Text {
	tokens := read(text)
	if length(tokens) < leastLength {
		return Text{}
	}
	var t Text
	for run := range runs(tokens, shareLength) {
		t.runs = append(t.runs, run)
	}
	slices.Sort(t.runs)
	t.runs = slices.Compact(t.runs)
	return t
}

// Share is how much of the shorter of two texts stands in the other, from 0 to 1. It
// is 0 where one of them is too short.
func (t Text) Share(other Text) float64 {
	a, b := t.runs, other.runs
	shorter := min(len(a), len(b))
	if shorter == 0 {
		return 0
	}
	common := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			common++
			a, b = a[1:], b[1:]
		}
	}
	return float64(common) / float64(shorter)
}

// token is a word, or a sign of a script without spaces.
type token struct {
	hash   uint64
	length int
}

func length(tokens []token) (sum int) {
	for _, t := range tokens {
		sum += t.length
	}
	return sum
}

// read cuts a text into tokens. Case, punctuation and spaces do not count.
func read(text string) []token {
	text = norm.NFC.String(text)
	tokens := make([]token, 0, len(text)/5)
	at := 0
	for run := range segments.Runs(text) {
		tokens = readWords(text[at:run[0].Start], tokens)
		for _, p := range run {
			if p.Sign {
				tokens = append(tokens, token{hashOf(p.Text), 1})
			} else {
				tokens = readWords(p.Text, tokens)
			}
		}
		at = run[len(run)-1].End
	}
	return readWords(text[at:], tokens)
}

// readWords cuts what is written with spaces.
func readWords(text string, tokens []token) []token {
	hash := uint64(offset)
	for i := 0; i < len(text); {
		c := rune(text[i])
		size := 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(text[i:])
		}
		i += size
		if isWord(c) {
			hash = (hash ^ uint64(lower(c))) * prime
		} else if hash != offset {
			tokens = append(tokens, token{hash, wordLength})
			hash = offset
		}
	}
	if hash != offset {
		tokens = append(tokens, token{hash, wordLength})
	}
	return tokens
}

func isWord(c rune) bool {
	if c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	return unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c)
}

func lower(c rune) rune {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	if c < utf8.RuneSelf {
		return c
	}
	return unicode.ToLower(c)
}

func hashOf(text string) uint64 {
	hash := uint64(offset)
	for _, c := range text {
		hash = (hash ^ uint64(c)) * prime
	}
	return hash
}

// runs gives a number for each run of tokens that is at least so long.
func runs(tokens []token, least int) func(yield func(uint64) bool) {
	return func(yield func(uint64) bool) {
		for first := range tokens {
			hash, sum := uint64(offset), 0
			for _, t := range tokens[first:] {
				hash = hash*prime + t.hash
				if sum += t.length; sum >= least {
					break
				}
			}
			if sum < least || !yield(mix(hash)) {
				return
			}
		}
	}
}

// Of the hashes FNV-1a, by letters instead of bytes, and SplitMix64. The keys that are
// stored hang on them.
const (
	offset = 0xcbf29ce484222325
	prime  = 0x100000001b3
	golden = 0x9e3779b97f4a7c15
)

// orders are odd factors: times each of them, numbers come in another order.
var orders = func() (o [KeyCount]uint64) {
	for i := range o {
		o[i] = mix(uint64(i+1)*golden) | 1
	}
	return o
}()

// mix spreads a number over all bits.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
