package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"entente/db/dbtest"
)

// export is P1: a whole CSV file over HTTP, against the sqlite3 command with the
// same rows and columns, and how much memory more rows take.
func (b *bench) export(ctx context.Context) ([]figure, error) {
	s, err := b.ready(ctx, b.base.path)
	if err != nil {
		return nil, err
	}
	rows, err := b.sameExport(ctx, s)
	if err != nil {
		return nil, errors.Join(err, s.stop())
	}
	r, err := inTurn(ctx, b.rounds, s.fetch("/articles.csv"), timed(func(ctx context.Context) error {
		return sqlite(ctx, b.base.path, dbtest.PeerArticlesSQL)
	}))
	if err := errors.Join(err, s.stop()); err != nil {
		return nil, err
	}
	rate := func(d time.Duration) string {
		return fmt.Sprintf("%.0f rows/s", float64(rows)/d.Seconds())
	}
	few, err := b.exportMemory(ctx, b.small)
	if err != nil {
		return nil, err
	}
	many, err := b.exportMemory(ctx, b.base)
	if err != nil {
		return nil, err
	}
	grown := func(what string, few, many int64) figure {
		return figure{id: "P1", what: fmt.Sprintf("%s, from %s to %s", what, b.small.name, b.base.name),
			value: float64(many-few) / (1 << 20), target: atMost(16, "MB"), got: megabytes(many), floor: megabytes(few)}
	}
	started := grown("the same at the start, before any download", few.before, many.before)
	started.target = limit{unit: "MB"}
	return []figure{
		{id: "P1", what: "articles.csv over HTTP, " + b.base.name, value: 1 / r.ratio(0, 1), target: atLeast(1.2, ""),
			got: rate(r.of(0)), floor: "sqlite3 " + rate(r.of(1))},
		grown("growth of the most memory in use, download included", few.after, many.after), started,
	}, nil
}

// peaks are the most memory that a program has had before and after a download.
type peaks struct{ before, after int64 }

// exportMemory downloads all articles once from a fresh program.
func (b *bench) exportMemory(ctx context.Context, d dataset) (p peaks, err error) {
	s, err := b.ready(ctx, d.path)
	if err != nil {
		return p, err
	}
	if p.before, err = s.peakMemory(); err == nil {
		_, err = s.get(ctx, "/articles.csv")
	}
	if err == nil {
		p.after, err = s.peakMemory()
	}
	return p, errors.Join(err, s.stop())
}

// sameExport makes sure that both write the same cells, and counts the rows.
func (b *bench) sameExport(ctx context.Context, s *server) (rows int, err error) {
	res, err := s.do(ctx, "/articles.csv")
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	ours := csv.NewReader(res.Body)
	names, err := ours.Read()
	if err != nil {
		return 0, err
	}
	err = readSQLite(ctx, b.base.path, dbtest.PeerArticlesSQL, func(r io.Reader) error {
		theirs := csv.NewReader(r)
		for {
			want, err := theirs.Read()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return err
			}
			got, err := ours.Read()
			if err != nil {
				return fmt.Errorf("articles.csv after %d rows: %w", rows, err)
			}
			for i, cell := range got {
				if unordered(cell) != unordered(want[i]) {
					return fmt.Errorf("row %d of articles.csv has %s %q, sqlite3 %q", rows+1, names[i], cell, want[i])
				}
			}
			rows++
		}
		_, err := ours.Read() // the trailers come after its end
		return err
	})
	if !errors.Is(err, io.EOF) {
		return 0, errors.Join(err, fmt.Errorf("articles.csv has more than the %d rows of sqlite3", rows))
	}
	if told := res.Trailer.Get("Entente-Rows"); told != strconv.Itoa(rows) {
		return 0, fmt.Errorf("articles.csv says that it has %s rows, sqlite3 finds %d", told, rows)
	}
	return rows, nil
}

// unordered passes over the order of a list: sqlite3 knows none of the codebook's.
func unordered(cell string) string {
	if !strings.Contains(cell, ";") {
		return cell
	}
	parts := strings.Split(cell, ";")
	slices.Sort(parts)
	return strings.Join(parts, ";")
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }
