package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"time"
)

const (
	// followEvery is how soon the columns look for what another process wrote, and the
	// upkeep for what it has to do. Who reads in between looks too, see [DB.Now].
	followEvery = 250 * time.Millisecond

	// maxLog is how many bytes the write-ahead log may have before it is moved into
	// the file, and what is left of it when it is begun anew.
	maxLog = 8 << 20

	// mergeStep is how many pages of full text, of 4 kB, are merged before a save
	// gets its turn.
	mergeStep = 64

	// importMergeStep is the same for an import, for which all saves wait anyway.
	importMergeStep = 10_000
)

// Upkeep does beside the saves, until ctx ends, what they would wait for else: it
// has the columns follow them and other processes, moves the write-ahead log into the file,
// and merges the parts of the full text. It is for a server, behind
// [DB.LoadColumns]. It returns an error only if it cannot begin.
func (d *DB) Upkeep(ctx context.Context) error {
	log, err := sql.Open("sqlite", dsn(d.path, url.Values{
		"mode": {"rw"}, "_pragma": {fmt.Sprintf("busy_timeout(%d)", busyTimeout)},
	}))
	if err != nil {
		return err
	}
	defer log.Close()
	log.SetMaxOpenConns(1)
	for _, pragma := range []string{`wal_autocheckpoint = 0`, fmt.Sprintf(`journal_size_limit = %d`, maxLog)} {
		if _, err := d.write.ExecContext(ctx, `PRAGMA `+pragma); err != nil {
			return fmt.Errorf("leave the log to the upkeep: %w", err)
		}
	}
	warn := func(what string, err error) {
		if err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, what+": trying again", "database", d.path, "error", err)
		}
	}
	var following sync.WaitGroup
	defer following.Wait()
	following.Go(func() {
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-d.written:
			case <-time.After(followEvery):
			}
			warn("follow a write", d.follow(ctx, false))
			if info, err := os.Stat(d.path + "-wal"); err == nil && info.Size() > maxLog {
				for _, on := range []*sql.DB{log, d.write.DB} {
					_, err := on.ExecContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
					warn("move the log into the file", err)
				}
			}
		}
	})
	merged := int64(-1) // up to which moment
	for wait := followEvery; ; {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		wait = followEvery
		if moment := d.columns.now(); moment != merged {
			start := time.Now()
			more, err := d.mergeText(ctx, mergeStep)
			warn("merge the full text", err)
			if more {
				wait = 9 * time.Since(start) // most of the time is for saves
			} else if err == nil {
				merged = moment
			}
		}
	}
}

// mergeText merges about so many pages of the full text, and tells whether there
// is more to merge.
func (d *DB) mergeText(ctx context.Context, pages int) (more bool, err error) {
	c, err := d.write.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer c.Close()
	return mergeText(ctx, c, pages)
}

// executor is a connection or a transaction that can write.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// mergeText does so where x can write. FTS5 tells whether it merged anything by
// counting more than the one change of the command itself:
// https://www.sqlite.org/fts5.html#the_merge_command
func mergeText(ctx context.Context, x executor, pages int) (more bool, err error) {
	var before, after int64
	const changes = `SELECT total_changes()`
	if err := x.QueryRowContext(ctx, changes).Scan(&before); err != nil {
		return false, err
	}
	if _, err := x.ExecContext(ctx, `INSERT INTO articles_fts (articles_fts, rank) VALUES ('merge', ?)`, pages); err != nil {
		return false, err
	}
	err = x.QueryRowContext(ctx, changes).Scan(&after)
	return after-before > 1, err
}
