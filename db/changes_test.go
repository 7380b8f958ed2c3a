package db

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestHistory(t *testing.T) {
	d := newDB(t)
	clock := time.UnixMilli(1_700_000_000_000).UTC()
	step := func() time.Time {
		clock = clock.Add(time.Second)
		d.at(clock)
		return clock
	}
	var want, wantEngagement []coop.Change
	did := func(c coop.Change) { want = append([]coop.Change{c}, want...) }

	at := step()
	in := coded("Demining course", "2024-02-27", []string{"training", "demining"}, []string{"KH", "AU"})
	in.Body, in.Notes = "A body that the row itself keeps.", "x"
	id, _, err := d.CreateArticle(t.Context(), "ada", in)
	if err != nil {
		t.Fatal(err)
	}
	did(coop.Change{At: at, Actor: "ada", Action: "create", Fields: []coop.FieldChange{
		{Name: "title", After: "Demining course"}, {Name: "source", After: "Khmer Times"}, {Name: "published", After: "2024-02-27"},
		{Name: "notes", After: "x"}, {Name: "areas", After: "training; demining"}, {Name: "parties", After: "AU; KH"}, {Name: "state", After: "coded"},
	}})

	at = step()
	edit := coop.ArticleInput{Article: article(t, d, id), Excluded: true}
	edit.Body, edit.Notes, edit.Areas, edit.Parties = "Another body.", "", nil, []string{"KH"}
	if err := d.UpdateArticle(t.Context(), "local", id, edit); err != nil {
		t.Fatal(err)
	}
	did(coop.Change{At: at, Actor: "local", Action: "update", Fields: []coop.FieldChange{
		{Name: "body", Before: in.Body, After: edit.Body}, {Name: "notes", Before: "x"}, {Name: "areas", Before: "training; demining"},
		{Name: "parties", Before: "AU; KH", After: "KH"}, {Name: "state", Before: "coded", After: "excluded"},
	}})

	at = step()
	if err := d.LinkReport(t.Context(), "local", id, coop.Link{New: &coop.Engagement{Title: "Course", Form: "course", Start: "2024-02-01"}, Stage: "planned"}); err != nil {
		t.Fatal(err)
	}
	link := func(before, after, stageBefore, stageAfter, action string) coop.Change {
		return coop.Change{At: at, Actor: "local", Action: action, Fields: []coop.FieldChange{
			{Name: "engagement", Before: before, After: after}, {Name: "stage", Before: stageBefore, After: stageAfter},
		}}
	}
	const title = "Course at Thlok" // by its title as it is when the history is read
	did(link("", title, "", "planned", "link"))
	wantEngagement = append(wantEngagement, coop.Change{At: at, Actor: "local", Action: "create", Fields: []coop.FieldChange{
		{Name: "title", After: "Course"}, {Name: "form", After: "course"}, {Name: "engagement_start", After: "2024-02-01"},
	}})
	ofEngagement := func(c coop.Change) { // the same link, seen from the other end
		c.Fields = append([]coop.FieldChange{}, c.Fields...)
		f := &c.Fields[0]
		f.Name = "article"
		if f.Before != "" {
			f.Before = "Demining course"
		}
		if f.After != "" {
			f.After = "Demining course"
		}
		wantEngagement = append([]coop.Change{c}, wantEngagement...)
	}
	ofEngagement(want[0])

	at = step()
	if err := d.LinkReport(t.Context(), "local", id, coop.Link{EngagementID: 1, Stage: "done"}); err != nil {
		t.Fatal(err)
	}
	did(link(title, title, "planned", "done", "stage"))
	ofEngagement(want[0])

	at = step()
	e := engagement(t, d, 1)
	e.Title = title
	if err := d.UpdateEngagement(t.Context(), "local", 1, e); err != nil {
		t.Fatal(err)
	}
	wantEngagement = append([]coop.Change{{At: at, Actor: "local", Action: "update", Fields: []coop.FieldChange{
		{Name: "title", Before: "Course", After: title},
	}}}, wantEngagement...)

	at = step()
	if err := d.UnlinkReport(t.Context(), "local", id, 1); err != nil {
		t.Fatal(err)
	}
	did(link(title, "", "done", "", "unlink"))
	ofEngagement(want[0])

	at = step()
	if err := d.DeleteArticle(t.Context(), "local", id); err != nil {
		t.Fatal(err)
	}
	did(coop.Change{At: at, Actor: "local", Action: "delete"})
	got, err := d.ArticleHistory(t.Context(), id) // of a deleted article too
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("history of the article (-want +got):\n%s", diff)
	}
	got, err = d.EngagementHistory(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wantEngagement, got); diff != "" {
		t.Errorf("history of the engagement (-want +got):\n%s", diff)
	}
	for _, history := range []func() ([]coop.Change, error){
		func() ([]coop.Change, error) { return d.ArticleHistory(t.Context(), 99) },
		func() ([]coop.Change, error) { return d.EngagementHistory(t.Context(), 99) },
	} {
		if _, err := history(); !errors.Is(err, coop.ErrNotFound) {
			t.Errorf("history of what never was: %v", err)
		}
	}
}

// TestNothingIsDestroyed goes back from the stored article through the texts that
// changes keep, to the first body.
func TestNothingIsDestroyed(t *testing.T) {
	d := newDB(t)
	in := text("t", "2024-02-27")
	in.Body = "first"
	id := create(t, d, in)
	for _, body := range []string{"second", "", "third"} {
		edit := coop.ArticleInput{Article: article(t, d, id)}
		edit.Body = body
		if err := d.UpdateArticle(t.Context(), "local", id, edit); err != nil {
			t.Fatal(err)
		}
	}
	history, err := d.ArticleHistory(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	body := article(t, d, id).Body
	for _, c := range history {
		for _, f := range c.Fields {
			if f.Name != "body" {
				continue
			}
			if f.After != body {
				t.Errorf("a change ends in %q, the next begins with %q", f.After, body)
			}
			body = f.Before
		}
	}
	if body != "first" {
		t.Errorf("the first body came out as %q", body)
	}
}

// TestRefusedWritesLeaveNothing fails in the middle of a write.
func TestRefusedWritesLeaveNothing(t *testing.T) {
	d := newDB(t)
	failed := errors.New("failed in the middle")
	err := d.inTx(t.Context(), "import", "b1", func(w *write) error {
		if _, err := w.insertArticle(t.Context(), coop.Article{Title: "t", Source: "s", Published: "2024-01-01", State: coop.Uncoded}); err != nil {
			return err
		}
		if _, err := w.insertEngagement(t.Context(), coop.Engagement{Title: "e"}); err != nil {
			return err
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if n := changes(t, d); n != 0 {
		t.Errorf("%d changes are left", n)
	}
	if got := found(t, d, coop.View{}); len(got) > 0 {
		t.Errorf("articles are left: %q", got)
	}
	checkText(t, d)
}
