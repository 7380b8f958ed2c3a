package coop

import (
	"strings"
	"unicode/utf8"
)

// Limits of what is taken in, in bytes. A request may hold 1 MB in all.
const (
	MaxLine = 2000    // fields of one line
	MaxNote = 50_000  // summary and notes
	MaxBody = 900_000 // the text of an article
)

// Line makes a field of one line out of what was typed: trimmed, with line
// breaks and tabs turned into spaces. "\r\n" is one break, as in a file that is
// read, so that a title is the same by both ways.
func Line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch r {
		case '\n', '\r', '\t', '\v', '\f', '\u2028', '\u2029':
			return ' '
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n")))
}

// Text keeps a longer text as given, but for its line ends, which become "\n";
// a browser sends "\r\n" whatever was typed. A text of nothing but space is "".
func Text(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// readable says what is wrong with a text as such, or "".
func readable(s string, limit int) string {
	switch {
	case len(s) > limit:
		return "Shorten this to " + thousands(limit) + " bytes; it has " + thousands(len(s)) + "."
	case !utf8.ValidString(s):
		return "This holds bytes that are no UTF-8 text. Copy it again from its source."
	case strings.ContainsRune(s, 0):
		return "This holds a NUL character. Copy it again from its source."
	}
	return ""
}

// thousands writes n with commas.
func thousands(n int) string {
	s := []byte{}
	for i := 0; ; i++ {
		if i > 0 && i%3 == 0 {
			s = append([]byte{','}, s...)
		}
		s = append([]byte{byte('0' + n%10)}, s...)
		if n /= 10; n == 0 {
			return string(s)
		}
	}
}

// sentence makes an error of this package into a sentence for a reader.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
