package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/suggest"
	"entente/views"
)

// codebookChanges is how many edits the page of the codebook lists.
const codebookChanges = 50

// Codebook handles GET /codebook: the areas with their rules, how many articles have
// each, and how well each is suggested.
func (s *Site) Codebook(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	cb := s.cb()
	p := views.CodebookPage{Codebook: cb, Articles: map[string]int{}}
	err := s.store.Now(ctx, func(m *db.Moment) error {
		f, err := m.Figures(ctx, coop.View{}, coop.Articles)
		if err != nil {
			return err
		}
		for _, n := range f.Facets.Area {
			p.Articles[n.Value] = n.N
		}
		return nil
	})
	if err != nil {
		return err
	}
	texts, total, err := s.store.TriedTexts(ctx, true, maxTried, maxTriedBytes)
	if err != nil {
		return err
	}
	p.Coded, p.Measured = total, len(texts)
	p.Quality = suggest.Measure(texts, s.tried.suggest(cb, texts))
	if p.History, err = s.store.CodebookHistory(ctx, codebookChanges); err != nil {
		return err
	}
	return render(c, http.StatusOK, views.Codebook(s.page(c, "Codebook", "codebook"), p))
}

// CodebookCSS handles GET /codebook.css: the colours of areas that were added.
func (s *Site) CodebookCSS(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/css; charset=utf-8", []byte(views.AreaColours(s.cb())))
}

// CodebookText handles GET /codebook.txt: all of the codebook in force, as it can be read again.
func (s *Site) CodebookText(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	return c.String(http.StatusOK, codebook.Format(s.cb()))
}

// NewArea handles GET /codebook/areas/new.
func (s *Site) NewArea(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	return s.showAreaForm(c, http.StatusOK, views.AreaFormPage{Form: coop.AreaForm{Version: strconv.Itoa(s.cb().Version())}})
}

// EditArea handles GET /codebook/areas/{slug}.
func (s *Site) EditArea(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	cb := s.cb()
	a, ok := cb.Area(c.Param("slug"))
	if !ok {
		return coop.ErrNotFound
	}
	return s.showAreaForm(c, http.StatusOK, views.AreaFormPage{Area: a, Form: coop.AreaFormOf(a, cb.Version())})
}

func (s *Site) showAreaForm(c echo.Context, status int, p views.AreaFormPage) error {
	title := "New area"
	if p.Area.Slug != "" {
		title = "Edit area: " + p.Area.Name
	}
	page := s.page(c, title, "codebook")
	page.Error = status == http.StatusUnprocessableEntity
	return render(c, status, views.AreaForm(page, p))
}

// CreateArea handles POST /codebook/areas: it shows what the new area would do, or makes it.
func (s *Site) CreateArea(c echo.Context) error { return s.saveArea(c, codebook.Area{}) }

// UpdateArea handles POST /codebook/areas/{slug}: it shows what an edit would do, or saves it.
func (s *Site) UpdateArea(c echo.Context) error {
	a, ok := s.cb().Area(c.Param("slug"))
	if !ok {
		return coop.ErrNotFound
	}
	return s.saveArea(c, a)
}

