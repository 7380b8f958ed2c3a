package dossier

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
)

// gapsOf fills columns with engagements, and gives what gaps are found from.
func gapsOf(own, others []figures.Engagement, end coop.Day) []Gap {
	columns := func(rows []figures.Engagement) *figures.Columns {
		c := figures.New(codebook.Default())
		c.AddArticle(figures.Article{ID: 1, Day: "2000-01-01", State: coop.Coded})
		for i, e := range rows {
			e.ID, e.Articles = int64(i+1), []int64{1}
			c.AddEngagement(e)
		}
		c.Sort()
		return c
	}
	c := columns(own)
	counts := make([]int, len(codebook.Default().Areas()))
	for i, a := range columns(others).Figures(figures.Query{}).Areas() {
		counts[i] = a.N
	}
	return Gaps(c.Figures(figures.Query{}).Timeline(coop.ByYear, coop.SplitAll, end), c.Ends(figures.Query{}), counts, end)
}

func on(day coop.Day, areas ...string) figures.Engagement {
	return figures.Engagement{Day: day, Areas: areas}
}

func TestGaps(t *testing.T) {
	for _, tt := range []struct {
		name        string
		own, others []figures.Engagement
		end         coop.Day
		want        []Gap
	}{
		{"nothing at all", nil, []figures.Engagement{on("2015-01-01", "demining")}, "2016-01-01", nil},
		{"a year to the day",
			[]figures.Engagement{on("2017-03-10", "demining"), on("2017-03-10", "training"), on("2018-03-10", "training")}, nil, "2018-03-10",
			[]Gap{{Area: "demining", Kind: Since, Last: "2017-03-10", Months: 12, N: 1, Meanwhile: 1}}},
		{"a day less than a year", []figures.Engagement{on("2017-03-10", "demining")}, nil, "2018-03-09", nil},
		{"two whole years between reports",
			[]figures.Engagement{on("2010-01-01", "cyber"), on("2012-05-05", "training"), on("2012-12-31", "training"), on("2013-01-01", "cyber")}, nil, "2013-12-31",
			[]Gap{
				{Area: "training", Kind: Since, Last: "2012-12-31", Months: 12, N: 2, Meanwhile: 1},
				{Area: "cyber", Kind: Between, FirstYear: 2011, LastYear: 2012, N: 2, Meanwhile: 2, After: 1},
			}},
		{"one whole year is none", []figures.Engagement{on("2010-01-01", "cyber"), on("2012-12-31", "cyber")}, nil, "2012-12-31", nil},
		{"the longest of several, the latest of those as long",
			[]figures.Engagement{on("2001-01-01", "cyber"), on("2004-01-01", "cyber"), on("2007-01-01", "cyber")}, nil, "2007-12-31",
			[]Gap{{Kind: All, FirstYear: 2005, LastYear: 2006, N: 3, After: 1}, {Area: "cyber", Kind: Between, FirstYear: 2005, LastYear: 2006, N: 3, After: 1}}},
		{"only others did it",
			[]figures.Engagement{on("2015-01-01", "training")}, []figures.Engagement{on("2014-01-01", "cyber"), on("2015-01-01", "cyber")}, "2015-02-01",
			[]Gap{{Area: "cyber", Kind: Never, Meanwhile: 1, Elsewhere: 2}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, gapsOf(tt.own, tt.others, tt.end)); diff != "" {
				t.Errorf("gaps (-want +got):\n%s", diff)
			}
		})
	}
}

var someAreas = []string{"training", "demining", "cyber"}

// TestInAGapNothingIsReported holds any gap against the rows, and asks that no
// silence of a year is passed over.
func TestInAGapNothingIsReported(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.Custom(func(t *rapid.T) coop.Day {
			return coop.Day("2010-01-01").AddDays(rapid.IntRange(0, 12*365).Draw(t, "day"))
		})
		end := day.Draw(t, "end")
		row := rapid.Custom(func(t *rapid.T) figures.Engagement {
			d := day.Draw(t, "on")
			return on(min(d, end), rapid.SliceOfNDistinct(rapid.SampledFrom(someAreas), 0, 2, rapid.ID).Draw(t, "areas")...)
		})
		own, others := rapid.SliceOfN(row, 0, 8).Draw(t, "own"), rapid.SliceOfN(row, 0, 3).Draw(t, "others")
		has := func(e figures.Engagement, area string) bool { return area == "" || slices.Contains(e.Areas, area) }
		gaps := gapsOf(own, others, end)
		for _, g := range gaps {
			n, meanwhile := 0, 0
			for _, e := range own {
				within := g.Kind == Since && e.Day > g.Last || g.Kind == Never ||
					(g.Kind == Between || g.Kind == All) && Year(e.Day) >= g.FirstYear && Year(e.Day) <= g.LastYear
				if has(e, g.Area) {
					n++
					if within {
						t.Fatalf("in %+v something is reported on %s", g, e.Day)
					}
				} else if within {
					meanwhile++
				}
			}
			if n != g.N || meanwhile != g.Meanwhile {
				t.Fatalf("%+v: %d rows, %d meanwhile", g, n, meanwhile)
			}
			if g.Kind == Since && coop.DayOf(g.Last.Time().AddDate(0, g.Months, 0)) > end && g.Last.Time().Day() <= 28 {
				t.Fatalf("%+v is longer than to %s", g, end)
			}
		}
		for _, area := range someAreas {
			last, elsewhere := coop.Day(""), 0
			for _, e := range own {
				if has(e, area) {
					last = max(last, e.Day)
				}
			}
			for _, e := range others {
				if has(e, area) {
					elsewhere++
				}
			}
			want := Kind("")
			switch {
			case len(own) == 0:
			case last == "" && elsewhere > 0:
				want = Never
			case last != "" && end.Number()-last.Number() > 366:
				want = Since
			}
			if want != "" && !slices.ContainsFunc(gaps, func(g Gap) bool { return g.Area == area && g.Kind == want }) {
				t.Fatalf("no gap %s of %s in %+v, which ends on %s", want, area, gaps, end)
			}
		}
	})
}

