package coop

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseSpan(t *testing.T) {
	for _, tt := range []struct {
		in          string
		first, last Day
	}{
		{"2024-02-27", "2024-02-27", "2024-02-27"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2023-02", "2023-02-01", "2023-02-28"},
		{"2024-12", "2024-12-01", "2024-12-31"},
		{"2024", "2024-01-01", "2024-12-31"},
	} {
		first, last, err := ParseSpan(tt.in)
		if err != nil || first != tt.first || last != tt.last {
			t.Errorf("ParseSpan(%q) = %s, %s, %v; want %s, %s", tt.in, first, last, err, tt.first, tt.last)
		}
	}
	for _, in := range []string{"", "24", "2024-13", "2024-02-30", "1899", "2101", "2024-2", " 2024", "2024-02-27T00:00:00Z"} {
		if first, last, err := ParseSpan(in); err == nil {
			t.Errorf("ParseSpan(%q) = %s, %s; want an error", in, first, last)
		}
	}
}

func TestSpanText(t *testing.T) {
	for _, tt := range []struct {
		from, to Day
		want     string
	}{
		{"", "", ""},
		{"2024-02-27", "", "from 27 Feb 2024"},
		{"2015-01-01", "", "from 2015"},
		{"", "2019-12-31", "until 2019"},
		{"2024-02-27", "2024-02-27", "27 Feb 2024"},
		{"2015-01-01", "2015-12-31", "2015"},
		{"2015-01-01", "2019-12-31", "2015–2019"},
		{"2024-02-01", "2024-02-29", "Feb 2024"},
		{"2024-02-01", "2024-04-30", "Feb–Apr 2024"},
		{"2023-03-01", "2024-02-29", "Mar 2023 – Feb 2024"},
		{"2024-02-03", "2024-02-09", "3–9 Feb 2024"},
		{"2024-02-03", "2024-03-09", "3 Feb – 9 Mar 2024"},
		{"2023-12-30", "2024-01-02", "30 Dec 2023 – 2 Jan 2024"},
	} {
		if got := SpanText(tt.from, tt.to); got != tt.want {
			t.Errorf("SpanText(%q, %q) = %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

// anyDay draws a day that can be typed.
func anyDay(t *rapid.T, label string) Day {
	first := Day("1900-01-01").Number()
	last := Day("2100-12-31").Number()
	return DayFromNumber(rapid.Int32Range(first, last).Draw(t, label))
}

func TestDayNumberIsABijection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay(t, "day")
		if got := DayFromNumber(d.Number()); got != d {
			t.Fatalf("DayFromNumber(%d) = %s, want %s", d.Number(), got, d)
		}
		if next := d.AddDays(1); next.Number() != d.Number()+1 || next <= d {
			t.Fatalf("the day after %s is %s, number %d after %d", d, next, next.Number(), d.Number())
		}
	})
}

func TestPeriodsCoverASpanWithoutGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := anyDay(t, "from")
		to := from.AddDays(rapid.IntRange(0, 3000).Draw(t, "days"))
		by := rapid.SampledFrom([]By{ByMonth, ByQuarter, ByYear}).Draw(t, "by")
		periods := by.Periods(from, to)
		if len(periods) == 0 || periods[0].First > from || periods[0].Last < from || periods[len(periods)-1].Last < to {
			t.Fatalf("%s periods of %s to %s do not cover it: %v", by, from, to, periods)
		}
		for i, p := range periods[1:] {
			if p.First != periods[i].Last.AddDays(1) {
				t.Fatalf("gap or overlap between %v and %v", periods[i], p)
			}
		}
	})
}

func TestPeriodOf(t *testing.T) {
	for _, tt := range []struct {
		by   By
		day  Day
		want Period
	}{
		{ByMonth, "2024-02-27", Period{"2024-02", "Feb 2024", "2024-02-01", "2024-02-29"}},
		{ByQuarter, "2024-06-30", Period{"2024-Q2", "Q2 2024", "2024-04-01", "2024-06-30"}},
		{ByYear, "2024-06-30", Period{"2024", "2024", "2024-01-01", "2024-12-31"}},
	} {
		if got := tt.by.PeriodOf(tt.day); got != tt.want {
			t.Errorf("%s.PeriodOf(%s) = %v, want %v", tt.by, tt.day, got, tt.want)
		}
	}
}

func TestDefaultBy(t *testing.T) {
	for _, tt := range []struct {
		from, to Day
		want     By
	}{
		{"2023-01-01", "2024-12-31", ByMonth},
		{"2023-01-01", "2025-01-01", ByQuarter},
		{"2020-01-01", "2024-12-31", ByQuarter},
		{"2020-01-01", "2025-01-01", ByYear},
		{"", "2024-01-01", ByYear},
	} {
		if got := DefaultBy(tt.from, tt.to); got != tt.want {
			t.Errorf("DefaultBy(%s, %s) = %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestPreviousSpan(t *testing.T) {
	for _, tt := range []struct{ from, to, wantFrom, wantTo Day }{
		{"2015-01-01", "2019-12-31", "2010-01-01", "2014-12-31"},
		{"2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31"},
		{"2023-03-01", "2024-02-29", "2022-03-01", "2023-02-28"},
		{"2024-02-10", "2024-02-19", "2024-01-31", "2024-02-09"},
		{"2024-03-01", "2024-03-01", "2024-02-29", "2024-02-29"},
	} {
		from, to := PreviousSpan(tt.from, tt.to)
		if from != tt.wantFrom || to != tt.wantTo {
			t.Errorf("PreviousSpan(%s, %s) = %s, %s; want %s, %s", tt.from, tt.to, from, to, tt.wantFrom, tt.wantTo)
		}
	}
}

func TestDayDoesNotMoveWithAZone(t *testing.T) {
	late := time.Date(2024, 2, 27, 23, 59, 0, 0, time.FixedZone("east", 9*3600))
	if got := DayOf(late); got != "2024-02-27" {
		t.Errorf("DayOf(%v) = %s, want the day of its own zone", late, got)
	}
}

func FuzzParseSpan(f *testing.F) {
	for _, s := range []string{"2024", "2024-02", "2024-02-27", "0000", "9999-99-99", "２０２４"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		first, last, err := ParseSpan(s)
		if day, bad := ParseDay(s); bad == nil && (err != nil || first != day || last != day || string(day) != s) {
			t.Errorf("ParseDay(%q) = %q, ParseSpan gives %q, %q, %v", s, day, first, last, err)
		}
		if err != nil {
			return
		}
		if last < first {
			t.Errorf("ParseSpan(%q) ends before it begins: %s, %s", s, first, last)
		}
		for _, d := range []Day{first, last} {
			if again, err := ParseDay(string(d)); err != nil || again != d || DayFromNumber(d.Number()) != d || DayOf(d.Time()) != d {
				t.Errorf("ParseSpan(%q) gives %q, which is no day", s, d)
			}
		}
		from, to := shortSpan(first, last)
		a, _, errFrom := ParseSpan(from)
		_, b, errTo := ParseSpan(to)
		if errFrom != nil || errTo != nil || a != first || b != last {
			t.Errorf("ParseSpan(%q) is written from=%s to=%s, which is %s to %s", s, from, to, a, b)
		}
		if from, to := PreviousSpan(first, last); from > to || to.AddDays(1) != first {
			t.Errorf("ParseSpan(%q): before %s to %s comes %s to %s", s, first, last, from, to)
		}
		if SpanText(first, last) == "" {
			t.Errorf("ParseSpan(%q) has no words", s)
		}
	})
}
