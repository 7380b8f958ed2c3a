package handlers

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"entente/internal/gazetteer"
)

// within narrows what is asked to rows in which all of some parties take part.
func (v asked) within(codes ...string) asked {
	for _, code := range codes {
		v = v.plus("with_party", code)
	}
	return v
}

// beside is what is asked without what a dossier of these parties says already.
func (v asked) beside(codes ...string) asked {
	if len(codes) == 1 && slices.Equal(v.values["party"], codes) {
		v = v.with("party")
	}
	if pair := v.values["pair"]; len(codes) == 2 && len(pair) > 0 {
		a, b, _ := strings.Cut(pair[0], "-")
		if slices.Equal(slices.Sorted(slices.Values([]string{codeOf(a), codeOf(b)})), codes) {
			v = v.with("pair")
		}
	}
	return v
}

// during is what is asked from one day to another, both included.
func (v asked) during(from, to string) asked {
	if v.to != "" {
		to = min(to, v.to)
	}
	return v.with("from", max(v.from, from)).with("to", to)
}

// takingPart are the parties, or every two, of the rows of a view, with their rows
// newest first.
func (w *world) takingPart(v asked, size int) map[string][]item {
	out := map[string][]item{}
	for _, r := range w.rows(v) {
		codes := slices.Compact(slices.Sorted(slices.Values(r.parties)))
		for i, a := range codes {
			if size == 1 {
				out[a] = append(out[a], r)
				continue
			}
			for _, b := range codes[i+1:] {
				out[a+"-"+b] = append(out[a+"-"+b], r)
			}
		}
	}
	return out
}

// holdRanking holds a list of parties or pairs against the reference: the page, its
// CSV and its JSON.
func (w *world) holdRanking(rt *rapid.T, name, unit, query string) {
	sort := rapid.SampledFrom([]string{"", "count", "name", "latest"}).Draw(rt, "rank by")
	address := "/" + name + "?" + query + "&unit=" + unit + "&sort=" + sort
	v := ask(rt, address)
	size := 1 + strings.Count(name, "pairs")
	want := w.takingPart(v, size)
	var codes []string
	for next := address; next != ""; {
		page := w.page(rt, next)
		w.follow(rt, w.holdPromises(rt, v, page))
		if total := page.Find("#total").AttrOr("data-total", ""); total != strconv.Itoa(len(want)) {
			rt.Fatalf("%s: total %s, want %d", next, total, len(want))
		}
		page.Find(".ranking tbody tr").Each(func(_ int, row *goquery.Selection) {
			href, _, _ := strings.Cut(row.Find("th a").AttrOr("href", ""), "?")
			code := strings.TrimPrefix(href, "/"+name+"/")
			codes = append(codes, code)
			if n := numberIn(rt, row.Find("td.n a").First()); n != len(want[code]) {
				rt.Fatalf("%s: %s has %d, want %d", next, code, n, len(want[code]))
			}
			if latest := row.Find("time").AttrOr("datetime", ""); len(want[code]) > 0 && latest != want[code][0].day {
				rt.Fatalf("%s: %s was last on %s, want %s", next, code, latest, want[code][0].day)
			}
		})
		next = page.Find(".pager a[rel=next]").AttrOr("href", "")
	}
	place := map[string]int{}
	for i, p := range gazetteer.All() {
		place[p.Code] = i
	}
	byName := func(code string) [2]int {
		a, b, pair := strings.Cut(code, "-")
		if !pair {
			return [2]int{place[a], 0}
		}
		return [2]int{min(place[a], place[b]), max(place[a], place[b])}
	}
	order := func(sort string) []string {
		return slices.SortedFunc(maps.Keys(want), func(a, b string) int {
			rank := 0
			switch sort {
			case "", "count":
				rank = len(want[b]) - len(want[a])
			case "latest":
				rank = cmp.Compare(want[b][0].day, want[a][0].day)
			}
			x, y := byName(a), byName(b)
			return cmp.Or(rank, x[0]-y[0], x[1]-y[1])
		})
	}
	if diff := gocmp.Diff(order(sort), append([]string(nil), codes...)); diff != "" && len(want) > 0 {
		rt.Fatalf("%s (-want +got):\n%s", address, diff)
	}
	w.holdRankingFile(rt, name, unit, query, want, order("count"))
	j := w.json(rt, strings.Replace(address, "/"+name, "/"+name+".json", 1))
	var ranked []string
	for _, row := range j.Rows {
		ranked = append(ranked, row[strings.TrimSuffix(map[string]string{"parties": "party", "pairs": "pair"}[name], "s")].(string))
	}
	if j.Total != len(want) || !slices.Equal(ranked, codes) {
		rt.Fatalf("%s: JSON has %d, %v, the page %v", address, j.Total, ranked, codes)
	}
}

