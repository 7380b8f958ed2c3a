package views

import (
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"entente/internal/coop"
)

// The functions of this file turn a figure into ECharts options, as data for our
// charts.js. They never call Render or RenderSnippet: these write titles
// unescaped into a script. Colours are names of the style sheet.

// chart is what ECharts draws, as a page carries it in a JSON script.
type chart = map[string]any

// columnsInSight is how many columns a timeline draws without a slider.
const columnsInSight = 24

// datum is one mark of a chart. Value is a number or [period, height, count]:
// the height is drawn, the count is told. Href opens the rows behind the mark.
type datum struct {
	Value any      `json:"value"`
	Href  string   `json:"href,omitempty"`
	Name  string   `json:"name,omitempty"`      // what is told on pointing, where no axis names it
	Note  string   `json:"note,omitempty"`      // told beside the number
	Scale *bool    `json:"visualMap,omitempty"` // false: the mark keeps its own colour
	ID    string   `json:"id,omitempty"`
	Style *fill    `json:"itemStyle,omitempty"`
	Label *endText `json:"label,omitempty"`
}

type fill struct {
	Color  string `json:"color"`
	Border string `json:"borderColor,omitempty"`
	Width  int    `json:"borderWidth,omitempty"`
}

// endText is what stands at the end of a bar, or at a tick that lies beyond it.
type endText struct {
	Show      bool   `json:"show"`
	Position  string `json:"position,omitempty"`
	Color     string `json:"color,omitempty"`
	Formatter string `json:"formatter,omitempty"`
}

func newEndText(text string) *endText { return &endText{true, "right", "var(--text-2)", text} }

// data puts marks of our own kind into a series: go-echarts' have no address.
func data[T any](marks []T) charts.SeriesOpts {
	return charts.WithSeriesOpts(func(s *charts.SingleSeries) { s.Data = marks })
}

// areaColor is the colour of an area, of "other" or of "none".
func areaColor(slug string) string { return "var(--area-" + slug + ")" }

// timelineOption stacks one series an area, a column as tall as its rows.
func timelineOption(t timeline) chart {
	bar := charts.NewBar()
	labels := make([]string, len(t.columns))
	for i, col := range t.columns {
		labels[i] = col.label()
	}
	bar.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "category"}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value"}),
	)
	if len(t.columns) > columnsInSight {
		bar.SetGlobalOptions(charts.WithDataZoomOpts(
			opts.DataZoom{Type: "slider"}, opts.DataZoom{Type: "inside"},
		))
	}
	bar.SetXAxis(labels)
	tallest := t.longest()
	for s, slug := range t.series {
		marks := make([]datum, len(t.columns))
		for i, col := range t.columns {
			n := col.Counts[s]
			marks[i] = datum{Value: [3]any{labels[i], rounded(col.Heights[s], tallest), n}}
			if n > 0 {
				marks[i].Href = t.cell(col, slug)
			}
		}
		bar.AddSeries(t.name(slug), nil,
			data(marks),
			charts.WithSeriesId(slug),
			charts.WithBarChartOpts(opts.BarChart{Stack: "all"}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: areaColor(slug)}),
			charts.WithEmphasisOpts(opts.Emphasis{Focus: "series"}),
		)
	}
	if ahead := t.ahead(); slices.Max(ahead) > 0 {
		marks := make([]datum, len(t.columns))
		for i, n := range ahead {
			marks[i] = datum{Value: [3]any{labels[i], n, n}}
		}
		// On top of the columns, and counted in none; theme.js hatches it.
		bar.AddSeries("May lie here", nil,
			data(marks),
			charts.WithSeriesId(aheadSeries),
			charts.WithBarChartOpts(opts.BarChart{Stack: "all"}),
		)
	}
	if t.vague() {
		marks := make([]datum, len(t.columns))
		for i, col := range t.columns {
			marks[i] = datum{Value: [3]any{labels[i], col.vague(), col.vague()}}
		}
		// Laid over the foot of each column; theme.js hatches it.
		bar.AddSeries("Date in doubt", nil,
			data(marks),
			charts.WithSeriesId(vagueSeries),
			charts.WithBarChartOpts(opts.BarChart{Stack: vagueSeries, BarGap: "-100%"}),
		)
	}
	bar.Validate()
	return bar.JSON()
}

// coverageOption draws articles and engagements side by side on one axis, and a
// ground behind periods of which nothing was read.
func coverageOption(c coverage) chart {
	bar := charts.NewBar()
	labels := make([]string, len(c.columns))
	for i, col := range c.columns {
		labels[i] = col.label()
	}
	bar.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "category"}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value"}),
	)
	if len(c.columns) > columnsInSight {
		bar.SetGlobalOptions(charts.WithDataZoomOpts(
			opts.DataZoom{Type: "slider"}, opts.DataZoom{Type: "inside"},
		))
	}
	bar.SetXAxis(labels)
	for _, unit := range []coop.Unit{coop.Articles, coop.Engagements} {
		marks := make([]datum, len(c.columns))
		for i, col := range c.columns {
			n := col.Articles
			if unit == coop.Engagements {
				n = col.Engagements
			}
			marks[i] = datum{Value: n}
			if n > 0 {
				marks[i].Href = c.rows(unit, col)
			}
		}
		bar.AddSeries(plural(unit), nil,
			data(marks),
			charts.WithSeriesId(string(unit)),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--unit-" + string(unit) + ")"}),
		)
	}
	if ground := silences(c.columns, labels); len(ground) > 0 {
		bar.MultiSeries[0].MarkAreas = &opts.MarkAreas{Data: ground}
	}
	bar.Validate()
	return bar.JSON()
}

