package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"entente/internal/coop"
	"entente/internal/exchange"
)

// ParticipantsResult says what an import of participants did or, for a dry run,
// would do.
type ParticipantsResult struct {
	Rows               int
	Changed, Unchanged int // engagements that rows name
}

// ImportParticipants stores the rows of a file of participants, all of them or none,
// in one transaction. Each names an engagement that is here by its key. A party or
// an official that is not there yet is added, a filled role or post replaces what is
// stored; nothing is ever taken away. A dry run and progress are as in [DB.Import].
//
// The error is [*exchange.Problems] if rows contradict what is stored.
func (d *DB) ImportParticipants(ctx context.Context, rows []exchange.ParticipantRow, dryRun bool, progress func(done int)) (ParticipantsResult, error) {
	var result ParticipantsResult
	err := d.inTx(ctx, importer, "import-"+rand.Text(), func(w *write) (err error) {
		if result, err = w.importParticipants(ctx, rows, progress); err == nil && dryRun {
			return errDryRun
		}
		return err
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return ParticipantsResult{}, err
	}
	return result, nil
}

func (w *write) importParticipants(ctx context.Context, rows []exchange.ParticipantRow, progress func(done int)) (result ParticipantsResult, err error) {
	byKey := map[string][]exchange.ParticipantRow{}
	var keys []string // in the order of the file
	for _, row := range rows {
		if byKey[row.EngagementKey] == nil {
			keys = append(keys, row.EngagementKey)
		}
		byKey[row.EngagementKey] = append(byKey[row.EngagementKey], row)
	}
	bad := &exchange.Problems{}
	result.Rows = len(rows)
	done := 0
	for _, key := range keys {
		changed, err := w.importParticipantsOf(ctx, key, byKey[key], bad)
		if err != nil {
			return result, fmt.Errorf("engagement %q: %w", key, err)
		}
		if changed {
			result.Changed++
		} else {
			result.Unchanged++
		}
		if done += len(byKey[key]); progress != nil {
			progress(done)
		}
	}
	return result, bad.Err()
}

// importParticipantsOf stores the rows of one engagement.
func (w *write) importParticipantsOf(ctx context.Context, key string, rows []exchange.ParticipantRow, bad *exchange.Problems) (changed bool, err error) {
	var id int64
	err = w.row(ctx, `SELECT id FROM engagements WHERE key = ?`, []any{key}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		bad.Add(rows[0].Line, "engagement_key", fmt.Sprintf("There is no engagement “%s”. Import the articles that report it first.", key))
		return false, nil
	}
	if err != nil {
		return false, err
	}
	old, err := w.engagement(ctx, id)
	if _, deleted := errors.AsType[*coop.DeletedError](err); deleted {
		bad.Add(rows[0].Line, "engagement_key", fmt.Sprintf("The engagement “%s” (%d) is deleted. Restore it, or take its rows out.", key, id))
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if bad.Total > 0 {
		return false, nil // nothing will be kept: only look for what else is wrong
	}
	return w.updateEngagement(ctx, old, withParticipants(old, rows))
}

// withParticipants is an engagement with what rows say of its participants.
func withParticipants(e coop.Engagement, rows []exchange.ParticipantRow) coop.Engagement {
	e.Officials = slices.Clone(e.Officials)
	for _, row := range rows {
		e = e.WithRole(row.Party, row.Role)
		if row.Name == "" {
			continue
		}
		i := slices.IndexFunc(e.Officials, func(o coop.Official) bool { return o.Party == row.Party && o.Name == row.Name })
		switch {
		case i < 0:
			e.Officials = append(e.Officials, row.Official)
		case row.Post != "":
			e.Officials[i].Post = row.Post
		}
	}
	return e
}
