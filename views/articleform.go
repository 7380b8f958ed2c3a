package views

import (
	"maps"
	"slices"

	"github.com/a-h/templ"

	"entente/internal/coop"
)

// articleFields are the fields of the article form in their order on the page.
var articleFields = slices.Concat([]choice{
	{"url", "Web address"}, {"title", "Title"}, {"source", "Source"}, {"published", "Published"}, {"language", "Language"},
	{"author", "Author"}, {"title_original", "Title in its own language"}, {"archive_url", "Archived copy"}, {"accessed", "Accessed"},
	{"summary", "Summary"}, {"body", "Text"}, {"areas", "Areas"}, {"quotes", "Attached words"}, {"parties", "Parties"}, {"excluded", "Relevance"},
}, linkFields, []choice{{"notes", "Notes"}})

// bad is what is wrong, the address that is stored already included.
func (a ArticleFormPage) bad() coop.FieldErrors {
	if a.Stored == nil || a.Bad["url"] != "" {
		return a.Bad
	}
	bad := maps.Clone(a.Bad)
	if bad == nil {
		bad = coop.FieldErrors{}
	}
	bad["url"] = "This address is stored already."
	return bad
}

// marked says in the title of the page that there are mistakes.
func (a ArticleFormPage) marked(p Page) Page {
	p.Error = p.Error || len(a.bad()) > 0
	return p
}

func (a ArticleFormPage) heading() string {
	if a.ID == 0 {
		return "Add an article"
	}
	return "Edit the article"
}

func (a ArticleFormPage) crumb() string {
	if a.ID == 0 {
		return "Add"
	}
	return "Edit"
}

func (a ArticleFormPage) action() templ.SafeURL {
	if a.ID == 0 {
		return path("articles")
	}
	return path("articles", a.ID)
}

// found says what was found in the text, if anybody asked or anything was.
func (a ArticleFormPage) found() string {
	says := SuggestionsFound(a.Suggested, a.Asked)
	if !a.Asked && len(a.Suggested.Areas) == 0 {
		return ""
	}
	return says
}

// back is where the form was opened from, as far as is known.
func (a ArticleFormPage) back() templ.SafeURL { return a.action() }

// moreOpen tells whether a field that is seldom needed holds something or is wrong.
func (a ArticleFormPage) moreOpen() bool {
	f := a.Form
	if f.Author+f.TitleOriginal+f.ArchiveURL+f.Accessed != "" || a.Conflict != nil {
		return true
	}
	for _, name := range []string{"author", "title_original", "archive_url", "accessed"} {
		if a.Bad[name] != "" {
			return true
		}
	}
	return false
}
