package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"path"
	"regexp"
	"strings"
)

// weight is P11: how much a browser loads for the dashboard, compressed.
func (b *bench) weight(ctx context.Context) (out []figure, err error) {
	s, err := b.ready(ctx, b.base.path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	html, err := s.page(ctx, "/")
	if err != nil {
		return nil, err
	}
	own, charts, err := loaded(ctx, s, html)
	if err != nil {
		return nil, err
	}
	kB := func(what string, bytes int, target limit) figure {
		return figure{id: "P11", what: what + ", compressed", value: float64(bytes) / 1000, target: target}
	}
	return []figure{
		kB("dashboard HTML, "+b.base.name, compressed(html), atMost(60, "kB")),
		kB("our CSS and JavaScript", own, atMost(25, "kB")),
		kB("ECharts, once", charts, limit{unit: "kB"}),
	}, nil
}

var (
	linked   = regexp.MustCompile(`(?:href|src)="(/assets/[^"]+\.(?:css|js))"`)
	imported = regexp.MustCompile(`(?m)^import .*"\./([^"]+\.js)";`)
)

// loaded adds up the style sheets and scripts of a page, with those that scripts
// import: our own, and those of others.
func loaded(ctx context.Context, s *server, html []byte) (own, others int, err error) {
	var queue []string
	for _, m := range linked.FindAllSubmatch(html, -1) {
		queue = append(queue, string(m[1]))
	}
	seen := map[string]bool{}
	for len(queue) > 0 {
		address := queue[0]
		if queue = queue[1:]; seen[address] {
			continue
		}
		seen[address] = true
		body, err := s.page(ctx, address)
		if err != nil {
			return 0, 0, err
		}
		if strings.HasSuffix(address, "/echarts.min.js") {
			others += compressed(body)
			continue
		}
		own += compressed(body)
		for _, m := range imported.FindAllSubmatch(body, -1) {
			queue = append(queue, path.Dir(address)+"/"+string(m[1]))
		}
	}
	if own == 0 {
		return 0, 0, errors.New("the dashboard loads no style sheet of ours: the page was read wrongly")
	}
	return own, others, nil
}

// compressed is the length of a text in gzip.
func compressed(text []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(text) // a buffer takes everything
	w.Close()
	return b.Len()
}
