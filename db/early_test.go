package db

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"entente/internal/coop"
)

// earlyViews have every parameter, which SQL reads in its own way.
var earlyViews = append([]coop.View{
	{Areas: []string{"demining", "training"}, AllAreas: true}, {Parties: []string{"KH", "US"}, AllParties: true},
	{WithAreas: []string{coop.OtherAreas, "demining"}}, {WithParties: []string{"AU"}, Areas: []string{"cyber", "training"}},
	{Forms: []string{"exercise", "visit"}}, {From: "2024-03"}, {To: "2024-02-10"}, {Origins: []string{"rule"}}, {Q: "visit", Sources: []string{"A"}, Langs: []string{"km", "en"}},
	{Q: "—"}, {Q: "exercise place"}, {States: []string{"excluded"}, Stages: []string{"planned", "done"}}, {Langs: []string{"km"}, Q: "place"},
}, views...)

// checkEarly holds what SQL finds against what the columns do.
func checkEarly(t testing.TB, d *DB) {
	t.Helper()
	for _, v := range earlyViews {
		for _, sort := range []coop.Sort{coop.Newest, coop.Oldest, coop.Added} {
			early := map[coop.Unit][]int64{}
			articles, more, err := d.EarlyArticles(t.Context(), v, sort, 1, 1000)
			if err != nil || more {
				t.Fatalf("articles of %q: more = %v, %v", v.Query(), more, err)
			}
			for _, a := range articles {
				early[coop.Articles] = append(early[coop.Articles], a.ID)
			}
			engagements, more, err := d.EarlyEngagements(t.Context(), v, sort, 1, 1000)
			if err != nil || more {
				t.Fatalf("engagements of %q: more = %v, %v", v.Query(), more, err)
			}
			for _, e := range engagements {
				early[coop.Engagements] = append(early[coop.Engagements], e.ID)
			}
			now(t, d, func(m *Moment) error {
				for _, unit := range []coop.Unit{coop.Articles, coop.Engagements} {
					q, _, err := m.query(t.Context(), v, unit, sort)
					if err != nil {
						return err
					}
					c, err := m.columns()
					if err != nil {
						return err
					}
					if diff := cmp.Diff(c.Select(q, sort, 0, 1000).IDs, early[unit], cmpopts.EquateEmpty()); diff != "" {
						t.Errorf("%s of %q, %s first (-columns +SQL):\n%s", unit, v.Query(), sort, diff)
					}
				}
				return nil
			})
		}
	}
}

func TestEarlyPages(t *testing.T) {
	d := newDB(t)
	for range 5 {
		create(t, d, linked("exercise", "2024-01-01", "done"))
	}
	for page, want := range map[int]struct {
		ids  []int64
		more bool
	}{1: {[]int64{5, 4}, true}, 2: {[]int64{3, 2}, true}, 3: {[]int64{1}, false}, 4: {nil, false}} {
		articles, more, err := d.EarlyArticles(t.Context(), coop.View{Q: "exercise"}, coop.Relevance, page, 2)
		if err != nil || more != want.more || len(articles) != len(want.ids) || len(articles) > 0 && articles[0].ID != want.ids[0] {
			t.Errorf("page %d: %+v, more = %v, %v", page, articles, more, err)
		}
		engagements, more, err := d.EarlyEngagements(t.Context(), coop.View{}, coop.Newest, page, 2)
		if err != nil || more != want.more || len(engagements) != len(want.ids) || len(engagements) > 0 && engagements[0].ID != want.ids[0] {
			t.Errorf("page %d: %+v, more = %v, %v", page, engagements, more, err)
		}
	}
}
