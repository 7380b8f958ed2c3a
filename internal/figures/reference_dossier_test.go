package figures

import (
	"cmp"
	"slices"
	"strconv"

	"entente/internal/coop"
)

// ends asks for the list behind each area.
func (c corpus) ends(q Query) []AreaEnds {
	all := c.items(q)
	var out []AreaEnds
	for _, area := range allAreas() {
		e := AreaEnds{Area: area}
		with := q
		with.View = q.View.WithArea(area)
		if items := c.items(with); len(items) > 0 {
			first, last := items[len(items)-1], items[0]
			e.N, e.First, e.Last = len(items), Row{first.id, first.day}, Row{last.id, last.day}
			for _, it := range all {
				if it.day > last.day {
					e.After++
				}
			}
		}
		out = append(out, e)
	}
	return out
}

func (c corpus) series(q Query) []SeriesRow {
	q.Unit = coop.Engagements
	var out []SeriesRow
	for _, id := range c.ids(q, coop.Oldest) {
		e := c.engagements[slices.IndexFunc(c.engagements, func(e Engagement) bool { return e.ID == id })]
		if e.Series != "" {
			out = append(out, SeriesRow{Row{id, e.Day}, e.Series, e.Stage})
		}
	}
	return out
}

// ranking asks for the list behind each number.
func (c corpus) ranking(q Query, size int, sort coop.Sort, offset, limit int) Ranking {
	all := c.items(q)
	var courses []Course
	add := func(codes ...string) {
		v := q.View
		for _, code := range codes {
			v = v.WithParty(code)
		}
		with := q
		with.View = v
		items := c.items(with)
		if len(items) == 0 {
			return
		}
		slices.Sort(codes)
		course := Course{Codes: codes, N: len(items), First: items[len(items)-1].day, Latest: items[0].day}
		for year := yearIn(all[len(all)-1].day); year <= yearIn(all[0].day); year++ {
			n := 0
			for _, it := range items {
				if yearIn(it.day) == year {
					n++
				}
			}
			course.Years = append(course.Years, n)
		}
		for _, area := range allAreas() {
			course.Areas = append(course.Areas, c.total(with, v.WithArea(area)))
		}
		courses = append(courses, course)
	}
	parties := partiesOf(all)
	for i, a := range parties {
		if size == 1 {
			add(a)
			continue
		}
		for _, b := range parties[i+1:] {
			add(a, b)
		}
	}
	slices.SortStableFunc(courses, func(a, b Course) int { // they stand by name
		switch sort {
		case coop.ByName:
			return 0
		case coop.ByLatest:
			return cmp.Compare(b.Latest, a.Latest)
		}
		return b.N - a.N
	})
	out := Ranking{Total: len(courses)}
	courses = courses[min(offset, len(courses)):]
	out.Rows = courses[:min(limit, len(courses))]
	if len(out.Rows) > 0 {
		out.FirstYear = yearIn(all[len(all)-1].day)
	}
	return out
}

func yearIn(day coop.Day) int {
	year, _ := strconv.Atoi(string(day[:4]))
	return year
}
