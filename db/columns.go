package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"entente/internal/figures"
)

// reloadFrom is how many rows a commit must touch for new columns to be filled:
// an update is held in memory whole.
const reloadFrom = 50_000

// columns is the copy in memory that figures are computed from. It follows the
// file by the table changes, to which every write of every process appends.
type columns struct {
	mu      sync.RWMutex     // held to read by whoever computes figures
	current *figures.Columns // nil until they are loaded
	moment  int64            // of the file that they tell
	version int              // of the codebook that they count by

	ready     chan struct{} // closed once they are loaded
	following chan struct{} // held by who changes them; a channel, so that waiting ends with the context
}

func newColumns() columns {
	return columns{ready: make(chan struct{}), following: make(chan struct{}, 1)}
}

// moment is the number of the last change in the file as r sees it.
func (r reading) moment(ctx context.Context) (n int64, err error) {
	err = r.QueryRowContext(ctx, `SELECT id FROM changes ORDER BY id DESC LIMIT 1`).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

// Ready tells whether the columns are loaded, so that no figure has to wait.
func (d *DB) Ready() bool {
	select {
	case <-d.columns.ready:
		return true
	default:
		return false
	}
}

// LoadColumns fills the columns from the file. Writes go on meanwhile.
func (d *DB) LoadColumns(ctx context.Context) error { return d.follow(ctx, true) }

// follow brings the columns to the present moment of the file, or fills them
// anew if asked to or if that is quicker.
func (d *DB) follow(ctx context.Context, anew bool) error {
	c := &d.columns
	select {
	case c.following <- struct{}{}:
		defer func() { <-c.following }()
	case <-ctx.Done():
		return ctx.Err()
	}
	err := d.snapshot(ctx, &d.follower, func(r reading) error {
		moment, err := r.moment(ctx)
		if err != nil || moment == c.moment && !anew {
			return err
		}
		anew = anew || d.Ready() && r.cb.Version() != c.version // areas count in its order
		var t touched
		if !anew {
			if t, err = r.touchedSince(ctx, c.moment); err != nil {
				return err
			}
			anew = len(t.articles)+len(t.engagements) > reloadFrom
		}
		if anew {
			fresh, err := r.loadColumns(ctx)
			if err != nil {
				return err
			}
			c.change(moment, func() { c.current, c.version = fresh, r.cb.Version() })
			if !d.Ready() {
				close(c.ready)
			}
			return nil
		}
		u, err := r.columnUpdate(ctx, t)
		if err != nil {
			return err
		}
		c.change(moment, func() { c.current.Update(u) })
		return nil
	})
	if err != nil {
		return fmt.Errorf("bring the columns up to date: %w", err)
	}
	return nil
}

// now is the moment that the columns tell.
func (c *columns) now() int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.moment
}

// change changes the columns, once nobody reads them.
func (c *columns) change(moment int64, how func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	how()
	c.moment = moment
}

// loadColumns fills new columns.
func (r reading) loadColumns(ctx context.Context) (*figures.Columns, error) {
	var articles, engagements int
	err := r.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM articles WHERE deleted_at IS NULL), (SELECT count(*) FROM engagements)`).Scan(&articles, &engagements)
	if err != nil {
		return nil, err
	}
	c := figures.New(r.cb)
	c.Grow(articles, engagements)
	err = r.columnArticles(ctx, nil, c.AddArticle)
	if err == nil {
		err = r.columnEngagements(ctx, nil, c.AddEngagement)
	}
	c.Sort()
	return c, err
}

// touched names rows that the columns must look at again, in order.
type touched struct{ articles, engagements []int64 }

// touchedSince names the rows that changed after a moment: with an article the
// engagements that it reports or did, since their stage, day and live reports
// hang on it, and with an engagement the articles that report it, since they
// are selected by its form. A + keeps SQLite from an index on the noun, which would
// go through all changes ever made.
func (r reading) touchedSince(ctx context.Context, moment int64) (t touched, err error) {
	for _, find := range []struct {
		ids   *[]int64
		query string
	}{
		{&t.articles, `SELECT noun_id FROM changes WHERE id > ?1 AND +noun = 'article'
			UNION SELECT r.article_id FROM changes c CROSS JOIN reports r ON r.engagement_id = c.noun_id WHERE c.id > ?1 AND +c.noun = 'engagement'`},
		{&t.engagements, `SELECT noun_id FROM changes WHERE id > ?1 AND +noun = 'engagement'
			UNION SELECT r.engagement_id FROM changes c CROSS JOIN reports r ON r.article_id = c.noun_id WHERE c.id > ?1 AND +c.noun = 'article'
			UNION SELECT coalesce(after, before) ->> 'engagement_id' FROM changes WHERE id > ?1 AND +action = 'unlink'`},
	} {
		if *find.ids, err = idsOf(ctx, r, find.query+` ORDER BY 1`, moment); err != nil {
			return t, err
		}
	}
	return t, nil
}

// columnUpdate reads the rows that columns must put in place of theirs.
func (r reading) columnUpdate(ctx context.Context, t touched) (u figures.Update, err error) {
	if len(t.articles) > 0 {
		err := r.columnArticles(ctx, t.articles, func(a figures.Article) { u.Articles = append(u.Articles, a) })
		if err != nil {
			return u, err
		}
		u.GoneArticles = missing(t.articles, u.Articles, func(a figures.Article) int64 { return a.ID })
	}
	if len(t.engagements) > 0 {
		err := r.columnEngagements(ctx, t.engagements, func(e figures.Engagement) { u.Engagements = append(u.Engagements, e) })
		if err != nil {
			return u, err
		}
		u.GoneEngagements = missing(t.engagements, u.Engagements, func(e figures.Engagement) int64 { return e.ID })
	}
	return u, nil
}

// missing gives the ids that no row has.
func missing[Row any](ids []int64, rows []Row, id func(Row) int64) (out []int64) {
	have := make(map[int64]bool, len(rows))
	for _, row := range rows {
		have[id(row)] = true
	}
	for _, id := range ids {
		if !have[id] {
			have[id] = true // each once
			out = append(out, id)
		}
	}
	return out
}
