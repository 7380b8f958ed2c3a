package db

import (
	"context"
	"encoding/json"
	"fmt"

	"entente/internal/coop"
)

// readParticipants gives engagements, which have their parties, the roles of these
// and their officials.
func (r reading) readParticipants(ctx context.Context, engagements map[int64]*coop.Engagement) error {
	ids := make([]int64, 0, len(engagements))
	for id := range engagements {
		ids = append(ids, id)
	}
	err := each(ctx, r, func(row scanner) error {
		var id int64
		var party, role string
		err := row.Scan(&id, &party, &role)
		if e := engagements[id]; err == nil {
			if e.Roles == nil {
				e.Roles = map[string]string{}
			}
			e.Roles[party] = role
		}
		return err
	}, `SELECT engagement_id, party, role FROM engagement_parties WHERE engagement_id IN (SELECT value FROM json_each(?)) AND role <> ''`, idList(ids))
	if err != nil {
		return fmt.Errorf("read roles: %w", err)
	}
	err = each(ctx, r, func(row scanner) error {
		var id int64
		var o coop.Official
		err := row.Scan(&id, &o.Party, &o.Name, &o.Post)
		if err == nil {
			engagements[id].Officials = append(engagements[id].Officials, o)
		}
		return err
	}, `SELECT engagement_id, party, name, post FROM engagement_officials WHERE engagement_id IN (SELECT value FROM json_each(?))
		ORDER BY engagement_id, party, rank`, idList(ids))
	if err != nil {
		return fmt.Errorf("read officials: %w", err)
	}
	return nil
}

// addParticipants stores the parties, roles and officials of an engagement that has none.
func (w *write) addParticipants(ctx context.Context, e coop.Engagement) error {
	if err := engagementParties.add(ctx, w, e.ID, e.Parties); err != nil {
		return err
	}
	if len(e.Roles) > 0 {
		roles, err := json.Marshal(e.Roles)
		if err != nil {
			return err
		}
		if err := w.exec(ctx, `UPDATE engagement_parties SET role = j.value FROM json_each(?) j WHERE engagement_id = ? AND party = j.key`, string(roles), e.ID); err != nil {
			return err
		}
	}
	rank := 0
	for i, o := range e.Officials {
		if rank++; i > 0 && e.Officials[i-1].Party != o.Party {
			rank = 1
		}
		if err := w.exec(ctx, `INSERT INTO engagement_officials (engagement_id, party, rank, name, post) VALUES (?, ?, ?, ?, ?)`,
			e.ID, o.Party, rank, o.Name, o.Post); err != nil {
			return fmt.Errorf("store %q: %w", o.Name, err)
		}
	}
	return nil
}

// setParticipants stores them in place of those that are there.
func (w *write) setParticipants(ctx context.Context, e coop.Engagement) error {
	if err := w.exec(ctx, engagementParties.clear, e.ID); err != nil {
		return err
	}
	if err := w.exec(ctx, `DELETE FROM engagement_officials WHERE engagement_id = ?`, e.ID); err != nil {
		return err
	}
	return w.addParticipants(ctx, e)
}
