package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"entente/internal/coop"
)

// LinkReport links an article to an engagement, or to a new one made from
// l.New, or corrects the stage of a link that is there.
//
// It returns a [*coop.DeletedError] or a [*NoSuchError], which is a
// [coop.ErrNotFound]; both name the noun they mean, article or engagement.
func (d *DB) LinkReport(ctx context.Context, actor string, articleID int64, l coop.Link) error {
	return d.inTx(ctx, actor, "", func(w *write) error {
		if _, err := w.article(ctx, articleID); err != nil {
			return err
		}
		changed, err := w.link(ctx, articleID, l)
		if err != nil || !changed {
			return err
		}
		return w.stampArticle(ctx, articleID)
	})
}

// UnlinkReport takes the link between an article and an engagement back. It
// returns a [*coop.DeletedError] for a deleted article, and a [*NoSuchError],
// which is a [coop.ErrNotFound], also where there is no such link.
func (d *DB) UnlinkReport(ctx context.Context, actor string, articleID, engagementID int64) error {
	return d.inTx(ctx, actor, "", func(w *write) error {
		if _, err := w.article(ctx, articleID); err != nil {
			return err
		}
		stage, linked, err := w.stageOf(ctx, articleID, engagementID)
		if err != nil {
			return err
		}
		if !linked {
			return &NoSuchError{"report", engagementID}
		}
		if err := w.removeReport(ctx, articleID, engagementID, stage); err != nil {
			return err
		}
		return w.stampArticle(ctx, articleID)
	})
}

// link links an article to an engagement, which it makes first where a new one
// is asked for. It returns whether that changed anything; the caller stamps the
// article.
func (w *write) link(ctx context.Context, articleID int64, l coop.Link) (changed bool, err error) {
	id := l.EngagementID
	if id == 0 && l.New != nil {
		e := *l.New
		e.ID, e.Key = 0, ""
		if id, err = w.insertEngagement(ctx, e); err != nil {
			return false, err
		}
	} else if _, err := w.engagement(ctx, id); err != nil {
		return false, err
	}
	return w.saveReport(ctx, articleID, id, l.Stage)
}

// saveReport stores the link between an article and an engagement that both
// exist. It returns whether that changed anything; the caller stamps the article.
func (w *write) saveReport(ctx context.Context, articleID, engagementID int64, stage string) (changed bool, err error) {
	old, linked, err := w.stageOf(ctx, articleID, engagementID)
	if err != nil || linked && old == stage {
		return false, err
	}
	after := reportFields(engagementID, stage)
	if linked {
		err := w.exec(ctx, `UPDATE reports SET stage = ? WHERE article_id = ? AND engagement_id = ?`, stage, articleID, engagementID)
		if err != nil {
			return false, err
		}
		return true, w.log(ctx, "article", articleID, "stage", reportFields(engagementID, old), after)
	}
	err = w.exec(ctx, `INSERT INTO reports (article_id, engagement_id, stage, seq, linked_at)
		VALUES (?1, ?2, ?3, (SELECT coalesce(max(seq), 0) + 1 FROM reports WHERE article_id = ?1), ?4)`,
		articleID, engagementID, stage, w.millis())
	if err != nil {
		return false, fmt.Errorf("link article %d to engagement %d: %w", articleID, engagementID, err)
	}
	return true, w.log(ctx, "article", articleID, "link", nil, after)
}

// removeReport takes a link that is there, at that stage, away; the caller stamps
// the article.
func (w *write) removeReport(ctx context.Context, articleID, engagementID int64, stage string) error {
	before := reportFields(engagementID, stage)
	if w.batch != "" { // so that an undo can put it back as it was
		var seq, linkedAt, updatedAt int64
		err := w.row(ctx, `SELECT r.seq, r.linked_at, a.updated_at FROM reports r JOIN articles a ON a.id = r.article_id
			WHERE r.article_id = ? AND r.engagement_id = ?`, []any{articleID, engagementID}, &seq, &linkedAt, &updatedAt)
		if err != nil {
			return err
		}
		before["seq"], before["linked_at"], before["updated_at"] = seq, linkedAt, updatedAt
	}
	if err := w.exec(ctx, `DELETE FROM reports WHERE article_id = ? AND engagement_id = ?`, articleID, engagementID); err != nil {
		return err
	}
	return w.log(ctx, "article", articleID, "unlink", before, nil)
}

