package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"

	"entente/internal/coop"
)

// queries are addresses of very different views, each for articles and engagements.
var queries = []string{
	"",
	"area=demining",
	"area=demining&area=training&area_match=all",
	"party=KH&party=US&party_match=all&from=2010&to=2019",
	"pair=US-KH",
	"with_area=other&with_area=demining&with_party=KH",
	"with_area=none",
	"form=exercise&stage=under-way",
	"form=transfer&stage=done&party=CN",
	"from=2013-06&to=2013-06-20",
	"q=mine",
	"q=%22search+and+rescue%22&area=disaster-relief",
	"q=peacek*&party=KH",
	"q=NEAR(+%22",
	"lang=fr&lang=vi",
	"source=VOA+Khmer",
	"state=coded&origin=human",
	"state=excluded",
	"origin=rule",
}

// TestPageIsCSVIsJSON holds one view against all the ways to get its rows.
func TestPageIsCSVIsJSON(t *testing.T) {
	s := starterSite(t)
	for _, query := range queries {
		for _, noun := range []string{"articles", "engagements"} {
			total := s.total(t, "/"+noun+"?"+query)
			var ids []string
			for page := 1; (page-1)*coop.PageSize < total; page++ {
				s.page(t, "/"+noun+"?"+query+"&page="+strconv.Itoa(page)).Find("ol.rows > li h2 a, ol.rows > li h3 a").Each(func(_ int, a *goquery.Selection) {
					ids = append(ids, strings.TrimPrefix(a.AttrOr("href", ""), "/"+noun+"/"))
				})
			}
			csv := column(t, s.records(t, "/"+noun+".csv?"+query), strings.TrimSuffix(noun, "s")+"_id")
			if strings.Join(ids, ",") != strings.Join(csv, ",") {
				t.Errorf("%s %q: the pages list %v, the CSV %v", noun, query, ids, csv)
			}
			j := s.json(t, "/"+noun+".json?"+query)
			if j.Total != total || len(j.Rows) != total || len(csv) != total {
				t.Errorf("%s %q: page %d, CSV %d, JSON total %d with %d rows", noun, query, total, len(csv), j.Total, len(j.Rows))
			}
		}
	}
}

// TestEveryPromisedNumberIsKept follows every link that promises a number.
func TestEveryPromisedNumberIsKept(t *testing.T) {
	s := starterSite(t)
	checked := map[string]bool{}
	for _, query := range queries {
		for _, path := range []string{"/?", "/?unit=articles&split=all&", "/relations?", "/relations?unit=articles&", "/articles?", "/engagements?",
			"/parties?", "/pairs?unit=articles&sort=latest&", "/parties/KH?", "/pairs/KH-US?unit=articles&"} {
			address := path + query
			s.page(t, address).Find("a[data-total]").Each(func(_ int, a *goquery.Selection) {
				href, promised := a.AttrOr("href", ""), a.AttrOr("data-total", "")
				if checked[href+" "+promised] {
					return
				}
				checked[href+" "+promised] = true
				if got := strconv.Itoa(s.total(t, href)); got != promised {
					t.Errorf("on %s “%s” promises %s, %s has %s", address, strings.TrimSpace(a.Text()), promised, href, got)
				}
			})
		}
	}
	if len(checked) < 500 {
		t.Errorf("only %d links promised a number: the pages lost them", len(checked))
	}
}

// TestMarksOfChartsKeepTheirNumbers follows the marks that the script draws.
func TestMarksOfChartsKeepTheirNumbers(t *testing.T) {
	s := starterSite(t)
	marks := 0
	for _, address := range []string{"/", "/?unit=articles", "/?split=all&by=quarter&area=demining&from=2013-02-10&to=2016-05", "/?by=month&party=KH&pair=KH-US&from=2014&to=2016"} {
		page := s.page(t, address)
		sum := 0.0
		for _, series := range chartOf(t, page, "timeline") {
			if series.ID == "vague" || series.ID == "ahead" {
				continue // drawn over or above the others, and opening nothing
			}
			for _, d := range series.Data {
				var datum struct {
					Value []any
					Href  string
				}
				if json.Unmarshal(d, &datum) != nil || len(datum.Value) != 3 {
					continue
				}
				sum += datum.Value[1].(float64)
				count := int(datum.Value[2].(float64))
				if count == 0 {
					continue
				}
				marks++
				if got := s.total(t, datum.Href); got != count {
					t.Errorf("%s: the mark of %s in %v promises %d, %s has %d", address, series.ID, datum.Value[0], count, datum.Href, got)
				}
			}
		}
		want := 0
		rows := s.records(t, "/charts/timeline.csv"+strings.TrimPrefix(address, "/"))
		counts := column(t, rows, "count")
		for i, area := range column(t, rows, "area") {
			if area == "all" {
				n, err := strconv.Atoi(counts[i])
				if err != nil {
					t.Fatal(err)
				}
				want += n
			}
		}
		if math.Abs(sum-float64(want)) > 0.6 { // the page rounds heights to two places
			t.Errorf("%s: the columns are %.2f tall in all, the file counts %d", address, sum, want)
		}
	}
	if marks < 100 {
		t.Errorf("only %d marks were found", marks)
	}
}

