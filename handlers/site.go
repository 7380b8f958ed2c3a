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
	store  *db.DB
	log    *slog.Logger
	now    func() time.Time
	stall  time.Duration // a download is cut if its client takes nothing for so long
	wait   time.Duration // for a place among the downloads
	files  chan struct{} // filled by downloads under way
	tried  tried
	engine engine
}

// actor is who writes while there are no accounts.
const actor = "local"

// New returns the site over a store. The caller loads the columns of the store
// and runs the server.
func New(store *db.DB, log *slog.Logger) *echo.Echo {
	return build(store, log, patient).router()
}

// build is New with limits of its own.
func build(store *db.DB, log *slog.Logger, most limits) *Site {
	return &Site{
		store: store, log: log, now: time.Now,
		stall: most.stall, wait: most.queue, files: make(chan struct{}, maxDownloads),
	}
}

// cb is the codebook in force.
func (s *Site) cb() *codebook.Codebook { return s.store.Codebook() }

func (s *Site) router() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.showError
	s.use(e)
	s.routes(e)
	return e
}
