package views

import (
	"github.com/a-h/templ"

	"entente/internal/coop"
)

// What the figures of a page have in common: where their marks lead, and how
// they call what they count.

// rows is the list behind a number of the unit shown.
func (l Lens) rows(v coop.View) string { return l.listed(l.unit(), v) }

// listed is the list of a view, narrowed to what the page is about.
func (l Lens) listed(unit coop.Unit, v coop.View) string {
	return listAddress(unit, l.Subject.Of(v))
}

// narrowed is the same page of another view, shown as this one is.
func (l Lens) narrowed(v coop.View) templ.SafeURL { return address(l.Path, v, l.Display) }

// shown is the page of the same view, shown in another way.
func (l Lens) shown(change func(*coop.Display)) templ.SafeURL {
	display := l.Display
	change(&display)
	return address(l.Path, l.View, display)
}

// csv is a figure as a file that spreadsheets open as it is.
func (l Lens) csv(name string) templ.SafeURL {
	display := l.Display
	display.Profile = coop.ExcelProfile
	return address("/charts/"+name+".csv", l.Subject.Of(l.View), display)
}

// units is the noun of the unit shown: "engagements".
func (l Lens) units() string { return noun(l.unit()) + "s" }

// counted writes a number of rows with their noun.
func (l Lens) counted(n int) string { return counted(n, noun(l.unit())) }

func (l Lens) unitChoices() []segment {
	var out []segment
	for _, u := range []coop.Unit{coop.Engagements, coop.Articles} {
		href := l.shown(func(d *coop.Display) { d.Unit = u })
		out = append(out, segment{plural(u), href, u == l.unit()})
	}
	return out
}
