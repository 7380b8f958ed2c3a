package handlers

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"entente/db/dbtest"
)

// siteOn is a site on a day.
func siteOn(t testing.TB, day string) site {
	t.Helper()
	today, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	store := dbtest.New(t)
	s := build(store, slog.New(slog.DiscardHandler), patient)
	s.now = func() time.Time { return today }
	return site{s.router(), store}
}

// said is the text of what a selector finds.
func said(doc *goquery.Document, selector string) string {
	return strings.Join(strings.Fields(doc.Find(selector).Text()), " ")
}

const tooEarly = "It cannot be done before it begins on 3 May 2027: choose planned or agreed, or correct the date."

func TestWhatHasNotBegunIsNotDone(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2027-05-02")
	first := s.create(t, article("Games announced", "engagement", "new", "stage", "planned", "engagement_start", "2027-05-03"))
	second := s.create(t, article("Games at hand"))
	edit := s.edit(t, second)
	edit.Set("engagement", "1")
	edit.Set("stage", "done")
	for name, post := range map[string]struct {
		address string
		form    url.Values
	}{
		"a new article with a new engagement": {"/articles", article("t", "engagement", "new", "stage", "done", "engagement_start", "3 May 2027")},
		"a new article with a stored one":     {"/articles", article("t", "engagement", "1", "stage", "done")},
		"an edit that links one":              {second, edit},
		"a link":                              {second + "/reports", url.Values{"engagement": {"1"}, "stage": {"done"}}},
		"a link to a new one":                 {second + "/reports", url.Values{"engagement": {"new"}, "stage": {"done"}, "engagement_start": {"2027-05-03"}}},
		"a stage corrected":                   {first + "/reports/1", url.Values{"stage": {"done"}}},
	} {
		w := s.post(t, post.address, post.form)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d, want 422", name, w.Code)
			continue
		}
		doc := document(t, w)
		if got := said(doc, "#stage-error"); got != "Error: "+tooEarly {
			t.Errorf("%s: beside the stage it says %q", name, got)
		}
		if got := said(doc, ".error-summary a[href='#stage']"); !strings.Contains(got, tooEarly) {
			t.Errorf("%s: the summary says %q", name, got)
		}
	}
	if rows := s.records(t, "/reports.csv"); len(rows) != 2 {
		t.Errorf("%d reports are stored, want the first alone", len(rows)-1)
	}
}

func TestWhatMayHaveBegunMayBeDone(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2027-05-02")
	for start, want := range map[string]int{
		"": http.StatusSeeOther, "2027-05-02": http.StatusSeeOther, "2027-05": http.StatusSeeOther, "2027": http.StatusSeeOther,
		"2027-06": http.StatusUnprocessableEntity, "2028": http.StatusUnprocessableEntity,
	} {
		w := s.post(t, "/articles", article("Begun "+start, "engagement", "new", "stage", "done", "engagement_start", start))
		if w.Code != want {
			t.Errorf("done, begun %q: status %d, want %d", start, w.Code, want)
		}
	}
	w := s.post(t, "/articles", article("t", "engagement", "new", "stage", "done", "engagement_start", "2027-06"))
	if got := said(document(t, w), "#stage-error"); !strings.Contains(got, "before it begins in Jun 2027:") {
		t.Errorf("of a month it says %q", got)
	}
}

func TestOnePartyAloneOnlyWarns(t *testing.T) {
	t.Parallel()
	const alone = "Only one party is named; cooperation takes two."
	s := siteOn(t, "2027-05-02")
	saved := s.follow(t, s.post(t, "/articles", article("Report", "parties", "KH", "engagement", "new")))
	if got := said(saved, ".note--warn[role=status]"); got != "Saved, with a warning: Added “Report”. "+alone {
		t.Errorf("saving says %q", got)
	}
	form := s.edit(t, "/engagements/1")
	form.Set("notes", "no one else")
	page := s.follow(t, s.post(t, "/engagements/1", form))
	if got := said(page, ".note--warn"); got != "Warning: "+alone {
		t.Errorf("the engagement says %q", got)
	}
	if got := said(page, ".note--ok[role=status]"); got != "Saved “Report”." {
		t.Errorf("saving it says %q", got)
	}
	if n := page.Find(".error, .error-summary").Length(); n != 0 {
		t.Errorf("%d errors on the page of a warning", n)
	}
	form = s.edit(t, "/engagements/1")
	form.Set("parties", "KH, US")
	if got := said(s.follow(t, s.post(t, "/engagements/1", form)), ".note--warn"); got != "" {
		t.Errorf("with two parties it says %q", got)
	}
	two := s.follow(t, s.post(t, "/articles", article("Two", "parties", "KH, US", "engagement", "new")))
	if n := two.Find(".note--warn").Length(); n != 0 {
		t.Errorf("two parties give %d warnings", n)
	}
}

