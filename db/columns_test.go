package db

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// views are some that together look at every column.
var views = []coop.View{
	{}, {States: []string{"coded", "excluded", "uncoded"}}, {Q: "exercise"}, {Q: "place"}, {Areas: []string{"demining"}, Parties: []string{"KH"}},
	{Stages: []string{"done"}}, {Forms: []string{"exercise"}, Stages: []string{"planned"}}, {Sources: []string{"A"}}, {Langs: []string{"km"}, Sources: []string{"B"}},
	{From: "2024-02", To: "2024-03"}, {Pair: "KH-US"}, {WithAreas: []string{coop.NoArea}}, {Origins: []string{"human"}},
}

// answers is what the columns say of all views.
func answers(t testing.TB, d *DB) map[string]any {
	t.Helper()
	out := map[string]any{}
	now(t, d, func(m *Moment) error {
		for _, v := range views {
			for _, unit := range []coop.Unit{coop.Articles, coop.Engagements} {
				q, _, err := m.query(t.Context(), v, unit, coop.Newest)
				if err != nil {
					return err
				}
				name := fmt.Sprintf("%s of %q", unit, v.Query())
				c, err := m.columns()
				if err != nil {
					return err
				}
				f := c.Figures(q)
				out["figures of "+name] = []any{
					f.Total, f.First, f.Last, f.Facets, f.Areas(), f.NoArea(), f.Parties(), f.Matrix(), f.Pairs(),
					f.Timeline(coop.ByMonth, coop.SplitAll, "2024-02-15"),
				}
				for _, sort := range []coop.Sort{coop.Newest, coop.Oldest, coop.Added} {
					out[fmt.Sprintf("%s %s", sort, name)] = c.Select(q, sort, 0, 1000).IDs
				}
			}
		}
		return nil
	})
	return out
}

// fewChecks has a property checked less often than usual, where each check makes a
// database: with -race, the usual 100 take minutes.
func fewChecks(t testing.TB) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		t.Cleanup(func() { f.Value.Set(f.DefValue) })
		f.Value.Set("30")
	}
}

// TestColumnsFollowWrites: after any writes, the columns that followed them say
// what columns do that are loaded afresh.
func TestColumnsFollowWrites(t *testing.T) {
	fewChecks(t)
	rapid.Check(t, func(rt *rapid.T) {
		d := newDB(t)
		ctx := t.Context()
		if _, err := d.write.ExecContext(ctx, `PRAGMA synchronous = OFF`); err != nil { // thousands of writes, none to keep
			rt.Fatal(err)
		}
		some := func(label string, from ...string) []string {
			return rapid.SliceOfN(rapid.SampledFrom(from), 0, 2).Draw(rt, label)
		}
		one := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(rt, label) }
		day := func(label string) coop.Day {
			return coop.Day("2024-01-25").AddDays(rapid.IntRange(0, 70).Draw(rt, label))
		}
		articleIn := func() coop.ArticleInput {
			return coop.ArticleInput{Article: coop.Article{
				Title: one("title", "Exercise", "Visit"), Source: one("source", "A", "B"), Published: day("published"),
				Language: one("language", "", "km", "en"), Areas: some("areas", "demining", "training", "cyber"), Parties: some("parties", "KH", "US", "AU"),
			}, Excluded: rapid.Bool().Draw(rt, "excluded")}
		}
		engagementIn := func() coop.Engagement {
			return coop.Engagement{
				Title: one("title", "Exercise", "Visit"), Form: one("form", "", "exercise", "visit"), Place: one("place", "", "place"),
				Start: coop.Date(day("start")[:rapid.SampledFrom([]int{0, 4, 7, 10}).Draw(rt, "precision")]), Areas: some("areas", "demining", "training"), Parties: some("parties", "KH", "US"),
			}
		}
		stage := func() string { return one("stage", "", "planned", "done") }
		id := func(label string) int64 { return rapid.Int64Range(1, 6).Draw(rt, label) }
		rt.Repeat(map[string]func(*rapid.T){
			"create": func(*rapid.T) {
				in := articleIn()
				if rapid.Bool().Draw(rt, "linked") {
					e := engagementIn()
					in.Link = &coop.Link{New: &e, Stage: stage()}
				}
				create(t, d, in)
			},
			"update": func(*rapid.T) {
				a, err := d.Article(ctx, id("article"))
				if err != nil {
					return
				}
				in := articleIn()
				in.Version = a.Version
				if err := d.UpdateArticle(ctx, "local", a.ID, in); err != nil {
					rt.Fatal(err)
				}
			},
			"update engagement": func(*rapid.T) {
				e, err := d.Engagement(ctx, id("engagement"))
				if err != nil {
					return
				}
				in := engagementIn()
				in.Version = e.Version
				if err := d.UpdateEngagement(ctx, "local", e.ID, in); err != nil {
					rt.Fatal(err)
				}
			},
			"look": func(*rapid.T) { answers(t, d) }, // what it finds is kept, and must follow
			// What is not there, or deleted, is refused; that is one more case.
			"link": func(*rapid.T) {
				_ = d.LinkReport(ctx, "local", id("article"), coop.Link{EngagementID: id("engagement"), Stage: stage()})
			},
			"unlink":             func(*rapid.T) { _ = d.UnlinkReport(ctx, "local", id("article"), id("engagement")) },
			"delete":             func(*rapid.T) { _ = d.DeleteArticle(ctx, "local", id("article")) },
			"restore":            func(*rapid.T) { _ = d.RestoreArticle(ctx, "local", id("article")) },
			"delete engagement":  func(*rapid.T) { _ = d.DeleteEngagement(ctx, "local", id("engagement")) },
			"restore engagement": func(*rapid.T) { _ = d.RestoreEngagement(ctx, "local", id("engagement")) },
		})
		followed := answers(t, d)
		if err := d.LoadColumns(ctx); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(answers(t, d), followed, cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("columns (-loaded +followed):\n%s", diff)
		}
		checkText(t, d)
		checkEarly(t, d)
		if err := d.Close(); err != nil {
			rt.Fatal(err)
		}
	})
}

