package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEnterAnArticleWithItsEngagement(t *testing.T) {
	s := newSite(t)
	address := s.create(t, article("Angkor Sentinel opens in Kampong Speu",
		"body", "Troops of both countries began the exercise.", "url", "https://www.example.org/a?utm_source=x",
		"language", "en", "areas", "exercises", "areas", "training", "parties", "Cambodia, USA",
		"engagement", "new", "engagement_title", "Angkor Sentinel 2024", "form", "exercise", "stage", "under-way",
		"engagement_start", "2024-02-26", "place", "Kampong Speu"))
	page := s.page(t, address)
	text := page.Find("main").Text()
	for _, want := range []string{"Angkor Sentinel opens", "Training", "Exercises", "Cambodia", "United States", "Angkor Sentinel 2024", "Under way", "27 Feb 2024"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page of the article does not show %q", want)
		}
	}
	if n := s.total(t, "/articles?area=exercises&party=KH&form=exercise&stage=under-way"); n != 1 {
		t.Errorf("the list finds %d articles, want 1", n)
	}
	if n := s.total(t, "/engagements?from=2024-02-26&to=2024-02-26"); n != 1 {
		t.Errorf("the list finds %d engagements on the day it starts, want 1", n)
	}
}

func TestAFormWithMistakesComesBackAsTyped(t *testing.T) {
	s := newSite(t)
	typed := url.Values{
		"title": {""}, "source": {"Wire <b>"}, "published": {"27 Feb"}, "body": {"All that was typed."},
		"url": {"not an address"}, "areas": {"demining", "cyber"}, "parties": {"Cambodja"}, "notes": {"mine"},
		"engagement": {"new"}, "engagement_start": {"2024-02-27"}, "engagement_end": {"2024-02-26"}, "form": {"visit"}, "stage": {"done"},
	}
	w := s.post(t, "/articles", typed)
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("status %d, want 422", w.Code)
	}
	page := document(t, w)
	for field, says := range map[string]string{
		"title": "title", "published": "2024-02-27", "url": "https://", "parties": "Cambodia", "engagement_end": "27 Feb 2024",
	} {
		beside := page.Find("#" + field + "-error").Text()
		if !strings.Contains(beside, says) {
			t.Errorf("beside %s stands %q, want it to say %q", field, beside, says)
		}
		if got := page.Find("[name="+field+"]").First().AttrOr("aria-invalid", ""); got != "true" {
			t.Errorf("%s has aria-invalid=%q, want true", field, got)
		}
		if page.Find(".error-summary a[href='#"+field+"']").Length() == 0 {
			t.Errorf("the summary does not lead to %s", field)
		}
	}
	if title := page.Find("title").Text(); !strings.HasPrefix(title, "Error:") {
		t.Errorf("title = %q, want it to begin with Error:", title)
	}
	got := formValues(page.Find("main form").First())
	for field, values := range typed {
		if diff := cmp.Diff(values, got[field]); diff != "" {
			t.Errorf("%s (-typed +shown):\n%s", field, diff)
		}
	}
	if n := len(s.records(t, "/articles.csv")) - 1; n != 0 {
		t.Errorf("%d articles were stored, want none", n)
	}
}

func TestAnAddressThatIsStoredAlreadyLeadsToItsArticle(t *testing.T) {
	s := newSite(t)
	first := s.create(t, article("The first", "url", "https://www.example.org/a/"))
	again := article("The second", "url", "http://m.example.org/a?utm_source=feed#top")
	w := s.post(t, "/articles", again)
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("status %d, want 422", w.Code)
	}
	page := document(t, w)
	if page.Find("main a[href='"+first+"']").Length() == 0 {
		t.Errorf("no link to the stored article %s:\n%s", first, excerpt(w))
	}
	if got := page.Find("[name=title]").AttrOr("value", ""); got != "The second" {
		t.Errorf("title typed = %q, want it kept", got)
	}
	again.Set("published", "yesterday")
	if page := document(t, s.post(t, "/articles", again)); page.Find("main a[href='"+first+"']").Length() == 0 || page.Find("#published-error").Text() == "" {
		t.Error("beside another mistake, nothing is said of the address")
	}
	again.Set("published", "2024-02-27")
	s.post(t, first+"/delete", nil)
	if w := s.post(t, "/articles", again); w.Code != http.StatusUnprocessableEntity ||
		document(t, w).Find("[formaction='"+first+"/restore'], form[action='"+first+"/restore']").Length() == 0 {
		t.Errorf("status %d and no way to restore %s:\n%s", w.Code, first, excerpt(w))
	}
}

