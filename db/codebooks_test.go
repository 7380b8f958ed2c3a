package db

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/coop"
)

func TestAnEditOfTheCodebookIsInForceAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	d, peer := openDB(t, path), openDB(t, path)
	before := create(t, d, coded("Before", "2024-01-01", []string{"demining"}, []string{"KH"}))

	music := codebook.Area{Slug: "music", Name: "Military music", Short: "Music", Covers: "bands", Rules: "strong: brass band", Style: 1}
	version, err := d.SaveArea(t.Context(), "ada", codebook.BuiltIn, music)
	if err != nil || version != 2 {
		t.Fatalf("SaveArea = %d, %v, want 2", version, err)
	}
	after := create(t, d, coded("After", "2024-01-02", []string{"music", "demining"}, []string{"KH"}))
	for id, want := range map[int64]int{before: 1, after: 2} {
		if got := article(t, d, id).CodingOf("demining").Codebook; got != want {
			t.Errorf("article %d was coded under codebook %d, want %d", id, got, want)
		}
	}
	for name, store := range map[string]*DB{"the one that saved": d, "another process": peer} {
		if got := found(t, store, coop.View{Areas: []string{"music"}}); len(got) != 1 || got[0] != "After" {
			t.Errorf("%s finds %q under the new area", name, got)
		}
		if got, ok := store.Codebook().Area("music"); !ok || got != music || store.Codebook().Version() != 2 {
			t.Errorf("%s: %+v of codebook %d", name, got, store.Codebook().Version())
		}
	}
	again := openDB(t, path)
	if got := again.Codebook().Version(); got != 2 {
		t.Errorf("opened again, codebook %d is in force, want 2", got)
	}
}

func TestTwoEditorsOfTheCodebook(t *testing.T) {
	d := newDB(t)
	demining, _ := d.Codebook().Area("demining")
	training, _ := d.Codebook().Area("training")
	mine, theirs := demining, demining
	theirs.Rules = "strong: theirs"
	mine.Rules = "strong: mine"
	training.Name = "Schooling"
	if _, err := d.SaveArea(t.Context(), "local", 1, theirs); err != nil {
		t.Fatal(err)
	}
	if version, err := d.SaveArea(t.Context(), "local", 1, training); err != nil || version != 3 {
		t.Errorf("an edit of another area = %d, %v, want 3", version, err)
	}
	var stale *coop.StaleError
	if _, err := d.SaveArea(t.Context(), "local", 1, mine); !errors.As(err, &stale) || stale.Have != 3 || stale.Given != 1 {
		t.Errorf("an edit of the same area: %v", err)
	}
	if got, _ := d.Codebook().Area("demining"); got != theirs {
		t.Errorf("the area is %+v", got)
	}
	if _, err := d.ReturnToCodebook(t.Context(), "local", 2, 1); !errors.As(err, &stale) {
		t.Errorf("a return from a version that is not in force: %v", err)
	}
	if _, err := d.ReturnToCodebook(t.Context(), "local", 3, 9); !errors.Is(err, coop.ErrNotFound) {
		t.Errorf("a return to what never was: %v", err)
	}
	if version, err := d.SaveArea(t.Context(), "local", 3, theirs); err != nil || version != 3 {
		t.Errorf("an edit that changes nothing makes version %d, %v", version, err)
	}
	bad := theirs
	bad.Rules = "nonsense"
	var problems codebook.Problems
	if _, err := d.SaveArea(t.Context(), "local", 3, bad); !errors.As(err, &problems) || d.Codebook().Version() != 3 {
		t.Errorf("rules that cannot be read: %v, codebook %d", err, d.Codebook().Version())
	}
}

