package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
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

// fill makes the database, unless it is there, and goes on where an earlier run
// broke off.
func (d dataset) fill(ctx context.Context) error {
	if _, err := os.Stat(d.path); err == nil {
		return nil
	}
	unfinished := dataset{d.name, d.n, d.path + ".unfinished"}
	done, err := unfinished.stored(ctx)
	if err != nil {
		return err
	}
	store, err := db.Open(ctx, unfinished.path, codebook.Default())
	if err != nil {
		return err
	}
	g := newGenerator(d.n)
	for ; done < d.n; done = min(done+importRows, d.n) {
		tell("%s: %d of %d articles", d.name, done, d.n)
		if _, err := store.Import(ctx, g.rows(done, min(done+importRows, d.n)), false, nil); err != nil {
			return errors.Join(fmt.Errorf("fill %s: %w", d.path, err), store.Close())
		}
	}
	if err := store.Close(); err != nil {
		return err
	}
	return os.Rename(unfinished.path, d.path)
}

// stored is how many articles the database holds, if it is there.
func (d dataset) stored(ctx context.Context) (int, error) {
	if _, err := os.Stat(d.path); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	store, err := opened(ctx, d)
	if err != nil {
		return 0, err
	}
	defer store.Close()
	everything := coop.View{}
	for _, state := range coop.States() {
		everything.States = append(everything.States, string(state))
	}
	total := 0
	err = store.Now(ctx, func(m *db.Moment) error {
		f, err := m.Figures(ctx, everything, coop.Articles)
		if err == nil {
			total = f.Total
		}
		return err
	})
	return total, err
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
