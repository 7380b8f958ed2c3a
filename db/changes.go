package db

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"entente/internal/coop"
)

// field is a field of a noun under the name that the table changes gives it:
// the name of its form field, if it has one. The value is a string, a []string of
// codes, or what codings.go makes of the rest.
type field struct {
	name  string
	value any
}

// diff gives the fields that differ, before and after. Both lists name the same
// fields in the same order.
func diff(old, new []field) (before, after map[string]any) {
	before, after = map[string]any{}, map[string]any{}
	for i, o := range old {
		if n := new[i]; !same(o.value, n.value) {
			before[o.name], after[n.name] = o.value, n.value
		}
	}
	return before, after
}

func same(a, b any) bool {
	switch x, y := reflect.ValueOf(a), reflect.ValueOf(b); x.Kind() {
	case reflect.Slice, reflect.Map:
		if x.Len() == 0 && y.Len() == 0 {
			return true // nil or not
		}
	}
	return reflect.DeepEqual(a, b)
}

// log appends one change. What a create puts before it, and a delete and a
// restore on either side, is nil.
func (w *write) log(ctx context.Context, noun string, id int64, action string, before, after map[string]any) error {
	texts := [2]any{}
	for i, fields := range []map[string]any{before, after} {
		if fields == nil {
			continue
		}
		b, err := json.Marshal(fields)
		if err != nil {
			return err
		}
		texts[i] = string(b)
	}
	err := w.exec(ctx, `INSERT INTO changes (at, actor, batch, noun, noun_id, action, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		w.millis(), w.actor, w.batch, noun, id, action, texts[0], texts[1])
	if err != nil {
		return fmt.Errorf("log %s of %s %d: %w", action, noun, id, err)
	}
	w.logged = true
	return nil
}

// ArticleHistory lists what happened to an article, newest first, also to a
// deleted one. A create lists the fields that were filled, but for the body.
// With link, unlink and stage the first field is "engagement" and names it by
// its title as it is now, the second its "stage". It returns [coop.ErrNotFound].
func (d *DB) ArticleHistory(ctx context.Context, id int64) ([]coop.Change, error) {
	return d.history(ctx, "article", id, articleFields(coop.Article{}), `
		SELECT c.at, c.actor, c.action, coalesce(c.before, '{}'), coalesce(c.after, '{}'), 'engagement', coalesce(e.title, '')
		FROM changes c LEFT JOIN engagements e ON e.id = coalesce(c.after, c.before) ->> 'engagement_id'
		WHERE c.noun = 'article' AND c.noun_id = ?1 ORDER BY c.id DESC`)
}

// EngagementHistory lists what happened to an engagement, newest first, also to
// a deleted one. With link, unlink and stage the first field is "article" and
// names it by its title as it is now, the second its "stage". It returns
// [coop.ErrNotFound].
func (d *DB) EngagementHistory(ctx context.Context, id int64) ([]coop.Change, error) {
	return d.history(ctx, "engagement", id, engagementFields(coop.Engagement{}), `
		SELECT at, actor, action, before, after, other, title FROM (
			SELECT c.id, c.at, c.actor, c.action, coalesce(c.before, '{}') before, coalesce(c.after, '{}') after, '' other, '' title
			FROM changes c WHERE c.noun = 'engagement' AND c.noun_id = ?1
			UNION ALL
			SELECT c.id, c.at, c.actor, c.action, coalesce(c.before, '{}'), coalesce(c.after, '{}'), 'article', a.title
			FROM changes c JOIN articles a ON a.id = c.noun_id
			WHERE c.action IN ('link', 'unlink', 'stage') AND coalesce(c.after, c.before) ->> 'engagement_id' = ?1
		) ORDER BY id DESC`)
}

// history reads the changes of a noun. Every noun has at least its create.
func (d *DB) history(ctx context.Context, noun string, id int64, fields []field, query string) ([]coop.Change, error) {
	var out []coop.Change
	err := each(ctx, d.read.DB, func(row scanner) error {
		var c coop.Change
		var at int64
		var texts [2]string
		var other, title string
		if err := row.Scan(&at, &c.Actor, &c.Action, &texts[0], &texts[1], &other, &title); err != nil {
			return err
		}
		c.At = instant(at)
		var sides [2]map[string]any
		for i, text := range texts {
			if err := json.Unmarshal([]byte(text), &sides[i]); err != nil {
				return fmt.Errorf("a change of %s %d: %w", noun, id, err)
			}
		}
		switch c.Action {
		case "link", "unlink", "stage":
			c.Fields = reportChange(sides, other, title)
		default:
			c.Fields = fieldChanges(sides, fields)
		}
		out = append(out, c)
		return nil
	}, query, id)
	if err != nil {
		return nil, fmt.Errorf("history of %s %d: %w", noun, id, err)
	}
	if len(out) == 0 {
		return nil, &NoSuchError{noun, id}
	}
	return out, nil
}

// fieldChanges lists the fields of a change in their fixed order, but for those
// that are unsaid.
func fieldChanges(sides [2]map[string]any, fields []field) (out []coop.FieldChange) {
	for _, f := range fields {
		before, after := changeText(sides[0][f.name]), changeText(sides[1][f.name])
		if before != after && !unsaid[f.name] {
			out = append(out, coop.FieldChange{Name: f.name, Before: before, After: after})
		}
	}
	return out
}

// reportChange lists the fields of a link, unlink or stage.
func reportChange(sides [2]map[string]any, other, title string) []coop.FieldChange {
	end := coop.FieldChange{Name: other}
	if len(sides[0]) > 0 {
		end.Before = title
	}
	if len(sides[1]) > 0 {
		end.After = title
	}
	return []coop.FieldChange{end, {Name: "stage", Before: changeText(sides[0]["stage"]), After: changeText(sides[1]["stage"])}}
}

// changeText writes a value out of JSON for readers.
func changeText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		texts := make([]string, len(v))
		for i, item := range v {
			texts[i] = changeText(item)
		}
		return strings.Join(texts, "; ")
	case map[string]any: // an official, evidence or a refusal
		if name := changeText(v["name"]); name != "" {
			return coop.Official{Party: changeText(v["party"]), Name: name, Post: changeText(v["post"])}.String()
		}
		if quote := changeText(v["quote"]); quote != "" {
			return changeText(v["area"]) + " “" + quote + "”"
		}
		return strings.TrimSpace(changeText(v["kind"]) + " " + changeText(v["code"]))
	}
	return "" // not stated
}
