// Package linking says which stored engagements an article probably reports, and why.
//
// # What it knows nothing of
//
// Storage, pages, and how codes are suggested. It reads no file and no clock. Which
// engagements come into question at all its caller finds out.
//
// # The way in
//
// [Rank] takes an article and the engagements in question.
package linking

import (
	"cmp"
	"slices"

	"entente/internal/coop"
)

// Most is how many engagements are offered.
const Most = 5

// Article is an article that may report an engagement.
type Article struct {
	Title, Text string
	Published   coop.Day
	Areas       []string
	Parties     []string
	Coded       bool     // else areas and parties are those that rules find in its text
	Named       []string // parties that its text names, whatever part they take
	Form, Stage string   // as rules read them; "" where they cannot tell
}

// Candidate is an engagement in question.
type Candidate struct {
	coop.Engagement        // Reports are not read
	Texts           []Text // of articles that report it
	Copy            *Copy  // of the article, if one reports it
}

// Text is a title and a text, with the day on which they came out.
type Text struct {
	Title, Text string
	Published   coop.Day
}

// Copy is a near-copy of the article, or of one in the same story, that reports an engagement.
type Copy struct {
	Title, Stage string
}

// Offer is an engagement that the article probably reports.
type Offer struct {
	Engagement coop.Engagement
	Score      float64
	Reasons    []string // in words, the strongest first
	Stage      string   // at which the article seems to report it, or ""
}

// enough is the score from which on an engagement is offered.
const enough = 2.6

// reason is something that speaks for an engagement, or against it; without words it
// is not told.
type reason struct {
	weight float64
	words  string
}

// Rank gives the engagements that the article probably reports, the most probable
// first, at most [Most]. Where none fits there is none.
func Rank(a Article, candidates []Candidate) (out []Offer) {
	text := readArticle(a.Title + "\n" + a.Text)
	for _, c := range candidates {
		o := Offer{Engagement: c.Engagement, Stage: a.Stage}
		reasons := []reason{parties(a, c), time(a, c), form(a, c), areas(a, c), place(text, c), words(text, c)}
		if c.Copy != nil {
			reasons = append(reasons, reason{6, "near-copy of “" + c.Copy.Title + "”, which reports it"})
			o.Stage = cmp.Or(c.Copy.Stage, a.Stage)
		}
		slices.SortStableFunc(reasons, func(a, b reason) int { return cmp.Compare(b.weight, a.weight) })
		for _, r := range reasons {
			o.Score += r.weight
			if r.weight > 0 && r.words != "" {
				o.Reasons = append(o.Reasons, r.words)
			}
		}
		if o.Score >= enough {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b Offer) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Engagement.ID, b.Engagement.ID))
	})
	return out[:min(len(out), Most)]
}
