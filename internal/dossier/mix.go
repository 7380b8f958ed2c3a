package dossier

import (
	"entente/internal/coop"
	"entente/internal/figures"
)

// MixYear is how often a subject and all others took part in each area in a year.
type MixYear struct {
	Period     coop.Period
	Incomplete bool
	Base       int   // rows of the subject
	Others     int   // all other rows
	Counts     []int // rows of the subject, by area in codebook order
	OtherRows  []int // other rows, likewise
}

// Mix holds the timeline of a subject against that of everything, the subject's
// rows among it. Both are by year and by every area.
func Mix(own, all figures.Timeline, areas int) []MixYear {
	everything := map[string]figures.Column{}
	for _, c := range all.Columns {
		everything[c.Period.Key] = c
	}
	var out []MixYear
	for _, c := range own.Columns {
		every := everything[c.Period.Key]
		m := MixYear{Period: c.Period, Incomplete: c.Incomplete, Base: c.Total, Others: every.Total - c.Total, Counts: c.Counts[:areas]}
		for a := range areas {
			m.OtherRows = append(m.OtherRows, every.Counts[a]-c.Counts[a])
		}
		out = append(out, m)
	}
	return out
}
