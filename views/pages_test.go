package views

import (
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"entente/assets"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/suggest"
)

// every runs a check on every page, full and empty.
func every(t *testing.T, check func(t *testing.T, doc *goquery.Document)) {
	t.Helper()
	for name, page := range fullPages() {
		t.Run("full/"+name, func(t *testing.T) {
			doc, _ := drawn(t, page)
			check(t, doc)
		})
	}
	for name, page := range emptyPages() {
		t.Run("empty/"+name, func(t *testing.T) {
			doc, _ := drawn(t, page)
			check(t, doc)
		})
	}
}

// describe names an element in a message.
func describe(s *goquery.Selection) string {
	h, err := goquery.OuterHtml(s)
	if err != nil {
		return err.Error()
	}
	return h[:min(len(h), 160)]
}

func TestPagesAreWhole(t *testing.T) {
	every(t, func(t *testing.T, doc *goquery.Document) {
		for selector, want := range map[string]int{"h1": 1, "main#main": 1, "header.topbar": 1, "footer": 1, "nav[aria-label=Main]": 1, "a.skip-link[href='#main']": 1, "[data-area-order] > li": 18, "title": 1} {
			if got := doc.Find(selector).Length(); got != want {
				t.Errorf("%s: %d times, want %d", selector, got, want)
			}
		}
		doc.Find("form form").Each(func(_ int, s *goquery.Selection) { t.Errorf("a form in a form: %s", describe(s)) })
		doc.Find("p p, p div, p ul, a a, button a").Each(func(_ int, s *goquery.Selection) { t.Errorf("misplaced: %s", describe(s)) })
	})
}

// The policy that every answer carries forbids all of these.
func TestPagesKeepThePolicy(t *testing.T) {
	every(t, func(t *testing.T, doc *goquery.Document) {
		doc.Find("*").Each(func(_ int, s *goquery.Selection) {
			for _, a := range s.Get(0).Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("attribute %s on %s", a.Key, describe(s))
				}
			}
		})
		doc.Find("style, iframe, object, embed, base, script:not([src])").Each(func(_ int, s *goquery.Selection) {
			t.Errorf("not allowed: %s", describe(s))
		})
		doc.Find("[src], link[href]").Each(func(_ int, s *goquery.Selection) {
			address := s.AttrOr("src", s.AttrOr("href", ""))
			if !strings.HasPrefix(address, "/assets/") {
				t.Errorf("loads %q", address)
			}
		})
		doc.Find("form").Each(func(_ int, s *goquery.Selection) {
			if action := s.AttrOr("action", ""); !strings.HasPrefix(action, "/") && s.AttrOr("id", "") != "lens-form" {
				t.Errorf("posts to %q", action)
			}
		})
		doc.Find("a[href^=http]").Each(func(_ int, s *goquery.Selection) {
			if s.AttrOr("rel", "") != "noreferrer noopener" {
				t.Errorf("tells another site where its reader comes from: %s", describe(s))
			}
		})
	})
}

func TestReferencesLeadSomewhere(t *testing.T) {
	every(t, func(t *testing.T, doc *goquery.Document) {
		ids := map[string]int{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) { ids[s.AttrOr("id", "")]++ })
		for id, n := range ids {
			if n > 1 {
				t.Errorf("id %q stands %d times", id, n)
			}
		}
		for _, attr := range []string{"aria-describedby", "aria-labelledby", "for", "list", "popovertarget"} {
			doc.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
				for _, id := range strings.Fields(s.AttrOr(attr, "")) {
					if ids[id] == 0 {
						t.Errorf("%s=%q leads nowhere: %s", attr, id, describe(s))
					}
				}
			})
		}
		doc.Find("a[href^='#']").Each(func(_ int, s *goquery.Selection) {
			if id := strings.TrimPrefix(s.AttrOr("href", ""), "#"); ids[id] == 0 {
				t.Errorf("link to #%s leads nowhere", id)
			}
		})
	})
}

func TestEveryFieldHasALabel(t *testing.T) {
	every(t, func(t *testing.T, doc *goquery.Document) {
		doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
			label := s.Closest("label").Text()
			if id, ok := s.Attr("id"); ok {
				label += doc.Find(fmt.Sprintf("label[for=%q]", id)).Text()
			}
			if strings.TrimSpace(label) == "" {
				t.Errorf("no label: %s", describe(s))
			}
		})
		doc.Find("button, a").Each(func(_ int, s *goquery.Selection) {
			if strings.TrimSpace(s.Text()+s.AttrOr("aria-label", "")) == "" {
				t.Errorf("no name: %s", describe(s))
			}
		})
	})
}

