package figures

import (
	"entente/internal/codebook"
	"entente/internal/coop"
)

// SeriesRow is an engagement that belongs to a series.
type SeriesRow struct {
	Row
	Series string
	Stage  string // of its latest live report; "" = not stated
}

// Series lists the engagements of a view that belong to a series, oldest first,
// whatever the unit of the query.
func (c *Columns) Series(q Query) []SeriesRow {
	q.Unit = coop.Engagements
	p := newPlan(c.data, q)
	var out []SeriesRow
	for i := p.lo; i < p.hi; i++ {
		in := p.t.infos[i]
		name, ok := p.d.series[in.id]
		if !ok || !p.passes(i) {
			continue
		}
		row := SeriesRow{Row: Row{in.id, coop.DayFromNumber(in.day)}, Series: p.d.seriesNames.list[name]}
		if stage := int(p.t.reports.at(p.t.rows[i].reports)[0])%stageStep - 1; stage >= 0 {
			row.Stage = codebook.Stages()[stage].Slug
		}
		out = append(out, row)
	}
	return out
}

// setSeries notes the series of an engagement. Few belong to one, so they are held
// beside the rows.
func (d *data) setSeries(id int64, name string) {
	if name == "" {
		delete(d.series, id)
		return
	}
	d.series[id] = d.seriesNames.number(name)
}
