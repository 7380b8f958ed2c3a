package handlers

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"entente/assets"
)

// placeholders are what can stand for the parameters of a path.
var placeholders = map[string][]string{
	":id":         {"1"},
	":engagement": {"1"},
	":slug":       {"demining"},
	":version":    {"1"},
	":hash/*":     {strings.TrimPrefix(assets.URL("entente.css"), "/assets/")},
	":party":      {"KH"},
	":pair":       {"KH-US"},
	":figure":     {"mix.csv", "mix.json", "areas.csv", "gaps.csv", "forms.csv", "stages.json", "partners.csv", "officials.csv", "series.json"},
	":file": {"timeline.csv", "timeline.json", "areas.csv", "areas.json",
		"matrix.csv", "matrix.json", "pairs.csv", "pairs.json", "relations.csv", "relations.json", "cooccurrence.csv", "cooccurrence.json",
		"calendar.csv", "calendar.json"},
}

var placeholder = regexp.MustCompile(`:\w+(/\*)?`)

// addresses are all addresses that the router has, each with its methods. They
// come from the router, so that a new route is tested at once.
func (s site) addresses(t testing.TB) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, r := range s.Handler.(*echo.Echo).Routes() {
		if r.Method == echo.RouteNotFound {
			continue
		}
		paths := []string{r.Path}
		for _, name := range placeholder.FindAllString(r.Path, -1) {
			values, ok := placeholders[name]
			if !ok {
				t.Fatalf("%s: say in placeholders what can stand for %s", r.Path, name)
			}
			var filled []string
			for _, path := range paths {
				for _, value := range values {
					filled = append(filled, strings.Replace(path, name, value, 1))
				}
			}
			paths = filled
		}
		for _, path := range paths {
			out[path] = append(out[path], r.Method)
		}
	}
	if len(out) < 20 {
		t.Fatalf("the router has only %d addresses", len(out))
	}
	return out
}

// gets are the addresses that answer GET, in order.
func (s site) gets(t testing.TB) []string {
	t.Helper()
	var out []string
	for address, methods := range s.addresses(t) {
		if slices.Contains(methods, http.MethodGet) {
			out = append(out, address)
		}
	}
	slices.Sort(out)
	return out
}

// pages are those that answer with HTML.
func (s site) pages(t testing.TB) []string {
	t.Helper()
	return slices.DeleteFunc(s.gets(t), func(address string) bool {
		return !strings.HasPrefix(s.get(t, address).Header().Get("Content-Type"), "text/html")
	})
}

// smallSite holds an article and its engagement.
func smallSite(t testing.TB) site {
	t.Helper()
	s := newSite(t)
	s.create(t, article("A title", "areas", "training", "parties", "KH, US", "engagement", "new", "form", "visit", "stage", "done"))
	return s
}

// documentedStatuses are those that docs/routes.md explains.
func documentedStatuses(t testing.TB) []int {
	t.Helper()
	text, err := os.ReadFile("../docs/routes.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []int
	for _, m := range regexp.MustCompile(`(?m)^\| (\d{3}) \|`).FindAllStringSubmatch(string(text), -1) {
		n, _ := strconv.Atoi(m[1])
		out = append(out, n)
	}
	return out
}

var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
	http.MethodOptions, http.MethodTrace, http.MethodConnect, "PROPFIND", "QUERY", "BREW", "get",
}

