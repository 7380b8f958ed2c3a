package browser

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"entente/db/dbtest"
	"entente/handlers"
	"entente/internal/exchange"
	"entente/internal/starter"
)

// site is the program on a port of this machine.
type site struct{ url string }

// emptySite has no rows.
func emptySite(t testing.TB) site {
	t.Helper()
	return serve(t, nil)
}

// starterSite holds the starter data.
func starterSite(t testing.TB) site {
	t.Helper()
	return serve(t, starter.CSV())
}

func serve(t testing.TB, file []byte) site {
	t.Helper()
	needBrowser(t) // before any work
	store := dbtest.New(t)
	if file != nil {
		rows, err := exchange.ReadArticles(bytes.NewReader(file), exchange.ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Import(t.Context(), rows, false, nil); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(handlers.New(store, slog.New(slog.DiscardHandler)))
	t.Cleanup(server.Close)
	return site{server.URL}
}

// create stores an article by a plain post, and gives the address of its page.
func (s site) create(t testing.TB, form url.Values) (path string) {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm(s.url+"/articles", form)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("POST /articles = %s, want 303", res.Status)
	}
	return res.Header.Get("Location")
}

// answer is what the JSON addresses send: lists have a total, charts have rows.
type answer struct {
	Total int
	Rows  []struct {
		Period, Area string
		Count        json.Number
	}
}

func (s site) json(t testing.TB, path string) answer {
	t.Helper()
	res, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s = %s, %v", path, res.Status, err)
	}
	return a
}
