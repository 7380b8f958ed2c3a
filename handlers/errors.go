package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/internal/coop"
	"entente/views"
)

// statusOf is the one table from an error to an HTTP status.
func statusOf(err error) int {
	var (
		param   *coop.ParamError
		deleted *coop.DeletedError
		stale   *coop.StaleError
		he      *echo.HTTPError
	)
	switch {
	case errors.As(err, &param), errors.Is(err, context.Canceled): // a client that broke off what it sent
		return http.StatusBadRequest
	case errors.As(err, &deleted):
		return http.StatusGone
	case errors.As(err, &stale):
		return http.StatusConflict
	case errors.Is(err, coop.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, coop.ErrNotReady), errors.Is(err, context.DeadlineExceeded), errors.Is(err, errDownloads):
		return http.StatusServiceUnavailable
	case errors.Is(err, echo.ErrStatusRequestEntityTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &he):
		return he.Code
	}
	return http.StatusInternalServerError
}

// showError answers with a page that says what went wrong and what to do next.
// The cause of a 5xx goes to the log alone, under the reference that the page shows.
func (s *Site) showError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	// An answer that failed because its client broke off is no 200.
	c.SetRequest(c.Request().WithContext(context.WithoutCancel(c.Request().Context())))
	status := statusOf(err)
	p := problem(status, err)
	if status >= http.StatusInternalServerError {
		p.Reference = c.Response().Header().Get(echo.HeaderXRequestID)
		s.log.Error("request failed", "method", c.Request().Method, "path", c.Request().URL.Path, "ref", p.Reference, "err", err)
	}
	if status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", "2")
	}
	if status == http.StatusUpgradeRequired {
		c.Response().Header().Set("Upgrade", "HTTP/1.1")
		c.Response().Header().Set("Connection", "Upgrade")
	}
	if failed := s.sendProblem(c, status, p); failed != nil {
		s.log.Error("error page failed", "path", c.Request().URL.Path, "err", failed)
	}
}

// sendProblem writes the problem in the form that was asked for.
func (s *Site) sendProblem(c echo.Context, status int, p views.ProblemPage) error {
	path := c.Request().URL.Path
	switch {
	case strings.HasSuffix(path, ".json"):
		return c.JSON(status, map[string]string{"error": p.Heading + " " + p.Text})
	case strings.HasSuffix(path, ".csv"):
		return c.String(status, p.Heading+" "+p.Text+"\n")
	}
	page := s.page(c, p.Heading, "")
	page.Here = "/" // the page that failed is no place to come back to
	return render(c, status, views.Problem(page, p))
}

// problem puts an error into words for the reader.
func problem(status int, err error) views.ProblemPage {
	home := views.ProblemPage{Status: status, Action: "Go to the dashboard", Address: "/"}
	say := func(heading, text string) views.ProblemPage {
		home.Heading, home.Text = heading, text
		return home
	}
	switch status {
	case http.StatusBadRequest:
		var param *coop.ParamError
		if errors.As(err, &param) {
			return say("This address asks for something that cannot be.",
				fmt.Sprintf("Parameter %s with the value “%s”: %s", quoted(param.Param), quoted(param.Value), param.Reason))
		}
		return say("This request could not be read.", "Go back, check what was typed, and send it again.")
	case http.StatusForbidden:
		return say("This came from another site.", "Entente takes in only what its own pages send. Open the page here and try again.")
	case http.StatusNotFound:
		p := say("There is nothing at this address.", "The link may be mistyped, or what it led to was never here.")
		if none, ok := errors.AsType[*noDossier](err); ok {
			p = say(none.heading, quoted(none.text))
			p.Action, p.Address = "See all parties", "/parties"
		}
		p.Search = true
		return p
	case http.StatusMethodNotAllowed:
		return say("This address does not work that way.", "Open it from a page instead of sending to it.")
	case http.StatusGone:
		var deleted *coop.DeletedError
		if errors.As(err, &deleted) {
			return views.ProblemPage{
				Status: status, Heading: "This " + deleted.Noun + " is deleted.",
				Text:   "“" + deleted.Title + "” was deleted. Nothing is lost: it can be restored as it was.",
				Action: "Restore", Address: fmt.Sprintf("/%ss/%d/restore", deleted.Noun, deleted.ID), Post: true,
			}
		}
	case http.StatusConflict:
		return say("This was changed in between.", "Open it again to see what it holds now. Nothing was overwritten.")
	case http.StatusRequestEntityTooLarge:
		return say("This is too long to take in.", "A form may hold 1 MB in all. Go back, shorten the text, and save again; the beginning of an article is enough to code it.")
	case http.StatusUnsupportedMediaType:
		return say("This was sent in a form that Entente does not read.", "Send it as a form, the way its pages do.")
	case http.StatusMisdirectedRequest:
		return say("Entente does not answer under this name.", "Open it as http://127.0.0.1 or http://localhost with its port.")
	case http.StatusUpgradeRequired:
		return say("Downloads need HTTP/1.1.", "Over HTTP/1.0 a file that broke off looks whole. Of a proxy in between, ask for HTTP/1.1 towards Entente.")
	case http.StatusServiceUnavailable:
		if errors.Is(err, errDownloads) {
			return say("Other downloads are under way.", "Try again when one of them is done.")
		}
		return say("Entente is still counting.", "The figures are being loaded. Try again in a moment.")
	}
	if status >= http.StatusInternalServerError {
		return say("Something went wrong on our side.", "Nothing that was saved is lost. Try again; if it happens again, the reference below finds the cause in the log.")
	}
	return say(http.StatusText(status)+".", "Go back and try again.")
}

// quoted makes what stood in an address fit to be shown.
func quoted(s string) string { return short(strings.ToValidUTF8(s, "\ufffd")) }
