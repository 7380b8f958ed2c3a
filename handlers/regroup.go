package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/views"
)

// mergeChoices is how many engagements are offered to be merged with one.
const mergeChoices = 20

// Merge handles GET /engagements/{id}/merge: it offers engagements of the same
// parties, the nearest in time first, or with ?with= shows what a merge with that one
// would make. The number stands in a form that is sent, so it may be any text.
func (s *Site) Merge(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := noParams(c, "with"); err != nil {
		return err
	}
	ctx := c.Request().Context()
	e, err := s.store.Engagement(ctx, id)
	if err != nil {
		return err
	}
	p := views.MergePage{Engagement: e, With: strings.TrimSpace(c.QueryParam("with"))}
	if p.With == "" {
		return s.showMerge(c, http.StatusOK, p)
	}
	p.Other, p.Bad = s.mergeable(ctx, id, p.With)
	if p.Bad != "" {
		return s.showMerge(c, http.StatusUnprocessableEntity, p)
	}
	return s.showMerge(c, http.StatusOK, p)
}

// mergeable is the engagement that a number names, or a sentence that says why it
// cannot be merged with another one.
func (s *Site) mergeable(ctx context.Context, id int64, number string) (other coop.Engagement, bad string) {
	n, err := strconv.ParseInt(strings.TrimPrefix(number, "e-"), 10, 64)
	if err != nil || n <= 0 {
		return other, "Give the number of an engagement, as its page and its address have it: 12."
	}
	if n == id {
		return other, "This is the engagement itself. Choose another one."
	}
	other, err = s.store.Engagement(ctx, n)
	switch {
	case isDeleted(err):
		return other, "That engagement is deleted. Restore it first, or choose another one."
	case err != nil:
		return other, "There is no engagement of that number. Choose another one."
	}
	return other, ""
}

// showMerge shows the page, with what can be chosen where nothing is chosen yet.
func (s *Site) showMerge(c echo.Context, status int, p views.MergePage) error {
	if p.Other.ID == 0 && s.store.Ready() {
		err := s.store.Now(c.Request().Context(), func(m *db.Moment) (err error) {
			p.Choices, err = mergeOffers(c.Request().Context(), m, p.Engagement)
			return err
		})
		if err != nil {
			return err
		}
	}
	page := s.page(c, "Merge “"+short(p.Engagement.Title)+"”", "engagements")
	page.Error = p.Bad != ""
	return render(c, status, views.Merge(page, p))
}

// mergeOffers are engagements in which all parties of one take part, the nearest in
// time first.
func mergeOffers(ctx context.Context, m *db.Moment, e coop.Engagement) ([]coop.Engagement, error) {
	v := coop.View{Parties: e.Parties, AllParties: true}
	rows, _, err := m.EngagementList(ctx, v, coop.Newest, 1, 1000)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(o coop.Engagement) bool { return o.ID == e.ID })
	apart := func(o coop.Engagement) int32 {
		if days := int32(o.Date.Number()) - int32(e.Date.Number()); days > 0 {
			return days
		} else {
			return -days
		}
	}
	slices.SortStableFunc(rows, func(a, b coop.Engagement) int { return int(apart(a) - apart(b)) })
	return rows[:min(len(rows), mergeChoices)], nil
}

// MergeEngagements handles POST /engagements/{id}/merge: the engagement takes over
// the reports of another one, which is deleted. The message undoes it.
func (s *Site) MergeEngagements(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	var form struct {
		With        string `form:"with"`
		Version     int64  `form:"version"`
		WithVersion int64  `form:"with_version"`
	}
	if err := bind(c, &form); err != nil {
		return err
	}
	ctx := c.Request().Context()
	e, err := s.store.Engagement(ctx, id)
	if err != nil {
		return err
	}
	p := views.MergePage{Engagement: e, With: form.With}
	if p.Other, p.Bad = s.mergeable(ctx, id, form.With); p.Bad != "" {
		return s.showMerge(c, http.StatusUnprocessableEntity, p)
	}
	batch, err := s.store.MergeEngagements(ctx, actor, id, form.Version, p.Other.ID, form.WithVersion)
	if _, stale := errors.AsType[*coop.StaleError](err); stale {
		p.Bad = "One of both was changed in between. This is what they hold now; nothing was merged yet."
		return s.showMerge(c, http.StatusConflict, p)
	}
	if err != nil {
		return err
	}
	flash(c, regrouped(id, batch, "Merged “"+short(p.Other.Title)+"” into this engagement."))
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/engagements/%d", id))
}