// TestLargeWrite is one that moves many rows of the columns at once.
func TestLargeWrite(t *testing.T) {
	d := newDB(t)
	create(t, d, linked("first", "2024-01-01", "done"))
	const many = 2000
	err := d.inTx(t.Context(), "import", "b1", func(w *write) error {
		for i := range many {
			a := text("one of many", "2024-01-02").Article
			a.Published, a.State = a.Published.AddDays(i%7-3), coop.Uncoded
			if _, err := w.insertArticle(t.Context(), a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	create(t, d, text("last", "2024-01-03"))
	if f, err := d.Figures(t.Context(), coop.View{}, coop.Articles); err != nil || f.Total != many+2 {
		t.Errorf("%+v, %v, want %d", f, err, many+2)
	}
	if got := foundEngagements(t, d, coop.View{Q: "first"}); len(got) != 1 {
		t.Errorf("%d engagements, want 1", len(got))
	}
	followed := answers(t, d)
	if err := d.LoadColumns(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(answers(t, d), followed, cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("columns (-loaded +followed):\n%s", diff)
	}
}

// TestAnotherProcess has one, as far as SQLite can tell, write into the file:
// the very next answer tells of it.
func TestAnotherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	d := openDB(t, path)
	create(t, d, text("own", "2024-01-01"))
	other := openDB(t, path)
	id := create(t, other, linked("of another", "2024-01-02", "done"))
	if got := found(t, d, coop.View{}); len(got) != 2 {
		t.Errorf("the list has %q", got)
	}
	if got := foundEngagements(t, d, coop.View{Q: "another"}); len(got) != 1 {
		t.Errorf("search finds %d engagements", len(got))
	}
	if err := other.DeleteArticle(t.Context(), "local", id); err != nil {
		t.Fatal(err)
	}
	if got := foundEngagements(t, d, coop.View{}); len(got) != 0 {
		t.Errorf("engagements of a deleted article: %v", got)
	}
}

// TestLoadWhileWriting: what is written while the columns load is not lost.
func TestLoadWhileWriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	d, err := Open(t.Context(), path, codebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 25 {
				create(t, d, linked("x", "2024-01-01", "done"))
			}
		})
		wg.Go(func() {
			for range 10 {
				if err := d.LoadColumns(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, unit := range []coop.Unit{coop.Articles, coop.Engagements} {
		if f, err := d.Figures(t.Context(), coop.View{}, unit); err != nil || f.Total != 100 {
			t.Errorf("%s: %v, %v, want 100", unit, f, err)
		}
	}
}

// TestManyAtOnce has twenty readers and writers at the same time, some of them
// another process as far as SQLite can tell; run it with -race. What each answer
// holds is of one moment: its rows are as many as its total says, and its figures
// agree with those of the other unit.
func TestManyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	d, other := openDB(t, path), openDB(t, path)
	ctx := t.Context()
	for _, d := range []*DB{d, other} {
		if _, err := d.write.ExecContext(ctx, `PRAGMA synchronous = OFF`); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		create(t, d, linked("exercise", "2024-01-01", "done"))
	}
	var wg sync.WaitGroup
	for n := range 20 {
		writer := d
		if n%4 == 0 {
			writer = other
		}
		wg.Go(func() {
			for i := range 15 {
				id := rand.Int64N(20) + 1
				var err error
				switch {
				case n%2 == 0 && i%3 == 0: // each with an engagement of its own
					_, _, err = writer.CreateArticle(ctx, "local", linked(fmt.Sprintf("exercise %d", i), "2024-02-02", "planned"))
				case n%2 == 0 && i%3 == 1:
					err = writer.DeleteArticle(ctx, "local", id)
				case n%2 == 0:
					err = writer.RestoreArticle(ctx, "local", id)
				case i%2 == 0:
					err = consistent(ctx, d)
				default:
					err = d.EachArticle(ctx, coop.View{}, func(coop.Article) error { return nil })
				}
				if _, deleted := errors.AsType[*coop.DeletedError](err); err != nil && !deleted {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	followed := answers(t, d)
	if err := d.LoadColumns(ctx); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(answers(t, d), followed, cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("columns (-loaded +followed):\n%s", diff)
	}
	checkText(t, d)
}

// consistent reads, from one moment, articles that have one engagement each.
func consistent(ctx context.Context, d *DB) error {
	return d.Now(ctx, func(m *Moment) error {
		v := coop.View{Q: "exercise"}
		rows, f, err := m.ArticleList(ctx, v, coop.Relevance, 1, 1000)
		if err != nil {
			return err
		}
		events, g, err := m.EngagementList(ctx, v, coop.Newest, 1, 1000)
		if err != nil {
			return err
		}
		if n := len(rows); n != f.Total || n != len(events) || n != g.Total {
			return fmt.Errorf("%d articles of %d, %d engagements of %d: not of one moment", n, f.Total, len(events), g.Total)
		}
		return nil
	})
}
