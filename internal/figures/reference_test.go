package figures

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// corpus is the slow reference: it follows the words of the interface, row by
// row and condition by condition, and shares no code with the columns.
type corpus struct {
	articles    []Article
	engagements []Engagement
}

// item is a row of either unit.
type item struct {
	id, added      int64
	day            coop.Day
	areas, parties []string
	rank           int // by relevance, lowest first
	precision      coop.Precision
}

// items are the rows of a view, newest first.
func (c corpus) items(q Query) []item {
	var out []item
	if q.Unit == coop.Articles {
		for _, a := range c.articles {
			if articleMeets(a, q) {
				out = append(out, item{a.ID, a.Added, a.Day, a.Areas, a.Parties, rankIn(hitsOf(q).Articles, a.ID), coop.ToDay})
			}
		}
	} else {
		for _, e := range c.engagements {
			if c.engagementMeets(e, q) {
				rank := rankIn(hitsOf(q).Engagements, e.ID)
				for _, id := range e.Articles {
					rank = min(rank, 1_000_000+rankIn(hitsOf(q).Articles, id))
				}
				out = append(out, item{e.ID, e.Added, e.Day, e.Areas, e.Parties, rank, e.Precision})
			}
		}
	}
	slices.SortFunc(out, func(a, b item) int { return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(b.id, a.id)) })
	return out
}

func hitsOf(q Query) Hits {
	if q.Hits == nil {
		return Hits{}
	}
	return *q.Hits
}

// rankIn is far behind any hit for what is none.
func rankIn(hits []int64, id int64) int {
	if i := slices.Index(hits, id); i >= 0 {
		return i
	}
	return 1_000_000_000
}

func articleMeets(a Article, q Query) bool {
	reported := len(q.View.Forms)+len(q.View.Stages) == 0
	for _, r := range a.Reports {
		reported = reported || oneOf(q.View.Forms, r.Form) && oneOf(q.View.Stages, r.Stage)
	}
	found := q.Hits == nil || slices.Contains(q.Hits.Articles, a.ID)
	return reported && found && codesMeet(a.Day, a.Areas, a.Parties, q.View) && textMeets(a, q.View)
}

func (c corpus) engagementMeets(e Engagement, q Query) bool {
	if !oneOf(q.View.Forms, e.Form) || !oneOf(q.View.Stages, e.Stage) || !codesMeet(e.Day, e.Areas, e.Parties, q.View) {
		return false
	}
	for _, a := range c.articles {
		found := q.Hits == nil || slices.Contains(q.Hits.Articles, a.ID) || slices.Contains(q.Hits.Engagements, e.ID)
		if slices.Contains(e.Articles, a.ID) && found && textMeets(a, q.View) {
			return true
		}
	}
	return false
}

// textMeets reads source, lang, state and origin.
func textMeets(a Article, v coop.View) bool {
	origin := "human"
	if a.State == coop.Suggested {
		origin = "rule"
	}
	if len(v.States) == 0 && a.State == coop.Excluded {
		return false
	}
	return oneOf(v.States, string(a.State)) && oneOf(v.Origins, origin) && oneOf(v.Sources, a.Source) && oneOf(v.Langs, a.Lang)
}

// codesMeet reads area, party, pair, with_area, with_party and the days.
func codesMeet(day coop.Day, areas, parties []string, v coop.View) bool {
	if v.FromDay() != "" && day < v.FromDay() || v.ToDay() != "" && day > v.ToDay() {
		return false
	}
	if !matches(v.Areas, v.AllAreas, areas) || !matches(v.Parties, v.AllParties, parties) {
		return false
	}
	for _, want := range v.WithAreas {
		switch {
		case want == "none" && len(areas) > 0:
			return false
		case want == "other" && !slices.ContainsFunc(areas, outsideCore):
			return false
		case want != "none" && want != "other" && !slices.Contains(areas, want):
			return false
		}
	}
	for _, want := range v.WithParties {
		if !slices.Contains(parties, want) {
			return false
		}
	}
	return v.Pair == "" || slices.Contains(parties, v.Pair[:2]) && slices.Contains(parties, v.Pair[3:])
}

func outsideCore(slug string) bool {
	a, _ := codebook.Default().Area(slug)
	return !a.Core
}

func oneOf(asked []string, value string) bool {
	return len(asked) == 0 || slices.Contains(asked, value)
}

func matches(asked []string, all bool, have []string) bool {
	n := 0
	for _, s := range asked {
		if slices.Contains(have, s) {
			n++
		}
	}
	return len(asked) == 0 || n == len(asked) || n > 0 && !all
}

func (c corpus) total(q Query, v coop.View) int {
	q.View = v
	return len(c.items(q))
}

// ids are the rows of a view in an order.
func (c corpus) ids(q Query, sort coop.Sort) []int64 {
	items := c.items(q)
	switch {
	case sort == coop.Oldest:
		slices.Reverse(items)
	case sort == coop.Added:
		slices.SortFunc(items, func(a, b item) int { return cmp.Or(cmp.Compare(b.added, a.added), cmp.Compare(b.id, a.id)) })
	case sort == coop.Relevance && q.Hits != nil:
		slices.SortFunc(items, func(a, b item) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.id, a.id)) })
	}
	var out []int64
	for _, it := range items {
		out = append(out, it.id)
	}
	return out
}

