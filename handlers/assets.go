package handlers

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/assets"
	"entente/internal/coop"
)

// Asset handles GET /assets/{hash}/{file}. The hash is of the content, so a
// browser may keep the file for good.
func (s *Site) Asset(c echo.Context) error {
	f, ok := assets.Open(c.Param("hash"), c.Param("*"))
	if !ok {
		return coop.ErrNotFound
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return sendAsset(c, f)
}

// Favicon handles GET /favicon.ico, which browsers ask for by themselves.
func (s *Site) Favicon(c echo.Context) error {
	return c.Redirect(http.StatusFound, assets.URL("favicon.svg"))
}

func sendAsset(c echo.Context, f assets.File) error {
	h := c.Response().Header()
	h.Set("Vary", "Accept-Encoding")
	body := f.Body
	if len(f.Gzip) > 0 && strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.Gzip
	}
	return c.Stream(http.StatusOK, f.ContentType, bytes.NewReader(body))
}
