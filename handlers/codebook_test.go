package handlers

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
)

// areaPage is the form of an area as its page sends it.
func (s site) areaForm(t *testing.T, slug string) url.Values {
	t.Helper()
	doc := s.page(t, "/codebook/areas/"+slug)
	form := url.Values{}
	for _, name := range []string{"version", "name", "short", "slug"} {
		if v, ok := doc.Find("main form input[name=" + name + "]").Attr("value"); ok {
			form.Set(name, v)
		}
	}
	for _, name := range []string{"covers", "excludes", "rules"} {
		form.Set(name, doc.Find("textarea[name="+name+"]").Text())
	}
	form.Set("do", "save")
	return form
}

func with(form url.Values, changes ...string) url.Values {
	out := url.Values{}
	for name, values := range form {
		out[name] = values
	}
	for i := 0; i < len(changes); i += 2 {
		out.Set(changes[i], changes[i+1])
	}
	return out
}

func TestCodebookPage(t *testing.T) {
	s := starterSite(t)
	doc := s.page(t, "/codebook")
	if got := doc.Find("h1").Text(); got != "Codebook 1" {
		t.Errorf("h1 = %q", got)
	}
	for _, a := range codebook.Default().Areas() {
		row := doc.Find("tr#area-" + a.Slug)
		link := row.Find("a[data-total]")
		address, _ := link.Attr("href")
		total, _ := link.Attr("data-total")
		if n := s.total(t, address); fmt.Sprint(n) != total || n == 0 {
			t.Errorf("%s: the page says %s articles, %s has %d", a.Slug, total, address, n)
		}
		if n := row.Find("td[data-th=n]").Text(); n != total { // all of them were coded by people
			t.Errorf("%s: measured on %s coded articles, want %s", a.Slug, n, total)
		}
		var f1 float64
		if _, err := fmt.Sscan(row.Find("td[data-th=F1]").Text(), &f1); err != nil || f1 < 0.5 {
			t.Errorf("%s: F1 = %v (%v)", a.Slug, f1, err)
		}
		if few := strings.Contains(row.Find("td[data-th=F1]").Text(), "*"); few != (len(total) == 1) {
			t.Errorf("%s with %s articles: said to be few: %v", a.Slug, total, few)
		}
		if row.Find("details dd").Length() == 0 || !strings.Contains(row.Text(), a.Excludes) {
			t.Errorf("%s: no rules or no definition: %q", a.Slug, row.Text())
		}
	}
	if got := doc.Find("section[aria-labelledby=stages] tbody tr").Length(); got != len(codebook.Stages()) {
		t.Errorf("%d stages", got)
	}
	text := s.get(t, "/codebook.txt").Body.String()
	if cb, err := codebook.Parse(text); err != nil || len(cb.Areas()) != 16 {
		t.Errorf("/codebook.txt cannot be read again: %v", err)
	}
}

