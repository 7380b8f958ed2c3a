package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/internal/exchange"
)

// ArticlesCSV handles GET /articles.csv.
func (s *Site) ArticlesCSV(c echo.Context) error { return s.viewCSV(c, exchange.ArticlesFile) }

// ReportsCSV handles GET /reports.csv: all links of the articles in view.
func (s *Site) ReportsCSV(c echo.Context) error { return s.viewCSV(c, exchange.ReportsFile) }

// CodingsCSV handles GET /codings.csv: all codings of the articles in view.
func (s *Site) CodingsCSV(c echo.Context) error { return s.viewCSV(c, exchange.CodingsFile) }

// EngagementsCSV handles GET /engagements.csv.
func (s *Site) EngagementsCSV(c echo.Context) error { return s.viewCSV(c, exchange.EngagementsFile) }

// ParticipantsCSV handles GET /participants.csv: who took part in the engagements in view.
func (s *Site) ParticipantsCSV(c echo.Context) error { return s.viewCSV(c, exchange.ParticipantsFile) }

// viewCSV streams one of the files of a view, all its rows.
func (s *Site) viewCSV(c echo.Context, file exchange.File) error {
	v, d, err := s.view(c, coop.Scope{CSV: true})
	if err != nil {
		return err
	}
	leave, err := s.queue(c.Request().Context())
	if err != nil {
		return err
	}
	defer leave()
	return s.streamCSV(c, file.Name, d.Profile, file.Columns, func(write func([]string) error) error {
		return s.store.EachRecord(c.Request().Context(), file, v, write)
	})
}

// maxDownloads is how many views are sent at once. Each holds a connection of those
// that the store keeps for downloads, and one more would wait without a word.
const maxDownloads = db.Downloads

var errDownloads = errors.New("too many downloads at once")

// queue waits for a place among the downloads.
func (s *Site) queue(ctx context.Context) (leave func(), err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.wait, errDownloads)
	defer cancel()
	select {
	case s.files <- struct{}{}:
		return func() { <-s.files }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// errWholeOrCut refuses a download over HTTP/1.0, where the end of an answer looks
// the same whether it is whole or broke off.
var errWholeOrCut = echo.NewHTTPError(http.StatusUpgradeRequired)

// streamCSV sends a file row by row, with the number of rows and the checksum of
// its bytes as trailers. An error in mid-stream breaks the connection, so that a
// cut file is never taken for a whole one.
func (s *Site) streamCSV(c echo.Context, name string, profile coop.Profile, columns []exchange.Column, each func(write func([]string) error) error) error {
	if !c.Request().ProtoAtLeast(1, 1) {
		return errWholeOrCut
	}
	r := c.Response()
	h := r.Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8; header=present")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`.csv"`)
	h.Set("Trailer", "Entente-Rows, Entente-Sha256")
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	w := exchange.NewWriter(steady{r, s.stall}, profile, columns)
	err := each(w.Write)
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		if !r.Committed {
			h.Del("Trailer")
			h.Del(echo.HeaderContentDisposition)
			h.Del(echo.HeaderContentType)
			return err
		}
		s.log.Error("download broke off", "path", c.Request().URL.Path, "rows", w.Rows(), "err", err)
		panic(http.ErrAbortHandler)
	}
	h.Set("Entente-Rows", strconv.Itoa(w.Rows()))
	h.Set("Entente-Sha256", w.Sum())
	return nil
}

// steady moves the deadline of an answer on with each part of it: a slow client
// may take long in all, but must take something now and then.
type steady struct {
	response *echo.Response
	stall    time.Duration
}

func (w steady) Write(p []byte) (int, error) {
	deadline := http.NewResponseController(w.response.Writer)
	_ = deadline.SetWriteDeadline(time.Now().Add(w.stall)) // a test recorder has no deadline
	return w.response.Write(p)
}

// list is a page of rows as JSON.
type list struct {
	Total int               `json:"total"`
	Rows  []exchange.Object `json:"rows"`
	Next  *string           `json:"next"` // the address of the next page, or null
}

// ArticlesJSON handles GET /articles.json.
func (s *Site) ArticlesJSON(c echo.Context) error { return s.viewJSON(c, exchange.ArticlesFile) }

// EngagementsJSON handles GET /engagements.json.
func (s *Site) EngagementsJSON(c echo.Context) error { return s.viewJSON(c, exchange.EngagementsFile) }

// viewJSON sends one page of a list with the columns of its CSV.
func (s *Site) viewJSON(c echo.Context, file exchange.File) error {
	v, d, err := s.view(c, coop.Scope{List: true})
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	var total int
	var records [][]string
	err = s.store.Now(ctx, func(m *db.Moment) (err error) {
		total, records, err = m.Records(ctx, file, v, d.Sort, d.Page, coop.JSONPageSize)
		return err
	})
	if err != nil {
		return err
	}
	if pastTheEnd(d.Page, coop.JSONPageSize, total) {
		return coop.ErrNotFound
	}
	out := list{Total: total, Rows: []exchange.Object{}}
	for _, r := range records {
		out.Rows = append(out.Rows, exchange.ObjectOf(file.Columns, r))
	}
	if page := max(d.Page, 1); page*coop.JSONPageSize < total {
		d.Page = page + 1
		next := coop.Address("/"+file.Name+".json", v, d)
		out.Next = &next
	}
	return c.JSON(http.StatusOK, out)
}
