package views

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestListHeading(t *testing.T) {
	filtered := coop.View{Q: "a"}
	for _, tt := range []struct {
		path  string
		view  coop.View
		total int
		want  string
	}{
		{"/articles", coop.View{}, 134, "134 articles"},
		{"/articles", filtered, 1234, "1,234 articles match"},
		{"/articles", filtered, 1, "1 article matches"},
		{"/articles", filtered, 0, "No article matches"},
		{"/engagements", coop.View{}, 1, "1 engagement"},
		{"/engagements", filtered, 2, "2 engagements match"},
	} {
		doc, _ := drawn(t, totalHeading(Lens{Path: tt.path, View: tt.view}, tt.total))
		if got := doc.Find("h1#total").Text(); got != tt.want {
			t.Errorf("%s, %d: %q, want %q", tt.path, tt.total, got, tt.want)
		}
		if got, want := doc.Find("#total").AttrOr("data-total", ""), strings.ReplaceAll(number(tt.total), ",", ""); got != want {
			t.Errorf("%s: data-total %q, want %q", tt.path, got, want)
		}
	}
}

func TestArticleList(t *testing.T) {
	p := sampleArticles()
	p.Display.Sort = coop.Oldest
	doc, _ := drawn(t, Articles(samplePage("Articles", "articles"), p))
	if n := doc.Find("ol[data-items] > li").Length(); n != 3 {
		t.Errorf("%d rows, want 3", n)
	}
	var files []string
	doc.Find("a[download]").Each(func(_ int, s *goquery.Selection) { files = append(files, s.AttrOr("href", "")) })
	const view = "?q=training&area=training&party=KH&party=US"
	want := []string{
		"/articles.csv" + view + "&profile=excel", "/articles.csv" + view, "/articles.json" + view + "&sort=oldest", "/codings.csv" + view, "/reports.csv" + view,
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	first := doc.Find("ol[data-items] > li").First()
	if got := first.Find("h2 mark").Text() + "/" + first.Find(".snippet mark").Text(); got != "training/training" {
		t.Errorf("marked words: %q", got)
	}
	if got := first.Find("time").AttrOr("datetime", ""); got != "2024-02-27" {
		t.Errorf("published %q", got)
	}
	if got := doc.Find(".seg [aria-current=true]").Last().Text(); got != "Oldest" {
		t.Errorf("sorted by %q", got)
	}
	if n := doc.Find("ol[data-items] > li").Eq(1).Find(".chip.is-suggested .sr-only").Length(); n != 4 {
		t.Errorf("%d areas are said to be suggested, want 4", n)
	}
	for key, want := range map[string]string{"[": "/articles" + view + "&sort=oldest", "]": "/articles" + view + "&sort=oldest&page=3"} {
		if got := doc.Find(`[data-key="`+key+`"]`).AttrOr("href", ""); got != want {
			t.Errorf("%s leads to %q, want %q", key, got, want)
		}
	}
}

func TestBestMatchNeedsASearch(t *testing.T) {
	l := Lens{Path: "/articles", Display: coop.Display{Sort: coop.Relevance}}
	doc, _ := drawn(t, listTools(l))
	if got := doc.Find(".seg").Text(); strings.Contains(got, "Best match") {
		t.Errorf("offers %q", got)
	}
	if got := doc.Find("[aria-current]").Text(); got != "Newest" {
		t.Errorf("sorted by %q, want Newest", got)
	}
}

func TestNothingSaysWhichFilterToDrop(t *testing.T) {
	doc, _ := drawn(t, Articles(samplePage("Articles", "articles"), ArticlesPage{
		Lens: Lens{Path: "/articles", View: coop.View{Q: "x", Parties: []string{"KH"}}},
		Drop: []Drop{{"Text: x", coop.View{Parties: []string{"KH"}}, 1234}, {"Party: Cambodia", coop.View{Q: "x"}, 0}},
	}))
	if got := doc.Find("h1#total").AttrOr("data-total", ""); got != "0" {
		t.Errorf("total %q, want 0", got)
	}
	link := doc.Find("tbody a")
	if got := link.AttrOr("href", "") + " " + link.AttrOr("data-total", "") + " " + link.Text(); got != "/articles?party=KH 1234 Remove it: Text: x" {
		t.Errorf("link %q", got)
	}
	if got := doc.Find("tbody td.n").Text(); got != "1,234" {
		t.Errorf("would find %q", got)
	}
}

func TestEngagementListSaysWhatIsDoubtful(t *testing.T) {
	doc, _ := drawn(t, Engagements(samplePage("Engagements", "engagements"), sampleEngagements()))
	var dates []string
	doc.Find(".article-row .meta").Each(func(_ int, s *goquery.Selection) {
		dates = append(dates, strings.Join(strings.Fields(s.Text()), " "))
	})
	want := []string{
		"Meeting 26–27 Feb 2024 Phnom Penh Parties: ASEAN KH US", "1 Mar 2024 (dated by its first report)", "Course 2 Mar 2024 (its end) Parties: KH JP",
	}
	for i := range want {
		if strings.ReplaceAll(dates[i], " ", "") != strings.ReplaceAll(want[i], " ", "") {
			t.Errorf("row %d: %q, want %q", i, dates[i], want[i])
		}
	}
}
