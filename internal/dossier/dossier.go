// Package dossier says what can be said of one party or pair from its figures:
// in which areas the record fell silent, which years of a series are missing, and
// how its mix of areas differs from that of all others.
//
// # What it knows nothing of
//
// SQL, HTTP and HTML, and words: it finds facts, [views] puts them into sentences.
// It speaks of the record alone. What is not reported may well have been done.
//
// # The way in
//
// [Gaps] for silence, [AllSeries] for series, [Mix] for the mix of areas.
package dossier

import (
	"slices"
	"strconv"

	"entente/internal/coop"
	"entente/internal/figures"
)

// End is the last day that a record tells of: its last row, but no day to come.
// "" stands for a record without rows.
func End(record *figures.Figures, today coop.Day) coop.Day {
	if record.Last > today && record.First <= today {
		return today
	}
	return record.Last
}

// Year is the number of the year that holds a day.
func Year(d coop.Day) int {
	year, _ := strconv.Atoi(string(d[:4])) // every Day begins so
	return year
}

// InView leaves of the counts of a facet those that rows of the view have: where a
// view asks for some values, the others count what it would be with them instead.
func InView(facet []figures.Count, asked []string) (out []figures.Count) {
	for _, c := range facet {
		if c.N > 0 && (len(asked) == 0 || slices.Contains(asked, c.Value)) {
			out = append(out, c)
		}
	}
	return out
}
