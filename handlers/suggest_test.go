package handlers

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

const askingTitle = "Cambodia asks the United States for more training"

// askingBody has letters of several bytes before the words that count.
const askingBody = "PHNOM PENH – Cambodia’s army asked the United States for more training of Cambodian officers.\r\n\r\n" +
	"“We go on,” he said: the United States will help Cambodia to clear landmines, with mine clearance teams, and mine clearance goes on."

// ask posts a form to /suggest as the script does.
func (s site) ask(t *testing.T, form url.Values) suggestionsAnswer {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/suggest", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	w := s.do(t, r)
	var a suggestionsAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != http.StatusOK {
		t.Fatalf("POST /suggest = %d, %v: %s", w.Code, err, excerpt(w))
	}
	return a
}

func codesOf(list []suggestionAnswer) (out []string) {
	for _, x := range list {
		out = append(out, x.Code)
	}
	return out
}

func TestTheScriptIsToldCodesWithTheirWords(t *testing.T) {
	s := newSite(t)
	a := s.ask(t, url.Values{"title": {askingTitle}, "body": {askingBody}})
	if diff := cmp.Diff([]string{"training", "demining"}, codesOf(a.Areas)); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"KH", "US"}, codesOf(a.Parties)); diff != "" {
		t.Errorf("parties (-want +got):\n%s", diff)
	}
	if a.Stage == nil || a.Stage.Code != "asked" {
		t.Errorf("stage %+v, want asked", a.Stage)
	}
	texts := map[string]string{"title": askingTitle, "body": coop.Text(askingBody)}
	for _, x := range slices.Concat(a.Areas, a.Parties) {
		for _, e := range x.Evidence {
			if text := texts[e.Field]; e.Start < 0 || e.End > len(text) || text[e.Start:e.End] != e.Quote {
				t.Errorf("%s: %q does not stand at %d of %s", x.Code, e.Quote, e.Start, e.Field)
			}
		}
		if len(x.Evidence) == 0 || x.Reason == "" || x.Name == "" || x.Score <= 0 || x.Score > 1 {
			t.Errorf("%+v lacks something", x)
		}
	}
	if a := s.ask(t, url.Values{"title": {askingTitle}, "summary": {askingBody}}); a.Areas[1].Evidence[0].Field != "summary" {
		t.Errorf("without a text the words stand in %q, want the summary", a.Areas[1].Evidence[0].Field)
	}
	if a := s.ask(t, url.Values{"title": {askingTitle}, "body": {askingBody}, "parties": {"Cambodia, USA"}, "stage": {"asked"}}); len(a.Parties) != 0 || a.Stage != nil {
		t.Errorf("what the form has already is suggested: %v, %v", codesOf(a.Parties), a.Stage)
	}
	for _, body := range []string{"", "Cambodia won 2-1.", strings.Repeat("a", 900_000), "\xff\xfe", "<b>x</b>"} {
		if a := s.ask(t, url.Values{"body": {body}}); len(a.Areas)+len(a.Parties) != 0 || a.Form != nil {
			t.Errorf("%.20q deserves %+v", body, a)
		}
	}
}

