package handlers

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/views"
)

// render writes all of v or none, so a view failing halfway ends in an error page.
func render(c echo.Context, status int, v templ.Component) error {
	var b bytes.Buffer
	if err := v.Render(c.Request().Context(), &b); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

// page is what every page has around its main part. It takes the message of
// what happened last out of its cookie: only pages that are shown call it.
func (s *Site) page(c echo.Context, title, nav string) views.Page {
	p := views.Page{
		Title: title, Nav: nav, Waiting: s.waiting(c), Theme: "auto", Here: "/", Codebook: s.cb(),
		Patterns: cookie(c, "patterns") == "on", KeysOff: cookie(c, "keys") == "off",
		Flash: takeFlash(c),
	}
	if t := cookie(c, "theme"); t == "light" || t == "dark" {
		p.Theme = t
	}
	if r := c.Request(); r.Method == http.MethodGet {
		p.Here = r.URL.RequestURI()
	}
	return p
}

// waiting is how many articles are to be reviewed, 0 while that is not known.
func (s *Site) waiting(c echo.Context) int {
	if !s.store.Ready() {
		return 0
	}
	var p db.ReviewProgress
	ctx := c.Request().Context()
	err := s.store.Now(ctx, func(m *db.Moment) (err error) {
		p, err = m.ReviewProgress(ctx, coop.View{})
		return err
	})
	if err != nil {
		s.log.Warn("count what waits for review", "err", err) // the page is whole without it
	}
	return p.Waiting
}

func cookie(c echo.Context, name string) string {
	k, err := c.Cookie(name)
	if err != nil {
		return ""
	}
	return k.Value
}

// bind reads a posted form into a struct of strings. Nothing of the query
// string gets in.
func bind(c echo.Context, form any) error {
	if err := noParams(c); err != nil { // echo would read them as fields
		return err
	}
	r := c.Request()
	kind := r.Header.Get(echo.HeaderContentType)
	if r.ContentLength != 0 && !strings.HasPrefix(kind, echo.MIMEApplicationForm) && !strings.HasPrefix(kind, echo.MIMEMultipartForm) {
		return echo.ErrUnsupportedMediaType
	}
	return (&echo.DefaultBinder{}).BindBody(c, form)
}

// pathID reads an id from the path. What is no id was never here.
func pathID(c echo.Context, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || id <= 0 || strconv.FormatInt(id, 10) != c.Param(name) { // one address each
		return 0, coop.ErrNotFound
	}
	return id, nil
}

// view reads the view and the display from the query of an address.
func (s *Site) view(c echo.Context, scope coop.Scope) (coop.View, coop.Display, error) {
	query, err := queryOf(c)
	if err != nil {
		return coop.View{}, coop.Display{}, err
	}
	return coop.ParseView(query, scope, s.cb())
}

// queryOf reads the query of an address. One that cannot be read whole is
// refused: half of it would select other rows than were asked for.
func queryOf(c echo.Context) (url.Values, error) {
	raw := c.Request().URL.RawQuery
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, &coop.ParamError{Param: "?", Value: raw, Reason: "Write parameters with & between them, and ; and % as %3B and %25."}
	}
	return query, nil
}

// noParams refuses every parameter on an address that takes none but those named.
func noParams(c echo.Context, but ...string) error {
	query, err := queryOf(c)
	if err != nil {
		return err
	}
	for name := range query {
		if !slices.Contains(but, name) {
			return &coop.ParamError{Param: name, Value: query.Get(name), Reason: "This address takes no such parameter."}
		}
	}
	return nil
}
