package db

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func link(t testing.TB, d *DB, articleID, engagementID int64, stage string) {
	t.Helper()
	if err := d.LinkReport(t.Context(), "local", articleID, coop.Link{EngagementID: engagementID, Stage: stage}); err != nil {
		t.Fatal(err)
	}
}

func TestCreateWithNewEngagement(t *testing.T) {
	d := newDB(t)
	in := coded("Cobra Gold opens", "2024-02-27", []string{"exercises"}, []string{"TH", "US"})
	in.URL = "https://example.org/cg"
	in.Link = &coop.Link{Stage: "under-way", New: &coop.Engagement{
		Title: "Cobra Gold 2024", Form: "exercise", Start: "2024-02-26", End: "2024-03-08", Place: "Rayong",
		Areas: []string{"exercises"}, Parties: []string{"TH", "US"},
	}}
	id := create(t, d, in)

	report := coop.Report{
		Stage: "under-way", EngagementID: 1, EngagementKey: "e-1", EngagementTitle: "Cobra Gold 2024", EngagementForm: "exercise",
		ArticleID: id, ArticleTitle: in.Title, ArticleURL: in.URL, ArticleSource: in.Source, ArticleState: coop.Coded, ArticlePublished: in.Published,
	}
	if diff := cmp.Diff([]coop.Report{report}, article(t, d, id).Reports); diff != "" {
		t.Errorf("reports of the article (-want +got):\n%s", diff)
	}
	e := engagement(t, d, 1)
	want := *in.Link.New
	want.ID, want.Key, want.Version, want.CreatedAt, want.UpdatedAt = 1, "e-1", 1, e.CreatedAt, e.UpdatedAt
	want.Stage, want.Date, want.DateFrom, want.ArticleCount, want.Reports = "under-way", "2024-02-26", coop.FromStart, 1, []coop.Report{report}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("engagement (-want +got):\n%s", diff)
	}
	if got := found(t, d, coop.View{Stages: []string{"under-way"}}); len(got) != 1 {
		t.Errorf("the view of the stage finds %q", got)
	}
}

// TestStageOfTheLatest follows the stage of an engagement through its reports:
// it is that of the latest live one, by published day, then article id.
func TestStageOfTheLatest(t *testing.T) {
	d := newDB(t)
	first := create(t, d, linked("first", "2024-03-01", "planned"))
	same := create(t, d, text("same day", "2024-03-01"))
	later := create(t, d, text("later", "2024-04-01"))
	stage := func(step, want string) {
		t.Helper()
		if got := engagement(t, d, 1).Stage; got != want {
			t.Errorf("%s: stage %q, want %q", step, got, want)
		}
		for _, s := range []string{"planned", "agreed", "done", "lapsed"} {
			if got := foundEngagements(t, d, coop.View{Stages: []string{s}}); (len(got) == 1) != (s == want) {
				t.Errorf("%s: the view of stage %q finds %d", step, s, len(got))
			}
		}
	}
	stage("at first", "planned")
	link(t, d, later, 1, "done")
	stage("a later report", "done")
	link(t, d, same, 1, "agreed")
	stage("an earlier report", "done")
	link(t, d, later, 1, "lapsed")
	stage("the latest corrected", "lapsed")
	if err := d.DeleteArticle(t.Context(), "local", later); err != nil {
		t.Fatal(err)
	}
	stage("the latest deleted: of one day, the higher id", "agreed")
	if err := d.RestoreArticle(t.Context(), "local", later); err != nil {
		t.Fatal(err)
	}
	stage("and restored", "lapsed")
	if err := d.UnlinkReport(t.Context(), "local", later, 1); err != nil {
		t.Fatal(err)
	}
	stage("the latest unlinked", "agreed")
	edit := coop.ArticleInput{Article: article(t, d, first)}
	edit.Published = "2024-03-02"
	if err := d.UpdateArticle(t.Context(), "local", first, edit); err != nil {
		t.Fatal(err)
	}
	stage("the first is dated later", "planned")

	e := engagement(t, d, 1)
	if e.Date != "2024-03-01" || e.DateFrom != coop.FromReport || e.ArticleCount != 2 {
		t.Errorf("dated %s by %s, %d articles; want 2024-03-01 by report, 2", e.Date, e.DateFrom, e.ArticleCount)
	}
	if e.Reports[0].ArticleID != first || e.Reports[1].ArticleID != same {
		t.Errorf("reports are not newest first: %+v", e.Reports)
	}
}

