package handlers

import (
	"encoding/json"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// holdDashboard holds the dashboard and its files against the reference.
func (w *world) holdDashboard(rt *rapid.T, unit, query, display string) {
	shown := query + display + "&unit=" + unit
	v := ask(rt, "/?"+shown)
	page := w.page(rt, "/?"+shown)
	promises := w.holdPromises(rt, v, page)
	w.holdKeyFigures(rt, v, page)
	promises = append(promises, w.holdTimeline(rt, v, shown, page)...)
	promises = append(promises, w.holdAreas(rt, v, shown, page)...)
	w.holdMatrix(rt, v, shown, page)
	w.holdPairs(rt, v, shown, page)
	w.holdStages(rt, v, shown, w.chart(rt, "stages", shown)[1:], page)
	w.holdOpen(rt, v, shown, page)
	promises = append(promises, w.holdCoverage(rt, v, shown, page)...)
	w.follow(rt, promises)
}

func (w *world) holdKeyFigures(rt *rapid.T, v asked, page *goquery.Document) {
	parties := map[string]bool{}
	for _, r := range w.rows(v) {
		for _, party := range r.parties {
			parties[party] = true
		}
	}
	of := func(unit string, v asked) int { v.unit = unit; return w.total(v) }
	waiting := of("articles", v.with("state", "uncoded", "suggested"))
	want := []int{of("articles", v), of("engagements", v), len(parties), waiting}
	var got []int
	page.Find(".figures dd.value").Each(func(_ int, value *goquery.Selection) { got = append(got, numberIn(rt, value)) })
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Fatalf("key figures of %s (-want +got):\n%s", v.key(), diff)
	}

	v.unit = "engagements"
	latest := inListOrder(w.rows(v), asked{})
	latest = latest[:min(8, len(latest))]
	rows := []int64{}
	page.Find(".latest li a.title").Each(func(_ int, a *goquery.Selection) { rows = append(rows, idOf(rt, a, "engagements")) })
	if diff := cmp.Diff(latest, rows); diff != "" {
		rt.Fatalf("latest engagements of %s (-want +got):\n%s", v.key(), diff)
	}
}

// numberIn reads the number that an element shows.
func numberIn(rt *rapid.T, s *goquery.Selection) int {
	n, err := strconv.Atoi(strings.ReplaceAll(strings.TrimSpace(s.Text()), ",", ""))
	if err != nil {
		rt.Fatal(err)
	}
	return n
}

// datum is one mark of a chart, as the page hands it to the script.
type datum struct {
	Value any
	Href  string
	ID    string
}

type option struct {
	YAxis  []struct{ Data []string }
	Series []drawnSeries
}

type drawnSeries struct {
	ID        string
	Data      []datum
	MarkPoint struct{ Data []datum }
}

// optionOf reads what the script of a chart is given; nothing where nothing is drawn.
func optionOf(rt *rapid.T, page *goquery.Document, id string) (o option) {
	text := page.Find("script#" + id).Text()
	if text == "" {
		return o
	}
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		rt.Fatalf("%s: %v in %s", id, err, text)
	}
	return o
}

