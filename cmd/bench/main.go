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
	"runtime"
	"slices"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	b := &bench{}
	million := flag.Bool("million", false, "measure with a million articles too")
	check := flag.Bool("check", false, "exit with 1 where a figure does not hold")
	only := flag.String("only", "", "measure these alone, as P1,P5")
	flag.StringVar(&b.dir, "dir", "", "keep the databases in this folder, and take those that are there")
	flag.IntVar(&b.rounds, "rounds", 7, fmt.Sprintf("how often each thing is measured, 5 to %d", maxRounds))
	flag.Parse()
	parts, unknown := b.parts(*only)
	if flag.NArg() > 0 || unknown != "" || b.rounds < 5 || b.rounds > maxRounds {
		if unknown != "" {
			fmt.Fprintf(os.Stderr, "bench: there is no figure %s\n", unknown)
		}
		flag.Usage()
		os.Exit(2)
	}
	figures, err := b.run(ctx, parts, *million)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if *check && slices.ContainsFunc(figures, func(f figure) bool { return !f.holds() }) {
		os.Exit(1)
	}
}

// maxRounds is one less than there are ways to write the common word in upper
// and lower case, see [spelling]; the first of all is of a round that does not count.
const maxRounds = 14

// bench is one run.
type bench struct {
	dir     string // with the databases and the program
	program string
	rounds  int

	small, base, large dataset
}

// fromBase are the sizes at which what grows with the data is measured.
func (b *bench) fromBase() []dataset {
	if b.large == b.base {
		return []dataset{b.base}
	}
	return []dataset{b.base, b.large}
}

// part measures the figures of one number.
type part struct {
	id      string
	measure func(context.Context) ([]figure, error)
}

// parts are all parts, or those that only names with commas between; and the
// first name that none of them has.
func (b *bench) parts(only string) (chosen []part, unknown string) {
	all := []part{
		{"P1", b.export}, {"P2", b.figures}, {"P3", b.dashboard}, {"P4", b.list}, {"P5", b.search}, {"P6", b.imports},
		{"P7", b.save}, {"P8", b.readersAndWriter}, {"P9", b.start}, {"P11", b.weight},
	}
	if only == "" {
		return all, ""
	}
	for id := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(all, func(p part) bool { return p.id == id })
		if i < 0 {
			return nil, id
		}
		chosen = append(chosen, all[i])
	}
	return chosen, ""
}

// run makes what is missing, measures, and prints the table.
func (b *bench) run(ctx context.Context, parts []part, million bool) (figures []figure, err error) {
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "entente-bench-"); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	} else if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return nil, err
	}
	b.small, b.base = b.dataset("10k", 10_000), b.dataset("100k", 100_000)
	b.large = b.base
	if million {
		b.large = b.dataset("1M", 1_000_000)
	}
	for _, d := range []dataset{b.small, b.base, b.large} {
		if err := d.fill(ctx); err != nil {
			return nil, err
		}
	}
	if err := b.build(ctx); err != nil {
		return nil, err
	}
	for _, p := range parts {
		tell("measuring %s", p.id)
		lines, err := p.measure(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.id, err)
		}
		figures = append(figures, lines...)
	}
	fmt.Printf("%d cores, %s/%s, %s, %d rounds\n\n", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), b.rounds)
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