func TestLinkRefusals(t *testing.T) {
	d := newDB(t)
	id := create(t, d, linked("one", "2024-03-01", "done"))
	gone := create(t, d, linked("two", "2024-03-01", "done"))
	if err := d.DeleteArticle(t.Context(), "local", gone); err != nil {
		t.Fatal(err)
	}
	if err := d.DeleteEngagement(t.Context(), "local", 2); err != nil {
		t.Fatal(err)
	}
	before := changes(t, d)
	for _, tt := range []struct {
		name                  string
		article, engagement   int64
		wantNoun              string
		wantDeleted, noReport bool
	}{
		{"unknown article", 99, 1, "article", false, false},
		{"unknown engagement", id, 99, "engagement", false, false},
		{"deleted article", gone, 1, "article", true, false},
		{"deleted engagement", id, 2, "engagement", true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := d.LinkReport(t.Context(), "local", tt.article, coop.Link{EngagementID: tt.engagement})
			if tt.wantDeleted {
				if e := mustBe[*coop.DeletedError](t, err); e.Noun != tt.wantNoun {
					t.Errorf("deleted %s, want %s", e.Noun, tt.wantNoun)
				}
				return
			}
			if e := mustBe[*NoSuchError](t, err); e.Noun != tt.wantNoun || !errors.Is(err, coop.ErrNotFound) {
				t.Errorf("no such %s, want %s", e.Noun, tt.wantNoun)
			}
		})
	}
	if err := d.UnlinkReport(t.Context(), "local", id, 2); !errors.Is(err, coop.ErrNotFound) {
		t.Errorf("unlink where no link is: %v", err)
	}
	_, _, err := d.CreateArticle(t.Context(), "local", coop.ArticleInput{Article: text("x", "2024-03-01").Article, Link: &coop.Link{EngagementID: 99}})
	mustBe[*NoSuchError](t, err)
	link(t, d, id, 1, "done") // as it is already
	if changes(t, d) != before {
		t.Error("what was refused, or changed nothing, left a trace")
	}
	if got := found(t, d, coop.View{Q: "x"}); len(got) > 0 {
		t.Error("the article of a refused link was stored")
	}
}

func TestLinksCountAsChangesOfTheArticle(t *testing.T) {
	d := newDB(t)
	create(t, d, linked("other", "2024-03-01", ""))
	id := create(t, d, text("one", "2024-03-01"))
	stored := article(t, d, id)
	link(t, d, id, 1, "")
	if got := article(t, d, id).Version; got != 2 {
		t.Errorf("version %d after a link, want 2", got)
	}
	edit := coop.ArticleInput{Article: stored, Link: &coop.Link{EngagementID: 1, Stage: "done"}}
	mustBe[*coop.StaleError](t, d.UpdateArticle(t.Context(), "local", id, edit))
	edit.Version, edit.Title = 2, "Title and link at once"
	if err := d.UpdateArticle(t.Context(), "local", id, edit); err != nil {
		t.Fatal(err)
	}
	if got := article(t, d, id); got.Version != 3 || got.Reports[0].Stage != "done" {
		t.Errorf("version %d, reports %+v; want 3 and done", got.Version, got.Reports)
	}
}

func TestReportsInTheOrderOfLinking(t *testing.T) {
	d := newDB(t)
	for _, title := range []string{"a", "b", "c"} {
		create(t, d, linked(title, "2024-03-01", ""))
	}
	id := create(t, d, text("round-up", "2024-03-02"))
	for _, e := range []int64{3, 1, 2} {
		link(t, d, id, e, "")
	}
	order := func() (out []int64) {
		for _, r := range article(t, d, id).Reports {
			out = append(out, r.EngagementID)
		}
		return out
	}
	if diff := cmp.Diff([]int64{3, 1, 2}, order()); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if err := d.UnlinkReport(t.Context(), "local", id, 3); err != nil {
		t.Fatal(err)
	}
	link(t, d, id, 3, "done")
	if diff := cmp.Diff([]int64{1, 2, 3}, order()); diff != "" {
		t.Errorf("after linking anew (-want +got):\n%s", diff)
	}
}
