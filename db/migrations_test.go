package db

import (
	"database/sql"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// firstSchema makes a file as the first migration left it, with articles and an
// engagement, one of each deleted, and whatever further statements do.
func firstSchema(t testing.TB, path string, further ...string) {
	t.Helper()
	if err := makeFile(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	pool, err := sql.Open("sqlite", dsn(path, url.Values{"mode": {"rw"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	first, err := migrations.ReadFile("migrations/0001_articles_engagements.sql")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, pool, fstest.MapFS{"0001_first.sql": {Data: first}}, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	const article = `INSERT INTO articles (id, title, title_original, url, source, author, published, accessed, language, archive_url,
		summary, notes, state, coder, version, created_at, updated_at, coded_at, deleted_at, body_sha256, body) VALUES `
	for _, s := range append([]string{
		article + `(1, 'Mine action', '', '', 's', '', '2024-02-27', '', '', '', '', '', 'uncoded', '', 1, 1, 1, 1, NULL, '', 'Demining in Kampot')`,
		article + `(2, 'Cobra Gold', 'การฝึกคอบร้าโกลด์', '', 's', '', '1969-12-31', '', '', '', '', '', 'uncoded', '', 1, 1, 1, 1, NULL, '', 'mines')`,
		article + `(3, 'Deleted mine', '', '', 's', '', '2024-03-01', '', '', '', '', '', 'uncoded', '', 1, 1, 1, 1, 5, '', '演习')`,
		`INSERT INTO articles_fts (rowid, title, title_original, summary, body)
			SELECT id, title, title_original, summary, body FROM articles WHERE deleted_at IS NULL`,
		`INSERT INTO engagements (id, key, title, form, start_day, end_day, place, series, notes, version, created_at, updated_at)
			VALUES (1, 'e-1', 'Joint drill', '', '', '', '北京市', '', '', 1, 1, 1)`,
		`INSERT INTO engagements_fts (rowid, title, place) SELECT id, title, place FROM engagements`,
		`INSERT INTO reports (article_id, engagement_id, stage, seq, linked_at) VALUES (2, 1, '', 1, 1)`,
	}, further...) {
		if _, err := pool.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestAFileOfTheFirstSchemaIsSearchedAsBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	firstSchema(t, path)
	d := openDB(t, path)
	for q, want := range map[string][]string{
		"mine": {"Mine action", "Cobra Gold"}, "kampot": {"Mine action"}, "cobra": {"Cobra Gold"}, "การฝึก": {"Cobra Gold"}, "演习": nil, "delet*": nil,
	} {
		if diff := cmp.Diff(want, found(t, d, coop.View{Q: q})); diff != "" {
			t.Errorf("search for %s (-want +got):\n%s", q, diff)
		}
	}
	for _, q := range []string{"drill", "北京", "cobra"} {
		if got := foundEngagements(t, d, coop.View{Q: q}); len(got) != 1 {
			t.Errorf("search for %s finds engagements %v", q, got)
		}
	}
	checkText(t, d)
	if err := d.RestoreArticle(t.Context(), "local", 3); err != nil {
		t.Fatal(err)
	}
	if got := found(t, d, coop.View{Q: "演习 mine"}); len(got) != 1 {
		t.Errorf("a restored article is found as %q", got)
	}
	checkText(t, d)
	var plain int
	if err := d.read.QueryRowContext(t.Context(), `SELECT count(*) FROM articles WHERE segments = ''`).Scan(&plain); err != nil || plain != 1 {
		t.Errorf("%d articles without segments, %v; want 1", plain, err)
	}
}

// TestAMigrationIsWholeOrNotAtAll has one that fails: early, where an id is too
// high, and near its end, where a name is taken.
func TestAMigrationIsWholeOrNotAtAll(t *testing.T) {
	for name, further := range map[string]string{
		"id":   `UPDATE articles SET id = 4294967296 WHERE id = 3`,
		"name": `CREATE TABLE engagements_text (x)`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "entente.db")
			firstSchema(t, path, further)
			before := schemaOf(t, path)
			if d, err := Open(t.Context(), path, codebook.Default()); err == nil {
				d.Close()
				t.Fatal("it went well")
			}
			if diff := cmp.Diff(before, schemaOf(t, path)); diff != "" {
				t.Errorf("the schema changed (-before +after):\n%s", diff)
			}
			writeSQLite(t, path,
				`INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')`,
				`CREATE TEMP TABLE found (n INTEGER CHECK (n = 2))`,
				`INSERT INTO found SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'mine'`,
				`UPDATE articles SET id = 3 WHERE id > 3`, `DROP TABLE IF EXISTS engagements_text`)
			if got := found(t, openDB(t, path), coop.View{Q: "mine"}); len(got) != 2 {
				t.Errorf("after the obstacle is gone, %q are found", got)
			}
		})
	}
}

// schemaOf lists what a file is made of, and how far its migrations have come.
func schemaOf(t testing.TB, path string) (out []string) {
	t.Helper()
	pool, err := sql.Open("sqlite", dsn(path, url.Values{"mode": {"rw"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	err = each(t.Context(), pool, func(row scanner) error {
		var s string
		err := row.Scan(&s)
		out = append(out, s)
		return err
	}, `SELECT coalesce(sql, name) FROM sqlite_schema UNION ALL SELECT 'version ' || version_id FROM goose_db_version`)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestTheSchemaNamesNoFunctionOfOurs: else other programs could not open the file.
func TestTheSchemaNamesNoFunctionOfOurs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	openDB(t, path)
	if schema := strings.Join(schemaOf(t, path), "\n"); !strings.Contains(schema, "articles_text") || strings.Contains(schema, "segments_of") {
		t.Errorf("the schema:\n%s", schema)
	}
}

func TestCodesOfAFileBeforeCodingsKeepTheirOrigin(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	firstSchema(t, path,
		`UPDATE articles SET state = 'suggested', coder = 'import' WHERE id = 1`, `UPDATE articles SET state = 'coded', coder = 'local' WHERE id = 2`,
		`INSERT INTO article_areas VALUES (1, 'demining'), (2, 'exercises')`, `INSERT INTO article_parties VALUES (1, 'KH'), (2, 'TH')`)
	d := openDB(t, path)
	for id, want := range map[int64]coop.Coding{1: {Origin: coop.ByRule, Codebook: 1}, 2: {Origin: coop.ByHuman, Codebook: 1}} {
		a := article(t, d, id)
		if got := a.CodingOf(a.Areas[0]); got != want || a.CodingOf(a.Parties[0]) != want || a.Codings != nil {
			t.Errorf("article %d: %+v, want %+v; %v", id, got, want, a.Codings)
		}
	}
	if n := count(t, d, `SELECT (SELECT count(*) FROM article_areas WHERE origin = 'rule') + (SELECT count(*) FROM article_parties WHERE origin = 'rule')`); n != 2 {
		t.Errorf("%d codes by rule, want 2", n)
	}
	if got := next(t, d); got != 1 {
		t.Errorf("next to review: %d, want 1", got)
	}
}

// TestAFileOfTheFourthSchemaKeepsItsEngagements: their table is made anew.
func TestAFileOfTheFourthSchemaKeepsItsEngagements(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	firstSchema(t, path)
	migrateTo(t, path, 4)
	writeSQLite(t, path,
		`INSERT INTO engagements (id, key, title, form, start_day, end_day, place, series, notes, version, created_at, updated_at, deleted_at)
			VALUES (7, 'seven', 'Visit', 'visit', '2024-02-26', '2024-02-27', 'Kampot', 's', 'n', 3, 4, 5, 6)`,
		`UPDATE sqlite_sequence SET seq = 11 WHERE name = 'engagements'`,
		`INSERT INTO engagement_areas VALUES (7, 'demining')`, `INSERT INTO engagement_parties VALUES (7, 'KH'), (7, 'US')`)
	d := openDB(t, path)
	if got := count(t, d, `SELECT count(*) FROM pragma_foreign_key_check`) + count(t, d, `SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'`); got != 0 {
		t.Errorf("%d references or pages are broken", got)
	}
	if err := d.RestoreEngagement(t.Context(), "local", 7); err != nil {
		t.Fatal(err)
	}
	want := coop.Engagement{
		ID: 7, Key: "seven", Title: "Visit", Form: "visit", Start: "2024-02-26", End: "2024-02-27", Place: "Kampot", Series: "s", Notes: "n", Version: 3,
		Areas: []string{"demining"}, Parties: []string{"KH", "US"}, CreatedAt: instant(4), UpdatedAt: instant(5), Date: "2024-02-26", DateFrom: coop.FromStart,
	}
	if diff := cmp.Diff(want, engagement(t, d, 7)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := foundEngagements(t, d, coop.View{Q: "北京"}); len(got) != 1 {
		t.Errorf("by its place is found %v", got)
	}
	checkText(t, d)
	create(t, d, linked("a new one", "2024-03-01", ""))
	if e := engagement(t, d, 12); e.Title == "" {
		t.Error("the number of the next engagement is not 12")
	}
}

// migrateTo brings a file to an earlier schema.
func migrateTo(t testing.TB, path string, version int64) {
	t.Helper()
	pool, err := sql.Open("sqlite", dsn(path, url.Values{"mode": {"rw"}, "_pragma": {"foreign_keys(1)"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
}
