package views

import (
	"strconv"

	"github.com/a-h/templ"

	"entente/internal/coop"
)

// engagementFields are the fields of the engagement form in their order on the page.
var engagementFields = []choice{
	{"title", "Short title"}, {"form", "Form"}, {"engagement_start", "First day"}, {"engagement_end", "Last day"},
	{"place", "Place"}, {"series", "Series"}, {"parties", "Parties"}, {"notes", "Notes"}, {"areas", "Areas"},
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

// dateDoubt says what is not sure about the day of an engagement, or "".
func dateDoubt(e coop.Engagement) string {
	switch e.DateFrom {
	case coop.FromEnd:
		return "its last day"
	case coop.FromReport:
		return "dated by its first report"
	}
	return ""
}
