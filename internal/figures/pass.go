package figures

import (
	"runtime"
	"sync"
	"time"
)

// tally is what a pass adds up. By number of a set it counts the rows that pass
// every other condition, whether or not they pass the one on this set: passing
// sets make up the figures, and failing ones still count in their facet.
type tally struct {
	p *plan

	areas, parties, reports, traits []int32 // by number of the set
	years                           map[int]int
	total                           int
	first, last                     int // rows; last < 0 where there are none

	months []month // without a gap, from base
	base   int
	counts []int32   // by month and area: rows
	shares []float64 // by month and area: 1/n of each row with n areas

	matrix  []int32 // by party and area
	lanes   []lanes // by party, see partySets: what is not yet in matrix
	waiting int     // rows counted in lanes
}

// month is one month of a view.
type month struct {
	total, other, none int32
	years, undated     int32 // of total, see vague.go
}

// shared is how many rows a pass must read for several cores to share them. Tests
// have them share a few.
var shared = 20_000

// tally makes the pass. Parts of it begin with a month, so that none is in two.
func (p *plan) tally() *tally {
	parts := []*tally{p.newTally()}
	if p.hi-p.lo >= shared {
		for range runtime.GOMAXPROCS(0) - 1 {
			parts = append(parts, p.newTally())
		}
	}
	var wg sync.WaitGroup
	lo := p.lo
	for i, n := range parts {
		hi := p.hi
		if more := len(parts) - i; more > 1 && lo < p.hi {
			hi = min(p.monthEnd(lo+(p.hi-lo-1)/more), p.hi)
		}
		from := lo
		wg.Go(func() { n.pass(from, hi) })
		lo = hi
	}
	rest := &tally{p: p, years: map[int]int{}, last: -1}
	rest.outside(0, p.lo)
	rest.outside(p.hi, len(p.t.rows))
	wg.Wait()
	n := parts[0]
	for _, other := range append(parts[1:], rest) {
		n.add(other)
	}
	n.countVague()
	return n
}

func (p *plan) newTally() *tally {
	areas, parties := len(p.t.areas.core), len(p.d.parties.list)
	n := &tally{
		p:     p,
		areas: make([]int32, len(p.areas)), parties: make([]int32, len(p.parties)),
		reports: make([]int32, len(p.reports)), traits: make([]int32, len(p.traitSets)),
		years: map[int]int{}, last: -1,
		matrix: make([]int32, parties*areas), lanes: make([]lanes, (heads+parties)*p.t.areas.wide),
	}
	if p.lo < p.hi {
		n.base = monthOf(p.t.infos[p.lo].day)
		months := monthOf(p.t.infos[p.hi-1].day) - n.base + 1
		n.months, n.counts, n.shares = make([]month, months), make([]int32, months*areas), make([]float64, months*areas)
	}
	return n
}

// pass counts the rows lo ≤ i < hi of the span.
func (n *tally) pass(lo, hi int) {
	for lo < hi {
		m := monthOf(n.p.t.infos[lo].day)
		end := min(n.p.monthEnd(lo), hi)
		for lo < end {
			next := min(end, lo+maxLanes)
			n.inside(m, lo, next)
			lo = next
		}
	}
	n.empty()
}

// add takes in what another part of the pass counted, of later rows.
func (n *tally) add(other *tally) {
	for _, sum := range [][2][]int32{
		{n.areas, other.areas}, {n.parties, other.parties}, {n.reports, other.reports}, {n.traits, other.traits},
		{n.counts, other.counts}, {n.matrix, other.matrix},
	} {
		for i, more := range sum[1] {
			sum[0][i] += more
		}
	}
	for i, more := range other.shares {
		n.shares[i] += more
	}
	for i, more := range other.months {
		m := &n.months[i]
		m.total, m.other, m.none = m.total+more.total, m.other+more.other, m.none+more.none
	}
	for year, more := range other.years {
		n.years[year] += more
	}
	n.total += other.total
	if n.last < 0 {
		n.first = other.first
	}
	n.last = max(n.last, other.last)
}

// outside counts the rows of other days for the years alone.
func (n *tally) outside(lo, hi int) {
	for lo < hi {
		year := monthOf(n.p.t.infos[lo].day) / 12
		end := min(n.p.monthEnd(lo), hi)
		count := 0
		for ; lo < end; lo++ {
			if n.p.passes(lo) {
				count++
			}
		}
		n.years[year] += count
	}
}

