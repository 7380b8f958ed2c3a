package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
)

// followEvery is how soon the columns follow what another process wrote.
const followEvery = 500 * time.Millisecond

// reloadFrom is how many rows a write must touch for the columns to be loaded
// anew: each row that is put in place on its own moves those behind it.
const reloadFrom = 2000

// columns is the copy in memory that figures are computed from.
type columns struct {
	mu      sync.RWMutex
	current *figures.Columns // nil until the first load
	version uint64           // grows with every commit and load
	seen    int64            // data_version of SQLite at the last load
	missed  *touched         // what commits touched while a load is under way; else nil

	ready   chan struct{} // closed with the first load
	loading sync.Mutex    // one load at a time
}

// touched names rows that the columns must look at again.
type touched struct{ articles, engagements []int64 }

func (c *columns) dataVersion() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.version
}

// get gives the columns, or nil before the first load.
func (c *columns) get() *figures.Columns {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.current
}

// prepare reads what the columns need to follow a write, inside it. The function
// it returns has them follow; it is called after the commit, with turn held.
func (c *columns) prepare(ctx context.Context, w *write) (follow func(), err error) {
	t, err := w.touched(ctx)
	if err != nil {
		return nil, err
	}
	update := func() {}
	switch current := c.get(); { // a load ends with turn held, so this stays the same until follow
	case current == nil:
	case len(t.articles)+len(t.engagements) > reloadFrom:
		articles, engagements, err := w.allColumns(ctx)
		if err != nil {
			return nil, err
		}
		update = func() { current.Load(articles, engagements) }
	default:
		u, err := w.columnUpdate(ctx, t)
		if err != nil {
			return nil, err
		}
		update = func() { current.Update(u) }
	}
	return func() {
		update()
		c.mu.Lock()
		defer c.mu.Unlock()
		c.version++
		if c.missed != nil {
			c.missed.articles = append(c.missed.articles, t.articles...)
			c.missed.engagements = append(c.missed.engagements, t.engagements...)
		}
	}, nil
}

// Ready tells whether the columns are loaded, so that no figure has to wait.
func (d *DB) Ready() bool { return d.columns.get() != nil }

// loadedColumns waits until the columns are loaded; where ctx ends first, it
// returns a [coop.ErrNotReady].
func (d *DB) loadedColumns(ctx context.Context) (*figures.Columns, error) {
	select {
	case <-d.columns.ready:
		return d.columns.get(), nil
	case <-ctx.Done():
		return nil, errors.Join(coop.ErrNotReady, ctx.Err())
	}
}

// LoadColumns fills the columns from the file. Writes go on meanwhile, and so do
// figures from the columns as they were, if there were any.
func (d *DB) LoadColumns(ctx context.Context) error {
	c := &d.columns
	c.loading.Lock()
	defer c.loading.Unlock()
	seen, err := d.dataVersion(ctx) // before the first row: what comes later is seen again
	if err != nil {
		return err
	}
	c.mu.Lock()
	c.missed = &touched{}
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		c.missed = nil
		c.mu.Unlock()
	}()

	fresh := figures.New(d.cb)
	err = d.snapshot(ctx, func(r reading) error {
		articles, engagements, err := r.allColumns(ctx)
		if err == nil {
			fresh.Load(articles, engagements)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("load the columns: %w", err)
	}

	select {
	case d.turn <- struct{}{}: // no commit from here to the exchange
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	u, err := reading{d.read, d.cb}.columnUpdate(ctx, *c.missed)
	if err != nil {
		return fmt.Errorf("load the columns: %w", err)
	}
	fresh.Update(u)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.current == nil {
		close(c.ready)
	}
	c.current, c.seen = fresh, seen
	c.version++
	return nil
}

// dataVersion reads a number that changes when another process writes. It must
// come from the connection that writes: on the others it moves with our own
// commits too.
func (d *DB) dataVersion(ctx context.Context) (v int64, err error) {
	err = d.write.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&v)
	return v, err
}

// Follow loads the columns again whenever another process has written, until ctx
// ends. It is for a server, in the background, beside [DB.LoadColumns].
func (d *DB) Follow(ctx context.Context) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !d.Ready() {
			continue
		}
		v, err := d.dataVersion(ctx)
		d.columns.mu.RLock()
		seen := d.columns.seen
		d.columns.mu.RUnlock()
		if err == nil && v != seen {
			err = d.LoadColumns(ctx)
		}
		if err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "follow another process: trying again", "database", d.path, "error", err)
		}
	}
}

