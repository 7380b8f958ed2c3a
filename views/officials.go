package views

import "entente/internal/dossier"

// officialRows is how many officials a dossier shows, and contactLinks how many
// engagements of each; the file has all.
const (
	officialRows = 12
	contactLinks = 4
)

func (d DossierPage) shownOfficials() []dossier.Official {
	return d.Officials[:min(len(d.Officials), officialRows)]
}

func (d DossierPage) officialsTakeaway() string {
	if len(d.Officials) == 0 {
		return ""
	}
	first := d.Officials[0]
	return "Most senior: " + first.Name + ", " + string(first.Level) + "."
}

func (d DossierPage) officialsNote() string {
	text := "The level follows from the words of the post, as it was stated at the time."
	if len(d.Officials) > officialRows {
		text += " " + number(officialRows) + " of " + number(len(d.Officials)) + "; the CSV has all."
	}
	return text
}