// stageOf reads the stage of a link, and whether there is one.
func (w *write) stageOf(ctx context.Context, articleID, engagementID int64) (stage string, linked bool, err error) {
	err = w.row(ctx, `SELECT stage FROM reports WHERE article_id = ? AND engagement_id = ?`,
		[]any{articleID, engagementID}, &stage)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return stage, err == nil, err
}

func reportFields(engagementID int64, stage string) map[string]any {
	return map[string]any{"engagement_id": engagementID, "stage": stage}
}

const reportColumns = `r.stage, e.id, e.key, e.title, e.form, a.id, a.title, a.url, a.source, a.published, a.state`

func scanReport(row scanner) (r coop.Report, err error) {
	err = row.Scan(&r.Stage, &r.EngagementID, &r.EngagementKey, &r.EngagementTitle, &r.EngagementForm,
		&r.ArticleID, &r.ArticleTitle, &r.ArticleURL, &r.ArticleSource, &r.ArticlePublished, &r.ArticleState)
	return r, err
}

// reportsOf reads the reports of articles, each article's in the order in which
// they were linked; those of deleted engagements are left out.
func (r reading) reportsOf(ctx context.Context, articles []int64) (map[int64][]coop.Report, error) {
	out := make(map[int64][]coop.Report, len(articles))
	err := each(ctx, r, func(row scanner) error {
		report, err := scanReport(row)
		out[report.ArticleID] = append(out[report.ArticleID], report)
		return err
	}, `SELECT `+reportColumns+` FROM reports r JOIN articles a ON a.id = r.article_id JOIN engagements e ON e.id = r.engagement_id
		WHERE r.article_id IN (SELECT value FROM json_each(?)) AND e.deleted_at IS NULL
		ORDER BY r.article_id, r.seq`, idList(articles))
	if err != nil {
		return nil, fmt.Errorf("read reports: %w", err)
	}
	return out, nil
}

// briefReports reads of the reports of articles what lists and files need: number,
// key and title of the engagement, and the stage.
func (r reading) briefReports(ctx context.Context, articles []int64) (map[int64][]coop.Report, error) {
	out := make(map[int64][]coop.Report, len(articles))
	err := each(ctx, r, func(row scanner) error {
		var report coop.Report
		err := row.Scan(&report.ArticleID, &report.EngagementID, &report.EngagementKey, &report.EngagementTitle, &report.Stage)
		out[report.ArticleID] = append(out[report.ArticleID], report)
		return err
	}, `SELECT r.article_id, e.id, e.key, e.title, r.stage FROM reports r JOIN engagements e ON e.id = r.engagement_id
		WHERE r.article_id IN (SELECT value FROM json_each(?)) AND e.deleted_at IS NULL
		ORDER BY r.article_id, r.seq`, idList(articles))
	if err != nil {
		return nil, fmt.Errorf("read reports: %w", err)
	}
	return out, nil
}

// liveReports reads the reports of an engagement newest first; those of deleted
// articles are left out.
func (r reading) liveReports(ctx context.Context, engagementID int64) (out []coop.Report, err error) {
	err = each(ctx, r, func(row scanner) error {
		report, err := scanReport(row)
		out = append(out, report)
		return err
	}, `SELECT `+reportColumns+` FROM reports r JOIN articles a ON a.id = r.article_id JOIN engagements e ON e.id = r.engagement_id
		WHERE r.engagement_id = ? AND a.deleted_at IS NULL
		ORDER BY a.published DESC, a.id DESC`, engagementID)
	if err != nil {
		return nil, fmt.Errorf("read reports of engagement %d: %w", engagementID, err)
	}
	return out, nil
}
