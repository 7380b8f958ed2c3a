package handlers

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
	"entente/internal/exchange"
)

// hostile are titles that have broken programs of this kind.
var hostile = []string{
	`</script><script>alert(1)</script>`,
	`__f__alert(1)__f__`,
	`=1+1`,
	`'=1+1`,
	`@SUM(A1)`,
	`-2+3`,
	`"quoted", with; separators`,
	`<img src=x onerror=alert(1)>`,
	`{{ .Title }} ${x} %s %n`,
	`'; DROP TABLE articles; --`,
	"كمبوديا والولايات المتحدة \u202eevil\u202c",
	`កម្ពុជា និង​សហរដ្ឋ​អាមេរិក`,
	`日本とカンボジア 🇯🇵🇰🇭`,
}

// TestHostileTextIsOnlyText sends each title through form, pages, charts, files
// and back in.
func TestHostileTextIsOnlyText(t *testing.T) {
	s := newSite(t)
	for i, title := range hostile {
		form := article(title, "body", title+"\n\n"+title, "summary", title, "notes", title, "author", title, "place", title,
			"areas", "cyber", "parties", "KH, US", "engagement", "new", "engagement_title", title, "form", "visit", "stage", "done")
		form.Set("source", title)
		form.Set("published", string(coop.Day("2024-01-01").AddDays(i)))
		s.create(t, form)
	}
	want := slices.Clone(hostile)
	slices.Reverse(want) // newest first

	t.Run("csv", func(t *testing.T) {
		for _, name := range []string{"title", "source", "summary", "author", "notes"} {
			if diff := cmp.Diff(want, column(t, s.records(t, "/articles.csv"), name)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		if diff := cmp.Diff(want, column(t, s.records(t, "/engagements.csv"), "place")); diff != "" {
			t.Errorf("place of engagements (-want +got):\n%s", diff)
		}
	})
	t.Run("pages", func(t *testing.T) {
		for _, address := range []string{"/", "/?unit=articles", "/articles", "/articles?q=alert", "/engagements", "/articles/1", "/articles/1/edit", "/engagements/1", "/engagements/1/edit", "/articles/2", "/articles/new"} {
			page := s.page(t, address)
			page.Find("script").Each(func(_ int, e *goquery.Selection) {
				kind := e.AttrOr("type", "")
				if _, hasSource := e.Attr("src"); hasSource {
					return
				}
				if kind != "application/json" || !json.Valid([]byte(e.Text())) {
					t.Errorf("%s: a script of type %q that is no data: %.80s", address, kind, e.Text())
				}
			})
			if n := page.Find("img, iframe, object, embed, [onerror], [onload], [onclick], [style]").Length(); n > 0 {
				t.Errorf("%s: %d elements that no page of ours has", address, n)
			}
		}
		if got := s.page(t, "/articles/1").Find("h1").Text(); got != hostile[0] {
			t.Errorf("title on the page = %q, want %q", got, hostile[0])
		}
	})
	t.Run("search and filter by it", func(t *testing.T) {
		for _, title := range hostile {
			q := url.Values{"source": {title}}.Encode()
			if n := s.total(t, "/articles?"+q); n != 1 {
				t.Errorf("source=%s finds %d, want 1", title, n)
			}
			if w := s.get(t, "/articles?"+url.Values{"q": {title}}.Encode()); w.Code != 200 {
				t.Errorf("q=%s = %d, want 200", title, w.Code)
			}
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
				t.Errorf("%s: exported, imported and exported again differs:\n%s", profile, cmp.Diff(strings.Split(string(file), "\n"), strings.Split(string(got), "\n")))
			}
		}
	})
}
