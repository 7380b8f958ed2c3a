package db

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
)

// toReview stores suggested articles by their titles.
func toReview(t testing.TB, titles ...string) *DB {
	t.Helper()
	d := newDB(t)
	file := importHead + ",body\n"
	for _, title := range titles {
		file += title + ",S,2024-02-27,Japan\n"
	}
	suggestions(t, d, file)
	return d
}

func next(t testing.TB, d *DB, skip ...int64) (id int64) {
	t.Helper()
	now(t, d, func(m *Moment) error {
		a, found, err := m.NextToReview(t.Context(), coop.View{}, skip)
		if found != (a.ID != 0) || found && a.Title == "" {
			t.Errorf("next to review: %+v, %v", a, found)
		}
		id = a.ID
		return err
	})
	return id
}

func progressOf(t testing.TB, d *DB) (p ReviewProgress) {
	t.Helper()
	now(t, d, func(m *Moment) (err error) {
		p, err = m.ReviewProgress(t.Context(), coop.View{})
		return err
	})
	return p
}

func TestTheLeastSureArticleIsReviewedFirst(t *testing.T) {
	d := toReview(t, "mines", "mines perhaps", "mines again", "Cambodia")
	var order []int64
	for id := next(t, d); id != 0; id = next(t, d, order...) {
		order = append(order, id)
	}
	// 4 has no area; 2 has another one that is nearly suggested; 1 and 3 are as sure.
	if want := []int64{4, 2, 1, 3}; !gocmp.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if err := d.DeleteArticle(t.Context(), "local", 4); err != nil {
		t.Fatal(err)
	}
	if got := next(t, d); got != 2 {
		t.Errorf("next after a delete: %d, want 2", got)
	}
	if p := progressOf(t, d); p != (ReviewProgress{Waiting: 3}) {
		t.Errorf("%+v", p)
	}
}

