package db

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/starter"
)

const importHead = "title,source,published"

// readRows reads rows of a CSV file that has nothing wrong with it.
func readRows(t testing.TB, file string) []exchange.ImportRow {
	t.Helper()
	rows, err := exchange.ReadArticles(strings.NewReader(file), exchange.ReadOptions{})
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return rows
}

func imported(t testing.TB, d *DB, file string) ImportResult {
	t.Helper()
	result, err := d.Import(t.Context(), readRows(t, file), false, nil)
	if err != nil {
		t.Fatalf("import: %v", err)
	}
	return result
}

// refused imports a file that must be refused, and wants nothing written.
func refused(t testing.TB, d *DB, file string) *exchange.Problems {
	t.Helper()
	before := exports(t, d)
	_, err := d.Import(t.Context(), readRows(t, file), false, nil)
	bad := mustBe[*exchange.Problems](t, err)
	if diff := gocmp.Diff(before, exports(t, d)); diff != "" {
		t.Errorf("a refused import wrote (-before +after):\n%s", diff)
	}
	return bad
}

func export(t testing.TB, d *DB, file exchange.File, profile coop.Profile) string {
	t.Helper()
	var b bytes.Buffer
	w := exchange.NewWriter(&b, profile, file.Columns)
	if err := d.EachRecord(t.Context(), file, everything, w.Write); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// exports is all that can be seen of a database: every file, and the number of changes.
func exports(t testing.TB, d *DB) map[string]string {
	t.Helper()
	out := map[string]string{"changes": fmt.Sprint(changes(t, d))}
	for _, f := range exchange.Files() {
		out[f.Name] = export(t, d, f, coop.DataProfile)
	}
	return out
}

// unchanged imports a file again and wants nothing to come of it.
func unchanged(t testing.TB, d *DB, file string) {
	t.Helper()
	before := exports(t, d)
	d.at(time.Now().Add(time.Hour)) // an instant that moves would show
	result := imported(t, d, file)
	if n := len(readRows(t, file)); result != (ImportResult{Rows: n, Unchanged: n}) {
		t.Errorf("once more: %+v, want %d rows unchanged", result, n)
	}
	if diff := gocmp.Diff(before, exports(t, d)); diff != "" {
		t.Errorf("once more (-before +after):\n%s", diff)
	}
}

func TestImportOfTheStarterData(t *testing.T) {
	d := newDB(t)
	file := string(starter.CSV())
	if got, want := imported(t, d, file), (ImportResult{Rows: 134, Added: 134, Engagements: 116}); got != want {
		t.Errorf("first: %+v, want %+v", got, want)
	}
	for unit, want := range map[coop.Unit]int{coop.Articles: 134, coop.Engagements: 116} {
		if f, err := d.Figures(t.Context(), coop.View{}, unit); err != nil || f.Total != want {
			t.Errorf("%s in the columns: %v, %v; want %d", unit, f, err, want)
		}
	}
	stages := map[string]string{}
	if err := d.EachEngagement(t.Context(), coop.View{}, func(e coop.Engagement) error {
		stages[e.Key] = e.Stage
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{ // where articles differ
		"angkor-sentinel-2010": "done", "admm-plus-hadr-2013": "under-way", "angkor-sentinel-2016": "done",
		"cambodia-laos-vietnam-rescue-2022": "done", "cobra-gold-2015": "under-way", "hun-manet-india-visit-2023": "offered",
		"indonesia-australia-suspension-2017": "agreed", "japan-patrol-vessels-philippines-2016": "done",
		"us-philippines-vfa-notice-2020": "agreed", "us-cambodia-pisen-royal-2024": "asked",
	} {
		if stages[key] != want {
			t.Errorf("%s is %q, want %q", key, stages[key], want)
		}
	}
	if got := found(t, d, coop.View{Q: "Pisen Jedidiah"}); len(got) != 1 {
		t.Errorf("the seed document is not found by its words: %q", got)
	}
	unchanged(t, d, file)
	var batches int
	if err := d.read.QueryRowContext(t.Context(), `SELECT count(DISTINCT batch) FROM changes WHERE batch LIKE 'import-%' AND actor = 'import'`).Scan(&batches); err != nil || batches != 1 {
		t.Errorf("%d batches, %v; want the one of the first import", batches, err)
	}
}

func TestADryRunTellsWhatWouldHappenAndWritesNothing(t *testing.T) {
	d := newDB(t)
	imported(t, d, string(starter.CSV()))
	file := strings.Replace(string(starter.CSV()), "US Navy,2005-02-04", "US Navy News,2005-02-04", 1) +
		"A new one,https://example.org/new,Khmer Times,2026-01-05,en,,training,KH;US,visit,done,2026-01-04,,,,new-key\n"
	if _, err := d.write.ExecContext(t.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	bytesBefore, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	before := exports(t, d)
	dry, err := d.Import(t.Context(), readRows(t, file), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := (ImportResult{Rows: 135, Added: 1, Changed: 1, Unchanged: 133, Engagements: 1}); dry != want {
		t.Errorf("dry run: %+v, want %+v", dry, want)
	}
	if diff := gocmp.Diff(before, exports(t, d)); diff != "" {
		t.Errorf("a dry run wrote (-before +after):\n%s", diff)
	}
	if bytesAfter, err := os.ReadFile(d.path); err != nil || !bytes.Equal(bytesBefore, bytesAfter) {
		t.Errorf("a dry run changed the file, %v", err)
	}
	if wet := imported(t, d, file); wet != dry {
		t.Errorf("the import: %+v, but the dry run said %+v", wet, dry)
	}
}

func TestAnExportSurvivesTheWayThroughAnEmptyDatabase(t *testing.T) {
	d := newDB(t)
	imported(t, d, string(starter.CSV()))
	for i, title := range []string{"=1+1", "'=x", "@SUM", `"quoted", and more`, "ការបើកសមយុទ្ធ", "بيان مشترك", "👩‍✈️"} {
		in := coded(title, "2024-02-27", []string{"cyber"}, []string{"KH", "US"})
		in.Body, in.Notes = "\t=1\n\n\"two\"\n", "-"+title
		in.Link = &coop.Link{New: &coop.Engagement{Title: title, Form: "visit"}, Stage: "done"}
		in.Excluded = i%3 == 0
		create(t, d, in)
	}
	first := create(t, d, linked("Two engagements", "2024-02-27", "planned"))
	if err := d.LinkReport(t.Context(), "local", first, coop.Link{EngagementID: 5}); err != nil {
		t.Fatal(err)
	}
	if err := d.DeleteArticle(t.Context(), "local", 3); err != nil { // leaves a gap in the ids
		t.Fatal(err)
	}
	if _, err := d.write.ExecContext(t.Context(), `UPDATE articles SET state = 'suggested' WHERE id % 10 = 0`); err != nil {
		t.Fatal(err)
	}
	if err := d.LoadColumns(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, profile := range []coop.Profile{coop.DataProfile, coop.ExcelProfile} {
		file := export(t, d, exchange.ArticlesFile, profile)
		copied := newDB(t)
		result := imported(t, copied, file)
		if result.Added != 141 || result.Rows != 141 {
			t.Errorf("%s: %+v, want 141 rows added", profile, result)
		}
		if diff := gocmp.Diff(file, export(t, copied, exchange.ArticlesFile, profile)); diff != "" {
			t.Errorf("%s (-export +export of its import):\n%s", profile, diff)
		}
		unchanged(t, copied, file)
		unchanged(t, d, file) // nor does it change the database it comes from
	}
}

func TestFilledCellsReplaceAndEmptyOnesNeverClear(t *testing.T) {
	d := newDB(t)
	imported(t, d, importHead+",url,author,summary,areas,parties,notes\nOld title,S,2024-02-27,https://example.org/a,A. Writer,Old words.,training,KH,Note\n")
	file := importHead + ",url,author,summary,areas,parties\nNew title,S,2024-02-28,http://www.example.org/a/?utm_source=x,,New words.,cyber;demining,\n"
	if got, want := imported(t, d, file), (ImportResult{Rows: 1, Changed: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	a := article(t, d, 1)
	if a.Title != "New title" || a.Published != "2024-02-28" || a.Summary != "New words." || a.URL != "http://www.example.org/a/?utm_source=x" {
		t.Errorf("filled cells did not replace: %+v", a)
	}
	if a.Author != "A. Writer" || a.Notes != "Note" || !gocmp.Equal(a.Parties, []string{"KH"}) {
		t.Errorf("empty cells cleared: %+v", a)
	}
	if !gocmp.Equal(a.Areas, []string{"demining", "cyber"}) {
		t.Errorf("areas = %v", a.Areas)
	}
	history, err := d.ArticleHistory(t.Context(), 1)
	if err != nil || len(history) != 2 || history[0].Actor != "import" {
		t.Fatalf("history %+v, %v", history, err)
	}
	if want := (coop.FieldChange{Name: "title", Before: "Old title", After: "New title"}); history[0].Fields[0] != want {
		t.Errorf("history begins with %+v, want %+v", history[0].Fields[0], want)
	}
	for q, n := range map[string]int{"old": 0, "new": 1} {
		if got := found(t, d, coop.View{Q: q}); len(got) != n {
			t.Errorf("%q finds %q, want %d", q, got, n)
		}
	}
	unchanged(t, d, file)
}

func TestWhatARowIsKnownBy(t *testing.T) {
	const withAddress, without = ",url\nA,S,2024-02-27,https://example.org/a\n", "\nA,S,2024-02-27\n"
	for _, tt := range []struct {
		name          string
		first, second string
		want          ImportResult
	}{
		{"the same address, another title", withAddress, ",url\nB,S,2024-02-27,https://example.org/a\n", ImportResult{Rows: 1, Changed: 1}},
		{"another address, the same title", withAddress, ",url\nA,S,2024-02-27,https://example.org/b\n", ImportResult{Rows: 1, Added: 1}},
		{"no address on either side", without, without, ImportResult{Rows: 1, Unchanged: 1}},
		{"no address, another day", without, "\nA,S,2024-02-28\n", ImportResult{Rows: 1, Added: 1}},
		{"an address was added here meanwhile", withAddress, without, ImportResult{Rows: 1, Unchanged: 1}},
		{"an address that we have not", without, withAddress, ImportResult{Rows: 1, Added: 1}},
		{"with and without are two rows of one file", withAddress, ",url\nA,S,2024-02-27,https://example.org/a\nA,S,2024-02-27,\n", ImportResult{Rows: 2, Added: 1, Unchanged: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDB(t)
			imported(t, d, importHead+tt.first)
			if got := imported(t, d, importHead+tt.second); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
			unchanged(t, d, importHead+tt.second)
		})
	}
}

func TestImportRefuses(t *testing.T) {
	d := newDB(t)
	imported(t, d, importHead+",url,engagement_key,form,engagement_start\n"+
		"Deleted by address,S,2024-02-27,https://example.org/gone,,,\n"+
		"Deleted,S,2024-02-27,,,,\n"+
		"Live,S,2024-02-27,https://example.org/a,kept,visit,2024-02-27\n"+
		"Two,S,2024-02-27,,gone,visit,\n"+
		"Many,S,2024-02-27,,many,visit,\n")
	again := text("Live", "2024-02-27") // twins without address can be typed, and not told apart
	again.Source = "S"
	create(t, d, again)
	create(t, d, again)
	for _, id := range []int64{1, 2} {
		if err := d.DeleteArticle(t.Context(), "local", id); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.LinkReport(t.Context(), "local", 5, coop.Link{EngagementID: 1}); err != nil {
		t.Fatal(err)
	}
	if err := d.DeleteEngagement(t.Context(), "local", 2); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, file, want string }{
		{"an address of a deleted article", ",url\nA,S,2024-02-27,https://m.example.org/gone\n", "2: url: This is article 1, “Deleted by address”, which is deleted."},
		{"title, source and day of a deleted one", "\nNew,S,2024-02-27\nDeleted,S,2024-02-27\n", "3: title: This is article 2, “Deleted”, which is deleted."},
		{"title, source and day of several", "\nLive,S,2024-02-27\n", "2: title: 2 articles have this title"},
		{"a deleted engagement", ",engagement_key\nNew,S,2024-02-27,gone\n", "2: engagement_key: The engagement “gone” (2) is deleted."},
		{"a deleted engagement in a list", ",engagement_keys\nNew,S,2024-02-27,kept;gone\n", "2: engagement_keys: The engagement “gone” (2) is deleted."},
		{"a deleted engagement without key", ",form\nTwo,S,2024-02-27,visit\n", "2: engagement_key: The engagement that this row describes is deleted."},
		{"no key and several engagements", ",stage\nMany,S,2024-02-27,done\n", "2: engagement_key: The article reports 2 engagements, among them “many” and “kept”."},
		{"an end before the stored start", ",engagement_key,engagement_end\nNew,S,2024-02-27,kept,2024-02-26\n", "2: engagement_end: With this date the engagement would run from 27 Feb 2024 to 26 Feb 2024"},
		{"an end before the start of another row", ",engagement_key,engagement_start,engagement_end\nNew,S,2024-02-27,n,2024-02-27,\nNewer,S,2024-02-28,n,,2024-02-26\n", "3: engagement_end: With this date"},
		{"another form than other articles give", ",url,engagement_key,form\nNew,S,2024-02-27,https://example.org/n,kept,course\nLive,S,2024-02-27,https://example.org/a,,visit\n",
			"2: form: Other articles say “visit” for the same engagement."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := refused(t, d, importHead+tt.file)
			if got := bad.List[0].String(); !strings.HasPrefix(got, tt.want) {
				t.Errorf("problem = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestProblemsComeInTheOrderOfTheFile(t *testing.T) {
	d := newDB(t)
	imported(t, d, importHead+",url\nA,S,2024-02-27,https://example.org/a\nB,S,2024-02-27,\n")
	for _, id := range []int64{1, 2} {
		if err := d.DeleteArticle(t.Context(), "local", id); err != nil {
			t.Fatal(err)
		}
	}
	bad := refused(t, d, importHead+",url\nC,S,2024-02-27,\nB,S,2024-02-27,\nA,S,2024-02-27,https://example.org/a\n")
	if bad.Total != 2 || bad.List[0].Row != 3 || bad.List[1].Row != 4 {
		t.Errorf("problems %+v", bad)
	}
}

func TestIDsAndInstantsAreKeptWhereTheIDIsFree(t *testing.T) {
	d := newDB(t)
	create(t, d, text("Here before", "2024-02-27"))
	result := imported(t, d, importHead+",article_id,created_at,updated_at\n"+
		"No id,S,2024-02-27,,,\n"+
		"Taken,S,2024-02-27,1,2020-01-01T00:00:00Z,2020-01-02T00:00:00Z\n"+
		"Free,S,2024-02-27,3,2020-01-01T00:00:00Z,2020-01-02T00:00:00.123Z\n"+
		"Free no more,S,2024-02-27,3,2020-01-01T00:00:00Z,\n")
	if result.Added != 4 {
		t.Fatalf("%+v", result)
	}
	free := article(t, d, 3)
	if free.Title != "Free" || free.CreatedAt.Year() != 2020 || free.UpdatedAt.Nanosecond() != 123_000_000 {
		t.Errorf("article 3 is %q of %s, %s", free.Title, free.CreatedAt, free.UpdatedAt)
	}
	for id, want := range map[int64]string{1: "Here before", 4: "No id", 5: "Taken", 6: "Free no more"} {
		if a := article(t, d, id); a.Title != want || a.CreatedAt.Year() == 2020 {
			t.Errorf("article %d is %q of %s, want %q of now", id, a.Title, a.CreatedAt, want)
		}
	}
}

func TestProgressCountsEveryRow(t *testing.T) {
	d := newDB(t)
	var seen []int
	if _, err := d.Import(t.Context(), readRows(t, importHead+"\nA,S,2024-02-27\nB,S,2024-02-27\n"), false, func(done int) { seen = append(seen, done) }); err != nil {
		t.Fatal(err)
	}
	if !gocmp.Equal(seen, []int{1, 2}) {
		t.Errorf("progress %v", seen)
	}
}

func TestImportOfNothing(t *testing.T) {
	d := newDB(t)
	if got := imported(t, d, importHead+"\n"); got != (ImportResult{}) {
		t.Errorf("%+v", got)
	}
}

func TestImportedCoding(t *testing.T) {
	codes := coop.Article{Areas: []string{"training"}, Parties: []string{"KH"}}
	stored := func(s coop.State, coder string, a coop.Article) *coop.Article {
		a.State, a.Coder = s, coder
		return &a
	}
	row := func(s coop.State, a coop.Article) coop.Article {
		a.State = s
		return a
	}
	none := coop.Article{}
	for _, tt := range []struct {
		name  string
		old   *coop.Article
		row   coop.Article
		state coop.State
		coder string
	}{
		{"new without codes", nil, row("", none), coop.Uncoded, ""},
		{"new without codes, said to be coded", nil, row(coop.Coded, none), coop.Uncoded, ""},
		{"new with codes", nil, row("", codes), coop.Coded, "import"},
		{"new with codes, said to be uncoded", nil, row(coop.Uncoded, codes), coop.Coded, "import"},
		{"new and suggested", nil, row(coop.Suggested, codes), coop.Suggested, "import"},
		{"new and excluded", nil, row(coop.Excluded, none), coop.Excluded, ""},
		{"a person coded it, the row agrees", stored(coop.Coded, "local", codes), row(coop.Coded, codes), coop.Coded, "local"},
		{"a person coded it, the row has other codes", stored(coop.Coded, "local", coop.Article{Areas: []string{"cyber"}}), row("", codes), coop.Coded, "import"},
		{"a person coded it, the row has none", stored(coop.Coded, "local", codes), row(coop.Uncoded, none), coop.Coded, "local"},
		{"suggested, the row says nothing", stored(coop.Suggested, "import", codes), row("", none), coop.Suggested, "import"},
		{"suggested, the row was exported before", stored(coop.Suggested, "rule", codes), row(coop.Uncoded, none), coop.Suggested, "rule"},
		{"suggested, the row brings the same codes", stored(coop.Suggested, "rule", codes), row("", codes), coop.Coded, "import"},
		{"excluded here, the row brings codes", stored(coop.Excluded, "", none), row("", codes), coop.Excluded, "import"},
		{"excluded here, the row says coded", stored(coop.Excluded, "local", codes), row(coop.Coded, codes), coop.Coded, "local"},
		{"excluded here, the row says uncoded", stored(coop.Excluded, "", none), row(coop.Uncoded, none), coop.Uncoded, ""},
	} {
		var old coop.Article
		if tt.old != nil {
			old = *tt.old
		}
		state, coder := importedCoding(tt.old, tt.row, filledOver(old, tt.row))
		if state != tt.state || coder != tt.coder {
			t.Errorf("%s: %s by %q, want %s by %q", tt.name, state, coder, tt.state, cmp.Or(tt.coder, "nobody"))
		}
	}
}
