// Package dbtest gives tests a database: a real SQLite file in a folder of their own.
//
// It knows nothing of what a test wants in it; [New] gives it empty.
package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"entente/db"
	"entente/internal/codebook"
)

// empty is the file of an empty database. Making one takes several waits for the
// disk, copying one takes none.
var empty = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "dbtest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "empty.db")
	d, err := db.Open(context.Background(), path, codebook.Default())
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// New opens an empty database with the built-in codebook, its columns loaded. It
// is closed when the test ends.
func New(t testing.TB) *db.DB {
	t.Helper()
	file, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "entente.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := db.OpenExisting(t.Context(), path, codebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	if err := d.LoadColumns(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}
