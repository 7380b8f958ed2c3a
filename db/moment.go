package db

import (
	"context"
	"errors"
	"sync"

	"entente/internal/coop"
	"entente/internal/figures"
)

// Moment is the database as it was after one commit: whatever is read from it,
// figures and rows alike, is of that moment. It is good for one goroutine, and
// only inside the function that [DB.Now] calls.
type Moment struct {
	reading
	number  int64
	columns *figures.Columns
	release func() // lets the columns change; only rows can be read after it
	recent  *recent
}

// Now calls fn with the present moment. It waits until the columns are loaded;
// where ctx ends first, it returns a [coop.ErrNotReady]. fn should be quick, since
// a commit waits for it before its figures can be seen; and it must read from the
// moment alone, and not write. An error of fn is returned.
func (d *DB) Now(ctx context.Context, fn func(*Moment) error) error { return d.nowOn(ctx, &d.read, fn) }

func (d *DB) nowOn(ctx context.Context, p *pool, fn func(*Moment) error) error {
	select {
	case <-d.columns.ready:
	case <-ctx.Done():
		return errors.Join(coop.ErrNotReady, ctx.Err())
	}
	for {
		behind := false
		err := d.snapshot(ctx, p, func(r reading) error {
			// The columns first: they cannot be ahead of what is read after them.
			d.columns.mu.RLock()
			release := sync.OnceFunc(d.columns.mu.RUnlock)
			defer release()
			number, err := r.moment(ctx)
			if behind = number != d.columns.moment; err != nil || behind {
				return err
			}
			return fn(&Moment{r, number, d.columns.current, release, &d.recent})
		})
		if err != nil || !behind {
			return err
		}
		if err := d.follow(ctx, false); err != nil {
			return err
		}
	}
}
