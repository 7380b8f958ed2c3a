package db

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestArticleList(t *testing.T) {
	d := newDB(t)
	in := full()
	in.Link = &coop.Link{New: &coop.Engagement{Title: "Exercise"}, Stage: "done"}
	id := create(t, d, in)
	for i := range 4 {
		create(t, d, text(fmt.Sprintf("Text %d", i), "2024-01-01"))
	}
	excluded := text("Not about it", "2024-06-01")
	excluded.Excluded = true
	create(t, d, excluded)

	rows, f, err := d.ArticleList(t.Context(), coop.View{}, coop.Newest, 1, 2)
	if err != nil || f.Total != 5 || len(rows) != 2 {
		t.Fatalf("page 1: %d of %d rows, %v", len(rows), f.Total, err)
	}
	want := article(t, d, id)
	for i, r := range want.Reports {
		want.Reports[i] = coop.Report{ArticleID: id, EngagementID: r.EngagementID, EngagementKey: r.EngagementKey, EngagementTitle: r.EngagementTitle, Stage: r.Stage}
	}
	body := want.Body
	want.Body = ""
	if diff := cmp.Diff(want, rows[0].Article); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
	var titles []string
	for page := range 4 {
		rows, _, err := d.ArticleList(t.Context(), coop.View{}, coop.Newest, page+1, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			titles = append(titles, row.Title)
		}
	}
	if diff := cmp.Diff([]string{in.Title, "Text 3", "Text 2", "Text 1", "Text 0"}, titles); diff != "" {
		t.Errorf("all pages (-want +got):\n%s", diff)
	}
	want.Body = body
	now(t, d, func(m *Moment) error {
		full, _, err := m.ArticlePage(t.Context(), coop.View{}, coop.Newest, 1, 1)
		if diff := cmp.Diff([]coop.Article{want}, full); diff != "" {
			t.Errorf("with full text (-want +got):\n%s", diff)
		}
		return err
	})
}

func TestSourcesAndLanguages(t *testing.T) {
	d := newDB(t)
	for _, a := range []coop.Article{
		{Source: "Rare", Language: "en"}, {Source: "Often", Language: "km"}, {Source: "Often", Language: "km"}, {Source: "Also rare"},
	} {
		a.Title, a.Published = "t", "2024-01-01"
		create(t, d, coop.ArticleInput{Article: a})
	}
	gone := text("t", "2024-01-01")
	gone.Source, gone.Language = "Gone", "fr"
	if err := d.DeleteArticle(t.Context(), "local", create(t, d, gone)); err != nil {
		t.Fatal(err)
	}
	var sources, languages []string
	now(t, d, func(m *Moment) (err error) {
		if sources, err = m.Sources(t.Context()); err != nil {
			return err
		}
		languages, err = m.Languages(t.Context())
		return err
	})
	if diff := cmp.Diff([][]string{{"Often", "Also rare", "Rare"}, {"km", "en"}}, [][]string{sources, languages}); diff != "" {
		t.Errorf("sources and languages (-want +got):\n%s", diff)
	}
}

func TestStreams(t *testing.T) {
	d := newDB(t)
	const n = 2*streamBatch + 7
	want := map[int64]coop.Article{}
	for i := range n {
		in := full()
		in.URL = fmt.Sprintf("https://example.org/%d", i)
		in.Published = coop.Day("2024-01-01").AddDays(i % 100)
		if i%3 == 0 {
			in.Link = &coop.Link{New: &coop.Engagement{Title: "Exercise", Areas: []string{"training"}, Parties: []string{"KH"}}, Stage: "done"}
		}
		id := create(t, d, in)
		a := article(t, d, id)
		for i, r := range a.Reports {
			a.Reports[i] = coop.Report{ArticleID: id, EngagementID: r.EngagementID, EngagementKey: r.EngagementKey, EngagementTitle: r.EngagementTitle, Stage: r.Stage}
		}
		want[id] = a
	}
	var got []coop.Article
	if err := d.EachArticle(t.Context(), coop.View{}, func(a coop.Article) error {
		got = append(got, a)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(got) != n {
		t.Fatalf("%d articles, want %d", len(got), n)
	}
	if !slices.IsSortedFunc(got, func(a, b coop.Article) int {
		if a.Published != b.Published {
			return -cmpText(a.Published, b.Published)
		}
		return int(b.ID - a.ID)
	}) {
		t.Error("articles are not newest first")
	}
	for _, a := range got {
		if diff := cmp.Diff(want[a.ID], a); diff != "" {
			t.Fatalf("article %d (-want +got):\n%s", a.ID, diff)
		}
	}

	count := 0
	if err := d.EachEngagement(t.Context(), coop.View{Q: "exercise"}, func(e coop.Engagement) error {
		count++
		whole := engagement(t, d, e.ID)
		whole.Reports = nil
		if diff := cmp.Diff(whole, e); diff != "" {
			t.Fatalf("engagement %d (-want +got):\n%s", e.ID, diff)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if count != (n+2)/3 {
		t.Errorf("%d engagements, want %d", count, (n+2)/3)
	}
	stop := fmt.Errorf("enough")
	if err := d.EachArticle(t.Context(), coop.View{}, func(coop.Article) error { return stop }); err != stop {
		t.Errorf("error of fn came back as %v", err)
	}
}

func cmpText(a, b coop.Day) int {
	if a < b {
		return -1
	}
	return 1
}
