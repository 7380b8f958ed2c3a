package views

import (
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/linking"
)

// engagementSummary says in a line which engagement is meant.
func engagementSummary(e coop.Engagement) string {
	facts := []string{}
	if e.Form != "" {
		facts = append(facts, codebook.FormName(e.Form))
	}
	when := whenText(e)
	if doubt := dateDoubt(e); doubt != "" {
		when += " (" + doubt + ")"
	}
	facts = append(facts, when)
	if e.Place != "" {
		facts = append(facts, e.Place)
	}
	return strings.Join(append(facts, counted(e.ArticleCount, "article")), " · ")
}

// offerReasons are the reasons of an offer in a sentence.
func offerReasons(o linking.Offer) string {
	s := strings.Join(o.Reasons, "; ")
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// linkLabel says what the button of an offer does.
func linkLabel(o linking.Offer) string {
	if o.Stage == "" {
		return "Link it"
	}
	return "Link it as " + stageWords(o.Stage)
}

// storyHeading counts where else a story stands.
func storyHeading(a ArticlePage) string {
	sources := map[string]bool{}
	for _, c := range a.Story {
		if c.Source != a.Article.Source {
			sources[c.Source] = true
		}
	}
	switch len(sources) {
	case 0:
		return "The same story, in the same source"
	case 1:
		return "The same story in 1 other source"
	}
	return "The same story in " + number(len(sources)) + " other sources"
}

// likeness says in how far a copy looks the same as an article.
func likeness(a coop.Article, c coop.Copy) string {
	switch {
	case c.Percent == 100:
		return "the same text"
	case c.Percent > 0:
		return number(c.Percent) + "% of the text is the same"
	case c.Title == a.Title && c.Source == a.Source && c.Published == a.Published:
		return "the same title, source and day"
	}
	return "by way of another copy"
}

// Title is the title of the page.
func (p OpenEndsPage) Title() string {
	if p.duplicates() {
		return "Articles that look the same"
	}
	return "Articles that report no engagement"
}

// Total is how many rows the list has.
func (p OpenEndsPage) Total() int {
	if p.duplicates() {
		return p.DuplicatesTotal
	}
	return p.UnlinkedTotal
}

func (p OpenEndsPage) duplicates() bool { return p.Path == "/articles/duplicates" }

// heading says how many rows the list has.
func (p OpenEndsPage) heading() string {
	n := number(p.Total())
	switch {
	case p.duplicates() && p.Total() == 1:
		return "1 story has articles that look the same"
	case p.duplicates():
		return n + " stories have articles that look the same"
	case p.Total() == 1:
		return "1 article reports no engagement"
	}
	return n + " articles report no engagement"
}

func (p OpenEndsPage) pages() pages {
	rows := len(p.Unlinked)
	if p.duplicates() {
		rows = len(p.Duplicates)
	}
	return pages{Lens{Path: p.Path, Display: coop.Display{Page: p.Page}}, p.Total(), rows}
}
