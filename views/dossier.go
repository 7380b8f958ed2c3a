package views

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/dossier"
	"entente/internal/figures"
	"entente/internal/gazetteer"
)

// DossierPage shows what the record has of a party or a pair.
type DossierPage struct {
	DashboardPage          // its View is what narrows the dossier further
	Record        int      // rows of that view, whoever takes part
	End           coop.Day // the last day of these
	Ends          []figures.AreaEnds
	Titles        map[int64]string // of the first and last rows of areas
	Gaps          []dossier.Gap
	Mix           []dossier.MixYear
	Months        []figures.Column // a timeline by month
	Forms         []figures.Count  // facet in the unit shown
	Sources       []figures.Count  // facet of its articles
	Partners      []figures.Count
	Series        []dossier.Series
	SeriesTitles  map[int64]string // of their engagements
	Officials     []dossier.Official
	MetOn         map[int64]coop.Day // days of the engagements with officials
	Rank, Ranked  int                // its place among all parties, or pairs; 0 = none
}

// Dossier shows it.
func Dossier(p Page, d DossierPage) templ.Component {
	if d.Codebook == nil {
		d.Codebook = p.Codebook
	}
	return dossierPage(p, d)
}

func (d DashboardPage) isDossier() bool { return d.Subject != coop.Subject{} }

// timelineWidth and latestWidth are those of figures that the dashboard and dossiers share.
func (d DashboardPage) timelineWidth() string {
	if d.isDossier() {
		return "c-8"
	}
	return "c-12 xl-8"
}

func (d DashboardPage) latestWidth() string {
	if d.isDossier() {
		return "c-8"
	}
	return "c-7 xl-12"
}

// isPair tells whether the dossier is about two parties.
func (d DossierPage) isPair() bool { return d.Subject.Pair != "" }

// name is the subject as a title.
func (d DossierPage) name() string {
	codes := d.Subject.Codes()
	if d.isPair() {
		return pairName(codes[0], codes[1])
	}
	return gazetteer.Name(codes[0])
}

// who is the subject within a sentence.
func (d DossierPage) who() string {
	codes := d.Subject.Codes()
	if !d.isPair() {
		return partyInText(codes[0])
	}
	a, b := codes[0], codes[1]
	if gazetteer.Name(b) < gazetteer.Name(a) {
		a, b = b, a
	}
	return partyInText(a) + " and " + partyInText(b)
}

// list is the list of all parties, or pairs, of the view.
func (d DossierPage) list() templ.SafeURL {
	path := "/parties"
	if d.isPair() {
		path = "/pairs"
	}
	return address(path, d.View, coop.Display{Unit: d.Display.Unit})
}

func (d DossierPage) listName() string {
	if d.isPair() {
		return "Pairs"
	}
	return "Parties"
}

// csv is a figure of the dossier as a file that spreadsheets open as it is.
func (d DossierPage) csv(name string) templ.SafeURL {
	return address(d.Path+"/"+name+".csv", d.View, coop.Display{Unit: d.Display.Unit, Profile: coop.ExcelProfile})
}

// dossierAddress is the dossier of a party, or of a pair of two, in the same view.
func dossierAddress(v coop.View, d coop.Display, codes ...string) templ.SafeURL {
	if len(codes) == 2 {
		pair := coop.PairOf(codes[0], codes[1])
		return address("/pairs/"+pair, coop.Subject{Pair: pair}.Rest(v), coop.Display{Unit: d.Unit})
	}
	return address("/parties/"+codes[0], coop.Subject{Party: codes[0]}.Rest(v), coop.Display{Unit: d.Unit})
}

// row is the page of one row, in the unit shown.
func (d DossierPage) row(id int64) templ.SafeURL { return path(string(d.unit()), id) }

// lastYear are the months of the record's last year, with their rows.
func (d DossierPage) lastYear() (first, last coop.Day, n int) {
	last = coop.ByMonth.PeriodOf(d.End).Last
	first = max(coop.DayOf(last.AddDays(1).Time().AddDate(-1, 0, 0)), coop.Earliest)
	for _, c := range d.Months {
		if c.Period.First >= first && c.Period.Last <= last {
			n += c.Total
		}
	}
	return first, last, n
}

// recordEnd says where the last year of the record ends.
func (d DossierPage) recordEnd() string { return "to " + d.End.Time().Format("January 2006") }

// ranked is what its rank is among: "1 party", "23 pairs".
func (d DossierPage) ranked() string {
	switch {
	case d.isPair():
		return counted(d.Ranked, "pair")
	case d.Ranked == 1:
		return "1 party"
	}
	return number(d.Ranked) + " parties"
}

func (d DossierPage) partnersLabel() string {
	if d.isPair() {
		return "Other parties beside them"
	}
	return "Partners"
}

// sources counts the sources of its articles.
func (d DossierPage) sources() int { return len(dossier.InView(d.Sources, d.View.Sources)) }

// ordinal writes a place: "1st", "22nd".
func ordinal(n int) string {
	ending := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return number(n) + ending
}

