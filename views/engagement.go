package views

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// engagementFields are the fields of the engagement form in their order on the page.
var engagementFields = []choice{
	{"title", "Short title"}, {"form", "Form"}, {"engagement_start", "Start"}, {"engagement_end", "End"},
	{"place", "Place"}, {"series", "Series"}, {"parties", "Parties"}, {"officials", "Officials"}, {"notes", "Notes"}, {"areas", "Areas"},
}

func orNotStated(s string) string {
	if s == "" {
		return "Not stated"
	}
	return s
}

// newReport is the form for an article that reports an engagement.
func newReport(engagement int64) templ.SafeURL {
	return templ.SafeURL("/articles/new?engagement=" + strconv.FormatInt(engagement, 10))
}

// marked says in the title of the page that there are mistakes.
func (e EngagementFormPage) marked(p Page) Page {
	p.Error = p.Error || len(e.Bad) > 0
	return p
}

// whenText is when an engagement took place, as exactly as that is known; without
// a date the day of its first report.
func whenText(e coop.Engagement) string {
	if e.DateFrom == coop.FromReport {
		return e.Date.String()
	}
	return coop.DatesText(e.Start, e.End)
}

// whenDate is the date on which it began, for programs.
func whenDate(e coop.Engagement) string {
	return string(cmp.Or(e.Start, e.End, coop.Date(e.Date)))
}

// dateDoubt says what is not sure about when an engagement began, or "".
func dateDoubt(e coop.Engagement) string {
	switch e.DateFrom {
	case coop.FromEnd:
		return "its end"
	case coop.FromReport:
		return "dated by its first report"
	}
	return ""
}

// participants are the officials of an engagement, and in their place the parties
// that have none, by party.
func participants(e coop.Engagement) (out []coop.Official) {
	for _, party := range e.Parties {
		before := len(out)
		for _, o := range e.Officials {
			if o.Party == party {
				out = append(out, o)
			}
		}
		if len(out) == before {
			out = append(out, coop.Official{Party: party})
		}
	}
	return out
}

// participantText is a party, with its role in brackets if it has one.
func participantText(participant string) string {
	return withRole(coop.CutRole(participant))
}

func withRole(party, role string) string {
	name := gazetteer.Name(party)
	if role != "" {
		name += " (" + lowerFirst(codebook.RoleName(role)) + ")"
	}
	return name
}

// rolesHint names the roles with what they mean.
func rolesHint() string {
	var out []string
	for _, r := range codebook.Roles() {
		out = append(out, r.Slug+" ("+r.Means+")")
	}
	return strings.Join(out, ", ")
}
