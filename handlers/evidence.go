package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/internal/coop"
	"entente/views"
)

// ConfirmArticle handles POST /articles/{id}/confirm: a person confirms all that
// rules suggested, as it was seen. Where nothing waits, nothing happens.
func (s *Site) ConfirmArticle(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	var seen struct {
		Version  string `form:"version"`
		Codebook string `form:"codebook"`
	}
	if err := bind(c, &seen); err != nil {
		return err
	}
	ctx := c.Request().Context()
	a, err := s.store.Article(ctx, id)
	if err != nil {
		return err
	}
	if a.State == coop.Suggested {
		version, _ := strconv.ParseInt(seen.Version, 10, 64) // none is an old one
		cb, _ := strconv.Atoi(seen.Codebook)                 // none is the one in force
		batch, err := s.store.ReviewArticle(ctx, actor, id, coop.Review{Version: version, Codebook: cb, Areas: a.Areas, Parties: a.Parties})
		if err != nil {
			return err
		}
		flash(c, undoable(id, batch, "Confirmed all that was suggested."))
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/articles/%d", id))
}

// undoable is a message about an article whose undo takes a batch back, if there is one.
func undoable(id int64, batch, text string) views.Flash {
	f := views.Flash{Text: text}
	if batch != "" {
		f.Undo, f.With = fmt.Sprintf("/articles/%d/undo", id), map[string]string{"batch": batch}
	}
	return f
}

// UndoDecision handles POST /articles/{id}/undo: codes are not confirmed any more, or
// words are not attached, or again.
func (s *Site) UndoDecision(c echo.Context) error {
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
	if done, err := s.takeBack(c, id, form.Batch); !done || err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/articles/%d", id))
}

// takeBack undoes a batch that decided on an article, and leaves the message. Where
// nothing can be undone any more, it answers so itself.
func (s *Site) takeBack(c echo.Context, id int64, batch string) (done bool, err error) {
	ctx := c.Request().Context()
	a, err := s.store.Article(ctx, id)
	if err != nil {
		return false, err
	}
	result, err := s.store.UndoDecision(ctx, actor, batch)
	if err != nil && !errors.Is(err, coop.ErrNotFound) {
		return false, err
	}
	if result.Undone == 0 {
		return false, s.sendProblem(c, http.StatusConflict, views.ProblemPage{
			Status: http.StatusConflict, Heading: "This cannot be taken back.",
			Text:   "Somebody changed the article since, or it was taken back already. Nothing was changed now.",
			Action: "Look at the article", Address: fmt.Sprintf("/articles/%d", id),
		})
	}
	m := views.Flash{Text: "Took back what was decided on “" + short(a.Title) + "”."}
	if result.Kept > 0 {
		m.Text += " What somebody changed since stays as it is."
	}
	flash(c, m)
	return true, nil
}

// AttachQuote handles POST /articles/{id}/quotes: words of the article speak for an area.
func (s *Site) AttachQuote(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	var form struct {
		Quote string `form:"quote"`
		Area  string `form:"area"`
	}
	if err := bind(c, &form); err != nil {
		return err
	}
	ctx := c.Request().Context()
	a, err := s.store.Article(ctx, id)
	if err != nil {
		return err
	}
	quote := strings.TrimSpace(coop.Text(form.Quote))
	e := coop.Evidence{Area: form.Area, Field: "body", Quote: quote}
	for _, field := range []string{"body", "summary", "title"} {
		if strings.Contains(a.Text(field), quote) {
			e.Field = field
			break
		}
	}
	bad := coop.FieldErrors{}
	batch, err := s.store.AttachQuote(ctx, actor, id, e)
	switch {
	case errors.Is(err, coop.ErrNoQuote):
		bad["quote"] = "Copy the words as they stand in the title, the summary or the text, at most 2,000 bytes."
	case errors.Is(err, coop.ErrNoArea):
		bad["area"] = "Choose an area of the codebook."
	case err != nil:
		return err
	}
	if len(bad) > 0 {
		return s.showArticlePage(c, http.StatusUnprocessableEntity, views.ArticlePage{Bad: bad, Quote: form.Quote, QuoteArea: form.Area}, id)
	}
	flash(c, undoable(id, batch, "Attached “"+short(quote)+"” to "+views.SuggestionName(s.cb(), coop.AreaKind, e.Area)+"."))
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/articles/%d", id))
}

// RemoveQuote handles POST /articles/{id}/quotes/delete. What is gone already stays gone.
func (s *Site) RemoveQuote(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	var form struct {
		Area  string `form:"area"`
		Field string `form:"field"`
		Start string `form:"start"`
		End   string `form:"end"`
	}
	if err := bind(c, &form); err != nil {
		return err
	}
	e := coop.Evidence{Area: form.Area, Field: form.Field}
	e.Start, err = strconv.Atoi(form.Start)
	if err == nil {
		e.End, err = strconv.Atoi(form.End)
	}
	if err != nil {
		e.Start, e.End = -1, -1 // nowhere
	}
	if batch, err := s.store.RemoveQuote(c.Request().Context(), actor, id, e); err == nil {
		flash(c, undoable(id, batch, "Removed the words. The area stays."))
	} else if !errors.Is(err, coop.ErrNoQuote) {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/articles/%d", id))
}
