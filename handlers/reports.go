package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"entente/internal/coop"
	"entente/views"
)

// LinkReport handles POST /articles/{id}/reports: the article reports a further
// engagement, one that is stored or a new one.
func (s *Site) LinkReport(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	a, err := s.store.Article(c.Request().Context(), id)
	if err != nil {
		return err
	}
	var typed coop.ArticleForm
	if err := bind(c, &typed); err != nil {
		return err
	}
	form := coop.FormOf(a) // a new engagement begins with the codes of the article
	form.Engagement, form.EngagementTitle, form.Form, form.Stage = typed.Engagement, typed.EngagementTitle, typed.Form, typed.Stage
	form.EngagementStart, form.EngagementEnd, form.Place = typed.EngagementStart, typed.EngagementEnd, typed.Place
	undo := ""
	if to, err := strconv.ParseInt(form.Engagement, 10, 64); err == nil && !reports(a, to) {
		undo = fmt.Sprintf("/articles/%d/reports/%d/delete", id, to)
	}
	return s.link(c, id, form, undo)
}

// reports tells whether an article reports an engagement.
func reports(a coop.Article, engagement int64) bool {
	return slices.ContainsFunc(a.Reports, func(r coop.Report) bool { return r.EngagementID == engagement })
}

// CorrectReport handles POST /articles/{id}/reports/{engagement}: the stage of
// a link is corrected.
func (s *Site) CorrectReport(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	a, err := s.store.Article(c.Request().Context(), id)
	if err != nil {
		return err
	}
	var typed coop.ArticleForm
	if err := bind(c, &typed); err != nil {
		return err
	}
	engagement, err := pathID(c, "engagement")
	if err != nil {
		return err
	}
	if !reports(a, engagement) {
		return coop.ErrNotFound // somebody unlinked it: correcting must not link it again
	}
	form := coop.FormOf(a)
	form.Engagement, form.Stage = c.Param("engagement"), typed.Stage
	return s.link(c, id, form, "")
}

// link stores a link and goes back to the article, which says what was wrong if it
// failed; undo is what takes the link back, or "".
func (s *Site) link(c echo.Context, id int64, form coop.ArticleForm, undo string) error {
	in, bad := form.Validate(s.cb())
	if in.Link == nil && len(bad) == 0 {
		bad["engagement"] = "Choose the engagement that this article reports, or a new one."
	}
	s.tooEarly(c.Request().Context(), in.Link, bad)
	if len(bad) > 0 {
		return s.showArticle(c, http.StatusUnprocessableEntity, id, form, bad)
	}
	err := s.store.LinkReport(c.Request().Context(), actor, id, *in.Link)
	var deleted *coop.DeletedError
	switch {
	case errors.Is(err, coop.ErrNotFound), errors.As(err, &deleted) && deleted.Noun == "engagement":
		bad["engagement"] = "This engagement is not here any more. Choose another, or a new one."
		return s.showArticle(c, http.StatusUnprocessableEntity, id, form, bad)
	case err != nil:
		return err
	}
	flash(c, s.warned(views.Flash{Text: "Saved the link to the engagement.", Undo: undo}, in.Link))
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/articles/%d", id))
}

// UnlinkReport handles POST /articles/{id}/reports/{engagement}/delete.
func (s *Site) UnlinkReport(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	engagement, err := pathID(c, "engagement")
	if err != nil {
		return err
	}
	if err := s.store.UnlinkReport(c.Request().Context(), actor, id, engagement); err != nil {
		return err
	}
	flash(c, views.Flash{Text: "Unlinked the engagement.", Link: fmt.Sprintf("/engagements/%d", engagement)})
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/articles/%d", id))
}
