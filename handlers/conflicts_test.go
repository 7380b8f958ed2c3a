package handlers

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// forms are the two that two people can edit at once, with two other values for
// each of their fields.
var forms = map[string]struct {
	address      string
	mine, theirs url.Values
}{
	"article": {"/articles/1", url.Values{
		"title": {"mine"}, "source": {"My Wire"}, "published": {"2024-03-01"}, "body": {"my text\r\n\r\nof two"}, "url": {"https://example.org/mine"},
		"title_original": {"មួយ"}, "language": {"km"}, "author": {"Me"}, "archive_url": {"https://archive.example/mine"}, "accessed": {"2024-03-02"},
		"summary": {"my summary"}, "notes": {"my notes"}, "areas": {"cyber"}, "parties": {"Laos"},
	}, url.Values{
		"title": {"theirs"}, "source": {"Their Wire"}, "published": {"2024-04-01"}, "body": {"their text"}, "url": {"https://example.org/theirs"},
		"title_original": {"ពីរ"}, "language": {"fr"}, "author": {"They"}, "archive_url": {"https://archive.example/theirs"}, "accessed": {"2024-04-02"},
		"summary": {"their summary"}, "notes": {"their notes"}, "areas": {"demining"}, "parties": {"Japan"},
	}},
	"engagement": {"/engagements/1", url.Values{
		"title": {"mine"}, "form": {"visit"}, "engagement_start": {"2024-01-01"}, "engagement_end": {"2024-01-02"}, "place": {"my place"},
		"series": {"my series"}, "areas": {"cyber"}, "parties": {"Laos"}, "notes": {"my notes"},
	}, url.Values{
		"title": {"theirs"}, "form": {"course"}, "engagement_start": {"2023-01-01"}, "engagement_end": {"2024-02-02"}, "place": {"their place"},
		"series": {"their series"}, "areas": {"demining"}, "parties": {"Japan"}, "notes": {"their notes"},
	}},
}

// begun is a site with one article and one engagement.
func begun(t *testing.T) site {
	s := newSite(t)
	s.create(t, article("as it was", "body", "as it was", "areas", "training", "parties", "KH", "engagement", "new"))
	return s
}

// put sets fields of a form.
func put(form url.Values, fields url.Values) url.Values {
	form = maps.Clone(form)
	maps.Copy(form, fields)
	return form
}

// conflicted is the form of a page that says that somebody saved in between.
func conflicted(t *testing.T, w *httptest.ResponseRecorder) url.Values {
	t.Helper()
	if w.Code != http.StatusConflict {
		t.Fatalf("status %d, want 409:\n%s", w.Code, excerpt(w))
	}
	return formValues(document(t, w).Find("main form").First())
}

// saved checks that an answer says so.
func saved(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d, want 303:\n%s", w.Code, excerpt(w))
	}
}

func TestEachFieldIsDecidedByItself(t *testing.T) {
	for noun, f := range forms {
		for field := range f.mine {
			for choice, want := range map[string][]string{"mine": f.mine[field], "stored": f.theirs[field]} {
				t.Run(noun+" "+field+" "+choice, func(t *testing.T) {
					s := begun(t)
					base := s.edit(t, f.address)
					saved(t, s.post(t, f.address, put(base, url.Values{field: f.theirs[field]})))
					form := conflicted(t, s.post(t, f.address, put(base, url.Values{field: f.mine[field]})))
					if !cmp.Equal(form[field], f.mine[field]) {
						t.Errorf("the form has %q, want %q, as typed", form[field], f.mine[field])
					}
					asked := map[string]string{}
					for name := range form {
						if strings.HasPrefix(name, "use.") {
							asked[name] = form.Get(name)
						}
					}
					if diff := cmp.Diff(map[string]string{"use." + field: "mine"}, asked); diff != "" {
						t.Errorf("asked (-want +got):\n%s", diff)
					}
					form.Set("use."+field, choice)
					saved(t, s.post(t, f.address, form))
					if got := s.edit(t, f.address); !cmp.Equal(got[field], want) {
						t.Errorf("stored %q, want %q", got[field], want)
					}
				})
			}
		}
	}
}

func TestATick(t *testing.T) {
	s := begun(t)
	base := s.edit(t, "/articles/1")
	saved(t, s.post(t, "/articles/1", put(base, url.Values{"excluded": {"1"}})))
	form := conflicted(t, s.post(t, "/articles/1", put(base, url.Values{"notes": {"mine"}})))
	if form.Get("excluded") == "" || form.Get("notes") != "mine" {
		t.Errorf("only they ticked, only I noted: %v", form)
	}
}