type series struct {
	ID   string
	Data []json.RawMessage
}

// chartOf reads the series of a chart from the options on the page.
func chartOf(t rapid.TB, page *goquery.Document, name string) []series {
	t.Helper()
	id := page.Find("#"+name+" .plot[data-chart], #"+name+".plot[data-chart]").AttrOr("data-chart", "")
	var option struct{ Series []series }
	if err := json.Unmarshal([]byte(page.Find("script#"+id).Text()), &option); err != nil {
		t.Fatalf("chart %s (%q): %v", name, id, err)
	}
	return option.Series
}

// TestChartsCSVIsJSON holds the two forms of each chart against each other.
func TestChartsCSVIsJSON(t *testing.T) {
	s := starterSite(t)
	for _, name := range []string{"timeline", "areas", "matrix", "pairs", "relations", "cooccurrence", "calendar", "stages", "coverage"} {
		for _, query := range []string{"", "unit=articles&from=2010&to=2019", "split=all&by=month&from=2024&to=2024"} {
			if rows := s.chart(t, name, query); len(rows) < 2 {
				t.Fatalf("%s %q has no rows", name, query)
			}
		}
	}
}

// chart reads the figure of a chart as CSV, header first; its JSON must be the same.
func (s site) chart(t rapid.TB, name, query string) [][]string {
	t.Helper()
	rows := s.records(t, "/charts/"+name+".csv?"+query)
	var j struct {
		View string
		Rows []map[string]any
	}
	if err := json.Unmarshal(s.get(t, "/charts/"+name+".json?"+query).Body.Bytes(), &j); err != nil {
		t.Fatal(err)
	}
	if len(j.Rows) != len(rows)-1 {
		t.Fatalf("%s %q: %d rows of CSV, %d of JSON", name, query, len(rows)-1, len(j.Rows))
	}
	for i, object := range j.Rows {
		for k, head := range rows[0] {
			value, there := object[head]
			if !there || value == nil && rows[i+1][k] != "" || value != nil && rows[i+1][k] != jsonText(value) {
				t.Fatalf("%s %q row %d: %s is %q in CSV, %v in JSON", name, query, i, head, rows[i+1][k], value)
			}
		}
	}
	return rows
}

func jsonText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return "?"
}

// TestDownloadsCarryTheirChecksum reads the trailers as a client would.
func TestDownloadsCarryTheirChecksum(t *testing.T) {
	s := starterSite(t)
	server := httptest.NewServer(s.Handler)
	defer server.Close()
	for _, address := range []string{"/articles.csv", "/articles.csv?profile=excel&area=demining", "/engagements.csv", "/participants.csv", "/reports.csv", "/codings.csv", "/charts/pairs.csv"} {
		res, err := http.Get(server.URL + address)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(res.Body); err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		sum := sha256.Sum256(b.Bytes())
		if got := res.Trailer.Get("Entente-Sha256"); got != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: trailer says %s, the bytes give %x", address, got, sum)
		}
		rows := len(s.records(t, address)) - 1
		if got := res.Trailer.Get("Entente-Rows"); got != strconv.Itoa(rows) || rows == 0 {
			t.Errorf("%s: trailer says %s rows, the file has %d", address, got, rows)
		}
	}
}

// TestAfterASaveTheNextRequestShowsIt asks for every figure right after a write.
func TestAfterASaveTheNextRequestShowsIt(t *testing.T) {
	s := starterSite(t)
	before, mark := s.total(t, "/articles?area=demining&party=MT"), s.total(t, "/engagements?from=2026-03&to=2026-03")
	s.create(t, article("Malta trains deminers", "areas", "demining", "areas", "training", "parties", "Malta, KH",
		"engagement", "new", "form", "course", "stage", "planned", "engagement_start", "2026-03-01"))
	if got := s.total(t, "/articles?area=demining&party=MT"); got != before+1 {
		t.Errorf("the list has %d, want %d", got, before+1)
	}
	if got := s.total(t, "/engagements?from=2026-03&to=2026-03"); got != mark+1 {
		t.Errorf("engagements of the month: %d, want %d", got, mark+1)
	}
	if rows := s.records(t, "/charts/pairs.csv?pair=KH-MT"); len(rows) != 2 || rows[1][0] != "KH-MT" || rows[1][3] != "1" {
		t.Errorf("pairs = %v, want the new pair once", rows)
	}
}

// TestTheFirstYearOfAll: what happened in 1900 is in the last twelve months of a record
// that ends then, and the link to these asks for no day before.
func TestTheFirstYearOfAll(t *testing.T) {
	s := newSite(t)
	form := article("Old", "parties", "KH, US", "engagement", "new", "form", "visit", "stage", "done")
	form.Set("published", "1900-01-15")
	s.create(t, form)
	s.page(t, "/pairs/KH-US").Find("a[data-total]").Each(func(_ int, a *goquery.Selection) {
		if w := s.get(t, a.AttrOr("href", "")); w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", a.AttrOr("href", ""), w.Code, excerpt(w))
		}
	})
}