func TestEditAnArea(t *testing.T) {
	s := starterSite(t)
	form := s.areaForm(t, "demining")
	form.Set("name", "Mine action")
	form.Set("rules", "# ours\r\nstrong: demining | mine clearance\r\n\r\nunless: naval mine\r\n")
	doc := s.follow(t, s.post(t, "/codebook/areas/demining", form))
	if got := doc.Find("h1").Text() + doc.Find("tr#area-demining th").Text(); !strings.Contains(got, "Codebook 2") || !strings.Contains(got, "Mine action") {
		t.Errorf("after the save: %q", got)
	}
	if a, _ := s.store.Codebook().Area("demining"); a.Rules != "# ours\nstrong: demining | mine clearance\nunless: naval mine" || !a.Core {
		t.Errorf("stored: %+v", a)
	}
	if got := doc.Find("ol.history li").First().Text(); !strings.Contains(got, "Version 2") || !strings.Contains(got, "edited Mine action") || !strings.Contains(got, "Demining and EOD") {
		t.Errorf("history: %q", got)
	}
	if got := s.page(t, "/articles?area=demining").Find("h1").Text(); !strings.Contains(s.page(t, "/articles?area=demining").Text(), "Mine action") {
		t.Errorf("the list calls it %q", got)
	}
	undo, _ := doc.Find("[role=status] form").Attr("action")
	doc = s.follow(t, s.post(t, undo, nil))
	if got := doc.Find("h1").Text(); got != "Codebook 3" {
		t.Errorf("after the undo: %q", got)
	}
	original, _ := codebook.Default().Area("demining")
	if a, _ := s.store.Codebook().Area("demining"); a != original {
		t.Errorf("after the undo: %+v", a)
	}
	if w := s.post(t, undo, nil); w.Code != http.StatusConflict {
		t.Errorf("the same undo again = %d, want 409", w.Code)
	}
	back, _ := doc.Find("ol.history form").First().Attr("action")
	if back != "/codebook/versions/2/restore" {
		t.Fatalf("the way back is %q", back)
	}
	s.follow(t, s.post(t, back, url.Values{"version": {"3"}}))
	if a, _ := s.store.Codebook().Area("demining"); a.Name != "Mine action" || s.store.Codebook().Version() != 4 {
		t.Errorf("after going back to 2: %+v in %d", a, s.store.Codebook().Version())
	}
	if w := s.post(t, back, url.Values{"version": {"3"}}); w.Code != http.StatusConflict {
		t.Errorf("going back from a version that is not in force = %d, want 409", w.Code)
	}
}

func TestAnAreaThatCannotBe(t *testing.T) {
	s := newSite(t)
	edit, added := s.areaForm(t, "demining"), s.areaForm(t, "new")
	added = with(added, "name", "Music", "covers", "bands", "rules", "strong: brass band")
	for name, tt := range map[string]struct {
		address string
		form    url.Values
		field   string
		reason  string
	}{
		"no name":           {"/codebook/areas/demining", with(edit, "name", " "), "name", "Give"},
		"no definition":     {"/codebook/areas/demining", with(edit, "covers", ""), "covers", "Say"},
		"name taken":        {"/codebook/areas/demining", with(edit, "name", "peacekeeping"), "name", "Peacekeeping"},
		"short name taken":  {"/codebook/areas/demining", with(edit, "short", "PEACEKEEPING"), "short", "Peacekeeping"},
		"unknown key":       {"/codebook/areas/demining", with(edit, "rules", "strong: mine\nloud: mine"), "rules", "Line 2: unknown key “loud”"},
		"a block":           {"/codebook/areas/demining", with(edit, "rules", "area: other\nname: x"), "rules", "Line 1"},
		"no such list":      {"/codebook/areas/demining", with(edit, "rules", "strong: clear @nowhere"), "rules", "nowhere"},
		"everything":        {"/codebook/areas/demining", with(edit, "rules", "# all\nstrong: the"), "rules", "Line 2: “the” would match nearly every text"},
		"nothing":           {"/codebook/areas/demining", with(edit, "rules", "unless: mine"), "rules", "nothing ever matches"},
		"a note at the end": {"/codebook/areas/demining", with(edit, "rules", "\n\nstrong: mine\n# why"), "rules", "Line 4: a note"},
		"bad weight":        {"/codebook/areas/demining", with(edit, "rules", "weight -1: mine"), "rules", "Line 1: bad weight"},
		"never counts":      {"/codebook/areas/demining", with(edit, "rules", "strong: mine\nunless: mine"), "rules", "never counts"},
		"no version":        {"/codebook/areas/demining", with(edit, "version", ""), "", "version"},
		"a later version":   {"/codebook/areas/demining", with(edit, "version", "9"), "", "codebook 9"},
		"new, name taken":   {"/codebook/areas", with(added, "name", "Cyber and emerging technology"), "name", "already"},
		"new, slug taken":   {"/codebook/areas", with(added, "slug", "cyber"), "slug", "cyber"},
		"new, called new":   {"/codebook/areas", with(added, "slug", "new"), "slug", "new"},
		"new, bad slug":     {"/codebook/areas", with(added, "slug", "A b"), "slug", "lower-case"},
		"new, no slug":      {"/codebook/areas", with(added, "name", "音楽"), "slug", "lower-case"},
		"broken UTF-8":      {"/codebook/areas", with(added, "covers", "\xff"), "covers", "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, do := range []string{"save", "preview"} {
				w := s.post(t, tt.address, with(tt.form, "do", do))
				if w.Code != http.StatusUnprocessableEntity {
					t.Fatalf("%s = %d, want 422:\n%s", do, w.Code, excerpt(w))
				}
				doc := document(t, w)
				text := doc.Find(".error-summary").Text()
				if tt.field != "" {
					text = doc.Find("#" + tt.field + "-error").Text()
				}
				if !strings.Contains(text, tt.reason) {
					t.Errorf("%s: %q, want %q in it", do, text, tt.reason)
				}
				if got := doc.Find("textarea[name=rules]").Text(); got != tt.form.Get("rules") {
					t.Errorf("the rules come back as %q", got)
				}
			}
			if got := s.store.Codebook().Version(); got != 1 {
				t.Errorf("codebook %d is in force", got)
			}
		})
	}
}

