package handlers

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

// soon is far longer than anything here takes, so that a busy machine is no failure.
const soon = 20 * time.Second

// live is the program on a port of its own.
type live struct {
	t    *testing.T
	addr string
	site *Site
}

// goLive serves a site, and makes sure that nothing of it goes on after the test.
func goLive(t *testing.T, s site, most limits) live {
	t.Helper()
	before := runtime.NumGoroutine()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	site := build(s.store, log, most)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serve(ctx, site.router(), l, log, most) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the server ended with %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
		for end := time.Now().Add(soon); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				stacks := make([]byte, 1<<16)
				t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
				return
			}
		}
	})
	return live{t: t, addr: l.Addr().String(), site: site}
}

// dial opens a connection that ends with the test, and sends something on it.
func (s live) dial(send string) *net.TCPConn {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(2 * soon)); err != nil {
		s.t.Fatal(err)
	}
	if _, err := io.WriteString(conn, send); err != nil {
		s.t.Fatal(err)
	}
	return conn.(*net.TCPConn)
}

// answers makes sure that others are served.
func (s live) answers() {
	s.t.Helper()
	client := http.Client{Timeout: soon}
	for _, path := range []string{"/healthz", "/articles", "/articles.json", "/"} {
		res, err := client.Get("http://" + s.addr + path)
		if err != nil {
			s.t.Fatalf("nobody else is served: %v", err)
		}
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			s.t.Errorf("meanwhile GET %s = %d, %v", path, res.StatusCode, err)
		}
	}
	client.CloseIdleConnections()
}

// drip sends a byte now and then until the other end has had enough.
func drip(conn net.Conn) error {
	for end := time.Now().Add(soon); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, err := conn.Write([]byte("a")); err != nil {
			return nil
		}
	}
	return errors.New("it was listened to all the time")
}

var hasty = limits{header: 200 * time.Millisecond, body: 400 * time.Millisecond, answer: soon, idle: soon, grace: soon}

func TestASlowClientIsCut(t *testing.T) {
	s := goLive(t, smallSite(t), hasty)
	const post = "POST /articles HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	for name, begin := range map[string]string{
		"the first line":  "G",
		"a header":        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
		"a body":          post + "Content-Length: 100000\r\n\r\ntitle=",
		"a body in parts": post + "Transfer-Encoding: chunked\r\n\r\nfffff\r\ntitle=",
		"a part of a form": strings.Replace(post, "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", 1) +
			"Content-Length: 100000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"",
	} {
		t.Run(name, func(t *testing.T) {
			conn := s.dial(begin)
			dripped := make(chan error, 1)
			go func() { dripped <- drip(conn) }()
			s.answers()
			answer, _ := io.ReadAll(conn) // an answer, an end or a reset
			if len(answer) > 0 && !bytes.HasPrefix(answer, []byte("HTTP/1.1 400 ")) && !bytes.HasPrefix(answer, []byte("HTTP/1.1 408 ")) {
				t.Errorf("the answer is %.200q", answer)
			}
			conn.Close()
			if err := <-dripped; err != nil {
				t.Error(err)
			}
		})
	}
}

