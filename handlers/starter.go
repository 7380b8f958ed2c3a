package handlers

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"entente/internal/exchange"
	"entente/internal/starter"
	"entente/views"
)

// LoadStarter handles POST /starter: it imports the starter data into a database
// in which nothing was ever stored.
func (s *Site) LoadStarter(c echo.Context) error {
	ctx := c.Request().Context()
	empty, err := s.store.IsEmpty(ctx)
	if err != nil {
		return err
	}
	if !empty {
		return s.sendProblem(c, http.StatusConflict, views.ProblemPage{
			Status: http.StatusConflict, Heading: "There are articles here already.",
			Text:   "The starter data is loaded only into an empty database, so that it never mixes with yours. See it with: entente demo",
			Action: "Go to the articles", Address: "/articles",
		})
	}
	rows, err := exchange.ReadArticles(bytes.NewReader(starter.CSV()), exchange.ReadOptions{Codebook: s.cb()})
	if err != nil {
		return err
	}
	result, err := s.store.Import(ctx, rows, false, nil)
	if err != nil {
		return err
	}
	flash(c, views.Flash{Text: fmt.Sprintf("Loaded %d articles that report %d engagements.", result.Added, result.Engagements)})
	return c.Redirect(http.StatusSeeOther, "/")
}
