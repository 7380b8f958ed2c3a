package handlers

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/gazetteer"
)

// chart is the figure of a chart as rows.
type chart struct {
	columns []exchange.Column
	rows    func(s *Site, fs figureSet) [][]string
}

// charts are the figures that have an address, by name.
var charts = map[string]chart{
	"timeline":     {exchange.TimelineColumns, (*Site).timelineRows},
	"areas":        {exchange.AreaColumns, (*Site).areaRows},
	"matrix":       {exchange.MatrixColumns, (*Site).matrixRows},
	"pairs":        {exchange.PairColumns, (*Site).pairRows},
	"relations":    {exchange.RelationColumns, (*Site).relationRows},
	"cooccurrence": {exchange.CooccurrenceColumns, (*Site).cooccurrenceRows},
	"calendar":     {exchange.CalendarColumns, (*Site).calendarRows},
	"stages":       {exchange.StageColumns, (*Site).stageRows},
	"coverage":     {exchange.CoverageColumns, (*Site).coverageRows},
}

// Chart handles GET /charts/{name}.csv and /charts/{name}.json: the numbers that
// the chart of that name draws, all of them.
func (s *Site) Chart(c echo.Context) error {
	name, kind, _ := strings.Cut(c.Param("file"), ".")
	ch, known := charts[name]
	if !known || kind != "csv" && kind != "json" {
		return coop.ErrNotFound
	}
	v, d, err := s.view(c, coop.Scope{Figures: true, CSV: kind == "csv"})
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	var fs figureSet
	err = s.store.Now(ctx, func(m *db.Moment) (err error) {
		if fs, err = figuresOf(ctx, m, v, d); err != nil {
			return err
		}
		switch name { // the figures that take a pass of their own
		case "calendar":
			fs.days, err = m.Calendar(ctx, v, fs.unit)
		case "coverage":
			fs.coverage, err = m.Coverage(ctx, v)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.sendFigure(c, kind, name, v, d, ch.columns, ch.rows(s, fs))
}

// sendFigure sends the numbers of a figure as CSV or JSON, all of them.
func (s *Site) sendFigure(c echo.Context, kind, name string, v coop.View, d coop.Display, columns []exchange.Column, rows [][]string) error {
	if kind == "csv" {
		return s.streamCSV(c, name, d.Profile, columns, func(write func([]string) error) error {
			for _, r := range rows {
				if err := write(r); err != nil {
					return err
				}
			}
			return nil
		})
	}
	objects := make([]exchange.Object, len(rows))
	for i, r := range rows {
		objects[i] = exchange.ObjectOf(columns, r)
	}
	return c.JSON(http.StatusOK, struct {
		View string            `json:"view"`
		Rows []exchange.Object `json:"rows"`
	}{v.Query(), objects})
}

func (s *Site) timelineRows(fs figureSet) [][]string {
	t := fs.timeline(s.today())
	var rows [][]string
	for _, col := range t.Columns {
		incomplete := strconv.FormatBool(col.Incomplete)
		rows = append(rows, []string{col.Period.Key, "all", strconv.Itoa(col.Total), strconv.Itoa(col.Total), incomplete,
			strconv.Itoa(col.Imprecise), strconv.Itoa(col.Undated)})
		for i, slug := range t.Series {
			rows = append(rows, []string{col.Period.Key, slug, strconv.Itoa(col.Counts[i]), decimal(col.Heights[i], 6), incomplete, "", ""})
		}
	}
	return rows
}

func (s *Site) stageRows(fs figureSet) [][]string {
	previous := fs.previous()
	var rows [][]string
	for _, n := range fs.now.Stages() {
		name := codebook.StageName(n.Stage)
		if n.Stage == "" {
			name = "Not stated"
		}
		row := []string{n.Stage, name, strconv.Itoa(n.N), "", ""}
		if fs.now.Total > 0 {
			row[3] = decimal(float64(n.N)/float64(fs.now.Total), 4)
		}
		if previous != nil {
			row[4] = strconv.Itoa(previous.Stages[n.Stage])
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *Site) coverageRows(fs figureSet) [][]string {
	_, columns := fs.coverage.Timeline(fs.display.By, s.today())
	var rows [][]string
	for _, c := range columns {
		rows = append(rows, []string{
			c.Period.Key, strconv.Itoa(c.Articles), strconv.Itoa(c.Engagements), strconv.Itoa(c.Sources), strconv.Itoa(c.Langs),
			strconv.Itoa(c.SingleSource), strconv.Itoa(c.Read), strconv.FormatBool(c.Incomplete),
		})
	}
	return rows
}

func (s *Site) areaRows(fs figureSet) [][]string {
	previous := fs.previous()
	var rows [][]string
	for _, a := range fs.now.Areas() {
		area, _ := s.cb().Area(a.Area)
		row := []string{a.Area, area.Name, strconv.Itoa(a.N), "", ""}
		if fs.now.Total > 0 {
			row[3] = decimal(float64(a.N)/float64(fs.now.Total), 4)
		}
		if previous != nil {
			row[4] = strconv.Itoa(previous.Areas[a.Area])
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *Site) matrixRows(fs figureSet) [][]string {
	var rows [][]string
	for _, r := range fs.now.Matrix() {
		for i, n := range r.Counts {
			rows = append(rows, []string{r.Party, gazetteer.Name(r.Party), areaSlug(s.cb(), i), strconv.Itoa(n)})
		}
	}
	return rows
}

func (s *Site) pairRows(fs figureSet) [][]string {
	previous := fs.previous()
	var rows [][]string
	for _, p := range fs.now.Pairs() {
		pair := coop.PairOf(p.A, p.B)
		row := []string{pair, gazetteer.Name(p.A), gazetteer.Name(p.B), strconv.Itoa(p.N), ""}
		if previous != nil {
			row[4] = strconv.Itoa(previous.Pairs[pair])
		}
		rows = append(rows, row)
	}
	return rows
}

func areaSlug(cb *codebook.Codebook, i int) string { return cb.Areas()[i].Slug }

// decimal writes a number with at most so many places, without trailing zeros.
func decimal(x float64, places int) string {
	scale := math.Pow10(places)
	return strconv.FormatFloat(math.Round(x*scale)/scale, 'f', -1, 64)
}
