package db

import (
	"fmt"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestRetagAppliesThePresentRules(t *testing.T) {
	d := toReview(t, "mines", "hackers", "a patrol", "mines again", "a course")
	if _, err := d.ReviewArticle(t.Context(), "local", 4, coop.Review{Version: 1, Areas: []string{"demining"}}); err != nil {
		t.Fatal(err)
	}
	if err := d.DeleteArticle(t.Context(), "local", 5); err != nil {
		t.Fatal(err)
	}
	create(t, d, coded("a person knows: boats", "2024-02-27", []string{"cyber"}, nil))
	create(t, d, text("boats typed in", "2024-02-27"))
	rules := wordRules{"mines": "area demining", "Japan": "party JP", "boats": "area maritime-security"}

	run := func(dryRun bool) (RetagResult, []string) {
		t.Helper()
		var told []string
		result, err := d.Retag(t.Context(), "local", fixed(rules), dryRun, func(r Retagged) {
			told = append(told, fmt.Sprintf("%d%v%v", r.After.ID, r.Before.Areas, r.After.Areas))
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return result, told
	}
	before := exports(t, d)
	dry, wouldBe := run(true)
	if diff := gocmp.Diff(before, exports(t, d)); diff != "" || dry.Batch != "" {
		t.Errorf("a dry run wrote (-before +after):\n%s", diff)
	}
	result, told := run(false)
	if result.Read != 4 || result.Changed != 3 || dry.Changed != 3 || !gocmp.Equal(told, wouldBe) {
		t.Errorf("%+v, dry %+v; told %q, dry %q", result, dry, told, wouldBe)
	}
	if want := []string{"2[cyber][]", "3[maritime-security][]", "7[][maritime-security]"}; !gocmp.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	for id, want := range map[int64]string{1: "suggested[demining]", 2: "suggested[]", 4: "coded[demining]", 6: "coded[cyber]", 7: "suggested[maritime-security]"} {
		if a := article(t, d, id); fmt.Sprint(a.State)+fmt.Sprint(a.Areas) != want {
			t.Errorf("article %d: %s%v, want %s", id, a.State, a.Areas, want)
		}
	}
	if batch, err := d.LastRetag(t.Context()); err != nil || batch != result.Batch {
		t.Errorf("last retag %q, %v; want %q", batch, err, result.Batch)
	}
	if again, _ := run(false); again.Changed != 0 || again.Batch != "" {
		t.Errorf("once more: %+v", again)
	}

	// One of them is coded by a person meanwhile; the others go back.
	if _, err := d.ReviewArticle(t.Context(), "local", 7, coop.Review{Version: 2, Areas: []string{"maritime-security"}}); err != nil {
		t.Fatal(err)
	}
	undone, err := d.UndoBatch(t.Context(), "local", result.Batch)
	if err != nil || undone.Undone != 2 || undone.Kept != 1 {
		t.Errorf("undo: %+v, %v", undone, err)
	}
	if a, b := article(t, d, 2), article(t, d, 7); fmt.Sprint(a.Areas, b.Areas) != "[cyber] [maritime-security]" {
		t.Errorf("undone: %v, %v", a.Areas, b.Areas)
	}
}

func TestOnlyABatchThatCanBeUndoneIs(t *testing.T) {
	d := newDB(t)
	suggestions(t, d, importHead+"\nmines,S,2024-02-27\n")
	var batch string
	if err := d.read.QueryRowContext(t.Context(), `SELECT batch FROM changes`).Scan(&batch); err != nil {
		t.Fatal(err)
	}
	_, err := d.UndoBatch(t.Context(), "local", batch)
	mustBe[*NotUndoableError](t, err)
	for _, none := range []string{"", "retag-never"} {
		if _, err := d.UndoBatch(t.Context(), "local", none); err == nil {
			t.Errorf("batch %q was undone", none)
		}
	}
}

func TestSuggestedCodesCountAndOriginLeavesThemOut(t *testing.T) {
	d := toReview(t, "mines", "mines again", "nothing")
	if _, err := d.ReviewArticle(t.Context(), "local", 2, coop.Review{Version: 1, Areas: []string{"demining"}, Parties: []string{"JP"}}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		view coop.View
		want []string
	}{
		{coop.View{Areas: []string{"demining"}}, []string{"mines again", "mines"}},
		{coop.View{Areas: []string{"demining"}, Origins: []string{"human"}}, []string{"mines again"}},
		{coop.View{Areas: []string{"demining"}, Origins: []string{"rule"}}, []string{"mines"}},
		{coop.View{States: []string{"suggested"}}, []string{"nothing", "mines"}},
	} {
		if got := found(t, d, tt.view); !gocmp.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.view.Query(), got, tt.want)
		}
	}
	f, err := d.Figures(t.Context(), coop.View{Origins: []string{"human"}}, coop.Articles)
	if err != nil || f.Total != 1 || f.Facets.Area[1].N+f.Facets.Area[0].N != 1 {
		t.Errorf("figures of human codes: %+v, %v", f, err)
	}
}
