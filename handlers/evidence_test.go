package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"entente/internal/coop"
)

func TestTheArticleShowsItsEvidenceAndWhatIsConfirmed(t *testing.T) {
	s := newSite(t)
	address := suggestedArticle(t, s)
	page := s.page(t, address)
	if n, open := page.Find("mark.ev").Length(), page.Find("mark.ev.is-open").Length(); n == 0 || n != open {
		t.Errorf("%d marks, %d of them open; want all, as nobody confirmed", n, open)
	}
	page.Find(".coded .because a").Each(func(_ int, a *goquery.Selection) {
		mark := page.Find("mark:has([id='" + strings.TrimPrefix(a.AttrOr("href", ""), "#") + "'])")
		if want := strings.Trim(a.Text(), "“”"); !strings.HasPrefix(want, strings.Join(strings.Fields(mark.Text()), " ")) {
			t.Errorf("“%s” leads to %q", want, mark.Text())
		}
	})
	if chips := page.Find(".coded .chip.is-suggested").Length(); chips != 2 {
		t.Errorf("%d areas are shown as suggested, want 2", chips)
	}
	if got := strings.Join(strings.Fields(page.Find(".reading").Text()), " "); got != strings.Join(strings.Fields(askingBody), " ") {
		t.Errorf("with its marks the text reads %q", got)
	}

	stale := url.Values{"version": {"1"}}
	if w := s.post(t, address+"/confirm", stale); w.Code != http.StatusConflict {
		t.Errorf("what was not seen is confirmed: %d", w.Code)
	}
	form := formValues(page.Find("form[action$='/confirm']"))
	page = s.follow(t, s.post(t, address+"/confirm", form))
	if page.Find(".is-suggested, .is-open, form[action$='/confirm']").Length() != 0 || page.Find("mark.ev").Length() == 0 {
		t.Error("confirmed, something is still shown as suggested, or the evidence is gone")
	}
	a, _ := s.store.Article(t.Context(), 1)
	if areas, parties := a.CodesBy(coop.ByHuman); a.State != coop.Coded || len(areas) != 2 || len(parties) != 2 {
		t.Errorf("%s with %v and %v by person", a.State, areas, parties)
	}
	if w := s.post(t, address+"/confirm", nil); w.Code != http.StatusSeeOther {
		t.Errorf("confirmed again: %d", w.Code)
	}
	undo := page.Find("[role=status] form")
	page = s.follow(t, s.post(t, undo.AttrOr("action", ""), formValues(undo)))
	if a, _ := s.store.Article(t.Context(), 1); a.State != coop.Suggested || page.Find("form[action$='/confirm']").Length() != 1 {
		t.Errorf("undone, it is %s", a.State)
	}
	for what, batch := range map[string]string{"undone again": formValues(undo).Get("batch"), "no batch": "", "another batch": "retag-x"} {
		if w := s.post(t, address+"/undo", url.Values{"batch": {batch}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "cannot be taken back") {
			t.Errorf("%s = %d", what, w.Code)
		}
	}
}

func TestWordsAreAttachedByHand(t *testing.T) {
	s := newSite(t)
	address := s.create(t, article("A title & <b>", "body", "One.\r\n\r\nTwo “words” stand\r\nhere.", "summary", "Short."))
	page := s.follow(t, s.post(t, address+"/quotes", url.Values{"quote": {" “words” stand\r\nhere "}, "area": {"cyber"}}))
	if got := page.Find("mark.ev.area-cyber:not(.is-open)").Map(func(_ int, m *goquery.Selection) string { return m.Text() }); !slices.Equal(got, []string{"“words” stand", "here"}) {
		t.Errorf("marked is %q", got)
	}
	s.follow(t, s.post(t, address+"/quotes", url.Values{"quote": {"& <b>"}, "area": {"training"}}))
	if got := s.page(t, address).Find("h1 mark").Text(); strings.TrimSpace(got) != "& <b>" {
		t.Errorf("marked in the title is %q", got)
	}
	a, _ := s.store.Article(t.Context(), 1)
	if a.State != coop.Coded || !slices.Equal(a.Areas, []string{"training", "cyber"}) || len(a.Evidence) != 2 || a.Evidence[0].Origin != coop.ByHuman {
		t.Errorf("%s with %v, %+v", a.State, a.Areas, a.Evidence)
	}
	for _, tt := range []struct{ field, quote, area string }{{"quote", "not there", "cyber"}, {"quote", "", "cyber"}, {"quote", "\xff", "cyber"}, {"area", "One.", "mining"}} {
		w := s.post(t, address+"/quotes", url.Values{"quote": {tt.quote}, "area": {tt.area}})
		page := document(t, w)
		if w.Code != http.StatusUnprocessableEntity || page.Find("#"+tt.field+"-error").Length() == 0 {
			t.Errorf("%q for %s = %d, want to be told what is wrong with the %s", tt.quote, tt.area, w.Code, tt.field)
		}
		if got := page.Find("#area [selected]").AttrOr("value", ""); got != tt.area {
			t.Errorf("the area %q comes back as %q", tt.area, got)
		}
	}
	page = s.follow(t, s.post(t, address+"/quotes/delete", formValues(s.page(t, address).Find("form[action$='/quotes/delete']").First())))
	if page.Find("h1 mark").Length() != 0 || page.Find(".coded .area-training").Length() == 0 {
		t.Error("the words are still marked, or their area went with them")
	}
	undo := page.Find("[role=status] form")
	page = s.follow(t, s.post(t, undo.AttrOr("action", ""), formValues(undo)))
	if page.Find("h1 mark").Length() != 1 {
		t.Error("the undo brings the words not back")
	}
	page = s.follow(t, s.post(t, address+"/quotes", url.Values{"quote": {"Short."}, "area": {"demining"}}))
	undo = page.Find("[role=status] form")
	page = s.follow(t, s.post(t, undo.AttrOr("action", ""), formValues(undo)))
	if page.Find(".coded .area-demining, mark.area-demining").Length() != 0 {
		t.Error("the area that came with the words stays after the undo")
	}
}
