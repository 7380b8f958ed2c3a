package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"entente/internal/coop"
)

// What the names of the batches of a merge and of a split begin with.
const (
	mergeBatch = "merge"
	splitBatch = "split"
)

// Regrouping is a merge or split that still stands.
type Regrouping struct {
	Batch  string
	Merged bool  // else split
	Kept   int64 // the engagement that stayed; 0 for the one that took nothing over
	Other  int64 // the one that was merged away, or split off
	Title  string
	At     time.Time
}

// MergeEngagements merges other into id, in one transaction: id becomes what
// [coop.Engagement.MergedWith] says, takes over all reports of other, and other is
// deleted. Of an article that reports both, the stage that it gives id stays, unless
// it gives none. Both versions are those that were seen. It returns the batch that
// [DB.UndoRegrouping] takes back.
//
// It returns [coop.ErrItself], a [*coop.StaleError], a [*coop.DeletedError] or a
// [*NoSuchError], which is a [coop.ErrNotFound].
func (d *DB) MergeEngagements(ctx context.Context, actor string, id, version, other, otherVersion int64) (batch string, err error) {
	if id == other {
		return "", coop.ErrItself
	}
	return d.inBatch(ctx, actor, mergeBatch, func(w *write) error {
		e, err := w.engagement(ctx, id)
		if err != nil {
			return err
		}
		o, err := w.engagement(ctx, other)
		if err != nil {
			return err
		}
		if err := errors.Join(w.freshEngagement(ctx, e, version), w.freshEngagement(ctx, o, otherVersion)); err != nil {
			return err
		}
		if _, err := w.updateEngagement(ctx, e, e.MergedWith(o)); err != nil {
			return err
		}
		articles, err := idsOf(ctx, w, `SELECT article_id FROM reports WHERE engagement_id = ? ORDER BY article_id`, other)
		if err != nil {
			return err
		}
		for _, article := range articles {
			if err := w.moveReport(ctx, article, other, id); err != nil {
				return err
			}
		}
		return w.hideEngagement(ctx, other, true)
	})
}

// SplitEngagement makes a new engagement of some of the articles that report one, in
// one transaction. It begins as the other one is, under a title of its own. It returns
// its number and the batch that [DB.UndoRegrouping] takes back.
//
// It returns [coop.ErrNoneLeft] unless both have an article that is not deleted, a
// [*coop.DeletedError] or a [*NoSuchError], which is a [coop.ErrNotFound], also for an
// article that does not report it.
func (d *DB) SplitEngagement(ctx context.Context, actor string, id int64, articles []int64, title string) (made int64, batch string, err error) {
	batch, err = d.inBatch(ctx, actor, splitBatch, func(w *write) error {
		e, err := w.engagement(ctx, id)
		if err != nil {
			return err
		}
		live, err := idsOf(ctx, w, `SELECT r.article_id FROM reports r JOIN articles a ON a.id = r.article_id
			WHERE r.engagement_id = ? AND a.deleted_at IS NULL ORDER BY r.article_id`, id)
		if err != nil {
			return err
		}
		articles = slices.Compact(slices.Sorted(slices.Values(articles)))
		for _, article := range articles {
			if !slices.Contains(live, article) {
				return &NoSuchError{"report", article}
			}
		}
		if len(articles) == 0 || len(articles) == len(live) {
			return coop.ErrNoneLeft
		}
		n := e
		n.ID, n.Key, n.Title, n.CreatedAt, n.UpdatedAt = 0, "", title, time.Time{}, time.Time{}
		if made, err = w.insertEngagement(ctx, n); err != nil {
			return err
		}
		for _, article := range articles {
			if err := w.moveReport(ctx, article, id, made); err != nil {
				return err
			}
		}
		return nil
	})
	return made, batch, err
}

// moveReport makes the report of one engagement by an article one of another
// engagement, in its place among the reports of the article.
func (w *write) moveReport(ctx context.Context, article, from, to int64) error {
	var stage string
	var seq, linkedAt int64
	err := w.row(ctx, `SELECT stage, seq, linked_at FROM reports WHERE article_id = ? AND engagement_id = ?`, []any{article, from}, &stage, &seq, &linkedAt)
	if err != nil {
		return fmt.Errorf("report of engagement %d by article %d: %w", from, article, err)
	}
	has, linked, err := w.stageOf(ctx, article, to)
	if err != nil {
		return err
	}
	if err := w.removeReport(ctx, article, from, stage); err != nil {
		return err
	}
	if !linked || has == "" {
		if _, err := w.saveReport(ctx, article, to, stage); err != nil {
			return err
		}
	}
	if !linked {
		if err := w.placeReport(ctx, article, to, seq, linkedAt); err != nil {
			return err
		}
	}
	return w.stampArticle(ctx, article)
}

// placeReport puts a report where it stood among those of its article.
func (w *write) placeReport(ctx context.Context, article, engagement, seq, linkedAt int64) error {
	return w.exec(ctx, `UPDATE reports SET seq = ?, linked_at = ? WHERE article_id = ? AND engagement_id = ?`, seq, linkedAt, article, engagement)
}

// UndoRegrouping takes a merge or split back; see [DB.UndoBatch]. Any other batch is
// a [coop.ErrNotFound]. Nothing is taken back unless all of it can be: then it returns
// a [*coop.StaleError].
func (d *DB) UndoRegrouping(ctx context.Context, actor, batch string) error {
	if !strings.HasPrefix(batch, mergeBatch+"-") && !strings.HasPrefix(batch, splitBatch+"-") {
		return fmt.Errorf("merge or split %q: %w", batch, coop.ErrNotFound)
	}
	_, err := d.undoBatch(ctx, actor, batch, true)
	return err
}

// LastRegrouping is the latest merge or split that an engagement took part in and
// that still stands, nil if there is none. A deleted engagement may have been merged
// into another: Kept says into which.
func (d *DB) LastRegrouping(ctx context.Context, id int64) (*Regrouping, error) {
	var r Regrouping
	var at int64
	err := d.read.QueryRowContext(ctx, `
		WITH mine (batch) AS (
			SELECT batch FROM changes WHERE noun = 'engagement' AND noun_id = ?1
			UNION
			SELECT batch FROM changes WHERE action IN ('link', 'unlink', 'stage') AND coalesce(after, before) ->> 'engagement_id' = ?1
		)
		SELECT c.batch, c.batch GLOB 'merge-*', c.noun_id, e.title, c.at,
			coalesce((SELECT coalesce(m.after, m.before) ->> 'engagement_id' FROM changes m
				WHERE m.batch = c.batch AND m.batch <> '' AND m.action IN ('link', 'unlink', 'stage')
				AND coalesce(m.after, m.before) ->> 'engagement_id' <> c.noun_id LIMIT 1),
				(SELECT m.noun_id FROM changes m WHERE m.batch = c.batch AND m.batch <> '' AND m.noun = 'engagement' AND m.noun_id <> c.noun_id LIMIT 1), 0)
		FROM mine CROSS JOIN changes c ON c.batch = mine.batch AND c.batch <> '' JOIN engagements e ON e.id = c.noun_id
		WHERE c.noun = 'engagement' AND (
			mine.batch GLOB 'merge-*' AND c.action = 'delete' AND e.deleted_at IS NOT NULL
			OR mine.batch GLOB 'split-*' AND c.action = 'create' AND e.deleted_at IS NULL)
		ORDER BY c.id DESC LIMIT 1`, id).Scan(&r.Batch, &r.Merged, &r.Other, &r.Title, &at, &r.Kept)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	r.At = instant(at)
	return &r, err
}
