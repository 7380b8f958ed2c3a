package handlers

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// What the reference says of the figures of a view.

// codes of the codebook, in its order.
var (
	allAreas = []string{"training", "demining", "peacekeeping", "disaster-relief", "humanitarian-assistance", "exercises", "dialogue", "intelligence",
		"transnational-crime", "maritime-security", "equipment", "counter-terrorism", "cyber", "personnel-accounting", "defence-industry", "agreements"}
	allForms  = []string{"meeting", "visit", "exercise", "course", "operation", "transfer", "agreement", "statement", "other"}
	allStages = []string{"asked", "offered", "planned", "agreed", "under-way", "done", "lapsed"}
	allStates = []string{"uncoded", "suggested", "coded", "excluded"}
)

// choice is one value of a facet: the view behind it, and how many rows that has.
type choice struct {
	param, value string
	view         asked
	n            int
}

// facets are the values that have rows and are not asked for already.
func (w *world) facets(v asked) (out []choice) {
	facet := func(param string, values []string) {
		for _, value := range values {
			if value == "" || v.is(param, value) {
				continue
			}
			c := choice{param: param, value: value, view: v.with(param, value)}
			if v.is(param+"_match", "all") {
				c.view = v.plus(param, value)
			}
			if c.n = w.total(c.view); c.n > 0 {
				out = append(out, c)
			}
		}
	}
	facet("area", allAreas)
	facet("party", lawParties)
	facet("form", allForms)
	facet("stage", allStages)
	facet("source", lawSources)
	facet("lang", lawLangs)
	facet("state", allStates)
	for year := 1900; year <= 2100; year++ {
		text := strconv.Itoa(year)
		c := choice{param: "year", value: text, view: v.with("from", text).with("to", text)}
		if v.is("from", text) && v.is("to", text) {
			continue
		}
		if c.n = w.total(c.view); c.n > 0 {
			out = append(out, c)
		}
	}
	return out
}

// mark is one cell of a timeline.
type mark struct {
	count  int
	height float64
}

// period is one column of a timeline.
type period struct {
	key   string
	total int
	marks map[string]mark // by series

	imprecise, undated int
}

// timeline counts the rows by period, and adds up heights row by row.
func (w *world) timeline(v asked) (series []string, out []*period) {
	rows := w.rows(v)
	from, to := v.from, v.to
	if len(rows) > 0 {
		from, to = cmp.Or(from, rows[len(rows)-1].day), cmp.Or(to, rows[0].day)
	}
	if series = append(slices.Clone(coreFour), "other"); v.is("split", "all") {
		series = slices.Clone(allAreas)
	}
	if slices.ContainsFunc(rows, func(r item) bool { return len(r.areas) == 0 }) {
		series = append(series, "none")
	}
	if from == "" || to == "" {
		return series, nil
	}
	by := stepOf(v, from, to)
	at := map[string]*period{}
	for day := from[:7] + "-01"; day <= to; day = nextMonth(day) {
		if key := keyOf(by, day); at[key] == nil {
			at[key] = &period{key: key, marks: map[string]mark{}}
			out = append(out, at[key])
		}
	}
	for _, r := range rows {
		p := at[keyOf(by, r.day)]
		p.total++
		switch {
		case r.doubt == "undated":
			p.undated++
		case r.doubt == "year" && by != "year":
			p.imprecise++
		}
		for _, s := range series {
			m := p.marks[s]
			var share float64
			for _, area := range r.areas {
				if area == s || s == "other" && outsideCore(area) {
					share += 1 / float64(len(r.areas))
				}
			}
			if s == "none" && len(r.areas) == 0 {
				share = 1
			}
			if share > 0 {
				m.count++
			}
			m.height += share
			p.marks[s] = m
		}
	}
	return series, out
}

// stepOf is the step asked for, or the one that suits the span: year over more
// than five years, quarter over more than two, else month.
func stepOf(v asked, from, to string) string {
	if by := v.values["by"]; len(by) > 0 {
		return by[0]
	}
	later := func(years int) string {
		year, _ := strconv.Atoi(from[:4])
		return strconv.Itoa(year+years) + from[4:]
	}
	switch {
	case to >= later(5):
		return "year"
	case to >= later(2):
		return "quarter"
	}
	return "month"
}

func nextMonth(day string) string { return dayAfter(lastDay(day[:7])) }

func dayAfter(day string) string { return addDays(day, 1) }

func addDays(day string, n int) string {
	t, _ := time.Parse(time.DateOnly, day)
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// keyOf names the period of a day: 2024, 2024-Q1 or 2024-02.
func keyOf(by, day string) string {
	month, _ := strconv.Atoi(day[5:7])
	switch by {
	case "month":
		return day[:7]
	case "quarter":
		return fmt.Sprintf("%s-Q%d", day[:4], (month+2)/3)
	}
	return day[:4]
}

// before is the view one period earlier, if there is one to compare with.
func (v asked) before() (asked, bool) {
	if v.from == "" || v.to == "" {
		return v, false
	}
	last := addDays(v.from, -1)
	first, _ := time.Parse(time.DateOnly, v.from)
	end, _ := time.Parse(time.DateOnly, dayAfter(v.to))
	if first.Day() == 1 && end.Day() == 1 {
		months := 12*(end.Year()-first.Year()) + int(end.Month()) - int(first.Month())
		first = first.AddDate(0, -months, 0)
	} else {
		first = first.Add(first.Sub(end))
	}
	return v.with("from", first.Format(time.DateOnly)).with("to", last), first.Year() >= 1900
}

// counts gives the rows of a view by area, by party and area, and by pair.
func (w *world) counts(v asked) (areas map[string]int, matrix map[[2]string]int, pairs map[string]int) {
	areas, matrix, pairs = map[string]int{}, map[[2]string]int{}, map[string]int{}
	for _, r := range w.rows(v) {
		for _, area := range r.areas {
			areas[area]++
		}
		for i, party := range r.parties {
			matrix[[2]string{party, ""}]++
			for _, area := range r.areas {
				matrix[[2]string{party, area}]++
			}
			for _, other := range r.parties[i+1:] {
				pairs[party+"-"+other]++ // codes come in alphabetical order
			}
		}
	}
	return areas, matrix, pairs
}
