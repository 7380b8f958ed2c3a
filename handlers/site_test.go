package handlers

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"

	"entente/db"
	"entente/db/dbtest"
	"entente/internal/exchange"
	"entente/internal/starter"
)

// site is the whole program behind its router, over a real database file.
type site struct {
	http.Handler
	store *db.DB
}

func newSite(t testing.TB) site {
	t.Helper()
	store := dbtest.New(t)
	return site{New(store, slog.New(slog.DiscardHandler)), store}
}

// starterSite holds the starter data.
func starterSite(t testing.TB) site {
	t.Helper()
	s := newSite(t)
	rows, err := exchange.ReadArticles(bytes.NewReader(starter.CSV()), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Import(t.Context(), rows, false, nil); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s site) do(t rapid.TB, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	if r.Host == "example.com" { // the default of httptest
		r.Host = "127.0.0.1:8080"
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func (s site) get(t rapid.TB, address string) *httptest.ResponseRecorder {
	t.Helper()
	return s.do(t, httptest.NewRequest(http.MethodGet, address, nil))
}

// page gets a page that must be there.
func (s site) page(t rapid.TB, address string) *goquery.Document {
	t.Helper()
	w := s.get(t, address)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d:\n%s", address, w.Code, excerpt(w))
	}
	return document(t, w)
}

func (s site) post(t rapid.TB, address string, form url.Values, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return s.do(t, r)
}

// follow gets the page that an answer redirects to, with the cookies it set.
func (s site) follow(t rapid.TB, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d, want 303:\n%s", w.Code, excerpt(w))
	}
	r := httptest.NewRequest(http.MethodGet, w.Header().Get("Location"), nil)
	for _, c := range w.Result().Cookies() {
		r.AddCookie(c)
	}
	got := s.do(t, r)
	if got.Code != http.StatusOK {
		t.Fatalf("GET %s = %d:\n%s", r.URL, got.Code, excerpt(got))
	}
	return document(t, got)
}

func document(t rapid.TB, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// excerpt is the text of an answer, short enough for a test's message.
func excerpt(w *httptest.ResponseRecorder) string {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		return err.Error()
	}
	text := strings.Join(strings.Fields(doc.Find("main").Text()), " ")
	if text == "" {
		text = w.Body.String()
	}
	return text[:min(len(text), 600)]
}

// totalHeading is the heading of a list. Reading it so takes no time, and many
// thousand links are followed to it; that the pages are sound is tested elsewhere.
var totalHeading = regexp.MustCompile(`<h1 id="total" data-total="(\d+)"`)

// total is the number that a list promises in its heading.
func (s site) total(t rapid.TB, address string) int {
	t.Helper()
	w := s.get(t, address)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d:\n%s", address, w.Code, excerpt(w))
	}
	found := totalHeading.FindAllSubmatch(w.Body.Bytes(), -1)
	if len(found) != 1 {
		t.Fatalf("GET %s has %d headings with a total, want 1", address, len(found))
	}
	n, err := strconv.Atoi(string(found[0][1]))
	if err != nil {
		t.Fatalf("GET %s: %v", address, err)
	}
	return n
}

// records reads a CSV file, header first, without the mark that spreadsheets want before it.
func (s site) records(t rapid.TB, address string) [][]string {
	t.Helper()
	w := s.get(t, address)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d: %s", address, w.Code, excerpt(w))
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(w.Body.Bytes(), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatalf("GET %s: %v", address, err)
	}
	return rows
}

// column picks one column of a CSV file by its name.
func column(t rapid.TB, rows [][]string, name string) []string {
	t.Helper()
	for i, head := range rows[0] {
		if head == name {
			var out []string
			for _, r := range rows[1:] {
				out = append(out, r[i])
			}
			return out
		}
	}
	t.Fatalf("no column %s in %v", name, rows[0])
	return nil
}

type jsonList struct {
	Total int
	Rows  []map[string]any
	Next  *string
}

func (s site) json(t rapid.TB, address string) jsonList {
	t.Helper()
	w := s.get(t, address)
	var l jsonList
	if err := json.Unmarshal(w.Body.Bytes(), &l); err != nil || w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d, %v: %s", address, w.Code, err, excerpt(w))
	}
	return l
}

// article is a form with what is required.
func article(title string, more ...string) url.Values {
	form := url.Values{"title": {title}, "source": {"Test Wire"}, "published": {"2024-02-27"}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Add(more[i], more[i+1])
	}
	return form
}

// create stores an article and returns its address.
func (s site) create(t testing.TB, form url.Values) string {
	t.Helper()
	w := s.post(t, "/articles", form)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("POST /articles = %d, want 303:\n%s", w.Code, excerpt(w))
	}
	return w.Header().Get("Location")
}

// edit is the form of a stored article as a browser would send it back.
func (s site) edit(t rapid.TB, address string) url.Values {
	t.Helper()
	return formValues(s.page(t, address+"/edit").Find("main form").First())
}

func formValues(form *goquery.Selection) url.Values {
	out := url.Values{}
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, f *goquery.Selection) {
		name, _ := f.Attr("name")
		value, _ := f.Attr("value")
		kind, _ := f.Attr("type")
		_, checked := f.Attr("checked")
		switch {
		case (kind == "checkbox" || kind == "radio") && !checked:
		case goquery.NodeName(f) == "textarea":
			// an HTML parser drops one newline at the beginning, as a browser does
			out.Add(name, strings.ReplaceAll(f.Text(), "\n", "\r\n"))
		case goquery.NodeName(f) == "select":
			value, _ := f.Find("option[selected]").Attr("value")
			out.Add(name, value)
		default:
			out.Add(name, value)
		}
	})
	return out
}
