package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/suggest"
)

// codebooks holds the codebooks that were read, so that a text is parsed once.
type codebooks struct {
	builtIn *codebook.Codebook
	mu      sync.Mutex
	newest  *codebook.Codebook
	before  *codebook.Codebook // for readers that began before the newest was stored
}

func newCodebooks(builtIn *codebook.Codebook) codebooks {
	return codebooks{builtIn: builtIn, newest: builtIn, before: builtIn}
}

// inForce is the codebook that was in force at the moment of q.
func (c *codebooks) inForce(ctx context.Context, q querier) (*codebook.Codebook, error) {
	var version int
	if err := q.QueryRowContext(ctx, `SELECT coalesce(max(version), ?) FROM codebooks`, codebook.BuiltIn).Scan(&version); err != nil {
		return nil, fmt.Errorf("read the version of the codebook: %w", err)
	}
	if cb := c.have(version); cb != nil {
		return cb, nil
	}
	cb, err := c.at(ctx, q, version) // not under the lock: it may wait for a connection
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if version > c.newest.Version() {
		c.newest, c.before = cb, c.newest
	}
	return cb, nil
}

// have is a codebook that was read before, or nil.
func (c *codebooks) have(version int) *codebook.Codebook {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, have := range []*codebook.Codebook{c.newest, c.before} {
		if have.Version() == version {
			return have
		}
	}
	return nil
}

// at reads a version of the codebook. It returns [coop.ErrNotFound] where there is none.
func (c *codebooks) at(ctx context.Context, q querier, version int) (*codebook.Codebook, error) {
	if version == codebook.BuiltIn {
		return c.builtIn, nil
	}
	if cb := c.have(version); cb != nil {
		return cb, nil
	}
	var text string
	switch err := q.QueryRowContext(ctx, `SELECT text FROM codebooks WHERE version = ?`, version).Scan(&text); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, &NoSuchError{"codebook", int64(version)}
	case err != nil:
		return nil, err
	}
	cb, err := codebook.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("codebook %d: %w", version, err)
	}
	return cb.WithVersion(version), nil
}

// Codebook is the codebook in force, as it was last seen.
func (d *DB) Codebook() *codebook.Codebook {
	d.codebooks.mu.Lock()
	defer d.codebooks.mu.Unlock()
	return d.codebooks.newest
}

// SeeCodebook looks whether another process edited the codebook, and returns the one in force.
func (d *DB) SeeCodebook(ctx context.Context) (*codebook.Codebook, error) {
	return d.codebooks.inForce(ctx, &d.read)
}

// CodebookAt returns a version of the codebook, or [coop.ErrNotFound].
func (d *DB) CodebookAt(ctx context.Context, version int) (*codebook.Codebook, error) {
	return d.codebooks.at(ctx, d.read.DB, version)
}

// SaveArea puts an area into the codebook, in place of the one that has its slug,
// which must be as it was in the version that the edit was based on: else it returns
// a [*coop.StaleError]. It returns the version that is in force now; an edit that changes nothing makes none.
func (d *DB) SaveArea(ctx context.Context, actor string, base int, a codebook.Area) (version int, err error) {
	err = d.editCodebook(ctx, actor, func(w *write) error {
		version = w.cb.Version()
		began, err := d.codebooks.at(ctx, w, base)
		if err != nil {
			return err
		}
		was, had := began.Area(a.Slug)
		now, has := w.cb.Area(a.Slug)
		if was != now || had != has {
			return &coop.StaleError{Noun: "codebook", ID: int64(version), Have: int64(version), Given: int64(base)}
		}
		if a == now {
			return nil
		}
		before, after := diff(areaFields(now), areaFields(a))
		after["area"] = a.Slug
		action := "update"
		switch {
		case !has:
			action, before = "create", nil
		case a.Retired != now.Retired && a.Retired:
			action = "delete"
		case a.Retired != now.Retired:
			action = "restore"
		}
		version, err = w.saveCodebook(ctx, w.cb.WithArea(a), action, before, after)
		return err
	})
	return version, err
}

// ReturnToCodebook puts an earlier version of the codebook into force again, as a
// new version. Areas that were added since are kept, retired. It returns a
// [*coop.StaleError] if the version in force is not the one that was seen.
func (d *DB) ReturnToCodebook(ctx context.Context, actor string, seen, earlier int) (version int, err error) {
	err = d.editCodebook(ctx, actor, func(w *write) error {
		version = w.cb.Version()
		if seen != version {
			return &coop.StaleError{Noun: "codebook", ID: int64(version), Have: int64(version), Given: int64(seen)}
		}
		was, err := d.codebooks.at(ctx, w, earlier)
		if err != nil {
			return err
		}
		next := was.Keeping(w.cb)
		if codebook.Format(next) == codebook.Format(w.cb) {
			return nil
		}
		version, err = w.saveCodebook(ctx, next, "restore", map[string]any{"version": version}, map[string]any{"version": earlier})
		return err
	})
	return version, err
}