func (w *world) holdRankingFile(rt *rapid.T, name, unit, query string, want map[string][]item, order []string) {
	rows := w.records(rt, "/"+name+".csv?"+query+"&unit="+unit)
	col := func(head string) int { return slices.Index(rows[0], head) }
	all := w.rows(ask(rt, "/"+name+"?"+query+"&unit="+unit))
	var codes []string
	for _, row := range rows[1:] {
		code := row[0]
		codes = append(codes, code)
		areas, years := map[string]int{}, map[string]int{}
		for _, it := range want[code] {
			for _, area := range it.areas {
				areas[area]++
			}
			years[it.day[:4]]++
		}
		var wantAreas, wantYears []string
		for _, area := range allAreas {
			if areas[area] > 0 {
				wantAreas = append(wantAreas, fmt.Sprintf("%s=%d", area, areas[area]))
			}
		}
		first, _ := strconv.Atoi(all[len(all)-1].day[:4])
		last, _ := strconv.Atoi(all[0].day[:4])
		for year := first; year <= last; year++ {
			wantYears = append(wantYears, fmt.Sprintf("%d=%d", year, years[strconv.Itoa(year)]))
		}
		its := want[code]
		line := []string{strconv.Itoa(len(its)), its[len(its)-1].day, its[0].day, strings.Join(wantAreas, ";"), strings.Join(wantYears, ";")}
		if !slices.Equal(row[col("count"):], line) {
			rt.Fatalf("%s.csv?%s says %v, want %v", name, query, row, line)
		}
	}
	if diff := gocmp.Diff(order, codes); diff != "" && len(order) > 0 {
		rt.Fatalf("%s.csv?%s (-want +got):\n%s", name, query, diff)
	}
}

// holdDossier holds every number of a dossier, and of its files, against the reference.
func (w *world) holdDossier(rt *rapid.T, unit, query string) {
	subject := rapid.SampledFrom([]string{"/parties/KH", "/parties/US", "/parties/UN", "/parties/AX", "/pairs/KH-US", "/pairs/KH-TH", "/pairs/ASEAN-KH"}).Draw(rt, "dossier")
	codes := strings.Split(strings.SplitN(subject, "/", 3)[2], "-")
	shown := query + "&unit=" + unit
	everyone := ask(rt, "/"+unit+"?"+query)
	if !slices.ContainsFunc(codes, func(code string) bool { return !everyone.is("with_party", code) }) {
		everyone = everyone.with("with_party", slices.DeleteFunc(slices.Clone(everyone.values["with_party"]), func(s string) bool { return slices.Contains(codes, s) })...)
	}
	everyone = everyone.beside(codes...)
	v := everyone.within(codes...)
	page := w.page(rt, subject+"?"+shown)
	promises := w.holdPromises(rt, v, page)
	total := w.total(v)
	first := page.Find(".figures dd.value").First()
	if total == 0 {
		if first.Length() > 0 {
			rt.Fatalf("%s?%s has figures of nothing", subject, shown)
		}
	} else if n := numberIn(rt, first); n != total {
		rt.Fatalf("%s?%s has %d rows, want %d", subject, shown, n, total)
	}
	for _, s := range optionOf(rt, page, "timeline-json").Series {
		for _, d := range s.Data {
			if d.Href != "" {
				n := int(d.Value.([]any)[2].(float64))
				w.holdMark(rt, d.Href, n)
				promises = append(promises, promise{d.Href, n})
			}
		}
	}
	w.holdMix(rt, subject, shown, everyone, v)
	w.holdEndsAndGaps(rt, subject, shown, v)
	w.holdCodesOf(rt, subject, shown, v, codes, page)
	where := subject + "?" + shown
	w.holdStages(rt, v, where, w.figure(rt, subject, "stages", shown), page)
	if total > 0 {
		w.holdOpen(rt, v, where, page)
		w.holdCovered(rt, v, where, strings.TrimSpace(page.Find("#covered").Text()))
	}
	if len(promises) > 0 {
		w.follow(rt, promises)
	}
}

