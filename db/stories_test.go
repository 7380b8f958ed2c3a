package db

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
	"entente/internal/linking"
)

// wire is a text of so many words that no other number makes.
func wire(n, words int) string {
	var b strings.Builder
	for i := range words {
		fmt.Fprintf(&b, "w%dx%d ", n, i*i%97)
	}
	return b.String()
}

// told stores an article, and returns its number.
func told(t testing.TB, d *DB, title string, day coop.Day, body string, link ...int64) int64 {
	t.Helper()
	in := coop.ArticleInput{Article: coop.Article{Title: title, Source: "s-" + title, Published: day, Body: body, Parties: []string{"KH", "US"}}}
	if len(link) > 0 {
		in.Link = &coop.Link{EngagementID: link[0], Stage: "done"}
		if link[0] == 0 {
			in.Link.New = &coop.Engagement{Title: title, Parties: []string{"KH", "US"}}
		}
	}
	id, _, err := d.CreateArticle(t.Context(), "local", in)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func storyOf(t testing.TB, d *DB, id int64) (titles []string) {
	t.Helper()
	story, err := d.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range story {
		titles = append(titles, fmt.Sprintf("%s %d", c.Title, c.Percent))
	}
	return titles
}

func TestCopiesAreOneStory(t *testing.T) {
	d := openDB(t, filepath.Join(t.TempDir(), "entente.db"))
	text := wire(1, 60) + wire(2, 60) + wire(3, 60)
	first := told(t, d, "first", "2024-02-27", text)
	told(t, d, "other", "2024-02-27", wire(4, 60))
	short := told(t, d, "cut short", "2024-03-05", "PARIS – "+wire(1, 60)+wire(2, 40))
	told(t, d, "late", "2024-03-14", text+wire(5, 9)) // 16 days after the first, 9 after the second
	told(t, d, "too late", "2024-04-09", wire(1, 60)+wire(2, 60))
	told(t, d, "the text again", "2020-01-01", text)

	if diff := cmp.Diff([]string{"the text again 100", "cut short 98", "late 0"}, storyOf(t, d, first)); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
	if err := d.DeleteArticle(t.Context(), "local", short); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"the text again 100"}, storyOf(t, d, first)); diff != "" {
		t.Errorf("without the link between (-want +got):\n%s", diff)
	}
	if err := d.RestoreArticle(t.Context(), "local", short); err != nil {
		t.Fatal(err)
	}
	if got := storyOf(t, d, first); len(got) != 3 {
		t.Errorf("restored: %q", got)
	}

	a := article(t, d, short)
	a.Body = wire(6, 80)
	if err := d.UpdateArticle(t.Context(), "local", short, coop.ArticleInput{Article: a}); err != nil {
		t.Fatal(err)
	}
	if got := storyOf(t, d, short); got != nil {
		t.Errorf("after an edit of its text its story is %q", got)
	}
	a = article(t, d, short)
	a.Body = text
	if err := d.UpdateArticle(t.Context(), "local", short, coop.ArticleInput{Article: a}); err != nil {
		t.Fatal(err)
	}
	if got := storyOf(t, d, short); len(got) != 3 {
		t.Errorf("after an edit that makes it a copy: %q", got)
	}
	checkCopies(t, d)

	_, twin, err := d.CreateArticle(t.Context(), "local", coop.ArticleInput{Article: coop.Article{
		Title: "the same again", Source: "s", Published: "2026-01-01", Body: text}})
	if err != nil || twin == nil || twin.Percent != 100 {
		t.Errorf("a text that is here already has the twin %v, %v", twin, err)
	}
}

// checkCopies holds what is stored against what is found anew.
func checkCopies(t testing.TB, d *DB) {
	t.Helper()
	both := count(t, d, `SELECT count(*) FROM article_copies c WHERE NOT EXISTS (SELECT 1 FROM article_copies o WHERE o.article_id = c.other_id AND o.other_id = c.article_id AND o.percent = c.percent)`)
	if both > 0 {
		t.Errorf("%d copies stand one way only", both)
	}
	stored := count(t, d, `SELECT count(*) FROM article_keys`)
	if want := count(t, d, `SELECT count(*) FROM (SELECT DISTINCT a.text_id >> 32 >> 4, j.value, a.id FROM articles a, json_each(text_keys(iif(a.body <> '', a.body, a.summary))) j)`); stored != want {
		t.Errorf("%d keys are stored, the texts have %d", stored, want)
	}
	if astray := count(t, d, `SELECT count(*) FROM article_keys k JOIN articles a ON a.id = k.article_id
		WHERE k.fortnight <> a.text_id >> 32 >> 4 OR k.key NOT IN (SELECT value FROM json_each(text_keys(iif(a.body <> '', a.body, a.summary))))`); astray > 0 {
		t.Errorf("%d keys are of no text", astray)
	}
}

