package handlers

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/internal/gazetteer"
	"entente/internal/linking"
	"entente/internal/suggest"
	"entente/views"
)

// likely offers the engagements that an article probably reports, and what a new one
// would be. It offers none for an article that is not relevant, and none while the
// columns are not loaded.
func (s *Site) likely(ctx context.Context, a coop.Article) (l views.Likely) {
	if a.State == coop.Excluded {
		return l
	}
	of := s.linkable(a)
	l.Form, l.Stage = of.Form, of.Stage
	if !s.store.Ready() {
		return l
	}
	linked := make([]int64, len(a.Reports))
	for i, r := range a.Reports {
		linked[i] = r.EngagementID
	}
	err := s.store.Now(ctx, func(m *db.Moment) error {
		candidates, err := m.Likely(ctx, a.ID, of, linked)
		l.Offers = linking.Rank(of, candidates)
		return err
	})
	if err != nil {
		s.log.Warn("look for likely engagements", "article", a.ID, "err", err) // the page is whole without them
	}
	return l
}

// linkable is what tells which engagement an article reports: its codes, and where no
// person gave them, what rules read and its text names.
func (s *Site) linkable(a coop.Article) linking.Article {
	_, text := a.MainText()
	found := s.rules().Suggest(a.Title, text)
	of := linking.Article{Title: a.Title, Text: text, Published: a.Published, Areas: a.Areas, Parties: a.Parties, Coded: a.State == coop.Coded}
	if found.Form != nil {
		of.Form = found.Form.Code
	}
	if found.Stage != nil {
		of.Stage = found.Stage.Code
	}
	if of.Coded {
		return of
	}
	if len(of.Areas) == 0 {
		of.Areas = suggestedCodes(found.Areas)
	}
	if len(of.Parties) == 0 {
		of.Parties = suggestedCodes(found.Parties)
	}
	for _, m := range gazetteer.Find(a.Title + "\n" + text) {
		of.Named = append(of.Named, m.Code)
	}
	return of
}

func suggestedCodes(found []suggest.Suggestion) (codes []string) {
	for _, f := range found {
		codes = append(codes, f.Code)
	}
	return codes
}

// Unlinked handles GET /articles/unlinked: the articles that report no engagement.
func (s *Site) Unlinked(c echo.Context) error {
	return s.openEnds(c, "/articles/unlinked", func(ctx context.Context, m *db.Moment, p *views.OpenEndsPage) error {
		rows, total, err := m.Unlinked(ctx, p.Page, coop.PageSize)
		if err != nil {
			return err
		}
		p.Unlinked, p.UnlinkedTotal = articleRows(rows), total
		_, p.DuplicatesTotal, err = m.Duplicates(ctx, 1, 0)
		return err
	})
}

// Duplicates handles GET /articles/duplicates: articles that look the same.
func (s *Site) Duplicates(c echo.Context) error {
	return s.openEnds(c, "/articles/duplicates", func(ctx context.Context, m *db.Moment, p *views.OpenEndsPage) (err error) {
		if p.Duplicates, p.DuplicatesTotal, err = m.Duplicates(ctx, p.Page, coop.PageSize); err != nil {
			return err
		}
		_, p.UnlinkedTotal, err = m.Unlinked(ctx, 1, 0)
		return err
	})
}

// openEnds answers with one of the two lists of what is left to be put together.
func (s *Site) openEnds(c echo.Context, path string, read func(context.Context, *db.Moment, *views.OpenEndsPage) error) error {
	if err := noParams(c, "page"); err != nil {
		return err
	}
	p := views.OpenEndsPage{Path: path, Page: 1}
	if text := c.QueryParam("page"); c.QueryParams().Has("page") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return &coop.ParamError{Param: "page", Value: text, Reason: "Give the number of a page, from 1."}
		}
		p.Page = n
	}
	if shown, err := s.welcome(c, "articles"); shown || err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := s.store.Now(ctx, func(m *db.Moment) error { return read(ctx, m, &p) }); err != nil {
		return err
	}
	if pastTheEnd(p.Page, coop.PageSize, p.Total()) {
		return coop.ErrNotFound
	}
	return render(c, http.StatusOK, views.OpenEnds(s.page(c, p.Title(), "articles"), p))
}