// beforeEnd says how long before the end of the record a day lies.
func (d DossierPage) beforeEnd(day coop.Day) string {
	n := int(d.End.Number() - day.Number())
	if n <= 0 {
		return "where the record ends"
	}
	return counted(n, "day") + " before the record ends"
}

// recordText says where the record ends.
func (d DossierPage) recordText() string {
	if d.End == "" {
		return ""
	}
	return "The record of this view ends on " + d.End.String() + "."
}

// rankedBars are values of a dossier as bars.
type rankedBars struct {
	id, title, column, takeaway, none, note string
	unit                                    coop.Unit
	csv                                     templ.SafeURL
	rows                                    []rankedBar
	of                                      int  // rows that shares are parts of; 0 = no shares
	long                                    bool // names are, and may wrap
}

type rankedBar struct {
	label string
	name  templ.SafeURL // where its name leads
	n     int
	href  string // the rows
}

func (r rankedBars) longest() int {
	n := 0
	for _, row := range r.rows {
		n = max(n, row.n)
	}
	return n
}

// most names the first values: "Mostly meetings (12) and visits (9)".
func most(rows []rankedBar, of int) string {
	if len(rows) == 0 {
		return ""
	}
	best := rows[0]
	for _, r := range rows {
		if r.n > best.n {
			best = r
		}
	}
	return best.label + " most often: " + number(best.n) + " of " + number(of) + "."
}

// forms are those of the rows, in codebook order.
func (d DossierPage) forms() rankedBars {
	r := rankedBars{
		id: "forms", title: plural(d.unit()) + " by form", column: "Form", unit: d.unit(),
		csv: d.csv("forms"), of: d.Total, none: "No " + noun(d.unit()) + " here has a form.",
	}
	sum := 0
	for _, c := range dossier.InView(d.Forms, d.View.Forms) {
		v := d.View.Only("form", c.Value)
		r.rows = append(r.rows, rankedBar{codebook.FormName(c.Value), d.narrowed(v), c.N, d.rows(v)})
		sum += c.N
	}
	r.takeaway = most(r.rows, d.Total)
	if left := d.Total - sum; d.unit() == coop.Engagements && left > 0 {
		r.note = number(left) + " of " + number(d.Total) + " have no form that is stated."
	}
	if d.unit() == coop.Articles {
		r.note = "An article counts once for each form that it reports."
	}
	return r
}

// partnerRows and sourceRows are how many stand on the page; the files have all.
const (
	partnerRows = 12
	sourceRows  = 8
)

// partners are those who take part with the subject.
func (d DossierPage) partners() rankedBars {
	r := rankedBars{
		id: "partners", title: "Partners, by " + d.units(), column: "Party", unit: d.unit(),
		csv: d.csv("partners"), of: d.Total, none: "Nobody else takes part in what is reported here.",
	}
	codes := d.Subject.Codes()
	if d.isPair() {
		r.title = "Who else takes part, by " + d.units()
	}
	for _, c := range d.Partners[:min(len(d.Partners), partnerRows)] {
		name := dossierAddress(d.View, d.Display, c.Value)
		if !d.isPair() {
			name = dossierAddress(d.View, d.Display, codes[0], c.Value)
		}
		r.rows = append(r.rows, rankedBar{gazetteer.Name(c.Value), name, c.N, d.rows(d.View.WithParty(c.Value))})
	}
	r.takeaway = most(r.rows, d.Total)
	if more := len(d.Partners) - len(r.rows); more > 0 {
		r.note = number(len(r.rows)) + " of " + number(len(d.Partners)) + "; the CSV has all."
	}
	return r
}

// sourceBars are the sources of the articles, whatever unit is shown.
func (d DossierPage) sourceBars() rankedBars {
	all := dossier.InView(d.Sources, d.View.Sources)
	r := rankedBars{id: "sources", title: "Sources, by articles", column: "Source", unit: coop.Articles, long: true, none: "No article reports this."}
	for _, c := range all[:min(len(all), sourceRows)] {
		v := d.View.Only("source", c.Value)
		r.rows = append(r.rows, rankedBar{c.Value, d.narrowed(v), c.N, d.listed(coop.Articles, v)})
	}
	if len(all) > 0 {
		first := 0
		for _, row := range r.rows {
			first += row.n
		}
		r.takeaway = counted(len(all), "source") + " with " + counted(d.Articles.N, "article") + "."
		if len(all) > len(r.rows) {
			r.takeaway = "The first " + strconv.Itoa(len(r.rows)) + " of " + number(len(all)) + " sources bring " + number(first) + " of " + counted(d.Articles.N, "article") + "."
		}
	}
	r.note = "Few sources, few reports: what one outlet leaves out, nobody may have written."
	return r
}

// subtitle says which days the dossier is about, and what else narrows it.
func (d DossierPage) subtitle() string {
	text := d.spans()
	if !d.View.Empty() {
		if h := heading(d.View, d.codebook()); h != "Defence cooperation" {
			text = strings.Replace(h, "Defence cooperation", "Narrowed to rows", 1) + ". " + text
		}
	}
	return text
}
