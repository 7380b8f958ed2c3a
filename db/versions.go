package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"entente/internal/coop"
)

// noVersionError says that a noun never had that version, or that the table
// changes does not tell what it was. It is a [coop.ErrNotFound].
type noVersionError struct {
	noun        string
	id, version int64
}

func (e *noVersionError) Error() string {
	return fmt.Sprintf("there is no version %d of %s %d", e.version, e.noun, e.id)
}

func (e *noVersionError) Unwrap() error { return coop.ErrNotFound }

// ArticleAt returns an article as it was at a version, without its reports, and
// what was changed since, newest first; of links only that they were. A deleted
// one has its versions too. It returns [coop.ErrNotFound] where there was no such
// version.
func (d *DB) ArticleAt(ctx context.Context, id, version int64) (was coop.Article, since []coop.Change, err error) {
	err = d.snapshot(ctx, &d.read, func(r reading) error {
		now, err := r.article(ctx, id)
		if _, deleted := errors.AsType[*coop.DeletedError](err); err != nil && !deleted {
			return err
		}
		was, since, err = r.articleAt(ctx, now, version)
		return err
	})
	return was, since, err
}

// EngagementAt does for an engagement what [DB.ArticleAt] does for an article.
func (d *DB) EngagementAt(ctx context.Context, id, version int64) (was coop.Engagement, since []coop.Change, err error) {
	err = d.snapshot(ctx, &d.read, func(r reading) error {
		now, err := r.engagement(ctx, id)
		if _, deleted := errors.AsType[*coop.DeletedError](err); err != nil && !deleted {
			return err
		}
		was, since, err = r.engagementAt(ctx, now, version)
		return err
	})
	return was, since, err
}

// freshArticle returns a [*coop.StaleError] if what an edit of an article would
// overwrite was changed since its version: a field of its form, or the one link
// that it sets. Other links it leaves alone.
func (w *write) freshArticle(ctx context.Context, now coop.Article, in coop.ArticleInput) error {
	if in.Version == now.Version {
		return nil
	}
	stale := &coop.StaleError{Noun: "article", ID: now.ID, Have: now.Version, Given: in.Version}
	was, _, err := w.articleAt(ctx, now, in.Version)
	if err != nil {
		return unlessUnknown(err, stale)
	}
	if !coop.FormOf(was).Same(coop.FormOf(now)) {
		return stale
	}
	if in.Link == nil || in.Link.EngagementID == 0 {
		return nil
	}
	if changed, err := w.linkChanged(ctx, now, in.Version, in.Link.EngagementID); err != nil || !changed {
		return err
	}
	return stale
}

// freshEngagement does so for an engagement.
func (w *write) freshEngagement(ctx context.Context, now coop.Engagement, version int64) error {
	if version == now.Version {
		return nil
	}
	stale := &coop.StaleError{Noun: "engagement", ID: now.ID, Have: now.Version, Given: version}
	was, _, err := w.engagementAt(ctx, now, version)
	switch {
	case err != nil:
		return unlessUnknown(err, stale)
	case !coop.EngagementFormOf(was).Same(coop.EngagementFormOf(now)):
		return stale
	}
	return nil
}

// unlessUnknown makes an edit stale whose version is not known.
func unlessUnknown(err error, stale *coop.StaleError) error {
	if errors.Is(err, coop.ErrNotFound) {
		return stale
	}
	return err
}

