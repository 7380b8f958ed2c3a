package db

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"entente/internal/coop"
)

// asShown is what a version keeps of a noun: instants and links are not of it.
var asShown = cmp.Options{
	cmpopts.EquateEmpty(), cmpopts.IgnoreFields(coop.Article{}, "Reports", "UpdatedAt", "CodedAt"), cmpopts.IgnoreFields(coop.Engagement{}, "UpdatedAt"),
}

// Whatever is done to an article, each version that it ever had can be read again.
func TestEveryVersionCanBeReadAgain(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			d := newDB(t)
			random := rand.New(rand.NewPCG(seed, 1))
			clock := time.UnixMilli(1_700_000_000_000)
			d.at(clock)
			for _, title := range []string{"a", "b", "c"} {
				create(t, d, linked(title, "2024-03-01", ""))
			}
			in := full()
			in.Link = &coop.Link{EngagementID: 2}
			id := create(t, d, in)
			versions := map[int64]coop.Article{}
			edited := 0 // by whom the fields were last changed
			for step := range 30 {
				clock = clock.Add(time.Duration(1+random.IntN(3)) * time.Millisecond)
				d.at(clock)
				now := article(t, d, id)
				versions[now.Version] = now
				var err error
				switch random.IntN(6) {
				case 0, 1:
					edit := coop.ArticleInput{Article: now, Excluded: random.IntN(3) == 0}
					edit.Title, edit.Notes = fmt.Sprint("title ", step), fmt.Sprint(random.IntN(2))
					edit.Areas = [][]string{nil, {"cyber"}, {"training", "demining"}}[random.IntN(3)]
					edit.Published = []coop.Day{"2024-02-27", "2024-02-28"}[random.IntN(2)]
					if random.IntN(2) == 0 {
						edit.Link = &coop.Link{EngagementID: 1 + random.Int64N(3), Stage: []string{"", "done"}[random.IntN(2)]}
					}
					err = d.UpdateArticle(t.Context(), "ada", id, edit)
					edited = step
				case 2:
					err = d.LinkReport(t.Context(), "local", id, coop.Link{EngagementID: 1 + random.Int64N(3), Stage: []string{"", "planned", "done"}[random.IntN(3)]})
				case 3:
					for _, r := range now.Reports {
						if err == nil && random.IntN(4) > 0 {
							clock = clock.Add(time.Millisecond)
							d.at(clock)
							err = d.UnlinkReport(t.Context(), "local", id, r.EngagementID)
						}
					}
				case 4:
					if err = d.DeleteArticle(t.Context(), "local", id); err == nil {
						err = d.RestoreArticle(t.Context(), "local", id)
					}
				case 5:
					notes := []string{"", "imported"}[random.IntN(2)] // an empty cell changes nothing
					imported(t, d, fmt.Sprintf("title,source,published,url,notes,engagement_keys\n%s,%s,%s,%s,%s,e-1;e-2;e-3\n", now.Title, now.Source, string(now.Published), now.URL, notes))
				}
				if err != nil {
					t.Fatalf("step %d: %v", step, err)
				}
			}
			if edited == 0 || len(versions) < 10 {
				t.Fatalf("only %d versions came out of it", len(versions))
			}
			for version, want := range versions {
				got, _, err := d.ArticleAt(t.Context(), id, version)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got, asShown); diff != "" {
					t.Errorf("version %d (-want +got):\n%s", version, diff)
				}
			}
			for _, version := range []int64{-1, 0, article(t, d, id).Version + 1} {
				if _, _, err := d.ArticleAt(t.Context(), id, version); !errors.Is(err, coop.ErrNotFound) {
					t.Errorf("version %d: %v, want not found", version, err)
				}
			}
		})
	}
}

func TestEngagementAt(t *testing.T) {
	d := newDB(t)
	create(t, d, linked("a", "2024-03-01", ""))
	first := engagement(t, d, 1)
	edit := first
	edit.Form, edit.Start, edit.End, edit.Place, edit.Series, edit.Notes = "visit", "2024-01-01", "2024-01-02", "Kampot", "Yearly", "n"
	edit.Areas, edit.Parties, edit.Title = []string{"cyber"}, []string{"LA"}, "other"
	if err := d.UpdateEngagement(t.Context(), "ada", 1, edit); err != nil {
		t.Fatal(err)
	}
	got, since, err := d.EngagementAt(t.Context(), 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	derived := cmpopts.IgnoreFields(coop.Engagement{}, "Date", "DateFrom", "Reports", "ArticleCount", "Stage")
	if diff := cmp.Diff(first, got, asShown, derived); diff != "" {
		t.Errorf("version 1 (-want +got):\n%s", diff)
	}
	if len(since) != 1 || since[0].Actor != "ada" || len(since[0].Fields) != 9 {
		t.Errorf("since then: %+v, want one edit of nine fields", since)
	}
	if _, since, err := d.EngagementAt(t.Context(), 1, 2); err != nil || since != nil {
		t.Errorf("the version that is stored: %v, %v", since, err)
	}
}

func TestOnlyWhatAnEditOverwritesMakesItStale(t *testing.T) {
	otherTitle := func(d *DB, id int64) { mustEdit(t, d, id, func(a *coop.ArticleInput) { a.Title = "other" }) }
	for _, tt := range []struct {
		name    string
		between func(d *DB, id int64)
		link    *coop.Link
		stale   bool
	}{
		{"nothing", func(*DB, int64) {}, nil, false},
		{"a field", otherTitle, nil, true},
		{"a field, and back", func(d *DB, id int64) {
			otherTitle(d, id)
			mustEdit(t, d, id, func(a *coop.ArticleInput) { a.Title = "one" })
		}, nil, false},
		{"a link", func(d *DB, id int64) { link(t, d, id, 1, "done") }, nil, false},
		{"a link, while the edit links to another", func(d *DB, id int64) { link(t, d, id, 1, "done") }, &coop.Link{EngagementID: 2}, false},
		{"a link, while the edit sets its stage", func(d *DB, id int64) { link(t, d, id, 1, "done") }, &coop.Link{EngagementID: 1}, true},
		{"what cannot be told", func(d *DB, id int64) {
			link(t, d, id, 1, "done")
			if _, err := d.write.Exec(`UPDATE articles SET version = 9`); err != nil {
				t.Fatal(err)
			}
		}, nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDB(t)
			clock := time.UnixMilli(1_700_000_000_000)
			create(t, d, linked("a", "2024-03-01", ""))
			create(t, d, linked("b", "2024-03-01", ""))
			id := create(t, d, text("one", "2024-03-01"))
			edit := coop.ArticleInput{Article: article(t, d, id), Link: tt.link}
			edit.Notes = "mine"
			d.at(clock.Add(time.Second))
			tt.between(d, id)
			d.at(clock.Add(time.Minute))
			err := d.UpdateArticle(t.Context(), "local", id, edit)
			if tt.stale {
				mustBe[*coop.StaleError](t, err)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

// mustEdit saves an edit of what is stored.
func mustEdit(t testing.TB, d *DB, id int64, edit func(*coop.ArticleInput)) {
	t.Helper()
	in := coop.ArticleInput{Article: article(t, d, id)}
	edit(&in)
	if err := d.UpdateArticle(t.Context(), "ada", id, in); err != nil {
		t.Fatal(err)
	}
}
