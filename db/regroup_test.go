package db

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"entente/internal/coop"
)

// regrouped is a database with engagements 1 to 3, of which articles report some, in
// an order and at stages that a property test chooses.
func regrouped(t *rapid.T, outer *testing.T) *DB {
	d := openDB(outer, filepath.Join(outer.TempDir(), "entente.db"))
	if _, err := d.write.ExecContext(outer.Context(), `PRAGMA synchronous = OFF`); err != nil { // many writes, none to keep
		t.Fatal(err)
	}
	now := time.UnixMilli(1_700_000_000_000)
	d.now = func() time.Time { now = now.Add(time.Minute); return now }
	stages := rapid.SampledFrom([]string{"", "asked", "planned", "done"})
	for i := range int64(3) {
		in := linked(fmt.Sprintf("first of %d", i+1), fmt.Sprintf("2024-03-%02d", i+1), stages.Draw(t, "stage"))
		e := in.Link.New
		e.Place = rapid.SampledFrom([]string{"", "Phnom Penh", "Vientiane"}).Draw(t, "place")
		e.Notes = rapid.SampledFrom([]string{"", "some notes", "other notes"}).Draw(t, "notes")
		e.Start = rapid.SampledFrom([]coop.Date{"", "2024", "2024-02", "2024-02-26"}).Draw(t, "start")
		e.Areas = rapid.SampledFrom([][]string{nil, {"training"}, {"cyber", "training"}}).Draw(t, "areas")
		e.Parties = rapid.SampledFrom([][]string{nil, {"KH"}, {"KH", "US"}}).Draw(t, "parties")
		e.Roles = rapid.SampledFrom([]map[string]string{nil, {"KH": "host"}, {"KH": "recipient"}}).Draw(t, "roles")
		e.Officials = rapid.SampledFrom([][]coop.Official{nil, {{Party: "LA", Name: "A Name", Post: "Minister"}}}).Draw(t, "officials")
		create(outer, d, in)
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "articles") {
		id := create(outer, d, text(fmt.Sprintf("further %d", i), fmt.Sprintf("2024-04-%02d", i+1)))
		for _, to := range rapid.Permutation([]int64{1, 2, 3}).Draw(t, "reports")[:rapid.IntRange(0, 3).Draw(t, "n")] {
			if err := d.LinkReport(outer.Context(), "local", id, coop.Link{EngagementID: to, Stage: stages.Draw(t, "stage")}); err != nil {
				t.Fatal(err)
			}
		}
		if rapid.IntRange(0, 4).Draw(t, "deleted") == 0 {
			if err := d.DeleteArticle(outer.Context(), "local", id); err != nil {
				t.Fatal(err)
			}
		}
	}
	return d
}

// seen is all that exports tell, instants included.
func seen(t testing.TB, d *DB) map[string]string {
	out := exports(t, d)
	delete(out, "changes") // they are only ever appended to
	return out
}

func TestUndoOfAMergeRestoresEveryExport(t *testing.T) {
	fewChecks(t)
	rapid.Check(t, func(rt *rapid.T) {
		d := regrouped(rt, t)
		defer d.Close()
		before := seen(t, d)
		a, b := engagement(t, d, 1), engagement(t, d, 2)
		batch, err := d.MergeEngagements(t.Context(), "local", 1, a.Version, 2, b.Version)
		if err != nil {
			rt.Fatal(err)
		}
		if gocmp.Equal(before, seen(t, d)) {
			rt.Fatal("the merge changed nothing")
		}
		for _, id := range []int64{1, 2} {
			if last, err := d.LastRegrouping(t.Context(), id); err != nil || last == nil || last.Batch != batch || !last.Merged || last.Other != 2 || last.Kept != 1 {
				rt.Fatalf("the last of %d: %+v, %v", id, last, err)
			}
		}
		if err := d.UndoRegrouping(t.Context(), "local", batch); err != nil {
			rt.Fatal(err)
		}
		if diff := gocmp.Diff(before, seen(t, d)); diff != "" {
			rt.Fatalf("after the undo (-before +after):\n%s", diff)
		}
		if last, err := d.LastRegrouping(t.Context(), 1); err != nil || last != nil {
			rt.Fatalf("a merge that was undone still stands: %+v, %v", last, err)
		}
	})
}