// Without a script a button gives the form back as typed, with suggestions that
// nobody has accepted; what is then ticked is saved with its words, the rest is not.
func TestAButtonSuggestsWithoutAScript(t *testing.T) {
	s := newSite(t)
	typed := article(askingTitle, "body", askingBody, "notes", "<b>mine</b>", "areas", "cyber", "published", "not yet")
	w := s.post(t, "/suggest", typed)
	page := document(t, w)
	if w.Code != http.StatusOK || page.Find(".error-summary").Length() != 0 {
		t.Fatalf("status %d with mistakes nobody asked for:\n%s", w.Code, excerpt(w))
	}
	form := page.Find("main form[data-suggest]")
	got := formValues(form)
	for _, field := range []string{"title", "body", "notes", "areas"} {
		if diff := cmp.Diff(typed[field], got[field]); diff != "" {
			t.Errorf("%s (-typed +shown):\n%s", field, diff)
		}
	}
	if diff := cmp.Diff([]string{"area:training", "area:demining", "party:KH", "party:US", "stage:asked", "form:course"}, got["suggested"]); diff != "" {
		t.Errorf("suggested (-want +got):\n%s", diff)
	}
	if why := form.Find("#why-area-demining").Text(); !strings.Contains(why, "because: ") || !strings.Contains(why, "“mine clearance” ×2") {
		t.Errorf("demining is suggested %q", why)
	}
	if n := form.Find("[name=areas][value=demining]").Length(); n != 1 {
		t.Errorf("demining can be ticked at %d places", n)
	}
	if says := page.Find("[data-found]").Text(); !strings.HasPrefix(says, "6 suggestions") {
		t.Errorf("the page says %q", says)
	}

	got.Set("published", "2024-02-27")
	got["areas"] = []string{"demining"}
	got["accept"] = []string{"party:KH"}
	got["refused"] = []string{"area:training"}
	address := s.create(t, got)
	a, err := s.store.Article(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if a.State != coop.Coded || a.Coder != actor || !slices.Equal(a.Areas, []string{"demining"}) || !slices.Equal(a.Parties, []string{"KH"}) {
		t.Errorf("stored as %s by %s: %v, %v", a.State, a.Coder, a.Areas, a.Parties)
	}
	if by := a.CodingOf("demining"); by.Origin != coop.ByHuman || by.Codebook == 0 {
		t.Errorf("demining was given %+v", by)
	}
	if len(a.Evidence) < 2 || a.Evidence[0].Quote != a.Body[a.Evidence[0].Start:a.Evidence[0].End] {
		t.Errorf("stored with %+v", a.Evidence)
	}
	if diff := cmp.Diff([]coop.Refusal{{Kind: coop.AreaKind, Code: "training"}}, a.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}

	again := s.page(t, address+"/edit")
	if _, ticked := again.Find("[name=refused][value='area:training']").Attr("checked"); !ticked {
		t.Error("the form does not show what was refused")
	}
	back := s.edit(t, address)
	back.Del("refused")
	s.follow(t, s.post(t, address, back))
	if a, _ := s.store.Article(t.Context(), 1); len(a.Refused) != 0 || len(a.Areas) != 1 {
		t.Errorf("the refusal was taken back, and %v is stored, with areas %v", a.Refused, a.Areas)
	}
}

func TestAcceptAllTakesWhatIsNotRefused(t *testing.T) {
	s := newSite(t)
	w := s.post(t, "/suggest", article(askingTitle, "body", askingBody, "accept", "all", "refused", "area:training", "parties", "Thailand"))
	got := formValues(document(t, w).Find("main form[data-suggest]"))
	if diff := cmp.Diff([]string{"demining"}, got["areas"]); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
	if got.Get("parties") != "Thailand, Cambodia, United States" || got.Get("stage") != "asked" {
		t.Errorf("parties %q, stage %q", got.Get("parties"), got.Get("stage"))
	}
	if diff := cmp.Diff([]string{"area:training"}, got["refused"]); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if n := len(s.records(t, "/articles.csv")) - 1; n != 0 {
		t.Errorf("%d articles were stored by a suggestion", n)
	}
}

func TestMistakesKeepWhatWasDecidedOfSuggestions(t *testing.T) {
	s := newSite(t)
	form := article(askingTitle, "body", askingBody, "refused", "area:training", "areas", "demining", "accept", "party:KH", "quotes", "demining:0:PHNOM PENH")
	form.Set("published", "someday")
	w := s.post(t, "/articles", form)
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", w.Code)
	}
	got := formValues(document(t, w).Find("main form[data-suggest]"))
	for field, want := range map[string][]string{"refused": {"area:training"}, "areas": {"demining"}, "parties": {"Cambodia"}, "quotes": {"demining:0:PHNOM PENH"}} {
		if diff := cmp.Diff(want, got[field]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", field, diff)
		}
	}
	got.Set("published", "2024-02-27")
	s.create(t, got)
	a, _ := s.store.Article(t.Context(), 1)
	if e := a.Evidence[0]; e.Quote != "PHNOM PENH" || e.Origin != coop.ByHuman {
		t.Errorf("the strongest evidence is %+v, want what was attached by hand", e)
	}
}

// suggestedArticle stores one that only rules have coded.
func suggestedArticle(t *testing.T, s site) (address string) {
	t.Helper()
	address = s.create(t, article(askingTitle, "body", askingBody))
	if batch, err := s.store.ApplySuggestions(t.Context(), "rule", 1, engineOf); err != nil || batch == "" {
		t.Fatalf("suggest: %q, %v", batch, err)
	}
	return address
}