// editCodebook is [DB.inTx] for an edit of the codebook, which this process sees at once.
func (d *DB) editCodebook(ctx context.Context, actor string, fn func(*write) error) error {
	if err := d.inTx(ctx, actor, "", fn); err != nil {
		return err
	}
	d.SeeCodebook(context.WithoutCancel(ctx)) // it is stored; where this fails, whoever asks next sees it
	return nil
}

// saveCodebook stores a codebook as the next version. What it stores is what can be read again.
func (w *write) saveCodebook(ctx context.Context, cb *codebook.Codebook, action string, before, after map[string]any) (version int, err error) {
	text := codebook.Format(cb)
	if _, err := codebook.Parse(text); err != nil {
		return 0, err
	}
	version = w.cb.Version() + 1
	if err := w.exec(ctx, `INSERT INTO codebooks (version, text) VALUES (?, ?)`, version, text); err != nil {
		return 0, fmt.Errorf("store codebook %d: %w", version, err)
	}
	return version, w.log(ctx, "codebook", int64(version), action, before, after)
}

// areaFields are the fields of an area as the table changes names them.
func areaFields(a codebook.Area) []field {
	retired := ""
	if a.Retired {
		retired = "yes"
	}
	return []field{{"name", a.Name}, {"short", a.Short}, {"covers", a.Covers}, {"excludes", a.Excludes}, {"rules", a.Rules}, {"retired", retired}}
}

// CodebookHistory lists the last edits of the codebook, newest first.
func (d *DB) CodebookHistory(ctx context.Context, most int) (out []coop.CodebookChange, err error) {
	err = each(ctx, d.read.DB, func(row scanner) error {
		var c coop.CodebookChange
		var at int64
		var texts [2]string
		if err := row.Scan(&c.Version, &at, &c.Actor, &c.Action, &texts[0], &texts[1]); err != nil {
			return err
		}
		c.At = instant(at)
		var sides [2]map[string]any
		for i, text := range texts {
			if err := json.Unmarshal([]byte(text), &sides[i]); err != nil {
				return fmt.Errorf("the change to codebook %d: %w", c.Version, err)
			}
		}
		c.Area = changeText(sides[1]["area"])
		if n, ok := sides[1]["version"].(float64); ok {
			c.Earlier = int(n)
		}
		c.Fields = fieldChanges(sides, areaFields(codebook.Area{}))
		out = append(out, c)
		return nil
	}, `SELECT noun_id, at, actor, action, coalesce(before, '{}'), coalesce(after, '{}') FROM changes
		WHERE noun = 'codebook' ORDER BY noun_id DESC LIMIT ?`, most)
	return out, err
}

// TriedTexts gives texts on which rules can be tried: those that people coded, as
// they coded them, and unless only these are asked for, others; newest first of each.
// It stops at so many texts or bytes, and tells how many there are in all.
func (d *DB) TriedTexts(ctx context.Context, codedOnly bool, most, bytes int) (texts []suggest.Text, total int, err error) {
	err = d.snapshot(ctx, &d.read, func(r reading) error {
		const which = ` FROM articles WHERE deleted_at IS NULL AND (state IN ('coded', 'excluded') OR NOT ?)`
		if err := r.QueryRowContext(ctx, `SELECT count(*)`+which, codedOnly).Scan(&total); err != nil {
			return err
		}
		size := 0
		err := each(ctx, r, func(row scanner) error {
			var t suggest.Text
			var areas string
			if err := row.Scan(&t.ID, &t.Version, &t.Title, &t.Body, &t.Coded, &areas); err != nil {
				return err
			}
			if size += len(t.Body); size > bytes && len(texts) > 0 {
				return errEnough
			}
			t.Areas = r.cb.Sort(strings.Fields(areas))
			texts = append(texts, t)
			return nil
		}, `SELECT a.id, a.version, a.title, CASE a.body WHEN '' THEN a.summary ELSE a.body END, chosen.coded,
			CASE a.state WHEN 'excluded' THEN '' ELSE coalesce((SELECT group_concat(area, ' ') FROM article_areas WHERE article_id = a.id), '') END
			FROM (SELECT id, published, state IN ('coded', 'excluded') coded`+which+` ORDER BY coded DESC, published DESC, id DESC LIMIT ?) chosen
			CROSS JOIN articles a ON a.id = chosen.id ORDER BY chosen.coded DESC, chosen.published DESC, chosen.id DESC`, codedOnly, most)
		if errors.Is(err, errEnough) {
			return nil
		}
		return err
	})
	return texts, total, err
}

// errEnough ends a query whose further rows nobody needs.
var errEnough = errors.New("enough rows")