// saveArea takes the form of an area; of is the one that is stored, or empty. If
// somebody saved the same area in between, the form comes back as typed beside
// what is stored, and nothing is overwritten.
func (s *Site) saveArea(c echo.Context, of codebook.Area) error {
	var form coop.AreaForm
	if err := bind(c, &form); err != nil {
		return err
	}
	ctx := c.Request().Context()
	cb := s.cb()
	a, version, bad := form.Validate(cb, of.Slug)
	p := views.AreaFormPage{Area: of, Form: form, Bad: bad}
	if len(bad) > 0 {
		return s.showAreaForm(c, http.StatusUnprocessableEntity, p)
	}
	if form.Do == "preview" {
		effect, err := s.effectOf(ctx, cb, a)
		if err != nil {
			return err
		}
		p.Effect = effect
		return s.showAreaForm(c, http.StatusOK, p)
	}
	saved, err := s.store.SaveArea(ctx, actor, version, a)
	if _, stale := errors.AsType[*coop.StaleError](err); stale {
		cb = s.cb()
		stored, ok := cb.Area(a.Slug)
		if of.Slug == "" && ok { // somebody else added one with this slug
			_, _, p.Bad = form.Validate(cb, "")
			return s.showAreaForm(c, http.StatusUnprocessableEntity, p)
		}
		p.Area, p.Stored = stored, &stored
		p.Form.Version = strconv.Itoa(cb.Version())
		return s.showAreaForm(c, http.StatusConflict, p)
	}
	if problems, ok := errors.AsType[codebook.Problems](err); ok { // somebody else took the name in between
		p.Bad["name"] = problems.Error()
		return s.showAreaForm(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	s.told(c, "Saved “"+a.Name+"”.", saved, version)
	return c.Redirect(http.StatusSeeOther, "/codebook")
}

// told leaves the message that a version of the codebook is in force, with its undo.
func (s *Site) told(c echo.Context, what string, now, before int) {
	if now == before {
		flash(c, views.Flash{Text: "Nothing was changed."})
		return
	}
	flash(c, views.Flash{
		Text: fmt.Sprintf("%s Codebook %d is in force. Articles that are stored get new suggestions with: entente retag", what, now),
		Undo: fmt.Sprintf("/codebook/versions/%d/undo", now),
	})
}

// effectOf tries an area on stored texts, beside the codebook as it is.
func (s *Site) effectOf(ctx context.Context, cb *codebook.Codebook, a codebook.Area) (*views.AreaEffect, error) {
	texts, total, err := s.store.TriedTexts(ctx, false, maxTried, maxTriedBytes)
	if err != nil {
		return nil, err
	}
	before := s.tried.suggest(cb, texts)
	after := suggest.SuggestAll(suggest.New(cb.WithArea(a)), texts)
	return &views.AreaEffect{Effect: suggest.EffectOf(a.Slug, texts, before, after), Articles: total}, nil
}

// RetireArea handles POST /codebook/areas/{slug}/retire: articles keep the area,
// and it is offered and suggested no more.
func (s *Site) RetireArea(c echo.Context) error { return s.retire(c, true) }

// OfferArea handles POST /codebook/areas/{slug}/offer: it brings a retired area back.
func (s *Site) OfferArea(c echo.Context) error { return s.retire(c, false) }

func (s *Site) retire(c echo.Context, retired bool) error {
	cb := s.cb()
	a, ok := cb.Area(c.Param("slug"))
	if !ok {
		return coop.ErrNotFound
	}
	if err := bind(c, &struct{}{}); err != nil {
		return err
	}
	if a.Core && retired {
		return s.sendProblem(c, http.StatusConflict, views.ProblemPage{
			Status: http.StatusConflict, Heading: "A core area cannot be retired.",
			Text:   "“" + a.Name + "” is one of the four that every codebook has. Its definition and rules can be edited.",
			Action: "Go to the codebook", Address: "/codebook",
		})
	}
	a.Retired = retired
	version, err := s.store.SaveArea(c.Request().Context(), actor, cb.Version(), a)
	if err != nil {
		return err
	}
	what := "“" + a.Name + "” is offered again."
	if retired {
		what = "Retired “" + a.Name + "”."
	}
	s.told(c, what, version, cb.Version())
	return c.Redirect(http.StatusSeeOther, "/codebook")
}

// RestoreCodebook handles POST /codebook/versions/{version}/restore: it puts an
// earlier version into force again, as a new one. The field version tells which one was seen in force.
func (s *Site) RestoreCodebook(c echo.Context) error {
	earlier, err := pathID(c, "version")
	if err != nil {
		return err
	}
	var form struct {
		Version string `form:"version"`
	}
	if err := bind(c, &form); err != nil {
		return err
	}
	seen, err := strconv.Atoi(form.Version)
	if err != nil {
		seen = s.cb().Version()
	}
	return s.returnTo(c, seen, int(earlier))
}

// UndoCodebook handles POST /codebook/versions/{version}/undo: it takes that version
// back, if it is the one in force.
func (s *Site) UndoCodebook(c echo.Context) error {
	version, err := pathID(c, "version")
	if err != nil {
		return err
	}
	if err := bind(c, &struct{}{}); err != nil {
		return err
	}
	if version == codebook.BuiltIn {
		return s.sendProblem(c, http.StatusConflict, views.ProblemPage{
			Status: http.StatusConflict, Heading: "The built-in codebook cannot be undone.",
			Text: "There was none before it.", Action: "Go to the codebook", Address: "/codebook",
		})
	}
	return s.returnTo(c, int(version), int(version)-1)
}

func (s *Site) returnTo(c echo.Context, seen, earlier int) error {
	version, err := s.store.ReturnToCodebook(c.Request().Context(), actor, seen, earlier)
	if err != nil {
		return err
	}
	s.told(c, fmt.Sprintf("The codebook is as in version %d again.", earlier), version, seen)
	return c.Redirect(http.StatusSeeOther, "/codebook")
}