// Texts that would break a page that pastes them in.
const (
	scripted = `</script><script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	rtl      = "مناورة مشتركة \u202eabc"
	khmer    = "កម្ពុជា"
)

func TestHostileTextsStayTexts(t *testing.T) {
	text := scripted + rtl + khmer
	a := coop.Article{
		ID: 1, Title: text, TitleOriginal: text, URL: "javascript:alert(1)", ArchiveURL: "data:text/html," + text, Source: text, Author: text,
		Language: "km", Summary: text, Body: text + "\n" + text, Notes: text, Areas: []string{text}, Parties: []string{text}, State: coop.State(text), Coder: text,
		Reports: []coop.Report{{EngagementID: 1, EngagementTitle: text, EngagementForm: text, Stage: text, ArticleTitle: text, ArticleSource: text}},
	}
	e := coop.Engagement{ID: 1, Title: text, Place: text, Series: text, Key: text, Notes: text, Areas: []string{text}, Parties: []string{text}, Form: text, Stage: text, Reports: a.Reports}
	changes := []coop.Change{{Actor: text, Action: text, Fields: []coop.FieldChange{{Name: text, Before: text, After: text}}}}
	form := coop.ArticleForm{
		Title: text, Source: text, Published: text, Body: text, URL: text, TitleOriginal: text, Language: text, Author: text, ArchiveURL: text, Accessed: text,
		Summary: text, Notes: text, Areas: []string{text}, Parties: text, Engagement: text, EngagementTitle: text, Form: text, Stage: text,
		EngagementStart: text, EngagementEnd: text, Place: text, Version: text,
	}
	eform := coop.EngagementForm{Title: text, Form: text, Start: text, End: text, Place: text, Series: text, Areas: []string{text}, Parties: text, Notes: text, Version: text}
	bad := coop.FieldErrors{}
	for _, f := range append(articleFields, engagementFields...) {
		bad[f.Value] = text
	}
	lens := Lens{Path: "/articles", View: coop.View{
		Q: text, Areas: []string{text}, Parties: []string{text}, Sources: []string{text}, Langs: []string{text}, WithAreas: []string{text},
	}}
	lens.Facets.Source, lens.Facets.Lang = sampleLens("/").Facets.Source, sampleLens("/").Facets.Lang
	lens.Facets.Source[0].Value = text
	p := Page{Title: text, Here: text, Theme: text, Flash: &Flash{Text: text, Undo: "//evil.example", Link: "javascript:alert(1)"}}
	met := func(mine, theirs coop.ArticleForm) ArticleFormPage {
		form, c := mine.Meet(theirs, coop.Bases[coop.ArticleForm]{}, nil)
		return ArticleFormPage{Form: form, Conflict: &c, Bad: bad, Stored: &a, Choices: []coop.Engagement{e}, Reports: a.Reports, Sources: []string{text}, Languages: []string{text}}
	}
	_, emet := eform.Meet(coop.EngagementForm{}, coop.Bases[coop.EngagementForm]{}, nil)
	area := codebook.Area{Slug: "x", Name: text, Short: text, Covers: text, Excludes: text, Rules: "strong: " + text}
	for _, f := range areaFields {
		bad[f.Value] = text
	}
	for name, page := range map[string]templ.Component{
		"codebook": Codebook(p, CodebookPage{Codebook: codebook.Default().WithArea(area), History: []coop.CodebookChange{{Change: changes[0], Area: text}}}),
		"area": AreaForm(p, AreaFormPage{Area: area, Stored: &area, Bad: bad, Form: coop.AreaForm{Name: text, Short: text, Covers: text, Excludes: text, Rules: text, Version: text},
			Effect: &AreaEffect{Effect: suggest.Effect{Changes: []suggest.Change{{Text: suggest.Text{ID: 1, Title: text, Body: text}, Suggestion: suggest.Suggestion{Code: text, Reason: text,
				Evidence: []suggest.Evidence{{Field: suggest.Body, End: len(text), Quote: text}}}}}}}}),
		"article": Article(p, ArticlePage{Article: a, History: changes, Choices: []coop.Engagement{e}, Bad: bad, Typed: form}),
		"articles": Articles(p, ArticlesPage{Lens: lens, Total: 1, Rows: []ArticleRow{
			{Article: a, TitleMarks: []Mark{{text, true}}, Snippet: []Mark{{text, false}}},
		}}),
		"none":        Articles(p, ArticlesPage{Lens: lens, Drop: []Drop{{text, lens.View, 1}}}),
		"form":        ArticleForm(p, met(form, coop.ArticleForm{})),
		"theirs":      ArticleForm(p, met(coop.ArticleForm{}, form)),
		"deleted":     ArticleForm(p, ArticleFormPage{Form: form, Deleted: true, Made: Settlement{Began: text}}),
		"engagement":  Engagement(p, EngagementPage{Engagement: e, History: changes}),
		"engagements": Engagements(p, EngagementsPage{Lens: lens, Total: 1, Rows: []coop.Engagement{e}}),
		"edit":        EngagementForm(p, EngagementFormPage{Form: eform, Bad: bad, Conflict: &emet}),
		"problem":     Problem(p, ProblemPage{Heading: text, Text: text, Action: text, Address: "javascript:alert(1)", Reference: text}),
	} {
		doc, source := drawn(t, page)
		if n := doc.Find("script:not([src])").Length() + doc.Find("img").Length(); n > 0 {
			t.Errorf("%s: %d elements came out of a text", name, n)
		}
		doc.Find("a, form").Each(func(_ int, s *goquery.Selection) {
			if address := s.AttrOr("href", s.AttrOr("action", "")); !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "#") || strings.HasPrefix(address, "//") {
				t.Errorf("%s: leads to %q", name, address)
			}
		})
		if !strings.Contains(source, rtl) || !strings.Contains(source, khmer) || !strings.Contains(html.UnescapeString(source), scripted) {
			t.Errorf("%s: the text did not come through as it is", name)
		}
	}
}

func TestWebLinks(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.org/a?b=c#d": "https://example.org/a?b=c#d", " http://example.org ": "http://example.org",
		"javascript:alert(1)": "", "JavaScript://example.org/%0aalert(1)": "", "data:text/html,x": "", "//example.org": "", "ftp://example.org/x": "", "": "",
	} {
		if got := string(web(address)); got != want {
			t.Errorf("web(%q) = %q, want %q", address, got, want)
		}
	}
	for address, want := range map[string]string{"/articles/1": "/articles/1", "//evil.example": "", "/\\evil.example": "", "https://evil.example": "", "": ""} {
		if got := string(local(address)); got != want {
			t.Errorf("local(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestLayout(t *testing.T) {
	p := Page{Title: "Articles", Nav: "articles", Theme: "dark", Patterns: true, KeysOff: true, Here: "/articles?q=a&area=demining", Error: true}
	doc, _ := drawn(t, Layout(p, nil, true))
	root := doc.Find("html")
	got := map[string]string{
		"lang": root.AttrOr("lang", ""), "theme": root.AttrOr("data-theme", ""), "patterns": root.AttrOr("data-patterns", ""), "keys": root.AttrOr("data-keys", ""),
		"title": doc.Find("title").Text(), "current": doc.Find(".nav [aria-current=page]").Text(), "back": doc.Find("input[name=back]").AttrOr("value", ""),
		"chosen": doc.Find("button[name=theme][aria-pressed=true]").Text(), "echarts": doc.Find("script[defer]").AttrOr("src", ""),
	}
	want := map[string]string{
		"lang": "en", "theme": "dark", "patterns": "on", "keys": "off", "title": "Error: Articles – Entente", "current": "Articles",
		"back": "/articles?q=a&area=demining", "chosen": "Dark", "echarts": assets.URL("echarts.min.js"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("layout (-want +got):\n%s", diff)
	}
	var keys []string
	doc.Find("[data-key]").Each(func(_ int, s *goquery.Selection) { keys = append(keys, s.AttrOr("data-key", "")) })
	if diff := cmp.Diff([]string{"g d", "g a", "g e", "g p", "g r", "g c", "n", "?"}, keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if n := doc.Find("script").Length(); !assets.HasCharts() && n != 1 {
		t.Errorf("%d scripts without ECharts, want 1", n)
	}
	plain, _ := drawn(t, Layout(Page{}, nil, false))
	if n := plain.Find("script[defer]").Length(); n != 0 {
		t.Errorf("a page without charts loads ECharts")
	}
}