// checkAnswer holds an answer against what is promised of all.
func checkAnswer(t *testing.T, r *http.Request, w *httptest.ResponseRecorder, documented []int) {
	t.Helper()
	what := r.Method + " " + r.URL.String()
	h := w.Header()
	if w.Code >= 500 || !slices.Contains(documented, w.Code) {
		t.Errorf("%s = %d, which docs/routes.md does not have:\n%s", what, w.Code, excerpt(w))
	}
	for name, want := range map[string]string{
		"Content-Security-Policy": csp, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s = %d with %s: %q, want %q", what, w.Code, name, got, want)
		}
	}
	if h.Get("Permissions-Policy") == "" || h.Get("Cache-Control") == "" {
		t.Errorf("%s = %d without Permissions-Policy or Cache-Control: %v", what, w.Code, h)
	}
	if kind := h.Get("Content-Type"); w.Code >= 400 {
		want := "text/html"
		switch {
		case strings.HasSuffix(r.URL.Path, ".json"):
			want = "application/json"
			var problem struct{ Error string }
			if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil || problem.Error == "" {
				t.Errorf("%s = %d: %q is no JSON with an error: %v", what, w.Code, w.Body, err)
			}
		case strings.HasSuffix(r.URL.Path, ".csv"):
			want = "text/plain"
			if !utf8.Valid(w.Body.Bytes()) || strings.Contains(w.Body.String(), "<") {
				t.Errorf("%s = %d: %q is no plain text", what, w.Code, w.Body)
			}
		}
		if !strings.HasPrefix(kind, want) {
			t.Errorf("%s = %d as %q, want %s", what, w.Code, kind, want)
		}
	}
}

// request is one as a browser on this machine would send it.
func request(method, address string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Method, r.Host = method, "127.0.0.1:8080"
	return r
}

func TestEveryRouteAnswersEveryMethod(t *testing.T) {
	s := smallSite(t)
	documented := documentedStatuses(t)
	for address, known := range s.addresses(t) {
		for _, method := range methods {
			site := s
			if method == http.MethodPost {
				site = smallSite(t) // what is posted changes it
			}
			r := request(method, address)
			w := site.do(t, r)
			checkAnswer(t, r, w, documented)
			switch {
			case slices.Contains(known, method):
				if w.Code == http.StatusMethodNotAllowed || w.Code == http.StatusNotFound {
					t.Errorf("%s %s = %d, and it is a route", method, address, w.Code)
				}
				continue
			case method == http.MethodPost && slices.Contains([]string{"/articles/new", "/articles/unlinked", "/articles/duplicates", "/codebook/areas/new"}, address):
				if w.Code != http.StatusNotFound { // what is posted there is for an article or area that is called so
					t.Errorf("POST %s = %d, want 404", address, w.Code)
				}
				continue
			case method == http.MethodOptions:
				if w.Code != http.StatusNoContent {
					t.Errorf("OPTIONS %s = %d, want 204", address, w.Code)
				}
			case w.Code != http.StatusMethodNotAllowed:
				t.Errorf("%s %s = %d, want 405", method, address, w.Code)
			}
			allowed := strings.Split(w.Header().Get("Allow"), ", ")
			if diff := gocmp.Diff(sorted(append(known, http.MethodOptions)), sorted(allowed)); diff != "" {
				t.Errorf("%s %s = %d with an Allow that differs from the routes (-want +got):\n%s", method, address, w.Code, diff)
			}
		}
	}
}