func TestPreviewOfAnEdit(t *testing.T) {
	s := starterSite(t)
	form := with(s.areaForm(t, "demining"), "rules", "strong: helicopter", "do", "preview")
	w := s.post(t, "/codebook/areas/demining", form)
	doc := document(t, w)
	effect := doc.Find("#effect")
	if w.Code != http.StatusOK || effect.Length() != 1 {
		t.Fatalf("preview = %d:\n%s", w.Code, excerpt(w))
	}
	gained, lost := 0, 0
	effect.Find("ul.effects > li").Each(func(_ int, li *goquery.Selection) {
		if li.Find("mark").Length() == 0 {
			t.Errorf("no words for %q", li.Text())
		}
		if strings.Contains(li.Text(), "no longer") {
			lost++
			return
		}
		gained++
		if got := li.Find("mark").Text(); !strings.Contains(strings.ToLower(got), "helicopter") {
			t.Errorf("gained for %q", got)
		}
	})
	if gained == 0 || lost == 0 {
		t.Errorf("%d articles gain the area, %d lose it", gained, lost)
	}
	if got := effect.Find("tbody tr").Eq(0).Find("td").Last().Text(); got != fmt.Sprintf("+%d −%d", gained, lost) {
		t.Errorf("the change is told as %q, and %d gain, %d lose", got, gained, lost)
	}
	if got := effect.Find("tbody tr").Eq(2).Text(); !strings.Contains(got, "Recall") || !strings.Contains(got, "−0.") {
		t.Errorf("recall: %q, want less than before", got)
	}
	if got := doc.Find("textarea[name=rules]").Text(); got != "strong: helicopter" {
		t.Errorf("the rules come back as %q", got)
	}
	if s.store.Codebook().Version() != 1 {
		t.Error("the preview was saved")
	}
	same := document(t, s.post(t, "/codebook/areas/demining", with(s.areaForm(t, "demining"), "do", "preview"))).Find("#effect")
	if same.Find("ul.effects").Length() != 0 || !strings.Contains(same.Text(), "No article gains or loses") {
		t.Errorf("an edit that changes nothing: %q", same.Text())
	}
}