// multipartForm has so many fields with one value.
func multipartForm(t *testing.T, fields int, value string) (kind, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := range fields {
		if err := w.WriteField(fmt.Sprintf("f%d", i), value); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

func TestHugeRequestsAreAnsweredInWords(t *testing.T) {
	s := goLive(t, smallSite(t), patient)
	const form = "application/x-www-form-urlencoded"
	kindOfMany, many := multipartForm(t, 5000, "x")
	kindOfLarge, large := multipartForm(t, 1, strings.Repeat("a", 2<<20))
	for _, tt := range []struct {
		name         string
		method, path string
		kind, body   string
		header       string // of 2 MB if set
		chunked      bool
		want         int
	}{
		{name: "headers of 2 MB", method: "GET", path: "/", header: strings.Repeat("a", 2<<20), want: 431},
		{name: "an address of 900 KB", method: "GET", path: "/articles?q=" + strings.Repeat("a", 900<<10), want: 400},
		{name: "a path of 900 KB", method: "GET", path: "/articles/" + strings.Repeat("a/", 450<<10), want: 404},
		{name: "200,000 parameters", method: "GET", path: "/articles?" + strings.Repeat("a&", 200_000), want: 400},
		{name: "one parameter 50,000 times", method: "GET", path: "/articles?" + strings.Repeat("area=cyber&", 50_000), want: 400},
		{name: "one parameter 101 times", method: "GET", path: "/articles?" + strings.Repeat("area=cyber&", 101), want: 400},
		{name: "a body of 2 MB", method: "POST", path: "/articles", kind: form, body: "body=" + strings.Repeat("a", 2<<20), want: 413},
		{name: "a body of 2 MB without its length", method: "POST", path: "/articles", kind: form, body: "body=" + strings.Repeat("a", 2<<20), chunked: true, want: 413},
		{name: "a multipart form of 2 MB", method: "POST", path: "/articles", kind: kindOfLarge, body: large, want: 413},
		{name: "the same without its length", method: "POST", path: "/articles", kind: kindOfLarge, body: large, chunked: true, want: 413},
		{name: "5,000 parts", method: "POST", path: "/articles", kind: kindOfMany, body: many, want: 400},
		{name: "100,000 fields", method: "POST", path: "/articles", kind: form, body: strings.Repeat("a=b&", 100_000), want: 400},
		{name: "one field 9,000 times", method: "POST", path: "/articles", kind: form, body: strings.Repeat("areas=cyber&", 9000), want: 422},
		{name: "a GET with a body", method: "GET", path: "/articles", kind: form, body: strings.Repeat("a=b&", 100_000), want: 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r, err := http.NewRequest(tt.method, "http://"+s.addr+tt.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tt.body != "" {
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(tt.body)), int64(len(tt.body))
				r.Header.Set("Content-Type", tt.kind)
			}
			if tt.chunked {
				r.ContentLength = -1
			}
			if tt.header != "" {
				r.Header.Set("X-Large", tt.header)
			}
			var sent bytes.Buffer
			if err := r.Write(&sent); err != nil {
				t.Fatal(err)
			}
			conn := s.dial("")
			go conn.Write(sent.Bytes()) // may be cut before all is sent
			res, err := http.ReadResponse(bufio.NewReader(conn), r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(res.Body)
			if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if res.StatusCode != tt.want || len(body) == 0 {
				t.Errorf("status %d, want %d with words:\n%.300s", res.StatusCode, tt.want, body)
			}
			if len(body) > 200<<10 {
				t.Errorf("the answer has %d bytes", len(body))
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 100 {
				t.Errorf("%d MB were allocated for it", mb)
			}
		})
	}
	s.answers()
}

// largeSite holds more than the buffers of a connection do.
func largeSite(t *testing.T) site {
	t.Helper()
	s := newSite(t)
	if _, err := s.store.Import(t.Context(), manyRows(2500), false, nil); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAClientThatVanishesIsLetGo(t *testing.T) {
	s := goLive(t, largeSite(t), patient)
	for range 5 {
		conn := s.dial("GET /articles.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
		if _, err := io.CopyN(io.Discard, conn, 10<<10); err != nil {
			t.Fatal(err)
		}
		conn.SetLinger(0) // a reset, as of a machine that was switched off
		conn.Close()
		for _, half := range []string{"GET / HT", "POST /articles HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ntitle=A"} {
			conn := s.dial(half)
			conn.Close()
		}
	}
	s.answers()
	res, err := http.Get("http://" + s.addr + "/articles.csv?area=demining")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.Trailer.Get("Entente-Rows") != "250" {
		t.Errorf("a download afterwards: %v, trailers %v", err, res.Trailer)
	}
}

// stuck asks for a file and takes no more than its beginning.
func (s live) stuck() *net.TCPConn {
	s.t.Helper()
	conn := s.dial("")
	if err := conn.SetReadBuffer(4 << 10); err != nil {
		s.t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET /articles.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"); err != nil {
		s.t.Fatal(err)
	}
	return conn
}

func TestClientsThatStopReadingKeepNobodyFromPages(t *testing.T) {
	brief := patient
	brief.queue = 200 * time.Millisecond
	s := goLive(t, largeSite(t), brief)
	for range 8 {
		s.stuck()
	}
	s.downloading(maxDownloads)
	s.answers()
	res, err := http.Get("http://" + s.addr + "/articles.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" || !strings.Contains(string(body), "Other downloads") {
		t.Errorf("a download too many: status %d, %v: %.200s; want 503 that says why", res.StatusCode, err, body)
	}
}

// downloading waits until so many files are being sent.
func (s live) downloading(n int) {
	s.t.Helper()
	for end := time.Now().Add(soon); len(s.site.files) != n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%d downloads are under way, want %d", len(s.site.files), n)
		}
	}
}

func TestAClientThatStopsReadingIsCut(t *testing.T) {
	brief := patient
	brief.stall = 300 * time.Millisecond
	s := goLive(t, largeSite(t), brief)
	conn := s.stuck()
	if _, err := io.ReadFull(conn, make([]byte, 20)); err != nil { // it begins
		t.Fatal(err)
	}
	s.downloading(0)
	s.answers()
}

// paced is a client that notes how its deadline moves.
type paced struct {
	gauge
	moved int
	last  time.Time
}

func (p *paced) SetWriteDeadline(at time.Time) error {
	if at.After(p.last) {
		p.moved++
	}
	p.last = at
	return nil
}

func TestADownloadMayTakeLongAsLongAsItMoves(t *testing.T) {
	s := newSite(t)
	if _, err := s.store.Import(t.Context(), manyRows(300), false, nil); err != nil {
		t.Fatal(err)
	}
	client := &paced{gauge: gauge{header: http.Header{}, next: 1 << 40}}
	s.ServeHTTP(client, request(http.MethodGet, "/articles.csv"))
	if want := client.bytes / (128 << 10); client.moved < want || want < 10 {
		t.Errorf("the deadline moved %d times in %d bytes, want at least %d times", client.moved, client.bytes, want)
	}
	if left := time.Until(client.last); left > patient.stall || left < patient.stall-soon {
		t.Errorf("after the last part %v are left, want %v", left, patient.stall)
	}
}
