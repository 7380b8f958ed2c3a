package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"entente/internal/exchange"
)

// saves is how many forms P7 sends.
const saves = 300

// save is P7: the entry form, sent over HTTP, against what a wait for the disk
// takes that nothing saved safely can do without.
func (b *bench) save(ctx context.Context) (out []figure, err error) {
	path, err := b.copied("save.db")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove(path)) }()
	s, err := b.ready(ctx, path)
	if err != nil {
		return nil, err
	}
	disk, err := newDisk(b.dir)
	if err != nil {
		return nil, errors.Join(err, s.stop())
	}
	writer := newWriter(b.base.n)
	send := func(ctx context.Context) (time.Duration, error) {
		form := writer.form()
		start := time.Now()
		err := post(ctx, s, form)
		return time.Since(start), err
	}
	r, err := inTurn(ctx, saves, send, timed(disk.wait))
	if err := errors.Join(err, disk.close(), s.stop()); err != nil {
		return nil, err
	}
	p50, p99, wait := r.of(0), quantile(r[0], 0.99), r.of(1)
	return []figure{
		{id: "P7", what: "saving a form, p50, " + b.base.name, value: float64(p50) / float64(wait+200*time.Microsecond), target: atMost(3, ""),
			got: span(p50), floor: "fdatasync " + span(wait) + " + 0.2 ms"},
		{id: "P7", what: "saving a form, p99, " + b.base.name, value: float64(p99) / 1e6, target: atMost(100, "ms")},
	}, nil
}

// writer fills in the entry form, each time for an article that is not there yet.
type writer struct {
	g    *generator
	next int
}

func newWriter(n int) *writer { return &writer{newGenerator(n), n} }

// form is the next article as a browser sends it; every fourth one with an
// engagement of its own.
func (w *writer) form() string {
	row := w.g.row(w.next)
	w.next++
	return formOf(row).Encode()
}

func formOf(row exchange.ImportRow) url.Values {
	a := row.Article
	v := url.Values{
		"title": {a.Title}, "source": {a.Source}, "published": {string(a.Published)}, "url": {a.URL}, "body": {a.Body},
		"language": {a.Language}, "summary": {a.Summary}, "areas": a.Areas, "parties": {strings.Join(a.Parties, ", ")},
	}
	if e := row.Engagement; e.Title != "" {
		v["engagement"], v["engagement_title"], v["form"] = []string{"new"}, []string{e.Title}, []string{e.Form}
		v["stage"], v["engagement_start"] = []string{row.Stage}, []string{string(e.Start)}
	}
	return v
}

// send saves the next article.
func (w *writer) send(ctx context.Context, s *server) error { return post(ctx, s, w.form()) }

func post(ctx context.Context, s *server, form string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/articles", strings.NewReader(form))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := s.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	io.Copy(io.Discard, res.Body)
	if res.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("POST /articles: %s", res.Status)
	}
	return nil
}

// disk is a file on the same disk as the databases.
type disk struct{ file *os.File }

func newDisk(dir string) (*disk, error) {
	f, err := os.Create(filepath.Join(dir, "fdatasync"))
	return &disk{f}, err
}

// wait writes a page over the one before and waits until it is on the disk.
func (d *disk) wait(context.Context) error {
	if _, err := d.file.WriteAt(make([]byte, 8192), 0); err != nil {
		return err
	}
	return datasync(d.file)
}

func (d *disk) close() error { return errors.Join(d.file.Close(), os.Remove(d.file.Name())) }
