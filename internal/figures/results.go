package figures

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"sync"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// Figures is what one pass found of a view. It does not change when the
// columns do, and may be read by several goroutines.
type Figures struct {
	Total  int
	First  coop.Day // of the rows; "" when there are none
	Last   coop.Day
	Facets Facets

	cb       *codebook.Codebook
	from, to coop.Day // of the view

	months []month // see tally
	base   int
	counts []int32
	shares []float64
	matrix []int32

	areas     []int // by area
	noArea    int
	areaSets  sets    // of areas
	areaRows  []int32 // by number of the set
	stages    []int   // by stage
	noStage   int
	codes     []string // of parties, by number
	parties   []int    // by number of the party
	sets      sets     // of parties
	setTotals []int32  // by number of the set

	pairs func() []PairCount // counted when first asked for
}

// NoArea is the number of rows without areas.
func (f *Figures) NoArea() int { return f.noArea }

// Areas counts the rows with each area, in codebook order, zeros too.
func (f *Figures) Areas() []AreaCount {
	out := make([]AreaCount, len(f.areas))
	for i, a := range f.cb.Areas() {
		out[i] = AreaCount{a.Slug, f.areas[i]}
	}
	return out
}

// Cooccurrence counts the rows that have two areas both, by area and other area in
// codebook order. Where the two are one, these are all rows with it.
func (f *Figures) Cooccurrence() [][]int {
	out := make([][]int, len(f.areas))
	for a := range out {
		out[a] = make([]int, len(f.areas))
	}
	for i, n := range f.areaRows {
		if n == 0 {
			continue
		}
		set := f.areaSets.at(uint32(i))
		for _, a := range set {
			for _, b := range set {
				out[a][b] += int(n)
			}
		}
	}
	return out
}

// Parties is the number of different parties.
func (f *Figures) Parties() int {
	n := 0
	for _, total := range f.parties {
		if total > 0 {
			n++
		}
	}
	return n
}

// Matrix counts the rows of every party in each area: the party with most rows
// first, then by name.
func (f *Figures) Matrix() []MatrixRow {
	areas := len(f.areas)
	var out []MatrixRow
	for _, party := range f.byName() {
		row := MatrixRow{Party: f.codes[party], Total: f.parties[party], Counts: make([]int, areas)}
		for a := range areas {
			row.Counts[a] = int(f.matrix[party*areas+a])
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b MatrixRow) int { return b.Total - a.Total })
	return out
}

// Pairs counts the rows of every two parties: most rows first, then by the
// names as they stand in a label. It is counted once; callers must not change it.
func (f *Figures) Pairs() []PairCount { return f.pairs() }

func (f *Figures) countPairs() []PairCount {
	parties := f.byName()
	place := make([]int, len(f.codes))
	for i, party := range parties {
		place[party] = i
	}
	counts := make([]int, len(parties)*len(parties)) // by place of the first name, then of the second
	for i, total := range f.setTotals {
		if total == 0 {
			continue
		}
		set := f.sets.at(uint32(i))
		for j, a := range set {
			for _, b := range set[j+1:] {
				first, second := place[a], place[b]
				counts[min(first, second)*len(parties)+max(first, second)] += int(total)
			}
		}
	}
	var order []uint64 // most rows first, then place
	for i, n := range counts {
		if n > 0 {
			order = append(order, uint64(math.MaxUint32-n)<<32|uint64(i))
		}
	}
	slices.Sort(order)
	out := make([]PairCount, len(order))
	for j, key := range order {
		i := int(key & math.MaxUint32)
		a, b := f.codes[parties[i/len(parties)]], f.codes[parties[i%len(parties)]]
		out[j] = PairCount{min(a, b), max(a, b), counts[i]}
	}
	return out
}

// byName is the numbers of the parties that take part, in the order of their
// names; codes that the gazetteer does not know come last.
func (f *Figures) byName() []int {
	var out []int
	for i, total := range f.parties {
		if total > 0 {
			out = append(out, i)
		}
	}
	place := func(i int) int {
		if n, ok := places()[f.codes[i]]; ok {
			return n
		}
		return len(places())
	}
	slices.SortFunc(out, func(a, b int) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(f.codes[a], f.codes[b]))
	})
	return out
}

// places are the places of all parties in the order of their names, by code.
var places = sync.OnceValue(func() map[string]int {
	out := map[string]int{}
	for i, p := range gazetteer.All() {
		out[p.Code] = i
	}
	return out
})

// Timeline counts the rows by period, over the days the view asks for, or else
// from its first row to its last. An empty by is the step that suits the span,
// and an empty split the core. Periods that still ran today are incomplete.
func (f *Figures) Timeline(by coop.By, split coop.Split, today coop.Day) Timeline {
	from, to := cmp.Or(f.from, f.First), cmp.Or(f.to, f.Last)
	t := Timeline{By: cmp.Or(by, coop.DefaultBy(from, to))}
	for _, a := range f.cb.Areas() {
		if a.Core || split == coop.SplitAll {
			t.Series = append(t.Series, a.Slug)
		}
	}
	if split != coop.SplitAll {
		t.Series = append(t.Series, coop.OtherAreas)
	}
	if f.noArea > 0 {
		t.Series = append(t.Series, coop.NoArea)
	}
	for _, period := range t.By.Periods(from, to) {
		c := f.column(t.Series, period)
		f.countVague(&c, t.By)
		c.Incomplete = period.Incomplete(today)
		t.Columns = append(t.Columns, c)
	}
	return t
}

func (f *Figures) column(series []string, period coop.Period) Column {
	c := Column{Period: period, Counts: make([]int, len(series)), Heights: make([]float64, len(series))}
	other, none := slices.Index(series, coop.OtherAreas), slices.Index(series, coop.NoArea)
	for m := range f.monthsOf(period) {
		c.Total += int(f.months[m].total)
		for a, area := range f.cb.Areas() {
			count, share := int(f.counts[m*len(f.areas)+a]), f.shares[m*len(f.areas)+a]
			switch {
			case other < 0: // every area is a series, in the same order
				c.Counts[a] += count
				c.Heights[a] += share
			case area.Core:
				i := slices.Index(series, area.Slug)
				c.Counts[i] += count
				c.Heights[i] += share
			default:
				c.Heights[other] += share
			}
		}
		if other >= 0 {
			c.Counts[other] += int(f.months[m].other)
		}
		if none >= 0 {
			c.Counts[none] += int(f.months[m].none)
			c.Heights[none] += float64(f.months[m].none)
		}
	}
	return c
}

// monthsOf are the places in months of those that lie in a period.
func (f *Figures) monthsOf(period coop.Period) iter.Seq[int] {
	first := max(monthOf(period.First.Number()), f.base)
	last := min(monthOf(period.Last.Number()), f.base+len(f.months)-1)
	return func(yield func(int) bool) {
		for m := first; m <= last && yield(m-f.base); m++ {
		}
	}
}
