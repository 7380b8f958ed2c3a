package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"entente/internal/coop"
)

// engagementFields are the fields of an engagement as the table changes names
// them, in the order in which a history lists them.
func engagementFields(e coop.Engagement) []field {
	return []field{
		{"title", e.Title}, {"form", e.Form}, {"engagement_start", string(e.Start)}, {"engagement_end", string(e.End)},
		{"place", e.Place}, {"series", e.Series}, {"areas", e.Areas}, {"parties", e.Participants()}, {"officials", e.Officials}, {"notes", e.Notes},
	}
}

// Engagement returns an engagement with its live reports, newest first, and what
// they make of it: stage, date and count. One without a live report is returned
// too, though lists hide it. It returns a [*coop.DeletedError], with the engagement
// as it is kept, but for its reports, or [coop.ErrNotFound].
func (d *DB) Engagement(ctx context.Context, id int64) (e coop.Engagement, err error) {
	err = d.snapshot(ctx, &d.read, func(r reading) error {
		if e, err = r.engagement(ctx, id); err != nil {
			return err
		}
		e.Reports, err = r.liveReports(ctx, id)
		return err
	})
	return e, err
}

// UpdateEngagement stores an edit: title, form, start, end, place, series,
// areas, parties with their roles, officials and notes. An edit that changes nothing leaves no trace.
//
// It returns a [*coop.StaleError] if its fields were changed since e.Version, a
// [*coop.DeletedError] or [coop.ErrNotFound].
func (d *DB) UpdateEngagement(ctx context.Context, actor string, id int64, e coop.Engagement) error {
	return d.inTx(ctx, actor, "", func(w *write) error {
		old, err := w.engagement(ctx, id)
		if err != nil {
			return err
		}
		if err := w.freshEngagement(ctx, old, e.Version); err != nil {
			return err
		}
		_, err = w.updateEngagement(ctx, old, e)
		return err
	})
}

// DeleteEngagement hides an engagement everywhere, also with the articles that
// report it; [DB.RestoreEngagement] brings it back as it was. It returns a
// [*coop.DeletedError] or [coop.ErrNotFound].
func (d *DB) DeleteEngagement(ctx context.Context, actor string, id int64) error {
	return d.inTx(ctx, actor, "", func(w *write) error {
		if _, err := w.engagement(ctx, id); err != nil {
			return err
		}
		return w.hideEngagement(ctx, id, true)
	})
}

// RestoreEngagement brings a deleted engagement back with all its links. For one
// that is not deleted it does nothing. It returns [coop.ErrNotFound].
func (d *DB) RestoreEngagement(ctx context.Context, actor string, id int64) error {
	return d.inTx(ctx, actor, "", func(w *write) error {
		_, err := w.engagement(ctx, id)
		if _, deleted := errors.AsType[*coop.DeletedError](err); !deleted {
			return err
		}
		return w.hideEngagement(ctx, id, false)
	})
}

