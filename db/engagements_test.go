package db

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestUpdateEngagement(t *testing.T) {
	d := newDB(t)
	create(t, d, linked("one", "2024-03-01", "done"))
	e := engagement(t, d, 1)
	before := changes(t, d)
	if err := d.UpdateEngagement(t.Context(), "local", 1, e); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e, engagement(t, d, 1)); diff != "" || changes(t, d) != before {
		t.Errorf("an edit that changes nothing left a trace: %s", diff)
	}
	edit := e
	edit.Title, edit.Form, edit.End, edit.Place, edit.Series = "Angkor Sentinel 24", "course", "2024-03-20", "Kampong Speu", "Angkor Sentinel"
	edit.Areas, edit.Parties, edit.Notes = []string{"peacekeeping", "training"}, []string{"US", "KH"}, "Yearly"
	edit.Key = "not read"
	if err := d.UpdateEngagement(t.Context(), "local", 1, edit); err != nil {
		t.Fatal(err)
	}
	got := engagement(t, d, 1)
	want := edit
	want.Key, want.Version, want.UpdatedAt = "e-1", 2, got.UpdatedAt
	want.Areas, want.Parties = d.Codebook().Sort(edit.Areas), []string{"KH", "US"}
	want.Date, want.DateFrom = "2024-03-20", coop.FromEnd
	want.Reports = []coop.Report{e.Reports[0]}
	want.Reports[0].EngagementTitle, want.Reports[0].EngagementForm = edit.Title, edit.Form
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after the edit (-want +got):\n%s", diff)
	}
	for q, want := range map[string]int{"kampong": 1, "angkor sentinel": 1, "engagement": 0, "one": 1} {
		if got := foundEngagements(t, d, coop.View{Q: q}); len(got) != want {
			t.Errorf("search for %s finds %d, want %d", q, len(got), want)
		}
	}
	mustBe[*coop.StaleError](t, d.UpdateEngagement(t.Context(), "local", 1, edit))
	if err := d.UpdateEngagement(t.Context(), "local", 2, edit); !errors.Is(err, coop.ErrNotFound) {
		t.Errorf("an engagement that never was: %v", err)
	}
}

func TestDeleteAndRestoreEngagement(t *testing.T) {
	d := newDB(t)
	id := create(t, d, linked("one", "2024-03-01", "done"))
	e := engagement(t, d, 1)
	if err := d.DeleteEngagement(t.Context(), "local", 1); err != nil {
		t.Fatal(err)
	}
	_, err := d.Engagement(t.Context(), 1)
	if got := mustBe[*coop.DeletedError](t, err); *got != (coop.DeletedError{Noun: "engagement", ID: 1, Title: e.Title}) {
		t.Errorf("deleted = %+v", got)
	}
	mustBe[*coop.DeletedError](t, d.DeleteEngagement(t.Context(), "local", 1))
	mustBe[*coop.DeletedError](t, d.UpdateEngagement(t.Context(), "local", 1, e))
	if got := article(t, d, id).Reports; len(got) > 0 {
		t.Errorf("the article still reports it: %+v", got)
	}
	if got := found(t, d, coop.View{Stages: []string{"done"}}); len(got) > 0 {
		t.Errorf("the view of its stage still finds the article")
	}
	for range 2 {
		if err := d.RestoreEngagement(t.Context(), "local", 1); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(e, engagement(t, d, 1)); diff != "" {
		t.Errorf("after restoring (-want +got):\n%s", diff)
	}
	if got := found(t, d, coop.View{Stages: []string{"done"}}); len(got) != 1 {
		t.Errorf("the view of its stage finds %d articles, want it back", len(got))
	}
	checkText(t, d)
}

// TestWithoutLiveReport: lists hide such an engagement, its page and the choices
// of a form do too.
func TestWithoutLiveReport(t *testing.T) {
	d := newDB(t)
	id := create(t, d, linked("one", "2024-03-01", "done"))
	if err := d.DeleteArticle(t.Context(), "local", id); err != nil {
		t.Fatal(err)
	}
	if got := foundEngagements(t, d, coop.View{}); len(got) > 0 {
		t.Error("the list shows an engagement whose only article is deleted")
	}
	e := engagement(t, d, 1)
	if e.ArticleCount != 0 || e.Stage != "" || e.Date != "" || e.DateFrom != "" || len(e.Reports) != 0 {
		t.Errorf("without a live report: %+v", e)
	}
	now(t, d, func(m *Moment) error {
		choices, err := m.EngagementChoices(t.Context(), 10)
		if len(choices) != 0 {
			t.Errorf("choices: %v, want it hidden there too", choices)
		}
		return err
	})
	if err := d.RestoreArticle(t.Context(), "local", id); err != nil {
		t.Fatal(err)
	}
	if got := foundEngagements(t, d, coop.View{}); len(got) != 1 {
		t.Error("the list does not show it when the article is back")
	}
}

func TestEngagementKeys(t *testing.T) {
	d := newDB(t)
	err := d.inTx(t.Context(), "import", "b1", func(w *write) error {
		for _, e := range []coop.Engagement{{Title: "brought", Key: "e-3"}, {Title: "kept", ID: 7, Key: "cg-2024"}} {
			if _, err := w.insertEngagement(t.Context(), e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		create(t, d, linked("x", "2024-03-01", ""))
	}
	for id, want := range map[int64]string{1: "e-3", 7: "cg-2024", 8: "e-8", 9: "e-9"} {
		if got := engagement(t, d, id).Key; got != want {
			t.Errorf("key of %d is %q, want %q", id, got, want)
		}
	}
}

func TestEngagementKeyTaken(t *testing.T) {
	d := newDB(t)
	err := d.inTx(t.Context(), "import", "b1", func(w *write) error {
		_, err := w.insertEngagement(t.Context(), coop.Engagement{Title: "brought", Key: "e-2"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	create(t, d, linked("x", "2024-03-01", ""))
	if got := engagement(t, d, 3).Key; got != "e-3" {
		t.Errorf("key %q, want e-3: e-2 is another one's", got)
	}
}

func TestEngagementChoices(t *testing.T) {
	d := newDB(t)
	for _, e := range []coop.Engagement{{Title: "b", Start: "2023-01-01"}, {Title: "c", End: "2022-01-01"}, {Title: "by report"}, {Title: "a", Start: "2024-01-01"}} {
		in := text("x", "2022-06-01")
		in.Link = &coop.Link{New: &e}
		create(t, d, in)
	}
	var got []coop.Engagement
	now(t, d, func(m *Moment) (err error) {
		got, err = m.EngagementChoices(t.Context(), 3)
		return err
	})
	var titles []string
	for _, e := range got {
		titles = append(titles, e.Title)
	}
	if diff := cmp.Diff([]string{"a", "b", "by report"}, titles); diff != "" {
		t.Errorf("choices (-want +got):\n%s", diff)
	}
}
