package views

import (
	"strings"

	"github.com/a-h/templ"

	"entente/internal/coop"
	"entente/internal/figures"
)

// coverage holds articles and engagements side by side, and says how much stands
// behind them.
type coverage struct {
	page    Lens
	cells   string // of the grid: classes of the figure
	view    coop.View
	today   coop.Day
	cov     *figures.Coverage
	by      coop.By
	asked   coop.By // the step of the file, where that is finer than can be drawn; else ""
	columns []coverageColumn
}

// coverageColumn is one period of a coverage.
type coverageColumn struct{ figures.CoverageColumn }

// label is the period; an asterisk says that it still runs.
func (c coverageColumn) label() string {
	return column{figures.Column{Period: c.Period, Incomplete: c.Incomplete}}.label()
}

// coverage is the figure of the dashboard.
func (d DashboardPage) coverage() coverage {
	c := newCoverage(d.Lens, d.View, d.Coverage, d.Display.By, d.Today)
	c.cells = "c-12"
	return c
}

// coverage is that of the dossier, which tells it in words only.
func (d DossierPage) coverage() coverage {
	return newCoverage(d.Lens, d.View, d.Coverage, d.Display.By, d.Today)
}

// dashboard is the dashboard of the same rows, where more figures tell of them.
func (d DossierPage) dashboard() templ.SafeURL {
	return address("/", d.Subject.Of(d.View), d.Display)
}

// mostPeriods is how many pairs of columns can be told apart. Beyond, years are drawn.
const mostPeriods = 84

// newCoverage is the figure of a view by month, quarter or year; "" is the step
// that suits.
func newCoverage(page Lens, v coop.View, cov *figures.Coverage, by coop.By, today coop.Day) coverage {
	c := coverage{page: page, cells: "c-12", view: v, today: today, cov: cov}
	if c.by, c.columns = c.cut(by); len(c.columns) > mostPeriods && c.by != coop.ByYear {
		c.asked = c.by
		c.by, c.columns = c.cut(coop.ByYear)
	}
	return c
}

func (c coverage) cut(by coop.By) (coop.By, []coverageColumn) {
	by, cut := c.cov.Timeline(by, c.today)
	out := make([]coverageColumn, len(cut))
	for i, col := range cut {
		out[i] = coverageColumn{col}
	}
	return by, out
}

func (c coverage) title() string { return "Articles and engagements by " + string(c.by) }

func (c coverage) empty() bool {
	return c.cov.Articles == 0 && c.cov.Engagements == 0 || len(c.columns) == 0
}

// rows is the list behind a number of a column.
func (c coverage) rows(unit coop.Unit, col coverageColumn) string {
	return listAddress(unit, c.view.Within(col.Period.First, col.Period.Last))
}

// read is the list of all articles of a column, whatever the view asks for.
func (c coverage) read(col coverageColumn) string {
	all := coop.View{From: c.view.From, To: c.view.To}
	for _, state := range coop.States() {
		all.States = append(all.States, string(state))
	}
	return listAddress(coop.Articles, all.Within(col.Period.First, col.Period.Last))
}

func (c coverage) longest() int {
	n := 0
	for _, col := range c.columns {
		n = max(n, col.Articles, col.Engagements)
	}
	return n
}

// takeaway says how much stands behind the engagements, and of which periods
// nothing was read.
func (c coverage) takeaway() string {
	text := counted(c.cov.Articles, "article") + " from " + counted(c.cov.Sources, "source") + " in " + counted(c.cov.Langs, "language") + "."
	if n := c.cov.Engagements; n > 0 {
		text += " " + number(c.cov.SingleSource) + " of " + counted(n, "engagement") + " (" + percentage(c.cov.SingleSource, n) + ") " + verb(c.cov.SingleSource, "rests", "rest") + " on a single source."
	}
	if silent := noReading(c.columns); silent != "" {
		text += " Nothing at all was read for " + silent + "."
	}
	return text
}

// mostRuns is how many runs of periods a sentence names.
const mostRuns = 4

// noReading names the periods of which nothing was read, runs of them as one:
// "2009–2011 and 2013". It is "" where there are none.
func noReading(columns []coverageColumn) string {
	var runs []string
	for i := 0; i < len(columns); i++ {
		if !columns[i].NoReading {
			continue
		}
		first := i
		for i+1 < len(columns) && columns[i+1].NoReading {
			i++
		}
		runs = append(runs, runText(columns[first].Period.Label, columns[i].Period.Label))
	}
	switch {
	case len(runs) == 0:
		return ""
	case len(runs) == 1:
		return runs[0]
	case len(runs) > mostRuns:
		return strings.Join(runs[:mostRuns], ", ") + " and " + number(len(runs)-mostRuns) + " more"
	}
	return strings.Join(runs[:len(runs)-1], ", ") + " and " + runs[len(runs)-1]
}

// runText names the periods from one to another: "2009–2011", "Q3 2014 – Q1 2015".
func runText(first, last string) string {
	switch {
	case first == last:
		return first
	case strings.Contains(first, " "):
		return first + " – " + last
	}
	return first + "–" + last
}

// verb is the form of a verb that fits a number.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// note says how it was counted.
func (c coverage) note() string {
	text := "An article counts when it came out, an engagement when it took place. “Nothing read”: no article of any subject from that " +
		string(c.by) + " is stored, so silence there says nothing; elsewhere zero means read, and none matched."
	if c.asked != "" {
		text += " Drawn by year; the CSV has every " + string(c.asked) + "."
	}
	for _, col := range c.columns {
		if col.Incomplete {
			return text + " * Not over yet on " + c.today.String() + "."
		}
	}
	return text
}

// label tells the drawing to those who cannot see it.
func (c coverage) label() string {
	most := c.columns[0]
	for _, col := range c.columns {
		if col.Articles > most.Articles {
			most = col
		}
	}
	return "Pairs of columns, " + lowerFirst(c.title()) + ". Most articles in " + most.Period.Label + ": " + number(most.Articles) + ", and " +
		counted(most.Engagements, "engagement") + ". " + c.takeaway() + " The full table is under Data."
}

func (c coverage) caption() string {
	return c.title() + ", with the sources and languages of these articles, and all that was read, of any subject."
}

func (c coverage) foot() figureFoot {
	f := figureFoot{title: c.title(), name: "coverage", csv: c.page.csv("coverage")}
	if !c.empty() {
		f.note, f.json = c.note(), "coverage-json"
	}
	return f
}