// insertEngagement stores a new engagement. It keeps e.ID and e.Key where they
// are given (the caller knows that they are free), and the instants where they
// are not zero.
func (w *write) insertEngagement(ctx context.Context, e coop.Engagement) (id int64, err error) {
	if e.ID == 0 || e.Key == "" {
		if err := w.nameEngagement(ctx, &e); err != nil {
			return 0, err
		}
	}
	if e.CreatedAt.IsZero() {
		e.CreatedAt = w.at
	}
	if e.UpdatedAt.IsZero() {
		e.UpdatedAt = e.CreatedAt
	}
	e = w.complete(e)
	err = w.exec(ctx, `INSERT INTO engagements (id, key, title, form, start_date, end_date, place, segments, series, notes, version, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
		e.ID, e.Key, e.Title, e.Form, string(e.Start), string(e.End), e.Place, engagementSegments(e), e.Series, e.Notes,
		e.CreatedAt.UnixMilli(), e.UpdatedAt.UnixMilli())
	if err != nil {
		return 0, fmt.Errorf("insert engagement: %w", err)
	}
	if err := engagementAreas.add(ctx, w, e.ID, e.Areas); err != nil {
		return 0, err
	}
	if err := w.addParticipants(ctx, e); err != nil {
		return 0, err
	}
	if err := w.indexEngagement(ctx, e.ID); err != nil {
		return 0, err
	}
	_, after := diff(engagementFields(coop.Engagement{}), engagementFields(e))
	return e.ID, w.log(ctx, "engagement", e.ID, "create", nil, after)
}

// nameEngagement gives a new engagement the next id, and the key e-ID where it
// has none. An import may have brought that key for another one: then the id is
// passed over, so that e-ID stays true of all that are made here.
func (w *write) nameEngagement(ctx context.Context, e *coop.Engagement) error {
	if e.ID == 0 {
		err := w.row(ctx, `SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'engagements'`, nil, &e.ID)
		if err != nil {
			return err
		}
	}
	for taken := e.Key == ""; taken; {
		err := w.row(ctx, `SELECT EXISTS (SELECT 1 FROM engagements WHERE key = ?)`, []any{engagementKey(e.ID)}, &taken)
		if err != nil {
			return err
		}
		if taken {
			e.ID++
		} else {
			e.Key = engagementKey(e.ID)
		}
	}
	return nil
}

// complete puts what an engagement is to hold into the order in which it is kept.
func (w *write) complete(e coop.Engagement) coop.Engagement {
	e = e.Complete()
	e.Areas, e.Parties = w.sorted(e.Areas, e.Parties)
	return e
}

func engagementKey(id int64) string { return fmt.Sprintf("e-%d", id) }

// updateEngagement stores e in place of old, the stored one, and returns whether
// that changed anything. Key, version, instants and what comes from the reports
// are not read from e.
func (w *write) updateEngagement(ctx context.Context, old, e coop.Engagement) (changed bool, err error) {
	e = w.complete(e)
	before, after := diff(engagementFields(old), engagementFields(e))
	if len(after) == 0 {
		return false, nil
	}
	id := old.ID
	reindex := old.Title != e.Title || old.Place != e.Place
	if reindex {
		if err := w.unindexEngagement(ctx, id); err != nil {
			return false, err
		}
	}
	if err := w.exec(ctx, `UPDATE engagements SET title = ?, form = ?, start_date = ?, end_date = ?, place = ?, segments = ?, series = ?, notes = ?,
			version = version + 1, updated_at = ? WHERE id = ?`,
		e.Title, e.Form, string(e.Start), string(e.End), e.Place, engagementSegments(e), e.Series, e.Notes, w.millis(), id); err != nil {
		return false, fmt.Errorf("update engagement %d: %w", id, err)
	}
	if !slices.Equal(old.Areas, e.Areas) {
		if err := engagementAreas.set(ctx, w, id, e.Areas); err != nil {
			return false, err
		}
	}
	if _, who := after["parties"]; who || !slices.Equal(old.Officials, e.Officials) {
		e.ID = id
		if err := w.setParticipants(ctx, e); err != nil {
			return false, err
		}
	}
	if reindex {
		if err := w.indexEngagement(ctx, id); err != nil {
			return false, err
		}
	}
	w.batchInstants(before, after, map[string]time.Time{"updated_at": old.UpdatedAt})
	return true, w.log(ctx, "engagement", id, "update", before, after)
}

// hideEngagement deletes or restores. The version stays: an edit made from the
// deleted one still fits the restored one.
func (w *write) hideEngagement(ctx context.Context, id int64, hide bool) error {
	var deletedAt any
	text, action := w.indexEngagement, "restore"
	if hide {
		deletedAt, text, action = w.millis(), w.unindexEngagement, "delete"
	}
	if err := text(ctx, id); err != nil {
		return err
	}
	if err := w.exec(ctx, `UPDATE engagements SET deleted_at = ? WHERE id = ?`, deletedAt, id); err != nil {
		return err
	}
	return w.log(ctx, "engagement", id, action, nil, nil)
}

// What the live reports make of the engagement t: the stage of the latest, and
// the day of the first. Articles that are not relevant speak only where no other does.
const (
	stageOfEngagement = `coalesce((SELECT r.stage FROM reports r JOIN articles a ON a.id = r.article_id
		WHERE r.engagement_id = t.id AND a.deleted_at IS NULL
		ORDER BY a.state = 'excluded', a.published DESC, a.id DESC LIMIT 1), '')`
	firstReportOfEngagement = `coalesce((SELECT coalesce(min(iif(a.state = 'excluded', NULL, a.published)), min(a.published))
		FROM reports r JOIN articles a ON a.id = r.article_id WHERE r.engagement_id = t.id AND a.deleted_at IS NULL), '')`
)

// dayOfEngagement is what dateOf dates the engagement t by. A month or year is
// filled up to its first day.
const dayOfEngagement = `substr(coalesce(nullif(t.start_date, ''), nullif(t.end_date, ''), ` + firstReportOfEngagement + `) || '-01-01', 1, 10)`

// engagementColumns reads the engagement t with its latest stage, its first
// report and the number of its reports.
const engagementColumns = `t.id, t.key, t.title, t.form, t.start_date, t.end_date, t.place, t.series, t.notes,
	t.version, t.created_at, t.updated_at, ` + stageOfEngagement + `, ` + firstReportOfEngagement + `,
	(SELECT coalesce(nullif(sum(a.state <> 'excluded'), 0), count(*))
		FROM reports r JOIN articles a ON a.id = r.article_id WHERE r.engagement_id = t.id AND a.deleted_at IS NULL)`

// scanEngagement reads engagementColumns and whatever further columns follow them.
func scanEngagement(row scanner, further ...any) (e coop.Engagement, err error) {
	var created, updated int64
	var first coop.Day
	err = row.Scan(append([]any{
		&e.ID, &e.Key, &e.Title, &e.Form, &e.Start, &e.End, &e.Place, &e.Series, &e.Notes,
		&e.Version, &created, &updated, &e.Stage, &first, &e.ArticleCount,
	}, further...)...)
	e.CreatedAt, e.UpdatedAt = instant(created), instant(updated)
	e.Date, e.DateFrom = dateOf(e.Start, e.End, first)
	return e, err
}

// dateOf dates an engagement: by the first day of its start, else of its end, else
// by its first report.
func dateOf(start, end coop.Date, first coop.Day) (coop.Day, coop.DateFrom) {
	switch {
	case start != "":
		return start.First(), coop.FromStart
	case end != "":
		return end.First(), coop.FromEnd
	case first != "":
		return first, coop.FromReport
	}
	return "", ""
}

// engagement reads an engagement without its reports. It returns a
// [*coop.DeletedError], with the engagement as it is kept, or [coop.ErrNotFound].
func (r reading) engagement(ctx context.Context, id int64) (coop.Engagement, error) {
	var deleted bool
	e, err := scanEngagement(r.QueryRowContext(ctx, `SELECT `+engagementColumns+`, t.deleted_at IS NOT NULL
		FROM engagements t WHERE t.id = ?`, id), &deleted)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return e, &NoSuchError{"engagement", id}
	case err != nil:
		return e, fmt.Errorf("read engagement %d: %w", id, err)
	}
	codes, err := r.codes(ctx, engagementAreas, engagementParties, []int64{id})
	e.Areas, e.Parties = codes.areas[id], codes.parties[id]
	if err == nil {
		err = r.readParticipants(ctx, map[int64]*coop.Engagement{id: &e})
	}
	if deleted && err == nil {
		err = &coop.DeletedError{Noun: "engagement", ID: id, Title: e.Title}
	}
	return e, err
}
