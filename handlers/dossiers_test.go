package handlers

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

// TestADossierHasOneAddress leads other names, other cases and the other order
// there, with what narrows the view.
func TestADossierHasOneAddress(t *testing.T) {
	s := starterSite(t)
	for _, tt := range []struct {
		name, address string
		status        int
		leads         string
	}{
		{"lower case", "/parties/kh?from=2015", 301, "/parties/KH?from=2015"},
		{"a name", "/parties/Cambodia", 301, "/parties/KH"},
		{"a name with a space", "/parties/viet%20nam", 301, "/parties/VN"},
		{"a file of it", "/parties/kh/mix.csv?from=2015", 301, "/parties/KH/mix.csv?from=2015"},
		{"wrong order", "/pairs/US-KH?area=demining", 301, "/pairs/KH-US?area=demining"},
		{"a pair in lower case", "/pairs/kh-us", 301, "/pairs/KH-US"},
		{"a file of a pair", "/pairs/US-KH/series.json", 301, "/pairs/KH-US/series.json"},
		{"the form of a party", "/parties?name=cambodia&from=2015", 303, "/parties/KH?from=2015"},
		{"the form of a pair", "/pairs?a=US&b=Cambodia&unit=articles", 303, "/pairs/KH-US?unit=articles"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := s.get(t, tt.address)
			if got := w.Header().Get("Location"); w.Code != tt.status || got != tt.leads {
				t.Errorf("GET %s = %d to %q, want %d to %q", tt.address, w.Code, got, tt.status, tt.leads)
			}
		})
	}
}

func TestWhatHasNoDossierSaysWhy(t *testing.T) {
	s := starterSite(t)
	for _, tt := range []struct {
		name, address string
		status        int
		says          string
	}{
		{"no such code", "/parties/XX", 404, "No party is called “XX”"},
		{"two parties of one name", "/parties/Korea", 404, "Did you mean"},
		{"half a pair", "/pairs/KH", 404, "a pair is written KH-US"},
		{"a pair with a stranger", "/pairs/KH-XX", 404, "No party is called “XX”"},
		{"a pair with itself", "/pairs/KH-KH", 400, "Name two different parties"},
		{"a pair with itself by name", "/pairs/KH-Cambodia", 400, "Name two different parties"},
		{"the form with one party", "/pairs?a=KH", 400, "Name two different parties"},
		{"the form with a stranger", "/parties?name=Atlantis", 400, "No party is called “Atlantis”"},
		{"no such figure", "/parties/KH/nothing.csv", 404, "nothing at this address"},
		{"a figure in no such form", "/parties/KH/mix.xml", 404, "nothing at this address"},
		{"a list by what it cannot be", "/parties?sort=newest", 400, "It can be count, name or latest"},
		{"a page past the end", "/pairs?page=99", 404, "nothing at this address"},
		{"a page of a dossier", "/parties/KH?page=2", 400, "takes no such parameter"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := s.get(t, tt.address)
			if text := w.Body.String(); w.Code != tt.status || !strings.Contains(text, tt.says) {
				t.Errorf("GET %s = %d, want %d with %q:\n%s", tt.address, w.Code, tt.status, tt.says, excerpt(w))
			}
		})
	}
}

// TestNothingReportedIsSaid of a party that no row has.
func TestNothingReportedIsSaid(t *testing.T) {
	s := starterSite(t)
	for address, says := range map[string]string{
		"/parties/MT":               "No engagement of Malta is reported in this view",
		"/pairs/KH-MT":              "No engagement of Cambodia and Malta is reported in this view",
		"/parties/KH?from=2099":     "No engagement of Cambodia is reported in this view",
		"/parties?q=nosuchword":     "No engagement matches this view.",
		"/pairs?source=NoOutlet":    "No engagement matches this view.",
		"/parties/MT?unit=articles": "No article of Malta is reported in this view",
	} {
		if text := s.page(t, address).Find("main").Text(); !strings.Contains(text, says) {
			t.Errorf("GET %s says %q, want %q", address, strings.Join(strings.Fields(text), " "), says)
		}
	}
}

// TestStatementsOfADossierOpenTheirRows reads what the starter data say of Cambodia
// and the United States, and opens what stands behind it.
func TestStatementsOfADossierOpenTheirRows(t *testing.T) {
	s := starterSite(t)
	page := s.page(t, "/pairs/KH-US")
	if got := page.Find("h1").Text(); got != "Cambodia – United States" {
		t.Errorf("the heading is %q", got)
	}
	var gap *goquery.Selection
	page.Find("#gaps .gap").Each(func(_ int, li *goquery.Selection) {
		if strings.Contains(li.Text(), "No counter-terrorism reported since May 2016") {
			gap = li
		}
	})
	if gap == nil {
		t.Fatalf("no silence about counter-terrorism in %q", page.Find("#gaps").Text())
	}
	rows := s.records(t, strings.Replace(gap.Find("a").First().AttrOr("href", ""), "/engagements?", "/engagements.csv?", 1))
	if starts := column(t, rows, "engagement_start"); len(starts) != 1 || starts[0][:7] != "2016-05" {
		t.Errorf("behind the silence stand engagements of %v, want one of May 2016", starts)
	}

	var told, marks string
	page.Find("#series tbody tr").Each(func(_ int, row *goquery.Selection) {
		if row.Find("th").Text() == "Angkor Sentinel" {
			told = row.Find(".told").Text()
			row.Find("td:not(.told)").Each(func(_ int, cell *goquery.Selection) {
				marks += cell.Find("[aria-hidden]").Text()
			})
		}
	})
	if want := "Held 2010–2012, not reported 2013, held 2014, not reported 2015, held 2016, cancelled 2017, not reported 2018–2024, planned 2025."; told != want {
		t.Errorf("Angkor Sentinel: %q, want %q", told, want)
	}
	if want := "●●●–●–●✕–––––––○"; marks != want {
		t.Errorf("Angkor Sentinel is drawn %s, want %s", marks, want)
	}

	// What the series file says of a year is what its engagements say.
	of := map[string]string{} // by engagement: its series, and the year in which it begins
	all := s.records(t, "/engagements.csv?pair=KH-US")
	starts := column(t, all, "engagement_start")
	for i, id := range column(t, all, "engagement_id") {
		of[id] = column(t, all, "series")[i] + " " + starts[i][:min(4, len(starts[i]))]
	}
	listed := 0
	for _, row := range s.records(t, "/pairs/KH-US/series.csv")[1:] {
		for id := range strings.FieldsFuncSeq(row[3], func(r rune) bool { return r == ';' }) {
			listed++
			if got := of[id]; got != row[0]+" "+row[1] && got != row[0]+" " { // without a start, the first report dates it
				t.Errorf("engagement %s stands at %s %s, and is of %q", id, row[0], row[1], got)
			}
		}
	}
	want := 0
	for _, name := range column(t, all, "series") {
		if name != "" {
			want++
		}
	}
	if listed != want {
		t.Errorf("the series have %d engagements, engagements.csv has %d", listed, want)
	}
}

