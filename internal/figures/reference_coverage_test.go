package figures

import (
	"slices"

	"entente/internal/coop"
)

// What the reference says of stages, and of how well a view is covered.

// stages narrows the view by each stage that it allows. Rows at none are those
// that no stage has.
func (c corpus) stages(q Query) []StageCount {
	var out []StageCount
	staged := map[int64]bool{}
	for _, stage := range []string{"asked", "offered", "planned", "agreed", "under-way", "done", "lapsed"} {
		n := 0
		if oneOf(q.View.Stages, stage) {
			narrow := q
			narrow.View.Stages = []string{stage}
			for _, it := range c.items(narrow) {
				staged[it.id] = true
				n++
			}
		}
		out = append(out, StageCount{stage, n})
	}
	none := 0
	for _, it := range c.items(q) {
		if !staged[it.id] {
			none++
		}
	}
	return append(out, StageCount{"", none})
}

// told are the articles of an engagement that tell of it: those that are not
// relevant only where no other does.
func (c corpus) told(id int64) (out []Article) {
	i := slices.IndexFunc(c.engagements, func(e Engagement) bool { return e.ID == id })
	for _, relevant := range []bool{true, false} {
		for _, a := range c.articles {
			if len(out) == 0 || (out[0].State != coop.Excluded) == relevant {
				if slices.Contains(c.engagements[i].Articles, a.ID) && (a.State != coop.Excluded) == relevant {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// coverage counts one period, or with no days all of the view.
func (c corpus) coverage(q Query, first, last coop.Day) (out CoverageColumn) {
	if first != "" {
		q.View = q.View.Within(first, last)
	}
	sources, langs := map[string]bool{}, map[string]bool{}
	q.Unit = coop.Articles
	for _, it := range c.items(q) {
		out.Articles++
		i := slices.IndexFunc(c.articles, func(a Article) bool { return a.ID == it.id })
		sources[c.articles[i].Source] = true
		if lang := c.articles[i].Lang; lang != "" {
			langs[lang] = true
		}
	}
	out.Sources, out.Langs = len(sources), len(langs)
	q.Unit = coop.Engagements
	for _, it := range c.items(q) {
		out.Engagements++
		told := c.told(it.id)
		if !slices.ContainsFunc(told, func(a Article) bool { return a.Source != told[0].Source }) {
			out.SingleSource++
		}
	}
	everything := Query{Unit: coop.Articles}
	everything.View.States = []string{"uncoded", "suggested", "coded", "excluded"}
	everything.View.From, everything.View.To = q.View.From, q.View.To
	out.Read = c.total(everything, everything.View)
	return out
}

// coverageOverTime counts every period from the first row of either unit to the last.
func (c corpus) coverageOverTime(q Query, by coop.By, today coop.Day) (coop.By, []CoverageColumn) {
	from, to := q.View.FromDay(), q.View.ToDay()
	var days []coop.Day
	for _, unit := range []coop.Unit{coop.Articles, coop.Engagements} {
		q.Unit = unit
		for _, it := range c.items(q) {
			days = append(days, it.day)
		}
	}
	if slices.Sort(days); len(days) > 0 && from == "" {
		from = days[0]
	}
	if len(days) > 0 && to == "" {
		to = days[len(days)-1]
	}
	if by == "" {
		by = coop.DefaultBy(from, to)
	}
	var out []CoverageColumn
	for _, p := range by.Periods(from, to) {
		column := c.coverage(q, p.First, p.Last)
		column.Period, column.Incomplete, column.NoReading = p, p.Incomplete(today), column.Read == 0 && p.First <= today
		out = append(out, column)
	}
	return by, out
}
