package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"entente/db"
	"entente/internal/codebook"
)

// TestWhileTheColumnsLoad: lists show their rows at once and no number; figures
// wait; and once the columns are loaded everything has its total.
func TestWhileTheColumnsLoad(t *testing.T) {
	store, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "entente.db"), codebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	s := site{New(store, slog.New(slog.DiscardHandler)), store}
	for i := range 60 {
		s.create(t, article(fmt.Sprintf("Deminers meet %d", i), "areas", "demining", "parties", "KH, US",
			"engagement", "new", "form", "meeting", "stage", "done", "engagement_start", "2024-02-01"))
	}
	if w := s.get(t, "/readyz"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("/readyz = %d, want 503", w.Code)
	}
	for _, noun := range []string{"articles", "engagements"} {
		page := s.page(t, "/"+noun+"?area=demining&party=US")
		if n := page.Find("ol.rows > li").Length(); n != 50 {
			t.Errorf("%s: %d rows, want a page of 50", noun, n)
		}
		if page.Find("#total[data-counting]").Length() != 1 || page.Find("[data-total]").Length() != 0 {
			t.Errorf("%s: the page promises numbers that nobody has counted", noun)
		}
		next, _ := page.Find(`.pager a[rel="next"]`).Attr("href")
		if n := s.page(t, next).Find("ol.rows > li").Length(); n != 10 {
			t.Errorf("%s: %d rows on %s, want 10", noun, n, next)
		}
	}
	for _, address := range []string{"/charts/timeline.json", "/articles.json", "/engagements.json?area=cyber"} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		w := s.do(t, httptest.NewRequestWithContext(ctx, http.MethodGet, address, nil))
		cancel()
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s = %d before the columns are loaded, want 503 with Retry-After", address, w.Code)
		}
	}
	if err := store.LoadColumns(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, noun := range []string{"articles", "engagements"} {
		if got := s.total(t, "/"+noun+"?area=demining&party=US"); got != 60 {
			t.Errorf("%s: total %d, want 60", noun, got)
		}
	}
}
