package views

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
)

// sampleRelations counts the rows of a view the plain way. Every fifth of a day is
// not known to be of it.
func sampleRelations(all []sampleRow, v coop.View) RelationsPage {
	rows := sampleOf(all, v)
	p := RelationsPage{
		Lens: Lens{Path: "/relations", View: v}, Total: len(rows),
		Parties: sampleMatrix(rows), Pairs: samplePairs(rows), Today: sampleToday,
	}
	for range codebook.Default().Areas() {
		p.Areas = append(p.Areas, make([]int, len(codebook.Default().Areas())))
	}
	days := map[coop.Day]*figures.DayCount{}
	for i, r := range rows {
		for _, a := range r.Areas {
			for _, b := range r.Areas {
				p.Areas[codebook.Default().Index(a)][codebook.Default().Index(b)]++
			}
		}
		if days[r.Day] == nil {
			days[r.Day] = &figures.DayCount{Day: r.Day}
		}
		days[r.Day].N++
		if i%5 > 0 {
			days[r.Day].Exact++
		}
	}
	for _, d := range days {
		p.Days = append(p.Days, *d)
	}
	slices.SortFunc(p.Days, func(a, b figures.DayCount) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return p
}

func TestRelationsKeepTheirTopPartiesAndLatestYears(t *testing.T) {
	p := sampleRelations(sampleRows(700), coop.View{})
	doc, _ := drawn(t, Relations(samplePage("Relations", ""), p))
	if got := doc.Find("#relations tbody tr").Length(); got != squareParties {
		t.Errorf("%d parties, want %d", got, squareParties)
	}
	if got := doc.Find("#relations .fig-note").Text(); !strings.Contains(got, "the CSV has all "+number(len(p.Parties))) {
		t.Errorf("note %q, want the number of all parties", got)
	}
	if got := len(optionOf(t, doc, "calendar-json").Series); got != calendarYears {
		t.Errorf("days of %d years, want %d", got, calendarYears)
	}
	vague := p.calendar().vague()
	if got := doc.Find("#calendar .fig-note").Text(); vague == 0 || !strings.Contains(got, "Not known to the day: "+number(vague)+" of these 700.") {
		t.Errorf("note %q, want the %d that are not known to the day", got, vague)
	}
	for _, name := range []string{"calendar", "relations", "cooccurrence"} {
		if got := doc.Find("#"+name+" .fig-actions a").AttrOr("href", ""); got != "/charts/"+name+".csv?profile=excel" {
			t.Errorf("CSV of %s at %q", name, got)
		}
	}
}

// The page stays light with rows on every day of 21 years.
func TestRelationsAreLight(t *testing.T) {
	rows := sampleRows(20_000)
	for i := range rows {
		rows[i].Day = coop.Day("2003-01-01").AddDays(i % (21*365 + 5))
	}
	_, page := drawn(t, Relations(samplePage("Relations", ""), sampleRelations(rows, coop.View{})))
	size := compressed(page)
	t.Logf("%d bytes, %d compressed", len(page), size)
	if size > 60_000 {
		t.Errorf("%d bytes compressed, at most 60,000", size)
	}
}

func TestRelationsWithoutRows(t *testing.T) {
	p := sampleRelations(nil, coop.View{Areas: []string{"cyber"}})
	doc, _ := drawn(t, Relations(samplePage("Relations", ""), p))
	if got := doc.Find(".plot-none").Length(); got != 3 {
		t.Errorf("%d figures say that there is nothing, want 3", got)
	}
	if got := doc.Find("[data-chart], script[type='application/json']").Length(); got != 0 {
		t.Errorf("%d things to draw, want none", got)
	}
}

func TestRelationsHoldNoFunctions(t *testing.T) {
	for name, tt := range sampleViews {
		p := sampleRelations(sampleRows(300), tt.view)
		if p.Total == 0 {
			continue
		}
		for figure, option := range map[string]chart{
			"calendar": calendarOption(p.calendar()), "relations": squareOption(p.relations()), "cooccurrence": squareOption(p.together()),
		} {
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

// A name that looks like code is text in the table and in what is drawn.
func TestHostileRelations(t *testing.T) {
	const bad = `</script><script>alert(1)</script>`
	rows := sampleRows(50)
	for i := range rows {
		rows[i].Parties = []string{"KH", bad}
	}
	doc, page := drawn(t, Relations(samplePage("Relations", ""), sampleRelations(rows, coop.View{Q: bad})))
	if strings.Contains(page, "<script>alert") {
		t.Errorf("%q became markup", bad)
	}
	if names := optionOf(t, doc, "relations-json").YAxis[0].Data; !slices.Contains(names, bad) {
		t.Errorf("party %q is lost in %q", bad, names)
	}
}
