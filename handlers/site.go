// Package handlers answers HTTP: it reads a request, asks [db] for rows and
// figures, and hands them to [views].
//
// # What it knows nothing of
//
// SQL, and how a page looks. It decides what is asked, what is answered and
// with which status.
//
// # The way in
//
// [New] builds the site; routes.go is its map. Handlers return errors, and
// errors.go is the one place that turns an error into a status and a page.
package handlers

import (
	"log/slog"
	"time"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/codebook"
)

// Site holds what the handlers share.
type Site struct {
	store *db.DB
	cb    *codebook.Codebook
	log   *slog.Logger
	now   func() time.Time
}

// actor is who writes while there are no accounts.
const actor = "local"

// New returns the site over a store. The caller loads the columns of the store
// and runs the server.
func New(store *db.DB, cb *codebook.Codebook, log *slog.Logger) *echo.Echo {
	s := &Site{store: store, cb: cb, log: log, now: time.Now}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.showError
	s.use(e)
	s.routes(e)
	return e
}
