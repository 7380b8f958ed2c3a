package figures

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// figures makes the pass and what is read off it at once. The rest is left to
// the methods of Figures, which need no lock: they read nothing that changes.
func (p *plan) figures() *Figures {
	n := p.tally()
	f := &Figures{
		Total: n.total, cb: p.d.cb, from: p.from, to: p.to,
		months: n.months, base: n.base, counts: n.counts, shares: n.shares, matrix: n.matrix,
		codes: p.d.parties.list, sets: p.t.parties.sets, setTotals: passing(n.parties, p.parties),
	}
	if n.total > 0 {
		f.First, f.Last = coop.DayFromNumber(p.t.infos[n.first].day), coop.DayFromNumber(p.t.infos[n.last].day)
	}
	f.pairs = sync.OnceValue(f.countPairs)
	areaTotals := passing(n.areas, p.areas)
	f.noArea = int(areaTotals[0])
	f.areaSets, f.areaRows = p.t.areas.sets, areaTotals
	f.stages, f.noStage = p.stageTotals(passing(n.reports, p.reports))
	each(len(p.t.rows) >= shared,
		func() { f.Facets = n.facets() },
		func() { f.areas = spread(&p.t.areas.sets, areaTotals, self(len(p.t.areas.core)), len(p.t.areas.core)) },
		func() { f.parties = spread(&f.sets, f.setTotals, self(len(f.codes)), len(f.codes)) },
	)
	return f
}

// facets reads the count of every value: the rows that pass all other
// conditions and have the value.
func (n *tally) facets() Facets {
	p, d, v := n.p, n.p.d, n.p.q.View
	areaTotals, partyTotals := n.areas, n.parties
	if v.AllAreas { // a value is added to the condition, so that must hold too
		areaTotals = passing(areaTotals, p.areas)
	}
	if v.AllParties {
		partyTotals = passing(partyTotals, p.parties)
	}
	areas, codes := len(d.cb.Areas()), len(d.parties.list)
	forms, stages := codebook.Forms(), codebook.Stages()
	var f Facets
	each(len(p.t.rows) >= shared,
		func() { f.Area = listed(areaSlugs(d.cb), spread(&p.t.areas.sets, areaTotals, self(areas), areas)) },
		func() { f.Party = ranked(d.parties.list, spread(&p.t.parties.sets, partyTotals, self(codes), codes)) },
		func() {
			f.Form = listed(slugs(forms), spread(&p.t.reports, n.reports,
				values(p.pairParts, reportOK&^formOK, func(pair int) int { return pair/stageStep - 1 }), len(forms)))
		},
		func() {
			f.Stage = listed(slugs(stages), spread(&p.t.reports, n.reports,
				values(p.pairParts, reportOK&^stageOK, func(pair int) int { return pair%stageStep - 1 }), len(stages)))
		},
		func() { f.Source, f.Lang, f.State = n.traitFacets() },
		func() { f.Year = n.yearFacet() },
	)
	return f
}

// traitFacets is [spread] for the three facets of traits in one go: of engagements
// there are nearly as many sets of traits as rows.
func (n *tally) traitFacets() (source, lang, state []Count) {
	d, sets := n.p.d, &n.p.traits
	of := func(others uint8, value func(trait) int) []int32 {
		return values(n.p.traitParts, others, func(i int) int { return value(d.traits[i]) })
	}
	sources := of(traitOK&^sourceOK, func(t trait) int { return int(t.source) })
	langs := of(traitOK&^langOK, func(t trait) int { return int(t.lang) })
	states := of(traitOK&^stateOK, func(t trait) int { return slices.Index(coop.States(), t.state) })
	size := 1 + max(len(d.sources.list), len(d.langs.list), len(coop.States()))
	bySource, byLang, byState := make([]counter, size), make([]counter, size), make([]counter, size)
	flat, start := sets.flat, sets.start
	for i, total := range n.traits {
		if total == 0 {
			continue
		}
		set := int32(i) + 1
		for _, member := range flat[start[i]:start[i+1]] {
			bySource[sources[member]].add(set, total)
			byLang[langs[member]].add(set, total)
			byState[states[member]].add(set, total)
		}
	}
	counts := func(names []string, by []counter) []int {
		out := make([]int, len(names))
		for i := range out {
			out[i] = int(by[i+1].n)
		}
		return out
	}
	return ranked(d.sources.list, counts(d.sources.list, bySource)), ranked(d.langs.list, counts(d.langs.list, byLang)),
		listed(stateNames(), counts(stateNames(), byState))
}