func TestAnEditOfSomethingElseLeavesSuggestionsOpen(t *testing.T) {
	s := newSite(t)
	address := suggestedArticle(t, s)
	form := s.edit(t, address)
	if len(form["areas"]) != 0 || form.Get("parties") != "" {
		t.Errorf("what rules suggest is ticked: %v, %q", form["areas"], form.Get("parties"))
	}
	form.Set("source", "Another Wire")
	form["refused"] = []string{"area:training"}
	s.follow(t, s.post(t, address, form))
	a, _ := s.store.Article(t.Context(), 1)
	if a.State != coop.Suggested || a.Source != "Another Wire" || !slices.Equal(a.Areas, []string{"demining"}) || len(a.Parties) != 2 {
		t.Errorf("%s with %v and %v, want demining and both parties still open", a.State, a.Areas, a.Parties)
	}
	if byHuman, _ := a.CodesBy(coop.ByHuman); len(byHuman) != 0 || len(a.Refused) != 1 || a.Proposal.Stage != "asked" {
		t.Errorf("by person %v, refused %v, proposal %+v", byHuman, a.Refused, a.Proposal)
	}
	form = s.edit(t, address)
	form["areas"], form["accept"] = []string{"demining"}, []string{"party:KH", "party:US"}
	s.follow(t, s.post(t, address, form))
	a, _ = s.store.Article(t.Context(), 1)
	if byHuman, _ := a.CodesBy(coop.ByHuman); a.State != coop.Coded || !slices.Equal(byHuman, []string{"demining"}) || len(a.Parties) != 2 {
		t.Errorf("%s by person %v, parties %v", a.State, byHuman, a.Parties)
	}
}

func TestAConflictKeepsSuggestions(t *testing.T) {
	s := newSite(t)
	address := s.create(t, article(askingTitle, "body", askingBody))
	mine, theirs := s.edit(t, address), s.edit(t, address)
	theirs.Set("source", "Theirs")
	s.follow(t, s.post(t, address, theirs))
	mine.Set("source", "Mine")
	mine["areas"], mine["refused"] = []string{"demining"}, []string{"area:training"}
	w := s.post(t, address, mine)
	if w.Code != http.StatusConflict {
		t.Fatalf("status %d", w.Code)
	}
	got := formValues(document(t, w).Find("main form[data-suggest]"))
	if !slices.Equal(got["areas"], []string{"demining"}) || !slices.Equal(got["refused"], []string{"area:training"}) || len(got["suggested"]) != 6 {
		t.Errorf("areas %v, refused %v, suggested %v", got["areas"], got["refused"], got["suggested"])
	}
	page := document(t, s.post(t, "/suggest", got))
	if page.Find("#conflict-h").Length() != 1 || page.Find("[name='use.source']").Length() == 0 {
		t.Error("asked for suggestions, the form forgets that there is something to decide")
	}
	if w := s.post(t, "/suggest", url.Values{"id": {"99"}}); w.Code != http.StatusNotFound {
		t.Errorf("for an article that never was: %d", w.Code)
	}
}

func TestSuggestionsForWhatIsNoText(t *testing.T) {
	s := newSite(t)
	long := strings.Repeat("a", 2<<20)
	for name, tt := range map[string]struct {
		title, body string
		script      int    // status
		person      int    // status
		says        string // to a person
	}{
		"nothing":                {"", "", 200, 200, ""},
		"blanks":                 {" \t", "\r\n \u00a0", 200, 200, ""},
		"one letter, 2 MB":       {"A", long, 413, 413, "shorten the text"},
		"one letter, 900 KB":     {"A", long[:900_000], 200, 200, "No defence cooperation found"},
		"broken UTF-8":           {"A", "Japan \xff\xfe trains Cambodia", 200, 422, "UTF-8"},
		"HTML":                   {"<script>alert(1)</script>", "<p onclick='x'>Japan</p><b>&amp;</b>", 200, 200, "No defence cooperation found"},
		"HTML with cooperation":  {"<b>Japan</b> and Cambodia", "<p>Japanese army engineers began a <i>demining course</i> for Cambodian deminers in Phnom Penh.</p>", 200, 200, "suggestions from the text"},
		"signs without a letter": {"…", strings.Repeat("«»—\u200b\u202e", 1000), 200, 200, "No defence cooperation found"},
	} {
		form := url.Values{"title": {tt.title}, "body": {tt.body}}
		r := httptest.NewRequest(http.MethodPost, "/suggest", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", "application/json")
		if w := s.do(t, r); w.Code != tt.script {
			t.Errorf("%s: the script gets %d, want %d", name, w.Code, tt.script)
		}
		w := s.post(t, "/suggest", form)
		if got := document(t, w).Find("main").Text(); w.Code != tt.person || !strings.Contains(got, tt.says) {
			t.Errorf("%s: a person gets %d, want %d and “%s”:\n%.300s", name, w.Code, tt.person, tt.says, strings.Join(strings.Fields(got), " "))
		}
		if strings.Contains(w.Body.String(), tt.title) && strings.Contains(tt.title, "<") {
			t.Errorf("%s: what was typed is read as HTML", name)
		}
	}
	if n := s.total(t, "/articles?state=uncoded&state=suggested&state=coded&state=excluded"); n != 0 {
		t.Errorf("%d articles are stored", n)
	}
}
