package db

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente/internal/coop"
)

// tended has the upkeep run beside a test.
func tended(t *testing.T, d *DB) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- d.Upkeep(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// soon waits until something is so.
func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(80 * followEvery); !is(); time.Sleep(followEvery / 10) {
		if time.Now().After(deadline) {
			t.Fatal("still not so: " + what)
		}
	}
}

// TestUpkeepFollows has the columns follow though nobody asks.
func TestUpkeepFollows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	d, other := openDB(t, path), openDB(t, path)
	tended(t, d)
	create(t, other, text("of another", "2024-01-02"))
	soon(t, "the columns tell what another process wrote", func() bool {
		d.columns.mu.RLock()
		defer d.columns.mu.RUnlock()
		return d.columns.current.Len() == 1
	})
}

// textParts counts the parts that the full text lies in.
func textParts(t *testing.T, d *DB) (n int) {
	t.Helper()
	if err := d.read.QueryRowContext(t.Context(), `SELECT count(DISTINCT segid) FROM articles_fts_idx`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestUpkeepMergesText: saves alone merge nothing, and what the upkeep merges is
// found as before.
func TestUpkeepMergesText(t *testing.T) {
	d := newDB(t)
	for i := range 20 {
		create(t, d, text(fmt.Sprintf("common word%d", i), "2024-01-02"))
	}
	if n := textParts(t, d); n != 20 {
		t.Fatalf("20 saves left %d parts of the full text", n)
	}
	tended(t, d)
	soon(t, "the full text is merged", func() bool { return textParts(t, d) < 8 })
	if got := found(t, d, coop.View{Q: "common"}); len(got) != 20 {
		t.Errorf("%d of 20 articles are found", len(got))
	}
	if got := found(t, d, coop.View{Q: "word7"}); len(got) != 1 {
		t.Errorf("a word of one article is found in %d", len(got))
	}
}

// TestUpkeepMovesTheLog: the write-ahead log is not long for long.
func TestUpkeepMovesTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	d := openDB(t, path)
	tended(t, d)
	body := strings.Repeat("deminers met soldiers again, ", 40_000)
	for i := range 12 {
		a := text(fmt.Sprintf("long %d", i), "2024-01-02")
		a.Body = body
		create(t, d, a)
	}
	var moved int64
	soon(t, "the file holds what was in the log", func() bool {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		moved = info.Size()
		return moved > maxLog
	})
	if got := found(t, d, coop.View{Q: "deminers"}); len(got) != 12 {
		t.Errorf("%d of 12 articles are found", len(got))
	}
}

// TestAnImportMergesText, since perhaps no server ever runs on its database.
func TestAnImportMergesText(t *testing.T) {
	d := newDB(t)
	for i := range 9 {
		imported(t, d, fmt.Sprintf("%s\nImport %d,s,2024-01-01\n", importHead, i))
	}
	if n := textParts(t, d); n >= 8 {
		t.Errorf("9 imports left %d parts of the full text", n)
	}
}
