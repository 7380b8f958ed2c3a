package db

import (
	"context"
	"errors"

	"entente/internal/coop"
	"entente/internal/figures"
)

// Moment is the database as it was after one commit: whatever is read from it,
// figures and rows alike, is of that moment. It is good for one goroutine, and
// only inside the function that [DB.Now] calls.
type Moment struct {
	reading
	number int64
	shared *columns
	held   bool // shared.mu
	recent *recent
}

// errMoved says that the columns tell another moment than the file was read at.
var errMoved = errors.New("the columns tell another moment")

// Now calls fn with the present moment, and once more with a later one where
// somebody wrote before fn came to the columns. It waits until the columns are
// loaded; where ctx ends first, it returns a [coop.ErrNotReady]. fn should be
// quick, since a commit waits for it before its figures can be seen; and it must
// read from the moment alone, and not write. An error of fn is returned.
func (d *DB) Now(ctx context.Context, fn func(*Moment) error) error { return d.nowOn(ctx, &d.read, fn) }

func (d *DB) nowOn(ctx context.Context, p *pool, fn func(*Moment) error) error {
	select {
	case <-d.columns.ready:
	case <-ctx.Done():
		return errors.Join(coop.ErrNotReady, ctx.Err())
	}
	for {
		err := d.snapshot(ctx, p, func(r reading) error {
			number, err := r.moment(ctx)
			if err != nil {
				return err
			}
			m := &Moment{reading: r, number: number, shared: &d.columns, recent: &d.recent}
			defer m.release()
			return fn(m)
		})
		if !errors.Is(err, errMoved) {
			return err
		}
		if err := d.follow(ctx, false); err != nil {
			return err
		}
	}
}

// columns gives the columns, which stay at this moment until release. What takes
// long and does not need them, a search, is done before.
func (m *Moment) columns() (*figures.Columns, error) {
	if m.held {
		return m.shared.current, nil
	}
	m.shared.mu.RLock()
	if m.shared.moment != m.number {
		m.shared.mu.RUnlock()
		return nil, errMoved
	}
	m.held = true
	return m.shared.current, nil
}

// release lets the columns change. Rows can still be read.
func (m *Moment) release() {
	if m.held {
		m.shared.mu.RUnlock()
		m.held = false
	}
}
