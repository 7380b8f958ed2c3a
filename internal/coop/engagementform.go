package coop

import (
	"errors"
	"strconv"
	"strings"

	"entente/internal/codebook"
	"entente/internal/gazetteer"
)

// EngagementForm is an engagement as typed, so that it can be shown back. Its
// stage is not here: that comes from the reports.
type EngagementForm struct {
	Title     string   `form:"title"`
	Form      string   `form:"form"`
	Start     string   `form:"engagement_start"`
	End       string   `form:"engagement_end"`
	Place     string   `form:"place"`
	Series    string   `form:"series"`
	Areas     []string `form:"areas"`
	Parties   string   `form:"parties"`   // as in [ArticleForm], with the role of a party in brackets behind it
	Officials string   `form:"officials"` // a line each: name; post; party
	Notes     string   `form:"notes"`
	Version   string   `form:"version"`
}

// EngagementFormOf is the form that shows a stored engagement.
func EngagementFormOf(e Engagement) EngagementForm {
	return EngagementForm{
		Title: e.Title, Form: e.Form, Start: string(e.Start), End: string(e.End), Place: e.Place, Series: e.Series,
		Areas: e.Areas, Parties: rolesText(e.Parties, e.Roles), Officials: officialsText(e.Officials),
		Notes: e.Notes, Version: strconv.FormatInt(e.Version, 10),
	}
}

// Validate returns the engagement, or what is wrong with each field. Only the
// title is required.
func (f EngagementForm) Validate(cb *codebook.Codebook) (e Engagement, bad FieldErrors) {
	c := checker{bad: FieldErrors{}}
	e = Engagement{
		Title:     c.line("title", f.Title),
		Form:      c.code("form", f.Form, codebook.IsForm, "Choose a form from the list, or leave it open."),
		Start:     c.date("engagement_start", f.Start),
		End:       c.date("engagement_end", f.End),
		Place:     c.line("place", f.Place),
		Series:    c.line("series", f.Series),
		Areas:     c.areas("areas", f.Areas, cb),
		Officials: c.officials("officials", f.Officials),
		Notes:     c.text("notes", f.Notes, MaxNote),
	}
	e.Parties, e.Roles = c.roles("parties", f.Parties)
	c.required("title", e.Title, "Give the engagement a short title.")
	c.order("engagement_end", e.Start, e.End)
	if f.Version != "" {
		e.Version = c.version(f.Version)
	}
	return e, c.bad
}

// UnknownParty says in a sentence what is wrong with the name of a party, from
// an error of [gazetteer.Resolve], and names those that could be meant.
func UnknownParty(err error) string {
	var u *gazetteer.UnknownError
	if !errors.As(err, &u) {
		return "Give names or codes of parties with commas between: Laos, AU, UN."
	}
	if len(u.Candidates) == 0 {
		return "No party is called “" + u.Text + "”. Give names or codes with commas between: Laos, AU, UN."
	}
	return "“" + u.Text + "” could not be told. Did you mean " + orList(u.Candidates) + "?"
}

// orList joins names as "A, B or C".
func orList(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
