package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"entente/internal/coop"
)

// UndoResult says what [DB.UndoBatch] did.
type UndoResult struct {
	Undone int    // changes that were taken back
	Kept   int    // changes that somebody built upon since; they stay
	Batch  string // takes all this back again; empty where nothing was undone
}

// NotUndoableError says that a batch holds what cannot be taken back.
type NotUndoableError struct{ Batch, Noun, Action string }

func (e *NotUndoableError) Error() string {
	return fmt.Sprintf("batch %s holds the %s of an %s, which cannot be undone", e.Batch, e.Action, e.Noun)
}

// inBatch is inTx in a batch of its own, whose name begins with kind. It returns
// the batch, "" where nothing was changed.
func (d *DB) inBatch(ctx context.Context, actor, kind string, fn func(*write) error) (batch string, err error) {
	name := kind + "-" + rand.Text()
	err = d.inTx(ctx, actor, name, func(w *write) error {
		err := fn(w)
		if w.logged {
			batch = name
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return batch, nil
}

// UndoBatch takes back what a batch did to articles, in one transaction: edits,
// links, and engagements that were made for these. An edit is taken back whole, or
// not at all where one of its fields was changed since. What was exported before
// the batch is exported again, byte for byte, where nothing else was changed.
//
// It returns a [coop.ErrNotFound] for a batch that never was, and a
// [*NotUndoableError], of an import for instance.
func (d *DB) UndoBatch(ctx context.Context, actor, batch string) (UndoResult, error) {
	return d.undoBatch(ctx, actor, batch, false)
}

// undoBatch is UndoBatch; with whole it takes back nothing unless it can take back
// all, and returns a [*coop.StaleError] else.
func (d *DB) undoBatch(ctx context.Context, actor, batch string, whole bool) (UndoResult, error) {
	var result UndoResult
	undo, err := d.inBatch(ctx, actor, "undo", func(w *write) error {
		ids, err := idsOf(ctx, w, `SELECT id FROM changes WHERE batch = ? AND batch <> '' ORDER BY id DESC`, batch)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return fmt.Errorf("batch %q: %w", batch, coop.ErrNotFound)
		}
		u := undoing{write: w, stamped: map[int64]bool{}}
		for _, id := range ids { // one at a time: a batch may be large
			undone, err := u.change(ctx, batch, id)
			if err != nil {
				return err
			}
			if undone {
				result.Undone++
			} else if result.Kept++; whole {
				return &coop.StaleError{Noun: "batch", ID: id}
			}
		}
		return nil
	})
	if err != nil {
		return UndoResult{}, err
	}
	result.Batch = undo
	return result, nil
}

// LastRetag is the batch of the latest [DB.Retag] that changed anything, "" if
// there was none.
func (d *DB) LastRetag(ctx context.Context) (batch string, err error) {
	err = d.read.QueryRowContext(ctx, `SELECT batch FROM changes WHERE batch >= ?1 AND batch < ?1 || '~' AND batch <> '' ORDER BY id DESC LIMIT 1`, retagBatch).Scan(&batch)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return batch, err
}

// undoing is an undo under way.
type undoing struct {
	*write
	stamped map[int64]bool // articles that have their next version
}

// batchChange is a change that is to be undone.
type batchChange struct {
	batch        string
	id, of       int64 // its own number, and that of its noun
	noun, action string
	sides        [2]string // before and after, as JSON
}

// change takes one change back. It returns false where that cannot be any more.
func (u undoing) change(ctx context.Context, batch string, id int64) (undone bool, err error) {
	c := batchChange{batch: batch, id: id}
	err = u.row(ctx, `SELECT noun, noun_id, action, coalesce(before, '{}'), coalesce(after, '{}') FROM changes WHERE id = ?`, []any{id},
		&c.noun, &c.of, &c.action, &c.sides[0], &c.sides[1])
	if err != nil {
		return false, err
	}
	switch c.noun + " " + c.action {
	case "article update":
		return u.edit(ctx, c)
	case "article link", "article unlink", "article stage":
		return u.report(ctx, c)
	case "engagement update":
		return u.editEngagement(ctx, c)
	case "engagement create":
		return u.hide(ctx, c.of, true)
	case "engagement delete":
		return u.hide(ctx, c.of, false)
	}
	return false, &NotUndoableError{batch, c.noun, c.action}
}

// edit takes an edit of an article back.
func (u undoing) edit(ctx context.Context, c batchChange) (undone bool, err error) {
	now, err := u.article(ctx, c.of)
	if _, deleted := errors.AsType[*coop.DeletedError](err); deleted {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if as, err := stillAs(articleFields(now), c.sides[1]); err != nil || !as {
		return false, err
	}
	was := now
	if _, err := takeBackEdit(c.sides, articleFields(now), articlePlaces(&was)); err != nil {
		return false, err
	}
	if since, err := u.changedSince(ctx, c); err != nil {
		return false, err
	} else if since {
		was.UpdatedAt = u.at
	}
	changed, err := u.updateArticle(ctx, now, was)
	if _, taken := errors.AsType[*coop.DuplicateURLError](err); taken || err == nil && !changed {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	u.stamped[c.of] = true
	return true, u.exec(ctx, `UPDATE articles SET updated_at = ?, coded_at = ? WHERE id = ?`, was.UpdatedAt.UnixMilli(), was.CodedAt.UnixMilli(), c.of)
}

// editEngagement takes an edit of an engagement back.
func (u undoing) editEngagement(ctx context.Context, c batchChange) (undone bool, err error) {
	now, err := u.engagement(ctx, c.of)
	if _, deleted := errors.AsType[*coop.DeletedError](err); deleted {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if as, err := stillAs(engagementFields(now), c.sides[1]); err != nil || !as {
		return false, err
	}
	was := now
	if _, err := takeBackEdit(c.sides, engagementFields(now), engagementPlaces(&was)); err != nil {
		return false, err
	}
	since, err := u.changedSince(ctx, c)
	if err != nil {
		return false, err
	}
	if undone, err = u.updateEngagement(ctx, now, was); err != nil || !undone || since {
		return undone, err
	}
	return true, u.exec(ctx, `UPDATE engagements SET updated_at = ? WHERE id = ?`, was.UpdatedAt.UnixMilli(), c.of)
}

// changedSince tells whether a noun was changed after a change, by another batch.
func (u undoing) changedSince(ctx context.Context, c batchChange) (since bool, err error) {
	err = u.row(ctx, `SELECT EXISTS (SELECT 1 FROM changes WHERE noun = ? AND noun_id = ? AND id > ? AND batch NOT IN (?, ?))`,
		[]any{c.noun, c.of, c.id, c.batch, u.batch}, &since)
	return since, err
}

// stillAs tells whether fields are as a change left them. Instants are not looked at.
func stillAs(now []field, after string) (bool, error) {
	var left map[string]json.RawMessage
	if err := json.Unmarshal([]byte(after), &left); err != nil {
		return false, err
	}
	for _, f := range now {
		text, ok := left[f.name]
		if !ok {
			continue
		}
		have, err := json.Marshal(f.value)
		if err != nil {
			return false, err
		}
		if string(have) != string(text) && !(empty(have) && empty(text)) {
			return false, nil
		}
	}
	return true, nil
}

// empty tells whether JSON holds nothing.
func empty(text []byte) bool { return slices.Contains([]string{"null", "[]", "{}"}, string(text)) }

// report takes a link back, or what became of it.
func (u undoing) report(ctx context.Context, c batchChange) (undone bool, err error) {
	var sides [2]struct {
		Engagement int64 `json:"engagement_id"`
		Stage      string
		Seq        int64 // of a link that was taken away, as are the instants
		LinkedAt   int64 `json:"linked_at"`
		UpdatedAt  int64 `json:"updated_at"` // of the article
	}
	for i, text := range c.sides {
		if err := json.Unmarshal([]byte(text), &sides[i]); err != nil {
			return false, err
		}
	}
	before, after := sides[0], sides[1]
	engagement := max(before.Engagement, after.Engagement)
	stage, linked, err := u.stageOf(ctx, c.of, engagement)
	if err != nil || linked != (after.Engagement != 0) || stage != after.Stage {
		return false, err
	}
	if before.Engagement != 0 {
		_, err = u.saveReport(ctx, c.of, engagement, before.Stage)
	} else {
		err = u.removeReport(ctx, c.of, engagement, stage)
	}
	if err == nil && before.Seq != 0 {
		err = u.placeReport(ctx, c.of, engagement, before.Seq, before.LinkedAt)
	}
	if err == nil && before.UpdatedAt != 0 {
		var since bool
		if since, err = u.changedSince(ctx, c); err == nil && !since {
			err = u.exec(ctx, `UPDATE articles SET updated_at = ? WHERE id = ?`, before.UpdatedAt, c.of)
		}
	}
	if err != nil || u.stamped[c.of] {
		return err == nil, err
	}
	u.stamped[c.of] = true
	return true, u.exec(ctx, `UPDATE articles SET version = version + 1 WHERE id = ?`, c.of)
}

// hide takes back that an engagement was made, or that this was taken back. One
// that an article still reports stays.
func (u undoing) hide(ctx context.Context, id int64, hide bool) (undone bool, err error) {
	var deleted, reported bool
	err = u.row(ctx, `SELECT deleted_at IS NOT NULL, EXISTS (SELECT 1 FROM reports WHERE engagement_id = t.id) FROM engagements t WHERE id = ?`,
		[]any{id}, &deleted, &reported)
	if err != nil || deleted == hide || hide && reported {
		return false, err
	}
	return true, u.hideEngagement(ctx, id, hide)
}

// batchInstants puts the instants of a noun beside the fields of a change in a
// batch, so that an undo can put them back.
func (w *write) batchInstants(before, after map[string]any, old map[string]time.Time) {
	if w.batch == "" {
		return
	}
	for name, at := range old {
		before[name], after[name] = at.UnixMilli(), w.millis()
	}
}
