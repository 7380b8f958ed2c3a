package handlers

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
)

// manyRows are rows for an import, each with six kilobytes of notes, which are not
// indexed. One of ten is about demining.
func manyRows(n int) []exchange.ImportRow {
	notes := strings.Repeat("The two sides agreed to go on with the course. ", 128)
	rows := make([]exchange.ImportRow, n)
	for i := range rows {
		area := "training"
		if i%10 == 0 {
			area = "demining"
		}
		rows[i] = exchange.ImportRow{Line: i + 2, Article: coop.Article{
			Title: fmt.Sprintf("Title number %d of many", i), Source: "Test Wire", Published: coop.Day("2000-01-01").AddDays(i),
			Notes: notes, Areas: []string{area}, Parties: []string{"KH", "US"},
		}}
	}
	return rows
}

// gauge is a client that takes everything in and keeps nothing. Now and then it
// looks at what the program holds on to meanwhile.
type gauge struct {
	header http.Header
	bytes  int
	next   int    // the number of bytes to look at
	most   uint64 // live bytes of the heap at most
}

func (g *gauge) Header() http.Header { return g.header }
func (g *gauge) WriteHeader(int)     {}
func (g *gauge) Write(p []byte) (int, error) {
	if g.bytes += len(p); g.bytes >= g.next {
		g.next = g.bytes + 2<<20
		g.most = max(g.most, liveHeap())
	}
	return len(p), nil
}

// liveHeap is what is in use once the garbage is gone; pools let go at the second time.
func liveHeap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestADownloadTakesNoMoreMemoryForMoreRows(t *testing.T) {
	s := newSite(t)
	const rows = 2200
	if _, err := s.store.Import(t.Context(), manyRows(rows), false, nil); err != nil {
		t.Fatal(err)
	}
	held := func(address string, rows int) (most int64, size int) {
		g := &gauge{header: http.Header{}}
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Host = "127.0.0.1"
		s.ServeHTTP(g, r)
		if got := g.header.Get("Entente-Rows"); got != strconv.Itoa(rows) {
			t.Fatalf("%s has %s rows, want %d", address, got, rows)
		}
		return int64(g.most), g.bytes
	}
	for _, profile := range []string{"data", "excel"} {
		held("/articles.csv?area=demining&profile="+profile, rows/10) // what is made once is made now
		few, _ := held("/articles.csv?area=demining&profile="+profile, rows/10)
		many, size := held("/articles.csv?profile="+profile, rows)
		const room = 3 << 20 // a quarter of the file; the ids of its rows take 18 KB
		if size < 4*room {
			t.Fatalf("%s: %d bytes are too few to tell anything", profile, size)
		}
		if many > few+room {
			t.Errorf("%s: sending %d rows held %d KB, %d rows %d KB: memory grows with the rows", profile, rows/10, few>>10, rows, many>>10)
		}
	}
}

// damagedServer serves a database of 400 articles; the page of its file that
// holds the oldest of them went bad after it was opened.
func damagedServer(t *testing.T) *httptest.Server {
	t.Helper()
	path := filepath.Join(t.TempDir(), "entente.db")
	open := func() *db.DB {
		store, err := db.Open(t.Context(), path, codebook.Default())
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
	store := open()
	if _, err := store.Import(t.Context(), manyRows(400), false, nil); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil { // from the log into the file
		t.Fatal(err)
	}
	store = open()
	t.Cleanup(func() { store.Close() })
	if err := store.LoadColumns(t.Context()); err != nil {
		t.Fatal(err)
	}
	damage(t, path, "Title number 0 of many")
	s := site{New(store, slog.New(slog.DiscardHandler)), store}
	s.create(t, article("One more")) // now the readers look at the file anew
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server
}

// damage overwrites the head of every page of table rows that holds a text.
func damage(t *testing.T, path, text string) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const pageSize, tableLeaf = 8192, 0x0d
	damaged := 0
	for page := range len(file) / pageSize {
		p := file[page*pageSize : (page+1)*pageSize]
		if p[0] == tableLeaf && bytes.Contains(p, []byte(text)) {
			copy(p, "\xff\xff\xff\xff\xff\xff\xff\xff")
			damaged++
		}
	}
	if damaged == 0 {
		t.Fatalf("%q is on no page of the file", text)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestADownloadThatBreaksOffIsSeenToBe(t *testing.T) {
	server := damagedServer(t)
	for _, profile := range []string{"data", "excel"} {
		res, err := http.Get(server.URL + "/articles.csv?profile=" + profile)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusOK || len(body) < 1<<20 {
			t.Fatalf("%s: status %d with %d bytes; want a download that breaks off far on", profile, res.StatusCode, len(body))
		}
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: reading ended with %v, want an unexpected end", profile, err)
		}
		if rows, sum := res.Trailer.Get("Entente-Rows"), res.Trailer.Get("Entente-Sha256"); rows != "" || sum != "" {
			t.Errorf("%s: a cut file says that it has %s rows, checksum %s", profile, rows, sum)
		}
		if tail := string(body[len(body)-200:]); strings.Contains(tail, "malformed") || strings.Contains(tail, "wrong") {
			t.Errorf("%s: the error is written into the file: %q", profile, tail)
		}
	}
}

func TestADownloadThatFailsAtOnceSaysSo(t *testing.T) {
	server := damagedServer(t)
	res, err := http.Get(server.URL + "/articles.csv?to=2000-01-01") // the damaged row alone
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	h := res.Header
	if err != nil || res.StatusCode != http.StatusInternalServerError || !strings.Contains(string(body), "Something went wrong") {
		t.Errorf("status %d, %v: %s; want 500 in words", res.StatusCode, err, body)
	}
	if !strings.HasPrefix(h.Get("Content-Type"), "text/plain") || h.Get("Content-Disposition") != "" || h.Get("Trailer") != "" || len(res.Trailer) != 0 {
		t.Errorf("the error looks like a file: %v", h)
	}
}

func TestHTTP10IsToldThatItCannotTellACutFile(t *testing.T) {
	s := starterSite(t)
	server := httptest.NewServer(s)
	defer server.Close()
	ask := func(request string) (*http.Response, string) {
		t.Helper()
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "%s\r\nHost: 127.0.0.1\r\n\r\n", request)
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%s: %v", request, err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatalf("%s: %v", request, err)
		}
		return res, string(body)
	}
	for _, path := range []string{"/articles.csv", "/codings.csv?profile=excel", "/charts/areas.csv"} {
		res, body := ask("GET " + path + " HTTP/1.0")
		if res.StatusCode != http.StatusUpgradeRequired || res.Header.Get("Upgrade") != "HTTP/1.1" || !strings.Contains(body, "HTTP/1.1") {
			t.Errorf("%s = %d, %v: %s; want 426 that says what is needed", path, res.StatusCode, res.Header, body)
		}
	}
	for _, path := range []string{"/articles", "/articles.json", "/healthz"} { // where a cut shows by itself
		if res, _ := ask("GET " + path + " HTTP/1.0"); res.StatusCode != http.StatusOK {
			t.Errorf("%s = %d, want it", path, res.StatusCode)
		}
	}
	if res, body := ask("GET /articles.csv HTTP/1.1\r\nConnection: close"); res.StatusCode != http.StatusOK || res.TransferEncoding == nil || len(body) == 0 {
		t.Errorf("with Connection: close, status %d, transfer encoding %v; want the file in chunks", res.StatusCode, res.TransferEncoding)
	}
}