// edge is one end of the ground behind a run of periods.
type edge struct {
	Name  string      `json:"name,omitempty"`
	XAxis string      `json:"xAxis"`
	Style *fill       `json:"itemStyle,omitempty"`
	Label *groundText `json:"label,omitempty"`
}

type groundText struct {
	Color    string `json:"color"`
	Position string `json:"position"`
	Rotate   int    `json:"rotate"`
}

// silences are the runs of periods of which nothing was read.
func silences(columns []coverageColumn, labels []string) (out []any) {
	for i := 0; i < len(columns); i++ {
		if !columns[i].NoReading {
			continue
		}
		first := i
		for i+1 < len(columns) && columns[i+1].NoReading {
			i++
		}
		out = append(out, [2]edge{
			{"Nothing read", labels[first], &fill{Color: "var(--line)"}, &groundText{"var(--text-2)", "inside", 90}},
			{XAxis: labels[i]},
		})
	}
	return out
}

// vagueSeries is the id of the series of rows whose date is in doubt.
const vagueSeries = "vague"

// aheadSeries is the id of the series of rows that may lie in a column, and stand in
// an earlier one.
const aheadSeries = "ahead"

// rounded keeps as much of a height as can be seen beside the tallest column.
func rounded(height float64, tallest int) float64 {
	scale := 100.0
	if tallest < 20 {
		scale = 10_000
	}
	return math.Round(height*scale) / scale
}

// tick marks on a lying bar how long it was in the period before.
type tick struct {
	Name   string   `json:"name"`
	Value  int      `json:"value"`
	Coord  [2]int   `json:"coord"` // length, place of the bar
	Href   string   `json:"href"`
	Symbol string   `json:"symbol"`
	Size   [2]int   `json:"symbolSize"`
	Style  fill     `json:"itemStyle"`
	Label  *endText `json:"label"`
}

func newTick(name string, n, place int, href string) tick {
	return tick{name, n, [2]int{n, place}, href, "rect", [2]int{3, 18}, fill{"var(--text)", "var(--bg)", 1}, &endText{}}
}

// lyingBars is a chart of bars with their names on the left, width pixels wide,
// and their numbers at their ends: the axis reaches beyond the longest bar.
func lyingBars(names []string, width, longest int, marks []datum, series ...charts.SeriesOpts) *charts.Bar {
	bar := charts.NewBar()
	bar.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Show: opts.Bool(false), Max: math.Ceil(float64(longest) * 1.28)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Inverse: opts.Bool(true), AxisLabel: &opts.AxisLabel{Width: width}}),
	)
	bar.SetXAxis(names)
	bar.XYReversal()
	bar.AddSeries("", nil, append(series,
		data(marks),
		charts.WithBarChartOpts(opts.BarChart{BarCategoryGap: "42%"}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "right", Color: "var(--text-2)"}),
	)...)
	return bar
}

// topicsOption draws the areas as bars, with a tick for the period before. The
// numbers stand at the end of the bar, or of the tick where that is farther out.
func topicsOption(t topics) chart {
	var names []string
	var marks []datum
	var ticks opts.MarkPoints
	for i, r := range t.rows {
		names = append(names, r.short)
		text := newEndText(number(r.n) + " · " + r.share)
		mark := datum{ID: r.slug, Value: r.n, Href: r.href, Style: &fill{Color: areaColor(r.slug)}, Label: text}
		if r.before > 0 {
			tick := newTick(r.short+", "+t.previous, r.before, i, r.hrefBefore)
			if r.before > r.n {
				mark.Label, tick.Label = &endText{}, text
			}
			ticks.Data = append(ticks.Data, tick)
		}
		marks = append(marks, mark)
	}
	bar := lyingBars(names, 132, t.longest(), marks)
	if len(ticks.Data) > 0 {
		bar.MultiSeries[0].MarkPoints = &ticks
	}
	bar.Validate()
	return bar.JSON()
}

// pairsOption draws pairs as bars.
func pairsOption(p pairs) chart {
	var names []string
	var marks []datum
	for _, r := range p.rows {
		names = append(names, r.name)
		marks = append(marks, datum{Value: r.n})
	}
	bar := lyingBars(names, 240, p.longest(), marks, charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--accent)"}))
	bar.Validate()
	return bar.JSON()
}

// stagesOption draws stages as bars.
func stagesOption(s stages) chart {
	var names []string
	var marks []datum
	for _, r := range s.rows {
		names = append(names, r.name)
		marks = append(marks, datum{Value: r.n})
	}
	bar := lyingBars(names, 132, s.longest(), marks, charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--accent)"}))
	bar.Validate()
	return bar.JSON()
}
