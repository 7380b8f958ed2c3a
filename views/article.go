package views

import (
	"strconv"

	"entente/internal/coop"
)

// linkFields are the fields of the form that links an article to an engagement.
var linkFields = []choice{
	{"engagement", "Engagement"}, {"stage", "Stage"}, {"engagement_title", "Short title"}, {"form", "Form"},
	{"engagement_start", "Start"}, {"engagement_end", "End"}, {"place", "Place"},
}

// articlePageFields are those of all forms on the page of an article.
var articlePageFields = append([]choice{{"quote", "Words from the text"}, {"area", "Area"}}, linkFields...)

// marked says in the title of the page that there are mistakes.
func (a ArticlePage) marked(p Page) Page {
	p.Error = p.Error || len(a.Bad) > 0
	return p
}

// coderText says who gave the codes.
func coderText(coder string) string {
	switch coder {
	case "local":
		return "A person saved these codes."
	case "import":
		return "These codes came with an import."
	case "rule":
		return "Rules suggested these codes."
	}
	return "Coded by " + coder + "."
}

func stageID(r coop.Report) string { return "stage-" + strconv.FormatInt(r.EngagementID, 10) }