func seriesRow(id int64, day coop.Day, name, stage string) figures.SeriesRow {
	return figures.SeriesRow{Row: figures.Row{ID: id, Day: day}, Series: name, Stage: stage}
}

// TestAngkorSentinel has an exercise that was held, held, cancelled, and not
// reported since.
func TestAngkorSentinel(t *testing.T) {
	rows := []figures.SeriesRow{
		seriesRow(1, "2014-04-21", "Angkor Sentinel", "done"), seriesRow(2, "2015-03-09", "Angkor Sentinel", "planned"),
		seriesRow(3, "2015-03-10", "Angkor Sentinel", "done"), seriesRow(4, "2016-03-14", "Cobra Gold", ""),
		seriesRow(5, "2017-01-16", "Angkor Sentinel", "lapsed"),
	}
	got := AllSeries(rows, "2019-05-01")
	want := []Series{
		{"Angkor Sentinel", []SeriesYear{
			{2014, Held, []int64{1}, false}, {2015, Held, []int64{2, 3}, false}, {2016, Missing, nil, false},
			{2017, Cancelled, []int64{5}, false}, {2018, Missing, nil, false}, {2019, Missing, nil, true},
		}},
		{"Cobra Gold", []SeriesYear{
			{2016, Reported, []int64{4}, false}, {2017, Missing, nil, false}, {2018, Missing, nil, false}, {2019, Missing, nil, true},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	runs := []Run{{Held, 2014, 2015}, {Missing, 2016, 2016}, {Cancelled, 2017, 2017}, {Missing, 2018, 2018}}
	if diff := cmp.Diff(runs, got[0].Runs()); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
	if n := got[0].Missing(); n != 2 {
		t.Errorf("%d years are missing, want 2", n)
	}
}

// TestASeriesKeepsEveryEngagement and every year, once.
func TestASeriesKeepsEveryEngagement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []figures.SeriesRow
		for id := range rapid.IntRange(0, 12).Draw(t, "rows") {
			rows = append(rows, seriesRow(int64(id), coop.Day("2010-06-01").AddDays(rapid.IntRange(0, 3000).Draw(t, "day")),
				rapid.SampledFrom([]string{"A", "B"}).Draw(t, "series"),
				rapid.SampledFrom([]string{"", "asked", "offered", "planned", "agreed", "under-way", "done", "lapsed"}).Draw(t, "stage")))
		}
		slices.SortStableFunc(rows, func(a, b figures.SeriesRow) int { return int(a.Day.Number() - b.Day.Number()) })
		end := coop.Day("2010-01-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "end"))
		n := 0
		for _, s := range AllSeries(rows, end) {
			runs := 0
			for _, r := range s.Runs() {
				runs += r.To - r.From + 1
			}
			for i, y := range s.Years {
				if y.Year != s.Years[0].Year+i {
					t.Fatalf("%s: %d stands at %d", s.Name, y.Year, i)
				}
				if (y.Status == Missing) != (len(y.Engagements) == 0) {
					t.Fatalf("%s: %+v", s.Name, y)
				}
				if y.Open {
					runs++
				}
				n += len(y.Engagements)
			}
			if runs != len(s.Years) || s.Years[0].Status == Missing {
				t.Fatalf("%+v: %d years in runs", s, runs)
			}
			if last := s.Years[len(s.Years)-1].Year; last < Year(end) {
				t.Fatalf("%s ends in %d, the record on %s", s.Name, last, end)
			}
		}
		if n != len(rows) {
			t.Fatalf("%d of %d engagements", n, len(rows))
		}
	})
}

func TestMixHoldsASubjectAgainstAllOthers(t *testing.T) {
	line := func(years map[int][2]int) (out figures.Timeline) { // by year: rows, and those with the one area
		for year := 2014; year <= 2017; year++ {
			if c, ok := years[year]; ok {
				p := coop.ByYear.PeriodOf(coop.Day(strconv.Itoa(year) + "-01-01"))
				out.Columns = append(out.Columns, figures.Column{Period: p, Total: c[0], Counts: []int{c[1]}})
			}
		}
		return out
	}
	got := Mix(line(map[int][2]int{2015: {3, 2}, 2016: {0, 0}}), line(map[int][2]int{2014: {5, 5}, 2015: {10, 3}, 2016: {4, 4}}), 1)
	var seen [][5]int
	for _, m := range got {
		seen = append(seen, [5]int{Year(m.Period.First), m.Base, m.Counts[0], m.Others, m.OtherRows[0]})
	}
	if diff := cmp.Diff([][5]int{{2015, 3, 2, 7, 1}, {2016, 0, 0, 4, 4}}, seen); diff != "" {
		t.Errorf("mix (-want +got):\n%s", diff)
	}
}
