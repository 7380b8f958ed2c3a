package dbtest_test

import (
	"path/filepath"
	"testing"

	"entente/db"
	"entente/db/dbtest"
	"entente/internal/codebook"
	"entente/internal/coop"
)

func TestADatabaseWithoutTextTakesEveryWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some where.db")
	open := func() *db.DB {
		t.Helper()
		d, err := db.Open(t.Context(), path, codebook.Default())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		return d
	}
	open().Close()
	if err := dbtest.WithoutText(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	d := open()
	a := coop.Article{Title: "Demining course opens", Source: "Wire", Published: "2024-02-27", Body: "Text."}
	id, _, err := d.CreateArticle(t.Context(), "local", coop.ArticleInput{Article: a, Link: &coop.Link{New: &coop.Engagement{Title: "Course"}}})
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	if err := d.DeleteArticle(t.Context(), "local", id); err != nil {
		t.Errorf("delete: %v", err)
	}
	if err := d.RestoreArticle(t.Context(), "local", id); err != nil {
		t.Errorf("restore: %v", err)
	}
	if err := d.LoadColumns(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = d.Now(t.Context(), func(m *db.Moment) error {
		f, err := m.Figures(t.Context(), coop.View{}, coop.Articles)
		if err == nil && f.Total != 1 {
			t.Errorf("%d articles, want the one", f.Total)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