// SplitEngagement handles POST /engagements/{id}/split: some of its articles report
// an engagement of their own.
func (s *Site) SplitEngagement(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	var form views.Split
	if err := bind(c, &form); err != nil {
		return err
	}
	other, bad := coop.EngagementForm{Title: form.Title}.Validate(s.cb())
	if form.Bad = bad["title"]; len(form.Articles) == 0 {
		form.Bad = "Tick the articles that report the other engagement."
	}
	if form.Bad != "" {
		return s.showEngagement(c, http.StatusUnprocessableEntity, id, form)
	}
	title := other.Title
	made, batch, err := s.store.SplitEngagement(c.Request().Context(), actor, id, form.Articles, title)
	var none *db.NoSuchError
	switch {
	case errors.Is(err, coop.ErrNoneLeft):
		form.Bad = "Leave at least one article here: an engagement without one is in no list."
	case errors.As(err, &none) && none.Noun == "report":
		form.Bad = "One of these articles does not report this engagement any more. Tick again."
	case err != nil:
		return err
	}
	if form.Bad != "" {
		return s.showEngagement(c, http.StatusUnprocessableEntity, id, form)
	}
	m := regrouped(id, batch, "Split off “"+short(title)+"”.")
	m.Link = fmt.Sprintf("/engagements/%d", made)
	flash(c, m)
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/engagements/%d", id))
}

// UndoRegrouping handles POST /engagements/{id}/undo: it takes a merge or split back.
func (s *Site) UndoRegrouping(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	var form struct {
		Batch string `form:"batch"`
	}
	if err := bind(c, &form); err != nil {
		return err
	}
	if _, err := s.store.Engagement(c.Request().Context(), id); err != nil && !isDeleted(err) {
		return err
	}
	err = s.store.UndoRegrouping(c.Request().Context(), actor, form.Batch)
	if _, stale := errors.AsType[*coop.StaleError](err); stale || errors.Is(err, coop.ErrNotFound) {
		return s.sendProblem(c, http.StatusConflict, views.ProblemPage{
			Status: http.StatusConflict, Heading: "This cannot be taken back any more.",
			Text:   "Somebody has built upon it since, or it was taken back already. Nothing was changed now.",
			Action: "Look at the engagement", Address: fmt.Sprintf("/engagements/%d", id),
		})
	}
	if err != nil {
		return err
	}
	flash(c, views.Flash{Text: "Both engagements are as they were."})
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/engagements/%d", id))
}

// regrouped is a message whose undo takes a merge or split back.
func regrouped(id int64, batch, text string) views.Flash {
	return views.Flash{Text: text, Undo: fmt.Sprintf("/engagements/%d/undo", id), With: map[string]string{"batch": batch}}
}

// mergedAway answers for an engagement that was merged into another one, if it was.
func (s *Site) mergedAway(c echo.Context, id int64, deleted error) error {
	last, err := s.store.LastRegrouping(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if last == nil || !last.Merged || last.Other != id || last.Kept == 0 {
		return deleted
	}
	return s.sendProblem(c, http.StatusGone, views.ProblemPage{
		Status: http.StatusGone, Heading: "This engagement was merged into another one.",
		Text:   "“" + last.Title + "” was the same event. Its articles are there now, and the merge can be undone there.",
		Action: "Look at that engagement", Address: fmt.Sprintf("/engagements/%d", last.Kept),
	})
}