func TestAddAndRetireAnArea(t *testing.T) {
	s := newSite(t)
	form := with(s.areaForm(t, "new"), "name", "Military music", "covers", "bands", "rules", "strong: brass band", "do", "save")
	if got := s.page(t, "/articles").Find("link[href='/codebook.css']").Length(); got != 0 {
		t.Error("a style sheet for areas that nobody added")
	}
	doc := s.follow(t, s.post(t, "/codebook/areas", form))
	if got := doc.Find("tr#area-military-music").Text(); !strings.Contains(got, "Bands.") {
		t.Fatalf("its row: %q", got)
	}
	if got := doc.Find("tr#area-military-music .mark path").AttrOr("d", ""); got == "" || got == doc.Find("tr#area-training .mark path").AttrOr("d", "") {
		t.Errorf("its shape: %q", got)
	}
	if got := s.get(t, "/codebook.css").Body.String(); doc.Find("link[href='/codebook.css']").Length() != 1 || !strings.Contains(got, ".area-military-music { --area: var(--spare-1); }") {
		t.Errorf("its colour: %s", got)
	}
	address := s.create(t, article("A band plays", "areas", "military-music", "parties", "KH, US"))
	if n := s.total(t, "/articles?area=military-music"); n != 1 {
		t.Errorf("%d articles have it", n)
	}
	second := with(form, "name", "Music of the navy", "version", "2")
	s.follow(t, s.post(t, "/codebook/areas", second))
	if a, _ := s.store.Codebook().Area("music-of-the-navy"); a.Style != 2 {
		t.Errorf("a further area has style %d, want another than the first", a.Style)
	}

	doc = s.follow(t, s.post(t, "/codebook/areas/military-music/retire", nil))
	if got := doc.Find("tr#area-military-music").Text(); !strings.Contains(got, "no more") {
		t.Errorf("its row: %q", got)
	}
	if s.page(t, "/articles/new").Find("input[value=military-music]").Length() != 0 {
		t.Error("it is offered for a new article")
	}
	if s.page(t, address+"/edit").Find("input[value=military-music][checked]").Length() != 1 {
		t.Error("its article does not keep it")
	}
	if n := s.total(t, "/articles?area=military-music"); n != 1 {
		t.Errorf("%d articles have it", n)
	}
	if s.page(t, "/articles").Find(".lens input[value=military-music]").Length() != 1 {
		t.Error("the filter bar does not have it, and an article has")
	}
	for path, where := range map[string]string{
		address: ".coded a.area-military-music", "/articles": "#facets a[href*='area=military-music']", "/?unit=articles": "#topics, #matrix thead .area-military-music",
	} {
		if got := s.page(t, path).Find(where).Text(); !strings.Contains(got, "Military music (retired)") {
			t.Errorf("%s: %s says %q, want that it is retired", path, where, got)
		}
	}
	s.follow(t, s.post(t, "/codebook/areas/music-of-the-navy/retire", nil))
	if s.page(t, "/?unit=articles").Find("#matrix .area-music-of-the-navy").Length() != 0 {
		t.Error("the figures have a retired area that no article has")
	}
	if s.page(t, "/articles").Find(".lens input[value=music-of-the-navy]").Length() != 0 {
		t.Error("the filter bar has a retired area that no article has")
	}
	s.follow(t, s.post(t, "/codebook/areas/military-music/offer", nil))
	if s.page(t, "/articles/new").Find("input[value=military-music]").Length() != 1 {
		t.Error("it is not offered again")
	}
	if w := s.post(t, "/codebook/areas/demining/retire", nil); w.Code != http.StatusConflict {
		t.Errorf("retiring a core area = %d, want 409", w.Code)
	}
	if a, _ := s.store.Codebook().Area("demining"); a.Retired {
		t.Error("a core area is retired")
	}
}

