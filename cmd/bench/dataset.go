package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"entente/db"
	"entente/internal/codebook"
)

// dataset is a database of made articles.
type dataset struct {
	name string
	n    int
	path string
}

// importRows is how many made articles are imported at once; whole engagements.
const importRows = 20_000

// dataset names the database of a size.
func (b *bench) dataset(name string, n int) dataset {
	return dataset{name, n, filepath.Join(b.dir, name+".db")}
}

// fill makes the database, unless it is there.
func (d dataset) fill(ctx context.Context) error {
	if _, err := os.Stat(d.path); err == nil {
		return nil
	}
	start := time.Now()
	unfinished := d.path + ".unfinished"
	if err := remove(unfinished); err != nil { // an earlier run broke off
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

// opened opens a database in this process, with its columns.
func opened(ctx context.Context, d dataset) (*db.DB, error) {
	store, err := db.OpenExisting(ctx, d.path, codebook.Default())
	if err != nil {
		return nil, err
	}
	if err := store.LoadColumns(ctx); err != nil {
		store.Close()
		return nil, err
	}
	return store, nil
}

// copied is a copy of the database of the base size.
func (b *bench) copied(name string) (path string, err error) {
	from, err := os.Open(b.base.path)
	if err != nil {
		return "", err
	}
	defer from.Close()
	path = filepath.Join(b.dir, name)
	if err := remove(path); err != nil {
		return "", err
	}
	to, err := os.Create(path)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(to, from)
	return path, errors.Join(err, to.Close())
}

// remove removes a database and what SQLite puts beside it.
func remove(path string) error {
	var errs []error
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		errs = append(errs, os.RemoveAll(file))
	}
	return errors.Join(errs...)
}
