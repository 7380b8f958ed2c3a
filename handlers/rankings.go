package handlers

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/figures"
	"entente/views"
)

// ranking is a list of parties or of pairs.
type ranking struct {
	name    string // of the list, and of its file
	title   string
	columns []exchange.Column
	rank    func(m *db.Moment, ctx context.Context, v coop.View, unit coop.Unit, sort coop.Sort, page, size int) (figures.Ranking, error)
	cells   func(codes []string) []string
}

// rankingPage shows one page of a list of parties or pairs.
func (s *Site) rankingPage(c echo.Context, query url.Values, of ranking) error {
	v, d, err := coop.ParseView(query, coop.Scope{Ranking: true}, s.cb())
	if err != nil {
		return err
	}
	if v.Empty() {
		if shown, err := s.welcome(c, "parties"); shown || err != nil {
			return err
		}
	}
	ctx := c.Request().Context()
	p := views.RankingPage{Lens: views.Lens{Path: "/" + of.name, Codebook: s.cb(), View: v, Display: d}, Today: s.today()}
	err = s.store.Now(ctx, func(m *db.Moment) (err error) {
		f, err := m.Figures(ctx, v, p.Unit())
		if err != nil {
			return err
		}
		p.Facets, p.RowsInView = f.Facets, f.Total
		p.Ranking, err = of.rank(m, ctx, v, p.Unit(), d.Sort, d.Page, coop.PageSize)
		return err
	})
	if err != nil {
		return err
	}
	if pastTheEnd(d.Page, coop.PageSize, p.Total) {
		return coop.ErrNotFound
	}
	return render(c, http.StatusOK, views.Ranking(s.page(c, of.title, "parties"), p))
}

// rankingCSV sends all parties or pairs of a view, most rows first.
func (s *Site) rankingCSV(c echo.Context, of ranking) error {
	v, d, err := s.view(c, coop.Scope{Ranking: true, CSV: true})
	if err != nil {
		return err
	}
	r, err := s.rank(c.Request().Context(), of, v, d, 1, math.MaxInt32)
	if err != nil {
		return err
	}
	return s.streamCSV(c, of.name, d.Profile, of.columns, func(write func([]string) error) error {
		for _, row := range r.Rows {
			if err := write(of.record(s.cb(), r.FirstYear, row)); err != nil {
				return err
			}
		}
		return nil
	})
}

// rankingJSON sends one page of them, in the order of the page.
func (s *Site) rankingJSON(c echo.Context, of ranking) error {
	v, d, err := s.view(c, coop.Scope{Ranking: true})
	if err != nil {
		return err
	}
	r, err := s.rank(c.Request().Context(), of, v, d, d.Page, coop.JSONPageSize)
	if err != nil {
		return err
	}
	if pastTheEnd(d.Page, coop.JSONPageSize, r.Total) {
		return coop.ErrNotFound
	}
	out := list{Total: r.Total, Rows: []exchange.Object{}}
	for _, row := range r.Rows {
		out.Rows = append(out.Rows, exchange.ObjectOf(of.columns, of.record(s.cb(), r.FirstYear, row)))
	}
	if page := max(d.Page, 1); page*coop.JSONPageSize < r.Total {
		d.Page = page + 1
		next := coop.Address("/"+of.name+".json", v, d)
		out.Next = &next
	}
	return c.JSON(http.StatusOK, out)
}

func (s *Site) rank(ctx context.Context, of ranking, v coop.View, d coop.Display, page, size int) (r figures.Ranking, err error) {
	unit := d.Unit
	if unit == "" {
		unit = coop.Engagements
	}
	err = s.store.Now(ctx, func(m *db.Moment) (err error) {
		r, err = of.rank(m, ctx, v, unit, d.Sort, page, size)
		return err
	})
	return r, err
}

// record is a party or pair as a row of its file.
func (of ranking) record(cb *codebook.Codebook, firstYear int, row figures.Course) []string {
	var areas, years []string
	for i, n := range row.Areas {
		if n > 0 {
			areas = append(areas, fmt.Sprintf("%s=%d", areaSlug(cb, i), n))
		}
	}
	for i, n := range row.Years {
		years = append(years, fmt.Sprintf("%d=%d", firstYear+i, n))
	}
	return slices.Concat(of.cells(row.Codes),
		[]string{strconv.Itoa(row.N), string(row.First), string(row.Latest), strings.Join(areas, ";"), strings.Join(years, ";")})
}
