package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// Healthz handles GET /healthz: the program runs.
func (s *Site) Healthz(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	return c.String(http.StatusOK, "ok\n")
}

// Readyz handles GET /readyz: 200 once the figures are loaded, 503 before.
func (s *Site) Readyz(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	if !s.store.Ready() {
		return c.String(http.StatusServiceUnavailable, "counting\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
