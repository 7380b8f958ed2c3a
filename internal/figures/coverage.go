package figures

import (
	"cmp"

	"entente/internal/coop"
)

// Coverage is how much stands behind a view: its articles and engagements side
// by side, from how many sources and languages, and what was read at all. It
// does not change when the columns do.
type Coverage struct {
	Articles     int
	Engagements  int
	SingleSource int // engagements all of whose articles come from one source
	Sources      int // of the articles
	Langs        int // of the articles, as far as stated

	from, to coop.Day // of the view, or of its rows
	base     int
	months   []coverMonth // without a gap, from base
	traits   []trait
	sources  int // that have a number
	langs    int // likewise
	unstated int // number of the language that is none, or -1
}

// CoverageColumn is one period of a coverage.
type CoverageColumn struct {
	Period       coop.Period
	Articles     int
	Engagements  int
	SingleSource int
	Sources      int
	Langs        int
	Read         int  // articles of any subject, whatever the view asks for
	NoReading    bool // it has begun, and there are none
	Incomplete   bool // the period was still running on the day asked
}

// coverMonth is one month of a coverage, as far as the view reaches into it.
type coverMonth struct {
	articles, engagements, single, read int32
	traits                              []uint32 // of its articles, each once
}

// Coverage makes two passes over the rows of a view, one in each unit, whatever
// the query asks for. Articles that are not relevant do not make a second source
// where there are others.
func (c *Columns) Coverage(q Query) *Coverage {
	articles, engagements := q, q
	articles.Unit, engagements.Unit = coop.Articles, coop.Engagements
	a, e := newPlan(c.data, articles), newPlan(c.data, engagements)
	var texts, events coverPass
	each(a.hi-a.lo >= shared, func() { texts = a.coverArticles() }, func() { events = e.coverEngagements() })
	d := c.data
	cov := &Coverage{
		Articles: texts.total, Engagements: events.total, from: a.from, to: a.to,
		traits: d.traits, sources: len(d.sources.list), langs: len(d.langs.list), unstated: d.langs.find(""),
	}
	cov.span(texts, events)
	if cov.from == "" || cov.to == "" || cov.to < cov.from {
		return cov
	}
	// Whole years, since the first and the last row may lie within a period.
	cov.base = monthOf(cov.from.Number()) / 12 * 12
	cov.months = make([]coverMonth, monthOf(cov.to.Number())/12*12+12-cov.base)
	for i, m := range texts.months {
		if m.articles > 0 { // those without may lie beyond the first and last row
			month := &cov.months[texts.base+i-cov.base]
			month.articles, month.traits = m.articles, m.traits
		}
	}
	for i, m := range events.months {
		if m.engagements > 0 {
			month := &cov.months[events.base+i-cov.base]
			month.engagements, month.single = m.engagements, m.single
			cov.SingleSource += int(m.single)
		}
	}
	cov.read(a)
	cov.Sources, cov.Langs = cov.distinct().count(cov.months)
	return cov
}

// span is the days of the view, and where it has no first or last day, those of
// its rows.
func (cov *Coverage) span(passes ...coverPass) {
	from, to := cov.from, cov.to
	for _, p := range passes {
		if p.total == 0 {
			continue
		}
		if first := coop.DayFromNumber(p.first); cov.from == "" && (from == "" || first < from) {
			from = first
		}
		if last := coop.DayFromNumber(p.last); cov.to == "" && last > to {
			to = last
		}
	}
	cov.from, cov.to = from, to
}

// read counts all articles by month, in whole years but for the days that the
// view leaves out.
func (cov *Coverage) read(p *plan) {
	year := func(d coop.Day) coop.Period { return coop.ByYear.PeriodOf(d) }
	from, to := cmp.Or(p.from, year(cov.from).First), cmp.Or(p.to, year(cov.to).Last)
	lo, hi := p.t.span(from, to)
	for lo < hi {
		end := min(p.monthEnd(lo), hi)
		cov.months[monthOf(p.t.infos[lo].day)-cov.base].read = int32(end - lo)
		lo = end
	}
}

// Timeline cuts the coverage into periods, from the first row of either unit to
// the last, or over just the days of the view. An empty by is the step that suits.
func (cov *Coverage) Timeline(by coop.By, today coop.Day) (coop.By, []CoverageColumn) {
	if by == "" {
		by = coop.DefaultBy(cov.from, cov.to)
	}
	var out []CoverageColumn
	distinct := cov.distinct()
	for _, period := range by.Periods(cov.from, cov.to) {
		c := CoverageColumn{Period: period, Incomplete: period.Incomplete(today)}
		first := max(monthOf(period.First.Number())-cov.base, 0)
		last := min(monthOf(period.Last.Number())-cov.base, len(cov.months)-1)
		months := cov.months[first : last+1]
		for _, m := range months {
			c.Articles += int(m.articles)
			c.Engagements += int(m.engagements)
			c.SingleSource += int(m.single)
			c.Read += int(m.read)
		}
		c.Sources, c.Langs = distinct.count(months)
		c.NoReading = c.Read == 0 && period.First <= today
		out = append(out, c)
	}
	return by, out
}

// distinct counts the sources and languages of the articles of some months.
type distinct struct {
	cov          *Coverage
	source, lang []int // by number: the last count in which it came up
	counts       int
}

func (cov *Coverage) distinct() *distinct {
	return &distinct{cov: cov, source: make([]int, cov.sources), lang: make([]int, cov.langs)}
}

func (d *distinct) count(months []coverMonth) (sources, langs int) {
	d.counts++
	for _, m := range months {
		for _, n := range m.traits {
			t := d.cov.traits[n]
			if d.source[t.source] != d.counts {
				d.source[t.source] = d.counts
				sources++
			}
			if d.lang[t.lang] != d.counts {
				d.lang[t.lang] = d.counts
				langs++
			}
		}
	}
	if n := d.cov.unstated; n >= 0 && d.lang[n] == d.counts {
		langs--
	}
	return sources, langs
}
