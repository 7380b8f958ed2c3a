package views

import (
	"slices"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/dossier"
)

// mix is area × year, and its shares against those of all others.
type mix struct {
	page  DossierPage
	areas []codebook.Area
	years []dossier.MixYear
	scale [2]int // least number of the second and of the third tint
}

func (d DossierPage) mix() mix {
	m := mix{page: d, areas: d.codebook().Areas(), years: d.Mix}
	most := 0
	for _, y := range m.years {
		for _, n := range y.Counts {
			most = max(most, n)
		}
	}
	m.scale = [2]int{max(2, (most+2)/3), max(3, (2*most+2)/3)}
	return m
}

func (m mix) title() string { return plural(m.page.unit()) + " by area and year" }

func (m mix) titleAgainst() string { return "Mix of areas against all others, by year" }

// tint is the class of a cell.
func (m mix) tint(n int) string {
	switch {
	case n == 0:
		return ""
	case n < m.scale[0]:
		return "a1"
	case n < m.scale[1]:
		return "a2"
	}
	return "a3"
}

// year is the view within a year.
func (m mix) year(y dossier.MixYear) coop.View {
	return m.page.View.Within(y.Period.First, y.Period.Last)
}

// cell is the list behind an area in a year.
func (m mix) cell(y dossier.MixYear, area string) string {
	return m.page.rows(m.year(y).WithArea(area))
}

// everyone is the list of a year, whoever takes part.
func (m mix) everyone(y dossier.MixYear) string { return listAddress(m.page.unit(), m.year(y)) }

func (m mix) sum(a int) int { return m.page.Areas[a].N }

// coreEnd tells whether a row is the last of the core areas.
func (m mix) coreEnd(a int) bool {
	return m.areas[a].Core && a+1 < len(m.areas) && !m.areas[a+1].Core
}

// takeaway names the areas that are reported in every year.
func (m mix) takeaway() string {
	var steady []string
	for a, area := range m.areas {
		if !slices.ContainsFunc(m.years, func(y dossier.MixYear) bool { return y.Base > 0 && y.Counts[a] == 0 && !y.Incomplete }) && m.sum(a) > 0 {
			steady = append(steady, area.Slug)
		}
	}
	name := func(slug string) string { return areaInText(m.page.codebook(), slug) }
	switch {
	case len(m.years) < 2:
		return ""
	case len(steady) == 0:
		return "No area is reported in every year in which anything is."
	}
	return upperWord(enumerate(steady, name, "and")) + " in every year in which anything is reported."
}

func (m mix) note() string {
	text := "Stronger colour: from " + number(m.scale[0]) + ", from " + number(m.scale[1]) + ". Each cell opens its " + m.page.units() + "."
	if slices.ContainsFunc(m.years, func(y dossier.MixYear) bool { return y.Incomplete }) {
		text += " * Not over yet on " + m.page.Today.String() + "."
	}
	return text
}

// others sums up the rows outside the dossier.
func (m mix) others() (rows int, byArea []int) {
	byArea = make([]int, len(m.areas))
	for _, y := range m.years {
		rows += y.Others
		for a, n := range y.OtherRows {
			byArea[a] += n
		}
	}
	return rows, byArea
}

// own is the number of rows of the dossier.
func (m mix) own() (n int) {
	for _, y := range m.years {
		n += y.Base
	}
	return n
}

// compared are the areas that have rows in the dossier or outside, by number.
func (m mix) compared() (out []int) {
	_, others := m.others()
	for a := range m.areas {
		if m.sum(a) > 0 || others[a] > 0 {
			out = append(out, a)
		}
	}
	return out
}

// takeawayAgainst names the area whose share differs most from that of others.
func (m mix) takeawayAgainst() string {
	others, byArea := m.others()
	own := m.own()
	if own < leastBase || others < leastBase {
		return "Fewer than " + number(leastBase) + " " + m.page.units() + " on one side: too few to tell a difference."
	}
	best, text := 0.0, ""
	for a, area := range m.areas {
		mine, theirs := float64(m.sum(a))/float64(own), float64(byArea[a])/float64(others)
		if d := mine - theirs; d > best || -d > best {
			best = max(d, -d)
			text = area.Name + " differs most: in " + percentage(m.sum(a), own) + " of these, and in " + percentage(byArea[a], others) + " of all others."
		}
	}
	return text
}

// few tells whether a share of so many rows says little.
func few(base int) bool { return base > 0 && base < leastBase }

// longest is the longest bar, in permille.
func (m mix) longest() int {
	others, byArea := m.others()
	n := 1
	for a := range m.areas {
		n = max(n, permille(m.sum(a), m.own()), permille(byArea[a], others))
	}
	return n
}

// permille is a share as the length of a bar.
func permille(n, of int) int {
	if of == 0 {
		return 0
	}
	return 1000 * n / of
}

// shareText is a share, or a dash of nothing.
func shareText(n, of int) string {
	if of == 0 {
		return "–"
	}
	return percentage(n, of)
}

func (m mix) noteAgainst() string {
	return "Bar and upper number: share of the " + m.page.units() + " of " + m.page.who() + " in that year. Tick and lower number: share of all others in view. Areas overlap, so shares add up to more than 100%. † Fewer than " +
		number(leastBase) + " rows of one side: such a share says little."
}
