package db

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"entente/internal/coop"
)

// full is an article with every field filled, in scripts and signs that a wrong
// conversion on the way would spoil.
func full() coop.ArticleInput {
	return coop.ArticleInput{Article: coop.Article{
		Title: "កម្ពុជា និងអូស្ត្រាលី 🎖️", TitleOriginal: "تدريب مشترك", URL: "https://www.example.org/a/?utm_source=x&id=7",
		Source: "Khmer Times", Author: "Sok & Söhne", Published: "2024-02-27", Accessed: "2024-03-01", Language: "km",
		ArchiveURL: "https://archive.example/1", Summary: "</script><script>alert(1)</script>",
		Body: "Line one\n\n\tline two — “quoted” \x02marks\x03\n=1+1", Notes: "'; DROP TABLE articles; --",
		Areas: []string{"training", "demining"}, Parties: []string{"AU", "KH"},
	}}
}

func TestCreateArticle(t *testing.T) {
	d := newDB(t)
	d.at(time.UnixMilli(1_700_000_000_123))
	in := full()
	id := create(t, d, in)

	want := in.Article
	want.ID, want.Version, want.State, want.Coder = id, 1, coop.Coded, "local"
	want.CreatedAt = time.UnixMilli(1_700_000_000_123).UTC()
	want.UpdatedAt, want.CodedAt = want.CreatedAt, want.CreatedAt
	if diff := cmp.Diff(want, article(t, d, id), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("stored article (-want +got):\n%s", diff)
	}
	for _, q := range []string{"កម្ពុជា", "تدريب", "script alert", "quoted", "🎖️ Drop"} {
		want := []string{in.Title}
		if q == "🎖️ Drop" { // notes are not searched
			want = nil
		}
		if diff := cmp.Diff(want, found(t, d, coop.View{Q: q})); diff != "" {
			t.Errorf("search for %s (-want +got):\n%s", q, diff)
		}
	}
	if _, err := d.Article(t.Context(), id+1); !errors.Is(err, coop.ErrNotFound) {
		t.Errorf("an article that never was: %v, want not found", err)
	}
}

func TestCoding(t *testing.T) {
	some := coop.Article{Areas: []string{"demining"}}
	was := func(state coop.State, coder string, areas ...string) *coop.Article {
		return &coop.Article{State: state, Coder: coder, Areas: areas}
	}
	for _, tt := range []struct {
		name  string
		actor string
		old   *coop.Article
		in    coop.ArticleInput
		state coop.State
		coder string
	}{
		{"new without codes", "local", nil, coop.ArticleInput{}, coop.Uncoded, ""},
		{"new with codes", "local", nil, coop.ArticleInput{Article: some}, coop.Coded, "local"},
		{"imported with codes", "import", nil, coop.ArticleInput{Article: some}, coop.Coded, "import"},
		{"only parties", "local", nil, coop.ArticleInput{Article: coop.Article{Parties: []string{"KH"}}}, coop.Coded, "local"},
		{"excluded without codes", "local", nil, coop.ArticleInput{Excluded: true}, coop.Excluded, ""},
		{"excluded keeps its codes", "local", was(coop.Coded, "import", "demining"), coop.ArticleInput{Article: some, Excluded: true}, coop.Excluded, "import"},
		{"same codes keep their coder", "local", was(coop.Coded, "import", "demining"), coop.ArticleInput{Article: some}, coop.Coded, "import"},
		{"other codes", "local", was(coop.Coded, "import", "training"), coop.ArticleInput{Article: some}, coop.Coded, "local"},
		{"a suggestion is confirmed", "local", was(coop.Suggested, "rule", "demining"), coop.ArticleInput{Article: some}, coop.Coded, "local"},
		{"codes taken away", "local", was(coop.Coded, "local", "demining"), coop.ArticleInput{}, coop.Uncoded, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if state, coder := coding(tt.actor, tt.old, tt.in); state != tt.state || coder != tt.coder {
				t.Errorf("coding = %q by %q, want %q by %q", state, coder, tt.state, tt.coder)
			}
		})
	}
}