// linkChanged tells whether the link to an engagement was changed since a version.
func (r reading) linkChanged(ctx context.Context, now coop.Article, version, engagement int64) (changed bool, err error) {
	last, err := r.lastChangeOf(ctx, "article", now.ID, now.Version, version)
	if err != nil {
		return false, err
	}
	err = r.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM changes WHERE noun = 'article' AND noun_id = ? AND id > ?
		AND action IN ('link', 'unlink', 'stage') AND coalesce(after, before) ->> 'engagement_id' = ?)`, now.ID, last, engagement).Scan(&changed)
	return changed, err
}

// articleAt takes back, from an article as it is stored, what was changed since a version.
func (r reading) articleAt(ctx context.Context, now coop.Article, version int64) (coop.Article, []coop.Change, error) {
	was := now
	was.Version = version
	since, err := r.takeBack(ctx, "article", now.ID, now.Version, version, articleFields(now), articlePlaces(&was))
	return was, since, err
}

// articlePlaces are where the fields of an article, as the table changes names
// them, belong in one.
func articlePlaces(a *coop.Article) map[string]any {
	return map[string]any{
		"title": &a.Title, "title_original": &a.TitleOriginal, "url": &a.URL, "source": &a.Source, "author": &a.Author,
		"published": &a.Published, "accessed": &a.Accessed, "language": &a.Language, "archive_url": &a.ArchiveURL,
		"summary": &a.Summary, "body": &a.Body, "notes": &a.Notes, "areas": &a.Areas, "parties": &a.Parties,
		"state": &a.State, "coder": &a.Coder, "codings": &a.Codings, "evidence": &a.Evidence, "refused": &a.Refused,
		"proposal": &a.Proposal, "updated_at": &a.UpdatedAt, "coded_at": &a.CodedAt,
	}
}

// engagementAt does so for an engagement.
func (r reading) engagementAt(ctx context.Context, now coop.Engagement, version int64) (coop.Engagement, []coop.Change, error) {
	was := now
	was.Version = version
	since, err := r.takeBack(ctx, "engagement", now.ID, now.Version, version, engagementFields(now), engagementPlaces(&was))
	return was, since, err
}

// engagementPlaces does so for an engagement.
func engagementPlaces(e *coop.Engagement) map[string]any {
	return map[string]any{
		"title": &e.Title, "form": &e.Form, "engagement_start": &e.Start, "engagement_end": &e.End, "place": &e.Place,
		"series": &e.Series, "areas": &e.Areas, "parties": e, "officials": &e.Officials, "notes": &e.Notes, "updated_at": &e.UpdatedAt,
	}
}

// takeBack puts what fields held before each edit since a version into the
// places given by name, and returns these edits, newest first.
func (r reading) takeBack(ctx context.Context, noun string, id, now, version int64, fields []field, places map[string]any) (since []coop.Change, err error) {
	if version == now {
		return nil, nil
	}
	last, err := r.lastChangeOf(ctx, noun, id, now, version)
	if err != nil {
		return nil, err
	}
	err = each(ctx, r, func(row scanner) error {
		var c coop.Change
		var at int64
		var texts [2]string
		if err := row.Scan(&at, &c.Actor, &c.Action, &texts[0], &texts[1]); err != nil {
			return err
		}
		c.At = instant(at)
		if c.Action == "update" {
			if c.Fields, err = takeBackEdit(texts, fields, places); err != nil {
				return err
			}
		}
		since = append(since, c)
		return nil
	}, `SELECT at, actor, action, coalesce(before, '{}'), coalesce(after, '{}') FROM changes
		WHERE noun = ? AND noun_id = ? AND action NOT IN ('create', 'delete', 'restore') AND id > ? ORDER BY id DESC`, noun, id, last)
	if err != nil {
		return nil, fmt.Errorf("take back changes of %s %d: %w", noun, id, err)
	}
	return since, nil
}

// takeBackEdit takes back one edit, and returns its fields.
func takeBackEdit(texts [2]string, fields []field, places map[string]any) (_ []coop.FieldChange, err error) {
	var sides [2]map[string]any
	for i, text := range texts {
		if err := json.Unmarshal([]byte(text), &sides[i]); err != nil {
			return nil, err
		}
	}
	for name, value := range sides[0] {
		switch place := places[name].(type) {
		case *string:
			*place = changeText(value)
		case *coop.Day:
			*place = coop.Day(changeText(value))
		case *coop.Date:
			*place = coop.Date(changeText(value))
		case *coop.State:
			*place = coop.State(changeText(value))
		case *[]string:
			*place = changeTexts(value)
		case *coop.Engagement: // parties with their roles
			place.SetParticipants(changeTexts(value))
		case *time.Time:
			ms, _ := value.(float64)
			*place = instant(int64(ms))
		case *map[string]coop.Coding:
			*place, err = decoded[map[string]coop.Coding](value)
		case *[]coop.Official:
			*place, err = decoded[[]coop.Official](value)
		case *[]coop.Evidence:
			*place, err = decoded[[]coop.Evidence](value)
		case *[]coop.Refusal:
			*place, err = decoded[[]coop.Refusal](value)
		case *coop.Proposal:
			*place, err = decoded[coop.Proposal](value)
		default:
			return nil, fmt.Errorf("no field %s", name)
		}
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", name, err)
		}
	}
	return fieldChanges(sides, fields), nil
}

// changeTexts are the texts of a list out of JSON; nil for none.
func changeTexts(value any) (out []string) {
	list, _ := value.([]any)
	for _, item := range list {
		out = append(out, changeText(item))
	}
	return out
}

// decoded is a value out of JSON in its own type.
func decoded[V any](value any) (v V, err error) {
	text, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	return v, err
}

// lastChangeOf finds the last change that belongs to a version. Changes do not
// name the versions that they make, but can be counted: an edit makes one,
// together with the links of the same write; links by themselves make one in
// each write; those of a new article none.
func (r reading) lastChangeOf(ctx context.Context, noun string, id, now, version int64) (last int64, err error) {
	type write struct {
		at           int64
		actor, batch string
	}
	var of write              // of the change before
	var counted, byLinks bool // whether it has made its version, and whether links did
	var reached int64         // the version so far
	err = each(ctx, r, func(row scanner) error {
		var change int64
		var in write
		var action string
		if err := row.Scan(&change, &in.at, &in.actor, &in.batch, &action); err != nil {
			return err
		}
		if in != of {
			of, counted, byLinks = in, false, false
		}
		switch action {
		case "create":
			reached, counted = 1, true
		case "update":
			if !byLinks {
				reached++
			}
			counted, byLinks = true, false
		case "link", "unlink", "stage":
			if !counted {
				reached++
				counted, byLinks = true, true
			}
		}
		if reached <= version {
			last = change
		}
		return nil
	}, `SELECT id, at, actor, batch, action FROM changes WHERE noun = ? AND noun_id = ? ORDER BY id`, noun, id)
	if err != nil {
		return 0, fmt.Errorf("count versions of %s %d: %w", noun, id, err)
	}
	if reached != now || version < 1 || version > now {
		return 0, &noVersionError{noun, id, version}
	}
	return last, nil
}
