package views

import (
	"strconv"
	"strings"

	"entente/internal/coop"
	"entente/internal/dossier"
)

// gap is a silence of the record in words.
type gap struct {
	area          string // "" for all
	text          string // "No demining and EOD reported since March 2017"
	href          string // all rows in the area
	n             int
	detail        string
	meanwhile     int // rows in other areas, or of all others, in that time
	meanwhileHref string
	long          string // "82 months"
}

// silences are the gaps that have a time; never are the areas that have none.
func (d DossierPage) silences() []gap {
	var out []gap
	for _, g := range d.Gaps {
		if g.Kind == dossier.Never {
			continue
		}
		v, name := d.View, noun(d.unit())
		if g.Area != "" {
			v, name = v.WithArea(g.Area), areaInText(d.codebook(), g.Area)
		}
		s := gap{area: g.Area, href: d.rows(v), n: g.N, meanwhile: g.Meanwhile}
		if g.Kind == dossier.Since {
			first := g.Last.AddDays(1)
			s.text = "No " + name + " reported since " + monthText(g.Last)
			s.detail = "Last of " + number(g.N) + ": " + g.Last.String() + "."
			if g.N == 1 {
				s.detail = "The only one: " + g.Last.String() + "."
			}
			s.long = counted(g.Months, "month")
			s.meanwhileHref = d.rows(d.View.Within(first, d.open(first)))
		} else {
			first, last := coop.Day(strconv.Itoa(g.FirstYear)+"-01-01"), coop.Day(strconv.Itoa(g.LastYear)+"-12-31")
			s.text = "No " + name + " reported from " + strconv.Itoa(g.FirstYear) + " to " + strconv.Itoa(g.LastYear)
			if g.Area == "" {
				s.text = "Nothing at all" + strings.TrimPrefix(s.text, "No "+name)
			}
			s.detail = number(g.N-g.After) + " before, " + number(g.After) + " since."
			s.long = counted(g.LastYear-g.FirstYear+1, "year")
			s.meanwhileHref = d.rows(d.View.Within(first, last))
			if g.Area == "" { // the rows of others are all rows
				s.meanwhile, s.meanwhileHref = d.elsewhere(g), listAddress(d.unit(), d.View.Within(first, last))
			}
		}
		out = append(out, s)
	}
	return out
}

// elsewhere counts the rows of others in the years of a gap.
func (d DossierPage) elsewhere(g dossier.Gap) (n int) {
	for _, y := range d.Mix {
		if year := dossier.Year(y.Period.First); year >= g.FirstYear && year <= g.LastYear {
			n += y.Others
		}
	}
	return n
}

// open is the last day of a span that begins on a day and has no end of its own.
func (d DossierPage) open(first coop.Day) coop.Day {
	if to := d.View.ToDay(); to != "" {
		return to
	}
	return max(first, coop.Day(strconv.Itoa(coop.MaxYear)+"-12-31"))
}

// neverSilences are areas that are reported of others alone.
func (d DossierPage) neverSilences() (out []dossier.Gap) {
	for _, g := range d.Gaps {
		if g.Kind == dossier.Never {
			out = append(out, g)
		}
	}
	return out
}

// others is the list of all rows in an area, whoever takes part.
func (d DossierPage) others(area string) string { return listAddress(d.unit(), d.View.WithArea(area)) }

// monthText is the month of a day: "March 2017".
func monthText(day coop.Day) string { return day.Time().Format("January 2006") }

// about says what the rows in the time of a gap are.
func (g gap) about() string {
	if g.area == "" {
		return " of others."
	}
	return " in other areas."
}

// silentText says that nothing else is reported in the time of a gap.
func (d DossierPage) silentText(g gap) string {
	switch {
	case g.meanwhile > 0:
		return ""
	case g.area == "":
		return " Nothing of others is reported in that time either: this record did not look."
	}
	return " Nothing else is reported in that time either, so nobody may have looked."
}

// gapRows is how many gaps stand in sight.
const gapRows = 5

func (d DossierPage) gapsTakeaway() string {
	if len(d.Gaps) == 0 {
		return "No area that is reported here was silent for a year or more."
	}
	return "Nothing reported is not the same as nothing done."
}

// endsTakeaway says how many areas are reported, and since when.
func (d DossierPage) endsTakeaway() string {
	first, n := "", 0
	for _, e := range d.Ends {
		if e.N > 0 {
			n++
			if first == "" || string(e.First.Day) < first {
				first = string(e.First.Day)
			}
		}
	}
	if n == 0 {
		return ""
	}
	return counted(n, "area") + " of " + number(len(d.Ends)) + " are reported, the first on " + coop.Day(first).String() + "."
}
