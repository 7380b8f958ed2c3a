package figures

import "entente/internal/coop"

// vague keeps a precision only where the day is not known.
func vague(p coop.Precision) coop.Precision {
	if p == coop.ToDay {
		return ""
	}
	return p
}

// countVague counts, after the pass, the rows whose year alone is known and those
// that are not dated. Few are, so they are looked up one by one.
func (n *tally) countVague() {
	p, t := n.p, n.p.t
	if len(t.vague) == 1 {
		return // articles have a day
	}
	for i := p.lo; i < p.hi; i++ {
		precision := t.vague[t.infos[i].links]
		if precision != coop.ToYear && precision != coop.Unknown || !p.passes(i) {
			continue
		}
		m := &n.months[monthOf(t.infos[i].day)-n.base]
		if precision == coop.ToYear {
			m.years++
		} else {
			m.undated++
		}
	}
}

// countVague tells a column of a timeline how many of its rows are in doubt. A
// month lies in one period whatever the step, and a year does with steps of years.
func (f *Figures) countVague(c *Column, by coop.By) {
	for m := range f.monthsOf(c.Period) {
		c.Undated += int(f.months[m].undated)
		if by != coop.ByYear {
			c.Imprecise += int(f.months[m].years)
		}
	}
}
