package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
)

// submit gives what a browser would send for a form.
func submit(form *goquery.Selection) url.Values {
	sent := url.Values{}
	form.Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		name, value := s.AttrOr("name", ""), s.AttrOr("value", "")
		_, checked := s.Attr("checked")
		switch {
		case name == "", (s.AttrOr("type", "") == "checkbox" || s.AttrOr("type", "") == "radio") && !checked:
			return
		case s.Is("select"):
			value = s.Find("option[selected]").First().AttrOr("value", "")
		case s.Is("textarea"):
			value = s.Text()
		}
		sent.Add(name, value)
	})
	return sent
}

// parse reads an address as the server would.
func parse(t *testing.T, query url.Values) (coop.View, coop.Display) {
	t.Helper()
	v, d, err := coop.ParseView(query, coop.Scope{Figures: true, List: true}, codebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	return v, d
}

// follow reads the address of a link.
func follow(t *testing.T, link *goquery.Selection) (coop.View, coop.Display) {
	t.Helper()
	u, err := url.Parse(link.AttrOr("href", ""))
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, u.Query())
}

// fullLens is a lens with every parameter, on the page that takes them all.
func fullLens() Lens {
	l := sampleLens("/")
	l.View = fullView()
	l.Display = coop.Display{Unit: coop.Articles, By: coop.ByMonth, Split: coop.SplitAll, Sort: coop.Oldest, Page: 3}
	return l
}

// Applying the form untouched keeps the view and the way it is shown, but for the page.
func TestLensCarriesEverything(t *testing.T) {
	for _, facets := range []figures.Facets{sampleLens("/").Facets, {}} {
		l := fullLens()
		l.Facets = facets
		doc, _ := drawn(t, LensBar(l))
		v, d := parse(t, submit(doc.Find("#lens-form")))
		if diff := cmp.Diff(l.View, v); diff != "" {
			t.Errorf("view (-want +got):\n%s", diff)
		}
		want := l.Display
		want.Page = 0
		if diff := cmp.Diff(want, d); diff != "" {
			t.Errorf("display (-want +got):\n%s", diff)
		}
	}
}

// A value whose box is not ticked any more is gone, and so is all that was typed away.
func TestLensDropsWhatIsUnticked(t *testing.T) {
	doc, _ := drawn(t, LensBar(fullLens()))
	form := doc.Find("#lens-form")
	form.Find("input[type=checkbox]").RemoveAttr("checked")
	form.Find("#q, #from, #to").SetAttr("value", "")
	v, _ := parse(t, submit(form))
	full := fullView()
	want := coop.View{Pair: full.Pair, WithAreas: full.WithAreas, WithParties: full.WithParties, Origins: full.Origins}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Errorf("view (-want +got):\n%s", diff)
	}
}

func TestLensAddsAPartyByName(t *testing.T) {
	l := sampleLens("/articles")
	l.View.Parties = []string{"KH"}
	doc, _ := drawn(t, LensBar(l))
	form := doc.Find("#lens-form")
	form.Find("#add-party").SetAttr("value", "Viet Nam")
	v, _ := parse(t, submit(form))
	if diff := cmp.Diff([]string{"KH", "VN"}, v.Parties); diff != "" {
		t.Errorf("parties (-want +got):\n%s", diff)
	}
}

// Each token takes away itself and nothing else; Clear all takes all away.
func TestTokens(t *testing.T) {
	l := fullLens()
	doc, _ := drawn(t, LensBar(l))
	var names []string
	doc.Find("a.token").Each(func(_ int, s *goquery.Selection) {
		names = append(names, s.AttrOr("aria-label", ""))
		v, d := follow(t, s)
		if gone := len(l.View.Params()) - len(v.Params()); gone != 1 && !strings.Contains(names[len(names)-1], "Dates") {
			t.Errorf("%s takes %d filters away", names[len(names)-1], gone)
		}
		if d.Page != 0 || d.By != coop.ByMonth || d.Unit != coop.Articles {
			t.Errorf("%s: display %+v", names[len(names)-1], d)
		}
	})
	want := []string{
		`Text "mine clearance" train*`, "Area Demining and EOD", "Area Training and education", "Areas all of them", "Party Fiji", "Party Cambodia",
		"Parties all of them", "Pair Cambodia – United States", "With area none", "With area any outside the core four", "With party Laos",
		"Form Course", "Form Visit", "Stage Under way", "Source Mekong Courier", "Source Rare & small", "Language Khmer", "Language Lao",
		"Codes decided by a person", "Codes suggested by rule", "Coding Confirmed", "Coding Not relevant", "Dates Jan 2015 – Jun 2019",
	}
	for i := range want {
		want[i] = "Remove filter: " + want[i]
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("tokens (-want +got):\n%s", diff)
	}
	if v, d := follow(t, doc.Find(".lens-active > a")); !v.Empty() || d.By != coop.ByMonth {
		t.Errorf("Clear all leaves %+v, %+v", v, d)
	}
}

