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
	memory := func(d dataset, path string) (p peaks) {
		if err == nil {
			p, err = b.exportMemory(ctx, d, path)
		}
		return p
	}
	tenth, all, small := memory(b.base, "/articles.csv?"+twoYears), memory(b.base, "/articles.csv"), memory(b.small, "/articles.csv")
	if err != nil {
		return nil, err
	}
	grown := func(what string, few, many int64, target limit) figure {
		return figure{id: "P1", what: what, value: float64(many-few) / (1 << 20), target: target, got: megabytes(many), floor: megabytes(few)}
	}
	return []figure{
		{id: "P1", what: "articles.csv over HTTP, " + b.base.name, value: 1 / r.ratio(0, 1), target: atLeast(1.2, ""),
			got: rate(r.of(0)), floor: "sqlite3 " + rate(r.of(1))},
		grown("most memory in use, downloading all of "+b.base.name+" instead of a tenth", tenth.after, all.after, atMost(16, "MB")),
		grown("the same before any download, with "+b.base.name+" articles instead of "+b.small.name, small.before, all.before, limit{unit: "MB"}),
	}, nil
}

// twoYears are a tenth of the articles.
const twoYears = "from=2010&to=2011"

// peaks are the most memory that a program has had before and after a download.
type peaks struct{ before, after int64 }

// exportMemory downloads a file once from a fresh program.
func (b *bench) exportMemory(ctx context.Context, d dataset, path string) (p peaks, err error) {
	s, err := b.ready(ctx, d.path)
	if err != nil {
		return p, err
	}
	if p.before, err = s.peakMemory(); err == nil {
		_, err = s.get(ctx, path)
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