func TestOnlyCollisionsAreAsked(t *testing.T) {
	for noun, f := range forms {
		t.Run(noun, func(t *testing.T) {
			s := begun(t)
			base := s.edit(t, f.address)
			saved(t, s.post(t, f.address, put(base, url.Values{"title": {"theirs"}, "parties": f.theirs["parties"], "areas": {"training", "demining"}})))
			w := s.post(t, f.address, put(base, url.Values{"title": {"mine"}, "notes": {"my notes"}, "areas": {"training", "cyber"}}))
			form := conflicted(t, w)
			for name, want := range (url.Values{
				"use.title": {"mine"}, "use.areas": {"mine"}, "title": {"mine"}, "notes": {"my notes"}, "parties": f.theirs["parties"], "version": {"2"}, "began": {"1"},
			}) {
				if !cmp.Equal(form[name], want) {
					t.Errorf("%s = %q, want %q", name, form[name], want)
				}
			}
			for _, want := range []string{"2 fields to decide", "taken over: Parties", "by you alone: Notes"} {
				if !strings.Contains(excerpt(w), want) {
					t.Errorf("the page does not say %q:\n%s", want, excerpt(w))
				}
			}
			form.Set("use.areas", "both")
			saved(t, s.post(t, f.address, form))
			stored := s.edit(t, f.address)
			slices.Sort(stored["areas"])
			for name, want := range (url.Values{"title": {"mine"}, "notes": {"my notes"}, "parties": f.theirs["parties"], "areas": {"cyber", "demining", "training"}}) {
				if !cmp.Equal(stored[name], want) {
					t.Errorf("stored %s = %q, want %q", name, stored[name], want)
				}
			}
		})
	}
}

func TestStaleTwice(t *testing.T) {
	for noun, f := range forms {
		t.Run(noun, func(t *testing.T) {
			s := begun(t)
			base := s.edit(t, f.address)
			save := func(fields url.Values) { saved(t, s.post(t, f.address, put(s.edit(t, f.address), fields))) }
			save(url.Values{"title": {"theirs"}, "notes": {"their notes"}, "areas": {"demining"}})
			form := conflicted(t, s.post(t, f.address, put(base, url.Values{"title": {"mine"}, "notes": {"my notes"}})))
			form.Set("use.title", "stored")
			form.Set("notes", "my notes, mended")
			save(url.Values{"title": {"theirs again"}, "parties": f.theirs["parties"]})
			w := s.post(t, f.address, form)
			form = conflicted(t, w)
			for name, want := range (url.Values{
				"title": {"mine"}, "use.title": {"stored"}, "notes": {"my notes, mended"}, "use.notes": {"mine"}, "areas": {"demining"},
				"parties": f.theirs["parties"], "version": {"3"}, "began": {"1"},
			}) {
				if !cmp.Equal(form[name], want) {
					t.Errorf("%s = %q, want %q", name, form[name], want)
				}
			}
			if !strings.Contains(excerpt(w), "taken over: Parties") {
				t.Errorf("the page does not say what it took over:\n%s", excerpt(w))
			}
			if side := document(t, w).Find("#decide-title .side").Eq(1).Text(); !strings.Contains(side, "theirs again") || !strings.Contains(side, "Someone here") {
				t.Errorf("stored now: %q", side)
			}
			saved(t, s.post(t, f.address, form))
			if got := s.edit(t, f.address); got.Get("title") != "theirs again" || got.Get("notes") != "my notes, mended" {
				t.Errorf("stored %q and %q", got.Get("title"), got.Get("notes"))
			}
		})
	}
}

func TestMistakesKeepWhatWasDecided(t *testing.T) {
	for noun, f := range forms {
		t.Run(noun, func(t *testing.T) {
			s := begun(t)
			base := s.edit(t, f.address)
			saved(t, s.post(t, f.address, put(base, url.Values{"title": {"theirs"}, "notes": {"their notes"}})))
			form := conflicted(t, s.post(t, f.address, put(base, url.Values{"title": {"mine"}, "notes": {"my notes"}})))
			form.Set("use.notes", "stored")
			form.Set("title", "")
			form.Set("parties", "Atlantis")
			w := s.post(t, f.address, form)
			if w.Code != http.StatusUnprocessableEntity {
				t.Fatalf("status %d, want 422", w.Code)
			}
			page := document(t, w)
			form = formValues(page.Find("main form").First())
			for name, want := range (url.Values{"use.notes": {"stored"}, "notes": {"my notes"}, "use.title": {"mine"}, "title": {""}, "parties": {"Atlantis"}}) {
				if !cmp.Equal(form[name], want) {
					t.Errorf("%s = %q, want %q", name, form[name], want)
				}
			}
			if page.Find("#decide-title #title-error").Text() == "" || page.Find(".error-summary[autofocus]").Length() == 0 || page.Find("[autofocus]").Length() != 1 {
				t.Error("the mistakes are not told first, or not beside the field")
			}
			form.Set("parties", "KH")
			form.Set("use.title", "stored") // the own one is no title, and need not be
			saved(t, s.post(t, f.address, form))
			if got := s.edit(t, f.address); got.Get("title") != "theirs" || got.Get("notes") != "their notes" {
				t.Errorf("stored %q and %q", got.Get("title"), got.Get("notes"))
			}
		})
	}
}

func TestALinkInBetweenIsNoConflict(t *testing.T) {
	s := begun(t)
	address := s.create(t, article("another"))
	form := s.edit(t, address)
	saved(t, s.post(t, address+"/reports", url.Values{"engagement": {"1"}, "stage": {"planned"}}))
	form.Set("notes", "mine")
	saved(t, s.post(t, address, form))
	if got := column(t, s.records(t, "/reports.csv"), "stage"); !slices.Contains(got, "planned") {
		t.Errorf("stages %v: the link is gone", got)
	}
	// its stage, though, would be overwritten by an edit that sets it too
	form = s.edit(t, address)
	saved(t, s.post(t, address+"/reports/1", url.Values{"stage": {"done"}}))
	form.Set("engagement", "1")
	w := s.post(t, address, form)
	if again := conflicted(t, w); again.Get("engagement") != "1" || !strings.Contains(excerpt(w), "changed what it reports") {
		t.Errorf("engagement %q:\n%s", again.Get("engagement"), excerpt(w))
	}
}

func TestDeletedInBetween(t *testing.T) {
	for noun, f := range forms {
		t.Run(noun, func(t *testing.T) {
			s := begun(t)
			base := s.edit(t, f.address)
			save := func(fields url.Values) { saved(t, s.post(t, f.address, put(s.edit(t, f.address), fields))) }
			save(url.Values{"title": {"theirs"}})
			form := conflicted(t, s.post(t, f.address, put(base, url.Values{"title": {"mine"}, "notes": {"my notes"}})))
			form.Set("use.title", "stored")
			saved(t, s.post(t, f.address+"/delete", nil))

			w := s.post(t, f.address, form)
			if w.Code != http.StatusGone {
				t.Fatalf("status %d, want 410", w.Code)
			}
			again := formValues(document(t, w).Find("main form").First())
			if document(t, w).Find("#decide-title").Length() == 0 {
				t.Error("what is to be decided is not shown")
			}
			if diff := cmp.Diff(form, again); diff != "" {
				t.Errorf("what was typed (-sent +shown):\n%s", diff)
			}
			if w := s.get(t, f.address); w.Code != http.StatusGone {
				t.Errorf("it answers %d, want 410 until it is restored", w.Code)
			}
			again.Set("restore", document(t, w).Find("main form button[name=restore]").AttrOr("value", ""))
			saved(t, s.post(t, f.address, again))
			if got := s.edit(t, f.address); got.Get("title") != "theirs" || got.Get("notes") != "my notes" {
				t.Errorf("stored %q and %q", got.Get("title"), got.Get("notes"))
			}
		})
	}
	s := begun(t)
	if w := s.post(t, "/articles/99", article("t")); w.Code != http.StatusNotFound {
		t.Errorf("an article that never was answers %d, want 404", w.Code)
	}
}

// A text as long as any comes back once, not once for each side.
func TestAConflictOfLongTexts(t *testing.T) {
	s := newSite(t)
	long := strings.Repeat("A sentence of a long report. ", 25_000)
	address := s.create(t, article("long", "body", long))
	base := s.edit(t, address)
	saved(t, s.post(t, address, put(base, url.Values{"body": {strings.ReplaceAll(long, "report. A", "account.\nA")}})))
	w := s.post(t, address, put(base, url.Values{"body": {"It begins. " + long}}))
	form := conflicted(t, w)
	if form.Get("body") != "It begins. "+long {
		t.Error("the text typed did not come back")
	}
	if n := w.Body.Len(); n > len(long)+200_000 {
		t.Errorf("the page has %d bytes, with a text of %d", n, len(long))
	}
}