// TestADateMovedIntoTheFutureWarns, for the stage stands with an article.
func TestADateMovedIntoTheFutureWarns(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2027-05-02")
	s.create(t, article("Report", "parties", "KH, US", "engagement", "new", "stage", "done", "engagement_start", "2027-05-01"))
	form := s.edit(t, "/engagements/1")
	form.Set("engagement_start", "2028")
	want := "Warning: It is reported as done, but begins only in 2028: correct the date, or the stage in its latest report."
	if got := said(s.follow(t, s.post(t, "/engagements/1", form)), ".note--warn"); got != want {
		t.Errorf("it says %q", got)
	}
}

func TestMistakesOfAnEngagement(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2027-05-02")
	s.create(t, article("Report", "engagement", "new"))
	for field, values := range map[string][]string{
		"form":           {"parade", "Choose a form from the list, or leave it open."},
		"engagement_end": {"2024-01", "The end must not lie before the start, 1 Feb 2024."},
		"areas":          {"marching", "There is no area “marching” in the codebook."},
		"parties":        {"KH, Nowhereland", "No party is called “Nowhereland”."},
	} {
		form := s.edit(t, "/engagements/1")
		form.Set("engagement_start", "2024-02-01")
		form.Set(field, values[0])
		w := s.post(t, "/engagements/1", form)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s %q: status %d, want 422", field, values[0], w.Code)
			continue
		}
		doc := document(t, w)
		if got := said(doc, "#"+field+"-error"); !strings.HasPrefix(got, "Error: "+values[1]) {
			t.Errorf("%s %q: it says %q", field, values[0], got)
		}
		if n := doc.Find(".note--warn").Length(); n != 0 {
			t.Errorf("%s: a mistake looks like a warning", field)
		}
	}
}

func TestAnEngagementIsMadeWithAnArticle(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2027-05-02")
	address := s.create(t, article("Report", "engagement", "new"))
	add := s.page(t, "/engagements").Find("main a.btn[href='/articles/new?engagement=new']")
	if add.Length() != 1 || s.page(t, "/articles").Find("main a.btn[href='/articles/new?engagement=new']").Length() != 0 {
		t.Fatalf("%d buttons lead to a new engagement from the list of engagements; or one from articles", add.Length())
	}
	doc := s.page(t, mustAttr(t, add, "href"))
	if got := said(doc, ".page-head"); !strings.Contains(got, "An engagement is made with an article that reports it") {
		t.Errorf("the form does not say why: %q", got)
	}
	form := formValues(doc.Find("main form").First())
	if form.Get("engagement") != "new" {
		t.Errorf("engagement %q is chosen, want a new one", form.Get("engagement"))
	}
	for _, page := range []*goquery.Document{doc, s.page(t, address)} {
		for _, field := range []string{"form", "engagement_start", "engagement_end", "place", "stage"} {
			if page.Find("main [name="+field+"]").Length() == 0 {
				t.Errorf("%s: no field %s", said(page, "h1"), field)
			}
		}
	}
	for k, v := range article("Ships call", "form", "visit", "stage", "done", "engagement_start", "Feb 2024", "place", "Ream") {
		form[k] = v
	}
	s.create(t, form)
	rows := s.records(t, "/engagements.csv?q=ships")
	for name, want := range map[string]string{"form": "visit", "stage": "done", "engagement_start": "2024-02", "place": "Ream"} {
		if got := strings.Join(column(t, rows, name), " "); strings.TrimSpace(got) != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if w := s.get(t, "/articles/new?engagement=none"); w.Code != http.StatusBadRequest {
		t.Errorf("an engagement that is no number = %d, want 400", w.Code)
	}
}

func TestTheRolesAreReadWithTheirField(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2027-05-02")
	s.create(t, article("Report", "engagement", "new"))
	doc := s.page(t, "/engagements/1/edit")
	for field, want := range map[string]string{"parties": "Roles: provider", "officials": "A line each: name"} {
		text := ""
		for id := range strings.FieldsSeq(mustAttr(t, doc.Find("#"+field), "aria-describedby")) {
			text += said(doc, "#"+id)
		}
		if !strings.Contains(text, want) {
			t.Errorf("%s is described as %q", field, text)
		}
	}
}

func TestAReviewDoesNotSayDoneTooEarly(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2027-05-02")
	s.suggest(t, "title,body,source,published\n", toReview[:1])
	s.create(t, article("Course announced", "engagement", "new", "engagement_start", "2027-05-03"))
	doc := s.page(t, "/review/1")
	address, form := reviewForm(t, doc)
	giveVerdict(form, offers(doc), "yes")
	stage := doc.Find(".verdicts fieldset[id^='stage.']").AttrOr("id", "")
	if stage == "" {
		t.Fatal("no stage is offered")
	}
	form.Set("engagement", "1")
	form.Set(stage, "change")
	form.Set(stage+".to", "done")
	w := s.post(t, address, form)
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("status %d, want 422", w.Code)
	}
	if got := said(document(t, w), "[id='"+stage+"'] .error"); got != "Error: "+tooEarly {
		t.Errorf("beside the stage it says %q", got)
	}
	form.Set(stage+".to", "agreed")
	s.follow(t, s.post(t, address, form))
}
