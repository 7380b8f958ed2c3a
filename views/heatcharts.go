package views

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// matrixOption draws party × area in the colours of the table.
func matrixOption(m matrix) chart {
	heat := charts.NewHeatMap()
	var areas, parties []string
	for _, a := range m.areas {
		areas = append(areas, a.Short)
	}
	cells := []opts.HeatMapData{}
	for y, r := range m.rows {
		parties = append(parties, r.name())
		for x, n := range r.Counts {
			if n > 0 {
				cells = append(cells, opts.HeatMapData{Value: [3]int{x, y, n}})
			}
		}
	}
	heat.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: areas, AxisLabel: &opts.AxisLabel{Rotate: 40}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: parties, Inverse: opts.Bool(true)}),
		charts.WithVisualMapOpts(opts.VisualMap{Type: "piecewise", Show: opts.Bool(false), Pieces: pieces(m.scale)}),
	)
	heat.AddSeries("", cells, charts.WithLabelOpts(opts.Label{Show: opts.Bool(true)}))
	heat.Validate()
	return heat.JSON()
}

// pieces gives each step of a scale the colour that the table has for it.
func pieces(s scale) []opts.Piece {
	var out []opts.Piece
	for i, least := range s.least {
		p := opts.Piece{Gte: float32(least), Color: "var(--heat-" + strconv.Itoa(s.colour(i)) + ")"}
		if i+1 < len(s.least) {
			p.Lt = float32(s.least[i+1])
		}
		out = append(out, p)
	}
	return out
}

// squareOption draws what stands together in the colours of the table. Where one
// meets itself, the number is no part of the scale.
func squareOption(s square) chart {
	heat := charts.NewHeatMap()
	var names []string
	marks := []datum{}
	for y, side := range s.sides {
		names = append(names, side.short)
		for x, n := range s.counts[y] {
			if n == 0 {
				continue
			}
			mark := datum{Value: [3]int{x, y, n}, Href: s.cell(y, x), Name: s.both(y, x)}
			if x == y {
				mark.Scale, mark.Style, mark.Label = opts.Bool(false), &fill{Color: "var(--bg)"}, &endText{Show: true, Color: "var(--text-2)"}
			} else if ink := s.scale.ink(n); ink != "" {
				mark.Label = &endText{Show: true, Color: ink}
			}
			marks = append(marks, mark)
		}
	}
	heat.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: names, AxisLabel: &opts.AxisLabel{Rotate: 40}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true)}),
		charts.WithVisualMapOpts(opts.VisualMap{Type: "piecewise", Show: opts.Bool(false), Pieces: pieces(s.scale)}),
	)
	heat.AddSeries("", nil, data(marks), charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Color: "var(--heat-ink)"}))
	heat.Validate()
	return heat.JSON()
}

// Each year of a calendar is so many pixels high, with the names of its months.
const (
	yearHeight  = 122
	dayHeight   = 13
	monthsAbove = 22
)

// calendarOption draws the days of the latest years. A day is coloured by the rows
// that are known to be of that day; what is told, and opened, are all that stand there.
func calendarOption(c calendar) chart {
	heat := charts.NewHeatMap()
	years := c.drawn()
	next := 0
	for i, year := range years {
		heat.AddCalendar(&opts.Calendar{
			Range: []string{year.Key}, Left: "44", Right: "8", Top: strconv.Itoa(i*yearHeight + monthsAbove), Height: strconv.Itoa(7 * dayHeight),
			CellSize: "auto", DayLabel: &opts.CalendarLabel{FirstDay: 1},
		})
		marks := []datum{}
		for ; next < len(c.days) && c.days[next].Day <= year.Last; next++ {
			d := c.days[next]
			if d.Day < year.First || d.Exact == 0 {
				continue
			}
			mark := datum{Value: [3]any{d.Day, d.Exact, d.N}, Href: c.day(d.Day), Name: d.Day.String()}
			if vague := d.N - d.Exact; vague > 0 {
				mark.Note = number(vague) + " without a known day"
			}
			marks = append(marks, mark)
		}
		heat.AddSeries(year.Label, nil, data(marks), charts.WithCoordinateSystem("calendar"), charts.WithCalendarIndex(i))
	}
	heat.SetGlobalOptions(charts.WithVisualMapOpts(opts.VisualMap{
		Type: "piecewise", Show: opts.Bool(false), Dimension: "1", Pieces: pieces(c.dayScale()),
	}))
	heat.Validate()
	return heat.JSON()
}
