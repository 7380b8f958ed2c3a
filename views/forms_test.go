package views

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

// asForm reads what a form would send back into the struct that shows it.
func asForm(form *goquery.Selection) coop.ArticleForm {
	sent := submit(form)
	return coop.ArticleForm{
		Title: sent.Get("title"), Source: sent.Get("source"), Published: sent.Get("published"), Body: coop.Text(sent.Get("body")), URL: sent.Get("url"),
		TitleOriginal: sent.Get("title_original"), Language: sent.Get("language"), Author: sent.Get("author"), ArchiveURL: sent.Get("archive_url"),
		Accessed: sent.Get("accessed"), Summary: coop.Text(sent.Get("summary")), Notes: coop.Text(sent.Get("notes")), Areas: sent["areas"],
		Parties: sent.Get("parties"), Excluded: sent.Get("excluded"), Engagement: sent.Get("engagement"), EngagementTitle: sent.Get("engagement_title"),
		Form: sent.Get("form"), Stage: sent.Get("stage"), EngagementStart: sent.Get("engagement_start"), EngagementEnd: sent.Get("engagement_end"),
		Place: sent.Get("place"), Version: sent.Get("version"),
	}
}

// Whatever was typed comes back as typed, sensible or not.
func TestArticleFormKeepsWhatWasTyped(t *testing.T) {
	form := coop.ArticleForm{
		Title: "A title", Source: "Somewhere", Published: "last week", Body: "\nOne.\n\nTwo.", URL: "nonsense", TitleOriginal: "ចំណងជើង", Language: "xx",
		Author: "A", ArchiveURL: "b", Accessed: "c", Summary: "S", Notes: "N", Areas: []string{"training", "unheard-of", "cyber"}, Parties: "Atlantis; KH",
		Excluded: "1", Engagement: "99999", EngagementTitle: "E", Form: "dance", Stage: "dreamt", EngagementStart: "d", EngagementEnd: "e", Place: "P", Version: "4",
	}
	doc, _ := drawn(t, ArticleForm(samplePage("Add", "articles"), ArticleFormPage{ID: 7, Form: form, Bad: coop.FieldErrors{"published": "Write the date as 2024-02-27."}}))
	got := asForm(doc.Find("form[action='/articles/7']"))
	got.Areas = samplePage("", "").codebook().Sort(got.Areas)
	form.Areas = samplePage("", "").codebook().Sort(form.Areas)
	if diff := cmp.Diff(form, got); diff != "" {
		t.Errorf("typed (-want +got):\n%s", diff)
	}
}

func TestMistakesStandBesideTheirFields(t *testing.T) {
	p := wrongArticleForm()
	doc, _ := drawn(t, ArticleForm(samplePage("Add an article", "articles"), p))
	if got := doc.Find("title").Text(); got != "Error: Add an article – Entente" {
		t.Errorf("title %q", got)
	}
	summary := doc.Find("main > *:not(nav)").First()
	if !summary.Is(".error-summary[role=alert][tabindex='-1'][autofocus]") {
		t.Errorf("first in main: %s", describe(summary))
	}
	if n := summary.Find("li").Length(); n != len(p.Bad) {
		t.Errorf("%d mistakes listed, want %d", n, len(p.Bad))
	}
	for name, sentence := range p.Bad {
		if name == "version" {
			continue
		}
		if !strings.Contains(doc.Find("#"+name+"-error").Text(), sentence) {
			t.Errorf("%s: no sentence beside it", name)
		}
		if got := summary.Find("a[href='#" + name + "']").Text(); !strings.HasSuffix(got, sentence) {
			t.Errorf("%s: the summary says %q", name, got)
		}
		if field := doc.Find("#" + name); !strings.Contains(field.AttrOr("aria-describedby", ""), name+"-error") {
			t.Errorf("%s is not described by its mistake: %s", name, describe(field))
		}
	}
	if got := doc.Find("[aria-invalid]").Length(); got != 3 {
		t.Errorf("%d fields are marked, want title, author and engagement_start", got)
	}
	if _, open := doc.Find("details:has(#author)").Attr("open"); !open {
		t.Error("the mistake in the author is out of sight")
	}
}

func TestRequiredFields(t *testing.T) {
	doc, _ := drawn(t, ArticleForm(samplePage("Add", "articles"), ArticleFormPage{}))
	var names []string
	doc.Find("[required]").Each(func(_ int, s *goquery.Selection) { names = append(names, s.AttrOr("name", "")) })
	if diff := cmp.Diff([]string{"title", "source", "published"}, names); diff != "" {
		t.Errorf("required (-want +got):\n%s", diff)
	}
	if _, ok := doc.Find("main form").Attr("novalidate"); !ok {
		t.Error("the browser would keep the form back")
	}
	if got := doc.Find("main form button").First().Text(); got != "Save article" {
		t.Errorf("Enter presses %q", got)
	}
}

