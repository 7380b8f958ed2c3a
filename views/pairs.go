package views

import (
	"slices"

	"github.com/a-h/templ"

	"entente/internal/coop"
)

// pairs that the dashboard shows; the CSV has all.
const pairRows = 12

// pairs are the parties that most often take part together.
type pairs struct {
	page DashboardPage
	rows []pairRow
	of   int // pairs in all
}

type pairRow struct {
	name   string // names in alphabetical order
	n      int
	former *int
	href   templ.SafeURL
	narrow templ.SafeURL
}

func (d DashboardPage) pairs() pairs {
	p := pairs{page: d, of: len(d.Pairs)}
	for _, q := range d.Pairs[:min(len(d.Pairs), pairRows)] {
		v := withPair(d.View, q.A, q.B)
		r := pairRow{name: pairName(q.A, q.B), n: q.N, href: templ.SafeURL(d.rows(v)), narrow: d.narrowed(v)}
		if d.Previous != nil {
			former := d.Previous.Pairs[coop.PairOf(q.A, q.B)]
			r.former = &former
		}
		p.rows = append(p.rows, r)
	}
	return p
}

// withPair narrows a view to rows in which two parties both take part. A view
// holds one pair; where it has one already, each of the two is asked for.
func withPair(v coop.View, a, b string) coop.View {
	if v.Pair != "" {
		return v.WithParty(a).WithParty(b)
	}
	v.Pair = coop.PairOf(a, b)
	return v
}

func (p pairs) title() string { return "Pairs of parties, by " + p.page.units() }

func (p pairs) longest() int {
	n := 0
	for _, r := range p.rows {
		n = max(n, r.n)
	}
	return n
}

// takeaway compares the first pair with those after it.
func (p pairs) takeaway() string {
	switch first := p.rows[0]; {
	case len(p.rows) == 1:
		return first.name + " is the only pair."
	case len(p.rows) > 2 && first.n > p.rows[1].n+p.rows[2].n:
		return first.name + " has more than the next two pairs together."
	case first.n == p.rows[1].n:
		return first.name + " and " + p.rows[1].name + " have most, " + number(first.n) + " each."
	default:
		return first.name + " has most with " + number(first.n) + ", then " + p.rows[1].name + " with " + number(p.rows[1].n) + "."
	}
}

func (p pairs) note() string {
	text := "A row counts in each of its pairs, organisations included."
	if p.of > len(p.rows) {
		return number(len(p.rows)) + " of " + number(p.of) + " pairs; the CSV has all. " + text
	}
	return text
}

func (p pairs) foot() figureFoot {
	f := figureFoot{title: p.title(), name: "pairs", csv: p.page.csv("pairs")}
	if len(p.rows) > 0 {
		f.note, f.json = p.note(), "pairs-json"
	}
	return f
}

// compares tells whether any change may be told.
func (p pairs) compares() bool {
	return slices.ContainsFunc(p.rows, func(r pairRow) bool { return hasBase(r.former) })
}
