package db

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"entente/internal/segments"
)

// words is what a person typed, read as what to look for. All of it must be found.
type words struct {
	terms   []string          // of FTS5
	spaced  []string          // those among them that FTS5 cuts into words
	phrases []segments.Phrase // the others: of scripts without spaces
	open    bool              // there is the beginning of a word among the spaced
}

// parseWords reads what a person typed: words, phrases in double quotes, and words
// with a star at their end, for any word that begins so. Everything else is just
// text: operators, brackets and a quote without its partner have no meaning.
func parseWords(q string) (w words) {
	q = norm.NFC.String(strings.Map(func(r rune) rune {
		if r == 0 || r == utf8.RuneError { // a NUL ends a text for FTS5, inside its quotes
			return ' '
		}
		return r
	}, q))
	for i := 0; ; i++ {
		text, rest, quoted := strings.Cut(q, `"`)
		if inPhrase := i%2 == 1; inPhrase && quoted {
			w.add(text, false)
		} else {
			for word := range strings.FieldsSeq(text) {
				w.add(word, strings.HasSuffix(word, "*"))
			}
		}
		if !quoted {
			return w
		}
		q = rest
	}
}

// add takes a word or a phrase. Runs of scripts without spaces are looked for where
// they were cut out, each by itself, and what stands between them as it is.
func (w *words) add(text string, open bool) {
	at, end := 0, len(strings.TrimRight(text, "*"))
	for run := range segments.Runs(text) {
		first, last := run[0], run[len(run)-1]
		w.addSpaced(beside(text[at:first.Start], at > 0, true), false)
		p := segments.Phrase{Pieces: run, Open: open && last.End == end}
		w.phrases = append(w.phrases, p)
		w.terms = addOnce(w.terms, "segments : "+quote(p.String(), p.Open))
		at = last.End
	}
	w.addSpaced(beside(text[at:], at > 0, false), open && at < end)
}

// beside is what stands between runs without the fillers next to them: letters that
// show nothing, which the tokenizer reads as one word with the run.
func beside(text string, afterRun, beforeRun bool) string {
	isFiller := func(r rune) bool { return unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) }
	if afterRun {
		text = strings.TrimLeftFunc(text, isFiller)
	}
	if beforeRun {
		text = strings.TrimRightFunc(text, isFiller)
	}
	return text
}

// addSpaced takes text that FTS5 cuts into words. It folds Latin accents in any
// form; of other letters that have two forms, a text may hold either.
func (w *words) addSpaced(text string, open bool) {
	if !strings.ContainsFunc(text, isToken) { // nothing to look for, as in "F-16 — *"
		return
	}
	term := quote(text, open)
	apart := norm.NFD.String(text)
	if apart != text && strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) {
		term = "(" + term + " OR " + quote(apart, open) + ")"
	}
	w.terms, w.spaced, w.open = addOnce(w.terms, term), addOnce(w.spaced, term), w.open || open
}

func addOnce(terms []string, term string) []string {
	if slices.Contains(terms, term) {
		return terms
	}
	return append(terms, term)
}

// quote writes a term that holds no quote itself, since the query was cut at them.
func quote(text string, open bool) string {
	if open {
		return `"` + text + `" *`
	}
	return `"` + text + `"`
}

// isToken tells whether the tokenizer unicode61 reads r as part of a word. The
// private use of package segments is none that a person looks for.
func isToken(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r) && r < segments.Private
}

// match is the query of FTS5, or "" where there is nothing to look for; that
// finds nothing.
func (w words) match() string { return strings.Join(w.terms, " AND ") }

// matchQuery writes what a person typed as a query of FTS5.
func matchQuery(q string) string { return parseWords(q).match() }
