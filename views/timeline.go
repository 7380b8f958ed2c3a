package views

import (
	"slices"
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
)

// timeline is the view over time, stacked by area.
type timeline struct {
	page    DashboardPage
	series  []string
	columns []column
}

// column is one period of a timeline.
type column struct{ figures.Column }

// label is the period; an asterisk says that it still runs.
func (c column) label() string {
	if c.Incomplete {
		return c.Period.Label + "*"
	}
	return c.Period.Label
}

// brief is the label for the head of a narrow column: "Feb ’24".
func (c column) brief() string {
	before, year, ok := strings.Cut(c.label(), " ")
	if !ok {
		return c.label()
	}
	return before + " ’" + year[2:]
}

func (d DashboardPage) timeline() timeline {
	t := timeline{page: d, series: d.Timeline.Series}
	for _, c := range d.Timeline.Columns {
		t.columns = append(t.columns, column{c})
	}
	return t
}

func (t timeline) all() bool { return t.page.Display.Split == coop.SplitAll }

// title says what is counted, in which steps and how it is split.
func (t timeline) title() string {
	title := plural(t.page.unit()) + " by " + string(t.page.Timeline.By)
	if t.all() {
		return title + " and area"
	}
	return title + ", core four areas and other"
}

// name is a series in words.
func (t timeline) name(slug string) string {
	return seriesName(t.page.codebook(), slug, areaName)
}

// short is a series where room is scarce.
func (t timeline) short(slug string) string {
	return seriesName(t.page.codebook(), slug, areaShort)
}

func seriesName(cb *codebook.Codebook, slug string, name func(*codebook.Codebook, string) string) string {
	switch slug {
	case coop.OtherAreas:
		return "Other areas"
	case coop.NoArea:
		return "No area"
	}
	return name(cb, slug)
}

// vague is how many rows of a column are in doubt: they may lie in a later one, or
// stand here only because they were first reported then.
func (c column) vague() int { return c.Imprecise + c.Undated }

// imprecise and undated are the sums of both kinds.
func (t timeline) imprecise() (n int) {
	for _, c := range t.columns {
		n += c.Imprecise
	}
	return n
}

func (t timeline) undated() (n int) {
	for _, c := range t.columns {
		n += c.Undated
	}
	return n
}

// vague tells whether any row is in doubt.
func (t timeline) vague() bool { return t.imprecise()+t.undated() > 0 }

// ahead are, by column, the rows that stand in an earlier column of the same year and
// may as well lie in this one: only their year is known.
func (t timeline) ahead() []int {
	out := make([]int, len(t.columns))
	for i := 1; i < len(out); i++ {
		if before, c := t.columns[i-1], t.columns[i]; before.Period.First[:4] == c.Period.First[:4] {
			out[i] = out[i-1] + before.Imprecise
		}
	}
	return out
}

// reach is the height that the tallest column has with all that may lie in it.
func (t timeline) reach() int {
	n := t.longest()
	for i, ahead := range t.ahead() {
		n = max(n, t.columns[i].Total+ahead)
	}
	return n
}

// vagueNote says how rows in doubt are counted, in numbers.
func (t timeline) vagueNote() string {
	var parts []string
	if n := t.imprecise(); n > 0 {
		parts = append(parts, number(n)+" known only by year, each counted once, in the first "+string(t.page.Timeline.By)+" of its year, and drawn without a ground over the rest, where it may lie as well")
	}
	if n := t.undated(); n > 0 {
		parts = append(parts, number(n)+" without a date, counted when first reported")
	}
	if parts == nil {
		return ""
	}
	return " Hatched: " + strings.Join(parts, "; ") + "."
}

// period is the view within one column.
func (t timeline) period(c column) coop.View {
	return t.page.View.Within(c.Period.First, c.Period.Last)
}

// rows is the list behind a column.
func (t timeline) rows(c column) string { return t.page.rows(t.period(c)) }

// cell is the list behind one series in one column.
func (t timeline) cell(c column, slug string) string {
	return t.page.rows(t.period(c).WithArea(slug))
}

// mostCells is how many numbers the table of a timeline holds. Beyond, it sums up
// years: nobody reads 252 columns, and their links would be half of the page.
const mostCells = 1500

// table are the columns of the table: those of the timeline, or whole years.
func (t timeline) table() []column {
	cells := 0
	for _, c := range t.columns {
		for _, n := range c.Counts {
			cells += min(n, 1)
		}
	}
	if cells <= mostCells {
		return t.columns
	}
	var years []column
	for _, c := range t.columns {
		p := coop.ByYear.PeriodOf(c.Period.First)
		if len(years) == 0 || years[len(years)-1].Period != p {
			years = append(years, column{figures.Column{Period: p, Counts: make([]int, len(t.series)), Incomplete: p.Incomplete(t.page.Today)}})
		}
		year := &years[len(years)-1]
		year.Total += c.Total
		year.Undated += c.Undated // and in a year, one that is known to the year is exact
		for s, n := range c.Counts {
			year.Counts[s] += n
		}
	}
	return years
}

// sum is the number of rows of a series.
func (t timeline) sum(s int) int {
	n := 0
	for _, c := range t.columns {
		n += c.Counts[s]
	}
	return n
}

func (t timeline) longest() int {
	n := 0
	for _, c := range t.columns {
		n = max(n, c.Total)
	}
	return n
}

// running tells whether a period still runs.
func (t timeline) running() bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return c.Incomplete })
}

