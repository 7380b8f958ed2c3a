package views

import (
	"github.com/a-h/templ"

	"entente/internal/coop"
)

// Relations shows which parties and which areas of a view stand together, and on
// which days.
func Relations(p Page, r RelationsPage) templ.Component {
	if r.Codebook == nil {
		r.Codebook = p.Codebook
	}
	return relations(p, r)
}

// days says which days the figures are about.
func (p RelationsPage) days() string {
	from, to := p.View.FromDay(), p.View.ToDay()
	if text := coop.SpanText(from, to); text != "" {
		return text
	}
	if n := len(p.Days); n > 0 {
		return "All dates, " + coop.SpanText(coop.ByYear.PeriodOf(p.Days[0].Day).First, coop.ByYear.PeriodOf(p.Days[n-1].Day).Last)
	}
	return "All dates"
}

// relationsOf is the page of relations of a view, in the unit shown.
func (l Lens) relationsOf() templ.SafeURL {
	return address("/relations", l.Subject.Of(l.View), l.Display)
}

// dashboardOf is the dashboard of a view, in the unit shown.
func (l Lens) dashboardOf() templ.SafeURL { return address("/", l.Subject.Of(l.View), l.Display) }