func TestAFileBeforeCopiesGetsThem(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	text := wire(1, 60)
	const article = `INSERT INTO articles (id, title, title_original, url, source, author, published, accessed, language, archive_url,
		summary, notes, state, coder, version, created_at, updated_at, coded_at, deleted_at, body_sha256, body)
		VALUES (%d, '%s', '', '', '%s', '', '%s', '', '', '', '', '', 'uncoded', '', 1, 1, 1, 1, NULL, '%s', '%s')`
	var rows []string
	for i, r := range []struct{ title, source, day, text string }{
		{"one", "a", "1969-12-30", text}, {"two", "b", "1970-01-05", "w " + text + "w"}, {"three", "c", "1971-01-05", text}, {"four", "d", "1970-01-05", wire(2, 60)},
		{"again", "e", "1980-01-01", ""}, {"again", "e", "1980-01-01", "Text."}, {"again", "f", "1980-01-01", ""},
	} {
		rows = append(rows, fmt.Sprintf(article, 10+i, r.title, r.source, r.day, hash(r.text), r.text))
	}
	firstSchema(t, path, rows...)
	d := openDB(t, path)
	checkCopies(t, d)
	for id, want := range map[int64][]string{10: {"two 99", "three 100"}, 13: nil, 14: {"again 0"}, 16: nil} {
		if diff := cmp.Diff(want, storyOf(t, d, id)); diff != "" {
			t.Errorf("story of %d (-want +got):\n%s", id, diff)
		}
	}
}

// TestAnImportFindsTheCopiesThatFormsFind holds both ways in against each other.
func TestAnImportFindsTheCopiesThatFormsFind(t *testing.T) {
	file := "title,source,published,body\n"
	byHand, there := openDB(t, filepath.Join(t.TempDir(), "a.db")), openDB(t, filepath.Join(t.TempDir(), "b.db"))
	for i, part := range []struct {
		n   int
		day string
	}{{1, "2024-02-27"}, {1, "2024-02-20"}, {2, "2024-02-27"}, {1, "2023-02-20"}, {2, "2024-03-12"}} {
		title, text := fmt.Sprint("t", i), fmt.Sprintf("w%d ", i)+wire(part.n, 50)
		told(t, byHand, title, coop.Day(part.day), strings.TrimSpace(text))
		file += fmt.Sprintf("%s,s-%s,%s,%s\n", title, title, part.day, text)
	}
	imported(t, there, file)
	for id := range int64(5) {
		if diff := cmp.Diff(storyOf(t, byHand, id+1), storyOf(t, there, id+1)); diff != "" {
			t.Errorf("story of %d (-by hand +imported):\n%s", id+1, diff)
		}
	}
	if got := storyOf(t, there, 1); len(got) != 1 {
		t.Errorf("story of 1: %q", got)
	}
	checkCopies(t, there)
}

func TestOpenEnds(t *testing.T) {
	d := openDB(t, filepath.Join(t.TempDir(), "entente.db"))
	told(t, d, "one", "2024-02-01", wire(1, 60), 0)
	two := told(t, d, "two", "2024-02-02", wire(1, 60)+"x")
	told(t, d, "three", "2024-03-01", wire(2, 60))
	told(t, d, "four", "2024-03-02", wire(2, 60))
	five := told(t, d, "five", "2024-03-03", wire(3, 60))

	type list struct {
		Titles []string
		Total  int
	}
	unlinked := func(page, size int) (l list) {
		now(t, d, func(m *Moment) error {
			rows, total, err := m.Unlinked(t.Context(), page, size)
			for _, r := range rows {
				l.Titles = append(l.Titles, r.Title)
			}
			l.Total = total
			return err
		})
		return l
	}
	duplicates := func(page, size int) (l list) {
		now(t, d, func(m *Moment) error {
			groups, total, err := m.Duplicates(t.Context(), page, size)
			for _, g := range groups {
				for _, c := range g {
					l.Titles = append(l.Titles, c.Title)
				}
			}
			l.Total = total
			return err
		})
		return l
	}
	for _, tt := range []struct{ got, want list }{
		{unlinked(1, 3), list{[]string{"five", "four", "three"}, 4}}, {unlinked(2, 3), list{[]string{"two"}, 4}}, {unlinked(3, 3), list{nil, 4}},
		{duplicates(1, 9), list{[]string{"three", "four", "one", "two"}, 2}}, {duplicates(2, 1), list{[]string{"one", "two"}, 2}}, {duplicates(1, 0), list{nil, 2}},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}

	candidates := func(id int64, linked ...int64) (out []string) {
		a := article(t, d, id)
		now(t, d, func(m *Moment) error {
			list, err := m.Likely(t.Context(), id, linking.Article{Published: a.Published, Parties: a.Parties}, linked)
			for _, c := range list {
				s := c.Title
				if c.Copy != nil {
					s += " by copy " + c.Copy.Title + " " + c.Copy.Stage
				}
				out = append(out, s)
			}
			return err
		})
		return out
	}
	if got := candidates(two); !slices.Equal(got, []string{"one by copy one done"}) {
		t.Errorf("candidates of a copy: %q", got)
	}
	if got := candidates(five); !slices.Equal(got, []string{"one"}) {
		t.Errorf("candidates by parties and days: %q", got)
	}
	if got := candidates(two, 1); got != nil {
		t.Errorf("candidates beside the linked: %q", got)
	}
	if err := d.LinkReport(t.Context(), "local", two, coop.Link{EngagementID: 1}); err != nil {
		t.Fatal(err)
	}
	if got := unlinked(1, 9); got.Total != 3 || slices.Contains(got.Titles, "two") {
		t.Errorf("linked, and still in the list: %v", got)
	}
	if err := d.DeleteEngagement(t.Context(), "local", 1); err != nil {
		t.Fatal(err)
	}
	if got := unlinked(1, 9); got.Total != 5 {
		t.Errorf("the engagement is deleted: %v", got)
	}
	if got := candidates(five); got != nil {
		t.Errorf("a deleted engagement is offered: %q", got)
	}
}