// holdTimeline holds the marks of the timeline, and its file, against the reference.
func (w *world) holdTimeline(rt *rapid.T, v asked, shown string, page *goquery.Document) (marks []promise) {
	series, periods := w.timeline(v)
	total := 0
	for _, p := range periods {
		total += p.total
	}
	if total != w.total(v) {
		rt.Fatalf("the reference loses rows of %s", v.key())
	}

	file := w.chart(rt, "timeline", shown)[1:]
	if want := len(periods) * (len(series) + 1); len(file) != want {
		rt.Fatalf("timeline.csv?%s has %d rows, want %d", shown, len(file), want)
	}
	drawn := optionOf(rt, page, "timeline-json").Series
	if total > 0 {
		drawn = w.holdDoubt(rt, shown, periods, drawn, page)
	}
	if total > 0 && len(drawn) != len(series) {
		rt.Fatalf("timeline of %s draws %d series, want %v", shown, len(drawn), series)
	}
	if total == 0 && len(drawn) > 0 {
		rt.Fatalf("timeline of %s draws nothing", shown)
	}
	for i, p := range periods {
		rows := file[i*(len(series)+1):][:len(series)+1]
		if !slices.Equal(rows[0][:4], []string{p.key, "all", strconv.Itoa(p.total), strconv.Itoa(p.total)}) ||
			!slices.Equal(rows[0][5:], []string{strconv.Itoa(p.imprecise), strconv.Itoa(p.undated)}) {
			rt.Fatalf("timeline.csv?%s says %v, want %+v", shown, rows[0], *p)
		}
		tall, height := 0.0, 0.0
		for s, name := range series {
			row, want := rows[s+1], p.marks[name]
			h := decimalOf(rt, row[3])
			if row[0] != p.key || row[1] != name || row[2] != strconv.Itoa(want.count) || math.Abs(h-want.height) > 1e-5 || row[4] != rows[0][4] || row[5]+row[6] != "" {
				rt.Fatalf("timeline.csv?%s says %v, want %s %s %+v", shown, row, p.key, name, want)
			}
			height += h
			if total == 0 {
				continue
			}
			d := drawn[s].Data[i]
			value, ok := d.Value.([]any)
			if !ok || drawn[s].ID != name || int(value[2].(float64)) != want.count || math.Abs(value[1].(float64)-want.height) > 0.006 {
				rt.Fatalf("timeline of %s draws %+v in %s, want %s %+v", shown, d, p.key, name, want)
			}
			tall += value[1].(float64)
			if (want.count > 0) != (d.Href != "") {
				rt.Fatalf("timeline of %s: the mark %+v", shown, d)
			}
			if d.Href != "" {
				w.holdMark(rt, d.Href, want.count)
				marks = append(marks, promise{d.Href, want.count})
			}
		}
		if math.Abs(height-float64(p.total)) > 1e-4 || total > 0 && math.Abs(tall-float64(p.total)) > 0.1 {
			rt.Fatalf("timeline of %s: %s is %v tall in the file and %v on the page, with %d rows", shown, p.key, height, tall, p.total)
		}
		w.holdIncomplete(rt, p.key, rows[0][4])
	}
	return marks
}

// holdDoubt holds what is hatched, and the note that says so in numbers, against the
// reference. It gives the other series.
func (w *world) holdDoubt(rt *rapid.T, shown string, periods []*period, drawn []drawnSeries, page *goquery.Document) []drawnSeries {
	imprecise, undated := 0, 0
	for _, p := range periods {
		imprecise, undated = imprecise+p.imprecise, undated+p.undated
	}
	note := page.Find("#timeline .fig-note").Text()
	for text, n := range map[string]int{" known only by year": imprecise, " without a date": undated} {
		if (n > 0) != strings.Contains(note, text) || n > 0 && !strings.Contains(note, " "+strconv.Itoa(n)+text) {
			rt.Fatalf("timeline of %s: the note says %q, want %d%s", shown, note, n, text)
		}
	}
	if imprecise+undated == 0 {
		return drawn
	}
	last := len(drawn) - 1
	if drawn[last].ID != "vague" {
		rt.Fatalf("timeline of %s hatches nothing, want %d and %d", shown, imprecise, undated)
	}
	for i, d := range drawn[last].Data {
		if n := periods[i].imprecise + periods[i].undated; int(d.Value.([]any)[1].(float64)) != n || d.Href != "" {
			rt.Fatalf("timeline of %s hatches %+v in %s, want %d", shown, d, periods[i].key, n)
		}
	}
	ahead := make([]int, len(periods)) // what stands in an earlier column of the year
	for i := 1; i < len(periods); i++ {
		if periods[i-1].key[:4] == periods[i].key[:4] {
			ahead[i] = ahead[i-1] + periods[i-1].imprecise
		}
	}
	if slices.Max(ahead) == 0 {
		return drawn[:last]
	}
	if last--; drawn[last].ID != "ahead" {
		rt.Fatalf("timeline of %s does not draw where %d rows may lie", shown, imprecise)
	}
	for i, d := range drawn[last].Data {
		if int(d.Value.([]any)[1].(float64)) != ahead[i] || d.Href != "" {
			rt.Fatalf("timeline of %s draws %+v as what may lie in %s, want %d", shown, d, periods[i].key, ahead[i])
		}
	}
	return drawn[:last]
}