func TestMenusClearThemselves(t *testing.T) {
	doc, _ := drawn(t, LensBar(fullLens()))
	links := doc.Find(".panel-foot a")
	if links.Length() != 4 {
		t.Fatalf("%d menus can be cleared, want 4", links.Length())
	}
	v, _ := follow(t, links.Eq(3))
	if len(v.Forms)+len(v.Stages)+len(v.Sources)+len(v.Langs)+len(v.States) != 0 || len(v.Areas) == 0 || len(v.Origins) == 0 {
		t.Errorf("clearing the last menu gives %+v", v)
	}
	plain, _ := drawn(t, LensBar(Lens{Path: "/articles"}))
	if n := plain.Find(".panel-foot a, .token").Length(); n != 0 {
		t.Errorf("%d things to clear in a view without filters", n)
	}
}

// The number that a facet promises is the one counted for the value that its link asks for.
func TestFacetsPromiseTheirTotals(t *testing.T) {
	l := sampleLens("/articles")
	l.View = coop.View{Areas: []string{"demining"}, Parties: []string{"IN", "KH"}, From: "2015", To: "2015", States: []string{"coded"}}
	count := func(counts []figures.Count, value string) int {
		i := slices.IndexFunc(counts, func(c figures.Count) bool { return c.Value == value })
		if i < 0 {
			return -1
		}
		return counts[i].N
	}
	doc, _ := drawn(t, Facets(l, coop.Articles))
	links, active := 0, 0
	doc.Find(".facet-list a").Each(func(_ int, s *goquery.Selection) {
		v, d := follow(t, s)
		if d.Page != 0 {
			t.Errorf("%s keeps the page", describe(s))
		}
		if _, ok := s.Attr("aria-current"); ok {
			active++
			if _, promised := s.Attr("data-total"); promised {
				t.Errorf("an active value promises a total: %s", describe(s))
			}
			if len(v.Params()) >= len(l.View.Params()) {
				t.Errorf("an active value does not remove itself: %s", describe(s))
			}
			return
		}
		links++
		total, err := strconv.Atoi(s.AttrOr("data-total", ""))
		if err != nil {
			t.Fatalf("no total: %s", describe(s))
		}
		matches := 0
		for param, counts := range map[string][]figures.Count{
			"area": l.Facets.Area, "party": l.Facets.Party, "form": l.Facets.Form, "stage": l.Facets.Stage,
			"source": l.Facets.Source, "lang": l.Facets.Lang, "state": l.Facets.State,
		} {
			for _, c := range counts {
				if c.Value != "" && cmp.Equal(v, l.View.Only(param, c.Value)) && c.N == total {
					matches++
				}
			}
		}
		if v.From != l.View.From && count(l.Facets.Year, v.From) == total && cmp.Equal(v, l.View.InYear(v.From)) {
			matches++
		}
		if matches != 1 {
			t.Errorf("%d facet values give %d at %s", matches, total, s.AttrOr("href", ""))
		}
	})
	// 11 parties, 9 forms, 7 stages, 3 sources, 3 languages, 3 states with rows, 13 years with rows, 15 areas with rows
	if want := 11 + 9 + 7 + 3 + 3 + 3 + 13 + 15; links+active != want {
		t.Errorf("%d values, want %d", links+active, want)
	}
	if active != 5 {
		t.Errorf("%d values are active, want 5", active)
	}
	if got := doc.Find("summary").Text(); !strings.Contains(got, "2 more parties") || !strings.Contains(got, "2012–2014") {
		t.Errorf("disclosures: %q", got)
	}
	if a, b := strconv.Itoa(count(l.Facets.Party, "IN")), doc.Find("a[aria-current] .n").Text(); !strings.Contains(b, a) {
		t.Errorf("an active value far down the list hides: %q", b)
	}
}

func TestPager(t *testing.T) {
	for _, tt := range []struct {
		page, total, rows int
		span              string
		numbers           []int
	}{
		{0, 3, 3, "1–3 of 3", []int{1}},
		{1, 51, 50, "1–50 of 51", []int{1, 2}},
		{2, 51, 1, "51 of 51", []int{1, 2}},
		{1, 1234, 50, "1–50 of 1,234", []int{1, 2, 3, 0, 25}},
		{12, 1234, 50, "551–600 of 1,234", []int{1, 0, 10, 11, 12, 13, 14, 0, 25}},
		{25, 1234, 34, "1,201–1,234 of 1,234", []int{1, 0, 23, 24, 25}},
	} {
		p := pages{Lens{Path: "/articles", Display: coop.Display{Page: tt.page}}, tt.total, tt.rows}
		if got := p.span(); got != tt.span {
			t.Errorf("page %d of %d: %q, want %q", tt.page, tt.total, got, tt.span)
		}
		if diff := cmp.Diff(tt.numbers, p.numbers()); diff != "" {
			t.Errorf("page %d of %d (-want +got):\n%s", tt.page, tt.total, diff)
		}
	}
}
