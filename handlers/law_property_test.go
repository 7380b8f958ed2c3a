package handlers

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"entente/internal/coop"
)

// TestTheLawHoldsForAnyViewOfAnyData draws what is stored and what is asked, and
// holds every number against the reference: page = CSV = JSON = link.
func TestTheLawHoldsForAnyViewOfAnyData(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		tb := &scope{TB: t}
		defer tb.close()
		w := newWorld(tb, anyImport(rt, rapid.IntRange(1, 40).Draw(rt, "articles"), rapid.IntRange(0, 16).Draw(rt, "engagements"), anyDay))
		if chance(rt, "an area is retired", 3) {
			w.retire(tb, one(rt, "retired", lawAreas[4:]))
		}
		for range rapid.IntRange(0, 12).Draw(rt, "changes") {
			w.change(tb, rt)
		}
		w.settle()
		for range 2 {
			query := rapid.Custom(anyView).Draw(rt, "view")
			for _, unit := range []string{"articles", "engagements"} {
				w.holdList(rt, unit, query, anyDisplay(rt, ofLists))
				w.holdDashboard(rt, unit, query, anyDisplay(rt, ofFigures))
				w.holdRanking(rt, "parties", unit, query)
				w.holdRanking(rt, "pairs", unit, query)
				w.holdDossier(rt, unit, query)
				w.holdRelations(rt, unit, query, anyDisplay(rt, ofFigures))
			}
		}
	})
}

// TestTheLawHoldsOverManyPages asks for lists of many pages, also of JSON, and
// for a timeline of so many columns that its table sums up years. What is stored
// and asked is always the same, because storing it takes a while.
func TestTheLawHoldsOverManyPages(t *testing.T) {
	t.Parallel()
	const rows = coop.JSONPageSize + 6*coop.PageSize + 1
	in := rapid.Custom(func(rt *rapid.T) imported { return anyImport(rt, rows, rows, anyDayOfManyYears) }).Example(1)
	w := newWorld(t, in)
	everything := "state=uncoded&state=suggested&state=coded&state=excluded"
	queries := []string{everything, everything, everything, "q=mine&area=demining", "party=KH&party=US&from=1999-06-15", "with_area=none"}
	if testing.Short() {
		queries = queries[:1]
	}
	for i, query := range queries {
		for _, unit := range []string{"articles", "engagements"} {
			sort := []string{"", "&sort=oldest", "&sort=added"}[i%3]
			ids := w.holdPages(t, unit, query, sort)
			w.holdFiles(t, unit, query, sort, ids)
			if unit == "articles" && query == everything && len(ids) != rows {
				t.Fatalf("%d articles, want all %d", len(ids), rows)
			}
		}
	}
	w.holdPromises(t, ask(t, "/articles"), w.page(t, "/articles"))
	if testing.Short() {
		return
	}
	months := "/?unit=articles&by=month&split=all&from=1993-02-10&to=2025-05-20&" + everything
	page := w.page(t, months)
	if caption := page.Find("#timeline details.data caption").Text(); !strings.Contains(caption, "Summed up by year") {
		t.Errorf("the timeline of 388 months, with %d links, is called %q", page.Find("#timeline details.data a").Length(), caption)
	}
	w.holdPromises(t, ask(t, months), page)
}

// scope is a test whose clean-up happens at the end of one check, not of all.
type scope struct {
	testing.TB
	later []func()
}

func (s *scope) Cleanup(f func()) { s.later = append(s.later, f) }

func (s *scope) close() {
	for _, f := range slices.Backward(s.later) {
		f()
	}
}

