package views

import (
	"slices"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/gazetteer"
)

// parties that a matrix shows; the CSV has all.
const matrixRows = 14

// matrix is party × area.
type matrix struct {
	page  DashboardPage
	areas []codebook.Area
	rows  []matrixRow
	of    int // parties in all
	scale scale
}

type matrixRow struct {
	figures.MatrixRow
}

func (r matrixRow) name() string { return gazetteer.Name(r.Party) }

func (d DashboardPage) matrix() matrix {
	m := matrix{page: d, of: len(d.Matrix)}
	list := d.Matrix[:min(len(d.Matrix), matrixRows)]
	var columns []int // a retired area has one where it has rows
	for i, a := range d.codebook().Areas() {
		if !a.Retired || slices.ContainsFunc(list, func(r figures.MatrixRow) bool { return r.Counts[i] > 0 }) {
			a.Name, a.Short = a.Name+retired(a), a.Short+retired(a)
			m.areas, columns = append(m.areas, a), append(columns, i)
		}
	}
	for _, r := range list {
		counts := make([]int, len(columns))
		for x, i := range columns {
			counts[x] = r.Counts[i]
		}
		r.Counts = counts
		m.rows = append(m.rows, matrixRow{r})
	}
	_, _, n := m.busiest()
	m.scale = newScale(n)
	return m
}

func (m matrix) title() string { return plural(m.page.unit()) + " by party and area" }

// busiest is the cell with most rows; all zero if there is none.
func (m matrix) busiest() (row, col, n int) {
	for y, r := range m.rows {
		for x, count := range r.Counts {
			if count > n {
				row, col, n = y, x, count
			}
		}
	}
	return row, col, n
}

// takeaway names the busiest cell, and who leads beside those asked for.
func (m matrix) takeaway() string {
	y, x, n := m.busiest()
	text := ""
	if n > 0 {
		text = m.areas[x].Name + " with " + partyInText(m.rows[y].Party) + " is the busiest cell: " + m.page.counted(n) + ". "
	}
	asked := m.asked()
	for _, r := range m.rows {
		switch {
		case len(asked) == 0:
			return text + upperFirst(partyInText(r.Party)) + " takes part in most, " + number(r.Total) + " of " + number(m.page.Total) + "."
		case !asked[r.Party]:
			return text + "Besides the parties in the filter, " + partyInText(r.Party) + " takes part in most: " + number(r.Total) + "."
		}
	}
	return text
}

// asked are the parties that the view is about anyway.
func (m matrix) asked() map[string]bool {
	asked := map[string]bool{}
	v := m.page.View
	for _, list := range [][]string{v.Parties, v.WithParties} {
		for _, code := range list {
			asked[code] = true
		}
	}
	if a, b := v.PairCodes(); a != "" {
		asked[a], asked[b] = true, true
	}
	return asked
}

// cell is the list behind a cell.
func (m matrix) cell(y, x int) string {
	return m.page.rows(m.party(y).WithArea(m.areas[x].Slug))
}

// party is the view with a party of the matrix.
func (m matrix) party(y int) coop.View { return m.page.View.WithParty(m.rows[y].Party) }

func (m matrix) cells() int { return len(m.rows) * len(m.areas) }

// coreEnd tells whether a column is the last of the core areas.
func (m matrix) coreEnd(x int) bool {
	return m.areas[x].Core && x+1 < len(m.areas) && !m.areas[x+1].Core
}

func (m matrix) note() string {
	text := "Each cell opens its " + m.page.units() + ", each name narrows the view."
	if m.of > len(m.rows) {
		return "The " + number(len(m.rows)) + " parties with most " + m.page.units() + "; the CSV has all " + number(m.of) + ". " + text
	}
	return text
}

func (m matrix) foot() figureFoot {
	f := figureFoot{title: m.title(), name: "matrix", csv: m.page.csv("matrix")}
	if len(m.rows) > 0 {
		f.note, f.json, f.tall = m.note(), "matrix-json", 760
	}
	return f
}
