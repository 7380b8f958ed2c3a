package figures

import "entente/internal/coop"

// coverPass is what one pass found of one unit.
type coverPass struct {
	total       int
	first, last int32 // days of the rows, if there are any
	base        int
	months      []coverMonth // without a gap, from base, over the span of the query
}

// cover goes over the rows of the view, month by month.
func (p *plan) cover(count func(*coverMonth, row)) coverPass {
	var out coverPass
	if p.lo == p.hi {
		return out
	}
	out.base = monthOf(p.t.infos[p.lo].day)
	out.months = make([]coverMonth, monthOf(p.t.infos[p.hi-1].day)-out.base+1)
	first, last := -1, -1
	for lo := p.lo; lo < p.hi; {
		end := min(p.monthEnd(lo), p.hi)
		month := &out.months[monthOf(p.t.infos[lo].day)-out.base]
		for i := lo; i < end; i++ {
			if !p.passes(i) {
				continue
			}
			if first < 0 {
				first = i
			}
			last = i
			out.total++
			count(month, p.t.rows[i])
		}
		lo = end
	}
	if out.total > 0 {
		out.first, out.last = p.t.infos[first].day, p.t.infos[last].day
	}
	return out
}

// coverArticles counts articles by month, and notes where they come from.
func (p *plan) coverArticles() coverPass {
	seen := make([]*coverMonth, len(p.d.traits)) // by trait: the last month that had it
	return p.cover(func(m *coverMonth, r row) {
		m.articles++
		if n := p.t.traits.at(r.traits)[0]; seen[n] != m {
			seen[n] = m
			m.traits = append(m.traits, n)
		}
	})
}

// coverEngagements counts engagements by month, and those that one source alone
// tells of: a search finds only some of their articles, but all of them tell.
func (p *plan) coverEngagements() coverPass {
	return p.cover(func(m *coverMonth, r row) {
		m.engagements++
		if p.d.singleSource(p.t.traits.at(r.traits)) {
			m.single++
		}
	})
}

// singleSource tells whether articles with these traits all come from one source.
// Those that are not relevant speak only where no other does.
func (d *data) singleSource(traits []uint32) bool {
	relevant, other := absent, absent
	several, others := false, false
	for _, n := range traits {
		t := d.traits[n]
		from, more := &relevant, &several
		if t.state == coop.Excluded {
			from, more = &other, &others
		}
		*more = *more || *from != absent && *from != t.source
		*from = t.source
	}
	if relevant == absent {
		return !others
	}
	return !several
}