// counter counts rows with a value.
type counter struct {
	n    int32
	last int32 // the last set that had the value, plus one
}

// add adds the total of a set, once. It has no branch: it would be a gamble.
func (c *counter) add(set, total int32) {
	if c.last == set {
		total = 0
	}
	c.last = set
	c.n += total
}

// each does some work, at once or in turn.
func each(atOnce bool, work ...func()) {
	var wg sync.WaitGroup
	for _, do := range work {
		if atOnce {
			wg.Go(do)
		} else {
			do()
		}
	}
	wg.Wait()
}

// values gives for each member of sets the value with which it counts in a
// facet, plus one, or 0: it must meet the parts of the condition that the facet
// leaves.
func values(parts []uint8, others uint8, value func(i int) int) []int32 {
	out := make([]int32, len(parts))
	for i := range out {
		if parts[i]&others == others {
			out[i] = int32(value(i)) + 1
		}
	}
	return out
}

// self gives for each member of sets the member itself as its value.
func self(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i) + 1
	}
	return out
}

// spread adds the total of each set to every distinct value of its members.
func spread(s *sets, totals []int32, value []int32, size int) []int {
	out := make([]int, size+1)
	counted := make([]int32, size+1) // by value: the last set that had it, plus one
	flat, start := s.flat, s.start
	for i, total := range totals {
		if total == 0 {
			continue
		}
		for _, member := range flat[start[i]:start[i+1]] {
			v, n := value[member], int(total)
			if counted[v] == int32(i)+1 {
				n = 0 // no branch: it would be a gamble
			}
			counted[v] = int32(i) + 1
			out[v] += n
		}
	}
	return out[1:]
}

// passing is the totals of the sets that do not fail.
func passing(totals []int32, fails []uint8) []int32 {
	out := make([]int32, len(totals))
	for i, n := range totals {
		if fails[i] == 0 {
			out[i] = n
		}
	}
	return out
}

func (n *tally) yearFacet() []Count {
	first, last := 0, -1
	for year, count := range n.years {
		if count > 0 && (last < 0 || year < first) {
			first = year
		}
		if count > 0 {
			last = max(last, year)
		}
	}
	var out []Count
	for year := first; year <= last; year++ {
		out = append(out, Count{strconv.Itoa(year), n.years[year]})
	}
	return out
}

// listed pairs values with their counts, zeros too.
func listed(names []string, counts []int) []Count {
	out := make([]Count, len(names))
	for i, name := range names {
		out[i] = Count{name, counts[i]}
	}
	return out
}

// ranked orders values by count, then name, and leaves zeros out.
func ranked(names []string, counts []int) []Count {
	out := slices.DeleteFunc(listed(names, counts), func(c Count) bool { return c.N == 0 })
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value))
	})
	return out
}

func areaSlugs(cb *codebook.Codebook) []string {
	out := make([]string, len(cb.Areas()))
	for i, a := range cb.Areas() {
		out[i] = a.Slug
	}
	return out
}

func slugs(codes []codebook.Code) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = c.Slug
	}
	return out
}

func stateNames() []string {
	out := make([]string, len(coop.States()))
	for i, s := range coop.States() {
		out[i] = string(s)
	}
	return out
}
