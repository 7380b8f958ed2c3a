package views

import (
	"slices"
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