func TestUndoOfASplitRestoresEveryExport(t *testing.T) {
	fewChecks(t)
	rapid.Check(t, func(rt *rapid.T) {
		d := regrouped(rt, t)
		defer d.Close()
		var live []int64
		for _, r := range engagement(t, d, 1).Reports {
			live = append(live, r.ArticleID)
		}
		if len(live) < 2 {
			rt.Skip("nothing to split")
		}
		before := seen(t, d)
		off := rapid.Permutation(live).Draw(rt, "off")[:rapid.IntRange(1, len(live)-1).Draw(rt, "how many")]
		made, batch, err := d.SplitEngagement(t.Context(), "local", 1, off, "The other one")
		if err != nil {
			rt.Fatal(err)
		}
		if n, left := len(engagement(t, d, made).Reports), len(engagement(t, d, 1).Reports); n != len(off) || left != len(live)-len(off) {
			rt.Fatalf("%d went, %d stayed, of %d", n, left, len(live))
		}
		for _, id := range []int64{1, made} {
			if last, err := d.LastRegrouping(t.Context(), id); err != nil || last == nil || last.Batch != batch || last.Merged || last.Other != made || last.Kept != 1 {
				rt.Fatalf("the last of %d: %+v, %v", id, last, err)
			}
		}
		if err := d.UndoRegrouping(t.Context(), "local", batch); err != nil {
			rt.Fatal(err)
		}
		if diff := gocmp.Diff(before, seen(t, d)); diff != "" {
			rt.Fatalf("after the undo (-before +after):\n%s", diff)
		}
	})
}

func TestRegroupingRefuses(t *testing.T) {
	d := newDB(t)
	create(t, d, linked("a", "2024-03-01", "asked"))
	create(t, d, linked("b", "2024-03-02", "done"))
	before := exports(t, d)
	merge := func(id, version, other, otherVersion int64) error {
		_, err := d.MergeEngagements(t.Context(), "local", id, version, other, otherVersion)
		return err
	}
	split := func(title string, articles ...int64) error {
		_, _, err := d.SplitEngagement(t.Context(), "local", 1, articles, title)
		return err
	}
	if err := merge(1, 1, 1, 1); !errors.Is(err, coop.ErrItself) {
		t.Errorf("with itself: %v", err)
	}
	mustBe[*coop.StaleError](t, merge(1, 7, 2, 1))
	mustBe[*coop.StaleError](t, merge(1, 1, 2, 7))
	if err := merge(1, 1, 9, 1); !errors.Is(err, coop.ErrNotFound) {
		t.Errorf("with one that never was: %v", err)
	}
	if err := split("x", 1); !errors.Is(err, coop.ErrNoneLeft) {
		t.Errorf("the last article: %v", err)
	}
	if err := split("x"); !errors.Is(err, coop.ErrNoneLeft) {
		t.Errorf("no article: %v", err)
	}
	if err := split("x", 2); !errors.Is(err, coop.ErrNotFound) {
		t.Errorf("an article of another: %v", err)
	}
	for _, batch := range []string{"", "retag-X", "merge-NOSUCH"} {
		if err := d.UndoRegrouping(t.Context(), "local", batch); !errors.Is(err, coop.ErrNotFound) {
			t.Errorf("undo of %q: %v", batch, err)
		}
	}
	if diff := gocmp.Diff(before, exports(t, d)); diff != "" {
		t.Errorf("a refusal wrote (-before +after):\n%s", diff)
	}
}

// TestAMergeThatWasBuiltOnStays merges, and somebody then corrects a stage.
func TestAMergeThatWasBuiltOnStays(t *testing.T) {
	d := newDB(t)
	create(t, d, linked("a", "2024-03-01", "asked"))
	create(t, d, linked("b", "2024-03-02", "planned"))
	batch, err := d.MergeEngagements(t.Context(), "local", 1, 1, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.LinkReport(t.Context(), "local", 2, coop.Link{EngagementID: 1, Stage: "done"}); err != nil {
		t.Fatal(err)
	}
	before := exports(t, d)
	mustBe[*coop.StaleError](t, d.UndoRegrouping(t.Context(), "local", batch))
	if diff := gocmp.Diff(before, exports(t, d)); diff != "" {
		t.Errorf("half of it was taken back (-before +after):\n%s", diff)
	}
}
