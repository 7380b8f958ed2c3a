package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// holdRelations holds the page of relations and its files against the reference.
func (w *world) holdRelations(rt *rapid.T, unit, query, display string) {
	shown := query + display + "&unit=" + unit
	v := ask(rt, "/relations?"+shown)
	page := w.page(rt, "/relations?"+shown)
	promises := w.holdPromises(rt, v, page)
	parties, areas := w.squares(v)
	w.holdSquareFile(rt, "relations", shown, parties, 2, false)
	w.holdSquareFile(rt, "cooccurrence", shown, areas, 1, true)
	w.holdSquareTable(rt, "relations", shown, page, lawParties, parties) // fewer than the page shows
	sides := w.areasShown(func(slug string) bool { return areas[[2]string{slug, slug}] > 0 })
	w.holdSquareTable(rt, "cooccurrence", shown, page, sides, areas)
	promises = append(promises, w.holdSquareMarks(rt, "cooccurrence", shown, page, sides, areas)...)
	promises = append(promises, w.holdCalendar(rt, v, shown, page)...)
	w.follow(rt, promises)
}

// squares count the rows of every two parties and every two areas, both ways round,
// and of each with itself.
func (w *world) squares(v asked) (parties, areas map[[2]string]int) {
	parties, areas = map[[2]string]int{}, map[[2]string]int{}
	count := func(square map[[2]string]int, codes []string) {
		for _, a := range codes {
			for _, b := range codes {
				square[[2]string{a, b}]++
			}
		}
	}
	for _, r := range w.rows(v) {
		count(parties, r.parties)
		count(areas, r.areas)
	}
	return parties, areas
}

