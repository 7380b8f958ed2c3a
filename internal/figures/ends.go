package figures

import "entente/internal/coop"

// Row names a row of a view, with its day.
type Row struct {
	ID  int64
	Day coop.Day
}

// AreaEnds are the first and the last row with an area, by day, then id.
type AreaEnds struct {
	Area        string
	N           int // rows with the area
	First, Last Row // zero where there is none
	After       int // rows of the view, whatever their areas, on days after the last
}

// Ends finds the first and the last row of a view with each area, in codebook
// order, zeros too.
func (c *Columns) Ends(q Query) []AreaEnds {
	p := newPlan(c.data, q)
	areas := p.d.cb.Areas()
	out := make([]AreaEnds, len(areas))
	for a := range out {
		out[a].Area = areas[a].Slug
	}
	total, later, day := 0, 0, int32(0) // rows so far, those of later days, and the day at hand
	for i := p.hi - 1; i >= p.lo; i-- {
		if !p.passes(i) {
			continue
		}
		in := p.t.infos[i]
		if in.day != day {
			day, later = in.day, total
		}
		total++
		for _, a := range p.t.areas.at(p.t.rows[i].areas) {
			e := &out[a]
			if e.N == 0 {
				e.Last, e.After = Row{in.id, coop.DayFromNumber(in.day)}, later
			}
			e.N++
			e.First = Row{ID: in.id} // its day is put in once, below
		}
	}
	for a := range out {
		if out[a].N > 0 {
			out[a].First.Day = coop.DayFromNumber(p.t.infos[p.t.find(out[a].First.ID)].day)
		}
	}
	return out
}