func TestAReturnToAnEarlierCodebookKeepsAreas(t *testing.T) {
	d := newDB(t)
	edited, _ := d.Codebook().Area("cyber")
	edited.Covers = "less"
	added := codebook.Area{Slug: "music", Name: "Music", Short: "Music", Covers: "bands", Style: 1}
	for i, a := range []codebook.Area{edited, added} {
		if _, err := d.SaveArea(t.Context(), "local", i+1, a); err != nil {
			t.Fatal(err)
		}
	}
	create(t, d, coded("A band", "2024-01-01", []string{"music"}, []string{"KH"}))
	version, err := d.ReturnToCodebook(t.Context(), "ada", 3, 1)
	if err != nil || version != 4 {
		t.Fatalf("ReturnToCodebook = %d, %v, want 4", version, err)
	}
	cyber, _ := d.Codebook().Area("cyber")
	original, _ := codebook.Default().Area("cyber")
	music, _ := d.Codebook().Area("music")
	if cyber != original || !music.Retired {
		t.Errorf("after the return: %+v, %+v", cyber, music)
	}
	if got := found(t, d, coop.View{Areas: []string{"music"}}); len(got) != 1 {
		t.Errorf("articles of the retired area: %q", got)
	}
	history, err := d.CodebookHistory(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range history {
		got = append(got, c.Action+" "+c.Area)
	}
	if diff := cmp.Diff([]string{"restore ", "create music", "update cyber"}, got); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	if c := history[0]; c.Version != 4 || c.Earlier != 1 || c.Actor != "ada" {
		t.Errorf("the return: %+v", c)
	}
	if f := history[2].Fields; len(f) != 1 || f[0].Name != "covers" || f[0].Before != original.Covers || f[0].After != "less" {
		t.Errorf("the edit: %+v", f)
	}
}

func TestChangesOfAnOlderFileAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	firstSchema(t, path,
		`INSERT INTO changes (id, at, actor, batch, noun, noun_id, action, after) VALUES (7, 1, 'ada', 'b', 'article', 1, 'create', '{"title":"Mine action"}')`)
	d := openDB(t, path)
	history, err := d.ArticleHistory(t.Context(), 1)
	if err != nil || len(history) != 1 || history[0].Actor != "ada" {
		t.Errorf("history = %+v, %v", history, err)
	}
	if _, err := d.SaveArea(t.Context(), "local", 1, codebook.Area{Slug: "music", Name: "Music", Short: "Music"}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, d, `SELECT max(id) FROM changes`); n != 8 {
		t.Errorf("the next change has the number %d, want 8", n)
	}
}

// Who looked at the codebook before a colleague edited it stores codes under the
// version that they were made under: rules read the one in force, people had that
// of the form before them.
func TestCodesSayWhichCodebookTheyWereMadeUnder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	d, peer := openDB(t, path), openDB(t, path)
	row := "title,source,published,body\n%s,Wire,2024-02-27,a mines course\n"
	first := create(t, d, coop.ArticleInput{Article: coop.Article{Title: "Here before", Source: "Wire", Published: "2024-02-26", Body: "a mines course"}})
	byPerson := create(t, d, coop.ArticleInput{Article: coop.Article{Title: "By a person", Source: "Wire", Published: "2024-02-26"}})
	seen := d.Codebook().Version()

	music := codebook.Area{Slug: "music", Name: "Military music", Short: "Music", Covers: "bands", Rules: "strong: brass band", Style: 1}
	if _, err := peer.SaveArea(t.Context(), "ada", seen, music); err != nil {
		t.Fatal(err)
	}
	if d.Codebook().Version() != seen {
		t.Fatal("the edit is seen before anything is written")
	}
	var asked []int
	rules := func(cb *codebook.Codebook) Suggester {
		asked = append(asked, cb.Version())
		if _, knows := cb.Area("music"); !knows {
			return wordRules{"course": "area training"}
		}
		return wordRules{"mines": "area music"}
	}
	want := func(id int64, area string, version int) {
		t.Helper()
		a := article(t, d, id)
		if got := a.CodingOf(area); !slices.Contains(a.Areas, area) || got.Codebook != version {
			t.Errorf("article %d has %v, %s under codebook %d, want %d", id, a.Areas, area, got.Codebook, version)
		}
	}
	if _, err := d.ImportSuggesting(t.Context(), readRows(t, fmt.Sprintf(row, "Imported")), rules, false, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Retag(t.Context(), "local", rules, false, nil, nil); err != nil {
		t.Fatal(err)
	}
	imported := byPerson + 1
	want(first, "music", 2)
	want(imported, "music", 2)
	if !slices.Equal(asked, []int{2, 2}) {
		t.Errorf("rules were made of the codebooks %v, want 2 each time", asked)
	}

	edit := coop.ArticleInput{Article: article(t, d, byPerson), Codebook: seen}
	edit.Areas = []string{"training"}
	if err := d.UpdateArticle(t.Context(), "local", byPerson, edit); err != nil {
		t.Fatal(err)
	}
	want(byPerson, "training", 1)
	if _, err := d.ReviewArticle(t.Context(), "local", first, coop.Review{Version: article(t, d, first).Version, Codebook: seen, Areas: []string{"music"}}); err != nil {
		t.Fatal(err)
	}
	want(first, "music", 1)
	if _, err := d.ReviewArticle(t.Context(), "local", imported, coop.Review{Version: article(t, d, imported).Version, Codebook: 99, Areas: []string{"music"}}); err != nil {
		t.Fatal(err)
	}
	want(imported, "music", 2)
}