// holdMark holds the address of a mark against the reference.
func (w *world) holdMark(rt *rapid.T, href string, promised int) {
	if n := w.total(ask(rt, href)); n != promised {
		rt.Fatalf("a mark promises %d, %s has %d", promised, href, n)
	}
}

func decimalOf(rt *rapid.T, s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		rt.Fatal(err)
	}
	return x
}

// holdIncomplete asks whether a period that holds today is marked so, and no
// other. What was true a minute ago may be so still: midnight passes in a test too.
func (w *world) holdIncomplete(rt *rapid.T, key, incomplete string) {
	by := map[int]string{4: "year", 7: "month"}[len(key)]
	if strings.Contains(key, "Q") {
		by = "quarter"
	}
	now := time.Now()
	today, before := keyOf(by, now.Format(time.DateOnly)), keyOf(by, now.Add(-time.Minute).Format(time.DateOnly))
	if today == before && incomplete != strconv.FormatBool(key == today) {
		rt.Fatalf("period %s says incomplete=%s on %s", key, incomplete, now)
	}
}

// holdAreas holds the bars of the areas, their ticks for the period before, and the file.
func (w *world) holdAreas(rt *rapid.T, v asked, shown string, page *goquery.Document) (marks []promise) {
	areas, _, _ := w.counts(v)
	previous, compared := v.before()
	former, _, _ := w.counts(previous)
	total := w.total(v)
	for i, row := range w.chart(rt, "areas", shown)[1:] {
		want := []string{allAreas[i], row[1], strconv.Itoa(areas[row[0]]), "", ""}
		if total > 0 {
			want[3] = strconv.FormatFloat(math.Round(1e4*float64(areas[row[0]])/float64(total))/1e4, 'f', -1, 64)
		}
		if compared {
			want[4] = strconv.Itoa(former[row[0]])
		}
		if !slices.Equal(row, want) {
			rt.Fatalf("areas.csv?%s says %v, want %v", shown, row, want)
		}
	}
	for _, s := range optionOf(rt, page, "topics-json").Series {
		bars := len(w.areasShown(func(slug string) bool { return areas[slug] > 0 || compared && former[slug] > 0 }))
		if len(s.Data) != bars {
			rt.Fatalf("areas of %s: %d bars, want %d", shown, len(s.Data), bars)
		}
		for _, d := range s.Data {
			if int(d.Value.(float64)) != areas[d.ID] || (d.Href != "") != (areas[d.ID] > 0) {
				rt.Fatalf("areas of %s: the mark %+v, want %d", shown, d, areas[d.ID])
			}
			if d.Href != "" {
				w.holdMark(rt, d.Href, areas[d.ID])
				marks = append(marks, promise{d.Href, areas[d.ID]})
			}
		}
		ticks := 0
		for _, d := range s.MarkPoint.Data {
			n := int(d.Value.(float64))
			w.holdMark(rt, d.Href, n)
			marks = append(marks, promise{d.Href, n})
			ticks += n
		}
		if compared {
			for _, n := range former {
				ticks -= n
			}
		}
		if ticks != 0 {
			rt.Fatalf("areas of %s: ticks %+v, the period before has %v", shown, s.MarkPoint.Data, former)
		}
	}
	return marks
}

// areasShown are all areas, but for a retired one without rows.
func (w *world) areasShown(has func(slug string) bool) []string {
	return slices.DeleteFunc(slices.Clone(allAreas), func(slug string) bool { return slug == w.retired && !has(slug) })
}