func TestTheSameTextOnlyWarns(t *testing.T) {
	s := newSite(t)
	first := s.create(t, article("Wire story", "body", "The whole text."))
	for name, form := range map[string]url.Values{
		"same text":                  article("Another headline", "source", "Other Wire", "body", "The whole text."),
		"same title, source and day": article("Wire story"),
	} {
		page := s.follow(t, s.post(t, "/articles", form))
		if said := page.Find("[role=status]"); !strings.Contains(said.Text(), "Wire story") || said.Find("a[href='"+first+"']").Length() == 0 {
			t.Errorf("%s: the message is %q, want it to lead to %s", name, said.Text(), first)
		}
	}
	if page := s.follow(t, s.post(t, "/articles", article("Something else", "body", "Another text."))); strings.Contains(page.Find("[role=status]").Text(), "the same") {
		t.Error("an article unlike any other is warned of")
	}
}

func TestCodingsAreDatedByTheirOwnChange(t *testing.T) {
	s := newSite(t)
	address := s.create(t, article("t", "areas", "cyber"))
	before := column(t, s.records(t, "/codings.csv"), "coded_at")[0]
	form := s.edit(t, address)
	form.Set("notes", "a note")
	s.post(t, address, form)
	if after := column(t, s.records(t, "/codings.csv"), "coded_at")[0]; after != before {
		t.Errorf("a note moved coded_at from %s to %s", before, after)
	}
}

func TestEditingKeepsEverything(t *testing.T) {
	s := newSite(t)
	address := s.create(t, article("Première « à la une »",
		"title_original", "ចំណងជើង", "body", "one\r\n\r\n  two & <three>", "url", "https://example.org/b", "author", "A. Writer",
		"archive_url", "https://archive.example.org/b", "accessed", "2024-03-01", "language", "km", "summary", "short", "notes", "ours",
		"areas", "demining", "parties", "KH;US"))
	before := s.records(t, "/articles.csv")
	form := s.edit(t, address)
	if w := s.post(t, address, form); w.Code != http.StatusSeeOther {
		t.Fatalf("POST %s = %d:\n%s", address, w.Code, excerpt(w))
	}
	if diff := cmp.Diff(before, s.records(t, "/articles.csv")); diff != "" {
		t.Errorf("saving without a change changed something (-before +after):\n%s", diff)
	}
	form = s.edit(t, address)
	form.Set("title", "A new title")
	form.Del("areas")
	form.Set("parties", "Laos")
	page := s.follow(t, s.post(t, address, form))
	if !strings.Contains(page.Find("[role=status]").Text(), "Saved") {
		t.Error("nothing confirms that it was saved")
	}
	history := page.Find("main").Text()
	for _, want := range []string{"A new title", "Première « à la une »"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history does not show %q", want)
		}
	}
	if got := column(t, s.records(t, "/articles.csv"), "parties"); got[0] != "LA" {
		t.Errorf("parties = %q, want LA", got)
	}
}

