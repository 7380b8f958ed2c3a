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
	l := views.EngagementsPage{Lens: views.Lens{Path: "/engagements", Codebook: s.cb, View: v, Display: d}}
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
	ctx := c.Request().Context()
	e, err := s.store.Engagement(ctx, id)
	if err != nil {
		return err
	}
	history, err := s.store.EngagementHistory(ctx, id)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.Engagement(s.page(c, e.Title, "engagements"), views.EngagementPage{Engagement: e, History: history}))
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

// UpdateEngagement handles POST /engagements/{id}. If somebody saved in between,
// both texts come back and nothing is overwritten.
func (s *Site) UpdateEngagement(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if _, err := s.store.Engagement(ctx, id); err != nil {
		return err
	}
	var form coop.EngagementForm
	if err := bind(c, &form); err != nil {
		return err
	}
	e, bad := form.Validate(s.cb)
	if form.Version == "" {
		bad["version"] = noVersion
	}
	p := views.EngagementFormPage{ID: id, Form: form, Bad: bad}
	if len(bad) > 0 {
		return s.showEngagementForm(c, http.StatusUnprocessableEntity, p)
	}
	err = s.store.UpdateEngagement(ctx, actor, id, e)
	var stale *coop.StaleError
	if errors.As(err, &stale) {
		now, err := s.store.Engagement(ctx, id)
		if err != nil {
			return err
		}
		theirs := coop.EngagementFormOf(now)
		p.Theirs, p.Form.Version = &theirs, theirs.Version
		return s.showEngagementForm(c, http.StatusConflict, p)
	}
	if err != nil {
		return err
	}
	flash(c, views.Flash{Text: "Saved “" + short(e.Title) + "”."})
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/engagements/%d", id))
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
