package views

import (
	"regexp"
	"strings"
)

var blankLines = regexp.MustCompile(`\n[ \t]*\n\s*`)

// paragraphs cuts a text at its blank lines, and each paragraph at its line breaks.
func paragraphs(text string) [][]string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if text == "" {
		return nil
	}
	var out [][]string
	for _, p := range blankLines.Split(text, -1) {
		out = append(out, strings.Split(p, "\n"))
	}
	return out
}

// words counts the words of a text in scripts that put spaces between them.
func words(text string) int { return len(strings.Fields(text)) }
