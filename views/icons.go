package views

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entente/internal/codebook"
)

// icons are drawn on 16 × 16 with one stroke; the style sheet gives it colour and width.
var icons = map[string]string{
	"menu":     "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
	"add":      "M8 3v10M3 8h10",
	"edit":     "m10.5 3 2.5 2.5-7.5 7.5-3 .5.5-3z",
	"copy":     "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
	"caret":    "m4.5 6.5 3.5 3.5 3.5-3.5",
	"chevron":  "m6.5 4.5 3.5 3.5-3.5 3.5",
	"close":    "m4.5 4.5 7 7m0-7-7 7",
	"check":    "m3.5 8.5 3 3 6-7",
	"wait":     circle + "M8 4.5V8l2.5 1.5",
	"error":    circle + "M8 4.7v4M8 11v.1",
	"info":     circle + "M8 7.5v3.5M8 5v.1",
	"none":     circle + "M4 12l8-8",
	"warning":  "M8 2.2 14.3 13H1.7zM8 6.5v3M8 11.3v.1",
	"search":   "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0zm-1 3.5 3.5 3.5",
	"skip":     "m3 4 5 4-5 4zM12.5 4v8",
	"undo":     "M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7",
	"filter":   "M2 4h12M4.5 8h7M6.5 12h3",
	"link":     "M6.8 9.2a2.5 2.5 0 0 0 3.6 0l2.4-2.4a2.5 2.5 0 1 0-3.6-3.6l-.8.8M9.2 6.8a2.5 2.5 0 0 0-3.6 0L3.2 9.2a2.5 2.5 0 1 0 3.6 3.6l.8-.8",
	"download": "M8 2.5v8m-3.5-3L8 11l3.5-3.5M3 13.5h10",
	"external": "M6.5 3.5h-3v9h9v-3M9 2.5h4.5V7M13 3 7.5 8.5",
	"settings": "M2 4.5h7m3 0h2M2 11.5h2m3 0h7M9 3v3h3V3zM4 10v3h3v-3z",
}

const circle = "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z"

// marks are the shapes of the areas, drawn on 12 × 12, so that none is told by its
// colour alone. The last two stand for the areas outside the core four and for no area.
var marks = map[string]string{
	"training":                "M1.5 1.5h9v9h-9z",
	"demining":                "M6 .8 11.7 11H.3z",
	"peacekeeping":            "M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8z",
	"disaster-relief":         "M6 0 12 6 6 12 0 6z",
	"humanitarian-assistance": "M4 .5h4V4h3.5v4H8v3.5H4V8H.5V4H4z",
	"exercises":               "M.3 1h11.4L6 11.2z",
	"dialogue":                "M.3 9.5a5.7 5.7 0 0 1 11.4 0z",
	"intelligence":            "M0 6Q6-1.5 12 6 6 13.5 0 6z",
	"transnational-crime":     "M2.6.5 6 3.9 9.4.5l2.1 2.1L8.1 6l3.4 3.4-2.1 2.1L6 8.1l-3.4 3.4L.5 9.4 3.9 6 .5 2.6z",
	"maritime-security":       "M.3 2.5h11.4A5.7 5.7 0 0 1 .3 2.5z",
	"equipment":               "M3 .8h6L12 6 9 11.2H3L0 6z",
	"counter-terrorism":       "M1 .8h10v6L6 12 1 6.8z",
	"cyber":                   "M1 1h4v10H1zM7 1h4v10H7z",
	"personnel-accounting":    "M1 .5h10L7.6 6 11 11.5H1L4.4 6z",
	"defence-industry":        "M.5 11.5v-8l3.8 3v-3l3.8 3v-3l3.4 2.7v5.3z",
	"agreements":              "M.5 1.5h11V5H.5zM.5 7h11v3.5H.5z",
	"other":                   "M2 4.5h8v3H2z",
	"none":                    "M1.5 1.5h9v9h-9z",
}

// spareMarks are the shapes of areas that somebody added, by their style. There are
// more of them than spare colours, and no number divides both, so that those who share one differ in the other.
var spareMarks = []string{
	"M4.5.5h3V4L11 2.2l.8 2.6-3.5 1.2 3.5 1.2-.8 2.6L7.5 8v3.5h-3V8L1 9.8.2 7.2 3.7 6 .2 4.8 1 2.2 4.5 4z",
	"M1 .5h4v7h6v4H1z",
	"M.5.5h11v4h-4v7h-3v-7h-4z",
	"M6 .5 11.5 6H8v5.5H4V6H.5z",
	"M6 .3 7.6 4.2l4.1.3-3.1 2.7 1 4.1L6 9.1l-3.6 2.2 1-4.1L.3 4.5l4.1-.3z",
	"M.5.5h3l2.5 7 2.5-7h3l-4 11h-3z",
	"M3.5 1h8l-3 10h-8z",
	"M.5 1h4v4h3V1h4v10h-11z",
	"M.5.5 11.5 11.5H.5z",
}

// spareColours is how many the style sheet has.
const spareColours = 8

// codebookKey is under what a context holds the codebook.
type codebookKey struct{}

// WithCodebook lets pages that are drawn in a context show the areas of a codebook
// with the shapes that they have in it.
func WithCodebook(ctx context.Context, cb *codebook.Codebook) context.Context {
	return context.WithValue(ctx, codebookKey{}, cb)
}

// markPath is the shape of an area.
func markPath(ctx context.Context, slug string) string {
	if path, ok := marks[slug]; ok {
		return path
	}
	if cb, ok := ctx.Value(codebookKey{}).(*codebook.Codebook); ok {
		if a, ok := cb.Area(slug); ok && a.Style > 0 {
			return spareMarks[(a.Style-1)%len(spareMarks)]
		}
	}
	return marks["none"]
}

// AreaColours is a style sheet that gives areas which somebody added their spare
// colours, for class and chart alike.
func AreaColours(cb *codebook.Codebook) string {
	var b strings.Builder
	for _, a := range cb.Areas() {
		if a.Style > 0 { // slugs are letters, digits and hyphens
			fmt.Fprintf(&b, ":root { --area-%[1]s: var(--spare-%[2]d); }\n.area-%[1]s { --area: var(--spare-%[2]d); }\n", a.Slug, (a.Style-1)%spareColours+1)
		}
	}
	return b.String()
}

// addedAreas tells whether a codebook has areas that the style sheet does not know.
func addedAreas(cb *codebook.Codebook) bool {
	return slices.ContainsFunc(cb.Areas(), func(a codebook.Area) bool { return a.Style > 0 })
}
