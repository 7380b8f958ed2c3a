package views

import (
	"strconv"
	"strings"

	"entente/internal/dossier"
)

// seriesRows is how many series a dossier shows; its file has all.
const seriesRows = 12

// seriesYears are the first and the last year that any of the series shown has.
func (d DossierPage) seriesYears() (first, last int) {
	for i, s := range d.shownSeries() {
		from, to := s.Years[0].Year, s.Years[len(s.Years)-1].Year
		if i == 0 || from < first {
			first = from
		}
		last = max(last, to)
	}
	return first, last
}

func (d DossierPage) shownSeries() []dossier.Series {
	return d.Series[:min(len(d.Series), seriesRows)]
}

// yearOfSeries is a year of a series; ok is false before it began and after it ends.
func yearOfSeries(s dossier.Series, year int) (y dossier.SeriesYear, ok bool) {
	i := year - s.Years[0].Year
	if i < 0 || i >= len(s.Years) {
		return y, false
	}
	return s.Years[i], true
}

// statusMark is the sign of a status, which its word stands beside.
func statusMark(s dossier.Status) string {
	switch s {
	case dossier.Held:
		return "●"
	case dossier.Planned:
		return "○"
	case dossier.Cancelled:
		return "✕"
	case dossier.Reported:
		return "?"
	}
	return "–"
}

// statusWord is a status in a few words.
func statusWord(s dossier.Status) string {
	switch s {
	case dossier.Missing:
		return "not reported"
	case dossier.Reported:
		return "reported at no stage"
	}
	return string(s)
}

// course tells a series in words: "held 2014–2016, cancelled 2017, not reported 2018–2024".
func course(s dossier.Series) string {
	var out []string
	for _, r := range s.Runs() {
		years := strconv.Itoa(r.From)
		if r.To > r.From {
			years += "–" + strconv.Itoa(r.To)
		}
		out = append(out, statusWord(r.Status)+" "+years)
	}
	return upperWord(strings.Join(out, ", ")) + "."
}

func (d DossierPage) seriesTakeaway() string {
	missing := 0
	for _, s := range d.Series {
		missing += s.Missing()
	}
	text := number(len(d.Series)) + " series"
	switch missing {
	case 0:
		return text + ", without a missing year."
	case 1:
		return text + "; 1 year has no report."
	}
	return text + "; " + number(missing) + " years have no report."
}

func (d DossierPage) seriesNote() string {
	text := "● held or under way · ○ planned, and no report that it was held · ✕ cancelled · ? reported at no stage · – nothing reported. Each mark opens its engagement. " + d.recordText()
	if len(d.Series) > seriesRows {
		text += " " + number(seriesRows) + " of " + number(len(d.Series)) + " series; the CSV has all."
	}
	return text
}
