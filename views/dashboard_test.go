package views

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"entente/internal/codebook"
	"entente/internal/coop"
)

const sampleToday = coop.Day("2024-12-24")

func parsedView(t testing.TB, href string) (string, coop.View) {
	t.Helper()
	u, err := url.Parse(href)
	if err != nil {
		t.Fatalf("href %q: %v", href, err)
	}
	v, _, err := coop.ParseView(u.Query(), coop.Scope{}, codebook.Default())
	if err != nil {
		t.Fatalf("href %q: %v", href, err)
	}
	return u.Path, v
}

// optionOf reads what a page gives to a chart.
func optionOf(t testing.TB, doc *goquery.Document, id string) (out struct {
	XAxis    []struct{ Data []string }
	YAxis    []struct{ Data []string }
	DataZoom []struct{ Type string }
	Series   []struct {
		ID, Name, Stack string
		MarkPoint       struct{ Data []datum }
		Data            []datum
	}
}) {
	t.Helper()
	if err := json.Unmarshal([]byte(doc.Find("script#"+id).Text()), &out); err != nil {
		t.Fatalf("option %s: %v", id, err)
	}
	return out
}

// sampleViews are views and ways to show them, by name.
var sampleViews = map[string]struct {
	view coop.View
	show coop.Display
}{
	"everything":       {},
	"all areas, month": {show: coop.Display{By: coop.ByMonth, Split: coop.SplitAll}},
	"articles":         {show: coop.Display{Unit: coop.Articles, By: coop.ByQuarter}},
	"five years":       {view: coop.View{From: "2019-03", To: "2023-10-15"}},
	"a pair":           {view: coop.View{Pair: "KH-US", WithAreas: []string{"training"}}, show: coop.Display{Split: coop.SplitAll}},
	"no area":          {view: coop.View{WithAreas: []string{coop.NoArea}}},
	"nothing":          {view: coop.View{From: "1950", To: "1951"}},
}

// Whatever promises a number leads to a list that has just as many rows.
func TestMarksLeadToTheirRows(t *testing.T) {
	rows := sampleRows(400)
	for name, tt := range sampleViews {
		t.Run(name, func(t *testing.T) {
			d := sampleDashboard(rows, tt.view, tt.show, sampleToday)
			doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
			checked := 0
			holds := func(what, href string, want int) {
				t.Helper()
				path, v := parsedView(t, href)
				if path != "/articles" && path != "/engagements" {
					t.Errorf("%s leads to %s", what, path)
				}
				if got := len(sampleOf(rows, v)); got != want {
					t.Errorf("%s promises %d, %s has %d", what, want, href, got)
				}
				checked++
			}
			doc.Find("main [data-total]").Each(func(_ int, s *goquery.Selection) {
				n, err := strconv.Atoi(s.AttrOr("data-total", ""))
				if err != nil {
					t.Fatalf("data-total: %v", err)
				}
				if text := strings.TrimSpace(s.Text()); !strings.Contains(text, number(n)) {
					t.Errorf("promises %d, says %q", n, text)
				}
				if strings.Contains(s.AttrOr("href", ""), "state=") {
					return // waiting: the sample has no states
				}
				if href := s.AttrOr("href", ""); strings.HasPrefix(href, "/pa") {
					if want := takingPart(sampleOf(rows, tt.view)); n != want[strings.FieldsFunc(href, func(r rune) bool { return r == '/' || r == '?' })[0]] {
						t.Errorf("%s promises %d, want one of %v", describe(s), n, want)
					}
					return
				}
				holds(describe(s), s.AttrOr("href", ""), n)
			})
			for _, id := range []string{"timeline-json", "topics-json", "coverage-json"} {
				if doc.Find("script#"+id).Length() == 0 {
					continue
				}
				for _, s := range optionOf(t, doc, id).Series {
					for _, m := range slices.Concat(s.Data, s.MarkPoint.Data) {
						n := told(m)
						if (n > 0) != (m.Href != "") {
							t.Errorf("%s: mark of %d has address %q", id, n, m.Href)
						}
						if n > 0 {
							holds(id+" "+s.ID, m.Href, n)
						}
					}
				}
			}
			if d.Total > 0 && checked < 60 {
				t.Errorf("only %d promises", checked)
			}
		})
	}
}

