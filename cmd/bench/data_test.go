package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/db"
	"entente/db/dbtest"
	"entente/internal/coop"
	"entente/internal/exchange"
)

const someRows = 500

func TestTheSameNumberMakesTheSameArticle(t *testing.T) {
	forwards := newGenerator(someRows).rows(0, someRows)
	again := newGenerator(someRows)
	for i := someRows - 1; i >= 0; i-- {
		if diff := cmp.Diff(forwards[i], again.row(i)); diff != "" {
			t.Fatalf("article %d made after others (-before +after):\n%s", i, diff)
		}
	}
}

// TestArticlesAreAsPromised holds the made articles against docs/performance.md,
// by way of an import: so they also meet the rules of one.
func TestArticlesAreAsPromised(t *testing.T) {
	store := dbtest.New(t)
	rows := newGenerator(someRows).rows(0, someRows)
	got, err := store.Import(t.Context(), rows, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Added != someRows || got.Engagements != someRows/4 {
		t.Errorf("the import added %d articles and %d engagements, want %d and a quarter of that", got.Added, got.Engagements, someRows)
	}
	mean := func(of []exchange.ImportRow, number func(coop.Article) int) float64 {
		sum := 0
		for _, row := range of {
			sum += number(row.Article)
		}
		return float64(sum) / float64(len(of))
	}
	different := func(values func(coop.Article) []string) float64 {
		seen := map[string]bool{}
		for _, row := range rows {
			for _, value := range values(row.Article) {
				seen[value] = true
			}
		}
		return float64(len(seen))
	}
	found := func(word string) float64 {
		v := coop.View{Q: word, States: []string{"uncoded", "suggested", "coded", "excluded"}}
		total := 0
		err := store.Now(t.Context(), func(m *db.Moment) error {
			f, err := m.Figures(t.Context(), v, coop.Articles)
			if err == nil {
				total = f.Total
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return float64(total)
	}
	coded := slices.DeleteFunc(slices.Clone(rows), func(r exchange.ImportRow) bool { return r.Article.State == coop.Uncoded })
	for _, tt := range []struct {
		name        string
		got         float64
		least, most float64
	}{
		{"areas of a coded article", mean(coded, func(a coop.Article) int { return len(a.Areas) }), 2.2, 2.8},
		{"parties of a coded article", mean(coded, func(a coop.Article) int { return len(a.Parties) }), 2.2, 2.4},
		{"bytes of a body", mean(rows, func(a coop.Article) int { return len(a.Body) }), 1900, 2300},
		{"articles with the common word", found(commonWord), 0.27 * someRows, 0.37 * someRows},
		{"articles with the rare word", found(rareWord), 0, 5},
		{"areas", different(func(a coop.Article) []string { return a.Areas }), 16, 16},
		{"parties", different(func(a coop.Article) []string { return a.Parties }), 60, 60},
		{"sources", different(func(a coop.Article) []string { return []string{a.Source} }), 40, 40},
		{"years", different(func(a coop.Article) []string { return []string{string(a.Published)[:4]} }), 20, 20},
		{"states", different(func(a coop.Article) []string { return []string{string(a.State)} }), 4, 4},
	} {
		if tt.got < tt.least || tt.got > tt.most {
			t.Errorf("%s: %.2f, want %.2f to %.2f", tt.name, tt.got, tt.least, tt.most)
		}
	}
}