func TestAReviewAcceptsRefusesAndAdds(t *testing.T) {
	d := toReview(t, "mines on a course with hackers")
	before := exports(t, d)
	a := article(t, d, 1)
	batch, err := d.ReviewArticle(t.Context(), "local", 1, coop.Review{
		Version: a.Version, Areas: []string{"demining", "equipment"}, Parties: []string{"JP", "US"},
		Refuse: []coop.Refusal{{Kind: coop.FormKind, Code: "visit"}},
		Link:   &coop.Link{New: &coop.Engagement{Title: "Course", Form: "course"}, Stage: "done"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := article(t, d, 1)
	if got.State != coop.Coded || got.Coder != "local" || fmt.Sprint(got.Areas, got.Parties) != "[demining equipment] [JP US]" || len(got.Codings) > 0 {
		t.Errorf("%s by %s: %v %v %v", got.State, got.Coder, got.Areas, got.Parties, got.Codings)
	}
	wantRefused := []coop.Refusal{{Kind: coop.AreaKind, Code: "cyber"}, {Kind: coop.AreaKind, Code: "training"}, {Kind: coop.FormKind, Code: "visit"}}
	if diff := gocmp.Diff(wantRefused, got.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if len(got.Evidence) != 1 || got.Evidence[0].Area != "demining" || got.Proposal != (coop.Proposal{}) || len(got.Reports) != 1 {
		t.Errorf("evidence %+v, proposal %+v, reports %+v", got.Evidence, got.Proposal, got.Reports)
	}
	if p := progressOf(t, d); p != (ReviewProgress{Done: 1}) || next(t, d) != 0 {
		t.Errorf("%+v, next %d", p, next(t, d))
	}
	if _, err := d.ReviewArticle(t.Context(), "local", 1, coop.Review{Version: a.Version}); err == nil {
		t.Error("a review of codes that are gone was stored")
	} else {
		mustBe[*coop.StaleError](t, err)
	}

	// Undone, it waits again, and all files are as before; and once more it is done.
	reviewed := exports(t, d)
	undone, err := d.UndoBatch(t.Context(), "local", batch)
	if err != nil || undone.Kept != 0 {
		t.Fatalf("undo: %+v, %v", undone, err)
	}
	after := exports(t, d)
	delete(before, "changes")
	delete(after, "changes")
	if diff := gocmp.Diff(before, after); diff != "" {
		t.Errorf("undone (-before +after):\n%s", diff)
	}
	if next(t, d) != 1 || len(article(t, d, 1).Refused) != 0 {
		t.Error("an undone review does not wait for the next one")
	}
	if _, err := d.UndoBatch(t.Context(), "local", undone.Batch); err != nil {
		t.Fatal(err)
	}
	again := exports(t, d)
	delete(reviewed, "changes")
	delete(again, "changes")
	if diff := gocmp.Diff(reviewed, again); diff != "" {
		t.Errorf("the undo undone (-before +after):\n%s", diff)
	}
}

func TestAReviewWithoutCodes(t *testing.T) {
	d := toReview(t, "mines", "mines again")
	for id, excluded := range map[int64]bool{1: true, 2: false} {
		if _, err := d.ReviewArticle(t.Context(), "ada", id, coop.Review{Version: 1, Excluded: excluded}); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[int64]string{1: "excluded by ", 2: "coded by ada"} {
		a := article(t, d, id)
		if got := fmt.Sprintf("%s by %s", a.State, a.Coder); got != want || len(a.Areas)+len(a.Parties) > 0 {
			t.Errorf("article %d is %s with %v, want %s", id, got, a.Areas, want)
		}
	}
	edit := coop.ArticleInput{Article: article(t, d, 2)}
	edit.Notes = "An edit of something else"
	if err := d.UpdateArticle(t.Context(), "local", 2, edit); err != nil {
		t.Fatal(err)
	}
	if a := article(t, d, 2); a.State != coop.Coded || a.Coder != "ada" {
		t.Errorf("after another edit it is %s by %s", a.State, a.Coder)
	}
}

func TestAQuoteIsAttachedByHand(t *testing.T) {
	d := toReview(t, "mines and boats")
	quote := coop.Evidence{Area: "maritime-security", Field: "title", Start: 10, End: 15, Quote: "boats"}
	batch, err := d.AttachQuote(t.Context(), "local", 1, quote)
	if err != nil {
		t.Fatal(err)
	}
	a := article(t, d, 1)
	if a.State != coop.Suggested || a.CodingOf("maritime-security") != (coop.Coding{Origin: coop.ByHuman, Codebook: codebook.BuiltIn}) || a.CodingOf("demining").Origin != coop.ByRule {
		t.Errorf("%s, %+v", a.State, a.Codings)
	}
	version := a.Version
	if again, err := d.AttachQuote(t.Context(), "local", 1, quote); err != nil || again != "" || article(t, d, 1).Version != version {
		t.Errorf("the same quote twice: batch %q, %v, version %d", again, err, article(t, d, 1).Version)
	}
	if _, err := d.Retag(t.Context(), "local", fixed(wordRules{}), false, nil, nil); err != nil {
		t.Fatal(err)
	}
	if a := article(t, d, 1); fmt.Sprint(a.Areas) != "[maritime-security]" || len(a.Evidence) != 1 || a.State != coop.Suggested {
		t.Errorf("rules that find nothing leave %v, %+v, %s", a.Areas, a.Evidence, a.State)
	}
	for name, e := range map[string]coop.Evidence{
		"other words":            {Area: "cyber", Field: "title", Start: 0, End: 5, Quote: "ships"},
		"no such field":          {Area: "cyber", Field: "notes", Start: 0, End: 5, Quote: "mines"},
		"no words":               {Area: "cyber", Field: "title"},
		"a place that cannot be": {Area: "cyber", Field: "title", Start: -7, End: 99, Quote: "gone"},
	} {
		if _, err := d.AttachQuote(t.Context(), "local", 1, e); err != coop.ErrNoQuote {
			t.Errorf("%s: %v, want %v", name, err, coop.ErrNoQuote)
		}
	}
	if _, err := d.AttachQuote(t.Context(), "local", 1, coop.Evidence{Area: "mining", Field: "title", End: 5, Quote: "mines"}); err != coop.ErrNoArea {
		t.Errorf("an unknown area: %v", err)
	}
	if got, err := d.UndoBatch(t.Context(), "local", batch); err != nil || got.Kept != 1 || got.Undone != 0 {
		t.Errorf("undo of what was built upon: %+v, %v", got, err)
	}
	if _, err := d.RemoveQuote(t.Context(), "local", 1, quote); err != nil {
		t.Fatal(err)
	}
	if a := article(t, d, 1); len(a.Evidence) != 0 || len(a.Areas) != 1 {
		t.Errorf("without its quote: %v, %+v", a.Areas, a.Evidence)
	}
}

// Whatever rules and people do, the undo of each batch gives back every file as it
// was, and every version can be read again.
func TestUndoGivesBackEveryFile(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 3))
			d := newDB(t)
			clock := time.UnixMilli(1_700_000_000_000)
			tick := func() {
				clock = clock.Add(time.Second)
				d.at(clock)
			}
			var all []string
			for word := range someWords {
				all = append(all, word)
			}
			file := importHead + ",body,summary,areas,parties\n"
			for i := range 12 {
				words := ""
				for range random.IntN(4) {
					words += " " + all[random.IntN(len(all))]
				}
				file += fmt.Sprintf("Title %d%s,S,2024-02-27,%s,%s,%s,%s\n", i, words, []string{"", "ខ្មែរ mines patrol"}[random.IntN(2)],
					[]string{"", "hackers"}[random.IntN(2)], []string{"", "", "cyber"}[random.IntN(3)], []string{"", "US"}[random.IntN(2)])
			}
			tick()
			suggestions(t, d, file)
			for range 12 {
				tick()
				before := exports(t, d)
				id := 1 + random.Int64N(12)
				a := article(t, d, id)
				var batch string
				var err error
				switch random.IntN(4) {
				case 0:
					rules := wordRules{}
					for word, means := range someWords {
						if random.IntN(2) == 0 {
							rules[word] = means
						}
					}
					var result RetagResult
					result, err = d.Retag(t.Context(), "local", fixed(rules), false, nil, nil)
					batch = result.Batch
				case 1:
					batch, err = d.ApplySuggestions(t.Context(), "local", id, fixed(someWords))
				case 2:
					batch, err = d.ReviewArticle(t.Context(), "local", id, coop.Review{Version: a.Version, Areas: a.Areas[:random.IntN(len(a.Areas)+1)], Parties: a.Parties, Excluded: random.IntN(4) == 0})
				case 3:
					batch, err = d.AttachQuote(t.Context(), "local", id, coop.Evidence{Area: "equipment", Field: "title", Start: 0, End: 5, Quote: "Title"})
				}
				if err != nil {
					t.Fatal(err)
				}
				for _, a := range allArticles(t, d) {
					for _, e := range a.Evidence {
						if text := a.Text(e.Field); text[e.Start:e.End] != e.Quote {
							t.Errorf("article %d, %s: %q is not at %d", a.ID, e.Field, e.Quote, e.Start)
						}
					}
				}
				if random.IntN(3) == 0 {
					continue // what follows builds upon it
				}
				after := exports(t, d)
				if after["changes"] == before["changes"] {
					continue // nothing was done
				}
				tick()
				undone, err := d.UndoBatch(t.Context(), "local", batch)
				if err != nil || undone.Kept > 0 {
					t.Fatalf("undo: %+v, %v", undone, err)
				}
				got := exports(t, d)
				delete(before, "changes")
				delete(got, "changes")
				if diff := gocmp.Diff(before, got); diff != "" {
					t.Fatalf("after the undo of %s (-before +after):\n%s", batch, diff)
				}
				if got, want := progressOf(t, d).Waiting, count(t, d, `SELECT count(*) FROM article_proposals`); got != want {
					t.Errorf("%d wait, %d are in the queue", got, want)
				}
			}
			survives(t, d)
			for _, a := range allArticles(t, d) {
				for version := int64(1); version <= a.Version; version++ {
					if _, _, err := d.ArticleAt(t.Context(), a.ID, version); err != nil {
						t.Errorf("version %d of article %d: %v", version, a.ID, err)
					}
				}
			}
		})
	}
}

