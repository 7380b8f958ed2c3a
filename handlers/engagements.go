package handlers

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/views"
)

// Engagements handles GET /engagements: the list of a view.
func (s *Site) Engagements(c echo.Context) error {
	v, d, err := s.view(c, coop.Scope{List: true})
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	l := views.EngagementsPage{Lens: views.Lens{Path: "/engagements", Codebook: s.cb(), View: v, Display: d}}
	if !s.store.Ready() {
		if l.Rows, l.More, err = s.store.EarlyEngagements(ctx, v, d.Sort, d.Page, coop.PageSize); err != nil {
			return err
		}
		l.Counting = len(l.Rows) > 0
	}
	if !l.Counting {
		err := s.store.Now(ctx, func(m *db.Moment) error {
			rows, f, err := m.EngagementList(ctx, v, d.Sort, d.Page, coop.PageSize)
			if err != nil {
				return err
			}
			l.Rows, l.Total, l.Facets = rows, f.Total, f.Facets
			if l.Total == 0 {
				l.Drop, err = s.drops(ctx, m, v, coop.Engagements)
			}
			return err
		})
		if err != nil {
			return err
		}
		if pastTheEnd(d.Page, coop.PageSize, l.Total) {
			return coop.ErrNotFound
		}
	}
	if len(l.Rows) == 0 && v.Empty() {
		if shown, err := s.welcome(c, "engagements"); shown || err != nil {
			return err
		}
	}
	return render(c, http.StatusOK, views.Engagements(s.page(c, "Engagements", "engagements"), l))
}

// Engagement handles GET /engagements/{id}.
func (s *Site) Engagement(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	return s.showEngagement(c, http.StatusOK, id, views.Split{})
}

// showEngagement shows an engagement, with what was typed to split it.
func (s *Site) showEngagement(c echo.Context, status int, id int64, split views.Split) error {
	ctx := c.Request().Context()
	e, err := s.store.Engagement(ctx, id)
	if isDeleted(err) {
		return s.mergedAway(c, id, err)
	}
	if err != nil {
		return err
	}
	history, err := s.store.EngagementHistory(ctx, id)
	if err != nil {
		return err
	}
	last, err := s.store.LastRegrouping(ctx, id)
	if err != nil {
		return err
	}
	articles := make([]int64, len(e.Reports))
	for i, r := range e.Reports {
		articles[i] = r.ArticleID
	}
	stories, err := s.store.StoriesOf(ctx, articles)
	if err != nil {
		return err
	}
	p := views.EngagementPage{Engagement: e, Stories: stories, History: history, Today: s.today(), Split: split}
	if last != nil {
		p.Regrouped = &views.Regrouped{Batch: last.Batch, Merged: last.Merged, Kept: last.Kept, Other: last.Other, Title: last.Title, At: last.At}
	}
	page := s.page(c, e.Title, "engagements")
	page.Error = split.Bad != ""
	return render(c, status, views.Engagement(page, p))
}

// EditEngagement handles GET /engagements/{id}/edit.
func (s *Site) EditEngagement(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	e, err := s.store.Engagement(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return s.showEngagementForm(c, http.StatusOK, views.EngagementFormPage{ID: id, Form: coop.EngagementFormOf(e)})
}

func (s *Site) showEngagementForm(c echo.Context, status int, p views.EngagementFormPage) error {
	page := s.page(c, "Edit engagement", "engagements")
	page.Error = status == http.StatusUnprocessableEntity
	return render(c, status, views.EngagementForm(page, p))
}

// UpdateEngagement handles POST /engagements/{id}. If somebody saved or deleted
// in between, the form comes back as that of an article does.
func (s *Site) UpdateEngagement(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	_, gone := s.store.Engagement(ctx, id)
	if gone != nil && !isDeleted(gone) {
		return gone
	}
	var form coop.EngagementForm
	if err := bind(c, &form); err != nil {
		return err
	}
	made := settlementOf(c)
	p := views.EngagementFormPage{ID: id, Form: form, Made: made.Settlement}
	if gone != nil && !made.restore {
		return s.engagementGone(c, p)
	}
	if gone != nil {
		if err := s.store.RestoreEngagement(ctx, actor, id); err != nil {
			return err
		}
	}
	decided, known, err := decide(form, form.Version, made.Use, s.pastEngagement(ctx, id))
	if err != nil {
		return err
	}
	e, bad := decided.Validate(s.cb())
	if form.Version == "" {
		bad["version"] = noVersion
	}
	p.Bad = bad
	if len(bad) > 0 {
		if len(made.Use) > 0 {
			if err := s.meetEngagement(ctx, &p); err != nil {
				return err
			}
		}
		return s.showEngagementForm(c, http.StatusUnprocessableEntity, p)
	}
	if known {
		err = s.store.UpdateEngagement(ctx, actor, id, e)
	}
	if _, stale := errors.AsType[*coop.StaleError](err); stale || !known {
		if err := s.meetEngagement(ctx, &p); err != nil {
			return err
		}
		return s.showEngagementForm(c, http.StatusConflict, p)
	}
	if isDeleted(err) {
		return s.engagementGone(c, p)
	}
	if err != nil {
		return err
	}
	flash(c, views.Flash{Text: "Saved “" + short(e.Title) + "”."})
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/engagements/%d", id))
}

// engagementGone shows the form again for an engagement that was deleted in between.
func (s *Site) engagementGone(c echo.Context, p views.EngagementFormPage) error {
	p.Deleted = true
	if len(p.Made.Use) > 0 {
		if err := s.meetEngagement(c.Request().Context(), &p); err != nil {
			return err
		}
	}
	return s.showEngagementForm(c, http.StatusGone, p)
}

// DeleteEngagement handles POST /engagements/{id}/delete. The message that confirms it undoes it.
func (s *Site) DeleteEngagement(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	e, err := s.store.Engagement(ctx, id)
	if err != nil {
		return err
	}
	if err := s.store.DeleteEngagement(ctx, actor, id); err != nil {
		return err
	}
	flash(c, views.Flash{Text: "Deleted “" + short(e.Title) + "”.", Undo: fmt.Sprintf("/engagements/%d/restore", id)})
	return c.Redirect(http.StatusSeeOther, "/engagements")
}

// RestoreEngagement handles POST /engagements/{id}/restore.
func (s *Site) RestoreEngagement(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := s.store.RestoreEngagement(c.Request().Context(), actor, id); err != nil {
		return err
	}
	flash(c, views.Flash{Text: "Restored as it was."})
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/engagements/%d", id))
}
