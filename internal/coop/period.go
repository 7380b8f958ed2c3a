package coop

import (
	"fmt"
	"time"
)

// By is the step of a timeline.
type By string

// The steps of a timeline.
const (
	ByMonth   By = "month"
	ByQuarter By = "quarter"
	ByYear    By = "year"
)

// Period is one month, quarter or year.
type Period struct {
	Key   string // 2024-02, 2024-Q1 or 2024: what CSV files hold
	Label string // Feb 2024, Q1 2024 or 2024
	First Day
	Last  Day
}

// months is the length of a period.
func (b By) months() int {
	switch b {
	case ByMonth:
		return 1
	case ByQuarter:
		return 3
	}
	return 12
}

// DefaultBy is the step that suits a span: years over five years, quarters over
// two, else months.
func DefaultBy(from, to Day) By {
	switch {
	case from == "" || to == "":
		return ByYear
	case to > DayOf(from.Time().AddDate(5, 0, -1)):
		return ByYear
	case to > DayOf(from.Time().AddDate(2, 0, -1)):
		return ByQuarter
	}
	return ByMonth
}

// PeriodOf is the period that holds a day.
func (b By) PeriodOf(d Day) Period {
	t := d.Time()
	m := b.months()
	first := time.Date(t.Year(), time.Month((int(t.Month())-1)/m*m+1), 1, 0, 0, 0, 0, time.UTC)
	p := Period{First: DayOf(first), Last: DayOf(first.AddDate(0, m, -1))}
	switch b {
	case ByMonth:
		p.Key, p.Label = first.Format("2006-01"), first.Format("Jan 2006")
	case ByQuarter:
		q := (int(first.Month())-1)/3 + 1
		p.Key, p.Label = fmt.Sprintf("%d-Q%d", first.Year(), q), fmt.Sprintf("Q%d %d", q, first.Year())
	default:
		p.Key, p.Label = first.Format("2006"), first.Format("2006")
	}
	return p
}

// Periods returns every period from the one that holds first to the one that
// holds last, without a gap.
func (b By) Periods(first, last Day) []Period {
	if first == "" || last == "" || last < first {
		return nil
	}
	var out []Period
	for p := b.PeriodOf(first); p.First <= last; p = b.PeriodOf(p.Last.AddDays(1)) {
		out = append(out, p)
	}
	return out
}

// Incomplete tells whether the period is still running on that day.
func (p Period) Incomplete(today Day) bool { return p.First <= today && today <= p.Last }

// PreviousSpan is the span of the same length just before from–to. Whole months
// move by months, so that the years before 2015–2019 are 2010–2014; other spans
// move by days.
func PreviousSpan(from, to Day) (Day, Day) {
	f, t := from.Time(), to.Time()
	next := t.AddDate(0, 0, 1)
	if f.Day() == 1 && next.Day() == 1 {
		months := (next.Year()-f.Year())*12 + int(next.Month()) - int(f.Month())
		return DayOf(f.AddDate(0, -months, 0)), from.AddDays(-1)
	}
	days := int(to.Number()-from.Number()) + 1
	return from.AddDays(-days), from.AddDays(-1)
}
