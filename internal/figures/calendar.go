package figures

import "entente/internal/coop"

// DayCount is the number of rows of one day.
type DayCount struct {
	Day   coop.Day
	N     int
	Exact int // of these, rows of which that day is known; the rest are known by month or year, or their first report placed them there
}

// Calendar counts the rows of a view by day, in time order, days without rows left
// out. Each row counts once, on the day by which it stands in a list.
func (c *Columns) Calendar(q Query) []DayCount {
	p := newPlan(c.data, q)
	var out []DayCount
	day := int32(noDay)
	for i := p.lo; i < p.hi; i++ {
		if !p.passes(i) {
			continue
		}
		in := p.t.infos[i]
		if in.day != day {
			day = in.day
			out = append(out, DayCount{Day: coop.DayFromNumber(day)})
		}
		last := &out[len(out)-1]
		last.N++
		if p.t.exact(in) {
			last.Exact++
		}
	}
	return out
}
