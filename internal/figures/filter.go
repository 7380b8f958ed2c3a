package figures

import (
	"slices"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// Each kind of set has one condition of a view to meet, and a row that fails
// just that one still counts in its facet. Form and stage share a condition,
// since one report must meet both, and so do source, language and state.
const (
	failArea = 1 << iota
	failParty
	failReport
	failTrait
	failAll = 0xFF // of a condition without a facet: the row counts nowhere
)

// Parts of the condition on a (form, stage) pair.
const (
	formOK = 1 << iota
	stageOK
	reportOK = formOK | stageOK
)

// Parts of the condition on a trait.
const (
	sourceOK = 1 << iota
	langOK
	stateOK
	originOK
	traitOK = sourceOK | langOK | stateOK | originOK
)

// plan is a query decided for every distinct set of a table. It is valid while
// the lock is held.
type plan struct {
	d    *data
	t    *table
	q    Query
	from coop.Day
	to   coop.Day
	lo   int // the rows from from to to are lo ≤ i < hi
	hi   int

	traits sets     // those of the table, or with a search those of the articles found
	found  []uint32 // by row: the traits in which it is found; nil without a search

	// What fails, by number of the set.
	areas, parties, reports, traitSets []uint8

	pairParts  []uint8 // by (form, stage) pair: parts of the condition that it meets
	traitParts []uint8 // by trait, likewise
}

func newPlan(d *data, q Query) *plan {
	p := &plan{d: d, t: &d.engagements, q: q, from: q.View.FromDay(), to: q.View.ToDay()}
	if q.Unit == coop.Articles {
		p.t = &d.articles
	}
	p.lo, p.hi = p.t.span(p.from, p.to)
	p.traits = p.t.traits
	if q.Hits != nil {
		p.search(*q.Hits)
	}
	p.decideAreas()
	p.decideParties()
	p.decideReports()
	p.decideTraits()
	return p
}

// passes tells whether a row of the span belongs to the view.
func (p *plan) passes(i int) bool {
	r := p.t.rows[i]
	if p.found != nil {
		r.traits = p.found[i]
	}
	return p.areas[r.areas]|p.parties[r.parties]|p.reports[r.reports]|p.traitSets[r.traits] == 0
}

func (p *plan) decideAreas() {
	v, all := p.q.View, p.d.cb.Areas()
	number := p.d.cb.Index
	narrow := slices.DeleteFunc(slices.Clone(v.WithAreas), func(s string) bool { return s == coop.OtherAreas || s == coop.NoArea })
	other, none := v.Has("with_area", coop.OtherAreas), v.Has("with_area", coop.NoArea)
	asked, with := choose(v.Areas, number, len(all)), choose(narrow, number, len(all))
	p.areas = make([]uint8, p.t.areas.len())
	for i := range p.areas {
		set := p.t.areas.at(uint32(i))
		switch {
		case !with.allIn(set), none && len(set) > 0, other && p.t.areas.kind[i]&kindOther == 0:
			p.areas[i] = failAll
		case !asked.in(set, v.AllAreas):
			p.areas[i] = failArea
		}
	}
}

func (p *plan) decideParties() {
	v, number, size := p.q.View, p.d.parties.find, len(p.d.parties.list)
	narrow := v.WithParties
	if a, b := v.PairCodes(); v.Pair != "" {
		narrow = append(slices.Clone(narrow), a, b)
	}
	asked, with := choose(v.Parties, number, size), choose(narrow, number, size)
	p.parties = make([]uint8, p.t.parties.len())
	if len(v.Parties)+len(narrow) == 0 {
		return // there may be very many sets
	}
	for i := range p.parties {
		set := p.t.parties.at(uint32(i))
		switch {
		case !with.allIn(set):
			p.parties[i] = failAll
		case !asked.in(set, v.AllParties):
			p.parties[i] = failParty
		}
	}
}

func (p *plan) decideReports() {
	v := p.q.View
	p.pairParts = make([]uint8, pairs)
	for i := range p.pairParts {
		form, stage := i/stageStep-1, i%stageStep-1
		if len(v.Forms) == 0 || form >= 0 && slices.Contains(v.Forms, codebook.Forms()[form].Slug) {
			p.pairParts[i] |= formOK
		}
		if len(v.Stages) == 0 || stage >= 0 && slices.Contains(v.Stages, codebook.Stages()[stage].Slug) {
			p.pairParts[i] |= stageOK
		}
	}
	p.reports = make([]uint8, p.t.reports.len())
	if p.q.Unlinked {
		for i := range p.reports {
			if len(p.t.reports.at(uint32(i))) > 0 {
				p.reports[i] = failAll
			}
		}
	}
	if len(v.Forms)+len(v.Stages) == 0 {
		return // an article without a report passes too
	}
	for i := range p.reports {
		if !anyMeets(p.t.reports.at(uint32(i)), p.pairParts, reportOK) {
			p.reports[i] = failReport
		}
	}
}

func (p *plan) decideTraits() {
	v, d := p.q.View, p.d
	sources := choose(v.Sources, d.sources.find, len(d.sources.list))
	langs := choose(v.Langs, d.langs.find, len(d.langs.list))
	p.traitParts = make([]uint8, len(d.traits))
	for i, t := range d.traits {
		if sources.n == 0 || sources.has[t.source] {
			p.traitParts[i] |= sourceOK
		}
		if langs.n == 0 || langs.has[t.lang] {
			p.traitParts[i] |= langOK
		}
		if len(v.States) == 0 && t.state != coop.Excluded || slices.Contains(v.States, string(t.state)) {
			p.traitParts[i] |= stateOK
		}
		if len(v.Origins) == 0 || slices.Contains(v.Origins, string(t.state.Origin())) {
			p.traitParts[i] |= originOK
		}
	}
	p.traitSets = make([]uint8, p.traits.len())
	for i := range p.traitSets { // the empty one, of rows without an article or not found, meets nothing
		if !anyMeets(p.traits.at(uint32(i)), p.traitParts, traitOK) {
			p.traitSets[i] = failTrait
		}
	}
}

// anyMeets tells whether one of a set meets all parts of a condition by itself.
func anyMeets(set []uint32, parts []uint8, all uint8) bool {
	for _, n := range set {
		if parts[n] == all {
			return true
		}
	}
	return false
}

// choice is what one parameter asks for.
type choice struct {
	has []bool // by number
	n   int    // distinct values, those that no row has included
}

func choose(values []string, number func(string) int, size int) choice {
	c := choice{has: make([]bool, size)}
	unknown := map[string]bool{}
	for _, value := range values {
		switch i := number(value); {
		case i < 0:
			unknown[value] = true
		case !c.has[i]:
			c.has[i] = true
			c.n++
		}
	}
	c.n += len(unknown)
	return c
}

// common is how many of the values a set holds.
func (c choice) common(set []uint32) (n int) {
	for _, i := range set {
		if c.has[i] {
			n++
		}
	}
	return n
}

func (c choice) allIn(set []uint32) bool { return c.n == 0 || c.common(set) == c.n }

// in tells whether a set holds one of the values, or all where all is set. To
// ask for nothing holds always.
func (c choice) in(set []uint32, all bool) bool {
	if all || c.n == 0 {
		return c.allIn(set)
	}
	return c.common(set) > 0
}