// complete are the columns that can be compared with each other: all but those
// that still run. If none is complete, all of them.
func (t timeline) complete() []column {
	var out []column
	for _, c := range t.columns {
		if !c.Incomplete {
			out = append(out, c)
		}
	}
	if out == nil {
		return t.columns
	}
	return out
}

// takeaway says when there was most, and which core area grew.
func (t timeline) takeaway() string {
	if t.empty() {
		return ""
	}
	if len(t.columns) == 1 {
		return t.columns[0].Period.Label + " has " + t.page.counted(t.columns[0].Total) + "."
	}
	var busiest []string
	most := t.longest()
	for _, c := range t.columns {
		if c.Total == most {
			busiest = append(busiest, c.Period.Label)
		}
	}
	var first string
	switch len(busiest) {
	case 1:
		first = "Busiest in " + busiest[0] + " with " + t.page.counted(most) + "."
	case 2:
		first = "Busiest in " + busiest[0] + " and " + busiest[1] + ", with " + t.page.counted(most) + " each."
	default:
		first = "No " + string(t.page.Timeline.By) + " has more than " + t.page.counted(most) + "; " + number(len(busiest)) + " have as many."
	}
	if grown := t.grown(); grown != "" {
		return first + " " + grown
	}
	return first + " " + t.course()
}

// grown names the core area that grew most since the period before, where that
// can be told.
func (t timeline) grown() string {
	d := t.page
	if d.Previous == nil {
		return ""
	}
	best, text := 0.0, ""
	for _, a := range d.Areas {
		area, _ := d.codebook().Area(a.Area)
		former := d.Previous.Areas[a.Area]
		if !area.Core || former < leastBase {
			continue
		}
		if growth := float64(a.N-former) / float64(former); growth > best {
			_, _, percent := change(a.N, former)
			best, text = growth, area.Name+" grew most of the core areas, up "+percent+" on "+d.before()+"."
		}
	}
	return text
}

// course compares the halves of the complete columns, the middle one left out.
func (t timeline) course() string {
	cols := t.complete()
	half := len(cols) / 2
	if half == 0 {
		return ""
	}
	early, late := 0, 0
	for i := range half {
		early += cols[i].Total
		late += cols[len(cols)-1-i].Total
	}
	switch {
	case 10*late > 11*early:
		return "More in the second half of these " + string(t.page.Timeline.By) + "s than in the first: " + number(late) + " to " + number(early) + "."
	case 10*early > 11*late:
		return "Fewer in the second half of these " + string(t.page.Timeline.By) + "s than in the first: " + number(late) + " to " + number(early) + "."
	}
	return "The two halves of these " + string(t.page.Timeline.By) + "s have about as many: " + number(early) + " and " + number(late) + "."
}

// label tells the drawing to those who cannot see it.
func (t timeline) label() string {
	cols := t.complete()
	low, high := cols[0], cols[0]
	for _, c := range cols {
		if c.Total < low.Total {
			low = c
		}
		if c.Total > high.Total {
			high = c
		}
	}
	text := "Stacked columns, " + lowerFirst(t.title()) + ". Lowest " + number(low.Total) + " in " + low.Period.Label +
		", highest " + number(high.Total) + " in " + high.Period.Label + ". "
	if course := t.course(); course != "" {
		text += course + " "
	}
	return text + "The full table is under Data."
}

// note says how it was counted.
func (t timeline) note() string {
	one := noun(t.page.unit())
	text := "Each column is as tall as its number of " + one + "s; " + article(one) + " is split evenly over its areas. Numbers on pointing and in Data count it once in each area."
	text += t.vagueNote()
	if t.running() {
		text += " * Not over yet on " + t.page.Today.String() + "."
	}
	return text
}

func (t timeline) empty() bool { return t.page.Total == 0 || len(t.columns) == 0 }

// noneText says that nothing is counted, and what would be in the other unit.
func (t timeline) noneText() string {
	d := t.page
	text := "No " + noun(d.unit()) + " matches this view."
	if d.unit() == coop.Engagements && d.Articles.N > 0 {
		return text + " Counted in articles, there is something to see: " + counted(d.Articles.N, "article") + "."
	}
	return text
}

func (t timeline) caption() string {
	one := noun(t.page.unit())
	text := t.title() + ", " + lowerFirst(t.page.days()) + ". " + upperWord(article(one)) + " counts once in each of its areas, so areas add up to more than the last row."
	if len(t.table()) < len(t.columns) {
		return text + " Summed up by year; the CSV has every " + string(t.page.Timeline.By) + "."
	}
	return text
}

func (t timeline) foot() figureFoot {
	f := figureFoot{title: t.title(), name: "timeline", csv: t.page.csv("timeline")}
	if !t.empty() {
		f.note, f.json = t.note(), "timeline-json"
	}
	return f
}

func (t timeline) byChoices() []segment {
	var out []segment
	for _, by := range []coop.By{coop.ByMonth, coop.ByQuarter, coop.ByYear} {
		href := t.page.shown(func(d *coop.Display) { d.By = by })
		out = append(out, segment{upperWord(string(by)), href, by == t.page.Timeline.By})
	}
	return out
}

func (t timeline) splitChoices() []segment {
	core := t.page.shown(func(d *coop.Display) { d.Split = coop.SplitCore })
	all := t.page.shown(func(d *coop.Display) { d.Split = coop.SplitAll })
	return []segment{{"Core four", core, !t.all()}, {"All areas", all, t.all()}}
}
