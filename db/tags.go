package db

import (
	"context"
	"fmt"
)

// tags is a table of the codes of a noun: one row for each. Those of an article
// also have their coding, see codings.go.
type tags struct{ read, insert, give, clear string }

var (
	articleAreas      = newTags("article_areas", "article_id", "area")
	articleParties    = newTags("article_parties", "article_id", "party")
	engagementAreas   = newTags("engagement_areas", "engagement_id", "area")
	engagementParties = newTags("engagement_parties", "engagement_id", "party")
)

func newTags(table, owner, code string) tags {
	return tags{
		read:   fmt.Sprintf(`SELECT %[2]s, %[3]s FROM %[1]s WHERE %[2]s IN (SELECT value FROM json_each(?)) ORDER BY 1, 2`, table, owner, code),
		insert: fmt.Sprintf(`INSERT INTO %[1]s (%[2]s, %[3]s) VALUES (?, ?)`, table, owner, code),
		give:   fmt.Sprintf(`INSERT INTO %[1]s (%[2]s, %[3]s, origin, codebook) VALUES (?, ?, ?, ?)`, table, owner, code),
		clear:  fmt.Sprintf(`DELETE FROM %[1]s WHERE %[2]s = ?`, table, owner),
	}
}

// of gives the codes of many rows, in alphabetical order.
func (t tags) of(ctx context.Context, q querier, ids []int64) (map[int64][]string, error) {
	out := make(map[int64][]string, len(ids))
	err := each(ctx, q, func(row scanner) error {
		var id int64
		var code string
		err := row.Scan(&id, &code)
		out[id] = append(out[id], code)
		return err
	}, t.read, idList(ids))
	return out, err
}

// set gives a row these codes in place of those it had.
func (t tags) set(ctx context.Context, w *write, id int64, codes []string) error {
	if err := w.exec(ctx, t.clear, id); err != nil {
		return err
	}
	return t.add(ctx, w, id, codes)
}

// add gives these codes to a row that had none.
func (t tags) add(ctx context.Context, w *write, id int64, codes []string) error {
	for _, code := range codes {
		if err := w.exec(ctx, t.insert, id, code); err != nil {
			return err
		}
	}
	return nil
}

// codes are the areas and parties of many rows: areas in codebook order,
// parties in alphabetical order.
type codes struct{ areas, parties map[int64][]string }

func (r reading) codes(ctx context.Context, areas, parties tags, ids []int64) (c codes, err error) {
	if c.areas, err = areas.of(ctx, r, ids); err != nil {
		return c, fmt.Errorf("read areas: %w", err)
	}
	for id, slugs := range c.areas {
		c.areas[id] = r.cb.Sort(slugs)
	}
	if c.parties, err = parties.of(ctx, r, ids); err != nil {
		return c, fmt.Errorf("read parties: %w", err)
	}
	return c, nil
}
