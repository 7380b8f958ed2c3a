package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	gocmp "github.com/google/go-cmp/cmp"
)

// sameEvent is a site with two engagements that are the same event.
func sameEvent(t *testing.T) site {
	t.Helper()
	s := newSite(t)
	for _, title := range []string{"Drill begins", "Drill, says ministry"} {
		s.create(t, article(title, "areas", "exercises", "parties", "KH, US", "engagement", "new", "engagement_title", title, "form", "exercise", "stage", "done"))
	}
	s.create(t, article("Drill ends", "parties", "KH, US", "engagement", "2", "stage", "done", "url", "https://example.org/ends"))
	return s
}

// fields are those of a form, as it would be sent.
func fields(form *goquery.Selection) url.Values {
	out := url.Values{}
	form.Find("input[name]").Each(func(_ int, in *goquery.Selection) {
		if _, box := in.Attr("checked"); in.AttrOr("type", "") != "checkbox" || box {
			out.Add(in.AttrOr("name", ""), in.AttrOr("value", ""))
		}
	})
	return out
}

func TestAMergeIsShownFirstAndUndoneExactly(t *testing.T) {
	s := sameEvent(t)
	before := s.files(t)
	if n := s.page(t, "/engagements/1/merge").Find(`a[href="/engagements/1/merge?with=2"]`).Length(); n != 1 {
		t.Fatalf("the other engagement of the same parties is offered %d times", n)
	}
	preview := s.page(t, "/engagements/1/merge?with=2")
	if text := strings.Join(strings.Fields(preview.Find("tbody tr").Last().Text()), ""); text != "Articles123" {
		t.Errorf("articles: %q", text)
	}
	w := s.post(t, "/engagements/1/merge", fields(preview.Find(`form[method="post"][action="/engagements/1/merge"]`)))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("merge: %d %s", w.Code, excerpt(w))
	}
	merged := s.follow(t, w)
	if n := merged.Find("#reports").Closest("section").Find("tbody tr").Length(); n != 3 {
		t.Errorf("%d articles report it after the merge", n)
	}
	if s.total(t, "/engagements") != 1 {
		t.Error("the other one is still listed")
	}
	gone := s.get(t, "/engagements/2")
	if gone.Code != http.StatusGone || document(t, gone).Find(`main a[href="/engagements/1"]`).Length() != 1 {
		t.Errorf("the one merged away: %d %s", gone.Code, excerpt(gone))
	}
	undo := merged.Find(`aside form[action="/engagements/1/undo"]`)
	if w := s.post(t, "/engagements/1/undo", fields(undo)); w.Code != http.StatusSeeOther {
		t.Fatalf("undo: %d %s", w.Code, excerpt(w))
	}
	if diff := gocmp.Diff(before, s.files(t)); diff != "" {
		t.Errorf("after the undo (-before +after):\n%s", diff)
	}
	if w := s.post(t, "/engagements/1/undo", fields(undo)); w.Code != http.StatusConflict {
		t.Errorf("undone twice: %d", w.Code)
	}
}

func TestASplitIsUndoneExactly(t *testing.T) {
	s := sameEvent(t)
	before := s.files(t)
	form := url.Values{"articles": {"3"}, "title": {"The end of it"}}
	w := s.post(t, "/engagements/2/split", form)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("split: %d %s", w.Code, excerpt(w))
	}
	page := s.follow(t, w)
	if s.total(t, "/engagements") != 3 || page.Find(`main a[href="/engagements/3"]`).Length() == 0 {
		t.Error("the new engagement is not listed, or not named on the page of the old one")
	}
	if w := s.post(t, "/engagements/3/undo", fields(s.page(t, "/engagements/3").Find(`aside form[action="/engagements/3/undo"]`))); w.Code != http.StatusSeeOther {
		t.Fatalf("undo: %d %s", w.Code, excerpt(w))
	}
	if diff := gocmp.Diff(before, s.files(t)); diff != "" {
		t.Errorf("after the undo (-before +after):\n%s", diff)
	}
}

func TestRegroupingSaysWhatIsWrong(t *testing.T) {
	s := sameEvent(t)
	before := s.files(t)
	for _, tt := range []struct {
		address string
		form    url.Values
		status  int
		says    string
	}{
		{"/engagements/1/merge", url.Values{"with": {"1"}, "version": {"1"}, "with_version": {"1"}}, 422, "the engagement itself"},
		{"/engagements/1/merge", url.Values{"with": {"9"}, "version": {"1"}, "with_version": {"1"}}, 422, "no engagement of that number"},
		{"/engagements/1/merge", url.Values{"with": {"x"}}, 422, "Give the number"},
		{"/engagements/1/merge", url.Values{"with": {"2"}, "version": {"1"}, "with_version": {"5"}}, 409, "changed in between"},
		{"/engagements/1/split", url.Values{"articles": {"1"}, "title": {"x"}}, 422, "Leave at least one article"},
		{"/engagements/2/split", url.Values{"title": {"x"}}, 422, "Tick the articles"},
		{"/engagements/2/split", url.Values{"articles": {"2"}, "title": {" "}}, 422, "short title"},
		{"/engagements/2/split", url.Values{"articles": {"1"}, "title": {"x"}}, 422, "does not report this engagement any more"},
		{"/engagements/9/split", url.Values{"articles": {"1"}, "title": {"x"}}, 404, "nothing at this address"},
		{"/engagements/1/undo", url.Values{"batch": {"retag-1"}}, 409, "cannot be taken back"},
		{"/engagements/9/undo", url.Values{"batch": {"merge-1"}}, 404, "nothing at this address"},
	} {
		w := s.post(t, tt.address, tt.form)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s %v: %d %s; want %d, %q", tt.address, tt.form, w.Code, excerpt(w), tt.status, tt.says)
		}
	}
	if diff := gocmp.Diff(before, s.files(t)); diff != "" {
		t.Errorf("a refusal wrote (-before +after):\n%s", diff)
	}
	ticked := document(t, s.post(t, "/engagements/2/split", url.Values{"articles": {"2", "3"}, "title": {"Kept as typed"}}))
	if n := ticked.Find(`input[name="articles"][checked]`).Length(); n != 2 || ticked.Find(`#split-title[value="Kept as typed"]`).Length() != 1 {
		t.Errorf("%d ticks were kept", n)
	}
}
