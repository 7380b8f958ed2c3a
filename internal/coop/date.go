package coop

import (
	"errors"
	"strings"
	"time"
)

// Date is a day, a month or a year: 2024-02-27, 2024-02 or 2024, or "" where none
// is known. It is what its source says, and no more: a month is never its first day.
type Date string

// Precision says how much a date tells.
type Precision string

// The precisions, finest first.
const (
	ToDay   Precision = "day"
	ToMonth Precision = "month"
	ToYear  Precision = "year"
	Unknown Precision = "unknown" // no date at all
)

// dateForms are the ways to type a date. The first of each precision is how it
// is stored, the second how it is shown.
var dateForms = []struct {
	precision Precision
	layouts   []string
}{
	{ToDay, []string{time.DateOnly, "2 Jan 2006", "2 January 2006"}},
	{ToMonth, []string{"2006-01", "Jan 2006", "January 2006"}},
	{ToYear, []string{"2006"}},
}

var errDate = errors.New("write the date as 2024-02-26, 2024-02 or 2024, or leave it open")

// ParseDate reads a date as it is typed: 2024-02-26, 26 Feb 2024, 2024-02,
// Feb 2024, February 2024 or 2024. Nothing but space is no date.
func ParseDate(s string) (Date, error) {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return "", nil
	}
	for _, form := range dateForms {
		for _, layout := range form.layouts {
			t, err := time.Parse(layout, s)
			if err != nil {
				continue
			}
			if t.Year() < MinYear || t.Year() > MaxYear {
				return "", errYear
			}
			return Date(t.Format(form.layouts[0])), nil
		}
	}
	return "", errDate
}

// Precision says how much the date tells.
func (d Date) Precision() Precision {
	switch len(d) {
	case len("2006-01-02"):
		return ToDay
	case len("2006-01"):
		return ToMonth
	case len("2006"):
		return ToYear
	}
	return Unknown
}

// First is the first day that the date can mean; "" for none.
func (d Date) First() Day {
	switch d.Precision() {
	case ToMonth:
		return Day(d + "-01")
	case ToYear:
		return Day(d + "-01-01")
	}
	return Day(d)
}

// Last is the last day that the date can mean; "" for none.
func (d Date) Last() Day {
	first := d.First().Time()
	switch d.Precision() {
	case ToMonth:
		return DayOf(first.AddDate(0, 1, -1))
	case ToYear:
		return DayOf(first.AddDate(1, 0, -1))
	}
	return Day(d)
}

// Before tells whether the whole of d lies before e. Neither does where one is
// not known, or where they overlap: 2024-02-10 and 2024-02.
func (d Date) Before(e Date) bool { return d != "" && e != "" && d.Last() < e.First() }

// String writes the date for readers: 27 Feb 2024, Feb 2024 or 2024.
func (d Date) String() string {
	switch d.Precision() {
	case ToDay:
		return Day(d).String()
	case ToMonth:
		return d.First().Time().Format("Jan 2006")
	}
	return string(d)
}

// DatesText writes when something began and ended for readers, as short as it
// can be said, and no more exact than it is known: "3–9 Feb 2024", "Feb–Mar 2024",
// "2015–2019", "Feb 2024 – 3 Mar 2024". With one of them alone it is that.
func DatesText(start, end Date) string {
	switch {
	case end == "" || start == end:
		return start.String()
	case start == "":
		return end.String()
	case start.Precision() != end.Precision():
		return start.String() + " – " + end.String()
	}
	s, e := start.First().Time(), end.First().Time()
	sameYear := s.Year() == e.Year()
	switch start.Precision() {
	case ToYear:
		return string(start + "–" + end)
	case ToMonth:
		if sameYear {
			return s.Format("Jan") + "–" + end.String()
		}
	case ToDay:
		if sameYear && s.Month() == e.Month() {
			return s.Format("2") + "–" + end.String()
		}
		if sameYear {
			return s.Format("2 Jan") + " – " + end.String()
		}
	}
	return start.String() + " – " + end.String()
}