func TestUpdateArticle(t *testing.T) {
	d := newDB(t)
	d.at(time.UnixMilli(1_700_000_000_000))
	id := create(t, d, full())
	stored := article(t, d, id)
	before := changes(t, d)

	same := coop.ArticleInput{Article: stored}
	if err := d.UpdateArticle(t.Context(), "local", id, same); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stored, article(t, d, id)); diff != "" || changes(t, d) != before {
		t.Errorf("an edit that changes nothing left a trace: %s", diff)
	}

	d.at(time.UnixMilli(1_700_000_001_000))
	edit := same
	edit.Title, edit.Body, edit.Areas, edit.Published = "Demining course", "Now about sappers.", []string{"demining"}, "2023-01-01"
	if err := d.UpdateArticle(t.Context(), "local", id, edit); err != nil {
		t.Fatal(err)
	}
	want := edit.Article
	want.Version, want.UpdatedAt = 2, time.UnixMilli(1_700_000_001_000).UTC()
	want.CodedAt = want.UpdatedAt
	if diff := cmp.Diff(want, article(t, d, id), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("after the edit (-want +got):\n%s", diff)
	}
	for q, want := range map[string]int{"sapper": 1, "quoted": 0, "កម្ពុជា": 0, "demining courses": 1} {
		if got := found(t, d, coop.View{Q: q}); len(got) != want {
			t.Errorf("search for %s finds %d, want %d", q, len(got), want)
		}
	}

	err := d.UpdateArticle(t.Context(), "local", id, edit) // still says version 1
	stale := mustBe[*coop.StaleError](t, err)
	if *stale != (coop.StaleError{Noun: "article", ID: id, Have: 2, Given: 1}) {
		t.Errorf("stale = %+v", stale)
	}
	if err := d.UpdateArticle(t.Context(), "local", id+1, edit); !errors.Is(err, coop.ErrNotFound) {
		t.Errorf("an article that never was: %v, want not found", err)
	}
}

func TestDuplicateURL(t *testing.T) {
	d := newDB(t)
	first := text("First", "2024-02-27")
	first.URL = "https://www.example.org/story/"
	id := create(t, d, first)

	again := text("Again", "2024-02-28")
	again.URL = "http://example.org/story?utm_medium=mail#top"
	_, _, err := d.CreateArticle(t.Context(), "local", again)
	if got := mustBe[*coop.DuplicateURLError](t, err); *got != (coop.DuplicateURLError{ID: id, Title: "First"}) {
		t.Errorf("duplicate = %+v", got)
	}
	if err := d.DeleteArticle(t.Context(), "local", id); err != nil {
		t.Fatal(err)
	}
	_, _, err = d.CreateArticle(t.Context(), "local", again)
	if got := mustBe[*coop.DuplicateURLError](t, err); *got != (coop.DuplicateURLError{ID: id, Title: "First", Deleted: true}) {
		t.Errorf("duplicate of a deleted article = %+v", got)
	}
	if got := found(t, d, coop.View{}); len(got) != 0 {
		t.Errorf("a refused article was stored: %q", got)
	}

	again.URL = "https://example.org/other"
	other := create(t, d, again)
	edit := coop.ArticleInput{Article: article(t, d, other)}
	edit.URL = first.URL
	mustBe[*coop.DuplicateURLError](t, d.UpdateArticle(t.Context(), "local", other, edit))

	edit.URL = "" // many articles may have none
	if err := d.UpdateArticle(t.Context(), "local", other, edit); err != nil {
		t.Fatal(err)
	}
	create(t, d, text("Without address", "2024-02-27"))
}

func TestDeleteAndRestoreArticle(t *testing.T) {
	d := newDB(t)
	in := full()
	in.Link = &coop.Link{New: &coop.Engagement{Title: "Exercise", Form: "exercise"}, Stage: "done"}
	id := create(t, d, in)
	stored := article(t, d, id)
	if err := d.DeleteArticle(t.Context(), "local", id); err != nil {
		t.Fatal(err)
	}

	_, err := d.Article(t.Context(), id)
	if got := mustBe[*coop.DeletedError](t, err); *got != (coop.DeletedError{Noun: "article", ID: id, Title: in.Title}) {
		t.Errorf("deleted = %+v", got)
	}
	mustBe[*coop.DeletedError](t, d.DeleteArticle(t.Context(), "local", id))
	mustBe[*coop.DeletedError](t, d.UpdateArticle(t.Context(), "local", id, coop.ArticleInput{Article: stored}))
	for _, v := range []coop.View{{}, {Q: "quoted"}, {States: []string{"coded", "excluded"}}} {
		if got := found(t, d, v); len(got) != 0 {
			t.Errorf("%+v still finds the deleted article", v)
		}
	}

	for range 2 { // a second time it does nothing
		if err := d.RestoreArticle(t.Context(), "local", id); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(stored, article(t, d, id)); diff != "" {
		t.Errorf("after restoring (-want +got):\n%s", diff)
	}
	if got := found(t, d, coop.View{Q: "quoted"}); len(got) != 1 {
		t.Errorf("search finds %d, want the restored article", len(got))
	}
	if err := d.RestoreArticle(t.Context(), "local", id+1); !errors.Is(err, coop.ErrNotFound) {
		t.Errorf("restore of an article that never was: %v", err)
	}
	checkText(t, d)
}

// textIsWhole has FTS5 compare its index with the texts of what is not deleted.
func textIsWhole(d *DB) error {
	for _, table := range []string{"articles_fts", "engagements_fts"} {
		if _, err := d.write.Exec(`INSERT INTO ` + table + ` (` + table + `, rank) VALUES ('integrity-check', 1)`); err != nil {
			return fmt.Errorf("%s is not what the texts make it: %w", table, err)
		}
	}
	return nil
}

func checkText(t testing.TB, d *DB) {
	t.Helper()
	if err := textIsWhole(d); err != nil {
		t.Error(err)
	}
}
