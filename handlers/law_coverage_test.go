package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// holdStages holds the stages as a file, without its header, and, where there are
// rows, as a table and as drawn.
func (w *world) holdStages(rt *rapid.T, v asked, shown string, rows [][]string, page *goquery.Document) {
	previous, compared := v.before()
	want, former := w.stages(v), w.stages(previous)
	total := w.total(v)
	var file []int
	if len(rows) != len(allStages)+1 {
		rt.Fatalf("the stages of %s are %v", shown, rows)
	}
	for i, row := range rows {
		stage := append(slices.Clone(allStages), "")[i]
		n := int(decimalOf(rt, row[2]))
		file = append(file, n)
		if row[0] != stage || n != want[stage] || compared && row[4] != strconv.Itoa(former[stage]) || !compared && row[4] != "" {
			rt.Fatalf("the file of stages of %s says %v, want %s with %d, before %d (%t)", shown, row, stage, want[stage], former[stage], compared)
		}
	}
	if total > 0 {
		if want[""] == 0 {
			file = file[:len(file)-1]
		}
		var table, drawn []int
		page.Find("#stages tbody tr").Each(func(_ int, row *goquery.Selection) { table = append(table, numberIn(rt, row.Find("td.n").First())) })
		for _, s := range optionOf(rt, page, "stages-json").Series {
			for _, d := range s.Data {
				drawn = append(drawn, int(d.Value.(float64)))
			}
		}
		if !slices.Equal(table, file) || !slices.Equal(drawn, file) {
			rt.Fatalf("stages of %s: the table has %v, the picture %v, the file %v", shown, table, drawn, file)
		}
	}
}

// holdOpen holds the open requests and pledges: those listed, how many there are
// in all, and the engagements behind that number, as a list and as CSV.
func (w *world) holdOpen(rt *rapid.T, v asked, shown string, page *goquery.Document) {
	v.unit = "engagements"
	var open []string
	for _, stage := range []string{"asked", "offered", "planned", "agreed"} {
		if v.asks("stage", stage) {
			open = append(open, stage)
		}
	}
	rows := []item{}
	if len(open) > 0 {
		rows = w.rows(v.with("stage", open...))
	}
	slices.Reverse(rows) // the oldest first
	ids, listed := []int64{}, []int64{}
	for _, r := range rows[:min(8, len(rows))] {
		ids = append(ids, r.id)
	}
	page.Find("#promises li a.title").Each(func(_ int, a *goquery.Selection) { listed = append(listed, idOf(rt, a, "engagements")) })
	all, promised := page.Find("#promises a[data-total]"), 0
	if all.Length() > 0 {
		promised, _ = strconv.Atoi(all.AttrOr("data-total", "")) // a number, see holdPromises
		href := all.AttrOr("href", "")
		if !strings.Contains(href, "sort=oldest") {
			rt.Fatalf("promises of %s lead to %s", shown, href)
		}
		var want, got []string
		for _, r := range rows {
			want = append(want, strconv.FormatInt(r.id, 10))
		}
		file := w.records(rt, strings.NewReplacer("/engagements?", "/engagements.csv?", "&sort=oldest", "").Replace(href))
		for _, row := range file[1:] {
			got = append(got, row[slices.Index(file[0], "engagement_id")])
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			rt.Fatalf("promises of %s: the CSV has %v, want %v", shown, got, want)
		}
	}
	if diff := gocmp.Diff(ids, listed); diff != "" || promised != len(rows) {
		rt.Fatalf("promises of %s: %d, want %d (-want +got):\n%s", shown, promised, len(rows), diff)
	}
}

// stages narrows the view by each stage that it asks for; "" are the rows at none.
func (w *world) stages(v asked) map[string]int {
	out, staged := map[string]int{}, map[int64]bool{}
	for _, stage := range allStages {
		if v.asks("stage", stage) {
			rows := w.rows(v.with("stage", stage))
			out[stage] = len(rows)
			for _, r := range rows {
				staged[r.id] = true
			}
		}
	}
	for _, r := range w.rows(v) {
		if !staged[r.id] {
			out[""]++
		}
	}
	return out
}

// covered is what the reference says of one period.
type covered struct {
	Articles, Engagements, Sources, Langs, Single, Read int
}