// allColumns reads all rows for the columns.
func (r reading) allColumns(ctx context.Context) ([]figures.Article, []figures.Engagement, error) {
	articles, err := r.columnArticles(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	engagements, err := r.columnEngagements(ctx, nil)
	return articles, engagements, err
}

// columnUpdate reads the rows that columns must put in place of theirs.
func (r reading) columnUpdate(ctx context.Context, t touched) (u figures.Update, err error) {
	if len(t.articles) > 0 {
		if u.Articles, err = r.columnArticles(ctx, t.articles); err != nil {
			return u, err
		}
		u.GoneArticles = missing(t.articles, u.Articles, func(a figures.Article) int64 { return a.ID })
	}
	if len(t.engagements) > 0 {
		if u.Engagements, err = r.columnEngagements(ctx, t.engagements); err != nil {
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

// fromIDs is the source of rows: those with the ids, or with nil all of them. The
// cross join keeps SQLite from going through the table to look each id up.
func fromIDs(table string, ids []int64) (from string, args []any) {
	if ids == nil {
		return table + ` t`, nil
	}
	return `(SELECT DISTINCT value FROM json_each(?)) j CROSS JOIN ` + table + ` t ON t.id = j.value`, []any{idList(ids)}
}

// columnArticles reads articles for the columns, oldest first; all with nil.
func (r reading) columnArticles(ctx context.Context, ids []int64) (out []figures.Article, err error) {
	sets := newSets(r.cb)
	from, args := fromIDs("articles", ids)
	err = each(ctx, r, func(row scanner) error {
		var a figures.Article
		var areas, parties, reports string
		if err := row.Scan(&a.ID, &a.Day, &a.Added, &a.Source, &a.Lang, &a.State, &areas, &parties, &reports); err != nil {
			return err
		}
		a.Day, a.Source, a.Lang = coop.Day(sets.text(string(a.Day))), sets.text(a.Source), sets.text(a.Lang)
		a.State = coop.State(sets.text(string(a.State)))
		a.Areas, a.Parties, a.Reports = sets.areas(areas), sets.parties(parties), sets.reports(reports)
		out = append(out, a)
		return nil
	}, `SELECT t.id, t.published, t.created_at, t.source, t.language, t.state,
		coalesce((SELECT group_concat(area, ' ') FROM article_areas WHERE article_id = t.id), ''),
		coalesce((SELECT group_concat(party, ' ') FROM article_parties WHERE article_id = t.id), ''),
		coalesce((SELECT group_concat(e.form || '/' || r.stage, ' ') FROM reports r JOIN engagements e ON e.id = r.engagement_id
			WHERE r.article_id = t.id AND e.deleted_at IS NULL), '')
		FROM `+from+` WHERE t.deleted_at IS NULL ORDER BY t.published, t.id`, args...)
	return out, err
}

// columnEngagements reads engagements with a live report for the columns; all with nil.
func (r reading) columnEngagements(ctx context.Context, ids []int64) (out []figures.Engagement, err error) {
	sets := newSets(r.cb)
	from, args := fromIDs("engagements", ids)
	err = each(ctx, r, func(row scanner) error {
		var e figures.Engagement
		var start, end coop.Day
		var areas, parties, reports string
		if err := row.Scan(&e.ID, &start, &end, &e.Form, &e.Added, &areas, &parties, &reports); err != nil {
			return err
		}
		if reports == "" {
			return nil // hidden as if deleted
		}
		e.Form = sets.text(e.Form)
		e.Areas, e.Parties = sets.areas(areas), sets.parties(parties)
		var first, latest coop.Day
		silent := true // all so far are not relevant
		for report := range strings.SplitSeq(reports, " ") {
			part := strings.Split(report, "/")
			article, err := strconv.ParseInt(part[1], 10, 64)
			if err != nil {
				return err
			}
			e.Articles = append(e.Articles, article)
			day, excluded := coop.Day(part[0]), part[3] == "1"
			if excluded && !silent {
				continue // it speaks only where no other article does
			}
			if silent && !excluded {
				silent, first, latest = false, "", ""
			}
			if first == "" || day < first {
				first = day
			}
			if day >= latest { // of one day, the higher id: they come by id
				latest, e.Stage = day, sets.text(part[2])
			}
		}
		e.Day, _ = dateOf(start, end, first)
		out = append(out, e)
		return nil
	}, `SELECT t.id, t.start_day, t.end_day, t.form, t.created_at,
		coalesce((SELECT group_concat(area, ' ') FROM engagement_areas WHERE engagement_id = t.id), ''),
		coalesce((SELECT group_concat(party, ' ') FROM engagement_parties WHERE engagement_id = t.id), ''),
		coalesce((SELECT group_concat(report, ' ') FROM (SELECT a.published || '/' || a.id || '/' || r.stage || '/' || (a.state = 'excluded') report
			FROM reports r JOIN articles a ON a.id = r.article_id
			WHERE r.engagement_id = t.id AND a.deleted_at IS NULL ORDER BY a.id)), '')
		FROM `+from+` WHERE t.deleted_at IS NULL ORDER BY t.id`, args...)
	return out, err
}

// sets keeps one copy of each text and set: there are few, in very many rows.
type sets struct {
	cb       *codebook.Codebook
	texts    map[string]string
	codes    map[string][]string
	slugs    map[string][]string
	reported map[string][]figures.Reported
}

func newSets(cb *codebook.Codebook) *sets {
	return &sets{cb, map[string]string{}, map[string][]string{}, map[string][]string{}, map[string][]figures.Reported{}}
}

func (s *sets) text(t string) string { return kept(s.texts, t, func() string { return t }) }

func (s *sets) parties(list string) []string {
	return kept(s.codes, list, func() []string { return strings.Fields(list) })
}

// areas leaves out what the codebook no longer knows.
func (s *sets) areas(list string) []string {
	return kept(s.slugs, list, func() (out []string) {
		for slug := range strings.FieldsSeq(list) {
			if s.cb.Index(slug) >= 0 {
				out = append(out, slug)
			}
		}
		return s.cb.Sort(out)
	})
}

func (s *sets) reports(list string) []figures.Reported {
	return kept(s.reported, list, func() (out []figures.Reported) {
		for report := range strings.FieldsSeq(list) {
			form, stage, _ := strings.Cut(report, "/")
			out = append(out, figures.Reported{Form: form, Stage: stage})
		}
		return out
	})
}

func kept[V any](m map[string]V, key string, build func() V) V {
	v, ok := m[key]
	if !ok {
		v = build()
		m[key] = v
	}
	return v
}