// survives wants codes and states to be the same after a way through an empty database.
func survives(t testing.TB, d *DB) {
	t.Helper()
	file := export(t, d, exchange.ArticlesFile, coop.DataProfile)
	copied := newDB(t)
	if _, err := copied.ImportSuggesting(t.Context(), readRows(t, file), fixed(someWords), false, nil); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(file, export(t, copied, exchange.ArticlesFile, coop.DataProfile)); diff != "" {
		t.Errorf("(-export +export of its import):\n%s", diff)
	}
	unchanged(t, copied, file)
	unchanged(t, d, file)
}

func allArticles(t testing.TB, d *DB) (out []coop.Article) {
	t.Helper()
	for id := int64(1); id <= int64(count(t, d, `SELECT count(*) FROM articles`)); id++ {
		out = append(out, article(t, d, id))
	}
	return out
}

func count(t testing.TB, d *DB, query string) (n int) {
	t.Helper()
	if err := d.read.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAReviewLendsCodesToAnEngagementWithoutAny(t *testing.T) {
	d := newDB(t)
	suggestions(t, d, importHead+",parties,engagement_key\nmines in Cambodia,S,2024-02-27,US,k\nthe course,S,2024-02-28,US,k\n")
	if e := engagement(t, d, 1); len(e.Areas) != 0 || fmt.Sprint(e.Parties) != "[US]" {
		t.Errorf("an engagement with codes that nobody looked at: %v %v", e.Areas, e.Parties)
	}
	before := exports(t, d)
	d.at(time.Now().Add(time.Hour))
	batch, err := d.ReviewArticle(t.Context(), "local", 1, coop.Review{Version: article(t, d, 1).Version, Areas: []string{"demining"}, Parties: []string{"KH", "US"}})
	if err != nil {
		t.Fatal(err)
	}
	if e := engagement(t, d, 1); fmt.Sprint(e.Areas, e.Parties) != "[demining] [US]" {
		t.Errorf("after the review: %v %v", e.Areas, e.Parties)
	}
	if undone, err := d.UndoBatch(t.Context(), "local", batch); err != nil || undone.Kept != 0 {
		t.Fatalf("undo: %+v, %v", undone, err)
	}
	after := exports(t, d)
	delete(before, "changes")
	delete(after, "changes")
	if diff := gocmp.Diff(before, after); diff != "" {
		t.Errorf("undone (-before +after):\n%s", diff)
	}
	if _, err := d.ReviewArticle(t.Context(), "local", 2, coop.Review{Version: article(t, d, 2).Version, Areas: []string{"training"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ReviewArticle(t.Context(), "local", 1, coop.Review{Version: article(t, d, 1).Version, Areas: []string{"demining"}}); err != nil {
		t.Fatal(err)
	}
	if e := engagement(t, d, 1); fmt.Sprint(e.Areas) != "[training]" {
		t.Errorf("a second review moved the codes to %v", e.Areas)
	}
}

func TestAHistoryTellsOfQuotesAndRefusals(t *testing.T) {
	d := toReview(t, "mines on a course")
	if _, err := d.ReviewArticle(t.Context(), "local", 1, coop.Review{Version: 1, Areas: []string{"demining"}, Parties: []string{"JP"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AttachQuote(t.Context(), "local", 1, coop.Evidence{Area: "demining", Field: "title", Start: 0, End: 5, Quote: "mines on"}); err != nil {
		t.Fatal(err)
	}
	history, err := d.ArticleHistory(t.Context(), 1)
	if err != nil || len(history) != 3 {
		t.Fatalf("%+v, %v", history, err)
	}
	want := [][]coop.FieldChange{
		{{Name: "evidence", Before: "demining “mines”", After: "demining “mines on”; demining “mines”"}},
		{
			{Name: "areas", Before: "training; demining", After: "demining"}, {Name: "state", Before: "suggested", After: "coded"},
			{Name: "evidence", Before: "training “course”; demining “mines”", After: "demining “mines”"},
			{Name: "refused", After: "area training"},
		},
	}
	for i, fields := range want {
		if diff := gocmp.Diff(fields, history[i].Fields); diff != "" {
			t.Errorf("change %d (-want +got):\n%s", i, diff)
		}
	}
}
