package views

import (
	"math"
	"strconv"

	"github.com/a-h/templ"

	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// Dashboard shows the figures of a view.
func Dashboard(p Page, d DashboardPage) templ.Component {
	if d.Codebook == nil {
		d.Codebook = p.Codebook
	}
	return dashboard(p, d)
}

// dossier is that of the one party, or pair, that the view is about; "" if it is
// about none or several.
func (d DashboardPage) dossier() (name string, href templ.SafeURL) {
	switch a, b := d.View.PairCodes(); {
	case a != "":
		return pairName(a, b), dossierAddress(d.View, d.Display, a, b)
	case len(d.View.Parties) == 1:
		code := d.View.Parties[0]
		return gazetteer.Name(code), dossierAddress(d.View, d.Display, code)
	}
	return "", ""
}

// listAddress is the list of a view.
func listAddress(unit coop.Unit, v coop.View) string {
	return coop.Address("/"+string(unit), v, coop.Display{})
}

// days says which days the figures are about.
func (d DashboardPage) days() string {
	if text := coop.SpanText(d.View.FromDay(), d.View.ToDay()); text != "" {
		return text
	}
	if cols := d.Timeline.Columns; len(cols) > 0 {
		return "All dates, " + coop.SpanText(cols[0].Period.First, cols[len(cols)-1].Period.Last)
	}
	return "All dates"
}

// spans is that, and what it is compared with.
func (d DashboardPage) spans() string {
	if before := d.before(); before != "" {
		return d.days() + ", compared with " + before
	}
	return d.days()
}

// before is the period compared with, "2010–2014", or "".
func (d DashboardPage) before() string {
	if d.Previous == nil {
		return ""
	}
	return coop.SpanText(d.Previous.From, d.Previous.To)
}

// leastBase is the smallest number that a change is told on.
const leastBase = 20

// hasBase tells whether a change on a former number may be told.
func hasBase(former *int) bool { return former != nil && *former >= leastBase }

// change is by how much n differs from a former number, as a sign with its word
// and a percentage: "▲", "up", "4%". Of equal numbers all are empty.
func change(n, former int) (sign, word, percent string) {
	switch {
	case n > former:
		sign, word = "▲", "up"
	case n < former:
		sign, word = "▼", "down"
	default:
		return "", "", ""
	}
	return sign, word, percentage(n-former, former)
}

// percentage writes a part of a whole as whole per cent; what is there is never 0%.
func percentage(part, whole int) string {
	if whole == 0 {
		return "0%"
	}
	p := math.Round(100 * math.Abs(float64(part)) / float64(whole))
	if p == 0 && part != 0 {
		return "<1%"
	}
	return number(int(p)) + "%"
}

// ofWidth writes a length of a bar, with the longest at 98 per cent of its cell.
func ofWidth(n, longest int) string {
	if longest == 0 {
		return "0%"
	}
	return strconv.FormatFloat(98*float64(n)/float64(longest), 'f', 1, 64) + "%"
}
