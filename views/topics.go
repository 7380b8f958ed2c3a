package views

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"
)

// topics are the areas by number of rows.
type topics struct {
	page     DashboardPage
	rows     []topic // most first, then in codebook order
	previous string  // the period before, or ""
}

// topic is one area.
type topic struct {
	slug, name, short string
	n                 int
	share             string
	former            *int   // in the period before; nil = nothing to compare with
	before            int    // the same, 0 for nothing
	href              string // the rows; "" for none
	hrefBefore        string
	narrow            templ.SafeURL
}

func (d DashboardPage) topics() topics {
	t := topics{page: d, previous: d.before()}
	for _, a := range d.Areas {
		if of, _ := d.codebook().Area(a.Area); of.Retired && a.N == 0 && (d.Previous == nil || d.Previous.Areas[a.Area] == 0) {
			continue
		}
		r := topic{
			slug: a.Area, name: areaName(d.codebook(), a.Area), short: areaShort(d.codebook(), a.Area),
			n: a.N, share: percentage(a.N, d.Total), narrow: d.narrowed(d.View.WithArea(a.Area)),
		}
		if a.N > 0 {
			r.href = d.rows(d.View.WithArea(a.Area))
		}
		if d.Previous != nil {
			r.before = d.Previous.Areas[a.Area]
			r.former = &r.before
			r.hrefBefore = d.rows(d.View.Previous().WithArea(a.Area))
		}
		t.rows = append(t.rows, r)
	}
	slices.SortStableFunc(t.rows, func(a, b topic) int { return cmp.Compare(b.n, a.n) })
	return t
}

func (t topics) empty() bool { return len(t.rows) == 0 || t.rows[0].n == 0 }

func (t topics) title() string { return "Areas, by share of " + t.page.units() }

func (t topics) longest() int {
	n := 0
	for _, r := range t.rows {
		n = max(n, r.n, r.before)
	}
	return n
}

// takeaway tells the two largest shares, and what the ticks are: it is drawn into
// the picture too.
func (t topics) takeaway() string {
	first := t.rows[0]
	text := "Most often: " + lowerFirst(first.name) + ", in " + first.share + " of " + t.page.units()
	if len(t.rows) > 1 && t.rows[1].n > 0 {
		text += ", then " + lowerFirst(t.rows[1].name) + ", in " + t.rows[1].share
	}
	if t.previous != "" {
		return text + ". Ticks mark " + t.previous + "."
	}
	return text + "."
}

func (t topics) label() string {
	last := t.rows[len(t.rows)-1]
	return "Bars, areas by number of " + t.page.units() + ". Highest " + number(t.rows[0].n) + " for " + lowerFirst(t.rows[0].name) +
		", lowest " + number(last.n) + " for " + lowerFirst(last.name) + ". The full table is under Data."
}

func (t topics) note() string {
	text := "At each bar its number and its share of all " + t.page.counted(t.page.Total) + ". Areas overlap, so shares add up to more than 100%."
	if !t.compares() {
		return text
	}
	return text + " No change on " + t.previous + " is told from fewer than " + number(leastBase) + "."
}

func (t topics) caption() string {
	text := plural(t.page.unit()) + " by area, with share of all " + t.page.units()
	if t.compares() {
		text += " and change on " + t.previous
	}
	return text
}

func (t topics) foot() figureFoot {
	f := figureFoot{title: t.title(), name: "areas", csv: t.page.csv("areas")}
	if !t.empty() {
		f.note, f.json = t.note(), "topics-json"
	}
	return f
}

// compares tells whether any change may be told.
func (t topics) compares() bool {
	return slices.ContainsFunc(t.rows, func(r topic) bool { return hasBase(r.former) })
}
