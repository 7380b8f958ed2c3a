// Command bench measures Entente against what is possible on the same machine:
// make bench.
//
// It makes articles of its own, builds the program, runs it as people do, and
// prints each figure of docs/performance.md beside the thing it is held against,
// both measured in turn.
//
// # What it knows nothing of
//
// How an answer is made: it asks over HTTP what a browser would, and package db
// what the pages do. What the sqlite3 command is asked stands in [dbtest].
//
// # The way in
//
// [bench.run] goes through the figures, each in the file that has its name.
// data.go makes the articles, timing.go measures in turn, report.go judges.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/exchange"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	b := &bench{}
	million := flag.Bool("million", false, "measure with a million articles too; takes an hour and 7 GB")
	check := flag.Bool("check", false, "exit with 1 where a figure does not hold")
	flag.StringVar(&b.dir, "dir", "", "keep the databases in this folder, and take those that are there")
	only := flag.String("only", "", "measure these alone, as P1,P5")
	flag.IntVar(&b.rounds, "rounds", 7, "how often each thing is measured")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if *only != "" {
		b.only = strings.Split(*only, ",")
	}
	figures, err := b.run(ctx, *million)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if *check && slices.ContainsFunc(figures, func(f figure) bool { return !f.holds() }) {
		os.Exit(1)
	}
}

// bench is one run.
type bench struct {
	dir     string // with the databases and the program
	program string
	rounds  int
	only    []string

	small, base, large dataset
}

// dataset is a database of made articles.
type dataset struct {
	name string
	n    int
	path string
}

// fromBase are the sizes at which what grows with the data is measured.
func (b *bench) fromBase() []dataset {
	if b.large == b.base {
		return []dataset{b.base}
	}
	return []dataset{b.base, b.large}
}

// run measures everything and prints it as it comes, then the table.
func (b *bench) run(ctx context.Context, million bool) (figures []figure, err error) {
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "entente-bench-"); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	}
	b.small, b.base = dataset{name: "10k", n: 10_000}, dataset{name: "100k", n: 100_000}
	sets := []*dataset{&b.small, &b.base}
	if million {
		b.large = dataset{name: "1M", n: 1_000_000}
		sets = append(sets, &b.large)
	}
	for _, d := range sets {
		if err := b.fill(ctx, d); err != nil {
			return nil, err
		}
	}
	if !million {
		b.large = b.base
	}
	if err := b.build(ctx); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		id      string
		measure func(context.Context) ([]figure, error)
	}{
		{"P1", b.export}, {"P2", b.figures}, {"P5", b.search}, {"P9", b.start},
	} {
		if len(b.only) > 0 && !slices.Contains(b.only, part.id) {
			continue
		}
		tell("measuring %s", part.id)
		lines, err := part.measure(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.id, err)
		}
		figures = append(figures, lines...)
	}
	writeTable(os.Stdout, figures)
	return figures, nil
}

func tell(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// build builds the program as it is released.
func (b *bench) build(ctx context.Context) error {
	b.program = filepath.Join(b.dir, "entente")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.program, "entente/cmd/entente")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// importRows is how many made articles are imported at once; whole engagements.
const importRows = 20_000

// fill makes a database, unless an earlier run has left it.
func (b *bench) fill(ctx context.Context, d *dataset) error {
	d.path = filepath.Join(b.dir, d.name+".db")
	if _, err := os.Stat(d.path); err == nil {
		return nil
	}
	start := time.Now()
	unfinished := d.path + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	store, err := db.Open(ctx, unfinished, codebook.Default())
	if err != nil {
		return err
	}
	g := newGenerator(d.n)
	for first := 0; first < d.n; first += importRows {
		rows := g.rows(first, min(first+importRows, d.n))
		if _, err := store.Import(ctx, rows, false, nil); err != nil {
			return errors.Join(fmt.Errorf("fill %s: %w", d.path, err), store.Close())
		}
		tell("%s: %d articles, %s", d.name, first+len(rows), time.Since(start).Round(time.Second))
	}
	if err := store.Close(); err != nil {
		return err
	}
	return os.Rename(unfinished, d.path)
}

// rows are the articles from first to before end.
func (g *generator) rows(first, end int) []exchange.ImportRow {
	var rows []exchange.ImportRow
	for i := first; i < end; i++ {
		rows = append(rows, g.row(i))
	}
	return rows
}
