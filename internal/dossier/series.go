package dossier

import (
	"cmp"
	"slices"

	"entente/internal/coop"
	"entente/internal/figures"
)

// Status is what the record says of a series in one year.
type Status string

// What can be said of a year, the strongest first. Of several engagements in one
// year the strongest counts.
const (
	Held      Status = "held"      // done or under way
	Planned   Status = "planned"   // asked for, offered, planned or agreed, and no more than that
	Cancelled Status = "cancelled" // lapsed
	Reported  Status = "reported"  // at no stage that is stated
	Missing   Status = "missing"   // nothing is reported
)

var strength = []Status{Held, Planned, Cancelled, Reported, Missing}

// statusOf is what the stage of an engagement says of its year.
func statusOf(stage string) Status {
	switch stage {
	case "done", "under-way":
		return Held
	case "lapsed":
		return Cancelled
	case "":
		return Reported
	}
	return Planned
}

// Series is the engagements of one series, year by year.
type Series struct {
	Name  string
	Years []SeriesYear // from its first year to the end of the record, without a gap
}

// SeriesYear is one year of a series.
type SeriesYear struct {
	Year        int
	Status      Status
	Engagements []int64 // oldest first
	Open        bool    // nothing is reported, but the record ends within this year
}

// Run is years of a series in a row with the same status.
type Run struct {
	Status   Status
	From, To int
}

// AllSeries puts engagements, oldest first, into series: those with most
// engagements first, then by name. End is the last day of the record.
func AllSeries(rows []figures.SeriesRow, end coop.Day) []Series {
	byName := map[string][]figures.SeriesRow{}
	for _, r := range rows {
		byName[r.Series] = append(byName[r.Series], r)
	}
	var out []Series
	for name, rows := range byName {
		out = append(out, newSeries(name, rows, end))
	}
	slices.SortFunc(out, func(a, b Series) int {
		return cmp.Or(cmp.Compare(len(byName[b.Name]), len(byName[a.Name])), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func newSeries(name string, rows []figures.SeriesRow, end coop.Day) Series {
	s := Series{Name: name}
	end = max(end, rows[len(rows)-1].Day) // counted in articles, a record may end before
	first, last := Year(rows[0].Day), Year(end)
	for year := first; year <= last; year++ {
		s.Years = append(s.Years, SeriesYear{Year: year, Status: Missing})
	}
	for _, r := range rows {
		y := &s.Years[Year(r.Day)-first]
		y.Engagements = append(y.Engagements, r.ID)
		if status := statusOf(r.Stage); slices.Index(strength, status) < slices.Index(strength, y.Status) {
			y.Status = status
		}
	}
	if y := &s.Years[len(s.Years)-1]; y.Status == Missing && end[5:] != "12-31" {
		y.Open = true
	}
	return s
}

// Runs are the years of a series, those in a row with one status together. A year
// that is still open is left out.
func (s Series) Runs() []Run {
	var out []Run
	for _, y := range s.Years {
		switch n := len(out); {
		case y.Open:
		case n > 0 && out[n-1].Status == y.Status:
			out[n-1].To = y.Year
		default:
			out = append(out, Run{y.Status, y.Year, y.Year})
		}
	}
	return out
}

// Missing counts the years of which nothing is reported, without an open one.
func (s Series) Missing() int {
	n := 0
	for _, y := range s.Years {
		if y.Status == Missing && !y.Open {
			n++
		}
	}
	return n
}
