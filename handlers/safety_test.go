package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestThePolicyIsStrict(t *testing.T) {
	for _, must := range []string{"default-src 'none'", "require-trusted-types-for 'script'", "frame-ancestors 'none'"} {
		if !strings.Contains(csp, must) {
			t.Errorf("the policy lacks %q", must)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("the policy allows something unsafe: %s", csp)
	}
}

func TestOnlyHostsOfThisMachineAreAnswered(t *testing.T) {
	s := newSite(t)
	for host, want := range map[string]int{
		"127.0.0.1": 200, "127.0.0.1:9999": 200, "localhost:8080": 200, "LOCALHOST": 200, "[::1]:8080": 200, "[::1]": 200,
		"evil.example": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example:8080": 421, "192.168.0.1": 421, "": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q = %d, want %d", host, w.Code, want)
		}
	}
}

func TestPostsOfOtherSitesAreRefused(t *testing.T) {
	s := newSite(t)
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}},
		{"Sec-Fetch-Site": {"same-site"}},
		{"Origin": {"https://evil.example"}},
	} {
		r := httptest.NewRequest(http.MethodPost, "/articles", strings.NewReader(article("t").Encode()))
		r.Header = header
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if w := s.do(t, r); w.Code != http.StatusForbidden {
			t.Errorf("%v = %d, want 403", header, w.Code)
		}
	}
	if n := len(s.records(t, "/articles.csv")) - 1; n != 0 {
		t.Errorf("%d articles were stored all the same", n)
	}
}

func TestTooLongABodyIsRefusedWithAdvice(t *testing.T) {
	s := newSite(t)
	form := article("t", "body", strings.Repeat("a", 1<<20))
	w := s.post(t, "/articles", form)
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "1 MB") {
		t.Errorf("status %d, want 413 that says how much fits:\n%s", w.Code, excerpt(w))
	}
	r := httptest.NewRequest(http.MethodPost, "/articles", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.ContentLength = -1 // a sender that does not say how much is coming
	if w := s.do(t, r); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("status without a length = %d, want 413", w.Code)
	}
	r = httptest.NewRequest(http.MethodPost, "/articles", strings.NewReader(`{"Title":"t"}`))
	r.Header.Set("Content-Type", "application/json")
	if w := s.do(t, r); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("JSON = %d, want 415", w.Code)
	}
}

func TestNothingOfAFormComesFromTheAddress(t *testing.T) {
	s := newSite(t)
	form := article("t")
	form.Del("title")
	for _, query := range []string{"title=evil", "title=evil&source=evil", "title=a;b"} {
		if w := s.post(t, "/articles?"+query, form); w.Code != http.StatusBadRequest {
			t.Errorf("?%s = %d, want 400", query, w.Code)
		}
	}
	if n := len(s.records(t, "/articles.csv")) - 1; n != 0 {
		t.Errorf("%d articles were stored", n)
	}
}

func TestWrongAddressesSayWhatWouldBeRight(t *testing.T) {
	s := starterSite(t)
	for _, tt := range []struct {
		address string
		status  int
		says    string
	}{
		{"/nothing", 404, "nothing at this address"},
		{"/articles/0", 404, "nothing"},
		{"/articles/999999", 404, "nothing"},
		{"/articles/abc", 404, "nothing"},
		{"/articles/1/edit?x=1", 400, "x"},
		{"/articles?page=99", 404, "nothing"},
		{"/articles?area=mining", 400, "demining"},
		{"/articles?unit=articles", 400, "unit"},
		{"/?sort=newest", 400, "sort"},
		{"/?from=2020&to=2019", 400, "after"},
		{"/articles.csv?page=1", 400, "page"},
		{"/articles.json?profile=excel", 400, "profile"},
		{"/charts/nothing.csv", 404, "nothing"},
		{"/charts/timeline", 404, "nothing"},
		{"/charts/timeline.json?profile=excel", 400, "profile"},
		{"/assets/0000/entente.css", 404, "nothing"},
		{"/articles?q=%ff", 400, "UTF-8"},
		{"/articles?q=a;b", 400, "%3B"},
		{"/articles.csv?area=demining;", 400, "%3B"},
		{"/charts/areas.csv?area=demining;from=2015", 400, "%3B"},
		{"/articles.json?q=100%", 400, "%25"},
		{"/articles/01", 404, "nothing"},
		{"/articles/new?engagement=abc", 400, "engagement"},
		{"/articles/new?engagement=999999", 404, "nothing"},
		{"/healthz?x=1", 400, "x"},
	} {
		w := s.get(t, tt.address)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("GET %s = %d, want %d that says %q:\n%s", tt.address, w.Code, tt.status, tt.says, excerpt(w))
		}
	}
}

func TestAGetChangesNothing(t *testing.T) {
	s := starterSite(t)
	before := s.get(t, "/articles.csv").Body.String()
	for _, address := range []string{"/articles/1/delete", "/articles/1/restore", "/engagements/1/delete", "/starter", "/preferences"} {
		if w := s.get(t, address); w.Code < 400 {
			t.Errorf("GET %s = %d, want it refused", address, w.Code)
		}
	}
	if after := s.get(t, "/articles.csv").Body.String(); after != before {
		t.Error("a GET changed the data")
	}
}

func TestPreferencesStayAndLeadBackOnlyHome(t *testing.T) {
	s := newSite(t)
	w := s.post(t, "/preferences", url.Values{"theme": {"dark"}, "patterns": {"on"}, "keys": {"off"}, "back": {"/articles?q=a"}})
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/articles?q=a" {
		t.Errorf("status %d, Location %q; want 303 back to the page", w.Code, got)
	}
	html := s.follow(t, w).Find("html")
	if html.AttrOr("data-theme", "") != "dark" || html.AttrOr("data-patterns", "") != "on" || html.AttrOr("data-keys", "") != "off" {
		t.Errorf("html = theme %q, patterns %q, keys %q", html.AttrOr("data-theme", ""), html.AttrOr("data-patterns", ""), html.AttrOr("data-keys", ""))
	}
	for _, back := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", ""} {
		w := s.post(t, "/preferences", url.Values{"theme": {"neon"}, "back": {back}})
		if got := w.Header().Get("Location"); got != "/" {
			t.Errorf("back=%q leads to %q, want /", back, got)
		}
		if len(w.Result().Cookies()) != 0 {
			t.Errorf("an unknown theme was kept: %v", w.Result().Cookies())
		}
	}
}

func TestTheStarterDataLoadsOnceIntoAnEmptyDatabase(t *testing.T) {
	s := newSite(t)
	page := s.page(t, "/")
	if page.Find("form[action='/starter']").Length() != 1 || page.Find("main a[href='/articles/new']").Length() == 0 || !strings.Contains(page.Find("main").Text(), "entente import") {
		t.Error("an empty database does not say what to do: add, load, import")
	}
	if got := s.follow(t, s.post(t, "/starter", nil)).Find("[role=status]").Text(); !strings.Contains(got, "134") {
		t.Errorf("the message says %q, want the number of articles", got)
	}
	if n := s.total(t, "/articles"); n != 134 {
		t.Errorf("%d articles, want 134", n)
	}
	if w := s.post(t, "/starter", nil); w.Code != http.StatusConflict {
		t.Errorf("loading it again = %d, want 409", w.Code)
	}
}