func TestTheLaterOfTwoEditorsSeesBothTexts(t *testing.T) {
	s := newSite(t)
	address := s.create(t, article("As it was", "summary", "old summary"))
	mine := s.edit(t, address)
	theirs := s.edit(t, address)
	theirs.Set("title", "Their title")
	theirs.Set("summary", "their summary")
	s.post(t, address, theirs)

	mine.Set("title", "My title")
	mine.Set("notes", "my note")
	w := s.post(t, address, mine)
	if w.Code != http.StatusConflict {
		t.Fatalf("status %d, want 409", w.Code)
	}
	page := document(t, w)
	form := formValues(page.Find("main form").First())
	if form.Get("title") != "My title" || form.Get("notes") != "my note" {
		t.Errorf("title %q, notes %q; want what I typed", form.Get("title"), form.Get("notes"))
	}
	for _, want := range []string{"Their title", "their summary"} {
		if !strings.Contains(page.Find("main").Text(), want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	if got := column(t, s.records(t, "/articles.csv"), "title"); got[0] != "Their title" {
		t.Errorf("stored title = %q, want theirs until I decide", got[0])
	}
	if w := s.post(t, address, form); w.Code != http.StatusSeeOther {
		t.Fatalf("saving again = %d, want 303:\n%s", w.Code, excerpt(w))
	}
	if got := column(t, s.records(t, "/articles.csv"), "title"); got[0] != "My title" {
		t.Errorf("stored title = %q, want mine after I decided", got[0])
	}
}

func TestDeleteIsUndoneFromItsMessage(t *testing.T) {
	s := newSite(t)
	address := s.create(t, article("To be deleted", "areas", "demining", "engagement", "new"))
	before := s.records(t, "/articles.csv")
	page := s.follow(t, s.post(t, address+"/delete", nil))
	undo := page.Find("[role=status] form").AttrOr("action", "")
	if undo != address+"/restore" {
		t.Fatalf("undo posts to %q, want %s/restore", undo, address)
	}
	if w := s.get(t, address); w.Code != http.StatusGone || document(t, w).Find("form[action='"+undo+"']").Length() == 0 {
		t.Errorf("GET %s = %d, want 410 with a way to restore", address, w.Code)
	}
	if len(s.records(t, "/articles.csv")) != 1 || len(s.records(t, "/engagements.csv")) != 1 {
		t.Error("the deleted article, or the engagement that only it reports, is still exported")
	}
	s.follow(t, s.post(t, undo, nil))
	after := s.records(t, "/articles.csv")
	for _, name := range []string{"article_id", "title", "areas", "engagement_keys", "created_at"} {
		if diff := cmp.Diff(column(t, before, name), column(t, after, name)); diff != "" {
			t.Errorf("%s after restore (-before +after):\n%s", name, diff)
		}
	}
}

func TestLinksOfAnArticle(t *testing.T) {
	s := newSite(t)
	s.create(t, article("First report", "engagement", "new", "engagement_title", "The event", "stage", "planned"))
	second := s.create(t, article("Second report", "published", "2024-03-01"))
	if w := s.post(t, second+"/reports", url.Values{"engagement": {"1"}, "stage": {"under-way"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("linking = %d:\n%s", w.Code, excerpt(w))
	}
	stage := func() string { return strings.Join(column(t, s.records(t, "/engagements.csv"), "stage"), ",") }
	if stage() == "" || len(s.records(t, "/reports.csv")) != 3 {
		t.Errorf("stage %q, reports %v; want two reports", stage(), s.records(t, "/reports.csv"))
	}
	s.post(t, second+"/reports/1", url.Values{"stage": {"lapsed"}})
	if got := column(t, s.records(t, "/reports.csv"), "stage"); !cmp.Equal(got, []string{"lapsed", "planned"}) && !cmp.Equal(got, []string{"planned", "lapsed"}) {
		t.Errorf("stages of the reports = %v, want the corrected one", got)
	}
	s.post(t, second+"/reports", url.Values{"engagement": {"new"}, "engagement_title": {"Another event"}, "form": {"visit"}})
	if n := s.total(t, "/engagements"); n != 2 {
		t.Errorf("%d engagements, want 2", n)
	}
	s.post(t, second+"/reports/1/delete", nil)
	if w := s.post(t, second+"/reports/1", url.Values{"stage": {"done"}}); w.Code != http.StatusNotFound {
		t.Errorf("correcting a link that is gone = %d, want 404", w.Code)
	}
	if got := stage(); got != "planned," && got != ",planned" {
		t.Errorf("stages after unlinking = %q, want the first report's", got)
	}
	for _, form := range []url.Values{{"engagement": {"99"}}, {"engagement": {""}}, {"engagement": {"1"}, "stage": {"finished"}}} {
		if w := s.post(t, second+"/reports", form); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("linking with %v = %d, want 422", form, w.Code)
		}
	}
	if w := s.post(t, "/articles", article("t", "engagement", "99")); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("saving with an unknown engagement = %d, want 422", w.Code)
	}
}

func TestEngagementForm(t *testing.T) {
	s := newSite(t)
	s.create(t, article("Report", "engagement", "new", "engagement_title", "The event", "areas", "cyber", "parties", "KH"))
	form := s.edit(t, "/engagements/1")
	form.Set("title", "")
	form.Set("engagement_start", "March")
	w := s.post(t, "/engagements/1", form)
	if w.Code != http.StatusUnprocessableEntity || document(t, w).Find("#title-error").Text() == "" {
		t.Fatalf("status %d, want 422 with a sentence beside the title", w.Code)
	}
	form.Set("title", "The event, renamed")
	form.Set("engagement_start", "2024-02-01")
	form.Set("series", "Yearly")
	s.follow(t, s.post(t, "/engagements/1", form))
	rows := s.records(t, "/engagements.csv")
	if got := []string{column(t, rows, "title")[0], column(t, rows, "engagement_start")[0], column(t, rows, "series")[0], column(t, rows, "areas")[0]}; !cmp.Equal(got, []string{"The event, renamed", "2024-02-01", "Yearly", "cyber"}) {
		t.Errorf("stored %v", got)
	}
	if w := s.post(t, "/engagements/1", form); w.Code != http.StatusConflict {
		t.Errorf("saving from an old version = %d, want 409", w.Code)
	}
	page := s.follow(t, s.post(t, "/engagements/1/delete", nil))
	if page.Find("[role=status] form[action='/engagements/1/restore']").Length() == 0 {
		t.Error("no undo of the deletion")
	}
	if w := s.get(t, "/engagements/1"); w.Code != http.StatusGone {
		t.Errorf("a deleted engagement answers %d, want 410", w.Code)
	}
	s.follow(t, s.post(t, "/engagements/1/restore", nil))
}

func TestAnArticleThatIsNotRelevantIsLeftOut(t *testing.T) {
	s := newSite(t)
	address := s.create(t, article("A football match", "excluded", "1"))
	if n := s.total(t, "/articles?state=excluded"); n != 1 {
		t.Errorf("state=excluded finds %d, want 1", n)
	}
	if rows := s.records(t, "/articles.csv"); len(rows) != 1 {
		t.Errorf("%d rows without state=, want none", len(rows)-1)
	}
	if form := s.edit(t, address); form.Get("excluded") == "" {
		t.Error("the form does not show that it is not relevant")
	}
}