func TestStoredAddress(t *testing.T) {
	a := sampleArticle()
	p := ArticleFormPage{Form: coop.FormOf(a), Stored: &a}
	doc, _ := drawn(t, ArticleForm(samplePage("Add", "articles"), p))
	if got := doc.Find("#stored a").AttrOr("href", ""); got != "/articles/8412" {
		t.Errorf("leads to %q", got)
	}
	if got := doc.Find("#url-error").Text(); !strings.Contains(got, "stored already") {
		t.Errorf("beside the address: %q", got)
	}
	p.StoredOld = true
	doc, _ = drawn(t, ArticleForm(samplePage("Add", "articles"), p))
	if got := doc.Find("#stored form").AttrOr("action", "") + doc.Find("#stored a").Text(); got != "/articles/8412/restore" {
		t.Errorf("offers %q", got)
	}
	if doc.Find("form[action='/articles'] #stored").Length() > 0 {
		t.Error("Restore stands in the form: Enter would press it")
	}
}

func TestArticleLinks(t *testing.T) {
	a := sampleArticle()
	doc, _ := drawn(t, Article(samplePage("An article", "articles"), ArticlePage{Article: a, Choices: []coop.Engagement{sampleEngagement()}}))
	var actions []string
	doc.Find("main form, main button[formaction]").Each(func(_ int, s *goquery.Selection) {
		actions = append(actions, s.AttrOr("action", s.AttrOr("formaction", "")))
	})
	want := []string{
		"/articles/8412/quotes", "/articles/8412/reports/2210", "/articles/8412/reports/2210/delete", "/articles/8412/reports/2211", "/articles/8412/reports/2211/delete",
		"/articles/8412/reports", "/articles/8412/delete",
	}
	if diff := cmp.Diff(want, actions); diff != "" {
		t.Errorf("forms (-want +got):\n%s", diff)
	}
	if got := submit(doc.Find("form[action='/articles/8412/reports/2210']")).Get("stage"); got != "asked" {
		t.Errorf("stage %q, want asked", got)
	}
	if got := doc.Find("[data-key=e]").AttrOr("href", ""); got != "/articles/8412/edit" {
		t.Errorf("e leads to %q", got)
	}
	if body := doc.Find("[lang=km].reading"); body.Find("p").Length() != 2 || body.Find("br").Length() != 1 {
		t.Errorf("text: %s", describe(body))
	}
}

func TestNewArticleForAnEngagement(t *testing.T) {
	p := ArticleFormPage{Form: coop.ArticleForm{Engagement: "2210"}, Choices: []coop.Engagement{sampleEngagement()}}
	doc, _ := drawn(t, ArticleForm(samplePage("Add", "articles"), p))
	if got := doc.Find("#engagement option[selected]").Text(); !strings.HasPrefix(got, "26 Feb 2024 · ASEAN, KH, US · Cambodia’s") {
		t.Errorf("chosen %q", got)
	}
	if n := doc.Find("#engagement option").Length(); n != 3 {
		t.Errorf("%d choices, want later, new and one", n)
	}
}

func TestHistory(t *testing.T) {
	cb := samplePage("", "").codebook()
	long := strings.Repeat("The same beginning. ", 30)
	for _, tt := range []struct {
		name   string
		change coop.Change
		want   []changedField
	}{
		{"create", coop.Change{Action: "create", Fields: []coop.FieldChange{{Name: "title", After: "A"}}}, nil},
		{"codes in words", coop.Change{Action: "update", Fields: []coop.FieldChange{
			{Name: "areas", Before: "training", After: "training; cyber"}, {Name: "parties", Before: "KH (host); US", After: ""},
			{Name: "state", Before: "suggested", After: "coded"}, {Name: "engagement_start", After: "2024-02"}, {Name: "engagement_end", Before: "2024-02-27", After: "2024"}, {Name: "language", Before: "km", After: "en"},
		}}, []changedField{
			{"areas", "Training and education", "Training and education, Cyber and emerging technology"}, {"parties", "Cambodia (host), United States", "nothing"},
			{"coding", "Suggested", "Confirmed"}, {"start", "nothing", "Feb 2024"}, {"end", "27 Feb 2024", "2024"}, {"language", "Khmer", "English"},
		}},
		{"link", coop.Change{Action: "link", Fields: []coop.FieldChange{{Name: "engagement", After: "A course"}, {Name: "stage"}}},
			[]changedField{{"engagement", "", "A course"}}},
		{"unlink", coop.Change{Action: "unlink", Fields: []coop.FieldChange{{Name: "article", Before: "A title"}, {Name: "stage", Before: "done"}}},
			[]changedField{{"article", "", "A title"}, {"stage", "", "Done"}}},
		{"stage", coop.Change{Action: "stage", Fields: []coop.FieldChange{{Name: "engagement", Before: "A", After: "A"}, {Name: "stage", Before: "planned", After: "done"}}},
			[]changedField{{"engagement", "", "A"}, {"stage", "Planned", "Done"}}},
		{"long texts begin where they part", coop.Change{Action: "update", Fields: []coop.FieldChange{{Name: "body", Before: long + "Old end", After: long + "New end"}}},
			[]changedField{{"text", "…The same beginning. The same beginning. Old end", "…The same beginning. The same beginning. New end"}}},
	} {
		if diff := cmp.Diff(tt.want, changedFields(cb, tt.change)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
