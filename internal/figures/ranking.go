package figures

import (
	"cmp"
	"slices"
	"time"

	"entente/internal/coop"
)

// Ranking is one page of the parties, or the pairs, that take part in the rows of
// a view.
type Ranking struct {
	Total     int // parties or pairs in all
	FirstYear int // that Years of a row begin with
	Rows      []Course
}

// Course is one party, or two, with the rows in which all of them take part.
type Course struct {
	Codes  []string // of a pair A before B
	N      int
	First  coop.Day
	Latest coop.Day
	Years  []int // rows by year, from the first of the view to the last
	Areas  []int // rows by area, in codebook order
}

// RankParties ranks the parties of a view and gives at most limit of them after
// the first offset. Those of the same rank stand by name.
func (c *Columns) RankParties(q Query, sort coop.Sort, offset, limit int) Ranking {
	return newPlan(c.data, q).ranking(1, sort, offset, limit)
}

// RankPairs is [Columns.RankParties] for every two parties of a row.
func (c *Columns) RankPairs(q Query, sort coop.Sort, offset, limit int) Ranking {
	return newPlan(c.data, q).ranking(2, sort, offset, limit)
}

// rankedCodes is a party or pair by the places of its parties in the order of names.
type rankedCodes struct {
	first, second int // second < 0 for a party alone
	n             int32
	from, to      int32 // days
}

// ranking makes two passes: one that counts by set of parties, from which the rank
// follows, and one over the rows of those on the page.
func (p *plan) ranking(size int, sort coop.Sort, offset, limit int) Ranking {
	totals, from, to := make([]int32, p.t.parties.len()), make([]int32, p.t.parties.len()), make([]int32, p.t.parties.len())
	first, last := -1, -1
	for i := p.lo; i < p.hi; i++ {
		if !p.passes(i) {
			continue
		}
		set, day := p.t.rows[i].parties, p.t.infos[i].day
		if totals[set] == 0 {
			from[set] = day
		}
		totals[set]++
		to[set] = day
		if first < 0 {
			first = i
		}
		last = i
	}
	byName, place := p.partyPlaces(totals)
	all := make(map[[2]int]*rankedCodes)
	var list []*rankedCodes
	for set, n := range totals {
		if n == 0 {
			continue
		}
		p.eachOf(uint32(set), size, place, func(key [2]int) {
			r := all[key]
			if r == nil {
				r = &rankedCodes{first: key[0], second: key[1], from: from[set], to: to[set]}
				all[key] = r
				list = append(list, r)
			}
			r.n += n
			r.from, r.to = min(r.from, from[set]), max(r.to, to[set])
		})
	}
	slices.SortFunc(list, func(a, b *rankedCodes) int {
		rank := 0
		switch sort {
		case coop.ByName:
		case coop.ByLatest:
			rank = cmp.Compare(b.to, a.to)
		default:
			rank = cmp.Compare(b.n, a.n)
		}
		return cmp.Or(rank, cmp.Compare(a.first, b.first), cmp.Compare(a.second, b.second))
	})
	out := Ranking{Total: len(list)}
	list = list[min(offset, len(list)):]
	list = list[:min(limit, len(list))]
	if len(list) == 0 {
		return out
	}
	out.FirstYear = monthOf(p.t.infos[first].day) / 12
	years := monthOf(p.t.infos[last].day)/12 - out.FirstYear + 1
	rowOf := map[[2]int]int{}
	for i, r := range list {
		course := Course{N: int(r.n), First: coop.DayFromNumber(r.from), Latest: coop.DayFromNumber(r.to),
			Years: make([]int, years), Areas: make([]int, len(p.t.areas.core))}
		course.Codes = append(course.Codes, p.d.parties.list[byName[r.first]])
		if r.second >= 0 {
			course.Codes = append(course.Codes, p.d.parties.list[byName[r.second]])
			slices.Sort(course.Codes)
		}
		out.Rows = append(out.Rows, course)
		rowOf[[2]int{r.first, r.second}] = i
	}
	rowsOf := make([][]int, len(totals)) // by set: the rows of the page that it counts in
	for set, n := range totals {
		if n > 0 {
			p.eachOf(uint32(set), size, place, func(key [2]int) {
				if i, ok := rowOf[key]; ok {
					rowsOf[set] = append(rowsOf[set], i)
				}
			})
		}
	}
	year, end := 0, first
	for i := first; i <= last; i++ {
		if i == end {
			year = monthOf(p.t.infos[i].day) / 12
			end = p.t.since(int32(time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400))
		}
		of := rowsOf[p.t.rows[i].parties]
		if len(of) == 0 || !p.passes(i) {
			continue
		}
		areas := p.t.areas.at(p.t.rows[i].areas)
		for _, row := range of {
			out.Rows[row].Years[year-out.FirstYear]++
			for _, a := range areas {
				out.Rows[row].Areas[a]++
			}
		}
	}
	return out
}

// eachOf gives every party of a set, or every two, by their places in the order of names.
func (p *plan) eachOf(set uint32, size int, place []int, fn func(key [2]int)) {
	members := p.t.parties.at(set)
	for i, a := range members {
		if size == 1 {
			fn([2]int{place[a], -1})
			continue
		}
		for _, b := range members[i+1:] {
			fn([2]int{min(place[a], place[b]), max(place[a], place[b])})
		}
	}
}

// partyPlaces are the parties of the sets that count, in the order of their names,
// and the place of each by its number.
func (p *plan) partyPlaces(totals []int32) (byName, place []int) {
	there := make([]int, len(p.d.parties.list))
	for set, n := range totals {
		if n > 0 {
			for _, party := range p.t.parties.at(uint32(set)) {
				there[party] = 1
			}
		}
	}
	byName = (&Figures{parties: there, codes: p.d.parties.list}).byName()
	place = make([]int, len(there))
	for i, party := range byName {
		place[party] = i
	}
	return byName, place
}