// takingPart counts the parties and the pairs of some rows.
func takingPart(rows []sampleRow) map[string]int {
	seen := map[string]bool{}
	out := map[string]int{}
	count := func(list, one string) {
		if !seen[one] {
			seen[one] = true
			out[list]++
		}
	}
	for _, r := range rows {
		for i, a := range r.Parties {
			count("parties", a)
			for _, b := range r.Parties[i+1:] {
				count("pairs", coop.PairOf(a, b))
			}
		}
	}
	return out
}

// told is the count of a mark.
func told(m datum) int {
	if list, ok := m.Value.([]any); ok {
		return int(list[2].(float64))
	}
	return int(m.Value.(float64))
}

func TestTimelineOption(t *testing.T) {
	rows := sampleRows(700)
	for _, split := range []coop.Split{coop.SplitCore, coop.SplitAll} {
		d := sampleDashboard(rows, coop.View{}, coop.Display{By: coop.ByMonth, Split: split}, sampleToday)
		doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
		o := optionOf(t, doc, "timeline-json")
		if len(o.DataZoom) != 2 || o.DataZoom[0].Type != "slider" || o.DataZoom[1].Type != "inside" {
			t.Errorf("%s: zoom %+v, want a slider and inside", split, o.DataZoom)
		}
		labels := o.XAxis[0].Data
		if last := labels[len(labels)-1]; last != "Dec 2024*" || labels[len(labels)-3] != "Oct 2024" {
			t.Errorf("%s: last label %q, want Dec 2024*", split, last)
		}
		sums := make([]float64, len(labels))
		for i, s := range o.Series {
			if s.ID != d.Timeline.Series[i] || s.Stack != "all" || len(s.Data) != len(labels) {
				t.Errorf("%s: series %q, stack %q, %d marks; want %q, all, %d", split, s.ID, s.Stack, len(s.Data), d.Timeline.Series[i], len(labels))
			}
			for j, m := range s.Data {
				value := m.Value.([]any)
				if value[0] != labels[j] {
					t.Errorf("%s: %s mark %d is of %v, want %s", split, s.ID, j, value[0], labels[j])
				}
				sums[j] += value[1].(float64)
			}
		}
		for j, c := range d.Timeline.Columns {
			if math.Abs(sums[j]-float64(c.Total)) > 0.1 {
				t.Errorf("%s: %s is %v high, want %d", split, labels[j], sums[j], c.Total)
			}
		}
	}
}

func TestFewColumnsNeedNoSlider(t *testing.T) {
	d := sampleDashboard(sampleRows(50), coop.View{}, coop.Display{}, sampleToday)
	doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
	if o := optionOf(t, doc, "timeline-json"); len(o.DataZoom) != 0 {
		t.Errorf("%d columns have zoom %+v", len(o.XAxis[0].Data), o.DataZoom)
	}
}

// The table under Data has the numbers of the chart, mark by mark.
func TestDataTableMatchesTheChart(t *testing.T) {
	d := sampleDashboard(sampleRows(300), coop.View{}, coop.Display{Split: coop.SplitAll}, sampleToday)
	doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
	lines := doc.Find("#timeline details.data tbody tr")
	for i, s := range optionOf(t, doc, "timeline-json").Series {
		cells := lines.Eq(i).Find("td")
		sum := 0
		for j, m := range s.Data {
			cell := cells.Eq(j)
			if got := strings.TrimSpace(cell.Text()); got != number(told(m)) {
				t.Errorf("%s, column %d: table %s, chart %d", s.ID, j, got, told(m))
			}
			if got := cell.Find("a").AttrOr("href", ""); got != m.Href {
				t.Errorf("%s, column %d: table opens %q, chart %q", s.ID, j, got, m.Href)
			}
			sum += told(m)
		}
		if got := strings.TrimSpace(cells.Last().Text()); got != number(sum) {
			t.Errorf("%s: in all %s, want %d", s.ID, got, sum)
		}
	}
	if got := strings.TrimSpace(doc.Find("#timeline details.data tfoot td").Last().Text()); got != "300" {
		t.Errorf("table is of %s rows, want 300", got)
	}
}

