package handlers

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"entente/views"
)

// csp lets a page load scripts, styles and pictures of its own host and nothing
// else; nothing inline runs, and no string becomes HTML.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// pageTime is how long a page may take. Streams set their own limits.
const pageTime = 30 * time.Second

// use puts the middleware on, outermost first.
func (s *Site) use(e *echo.Echo) {
	e.Use(middleware.RequestID())
	e.Use(middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		LogMethod: true, LogURIPath: true, LogStatus: true, LogLatency: true, LogRequestID: true,
		HandleError: true,
		LogValuesFunc: func(_ echo.Context, v middleware.RequestLoggerValues) error {
			s.log.Debug("request", "method", v.Method, "path", v.URIPath, "status", v.Status, "took", v.Latency, "id", v.RequestID)
			return nil
		},
	}))
	e.Use(middleware.RecoverWithConfig(middleware.RecoverConfig{
		LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
			s.log.Error("panic", "path", c.Path(), "err", err, "stack", string(stack))
			return err
		},
	}))
	e.Use(securityHeaders)
	e.Use(ownHostOnly)
	e.Use(sameOriginPosts())
	e.Use(middleware.BodyLimit("1M"))
	e.Use(withDeadline)
	e.Use(s.withCodebook)
	e.Use(middleware.GzipWithConfig(middleware.GzipConfig{
		MinLength: 1024,
		Skipper:   func(c echo.Context) bool { return isStream(c) || strings.HasPrefix(c.Request().URL.Path, "/assets/") },
	}))
}

func securityHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store") // assets set their own
		return next(c)
	}
}

// ownHostOnly answers only to the names of this machine, so that a page of
// another site cannot reach the program under a name of its own (DNS rebinding).
func ownHostOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		host := c.Request().Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		switch strings.ToLower(host) {
		case "127.0.0.1", "localhost", "::1", "[::1]":
			return next(c)
		}
		return echo.NewHTTPError(http.StatusMisdirectedRequest)
	}
}

// sameOriginPosts refuses posts that another site sends with a reader's browser.
func sameOriginPosts() echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return echo.NewHTTPError(http.StatusForbidden).SetInternal(err)
			}
			return next(c)
		}
	}
}

// withDeadline gives up on a page that takes too long.
func withDeadline(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if isStream(c) {
			return next(c)
		}
		request := c.Request()
		ctx, cancel := context.WithTimeout(request.Context(), pageTime)
		defer func() {
			cancel()
			c.SetRequest(request) // a page that says so is still to be made
		}()
		c.SetRequest(request.WithContext(ctx))
		return next(c)
	}
}

// withCodebook sees to it that an answer is given by the codebook in force, also
// where another process edited it, and lets views draw its areas.
func (s *Site) withCodebook(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		path := c.Request().URL.Path
		if strings.HasPrefix(path, "/assets/") || path == "/healthz" {
			return next(c)
		}
		ctx := c.Request().Context()
		cb, err := s.store.SeeCodebook(ctx)
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(views.WithCodebook(ctx, cb)))
		return next(c)
	}
}

// isStream tells whether the answer is as long as the data.
func isStream(c echo.Context) bool { return strings.HasSuffix(c.Request().URL.Path, ".csv") }

// limits are how long a client may take over each part of a request.
type limits struct {
	header, body, answer, idle time.Duration
	queue                      time.Duration // before a download begins
	stall                      time.Duration // of a download, with nothing taken
	grace                      time.Duration // for running requests at the end
}

var patient = limits{
	header: 5 * time.Second, body: 30 * time.Second, answer: time.Minute, idle: 2 * time.Minute,
	queue: pageTime, stall: time.Minute, grace: 10 * time.Second,
}

// Serve answers on l until ctx ends, then lets running requests finish for ten seconds.
func Serve(ctx context.Context, e *echo.Echo, l net.Listener, log *slog.Logger) error {
	return serve(ctx, e, l, log, patient)
}

func serve(ctx context.Context, e *echo.Echo, l net.Listener, log *slog.Logger, most limits) error {
	server := &http.Server{
		Handler:           e,
		ReadHeaderTimeout: most.header,
		ReadTimeout:       most.body,
		WriteTimeout:      most.answer, // downloads move it on while they make progress
		IdleTimeout:       most.idle,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), most.grace)
	defer cancel()
	return server.Shutdown(grace)
}