func sorted(names []string) []string {
	out := slices.Clone(names)
	slices.Sort(out)
	return slices.Compact(out)
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	s := smallSite(t)
	server := httptest.NewServer(s)
	defer server.Close()
	ask := func(method, address string, accept string) (*http.Response, []byte) {
		t.Helper()
		r, err := http.NewRequest(method, server.URL+address, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", accept)
		res, err := http.DefaultTransport.RoundTrip(r) // redirects are not followed
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, body
	}
	for _, address := range append(s.gets(t), "/nothing", "/nothing.csv", "/articles?x=1", "/articles.json?x=1", "/articles/2") {
		for _, accept := range []string{"identity", "gzip"} {
			get, _ := ask(http.MethodGet, address, accept)
			head, body := ask(http.MethodHead, address, accept)
			if head.StatusCode != get.StatusCode || len(body) != 0 {
				t.Errorf("HEAD %s = %d with %d bytes, GET %d", address, head.StatusCode, len(body), get.StatusCode)
			}
			for _, h := range []http.Header{get.Header, head.Header} {
				h.Del("Date")
				h.Del("X-Request-Id")
				h.Del("Content-Length") // may be left out of an answer to HEAD
				h.Del("Trailer")        // a client takes it out of the headers of a GET
			}
			if diff := gocmp.Diff(get.Header, head.Header); diff != "" {
				t.Errorf("HEAD %s (%s) has other headers (-GET +HEAD):\n%s", address, accept, diff)
			}
		}
	}
}

func TestEveryRouteRefusesIdsThatAreNone(t *testing.T) {
	s := smallSite(t)
	documented := documentedStatuses(t)
	ids := []string{"abc", "0", "-1", "+1", "2", "01", "001", "1.0", "1e0", "0x1", "1_0", "９", "١", "%C2%B9", "%001", "1%00", "1%2F", "1%20", "%201", "1;x",
		"9223372036854775807", "9223372036854775808", "18446744073709551617", "-9223372036854775808", strings.Repeat("9", 4000), "%ff", "..%2f1", "null", "NaN"}
	tried := 0
	for _, route := range s.Handler.(*echo.Echo).Routes() {
		for _, name := range []string{":id", ":engagement"} {
			if !strings.Contains(route.Path, name) {
				continue
			}
			for _, id := range ids {
				address := strings.NewReplacer(name, id, ":id", "1", ":engagement", "1").Replace(route.Path)
				r := httptest.NewRequest(http.MethodGet, address, nil)
				r.Method, r.Host = route.Method, "127.0.0.1"
				w := s.do(t, r)
				checkAnswer(t, r, w, documented)
				if w.Code != http.StatusNotFound {
					t.Errorf("%s %s = %d, want 404", route.Method, address, w.Code)
				}
				tried++
			}
		}
	}
	if tried < 10*len(ids) {
		t.Errorf("only %d addresses have an id", tried)
	}
	if got := s.page(t, "/articles/1").Find("h1").Text(); got != "A title" {
		t.Errorf("the article was changed: %q", got)
	}
}

func TestEveryRouteRefusesOtherSites(t *testing.T) {
	s := smallSite(t)
	documented := documentedStatuses(t)
	for address, known := range s.addresses(t) {
		for _, method := range known {
			r := request(method, address)
			r.Host = "evil.example"
			w := s.do(t, r)
			checkAnswer(t, r, w, documented)
			if w.Code != http.StatusMisdirectedRequest {
				t.Errorf("%s %s of another host = %d, want 421", method, address, w.Code)
			}
			if method == http.MethodGet || method == http.MethodHead {
				continue
			}
			for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
				r := request(method, address)
				r.Header.Set(name, value)
				w := s.do(t, r)
				checkAnswer(t, r, w, documented)
				if w.Code != http.StatusForbidden {
					t.Errorf("%s %s with %s: %s = %d, want 403", method, address, name, value, w.Code)
				}
			}
		}
	}
}

// TestEveryGetRefusesParametersItDoesNotTake but for files, whose address holds
// their hash, and the icon.
func TestEveryGetRefusesParametersItDoesNotTake(t *testing.T) {
	s := smallSite(t)
	documented := documentedStatuses(t)
	for _, address := range s.gets(t) {
		if strings.HasPrefix(address, "/assets/") || address == "/favicon.ico" {
			continue
		}
		for _, query := range []string{"nonsense=1", "nonsense", "Area=demining", "area[]=demining", "%ff=1", "a;b", "q=%zz"} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				r := request(method, address+"?"+query)
				w := s.do(t, r)
				checkAnswer(t, r, w, documented)
				if w.Code != http.StatusBadRequest {
					t.Errorf("%s %s?%s = %d, want 400", method, address, query, w.Code)
				}
			}
		}
		if w := s.get(t, address+"?nonsense=1"); !strings.Contains(w.Body.String(), "nonsense") {
			t.Errorf("%s?nonsense=1 does not name the parameter:\n%s", address, excerpt(w))
		}
	}
}
