package db

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
)

// emptyFile is the file of an empty database: copying one waits for no disk.
var emptyFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "entente")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "entente.db")
	d, err := Open(context.Background(), path, codebook.Default())
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// newDB opens an empty database with its columns loaded.
func newDB(t testing.TB) *DB {
	t.Helper()
	file, err := emptyFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "entente.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return openDB(t, path)
}

// openDB opens a database and loads its columns.
func openDB(t testing.TB, path string) *DB {
	t.Helper()
	d, err := Open(t.Context(), path, codebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if err := d.LoadColumns(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// text is an article with nothing but what is required.
func text(title, published string) coop.ArticleInput {
	return coop.ArticleInput{Article: coop.Article{Title: title, Source: "Khmer Times", Published: coop.Day(published)}}
}

// coded is a text with areas and parties.
func coded(title, published string, areas, parties []string) coop.ArticleInput {
	in := text(title, published)
	in.Areas, in.Parties = areas, parties
	return in
}

// linked is a text with a new engagement of its own.
func linked(title, published, stage string) coop.ArticleInput {
	in := text(title, published)
	in.Link = &coop.Link{New: &coop.Engagement{Title: "Engagement of " + title, Form: "exercise"}, Stage: stage}
	return in
}

func create(t testing.TB, d *DB, in coop.ArticleInput) int64 {
	t.Helper()
	id, _, err := d.CreateArticle(t.Context(), "local", in)
	if err != nil {
		t.Fatalf("create %q: %v", in.Title, err)
	}
	return id
}

func article(t testing.TB, d *DB, id int64) coop.Article {
	t.Helper()
	a, err := d.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func engagement(t testing.TB, d *DB, id int64) coop.Engagement {
	t.Helper()
	e, err := d.Engagement(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// found lists the titles of a view of articles, in the order of the list.
func found(t testing.TB, d *DB, v coop.View) []string {
	t.Helper()
	rows, f, err := d.ArticleList(t.Context(), v, coop.Newest, 1, coop.PageSize)
	if err != nil {
		t.Fatal(err)
	}
	if f.Total != len(rows) {
		t.Errorf("total %d, but %d rows", f.Total, len(rows))
	}
	var out []string
	for _, row := range rows {
		out = append(out, row.Title)
	}
	return out
}

// foundEngagements lists the ids of a view of engagements.
func foundEngagements(t testing.TB, d *DB, v coop.View) []int64 {
	t.Helper()
	rows, _, err := d.EngagementList(t.Context(), v, coop.Newest, 1, coop.PageSize)
	if err != nil {
		t.Fatal(err)
	}
	var out []int64
	for _, e := range rows {
		out = append(out, e.ID)
	}
	return out
}

// changes counts the rows of the table changes.
func changes(t testing.TB, d *DB) (n int) {
	t.Helper()
	if err := d.read.QueryRowContext(t.Context(), `SELECT count(*) FROM changes`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Figures, ArticleList and EngagementList are one read at a moment of its own.
func (d *DB) Figures(ctx context.Context, v coop.View, unit coop.Unit) (f *figures.Figures, err error) {
	err = d.Now(ctx, func(m *Moment) error {
		f, err = m.Figures(ctx, v, unit)
		return err
	})
	return f, err
}

func (d *DB) ArticleList(ctx context.Context, v coop.View, sort coop.Sort, page, size int) (rows []ArticleRow, f *figures.Figures, err error) {
	err = d.Now(ctx, func(m *Moment) error {
		rows, f, err = m.ArticleList(ctx, v, sort, page, size)
		return err
	})
	return rows, f, err
}

func (d *DB) EngagementList(ctx context.Context, v coop.View, sort coop.Sort, page, size int) (rows []coop.Engagement, f *figures.Figures, err error) {
	err = d.Now(ctx, func(m *Moment) error {
		rows, f, err = m.EngagementList(ctx, v, sort, page, size)
		return err
	})
	return rows, f, err
}

// now reads at the present moment.
func now(t testing.TB, d *DB, read func(*Moment) error) {
	t.Helper()
	if err := d.Now(t.Context(), read); err != nil {
		t.Fatal(err)
	}
}

// at sets the clock.
func (d *DB) at(t time.Time) { d.now = func() time.Time { return t } }

func mustBe[E error](t testing.TB, err error) E {
	t.Helper()
	e, ok := errors.AsType[E](err)
	if !ok {
		t.Fatalf("got error %v (%T), want a %T", err, err, e)
	}
	return e
}

func TestIsEmpty(t *testing.T) {
	d := newDB(t)
	if empty, err := d.IsEmpty(t.Context()); err != nil || !empty {
		t.Fatalf("a new database: IsEmpty = %v, %v", empty, err)
	}
	id := create(t, d, text("Cobra Gold opens", "2024-02-27"))
	if err := d.DeleteArticle(t.Context(), "local", id); err != nil {
		t.Fatal(err)
	}
	if empty, err := d.IsEmpty(t.Context()); err != nil || empty {
		t.Errorf("with a deleted article: IsEmpty = %v, %v, want false: it can be restored", empty, err)
	}
}

func TestFiguresWaitForTheColumns(t *testing.T) {
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "entente.db"), codebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	create(t, d, text("Before the load", "2024-02-27"))
	if d.Ready() {
		t.Error("ready before the columns are loaded")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := d.Figures(ctx, coop.View{}, coop.Articles); !errors.Is(err, coop.ErrNotReady) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("figures without columns: %v, want not ready and the end of the context", err)
	}
	go func() {
		time.Sleep(20 * time.Millisecond)
		d.LoadColumns(t.Context())
	}()
	f, err := d.Figures(t.Context(), coop.View{}, coop.Articles)
	if err != nil || f.Total != 1 {
		t.Errorf("figures after the load: %v, %v", f, err)
	}
	if !d.Ready() {
		t.Error("not ready after the load")
	}
}
