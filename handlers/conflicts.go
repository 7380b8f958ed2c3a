package handlers

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/internal/coop"
	"entente/views"
)

// settlement is what a form sends besides its fields once somebody else saved
// or deleted in between.
type settlement struct {
	views.Settlement
	restore bool // restore what is deleted, then save
}

// settlementOf reads it out of a form that was bound.
func settlementOf(c echo.Context) settlement {
	sent := c.Request().PostForm
	m := settlement{restore: sent.Get("restore") != ""}
	m.Began = sent.Get("began")
	for name := range sent {
		if field, ok := strings.CutPrefix(name, "use."); ok {
			if m.Use == nil {
				m.Use = coop.Choices{}
			}
			m.Use[field] = coop.Choice(sent.Get(name))
		}
	}
	return m
}

func isDeleted(err error) bool {
	_, deleted := errors.AsType[*coop.DeletedError](err)
	return deleted
}

// past reads a form as it was at a version, with the edits since, newest first.
// It returns [coop.ErrNotFound] where there was no such version.
type past[F any] func(version int64) (F, []coop.Change, error)

func (s *Site) pastArticle(ctx context.Context, id int64) past[coop.ArticleForm] {
	return func(version int64) (coop.ArticleForm, []coop.Change, error) {
		a, since, err := s.store.ArticleAt(ctx, id, version)
		return coop.EntryFormOf(a), since, err
	}
}

func (s *Site) pastEngagement(ctx context.Context, id int64) past[coop.EngagementForm] {
	return func(version int64) (coop.EngagementForm, []coop.Change, error) {
		e, since, err := s.store.EngagementAt(ctx, id, version)
		return coop.EngagementFormOf(e), since, err
	}
}

// at is the form at a version as a form names it, nil where there was none.
func (read past[F]) at(version string) (*F, []coop.Change, error) {
	v, _ := strconv.ParseInt(version, 10, 64) // what is no number was no version either
	form, since, err := read(v)
	if errors.Is(err, coop.ErrNotFound) {
		return nil, nil, nil
	}
	return &form, since, err
}

// edit is a form that can be held against what somebody else stored.
type edit[F any] interface {
	Meet(now F, bases coop.Bases[F], made coop.Choices) (F, coop.Conflict)
	Decide(stored F, made coop.Choices) F
}

// decide carries out what was decided: with stored, the text of the version that
// the form carries. Known is false if there was no such version.
func decide[F edit[F]](form F, version string, use coop.Choices, read past[F]) (decided F, known bool, err error) {
	if len(use) == 0 {
		return form, true, nil
	}
	seen, _, err := read.at(version)
	if seen == nil || err != nil {
		return form, false, err
	}
	return form.Decide(*seen, use), true, nil
}

// meet holds a form, made from a version, against what is stored now. It notes
// in made where the edit began, for the next time that the form is sent.
func meet[F edit[F]](form, now F, version string, made *views.Settlement, read past[F]) (F, *coop.Conflict, error) {
	made.Began = cmp.Or(made.Began, version)
	began, since, err := read.at(made.Began)
	if err != nil {
		return form, nil, err
	}
	seen, _, err := read.at(version)
	if err != nil {
		return form, nil, err
	}
	form, conflict := form.Meet(now, coop.Bases[F]{Seen: seen, Began: began}, made.Use)
	conflict.Since = since
	return form, &conflict, nil
}

// meetArticle holds the form of p against what is stored now.
func (s *Site) meetArticle(ctx context.Context, p *views.ArticleFormPage) error {
	now, err := s.store.Article(ctx, p.ID)
	if err != nil && !isDeleted(err) {
		return err
	}
	p.Form, p.Conflict, err = meet(p.Form, coop.EntryFormOf(now), p.Form.Version, &p.Made, s.pastArticle(ctx, p.ID))
	return err
}

// meetEngagement does so for an engagement.
func (s *Site) meetEngagement(ctx context.Context, p *views.EngagementFormPage) error {
	now, err := s.store.Engagement(ctx, p.ID)
	if err != nil && !isDeleted(err) {
		return err
	}
	p.Form, p.Conflict, err = meet(p.Form, coop.EngagementFormOf(now), p.Form.Version, &p.Made, s.pastEngagement(ctx, p.ID))
	return err
}
