package figures

import (
	"cmp"
	"math"
	"slices"

	"entente/internal/coop"
)

// search notes for each row in which of its articles the words were found: in
// all of them where they stand in its own text. So the articles that must meet
// the other conditions are just those that meet this one.
func (p *plan) search(hits Hits) {
	t := p.t
	p.found = make([]uint32, len(t.rows))
	articles := idsOf(hits.Articles)
	if p.q.Unit == coop.Articles {
		for i := range t.rows {
			if articles.has(t.infos[i].id) {
				p.found[i] = t.rows[i].traits
			}
		}
		return
	}
	own := idsOf(hits.Engagements)
	p.traits = newSets() // nearly as many as rows: to find those that are alike would cost more than it spares
	var traits []uint32
	for i := range t.rows {
		whole := own.has(t.infos[i].id)
		traits = traits[:0]
		for _, l := range t.linksOf(i) {
			if l.trait != absent && (whole || articles.has(l.article)) {
				traits = append(traits, l.trait)
			}
		}
		if len(traits) > 0 {
			p.found[i] = p.traits.add(traits)
		}
	}
}

// ids names rows of the view in order, at most limit after the first offset.
func (p *plan) ids(sort coop.Sort, offset, limit int) []int64 {
	switch {
	case sort == coop.Oldest:
		return p.walk(p.lo, p.hi, 1, offset, limit)
	case sort == coop.Added:
		return p.byRank(func(i int) int64 { return -p.t.infos[i].added }, offset, limit)
	case sort == coop.Relevance && p.q.Hits != nil:
		return p.byRank(p.relevance(), offset, limit)
	}
	return p.walk(p.hi-1, p.lo-1, -1, offset, limit)
}

// walk reads rows as they stand, and stops where the page ends.
func (p *plan) walk(first, end, step, offset, limit int) []int64 {
	var out []int64
	for i := first; i != end && len(out) < limit; i += step {
		if !p.passes(i) {
			continue
		}
		if offset > 0 {
			offset--
			continue
		}
		out = append(out, p.t.infos[i].id)
	}
	return out
}

// byRank sorts all rows of the view, the lowest rank first.
func (p *plan) byRank(rank func(i int) int64, offset, limit int) []int64 {
	type place struct{ rank, id int64 }
	var places []place
	for i := p.lo; i < p.hi; i++ {
		if p.passes(i) {
			places = append(places, place{rank(i), p.t.infos[i].id})
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.id, a.id))
	})
	places = places[min(offset, len(places)):]
	places = places[:min(limit, len(places))]
	out := make([]int64, len(places))
	for i := range places {
		out[i] = places[i].id
	}
	return out
}

// relevance ranks rows as the hits stand. Engagements found in their own text
// come before those found only in an article, which rank as the best of these.
func (p *plan) relevance() func(i int) int64 {
	ofArticle := ranks(p.q.Hits.Articles)
	if p.q.Unit == coop.Articles {
		return func(i int) int64 { return ofArticle[p.t.infos[i].id] }
	}
	own := ranks(p.q.Hits.Engagements)
	return func(i int) int64 {
		if rank, ok := own[p.t.infos[i].id]; ok {
			return rank
		}
		best := int64(math.MaxInt64)
		for _, l := range p.t.linksOf(i) {
			if rank, ok := ofArticle[l.article]; ok {
				best = min(best, int64(len(p.q.Hits.Engagements))+rank)
			}
		}
		return best
	}
}

// ranks are the places of ids in a list, by id.
func ranks(ids []int64) map[int64]int64 {
	out := make(map[int64]int64, len(ids))
	for i, id := range ids {
		if _, twice := out[id]; !twice {
			out[id] = int64(i)
		}
	}
	return out
}
