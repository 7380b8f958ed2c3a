package dossier

import (
	"slices"

	"entente/internal/coop"
	"entente/internal/figures"
)

// Kind tells gaps apart.
type Kind string

// The kinds of gaps, in the order in which they are listed.
const (
	All     Kind = "all"     // whole years without a report in any area, and reports before and after
	Since   Kind = "since"   // reported once, and not for a year or more before the record ends
	Between Kind = "between" // whole years without a report, and reports before and after
	Never   Kind = "never"   // reported of others, but never of the subject
)

// What is shorter is no gap: months before the end of the record, and whole years
// between reports.
const (
	leastMonths = 12
	leastYears  = 2
)

// Gap is a time in which nothing is reported of a subject in one area.
type Gap struct {
	Area string // "" for All
	Kind Kind

	Last   coop.Day // Since: the day of the last row
	Months int      // Since: whole months from that day to the end of the record

	FirstYear, LastYear int // All, Between: the years without a row
	After               int // All, Between: rows after them, with the area

	N         int // rows of the subject with the area, in all
	Meanwhile int // rows of the subject in other areas in that time; all its rows for Never, none for All
	Elsewhere int // Never: rows of others with the area
}

// Gaps finds what a subject fell silent about: at most one gap of each kind for an
// area. Years is the timeline of the subject by year and by every area, ends is
// what its areas begin and end with; others counts the rows without the subject by
// area, and end is the last day of the record.
func Gaps(years figures.Timeline, ends []figures.AreaEnds, others []int, end coop.Day) []Gap {
	total := 0
	for _, c := range years.Columns {
		total += c.Total
	}
	if total == 0 {
		return nil // silent about everything: there is nothing to compare
	}
	byKind := map[Kind][]Gap{}
	add := func(g Gap) { byKind[g.Kind] = append(byKind[g.Kind], g) }
	for a, e := range ends {
		if e.N == 0 {
			if others[a] > 0 {
				add(Gap{Area: e.Area, Kind: Never, Meanwhile: total, Elsewhere: others[a]})
			}
			continue
		}
		if n := months(e.Last.Day, end); n >= leastMonths {
			add(Gap{Area: e.Area, Kind: Since, Last: e.Last.Day, Months: n, N: e.N, Meanwhile: e.After})
		}
		if g, ok := longest(years, func(c figures.Column) int { return c.Counts[a] }); ok {
			g.Area, g.Kind, g.N = e.Area, Between, e.N
			add(g)
		}
	}
	if g, ok := longest(years, func(c figures.Column) int { return c.Total }); ok {
		g.Kind, g.N = All, total
		add(g)
	}
	return slices.Concat(byKind[All], byKind[Since], byKind[Between], byKind[Never])
}

// longest is the longest run of years without a row, the latest of those as long.
func longest(years figures.Timeline, rows func(figures.Column) int) (g Gap, ok bool) {
	last := -1 // the last year with a row
	for i, c := range years.Columns {
		if rows(c) == 0 {
			continue
		}
		if n := i - last - 1; last >= 0 && n >= leastYears && n >= g.LastYear-g.FirstYear+1 {
			g = Gap{FirstYear: Year(years.Columns[last+1].Period.First), LastYear: Year(years.Columns[i-1].Period.First)}
			for _, silent := range years.Columns[last+1 : i] {
				g.Meanwhile += silent.Total
			}
			ok = true
		}
		last = i
	}
	for _, c := range years.Columns {
		if ok && Year(c.Period.First) > g.LastYear {
			g.After += rows(c)
		}
	}
	return g, ok
}

// months is the number of whole months from one day to another.
func months(from, to coop.Day) int {
	if to <= from {
		return 0
	}
	f, t := from.Time(), to.Time()
	n := (t.Year()-f.Year())*12 + int(t.Month()) - int(f.Month())
	if t.Day() < f.Day() {
		n--
	}
	return n
}