// holdMatrix holds party × area, as drawn, as a table and as a file.
func (w *world) holdMatrix(rt *rapid.T, v asked, shown string, page *goquery.Document) {
	_, want, _ := w.counts(v)
	got := map[[2]string]int{}
	for _, row := range w.chart(rt, "matrix", shown)[1:] {
		if n, err := strconv.Atoi(row[3]); err != nil || n > 0 {
			got[[2]string{row[0], row[2]}] = n
		}
	}
	cells := map[[2]string]int{}
	for cell, n := range want {
		if cell[1] != "" {
			cells[cell] = n
		}
	}
	if diff := cmp.Diff(cells, got); diff != "" {
		rt.Fatalf("matrix.csv?%s (-want +got):\n%s", shown, diff)
	}

	columns := w.areasShown(func(slug string) bool {
		for cell := range cells {
			if cell[1] == slug {
				return true
			}
		}
		return false
	})
	var table, drawn [][3]int
	page.Find("#matrix tbody tr").Each(func(y int, row *goquery.Selection) {
		code := row.Find("th .party-code").Text()
		if code == "" { // a party that is called by its code
			code = strings.TrimSpace(row.Find("th").Text())
		}
		row.Find("td").Each(func(x int, cell *goquery.Selection) {
			n := numberIn(rt, cell)
			area := ""
			if x < len(columns) {
				area = columns[x]
				if n > 0 {
					table = append(table, [3]int{x, y, n})
				}
			}
			if n != want[[2]string{code, area}] {
				rt.Fatalf("matrix of %s: %s × %q is %d, want %d", shown, code, area, n, want[[2]string{code, area}])
			}
			delete(want, [2]string{code, area})
		})
	})
	if len(want) > 0 {
		rt.Fatalf("matrix of %s lacks %v", shown, want)
	}
	for _, s := range optionOf(rt, page, "matrix-json").Series {
		for _, d := range s.Data {
			value := d.Value.([]any)
			drawn = append(drawn, [3]int{int(value[0].(float64)), int(value[1].(float64)), int(value[2].(float64))})
		}
	}
	if !slices.Equal(table, drawn) {
		rt.Fatalf("matrix of %s: the table has %v, the picture %v", shown, table, drawn)
	}
}

// holdPairs holds the pairs, as drawn, as a table and as a file.
func (w *world) holdPairs(rt *rapid.T, v asked, shown string, page *goquery.Document) {
	_, _, want := w.counts(v)
	previous, compared := v.before()
	_, _, former := w.counts(previous)
	got := map[string]int{}
	var counts []int
	for _, row := range w.chart(rt, "pairs", shown)[1:] {
		n := int(decimalOf(rt, row[3]))
		got[row[0]] = n
		counts = append(counts, n)
		if before := row[4]; compared && before != strconv.Itoa(former[row[0]]) || !compared && before != "" {
			rt.Fatalf("pairs.csv?%s says %v, before there were %d (%t)", shown, row, former[row[0]], compared)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Fatalf("pairs.csv?%s (-want +got):\n%s", shown, diff)
	}
	if !slices.IsSortedFunc(counts, func(a, b int) int { return b - a }) {
		rt.Fatalf("pairs.csv?%s stands as %v", shown, counts)
	}

	var table, drawn []int
	page.Find("#pairs tbody tr").Each(func(_ int, row *goquery.Selection) {
		a := row.Find("td.n a").First()
		n := numberIn(rt, a)
		table = append(table, n)
		behind, err := url.Parse(a.AttrOr("href", ""))
		if pair := behind.Query().Get("pair"); err != nil || !v.is("pair", pair) && len(v.values["pair"]) == 0 && want[pair] != n {
			rt.Fatalf("pairs of %s: %d to %s, want %d", shown, n, behind, want[pair])
		}
	})
	for _, s := range optionOf(rt, page, "pairs-json").Series {
		for _, d := range s.Data {
			drawn = append(drawn, int(d.Value.(float64)))
		}
	}
	if top := counts[:min(12, len(counts))]; !slices.Equal(table, top) || !slices.Equal(drawn, top) {
		rt.Fatalf("pairs of %s: the table has %v, the picture %v, the file %v", shown, table, drawn, counts)
	}
}