// inside counts rows of one month, at most maxLanes of them.
func (n *tally) inside(m, lo, hi int) {
	p, t := n.p, n.p.t
	if n.waiting += hi - lo; n.waiting > maxLanes {
		n.empty()
		n.waiting = hi - lo
	}
	wide := t.areas.wide
	byKind := make([]lanes, kinds*wide)
	var kindTotal [kinds]int32
	// Local names let the compiler keep them at hand in the loop.
	areaFails, partyFails, reportFails, traitFails := p.areas, p.parties, p.reports, p.traitSets
	areas, parties, reports, traits := n.areas, n.parties, n.reports, n.traits
	kind, areaLanes, head, partyLanes := t.areas.kind, t.areas.lanes, t.parties.head, n.lanes
	found := p.found
	first, last := -1, -1
	for i, r := range t.rows[lo:hi] {
		if found != nil {
			r.traits = found[lo+i]
		}
		switch areaFails[r.areas] | partyFails[r.parties] | reportFails[r.reports] | traitFails[r.traits] {
		case failArea:
			areas[r.areas]++
		case failParty:
			parties[r.parties]++
		case failReport:
			reports[r.reports]++
		case failTrait:
			traits[r.traits]++
		case 0:
			areas[r.areas]++
			parties[r.parties]++
			reports[r.reports]++
			traits[r.traits]++
			k := int(kind[r.areas])
			kindTotal[k&(kinds-1)]++
			h := head[r.parties]
			for w := range wide {
				own := areaLanes[int(r.areas)*wide+w]
				byKind[k*wide+w].add(own)
				partyLanes[int(h&headMask)*wide+w].add(own)
				partyLanes[int(h>>headBits&headMask)*wide+w].add(own)
				partyLanes[int(h>>(2*headBits)&headMask)*wide+w].add(own)
				partyLanes[int(h>>(3*headBits)&headMask)*wide+w].add(own)
				if h&headMore != 0 {
					for _, party := range t.parties.at(r.parties)[heads:] {
						partyLanes[(heads+int(party))*wide+w].add(own)
					}
				}
			}
			if first < 0 {
				first = lo + i
			}
			last = lo + i
		}
	}
	if last >= 0 && n.last < 0 {
		n.first = first
	}
	n.last = max(n.last, last)
	n.addMonth(m, byKind, kindTotal)
}

// addMonth takes in what was counted by kind. Rows of a kind have the same
// number of areas, so their shares are one division.
func (n *tally) addMonth(m int, byKind []lanes, kindTotal [kinds]int32) {
	areas, wide := len(n.p.t.areas.core), n.p.t.areas.wide
	sum := &n.months[m-n.base]
	counts, shares := n.counts[(m-n.base)*areas:], n.shares[(m-n.base)*areas:]
	for kind, rows := range kindTotal {
		if rows == 0 {
			continue
		}
		sum.total += rows
		size := kind & kindSize
		if kind&kindOther > 0 {
			sum.other += rows
		}
		if size == 0 {
			sum.none += rows
		}
		for a := range areas {
			if count := byKind[kind*wide+a/perLanes].get(a % perLanes); count > 0 {
				counts[a] += count
				shares[a] += float64(count) / float64(size)
			}
		}
		n.total += int(rows)
		n.years[m/12] += int(rows)
	}
}

// empty moves the lanes into the matrix.
func (n *tally) empty() {
	areas, wide := len(n.p.t.areas.core), n.p.t.areas.wide
	for party := range n.p.d.parties.list {
		for a := range areas {
			n.matrix[party*areas+a] += n.lanes[(heads+party)*wide+a/perLanes].get(a % perLanes)
		}
	}
	clear(n.lanes)
}

// monthEnd is the first row after lo of a later month.
func (p *plan) monthEnd(lo int) int {
	m := monthOf(p.t.infos[lo].day) + 1
	next := time.Date(m/12, time.Month(m%12+1), 1, 0, 0, 0, 0, time.UTC).Unix() / 86400
	return p.t.since(int32(next))
}

// monthOf numbers months through all years.
func monthOf(day int32) int {
	t := time.Unix(int64(day)*86400, 0).UTC()
	return t.Year()*12 + int(t.Month()) - 1
}