// facets asks for the total behind each link.
func (c corpus) facets(q Query) Facets {
	listed := func(param string, values []string) []Count {
		var out []Count
		for _, value := range values {
			out = append(out, Count{value, c.total(q, q.View.Only(param, value))})
		}
		return out
	}
	ranked := func(param string, of func(Article) []string, ofEngagement func(Engagement) []string) []Count {
		var values []string
		for _, a := range c.articles {
			values = append(values, of(a)...)
		}
		for _, e := range c.engagements {
			values = append(values, ofEngagement(e)...)
		}
		slices.Sort(values)
		out := slices.DeleteFunc(listed(param, slices.Compact(values)), func(c Count) bool { return c.N == 0 })
		slices.SortStableFunc(out, func(a, b Count) int { return b.N - a.N })
		return out
	}
	none := func(Engagement) []string { return nil }
	f := Facets{
		Area:   listed("area", allAreas()),
		Form:   listed("form", []string{"meeting", "visit", "exercise", "course", "operation", "transfer", "agreement", "statement", "other"}),
		Stage:  listed("stage", []string{"asked", "offered", "planned", "agreed", "under-way", "done", "lapsed"}),
		State:  listed("state", []string{"uncoded", "suggested", "coded", "excluded"}),
		Party:  ranked("party", func(a Article) []string { return a.Parties }, func(e Engagement) []string { return e.Parties }),
		Source: ranked("source", func(a Article) []string { return []string{a.Source} }, none),
		Lang:   ranked("lang", func(a Article) []string { return []string{a.Lang} }, none),
	}
	for year := 1960; year <= 2040; year++ {
		value := strconv.Itoa(year)
		f.Year = append(f.Year, Count{value, c.total(q, q.View.InYear(value))})
	}
	for len(f.Year) > 0 && f.Year[0].N == 0 {
		f.Year = f.Year[1:]
	}
	for len(f.Year) > 0 && f.Year[len(f.Year)-1].N == 0 {
		f.Year = f.Year[:len(f.Year)-1]
	}
	return f
}

func allAreas() []string {
	var out []string
	for _, a := range codebook.Default().Areas() {
		out = append(out, a.Slug)
	}
	return out
}

// parties are those of the rows, in the order of the gazetteer.
func partiesOf(items []item) []string {
	var out []string
	for _, p := range gazetteer.All() {
		if slices.ContainsFunc(items, func(it item) bool { return slices.Contains(it.parties, p.Code) }) {
			out = append(out, p.Code)
		}
	}
	return out
}

// matrix asks for the total behind each cell.
func (c corpus) matrix(q Query) []MatrixRow {
	var out []MatrixRow
	for _, code := range partiesOf(c.items(q)) {
		v := q.View.WithParty(code)
		row := MatrixRow{Party: code, Total: c.total(q, v)}
		for _, area := range allAreas() {
			row.Counts = append(row.Counts, c.total(q, v.WithArea(area)))
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b MatrixRow) int { return b.Total - a.Total })
	return out
}

func (c corpus) pairs(q Query) []PairCount {
	var out []PairCount
	parties := partiesOf(c.items(q))
	for i, a := range parties {
		for _, b := range parties[i+1:] {
			if n := c.total(q, q.View.WithParty(a).WithParty(b)); n > 0 {
				out = append(out, PairCount{min(a, b), max(a, b), n})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b PairCount) int { return b.N - a.N })
	return out
}

// cooccurrence asks for the total behind each cell.
func (c corpus) cooccurrence(q Query) [][]int {
	var out [][]int
	for _, a := range allAreas() {
		var row []int
		for _, b := range allAreas() {
			row = append(row, c.total(q, q.View.WithArea(a).WithArea(b)))
		}
		out = append(out, row)
	}
	return out
}

// calendar asks for the total behind each day.
func (c corpus) calendar(q Query) []DayCount {
	days := map[coop.Day]*DayCount{}
	for _, it := range c.items(q) {
		if days[it.day] == nil {
			days[it.day] = &DayCount{Day: it.day, N: c.total(q, q.View.Within(it.day, it.day))}
		}
		if it.precision == "" || it.precision == coop.ToDay {
			days[it.day].Exact++
		}
	}
	var out []DayCount
	for _, day := range slices.Sorted(maps.Keys(days)) {
		out = append(out, *days[day])
	}
	return out
}

// timeline asks for the total behind each mark, and adds up heights row by row.
func (c corpus) timeline(q Query, by coop.By, split coop.Split, today coop.Day) Timeline {
	items := c.items(q)
	from, to := q.View.FromDay(), q.View.ToDay()
	if len(items) > 0 && from == "" {
		from = items[len(items)-1].day
	}
	if len(items) > 0 && to == "" {
		to = items[0].day
	}
	if by == "" {
		by = coop.DefaultBy(from, to)
	}
	t := Timeline{By: by, Series: allAreas()}
	if split != coop.SplitAll {
		t.Series = []string{"training", "demining", "peacekeeping", "disaster-relief", "other"}
	}
	if c.total(q, q.View.WithArea("none")) > 0 {
		t.Series = append(t.Series, "none")
	}
	for _, p := range by.Periods(from, to) {
		v := q.View.Within(p.First, p.Last)
		column := Column{Period: p, Total: c.total(q, v), Incomplete: p.Incomplete(today)}
		for _, it := range items {
			switch {
			case it.day < p.First || it.day > p.Last:
			case it.precision == coop.Unknown:
				column.Undated++
			case it.precision == coop.ToYear && by != coop.ByYear:
				column.Imprecise++
			}
		}
		for _, series := range t.Series {
			column.Counts = append(column.Counts, c.total(q, v.WithArea(series)))
			height := 0.0
			for _, it := range items {
				switch {
				case it.day < p.First || it.day > p.Last:
				case series == "none" && len(it.areas) == 0:
					height++
				case series == "other":
					for _, a := range it.areas {
						if outsideCore(a) {
							height += 1 / float64(len(it.areas))
						}
					}
				case slices.Contains(it.areas, series):
					height += 1 / float64(len(it.areas))
				}
			}
			column.Heights = append(column.Heights, height)
		}
		t.Columns = append(t.Columns, column)
	}
	return t
}