// figure reads a file of a dossier as CSV, header first; its JSON must be the same.
func (w *world) figure(rt *rapid.T, subject, name, shown string) [][]string {
	rows := w.records(rt, subject+"/"+name+".csv?"+shown)
	n := w.json(rt, subject+"/"+name+".json?"+shown)
	if len(n.Rows) != len(rows)-1 {
		rt.Fatalf("%s/%s: %d rows of CSV, %d of JSON", subject, name, len(rows)-1, len(n.Rows))
	}
	for i, object := range n.Rows {
		for k, head := range rows[0] {
			if list, ok := object[head].([]any); ok {
				if got := strings.Count(rows[i+1][k], ";") + 1; rows[i+1][k] != "" && got != len(list) || rows[i+1][k] == "" && len(list) > 0 {
					rt.Fatalf("%s/%s: %q in CSV, %v in JSON", subject, name, rows[i+1][k], list)
				}
			} else if object[head] != nil && rows[i+1][k] != jsonText(object[head]) {
				rt.Fatalf("%s/%s: %s is %q in CSV, %v in JSON", subject, name, head, rows[i+1][k], object[head])
			}
		}
	}
	return rows[1:]
}

func (w *world) holdMix(rt *rapid.T, subject, shown string, everyone, v asked) {
	sum := 0
	for _, row := range w.figure(rt, subject, "mix", shown) {
		from, to := row[0]+"-01-01", row[0]+"-12-31"
		mine, all := v.during(from, to), everyone.during(from, to)
		if row[1] != "all" {
			mine, all = mine.plus("with_area", row[1]), all.plus("with_area", row[1])
		} else {
			sum += w.total(mine)
		}
		n, others := w.total(mine), w.total(all)-w.total(mine)
		if row[2] != strconv.Itoa(n) || row[4] != strconv.Itoa(others) {
			rt.Fatalf("%s/mix?%s says %v, want %d against %d", subject, shown, row, n, others)
		}
	}
	if sum != w.total(v) {
		rt.Fatalf("%s/mix?%s: the years have %d rows, want %d", subject, shown, sum, w.total(v))
	}
}

func (w *world) holdEndsAndGaps(rt *rapid.T, subject, shown string, v asked) {
	for _, row := range w.figure(rt, subject, "areas", shown) {
		rows := w.rows(v.plus("with_area", row[0]))
		want := []string{"0", "", "", "", ""}
		if n := len(rows); n > 0 {
			want = []string{strconv.Itoa(n), rows[n-1].day, strconv.FormatInt(rows[n-1].id, 10), rows[0].day, strconv.FormatInt(rows[0].id, 10)}
		}
		if !slices.Equal(row[2:], want) {
			rt.Fatalf("%s/areas?%s says %v, want %v", subject, shown, row, want)
		}
	}
	for _, row := range w.figure(rt, subject, "gaps", shown) {
		with := v
		if row[0] != "all" {
			with = v.plus("with_area", row[0])
		}
		silent, meanwhile := with, v
		if row[2] != "" {
			silent, meanwhile = with.during(row[2], row[3]), v.during(row[2], row[3])
			if row[1] == "since" { // a day to come may lie beyond the end of the record
				silent, meanwhile = with.during(row[2], "2100-12-31"), v.during(row[2], "2100-12-31")
			}
		}
		if w.total(silent) != 0 || row[5] != strconv.Itoa(w.total(with)) || row[6] != strconv.Itoa(w.total(meanwhile)) {
			rt.Fatalf("%s/gaps?%s says %v: %d rows in it, %d in all, %d meanwhile", subject, shown, row, w.total(silent), w.total(with), w.total(meanwhile))
		}
	}
}

// holdCodesOf holds forms and partners, as a table and as a file.
func (w *world) holdCodesOf(rt *rapid.T, subject, shown string, v asked, codes []string, page *goquery.Document) {
	for name, param := range map[string]string{"forms": "form", "partners": ""} {
		rows := w.figure(rt, subject, name, shown)
		var file, table []int
		for _, row := range rows {
			n, with := int(decimalOf(rt, row[2])), v.plus("with_party", row[0])
			if param != "" {
				with = v.with(param, row[0])
			}
			if n == 0 || w.total(with) != n {
				rt.Fatalf("%s/%s?%s says %v, want %d", subject, name, shown, row, w.total(with))
			}
			file = append(file, n)
		}
		page.Find("#" + name + " tbody td.n a").Each(func(_ int, a *goquery.Selection) { table = append(table, numberIn(rt, a)) })
		if !slices.Equal(table, file[:min(len(file), len(table))]) || len(table) != min(12, len(file)) {
			rt.Fatalf("%s?%s: the table of %s has %v, the file %v", subject, shown, name, table, file)
		}
		if param == "" {
			want := len(w.takingPart(v, 1))
			if w.total(v) > 0 {
				want -= len(codes)
			}
			if len(rows) != want {
				rt.Fatalf("%s/partners?%s has %d, want %d", subject, shown, len(rows), want)
			}
		}
	}
}