func TestDashboardKeepsThePolicy(t *testing.T) {
	for name, tt := range sampleViews {
		d := sampleDashboard(sampleRows(300), tt.view, tt.show, sampleToday)
		doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
		doc.Find("*").Each(func(_ int, s *goquery.Selection) {
			for _, a := range s.Get(0).Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: attribute %s on %s", name, a.Key, describe(s))
				}
			}
		})
		doc.Find("script:not([src]):not([type='application/json'])").Each(func(_ int, s *goquery.Selection) {
			t.Errorf("%s: script on the page: %s", name, describe(s))
		})
		doc.Find(".plot[data-chart]").Each(func(_ int, s *goquery.Selection) {
			if s.AttrOr("data-label", "") == "" || s.Find("table").Length() != 1 || doc.Find("script#"+s.AttrOr("data-chart", "")).Length() != 1 {
				t.Errorf("%s: plot needs label, table and option: %s", name, describe(s))
			}
		})
		doc.Find("[data-png]").Each(func(_ int, s *goquery.Selection) {
			if doc.Find("script#"+s.AttrOr("data-png", "")).Length() != 1 {
				t.Errorf("%s: nothing to draw for %s", name, describe(s))
			}
		})
		if n := doc.Find("main figure h2, main section h2").Length(); n != 8 {
			t.Errorf("%s: %d figures, want 8", name, n)
		}
	}
}

func TestEmptyDashboardIsWhole(t *testing.T) {
	d := sampleDashboard(nil, coop.View{Q: "zzz"}, coop.Display{}, sampleToday)
	d.Articles.N = 3
	doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
	if got := doc.Find("main .plot-none").Length(); got != 8 {
		t.Errorf("%d figures say that they are empty, want 8", got)
	}
	if got := doc.Find("main .takeaway, main [data-png], main [data-chart]").Length(); got != 0 {
		t.Errorf("%d takeaways, pictures or charts of nothing", got)
	}
	if got := doc.Find("#timeline .plot-none").Text(); !strings.Contains(got, "3 articles") {
		t.Errorf("timeline says %q, want the articles that there are", got)
	}
}

func TestChangesNeedABase(t *testing.T) {
	n := 19
	former := func(n int) *int { return &n }
	for _, tt := range []struct {
		name   string
		figure KeyFigure
		want   string
	}{
		{"enough", KeyFigure{N: 26, Previous: former(20)}, "▲up 30% from 20"},
		{"fewer", KeyFigure{N: 933, Previous: former(1082)}, "▼down 14% from 1,082"},
		{"the same", KeyFigure{N: 20, Previous: former(20)}, "no change from 20"},
		{"hardly", KeyFigure{N: 10_001, Previous: former(10_000)}, "▲up <1% from 10,000"},
		{"a base too small", KeyFigure{N: 26, Previous: &n}, "fewer than 20 before"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := sampleDashboard(nil, coop.View{From: "2020", To: "2021"}, coop.Display{}, sampleToday)
			d.Articles = tt.figure
			doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
			if got := strings.Join(strings.Fields(doc.Find("dl.figures .delta").First().Text()), " "); strings.ReplaceAll(got, "▲ ", "▲") != tt.want && strings.ReplaceAll(got, "▼ ", "▼") != tt.want {
				t.Errorf("change %q, want %q", got, tt.want)
			}
		})
	}
	d := sampleDashboard(sampleRows(300), coop.View{}, coop.Display{}, sampleToday)
	doc, _ := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
	if got := doc.Find("main .delta").Length(); got != 0 {
		t.Errorf("%d changes where nothing is compared", got)
	}
}

// The page stays light with every area in every month of 21 years.
func TestDashboardIsLight(t *testing.T) {
	rows := sampleRows(20_000)
	for i := range rows {
		rows[i].Day = coop.Day("2003-01-01").AddDays(i % (21*365 + 5))
	}
	for _, by := range []coop.By{coop.ByYear, coop.ByMonth} {
		d := sampleDashboard(rows, coop.View{}, coop.Display{By: by, Split: coop.SplitAll}, sampleToday)
		_, page := drawn(t, Dashboard(samplePage("Dashboard", "dashboard"), d))
		size := compressed(page)
		t.Logf("by %s: %d columns, %d bytes, %d compressed", by, len(d.Timeline.Columns), len(page), size)
		if size > 60_000 {
			t.Errorf("by %s: %d bytes compressed, at most 60,000", by, size)
		}
	}
}

// compressed is how many bytes of a page are sent.
func compressed(page string) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(page))
	z.Close()
	return b.Len()
}
