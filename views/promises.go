package views

import (
	"github.com/a-h/templ"

	"entente/internal/coop"
)

// promises are the open requests and pledges of a view: what was asked for,
// offered, planned or agreed, and of which nothing further was reported.
type promises struct {
	cells string // of the grid: classes of the figure
	n     int    // all of them
	href  templ.SafeURL
	rows  []coop.Promise // the oldest engagements
	today coop.Day
}

// promises are the list of the dashboard, or of a dossier.
func (d DashboardPage) promises() promises {
	p := newPromises(d.Subject.Of(d.View), d.OpenPromises, d.Promises, d.Today)
	p.cells = "c-7 xl-8"
	if d.isDossier() {
		p.cells = "c-8"
	}
	return p
}

// newPromises lists the first of n promises of a view.
func newPromises(v coop.View, n int, rows []coop.Promise, today coop.Day) promises {
	p := promises{n: n, rows: rows, today: today}
	if open, ok := v.Promised(); ok {
		p.href = templ.SafeURL(coop.Address("/engagements", open, coop.Display{Sort: coop.Oldest}))
	}
	return p
}

func (p promises) takeaway() string {
	if p.n == 0 {
		return ""
	}
	return "Asked for, offered, planned or agreed, and not heard of since. The age is that of the latest report."
}

// age is how old a promise is: "2 years, asked Feb 2024".
func (p promises) age(of coop.Promise) string {
	return ageText(of.Reported, p.today) + ", " + stageWords(of.Stage) + " " + of.Reported.Time().Format("Jan 2006")
}

// due is the day that a promise is for, if that is still to come.
func (p promises) due(of coop.Promise) string {
	if of.Start.First() > p.today {
		return "Due " + of.Start.String()
	}
	return ""
}

// ageText is the time from one day to another in whole days, months or years, as
// people count them.
func ageText(from, to coop.Day) string {
	days := int(to.Number() - from.Number())
	f, t := from.Time(), to.Time()
	months := 12*(t.Year()-f.Year()) + int(t.Month()) - int(f.Month())
	if t.Day() < f.Day() {
		months--
	}
	switch {
	case days <= 0:
		return "Today"
	case months < 2:
		return counted(days, "day")
	case months < 24:
		return counted(months, "month")
	}
	return counted(months/12, "year")
}
