package coop

import (
	"errors"
	"fmt"
	"time"
)

// Day is a civil day written 2024-02-27, or "" where none is stated. It has no
// zone, so no date moves with one, and it sorts as text.
type Day string

// MinYear and MaxYear bound every day that is taken in, so that a slip of the
// finger cannot ask for a timeline of ten thousand columns.
const (
	MinYear = 1900
	MaxYear = 2100
)

var (
	errDay  = errors.New("write the date as 2024-02-27")
	errYear = fmt.Errorf("the year must lie between %d and %d", MinYear, MaxYear)
)

// Earliest is the first day that is taken in.
const Earliest Day = "1900-01-01"

// ParseDay reads a day of the years 1900 to 2100, written 2024-02-27.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", errDay
	}
	if t.Year() < MinYear || t.Year() > MaxYear {
		return "", errYear
	}
	return Day(s), nil
}

// DayOf is the civil day of t in its own zone.
func DayOf(t time.Time) Day { return Day(t.Format(time.DateOnly)) }

// DayFromNumber is the inverse of [Day.Number].
func DayFromNumber(n int32) Day {
	return DayOf(time.Unix(int64(n)*86400, 0).UTC())
}

// Number counts days since 1 January 1970. The empty day has none: callers check first.
func (d Day) Number() int32 {
	sec := d.Time().Unix()
	if sec < 0 { // whole days, so the division is exact on both sides of 1970
		return int32(-(-sec / 86400))
	}
	return int32(sec / 86400)
}

// Time is the first instant of the day in UTC; the zero time for the empty day.
func (d Day) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d)) // every Day went through ParseDay
	return t
}

// AddDays is the day n days later.
func (d Day) AddDays(n int) Day { return DayOf(d.Time().AddDate(0, 0, n)) }

// String writes the day for readers: 27 Feb 2024.
func (d Day) String() string {
	if d == "" {
		return ""
	}
	return d.Time().Format("2 Jan 2006")
}

// ParseSpan reads a day, a month or a year and gives its first and last day.
func ParseSpan(s string) (first, last Day, err error) {
	for _, p := range []struct {
		layout       string
		years, month int
		days         int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		t, err := time.Parse(p.layout, s)
		if err != nil {
			continue
		}
		if t.Year() < MinYear || t.Year() > MaxYear {
			return "", "", errYear
		}
		return DayOf(t), DayOf(t.AddDate(p.years, p.month, p.days).AddDate(0, 0, -1)), nil
	}
	return "", "", errors.New("write it as 2024-02-27, 2024-02 or 2024")
}

// SpanText writes two days as a range for readers, as short as it can be said:
// "27 Feb 2024", "3–9 Feb 2024", "2015–2019", "from 27 Feb 2024", "until 2019".
func SpanText(from, to Day) string {
	switch {
	case from == "" && to == "":
		return ""
	case to == "":
		return "from " + spanEdge(from, true)
	case from == "":
		return "until " + spanEdge(to, false)
	case from == to:
		return from.String()
	}
	f, t := from.Time(), to.Time()
	wholeYears := f.YearDay() == 1 && t.Month() == 12 && t.Day() == 31
	wholeMonths := f.Day() == 1 && t.AddDate(0, 0, 1).Day() == 1
	switch {
	case wholeYears && f.Year() == t.Year():
		return f.Format("2006")
	case wholeYears:
		return f.Format("2006") + "–" + t.Format("2006")
	case wholeMonths && f.Year() == t.Year() && f.Month() == t.Month():
		return f.Format("Jan 2006")
	case wholeMonths && f.Year() == t.Year():
		return f.Format("Jan") + "–" + t.Format("Jan 2006")
	case wholeMonths:
		return f.Format("Jan 2006") + " – " + t.Format("Jan 2006")
	case f.Year() == t.Year() && f.Month() == t.Month():
		return f.Format("2") + "–" + t.Format("2 Jan 2006")
	case f.Year() == t.Year():
		return f.Format("2 Jan") + " – " + t.Format("2 Jan 2006")
	}
	return from.String() + " – " + to.String()
}

// spanEdge writes one end of an open range: a whole year as the year alone.
func spanEdge(d Day, first bool) string {
	t := d.Time()
	if first && t.YearDay() == 1 || !first && t.Month() == 12 && t.Day() == 31 {
		return t.Format("2006")
	}
	return d.String()
}
