package views

import (
	"github.com/a-h/templ"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
)

// stages are the rows of a view by how far they came.
type stages struct {
	page     Lens
	csv      templ.SafeURL
	cells    string // of the grid: classes of the figure
	unit     coop.Unit
	total    int // rows of the view
	rows     []stageRow
	previous string // the period before, or ""
}

// stageRow is one stage, or the rows that have none.
type stageRow struct {
	slug, name string
	n          int
	share      string
	former     *int   // in the period before; nil = nothing to compare with
	href       string // the rows; "" for none, and where no view selects them
	narrow     templ.SafeURL
}

// stages are the figure of the dashboard.
func (d DashboardPage) stages() stages { return d.stagesIn("c-5 xl-4") }

// stages are the figure of the dossier.
func (d DossierPage) stages() stages {
	s := d.stagesIn("c-4")
	s.csv = d.csv("stages")
	return s
}

// stagesIn is the figure beside what it was in the period before, so wide.
func (d DashboardPage) stagesIn(cells string) stages {
	s := newStages(d.Lens, d.View, d.unit(), d.Total, d.Stages)
	s.cells = cells
	if d.Previous == nil {
		return s
	}
	s.previous = d.before()
	for i := range s.rows {
		former := d.Previous.Stages[s.rows[i].slug]
		s.rows[i].former = &former
	}
	return s
}

// newStages is the figure of a view that has so many rows of a unit. Rows without a
// stage are left out where there are none.
func newStages(page Lens, v coop.View, unit coop.Unit, total int, counts []figures.StageCount) stages {
	s := stages{page: page, csv: page.csv("stages"), unit: unit, total: total}
	for _, c := range counts {
		r := stageRow{slug: c.Stage, name: codebook.StageName(c.Stage), n: c.N, share: percentage(c.N, s.total)}
		if c.Stage == "" {
			r.name = "Not stated"
			if c.N == 0 {
				continue
			}
		} else if narrow, ok := v.AtStage(c.Stage); ok {
			r.narrow = page.narrowed(narrow)
			r.href = page.rows(narrow)
		}
		s.rows = append(s.rows, r)
	}
	return s
}

func (s stages) title() string { return plural(s.unit) + " by stage" }

func (s stages) longest() int {
	n := 0
	for _, r := range s.rows {
		n = max(n, r.n)
	}
	return n
}

// count is how many rows are at one of some stages.
func (s stages) count(slugs ...string) int {
	n := 0
	for _, r := range s.rows {
		for _, slug := range slugs {
			if r.slug == slug {
				n += r.n
			}
		}
	}
	return n
}

// takeaway holds what is promised against what is done.
func (s stages) takeaway() string {
	open, done := s.count(coop.OpenStages()...), s.count("done")
	if s.unit == coop.Articles {
		return counted(open, "time") + " a request, an offer, a plan or an agreement is reported, " + counted(done, "time") + " what was done."
	}
	return number(open) + " of " + counted(s.total, "engagement") + " " + verb(open, "is", "are") + " asked for, offered, planned or agreed, and not begun; " +
		number(done) + " " + verb(done, "is", "are") + " done."
}

func (s stages) note() string {
	if s.unit == coop.Articles {
		return "An article counts at each stage that it reports. A request is not a delivery."
	}
	return "The stage of an engagement is that of its latest report. A request is not a delivery."
}

func (s stages) foot() figureFoot {
	f := figureFoot{title: s.title(), name: "stages", csv: s.csv}
	if s.total > 0 {
		f.note, f.json = s.note(), "stages-json"
	}
	return f
}

// compares tells whether any change may be told.
func (s stages) compares() bool {
	for _, r := range s.rows {
		if hasBase(r.former) {
			return true
		}
	}
	return false
}
