package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

const wireText = `PHNOM PENH – Cambodia and the United States opened the exercise Angkor Sentinel on Monday. Some 200 soldiers of both armies
will practise disaster relief and mine clearance for ten days in Kampong Speu province, the Royal Cambodian Armed Forces said in a statement.
General Vong Pisen told reporters that the training would help both sides to work together, and that courses for engineers would follow.
The United States embassy said the exercise had been planned for a year and would be held again, with more units and a field hospital.`

// report is the form of an article about one exercise.
func report(title, source, day, text string, more ...string) url.Values {
	form := article(title, append([]string{"body", text, "parties", "Cambodia, US", "areas", "training", "areas", "exercises"}, more...)...)
	form.Set("source", source)
	form.Set("published", day)
	return form
}

// TestSavingAnArticleOffersLikelyEngagements links one with what the button sends.
func TestSavingAnArticleOffersLikelyEngagements(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.follow(t, s.post(t, "/articles", report("Angkor Sentinel opens", "Wire", "2024-02-26", wireText, "engagement", "new",
		"form", "exercise", "stage", "under-way", "engagement_start", "2024-02-26", "engagement_end", "2024-03-06", "place", "Kampong Speu")))
	if first.Find("#likely").Length() != 0 {
		t.Error("an article that reports an engagement is asked for one")
	}
	s.post(t, "/articles", report("Talks on fishing", "Wire", "2021-02-26", "The ministers of both countries met.", "engagement", "new"))

	doc := s.follow(t, s.post(t, "/articles", report("US and Cambodia drill together", "Courier", "2024-02-28", strings.TrimPrefix(wireText, "PHNOM PENH – "))))
	for _, want := range []string{"It is nearly a copy of “Angkor Sentinel opens”", "99% of the text is the same"} {
		if got := doc.Find(".note").Text(); !strings.Contains(got, want) {
			t.Errorf("the page says %q, not %q", got, want)
		}
	}
	offers := doc.Find(".likely .offer")
	if offers.Length() != 1 {
		t.Fatalf("%d offers, want 1: %s", offers.Length(), doc.Find("main").Text())
	}
	for _, want := range []string{"Angkor Sentinel opens", "near-copy of “Angkor Sentinel opens”", "same parties: Cambodia, United States", "published while it went on", "Kampong Speu"} {
		if !strings.Contains(strings.ToLower(offers.Text()), strings.ToLower(want)) {
			t.Errorf("the offer does not say %q: %s", want, offers.Text())
		}
	}
	if key, _ := offers.Find("button").Attr("data-key"); key != "1" {
		t.Errorf("its key is %q", key)
	}
	if got := doc.Find("#story").Text(); got != "The same story in 1 other source" {
		t.Errorf("story: %q", got)
	}

	linked := s.follow(t, s.post(t, mustAttr(t, offers.Find("form"), "action"), sent(offers.Find("form"))))
	if linked.Find(".likely").Length() != 0 || linked.Find("section[aria-labelledby=reports] .rows").Length() != 1 {
		t.Errorf("after the link: %s", linked.Find("main").Text())
	}
	if got := s.total(t, "/articles/unlinked"); got != 0 {
		t.Errorf("%d articles report no engagement", got)
	}
	if got := strings.Join(strings.Fields(s.page(t, "/engagements/1").Find(".takeaway").Text()), " "); !strings.Contains(got, "2 articles, 1 story") {
		t.Errorf("the engagement says %q", got)
	}
	if got := s.page(t, "/engagements/1").Find("tbody tr").Last().Text(); !strings.Contains(got, "The same story") {
		t.Errorf("its last report: %q", got)
	}

	undo := linked.Find(".note form")
	s.post(t, mustAttr(t, undo, "action"), nil)
	if got := s.total(t, "/articles/unlinked"); got != 1 {
		t.Errorf("after undo %d articles report no engagement, want 1", got)
	}
}

func TestANewEngagementWithOneButton(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.follow(t, s.post(t, "/articles", report("Angkor Sentinel opens", "Wire", "2024-02-26", wireText)))
	button := doc.Find("[data-key='0']")
	if doc.Find(".likely").Length() != 0 || button.Length() != 1 {
		t.Fatalf("with nothing to link to, the page has %d buttons for a new engagement", button.Length())
	}
	s.post(t, "/articles/1/reports", sent(button.Closest("form")))
	e := s.json(t, "/engagements.json").Rows
	if len(e) != 1 || e[0]["title"] != "Angkor Sentinel opens" || e[0]["form"] != "exercise" {
		t.Errorf("engagements: %v", e)
	}
	s.post(t, "/articles", report("A match", "Wire", "2024-02-26", "Football.", "excluded", "1"))
	if page := s.page(t, "/articles/2"); page.Find(".likely, [data-key='0']").Length() != 0 {
		t.Error("an article that is not relevant is asked for an engagement")
	}
}

func TestOpenEndsHaveTrueTotals(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range 51 {
		s.post(t, "/articles", article("Daily notice"))
	}
	for _, tt := range []struct {
		address string
		total   int
		rows    int
	}{{"/articles/unlinked", 51, 50}, {"/articles/unlinked?page=2", 51, 1}, {"/articles/duplicates", 1, 1}} {
		doc := s.page(t, tt.address)
		if got := s.total(t, tt.address); got != tt.total || doc.Find("[data-items] > li").Length() != tt.rows {
			t.Errorf("%s: %d in all, %d rows; want %d, %d", tt.address, got, doc.Find("[data-items] > li").Length(), tt.total, tt.rows)
		}
		doc.Find("[data-total]").Each(func(_ int, link *goquery.Selection) {
			if href, ok := link.Attr("href"); ok {
				if want, _ := link.Attr("data-total"); s.page(t, href).Find("#total[data-total='"+want+"']").Length() != 1 {
					t.Errorf("%s promises %s at %s", tt.address, want, href)
				}
			}
		})
	}
	if got := s.page(t, "/articles/duplicates").Find("tbody tr").Length(); got != 51 {
		t.Errorf("the story has %d articles", got)
	}
	for address, want := range map[string]int{
		"/articles/unlinked?page=3": http.StatusNotFound, "/articles/unlinked?page=0": http.StatusBadRequest, "/articles/unlinked?page=": http.StatusBadRequest,
		"/articles/duplicates?area=demining": http.StatusBadRequest, "/articles/duplicates?page=x": http.StatusBadRequest,
	} {
		if got := s.get(t, address).Code; got != want {
			t.Errorf("%s = %d, want %d", address, got, want)
		}
	}
}

func mustAttr(t testing.TB, s *goquery.Selection, name string) string {
	t.Helper()
	value, ok := s.Attr(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	return value
}

// sent are the hidden fields of a form.
func sent(form *goquery.Selection) url.Values {
	v := url.Values{}
	form.Find("input[name]").Each(func(_ int, input *goquery.Selection) {
		v.Add(input.AttrOr("name", ""), input.AttrOr("value", ""))
	})
	return v
}
