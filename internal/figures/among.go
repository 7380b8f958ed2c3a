package figures

import (
	"slices"

	"entente/internal/coop"
)

// Among names those of some rows that a view has, newest first.
func (c *Columns) Among(q Query, ids []int64) []Row {
	p := newPlan(c.data, q)
	var places []int
	for _, id := range ids {
		if i := p.t.find(id); i >= p.lo && i < p.hi && p.passes(i) {
			places = append(places, i)
		}
	}
	slices.Sort(places)
	out := make([]Row, 0, len(places))
	for _, i := range slices.Backward(slices.Compact(places)) {
		out = append(out, Row{p.t.infos[i].id, coop.DayFromNumber(p.t.infos[i].day)})
	}
	return out
}
