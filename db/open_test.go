package db

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/codebook"
)

func TestSettings(t *testing.T) {
	d := newDB(t)
	for _, tt := range []struct {
		pool         *sql.DB
		pragma, want string
	}{
		{d.write.DB, "journal_mode", "wal"},
		{d.write.DB, "synchronous", "2"},
		{d.write.DB, "foreign_keys", "1"},
		{d.write.DB, "page_size", "8192"},
		{d.write.DB, "application_id", fmt.Sprint(applicationID)},
		{d.read.DB, "query_only", "1"},
		{d.read.DB, "cache_size", "-4000"},
	} {
		if err := assertPragmas(t.Context(), tt.pool, map[string]string{tt.pragma: tt.want}); err != nil {
			t.Error(err)
		}
	}
	if _, err := d.read.ExecContext(t.Context(), `DELETE FROM changes`); err == nil {
		t.Error("a reader can write")
	}
	if _, err := d.write.ExecContext(t.Context(), `INSERT INTO article_areas (article_id, area) VALUES (1, 'demining')`); err == nil {
		t.Error("foreign keys are not looked at")
	}
}

// TestStrangePaths has names that would end a DSN or be read as an escape.
func TestStrangePaths(t *testing.T) {
	for _, name := range []string{"what?mode=memory", "100%41.db", "a#b.db", "with space.db", "ខ្មែរ.db", "a&b=c;d.db"} {
		path := filepath.Join(t.TempDir(), name)
		d := openDB(t, path)
		create(t, d, text("Stored", "2024-02-27"))
		if _, err := os.Stat(path); err != nil {
			t.Errorf("the file is not where it was asked for: %v", err)
		}
	}
}

func TestOpenAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	d := openDB(t, path)
	id := create(t, d, text("Stays", "2024-02-27"))
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		t.Error("Close left the write-ahead log behind")
	}
	if got := article(t, openDB(t, path), id); got.Title != "Stays" {
		t.Errorf("after opening again: %+v", got)
	}
}

// writeSQLite makes a SQLite file that no one of ours made.
func writeSQLite(t *testing.T, path string, statements ...string) {
	t.Helper()
	err := withConn(t.Context(), dsn(path, url.Values{"mode": {"rwc"}}), func(c *sql.Conn) error {
		for _, s := range statements {
			if _, err := c.ExecContext(t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// closedDB makes a database of ours with something in it.
func closedDB(t *testing.T, path string) {
	t.Helper()
	d, err := Open(t.Context(), path, codebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		create(t, d, text(fmt.Sprintf("Article %d", i), "2024-02-27"))
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestRefusals(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"a text", func(t *testing.T, path string) {
			os.WriteFile(path, []byte("id,title\n1,This is a CSV file and no database\n"), 0o600)
		}, ErrNotSQLite},
		{"a short text", func(t *testing.T, path string) { os.WriteFile(path, []byte("x"), 0o600) }, ErrNotSQLite},
		{"of another program", func(t *testing.T, path string) {
			writeSQLite(t, path, `CREATE TABLE notes (body TEXT)`, `INSERT INTO notes VALUES ('mine')`)
		}, ErrForeign},
		{"of another program, in WAL mode", func(t *testing.T, path string) {
			writeSQLite(t, path, `PRAGMA journal_mode = WAL`, `PRAGMA application_id = 252006674`, `CREATE TABLE notes (body TEXT)`)
		}, ErrForeign},
		{"newer", func(t *testing.T, path string) {
			closedDB(t, path)
			writeSQLite(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
		}, ErrNewer},
		{"cut off", func(t *testing.T, path string) {
			closedDB(t, path)
			os.Truncate(path, 3*pageSize)
		}, ErrDamaged},
		{"with a hole", func(t *testing.T, path string) {
			closedDB(t, path)
			f, _ := os.OpenFile(path, os.O_WRONLY, 0)
			defer f.Close()
			f.WriteAt(bytes.Repeat([]byte("hole"), pageSize), pageSize)
		}, ErrDamaged},
		{"a folder", func(t *testing.T, path string) { os.Mkdir(path, 0o700) }, ErrFolder},
		{"in no folder", func(t *testing.T, path string) { os.Remove(filepath.Dir(path)) }, ErrNoFolder},
		{"not readable", func(t *testing.T, path string) {
			if os.Getuid() == 0 {
				t.Skip("root may read and write everything")
			}
			closedDB(t, path)
			os.Chmod(path, 0)
		}, ErrPermission},
		{"not writable", func(t *testing.T, path string) {
			if os.Getuid() == 0 {
				t.Skip("root may read and write everything")
			}
			closedDB(t, path)
			os.Chmod(path, 0o400)
		}, ErrPermission},
		{"in a folder that is not writable", func(t *testing.T, path string) {
			if os.Getuid() == 0 {
				t.Skip("root may read and write everything")
			}
			closedDB(t, path)
			os.Chmod(filepath.Dir(path), 0o500)
			t.Cleanup(func() { os.Chmod(filepath.Dir(path), 0o700) })
		}, ErrPermission},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "folder", "entente.db")
			os.Mkdir(filepath.Dir(path), 0o700)
			tt.make(t, path)
			before, _ := os.ReadFile(path)
			d, err := Open(t.Context(), path, codebook.Default())
			if err == nil {
				d.Close()
			}
			if !errors.Is(err, tt.want) {
				t.Fatalf("Open: %v, want: %v", err, tt.want)
			}
			if e := mustBe[*OpenError](t, err); e.Path != path || !strings.HasPrefix(err.Error(), path+": ") {
				t.Errorf("%v does not name %s", err, path)
			}
			after, _ := os.ReadFile(path)
			if !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
			if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	closedDB(t, path)
	err := withConn(t.Context(), dsn(path, url.Values{"mode": {"rw"}, "_pragma": {"locking_mode(EXCLUSIVE)"}}), func(c *sql.Conn) error {
		if _, err := c.ExecContext(t.Context(), `BEGIN EXCLUSIVE`); err != nil {
			return err
		}
		if _, err := Open(t.Context(), path, codebook.Default()); !errors.Is(err, ErrLocked) {
			t.Errorf("Open: %v, want: %v", err, ErrLocked)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenExisting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	if _, err := OpenExisting(t.Context(), path, codebook.Default()); !errors.Is(err, ErrMissing) {
		t.Errorf("OpenExisting: %v, want: %v", err, ErrMissing)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("OpenExisting made the file")
	}
	closedDB(t, path)
	d, err := OpenExisting(t.Context(), path, codebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
}

// TestInterrupted opens what is left when the program stops while it makes the file.
func TestInterrupted(t *testing.T) {
	for name, leave := range map[string]func(path string) error{
		"nothing yet": func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"no table":    func(path string) error { return makeFile(context.Background(), path) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "entente.db")
			if err := leave(path); err != nil {
				t.Fatal(err)
			}
			create(t, openDB(t, path), text("Works", "2024-02-27"))
		})
	}
}
