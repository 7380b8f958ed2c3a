package coop

import (
	"testing"

	"pgregory.net/rapid"
)

func TestADateIsReadAsTypedAndShownAsItIs(t *testing.T) {
	for _, tt := range []struct {
		typed       string
		want        Date
		precision   Precision
		first, last Day
		shown       string
	}{
		{"2024-02-26", "2024-02-26", ToDay, "2024-02-26", "2024-02-26", "26 Feb 2024"},
		{"26 Feb 2024", "2024-02-26", ToDay, "2024-02-26", "2024-02-26", "26 Feb 2024"},
		{" 6 february  2024 ", "2024-02-06", ToDay, "2024-02-06", "2024-02-06", "6 Feb 2024"},
		{"2024-02", "2024-02", ToMonth, "2024-02-01", "2024-02-29", "Feb 2024"},
		{"Feb 2024", "2024-02", ToMonth, "2024-02-01", "2024-02-29", "Feb 2024"},
		{"February 2023", "2023-02", ToMonth, "2023-02-01", "2023-02-28", "Feb 2023"},
		{"DEC 2100", "2100-12", ToMonth, "2100-12-01", "2100-12-31", "Dec 2100"},
		{"2024", "2024", ToYear, "2024-01-01", "2024-12-31", "2024"},
		{"1900", "1900", ToYear, "1900-01-01", "1900-12-31", "1900"},
		{"", "", Unknown, "", "", ""},
		{"\t ", "", Unknown, "", "", ""},
	} {
		got, err := ParseDate(tt.typed)
		if err != nil || got != tt.want {
			t.Errorf("ParseDate(%q) = %q, %v; want %q", tt.typed, got, err, tt.want)
			continue
		}
		if got.Precision() != tt.precision || got.First() != tt.first || got.Last() != tt.last || got.String() != tt.shown {
			t.Errorf("%q: %s, %s to %s, shown %q; want %+v", tt.typed, got.Precision(), got.First(), got.Last(), got.String(), tt)
		}
	}
	for _, typed := range []string{
		"2024-2-6", "2024-13", "2024-02-30", "24", "02/2024", "Febr 2024", "Feb", "Feb 24", "2024-02-26T00:00", "1899", "2101-01", "0", "20244", "-2024", "2024 – 2025", "２０２４", "31 Feb 2024",
	} {
		if got, err := ParseDate(typed); err == nil {
			t.Errorf("ParseDate(%q) = %q, want an error", typed, got)
		}
	}
}

func TestADateLiesBeforeAnotherOnlyIfAllOfItDoes(t *testing.T) {
	for _, tt := range []struct {
		d, e Date
		want bool
	}{
		{"2024-02-09", "2024-02-10", true}, {"2024-02-10", "2024-02-10", false},
		{"2024-02-10", "2024-02", false}, {"2024-02", "2024-02-10", false}, {"2024-02", "2024-03-01", true},
		{"2023-12", "2024", true}, {"2024", "2024-12", false}, {"2024-12", "2024", false}, {"2024", "2025", true},
		{"", "2024", false}, {"2024", "", false}, {"", "", false},
	} {
		if got := tt.d.Before(tt.e); got != tt.want {
			t.Errorf("%q before %q: %t", tt.d, tt.e, got)
		}
	}
}

func TestDatesAreToldNoMoreExactlyThanTheyAreKnown(t *testing.T) {
	for _, tt := range []struct {
		start, end Date
		want       string
	}{
		{"", "", ""}, {"2024", "", "2024"}, {"", "2024-02", "Feb 2024"}, {"2024-02-26", "2024-02-26", "26 Feb 2024"},
		{"2024-02-03", "2024-02-09", "3–9 Feb 2024"}, {"2024-02-28", "2024-03-03", "28 Feb – 3 Mar 2024"},
		{"2023-12-28", "2024-01-03", "28 Dec 2023 – 3 Jan 2024"},
		{"2024-02-01", "2024-02-29", "1–29 Feb 2024"}, // and not Feb 2024, which is less
		{"2024-02", "2024-03", "Feb–Mar 2024"}, {"2023-12", "2024-01", "Dec 2023 – Jan 2024"},
		{"2015", "2019", "2015–2019"}, {"2024-02", "2024-03-03", "Feb 2024 – 3 Mar 2024"}, {"2024", "2024-03", "2024 – Mar 2024"},
	} {
		if got := DatesText(tt.start, tt.end); got != tt.want {
			t.Errorf("%q to %q is told as %q, want %q", tt.start, tt.end, got, tt.want)
		}
	}
}

// FuzzParseDate holds any date that is taken to what the rest relies on.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2024-02-26", "2024-02", "Feb 2024", "february 2024", "26 Feb 2024", "2024", "", " 1900 ", "2100-12", "Sept 2024", "2024-00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			if d != "" {
				t.Fatalf("%q: %q with %v", s, d, err)
			}
			return
		}
		for _, text := range []string{string(d), d.String()} {
			if again, err := ParseDate(text); err != nil || again != d {
				t.Fatalf("%q is %q, which reads as %q, %v", s, text, again, err)
			}
		}
		if d == "" {
			return
		}
		for _, day := range []Day{d.First(), d.Last()} {
			if _, err := ParseDay(string(day)); err != nil {
				t.Fatalf("%q: day %q: %v", s, day, err)
			}
		}
		first, last, err := ParseSpan(string(d))
		if err != nil || first != d.First() || last != d.Last() {
			t.Fatalf("%q is %s to %s, as a filter %s to %s, %v", d, d.First(), d.Last(), first, last, err)
		}
	})
}

// TestTextOrderIsThatOfTheCheck: the database says in text what Before says in days.
func TestTextOrderIsThatOfTheCheck(t *testing.T) {
	date := rapid.Map(rapid.SliceOfN(rapid.IntRange(0, 2), 4, 4), func(n []int) Date {
		day := DayOf(Day("2023-12-30").Time().AddDate(n[0], n[1], n[2]))
		return Date(day[:[]int{4, 7, 10}[n[3]]])
	})
	rapid.Check(t, func(rt *rapid.T) {
		start, end := date.Draw(rt, "start"), date.Draw(rt, "end")
		if fits := string(start) <= string(end)+"~"; fits == end.Before(start) {
			rt.Fatalf("%s to %s: text %t", start, end, fits)
		}
	})
}
