package handlers

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"entente/internal/coop"
	"entente/internal/exchange"
)

// fill sends a text in all fields of a form at once. Those that refuse it are sent
// again as in the base, and named.
func (e entryForm) fill(t *testing.T, text string) (refused []string) {
	t.Helper()
	form := maps.Clone(e.base)
	for _, name := range e.names {
		if !slices.Contains([]string{"excluded", "version", "codebook", "engagement"}, name) { // which choose
			form[name] = []string{text}
		}
	}
	w := e.send(form)
	if w.Code == http.StatusUnprocessableEntity {
		page := document(t, w)
		for name := range form {
			if page.Find("#"+name+"-error").Length() > 0 {
				form[name] = e.base[name]
				refused = append(refused, name)
			}
		}
		w = e.send(form)
	}
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%q in all fields: status %d:\n%s", text, w.Code, excerpt(w))
	}
	for name, values := range w.Header() {
		if name == "Set-Cookie" && len(values) != 1 || strings.ContainsAny(strings.Join(values, ""), "\r\n<") {
			t.Errorf("%q got into the header %s: %q", text, name, values)
		}
	}
	return refused
}

// hostileSite holds an article and its engagement for each of some texts, the
// first ones the newest, with the text in all fields of both forms that take any.
// It names these columns of articles.csv and engagements.csv.
func hostileSite(t *testing.T, texts []string) (s site, ofArticles, ofEngagements []string) {
	t.Helper()
	s = newSite(t)
	refused := map[string]bool{"excluded": true, "version": true, "codebook": true}
	for i, text := range texts {
		e := s.articleEntry(t)
		e.base.Set("published", string(coop.Day("2024-02-27").AddDays(-i)))
		for _, name := range e.fill(t, text) {
			refused[name] = true
		}
		for _, name := range s.engagementEntry(t, "/engagements/"+strconv.Itoa(i+1)).fill(t, text) {
			refused[name] = true
		}
	}
	taken := func(form any, columns []exchange.Column) (out []string) {
		for _, name := range fieldsOf(form) {
			known := slices.ContainsFunc(columns, func(c exchange.Column) bool { return c.Name == name })
			if known && !refused[name] {
				out = append(out, name)
			}
		}
		return out
	}
	ofArticles = taken(coop.ArticleForm{}, exchange.ArticleColumns)
	ofEngagements = taken(coop.EngagementForm{}, exchange.EngagementColumns)
	if len(ofArticles) < 7 || len(ofEngagements) < 4 {
		t.Fatalf("only %v and %v take any text", ofArticles, ofEngagements)
	}
	return s, ofArticles, ofEngagements
}

// asStored is what a column holds of texts.
func asStored(name string, texts []string) []string {
	var out []string
	for _, text := range texts {
		switch name {
		case "summary", "body", "notes":
			out = append(out, coop.Text(text))
		default:
			out = append(out, coop.Line(text))
		}
	}
	return out
}

// TestHostileTextIsOnlyText sends each text through form, pages, charts, files
// and back in.
func TestHostileTextIsOnlyText(t *testing.T) {
	s, ofArticles, ofEngagements := hostileSite(t, hostile)
	t.Run("csv and json", func(t *testing.T) {
		for file, columns := range map[string][]string{"/articles": ofArticles, "/engagements": ofEngagements} {
			data := s.records(t, file+".csv")
			excel := s.records(t, file+".csv?profile=excel")
			excel[0][0] = strings.TrimPrefix(excel[0][0], "\ufeff")
			objects := s.json(t, file+".json")
			for _, name := range columns {
				want := asStored(name, hostile)
				if diff := gocmp.Diff(want, column(t, data, name)); diff != "" {
					t.Errorf("%s.csv, %s (-want +got):\n%s", file, name, diff)
				}
				for i, cell := range column(t, excel, name) {
					if exchange.Unguard(cell) != want[i] || strings.ContainsAny(cell[:min(len(cell), 1)], "=+-@\t\r") {
						t.Errorf("%s.csv?profile=excel, %s = %q for %q", file, name, cell, want[i])
					}
				}
				for i, object := range objects.Rows {
					if object[name] != want[i] {
						t.Errorf("%s.json, %s = %q, want %q", file, name, object[name], want[i])
					}
				}
			}
		}
		for _, rows := range [][][]string{s.records(t, "/reports.csv"), s.records(t, "/codings.csv")} {
			if len(rows) < len(hostile) {
				t.Errorf("%v has %d rows, want all articles", rows[0], len(rows)-1)
			}
		}
		if got := column(t, s.records(t, "/reports.csv"), "source"); !slices.Equal(got, asStored("source", hostile)) {
			t.Errorf("reports.csv has the sources %q", got)
		}
	})
	t.Run("pages", func(t *testing.T) {
		pages := append(s.pages(t), "/?unit=articles&split=all", "/articles?page=2", "/engagements?page=2", "/articles?q=alert", "/articles/new?engagement=2")
		for i := range hostile {
			id := strconv.Itoa(i + 1)
			pages = append(pages, "/articles/"+id, "/articles/"+id+"/edit", "/engagements/"+id, "/engagements/"+id+"/edit")
		}
		for _, address := range pages {
			onlyOurMarkup(t, address, s.page(t, address))
		}
		for i, text := range hostile {
			for _, address := range []string{"/articles/", "/engagements/"} {
				if got, want := s.page(t, address+strconv.Itoa(i+1)).Find("h1").First().Text(), coop.Line(text); got != want {
					t.Errorf("the heading of %s%d is %q, want %q", address, i+1, got, want)
				}
			}
		}
	})
	t.Run("search and filter by it", func(t *testing.T) {
		for _, text := range hostile {
			same := 0
			for _, other := range hostile {
				if coop.Line(other) == coop.Line(text) {
					same++
				}
			}
			if n := s.total(t, "/articles?"+url.Values{"source": {coop.Line(text)}}.Encode()); n != same {
				t.Errorf("source=%q finds %d, want %d", text, n, same)
			}
			address := "/articles?" + url.Values{"q": {text}}.Encode()
			w := s.get(t, address)
			if w.Code != http.StatusOK {
				t.Errorf("q=%q = %d, want 200", text, w.Code)
				continue
			}
			onlyOurMarkup(t, address, document(t, w))
		}
	})
	t.Run("back in", func(t *testing.T) {
		for _, profile := range []string{"data", "excel"} {
			file := s.get(t, "/articles.csv?profile="+profile).Body.Bytes()
			rows, err := exchange.ReadArticles(bytes.NewReader(file), exchange.ReadOptions{})
			if err != nil {
				t.Fatalf("%s: %v", profile, err)
			}
			other := newSite(t)
			if _, err := other.store.Import(t.Context(), rows, false, nil); err != nil {
				t.Fatalf("%s: %v", profile, err)
			}
			if got := other.get(t, "/articles.csv?profile="+profile).Body.Bytes(); !bytes.Equal(got, file) {
				t.Errorf("%s: exported, imported and exported again differs:\n%s", profile, gocmp.Diff(strings.Split(string(file), "\n"), strings.Split(string(got), "\n")))
			}
		}
	})
}