// holdList holds a list against the reference, with its facets and files.
func (w *world) holdList(rt *rapid.T, unit, query, display string) {
	address := "/" + unit + "?" + query + display
	v := ask(rt, address)
	ids := w.holdPages(rt, unit, query, display)
	w.holdFiles(rt, unit, query, display, ids)
	if unit == "articles" {
		w.holdCodes(rt, v, query)
	} else {
		w.holdParticipants(rt, v, query)
	}
	page := w.page(rt, address)
	promises := w.holdPromises(rt, v, page)
	w.follow(rt, promises)
	if len(ids) == 0 {
		return
	}

	want, got := map[string]int{}, map[string]int{}
	for _, c := range w.facets(v) {
		want[c.view.key()] += c.n
	}
	var years []string
	page.Find("#facets a[data-total]").Each(func(_ int, a *goquery.Selection) {
		behind := ask(rt, a.AttrOr("href", ""))
		n, _ := strconv.Atoi(a.AttrOr("data-total", "")) // a number, see holdPromises
		got[behind.key()] += n
		if a.Closest("#facets > details").Find("summary").First().Text() == "Year" {
			years = append(years, behind.from)
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Fatalf("facets of %s (-want +got):\n%s", address, diff)
	}
	if !slices.IsSorted(years) {
		rt.Fatalf("%s: years stand as %v", address, years)
	}
}

// key writes a view in one way.
func (v asked) key() string {
	var b strings.Builder
	b.WriteString(v.unit + v.list)
	for _, name := range slices.Sorted(maps.Keys(v.values)) {
		if slices.Contains([]string{"from", "to", "unit", "by", "split", "sort", "page"}, name) || v.is(name, "any") {
			continue
		}
		if strings.HasSuffix(name, "_match") && len(v.values[strings.TrimSuffix(name, "_match")]) == 0 {
			continue
		}
		values := v.values[name]
		if name == "pair" {
			a, b, _ := strings.Cut(values[0], "-")
			values = []string{codeOf(a), codeOf(b)}
		}
		fmt.Fprintf(&b, " %s=%q", name, slices.Sorted(slices.Values(values)))
	}
	return b.String() + " " + v.from + ".." + v.to
}

// holdPages turns over all pages of a list and gives the ids of its rows.
func (w *world) holdPages(rt rapid.TB, unit, query, display string) (ids []int64) {
	address := "/" + unit + "?" + query + display
	v := ask(rt, address)
	pages, total := 1, 0
	for next := address; ; pages++ {
		page := w.page(rt, next)
		n, err := strconv.Atoi(page.Find("#total").AttrOr("data-total", ""))
		if err != nil || pages > 1 && n != total {
			rt.Fatalf("%s: total is %d (%v), %d on the pages before", next, n, err, total)
		}
		total = n
		page.Find("ol.rows > li h2 a").Each(func(_ int, a *goquery.Selection) {
			ids = append(ids, idOf(rt, a, unit))
		})
		further, more := page.Find(".pager a[rel=next]").Attr("href")
		if !more {
			break
		}
		next = further
	}
	if got := w.get(rt, fmt.Sprintf("%s&page=%d", address, pages+1)).Code; got != http.StatusNotFound {
		rt.Fatalf("%s: page %d of %d answers %d, want 404", address, pages+1, pages, got)
	}
	want := w.rows(v)
	if total != len(want) || len(ids) != total {
		rt.Fatalf("%s: total %d with %d rows, want %d", address, total, len(ids), len(want))
	}
	if diff := cmp.Diff(inListOrder(want, v), ordered(ids, v)); diff != "" {
		rt.Fatalf("rows of %s (-want +got):\n%s", address, diff)
	}
	return ids
}

func idOf(rt rapid.TB, a *goquery.Selection, unit string) int64 {
	id, err := strconv.ParseInt(strings.TrimPrefix(a.AttrOr("href", ""), "/"+unit+"/"), 10, 64)
	if err != nil {
		rt.Fatal(err)
	}
	return id
}

// inListOrder are the ids of rows, newest first, in the order asked for.
func inListOrder(rows []item, v asked) []int64 {
	rows = slices.Clone(rows)
	switch {
	case v.is("sort", "oldest"):
		slices.Reverse(rows)
	case v.is("sort", "added"):
		slices.SortFunc(rows, lastAdded)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.id
	}
	return ordered(ids, v)
}

// ordered are ids as they are to be compared: the order of the best match is
// that of the search engine, so there only the rows themselves count.
func ordered(ids []int64, v asked) []int64 {
	if v.is("sort", "relevance") && len(v.values["q"]) > 0 {
		return slices.Sorted(slices.Values(ids))
	}
	return append([]int64{}, ids...)
}

// holdFiles holds CSV and JSON against the rows of the pages.
func (w *world) holdFiles(rt rapid.TB, unit, query, display string, ids []int64) {
	noun := strings.TrimSuffix(unit, "s") + "_id"
	var got []int64
	for next := "/" + unit + ".json?" + query + display; next != ""; {
		j := w.json(rt, next)
		for _, row := range j.Rows {
			got = append(got, int64(row[noun].(float64)))
		}
		if j.Total != len(ids) {
			rt.Fatalf("%s: total %d, the page has %d", next, j.Total, len(ids))
		}
		next = ""
		if j.Next != nil {
			next = *j.Next
		}
	}
	if !slices.Equal(got, ids) {
		rt.Fatalf("%s?%s%s: JSON has %v, the pages %v", unit, query, display, got, ids)
	}
	newest := inListOrder(w.rows(ask(rt, "/"+unit+"?"+query)), asked{})
	for _, profile := range []string{"", "&profile=data", "&profile=excel"} {
		var got []int64
		for _, text := range column(rt, w.records(rt, "/"+unit+".csv?"+query+profile), noun) {
			id, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				rt.Fatal(err)
			}
			got = append(got, id)
		}
		if !slices.Equal(got, newest) {
			rt.Fatalf("%s.csv?%s%s has %v, want %v", unit, query, profile, got, newest)
		}
	}
}

// holdCodes holds reports.csv and codings.csv against the articles in view.
func (w *world) holdCodes(rt *rapid.T, v asked, query string) {
	var reports, codings []string
	for _, row := range w.rows(v) {
		a := w.articles[slices.IndexFunc(w.articles, func(a *storedArticle) bool { return a.id == row.id })]
		for _, r := range a.reports {
			if !r.engagement.deleted {
				reports = append(reports, fmt.Sprint(a.id, r.engagement.key, a.day, a.source, r.stage))
			}
		}
		for _, area := range a.areas {
			codings = append(codings, fmt.Sprint(a.id, area))
		}
	}
	for file, want := range map[string][]string{"reports": reports, "codings": codings} {
		var got []string
		for _, r := range w.records(rt, "/"+file+".csv?"+query)[1:] {
			if file == "reports" {
				got = append(got, fmt.Sprint(r[0], r[1], r[3], r[4], r[5]))
			} else {
				got = append(got, fmt.Sprint(r[0], r[1]))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("%s.csv?%s (-want +got):\n%s", file, query, diff)
		}
	}
}

// holdParticipants holds participants.csv against the engagements in view.
func (w *world) holdParticipants(rt *rapid.T, v asked, query string) {
	want := [][]string{}
	for _, row := range w.rows(v) {
		e := w.engagements[slices.IndexFunc(w.engagements, func(e *storedEngagement) bool { return e.id == row.id })]
		for _, party := range e.parties {
			named := false
			for _, o := range e.officials {
				if o.party == party {
					named = true
					want = append(want, []string{e.key, party, e.roles[party], o.name, o.post})
				}
			}
			if !named {
				want = append(want, []string{e.key, party, e.roles[party], "", ""})
			}
		}
	}
	if diff := cmp.Diff(want, w.records(rt, "/participants.csv?"+query)[1:]); diff != "" {
		rt.Fatalf("participants.csv?%s (-want +got):\n%s", query, diff)
	}
}

// promise is a link that promises a number.
type promise struct {
	href string
	n    int
}

// holdPromises holds every link of a page that promises a number against the reference.
func (w *world) holdPromises(rt rapid.TB, v asked, page *goquery.Document) (out []promise) {
	known := map[string]int{}
	page.Find("a[data-total]").Each(func(_ int, a *goquery.Selection) {
		href := a.AttrOr("href", "")
		n, err := strconv.Atoi(a.AttrOr("data-total", ""))
		if err != nil {
			rt.Fatalf("“%s” to %s: %v", a.Text(), href, err)
		}
		behind := ask(rt, href)
		want, ok := known[behind.key()]
		if !ok {
			want = w.total(behind)
			known[behind.key()] = want
		}
		if n != want {
			rt.Fatalf("of %s “%s” promises %d, %s has %d", v.key(), strings.TrimSpace(a.Text()), n, href, want)
		}
		out = append(out, promise{href, n})
	})
	return out
}

// follow opens a few of the links: what the reference said of their addresses
// must be what the pages behind them say.
func (w *world) follow(rt *rapid.T, promises []promise) {
	for range min(4, len(promises)) {
		p := rapid.SampledFrom(promises).Draw(rt, "follow")
		if got := w.total(ask(rt, p.href)); got != p.n {
			rt.Fatalf("%s was promised %d, the reference has %d", p.href, p.n, got)
		}
		if got := w.site.total(rt, p.href); got != p.n {
			rt.Fatalf("%s was promised %d, it has %d", p.href, p.n, got)
		}
	}
}