// holdSquareFile holds a file of every two against the reference. Other is the column
// of the second.
func (w *world) holdSquareFile(rt *rapid.T, name, shown string, want map[[2]string]int, other int, zeros bool) {
	rows := w.chart(rt, name, shown)[1:]
	if zeros && len(rows) != len(allAreas)*len(allAreas) {
		rt.Fatalf("%s.csv?%s has %d rows", name, shown, len(rows))
	}
	got := map[[2]string]int{}
	for _, row := range rows {
		n, err := strconv.Atoi(row[len(row)-1])
		if err != nil || n == 0 && !zeros {
			rt.Fatalf("%s.csv?%s says %v", name, shown, row)
		}
		if n > 0 {
			got[[2]string{row[0], row[other]}] += n
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Fatalf("%s.csv?%s (-want +got):\n%s", name, shown, diff)
	}
}

// holdSquareTable reads every cell of every table of a figure. The addresses behind
// them are held with all promises of the page.
func (w *world) holdSquareTable(rt *rapid.T, name, shown string, page *goquery.Document, sides []string, want map[[2]string]int) {
	left := map[[2]string]int{}
	for _, a := range sides {
		for _, b := range sides {
			if n := want[[2]string{a, b}]; n > 0 {
				left[[2]string{a, b}] = n
			}
		}
	}
	tables := page.Find("#" + name + " table.heat")
	if len(left) > 0 != (tables.Length() > 0) {
		rt.Fatalf("%s of %s has %d tables for %v", name, shown, tables.Length(), left)
	}
	tables.Each(func(_ int, table *goquery.Selection) {
		got := map[[2]string]int{}
		codes := sidesOfTable(rt, name, sides, table)
		table.Find("tbody tr").Each(func(y int, row *goquery.Selection) {
			row.Find("td").Each(func(x int, cell *goquery.Selection) {
				n := numberIn(rt, cell)
				if n > 0 {
					got[[2]string{codes[y], codes[x]}] = n
				}
				if promised := cell.Find("a").AttrOr("data-total", "0"); promised != strconv.Itoa(n) {
					rt.Fatalf("%s of %s: %d promises %s", name, shown, n, promised)
				}
			})
		})
		if diff := cmp.Diff(left, got); diff != "" {
			rt.Fatalf("%s of %s (-want +got):\n%s", name, shown, diff)
		}
	})
}

// sidesOfTable reads from the heads of its rows what stands along a table, and asks
// whether its columns say the same.
func sidesOfTable(rt *rapid.T, name string, areas []string, table *goquery.Selection) (codes []string) {
	of := func(head *goquery.Selection) string {
		values := ask(rt, head.Find("a").AttrOr("href", "")).values
		added := values[map[string]string{"relations": "with_party", "cooccurrence": "with_area"}[name]]
		return fmt.Sprint(added) + strings.Join(strings.Fields(head.Text()), " ")
	}
	columns := table.Find("thead th:not(.corner)")
	if name == "cooccurrence" && columns.Length() != len(areas) {
		rt.Fatalf("%s: %d columns for %v", name, columns.Length(), areas)
	}
	table.Find("tbody th").Each(func(i int, head *goquery.Selection) {
		if row, column := of(head), of(columns.Eq(i)); strings.Split(row, "]")[0] != strings.Split(column, "]")[0] {
			rt.Fatalf("%s: row %d is of %s, the column of %s", name, i, row, column)
		}
		if name == "cooccurrence" {
			codes = append(codes, areas[i])
			return
		}
		code := head.Find(".party-code").Text()
		if code == "" { // a party that is called by its code
			code = strings.TrimSpace(head.Text())
		}
		codes = append(codes, code)
	})
	return codes
}

// holdSquareMarks holds what is drawn of every two.
func (w *world) holdSquareMarks(rt *rapid.T, name, shown string, page *goquery.Document, sides []string, want map[[2]string]int) (marks []promise) {
	got := map[[2]string]int{}
	for _, s := range optionOf(rt, page, name+"-json").Series {
		for _, d := range s.Data {
			value := d.Value.([]any)
			x, y, n := int(value[0].(float64)), int(value[1].(float64)), int(value[2].(float64))
			got[[2]string{sides[y], sides[x]}] = n
			w.holdMark(rt, d.Href, n)
			marks = append(marks, promise{d.Href, n})
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Fatalf("marks of %s of %s (-want +got):\n%s", name, shown, diff)
	}
	return marks
}

// holdCalendar holds the days, as drawn and as a file, and the months of the tables.
func (w *world) holdCalendar(rt *rapid.T, v asked, shown string, page *goquery.Document) (marks []promise) {
	type count struct{ n, exact int }
	days, months := map[string]count{}, map[string]int{}
	last := ""
	for _, r := range w.rows(v) {
		c := days[r.day]
		c.n++
		if r.doubt == "" {
			c.exact++
		}
		days[r.day] = c
		months[r.day[:7]]++
		months[r.day[:4]]++
		last = max(last, r.day)
	}
	file, before := map[string]count{}, ""
	for _, row := range w.chart(rt, "calendar", shown)[1:] {
		file[row[0]] = count{int(decimalOf(rt, row[1])), int(decimalOf(rt, row[2]))}
		if row[0] <= before {
			rt.Fatalf("calendar.csv?%s has %s after %s", shown, row[0], before)
		}
		before = row[0]
	}
	if diff := cmp.Diff(days, file, cmp.AllowUnexported(count{})); diff != "" {
		rt.Fatalf("calendar.csv?%s (-want +got):\n%s", shown, diff)
	}

	drawn, want := map[string]count{}, map[string]count{}
	for day, c := range days {
		if c.exact > 0 && yearOf(day) > yearOf(last)-5 {
			want[day] = c
		}
	}
	for _, s := range optionOf(rt, page, "calendar-json").Series {
		for _, d := range s.Data {
			value := d.Value.([]any)
			c := count{int(value[2].(float64)), int(value[1].(float64))}
			drawn[value[0].(string)] = c
			w.holdMark(rt, d.Href, c.n)
			marks = append(marks, promise{d.Href, c.n})
		}
	}
	if diff := cmp.Diff(want, drawn, cmp.AllowUnexported(count{})); diff != "" {
		rt.Fatalf("days of %s (-want +got):\n%s", shown, diff)
	}

	tables := page.Find("#calendar table.heat")
	if len(days) > 0 != (tables.Length() == 2) {
		rt.Fatalf("calendar of %s has %d tables", shown, tables.Length())
	}
	tables.Each(func(_ int, table *goquery.Selection) {
		got := map[string]int{}
		table.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
			year := strings.TrimSuffix(strings.TrimSpace(row.Find("th").Text()), "*")
			row.Find("td").Each(func(m int, cell *goquery.Selection) {
				key := year
				if m < 12 {
					key += fmt.Sprintf("-%02d", m+1)
				}
				if n := numberIn(rt, cell); n > 0 {
					got[key] = n
				}
			})
		})
		if diff := cmp.Diff(months, got); diff != "" {
			rt.Fatalf("months of %s (-want +got):\n%s", shown, diff)
		}
	})
	return marks
}

func yearOf(day string) int {
	year, _ := strconv.Atoi(day[:min(4, len(day))])
	return year
}
