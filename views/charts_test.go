package views

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// allCharts draws every option of the dashboard.
func allCharts(d DashboardPage) map[string]chart {
	return map[string]chart{
		"timeline": timelineOption(d.timeline()), "topics": topicsOption(d.topics()),
		"matrix": matrixOption(d.matrix()), "pairs": pairsOption(d.pairs()),
		"stages": stagesOption(d.stages()), "coverage": coverageOption(d.coverage()),
	}
}

// go-echarts writes functions as strings; ours are data only.
func TestOptionsHoldNoFunctions(t *testing.T) {
	for name, tt := range sampleViews {
		d := sampleDashboard(sampleRows(300), tt.view, tt.show, sampleToday)
		if d.Total == 0 {
			continue
		}
		for figure, option := range allCharts(d) {
			text, err := json.Marshal(option)
			if err != nil {
				t.Fatalf("%s, %s: %v", name, figure, err)
			}
			if strings.Contains(string(text), "__f__") {
				t.Errorf("%s, %s: a function in %.200s", name, figure, text)
			}
		}
	}
}

// What looks like code in a title or a filter is text wherever it goes.
func TestHostileDashboard(t *testing.T) {
	for _, bad := range []string{`</script><script>alert(1)</script>`, `__f__alert(1)__f__`, `"><img src=x onerror=alert(1)>`, `{a|b}`} {
		rows := sampleRows(50)
		for i := range rows {
			rows[i].Parties = []string{"KH", bad}
		}
		v := coop.View{Q: bad, Sources: []string{bad}}
		d := sampleDashboard(rows, v, coop.Display{}, sampleToday)
		d.Latest[0].Title = bad
		doc, page := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
		if got := doc.Find("#latest-h").Closest("section").Find("a.title").First().Text(); got != bad {
			t.Errorf("title %q, want %q", got, bad)
		}
		if strings.Contains(page, "<img") || strings.Contains(page, "<script>alert") {
			t.Errorf("%q became markup", bad)
		}
		if got := doc.Find("h1").Text(); !strings.Contains(got, bad) {
			t.Errorf("heading %q, want %q in it", got, bad)
		}
		for _, s := range optionOf(t, doc, "timeline-json").Series {
			for _, m := range s.Data {
				if m.Href == "" {
					continue
				}
				if _, v := parsedView(t, m.Href); v.Q != bad || !slices.Equal(v.Sources, []string{bad}) {
					t.Fatalf("mark opens %+v, want q and source %q", v, bad)
				}
			}
		}
		names := optionOf(t, doc, "matrix-json").YAxis[0].Data
		if !slices.Contains(names, bad) {
			t.Errorf("party %q is lost in %q", bad, names)
		}
	}
}

func TestTopicsOption(t *testing.T) {
	d := sampleDashboard(sampleRows(700), coop.View{From: "2020", To: "2021"}, coop.Display{}, sampleToday)
	doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
	o := optionOf(t, doc, "topics-json")
	byArea := map[string]int{}
	for _, m := range o.Series[0].Data {
		byArea[m.ID] = told(m)
		if want := "var(--area-" + m.ID + ")"; m.Style == nil || m.Style.Color != want {
			t.Errorf("%s has colour %v, want %s", m.ID, m.Style, want)
		}
	}
	want := map[string]int{}
	for _, a := range d.Areas {
		want[a.Area] = a.N
	}
	if diff := cmp.Diff(want, byArea); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
	former := 0
	for _, n := range d.Previous.Areas {
		former += n
	}
	for _, m := range o.Series[0].MarkPoint.Data {
		former -= told(m)
	}
	if former != 0 || len(o.Series[0].MarkPoint.Data) == 0 {
		t.Errorf("ticks miss %d rows of the period before", former)
	}
}

func TestMatrixAndPairsKeepTheirTopRows(t *testing.T) {
	d := sampleDashboard(sampleRows(700), coop.View{}, coop.Display{}, sampleToday)
	doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
	if got := doc.Find("#matrix tbody tr").Length(); got != matrixRows {
		t.Errorf("%d parties, want %d", got, matrixRows)
	}
	if got := doc.Find("#matrix .fig-note").Text(); !strings.Contains(got, "the CSV has all "+number(len(d.Matrix))) {
		t.Errorf("note %q, want the number of all parties", got)
	}
	if got := doc.Find("#pairs tbody tr").Length(); got != pairRows {
		t.Errorf("%d pairs, want %d", got, pairRows)
	}
	for i, href := range []string{"timeline", "areas", "matrix", "pairs", "stages", "coverage"} {
		got := doc.Find(".fig-actions a").Eq(i).AttrOr("href", "")
		if want := "/charts/" + href + ".csv?profile=excel"; got != want {
			t.Errorf("CSV %q, want %q", got, want)
		}
	}
}

func TestScale(t *testing.T) {
	for _, most := range []int{0, 1, 3, 7, 25, 151, 60_000} {
		got := newScale(most)
		if len(got.least) > 7 || got.least[0] != 1 || most > 0 && got.last() > most {
			t.Errorf("newScale(%d) = %v, want up to 7 steps from 1 to at most that", most, got)
		}
		for i := 1; i < len(got.least); i++ {
			if got.least[i] <= got.least[i-1] {
				t.Errorf("newScale(%d) = %v, want it to rise", most, got)
			}
		}
		if got.class(0) != "" || got.class(1) != "h1" || most > 7 && got.class(most) < "h6" {
			t.Errorf("newScale(%d): classes %q, %q and %q of 0, 1 and that", most, got.class(0), got.class(1), got.class(most))
		}
		if days := newDayScale(most); days.class(1) < "h3" || days.class(max(1, most)) != "h7" {
			t.Errorf("newDayScale(%d): classes %q and %q of 1 and that, want strong ones", most, days.class(1), days.class(most))
		}
	}
}

func TestHeading(t *testing.T) {
	for _, tt := range []struct {
		view coop.View
		want string
	}{
		{coop.View{}, "Defence cooperation"},
		{coop.View{Parties: []string{"KH", "PH", "TH"}}, "Defence cooperation of Cambodia, the Philippines or Thailand"},
		{coop.View{Parties: []string{"KH", "US"}, AllParties: true}, "Defence cooperation of Cambodia and the United States"},
		{coop.View{Pair: "KH-US", Areas: []string{"demining"}}, "Defence cooperation between Cambodia and the United States in demining and EOD"},
		{coop.View{Parties: []string{"KH"}, Pair: "KH-US"}, "Defence cooperation between Cambodia and the United States"},
		{coop.View{Pair: "KH-US", WithParties: []string{"CN"}}, "Defence cooperation between Cambodia and the United States, with China"},
		{coop.View{WithAreas: []string{"none"}}, "Defence cooperation without an area"},
		{coop.View{WithAreas: []string{"other"}}, "Defence cooperation in areas outside the core four"},
		{coop.View{Areas: []string{"cyber"}, WithAreas: []string{"training"}}, "Defence cooperation in cyber and emerging technology, also in training and education"},
		{coop.View{Forms: []string{"exercise"}, Q: "mine"}, "Defence cooperation, form: exercise, about “mine”"},
		{coop.View{Parties: []string{"AU", "CN", "IN", "JP", "KH", "KR"}}, "Defence cooperation of Australia, China, India, Japan or 2 others"},
	} {
		if got := heading(tt.view, codebook.Default()); got != tt.want {
			t.Errorf("heading(%s) = %q, want %q", tt.view.Query(), got, tt.want)
		}
	}
}
