package views

import (
	"fmt"
	"strings"

	"entente/internal/coop"
)

// keyFigure is one number at the head of the dashboard, with what it opens.
type keyFigure struct {
	KeyFigure
	label  string
	href   string // the rows; "" for none
	review int    // articles that can be reviewed
}

func (d DashboardPage) keyFigures() []keyFigure {
	waiting := d.View
	waiting.States = []string{string(coop.Suggested), string(coop.Uncoded)}
	return []keyFigure{
		{d.Articles, "Articles", listAddress(coop.Articles, d.View), 0},
		{d.Engagements, "Engagements", listAddress(coop.Engagements, d.View), 0},
		{d.Parties, "Parties", string(address("/parties", d.View, coop.Display{Unit: d.Display.Unit})), 0},
		{d.Waiting, "Awaiting review", listAddress(coop.Articles, waiting), d.ToReview},
	}
}

// sparkColumns is how many columns a spark has room for: the last ones.
const sparkColumns = 40

// spark draws the course of a key figure on 100 × 24: all columns but the last as
// one path, and the last as another.
func (k keyFigure) spark() (course, last string) {
	cols := k.Columns[max(0, len(k.Columns)-sparkColumns):]
	if len(cols) < 2 {
		return "", ""
	}
	most := 1
	for _, n := range cols {
		most = max(most, n)
	}
	step := 100 / float64(len(cols))
	var b strings.Builder
	for i, n := range cols {
		if i == len(cols)-1 {
			course = b.String()
			b.Reset()
		}
		height := 24 * float64(n) / float64(most)
		fmt.Fprintf(&b, "M%.1f 24v-%.1fh%.1fV24z", float64(i)*step, height, step*0.76)
	}
	return course, b.String()
}

// incomparable says why no change is told in a view that compares.
func (k keyFigure) incomparable() string {
	if k.Previous == nil {
		return "not compared"
	}
	return "fewer than " + number(leastBase) + " before"
}
