package views

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/gazetteer"
)

// RankingPage is the list of the parties, or pairs, that take part in a view.
type RankingPage struct {
	Lens
	figures.Ranking
	RowsInView int // articles or engagements
	Today      coop.Day
}

// Ranking shows it.
func Ranking(p Page, r RankingPage) templ.Component { return rankingPage(p, r) }

// Unit is what the list counts.
func (r RankingPage) Unit() coop.Unit { return r.unit() }

func (r RankingPage) isPairs() bool { return r.Path == "/pairs" }

// heading says how many there are: "23 parties take part".
func (r RankingPage) heading() string {
	none, one, many := "No party takes part", "1 party takes part", "parties take part"
	if r.isPairs() {
		none, one, many = "No pair takes part", "1 pair takes part together", "pairs take part together"
	}
	switch r.Total {
	case 0:
		return none
	case 1:
		return one
	}
	return number(r.Total) + " " + many
}

// noneText says why there is none.
func (r RankingPage) noneText() string {
	if r.RowsInView == 0 {
		return "No " + noun(r.unit()) + " matches this view."
	}
	if r.isPairs() {
		return counted(r.RowsInView, noun(r.unit())) + " match, but none has two parties."
	}
	return counted(r.RowsInView, noun(r.unit())) + " match, but none has a party."
}

// subject is the party or pair of a row.
func subjectOf(c figures.Course) coop.Subject {
	if len(c.Codes) == 2 {
		return coop.Subject{Pair: coop.PairOf(c.Codes[0], c.Codes[1])}
	}
	return coop.Subject{Party: c.Codes[0]}
}

func (r RankingPage) name(c figures.Course) string {
	if len(c.Codes) == 2 {
		return pairName(c.Codes[0], c.Codes[1])
	}
	return gazetteer.Name(c.Codes[0])
}

// rows is the list behind a row.
func (r RankingPage) rows(c figures.Course) string { return listAddress(r.unit(), r.of(c)) }

func (r RankingPage) of(c figures.Course) coop.View { return subjectOf(c).Of(r.View) }

// dossier is where the name of a row leads.
func (r RankingPage) dossier(c figures.Course) templ.SafeURL {
	return dossierAddress(r.View, r.Display, c.Codes...)
}

// area is one of those that a row has most of.
type rankedArea struct {
	slug string
	n    int
	href string
}

// areaRows is how many areas of a row are named.
const areaRows = 3

func (r RankingPage) areas(c figures.Course) (out []rankedArea) {
	for i, a := range r.codebook().Areas() {
		if n := c.Areas[i]; n > 0 {
			out = append(out, rankedArea{a.Slug, n, listAddress(r.unit(), r.of(c).WithArea(a.Slug))})
		}
	}
	slices.SortStableFunc(out, func(a, b rankedArea) int { return cmp.Compare(b.n, a.n) })
	return out[:min(areaRows, len(out))]
}

// spark draws the course of a row over the years.
func (r RankingPage) spark(c figures.Course) (course, last string) {
	return keyFigure{KeyFigure: KeyFigure{Columns: c.Years}}.spark()
}

// sparkText tells it to those who cannot see it.
func (r RankingPage) sparkText(c figures.Course) string {
	var out []string
	for i, n := range c.Years {
		if n > 0 {
			out = append(out, fmt.Sprintf("%d: %d", r.FirstYear+i, n))
		}
	}
	return "By year, " + strings.Join(out, ", ")
}

func (r RankingPage) years() string {
	if len(r.Rows) == 0 {
		return ""
	}
	first, last := r.FirstYear, r.FirstYear+len(r.Rows[0].Years)-1
	if first == last {
		return strconv.Itoa(first)
	}
	return strconv.Itoa(first) + "–" + strconv.Itoa(last)
}

// choices of the list.

func (r RankingPage) sortChoices() []segment {
	var out []segment
	for _, s := range []choice{{string(coop.ByCount), "Most " + noun(r.unit()) + "s"}, {string(coop.ByName), "Name"}, {string(coop.ByLatest), "Latest"}} {
		d := r.display()
		d.Sort = coop.Sort(s.Value)
		out = append(out, segment{s.Label, address(r.Path, r.View, d), d.Sort == cmp.Or(r.Display.Sort, coop.ByCount)})
	}
	return out
}

func (r RankingPage) unitChoices() []segment {
	var out []segment
	for _, u := range []coop.Unit{coop.Engagements, coop.Articles} {
		d := r.display()
		d.Unit = u
		out = append(out, segment{plural(u), address(r.Path, r.View, d), u == r.unit()})
	}
	return out
}

func (r RankingPage) kindChoices() []segment {
	return []segment{
		{"Parties", address("/parties", r.View, r.display()), !r.isPairs()},
		{"Pairs", address("/pairs", r.View, r.display()), r.isPairs()},
	}
}

// file is the list as a file.
func (r RankingPage) file() string { return r.Path + ".csv" }

func (r RankingPage) pages() pages { return pages{r.Lens, r.Total, len(r.Rows)} }

// jumpParams are what a form that leads to a dossier takes along.
func (l Lens) jumpParams() []coop.Param {
	return append(l.View.Params(), coop.Display{Unit: l.Display.Unit}.Params()...)
}

// allParams are the parameters of a view.
var allParams = coop.Scope{}.Params()
