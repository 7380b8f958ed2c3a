package views

import (
	"cmp"
	"slices"
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

// storyReport is a report of an engagement; copy, if it tells the same story as the one
// before it.
type storyReport struct {
	coop.Report
	copy bool
}

// byStory are the reports, newest first, those of one story together.
func (e EngagementPage) byStory() (out []storyReport) {
	for i, r := range e.Engagement.Reports {
		story, ok := e.Stories[r.ArticleID]
		same := func(other coop.Report) bool { return ok && e.Stories[other.ArticleID] == story }
		if slices.ContainsFunc(e.Engagement.Reports[:i], same) {
			continue // it stands below the first
		}
		out = append(out, storyReport{Report: r})
		for _, other := range e.Engagement.Reports[i+1:] {
			if same(other) {
				out = append(out, storyReport{other, true})
			}
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

// stories is how many stories report the engagement.
func (e EngagementPage) stories() (n int) {
	for _, r := range e.byStory() {
		if !r.copy {
			n++
		}
	}
	return n
}

// coverage is how much was written: "10 articles, 4 stories".
func (e EngagementPage) coverage() string {
	s := counted(e.Engagement.ArticleCount, "article")
	switch n := e.stories(); {
	case n == len(e.Engagement.Reports):
		return s
	case n == 1:
		return s + ", 1 story"
	default:
		return s + ", " + number(n) + " stories"
	}
}