func TestNoMoreAreasThanACodebookHolds(t *testing.T) {
	s := newSite(t)
	for n := 17; n <= codebook.MaxAreas; n++ {
		a := codebook.Area{Slug: fmt.Sprintf("a%d", n), Name: fmt.Sprintf("A %d", n), Short: fmt.Sprintf("A %d", n), Covers: "x"}
		if _, err := s.store.SaveArea(t.Context(), actor, s.store.Codebook().Version(), a); err != nil {
			t.Fatal(err)
		}
	}
	before := s.store.Codebook().Version()
	w := s.post(t, "/codebook/areas", with(s.areaForm(t, "new"), "name", "One more", "covers", "x"))
	if got := document(t, w).Find("#name-error").Text(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(got, "63 areas") {
		t.Errorf("one more area = %d, %q", w.Code, got)
	}
	if got := s.store.Codebook().Version(); got != before {
		t.Errorf("codebook %d is in force, want %d", got, before)
	}
	if s.get(t, "/codebook").Code != http.StatusOK || s.get(t, "/").Code != http.StatusOK {
		t.Error("pages with so many areas do not open")
	}
}

func TestTwoEditorsOfAnArea(t *testing.T) {
	s := newSite(t)
	mine := with(s.areaForm(t, "cyber"), "rules", "strong: mine")
	s.follow(t, s.post(t, "/codebook/areas/cyber", with(mine, "rules", "strong: theirs")))
	s.follow(t, s.post(t, "/codebook/areas/exercises", with(s.areaForm(t, "exercises"), "version", "1", "covers", "other"))) // another area is no conflict
	w := s.post(t, "/codebook/areas/cyber", mine)
	if w.Code != http.StatusConflict {
		t.Fatalf("a stale edit = %d, want 409", w.Code)
	}
	doc := document(t, w)
	if got := doc.Find(".stored").Text(); got != "strong: theirs" {
		t.Errorf("theirs is shown as %q", got)
	}
	if got := doc.Find("textarea[name=rules]").Text(); got != "strong: mine" {
		t.Errorf("mine comes back as %q", got)
	}
	if a, _ := s.store.Codebook().Area("cyber"); a.Rules != "strong: theirs" {
		t.Errorf("stored: %q", a.Rules)
	}
	s.follow(t, s.post(t, "/codebook/areas/cyber", with(mine, "version", doc.Find("main input[name=version]").AttrOr("value", ""))))
	if a, _ := s.store.Codebook().Area("cyber"); a.Rules != "strong: mine" {
		t.Errorf("stored: %q", a.Rules)
	}
}

func TestAnEditOfAnotherProcessIsInForce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	var stores [2]*db.DB
	for i := range stores {
		var err error
		if stores[i], err = db.Open(t.Context(), path, codebook.Default()); err != nil {
			t.Fatal(err)
		}
		defer stores[i].Close()
		if err := stores[i].LoadColumns(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s, peer := site{New(stores[0], slog.New(slog.DiscardHandler)), stores[0]}, stores[1]
	if _, err := peer.SaveArea(t.Context(), actor, 1, codebook.Area{Slug: "music", Name: "Music", Short: "Music", Covers: "bands", Style: 1}); err != nil {
		t.Fatal(err)
	}
	if got := s.get(t, "/articles?area=music").Code; got != http.StatusOK {
		t.Errorf("a view of the new area = %d", got)
	}
	s.create(t, article("A band plays", "areas", "music"))
	if n := s.total(t, "/articles?area=music"); n != 1 {
		t.Errorf("%d articles have it", n)
	}
}

// A page that was opened before a colleague edited the codebook stores codes under
// the version that its reader had before them.
func TestCodesKeepTheCodebookTheyWereChosenFrom(t *testing.T) {
	s := suggestedSite(t)
	edit := formValues(s.page(t, "/articles/1/edit").Find("form[data-suggest]"))
	address, review := reviewForm(t, s.page(t, "/review/2"))
	confirm := formValues(s.page(t, "/articles/3").Find("form[action$='/confirm']"))
	later, _ := s.store.Codebook().Area("cyber")
	later.Covers = "Less than before"
	if _, err := s.store.SaveArea(t.Context(), actor, codebook.BuiltIn, later); err != nil {
		t.Fatal(err)
	}
	edit.Set("areas", "cyber")
	giveVerdict(review, offers(s.page(t, "/review/2")), "yes")
	s.follow(t, s.post(t, "/articles/1", edit))
	s.follow(t, s.post(t, address, review))
	s.follow(t, s.post(t, "/articles/3/confirm", confirm))
	confirm = formValues(s.page(t, "/articles/4").Find("form[action$='/confirm']"))
	s.follow(t, s.post(t, "/articles/4/confirm", confirm))
	for id, want := range map[int64]int{1: 1, 2: 1, 3: 1, 4: 2} {
		a, err := s.store.Article(t.Context(), id)
		if err != nil || len(a.Areas) == 0 {
			t.Fatalf("article %d: %v, %v", id, a.Areas, err)
		}
		if got := a.CodingOf(a.Areas[0]); got.Codebook != want || got.Origin != coop.ByHuman {
			t.Errorf("article %d is coded %+v, want by a person under codebook %d", id, got, want)
		}
	}
}