// TestAPairIsTheSameFromEitherSide compares both lists with both dossiers.
func TestAPairIsTheSameFromEitherSide(t *testing.T) {
	s := starterSite(t)
	for _, unit := range []string{"", "&unit=articles"} {
		n := strconv.Itoa(s.total(t, "/"+map[string]string{"": "engagements", "&unit=articles": "articles"}[unit]+"?pair=KH-US"))
		var got []string
		for _, address := range []string{"/parties/KH/partners.csv?x", "/parties/US/partners.csv?x", "/pairs.csv?x", "/charts/pairs.csv?x"} {
			for _, row := range s.records(t, strings.TrimSuffix(address, "x")+strings.TrimPrefix(unit, "&")) {
				other := map[string]string{"/parties/KH/partners.csv?x": "US", "/parties/US/partners.csv?x": "KH"}[address]
				if other != "" && row[0] == other {
					got = append(got, row[2])
				} else if row[0] == "KH-US" {
					got = append(got, row[3])
				}
			}
		}
		if diff := cmp.Diff([]string{n, n, n, n}, got); diff != "" {
			t.Errorf("rows of KH-US%s (-want +got):\n%s", unit, diff)
		}
	}
}

// TestADossierTakesItsViewAlong follows the links from a narrowed dossier to others.
func TestADossierTakesItsViewAlong(t *testing.T) {
	s := starterSite(t)
	page := s.page(t, "/parties/KH?unit=articles&from=2010&to=2019&area=training")
	n := 0
	page.Find("#partners th a, .crumbs a, #forms th a, #stages th a, #mix th a").Each(func(_ int, a *goquery.Selection) {
		n++
		href := a.AttrOr("href", "")
		for _, want := range []string{"area=training", "from=2010", "to=2019", "unit=articles"} {
			if !strings.Contains(href, want) {
				t.Errorf("“%s” leads to %s, without %s", strings.TrimSpace(a.Text()), href, want)
			}
		}
		if strings.Contains(href, "party=KH") {
			t.Errorf("“%s” leads to %s, which says twice that it is about KH", strings.TrimSpace(a.Text()), href)
		}
		if w := s.get(t, href); w.Code != http.StatusOK {
			t.Errorf("GET %s = %d", href, w.Code)
		}
	})
	if n < 20 {
		t.Errorf("only %d links were found", n)
	}
}

// TestOfficialsOfAPairAreThoseOfItsParties imports participants and asks who met.
func TestOfficialsOfAPairAreThoseOfItsParties(t *testing.T) {
	s := newSite(t)
	s.create(t, article("Ministers meet", "areas", "dialogue", "parties", "KH, US, TH", "engagement", "new", "form", "meeting", "stage", "done"))
	e, err := s.store.Engagement(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	e.Officials = []coop.Official{{Party: "KH", Name: "Official One", Post: "Minister of National Defence"}, {Party: "TH", Name: "Official Two", Post: "Colonel"},
		{Party: "US", Name: "Official Three", Post: "Deputy Assistant Secretary"}}
	if err := s.store.UpdateEngagement(t.Context(), actor, 1, e); err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"party", "name", "post", "level", "count", "engagement_ids"},
		{"KH", "Official One", "Minister of National Defence", "minister", "1", "1"},
		{"US", "Official Three", "Deputy Assistant Secretary", "senior official or officer", "1", "1"},
	}
	if diff := cmp.Diff(want, s.records(t, "/pairs/KH-US/officials.csv")); diff != "" {
		t.Errorf("officials (-want +got):\n%s", diff)
	}
	page := s.page(t, "/pairs/KH-US")
	if got := page.Find("#officials tbody tr").Length(); got != 2 {
		t.Errorf("the page has %d officials, want 2", got)
	}
	if got := page.Find("#officials tbody a").First().AttrOr("href", ""); got != "/engagements/1" {
		t.Errorf("the first contact leads to %q", got)
	}
	if rows := s.records(t, "/parties/KH/officials.csv"); len(rows) != 4 {
		t.Errorf("the party has %d officials, want all 3", len(rows)-1)
	}
	if rows := s.records(t, "/parties/KH/officials.csv?from=2099"); len(rows) != 1 {
		t.Errorf("a view without the engagement has %v", rows)
	}
}