// coverage counts the view in both units by the periods of one of them or all.
func (w *world) coverage(v asked) (periods []string, out map[string]*covered) {
	articles, engagements := v, v
	articles.unit, engagements.unit = "articles", "engagements"
	texts, events := w.rows(articles), w.rows(engagements)
	from, to := v.from, v.to
	for _, r := range slices.Concat(texts, events) {
		if v.from == "" && (from == "" || r.day < from) {
			from = r.day
		}
		if v.to == "" && r.day > to {
			to = r.day
		}
	}
	out = map[string]*covered{}
	if from == "" || to == "" {
		return nil, out
	}
	by := stepOf(v, from, to)
	for day := from[:7] + "-01"; day <= to; day = nextMonth(day) {
		if key := keyOf(by, day); out[key] == nil {
			out[key] = &covered{}
			periods = append(periods, key)
		}
	}
	sources, langs := map[[2]string]bool{}, map[[2]string]bool{}
	for _, r := range texts {
		p, key := out[keyOf(by, r.day)], keyOf(by, r.day)
		p.Articles++
		for _, a := range w.articles {
			if a.id != r.id {
				continue
			}
			if at := [2]string{key, a.source}; !sources[at] {
				sources[at] = true
				p.Sources++
			}
			if at := [2]string{key, a.lang}; a.lang != "" && !langs[at] {
				langs[at] = true
				p.Langs++
			}
		}
	}
	for _, r := range events {
		p := out[keyOf(by, r.day)]
		p.Engagements++
		for _, e := range w.engagements {
			if e.id == r.id && w.single(e) {
				p.Single++
			}
		}
	}
	for _, a := range w.articles {
		if p := out[keyOf(by, a.day)]; p != nil && !a.deleted && a.day >= v.from && (v.to == "" || a.day <= v.to) {
			p.Read++
		}
	}
	return periods, out
}

// single tells whether all articles that tell of an engagement come from one source.
func (w *world) single(e *storedEngagement) bool {
	told := slices.Clone(w.told[e])
	slices.SortFunc(told, func(a, b telling) int { // those that are not relevant last
		return cmp.Compare(strconv.FormatBool(a.article.state == "excluded"), strconv.FormatBool(b.article.state == "excluded"))
	})
	return !slices.ContainsFunc(told, func(t telling) bool {
		return t.article.source != told[0].article.source && (t.article.state != "excluded" || told[0].article.state == "excluded")
	})
}

// holdCoverage holds the coverage, as drawn and as a file; its links are promises.
func (w *world) holdCoverage(rt *rapid.T, v asked, shown string, page *goquery.Document) (marks []promise) {
	periods, want := w.coverage(v)
	file := w.chart(rt, "coverage", shown)[1:]
	if len(file) != len(periods) {
		rt.Fatalf("coverage.csv?%s has %d rows, want %v", shown, len(file), periods)
	}
	sums := covered{}
	for i, row := range file {
		n := func(column int) int { return int(decimalOf(rt, row[column])) }
		got := covered{n(1), n(2), n(3), n(4), n(5), n(6)}
		if row[0] != periods[i] || got != *want[periods[i]] {
			rt.Fatalf("coverage.csv?%s says %v, want %s %+v", shown, row, periods[i], *want[periods[i]])
		}
		sums.Articles, sums.Engagements, sums.Single = sums.Articles+got.Articles, sums.Engagements+got.Engagements, sums.Single+got.Single
		w.holdIncomplete(rt, row[0], row[7])
	}
	articles, engagements := v, v
	articles.unit, engagements.unit = "articles", "engagements"
	if sums.Articles != w.total(articles) || sums.Engagements != w.total(engagements) {
		rt.Fatalf("coverage of %s sums up to %+v", shown, sums)
	}
	if sums.Articles+sums.Engagements > 0 {
		w.holdCovered(rt, v, shown, page.Find("#coverage .takeaway").Text())
	}
	for i, s := range optionOf(rt, page, "coverage-json").Series {
		sum := 0
		for _, d := range s.Data {
			n := int(d.Value.(float64))
			sum += n
			if (n > 0) != (d.Href != "") {
				rt.Fatalf("coverage of %s: the mark %+v", shown, d)
			}
			if n > 0 {
				w.holdMark(rt, d.Href, n)
				marks = append(marks, promise{d.Href, n})
			}
		}
		if name, n := []string{"articles", "engagements"}[i], []int{sums.Articles, sums.Engagements}[i]; s.ID != name || sum != n {
			rt.Fatalf("coverage of %s draws %d %s, want %d %s", shown, sum, s.ID, n, name)
		}
	}
	return marks
}

// holdCovered holds what is said in words of the sources behind a view.
func (w *world) holdCovered(rt *rapid.T, v asked, shown, says string) {
	v.unit = "articles"
	sources, langs := map[string]bool{}, map[string]bool{}
	for _, r := range w.rows(v) {
		for _, a := range w.articles {
			if a.id == r.id {
				sources[a.source] = true
				langs[a.lang] = a.lang != ""
			}
		}
	}
	delete(langs, "")
	told := []string{
		strconv.Itoa(w.total(v)) + " article", " from " + strconv.Itoa(len(sources)) + " source", " in " + strconv.Itoa(len(langs)) + " language",
	}
	v.unit = "engagements"
	single := 0
	for _, r := range w.rows(v) {
		for _, e := range w.engagements {
			if e.id == r.id && w.single(e) {
				single++
			}
		}
	}
	if n := w.total(v); n > 0 {
		told = append(told, " "+strconv.Itoa(single)+" of "+strconv.Itoa(n)+" engagement")
	}
	if !strings.HasPrefix(says, told[0]) || slices.ContainsFunc(told, func(text string) bool { return !strings.Contains(says, text) }) {
		rt.Fatalf("coverage of %s says %q, want %q in it", shown, says, told)
	}
}
