package handlers

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/gazetteer"
	"entente/views"
)

// Relations handles GET /relations: what stands together in a view, and when. It
// takes the parameters of the dashboard, so that the way back keeps them.
func (s *Site) Relations(c echo.Context) error {
	v, d, err := s.view(c, coop.Scope{Figures: true})
	if err != nil {
		return err
	}
	if v.Empty() {
		if shown, err := s.welcome(c, ""); shown || err != nil {
			return err
		}
	}
	ctx, unit := c.Request().Context(), cmp.Or(d.Unit, coop.Engagements)
	var f *figures.Figures
	var days []figures.DayCount
	err = s.store.Now(ctx, func(m *db.Moment) (err error) {
		if f, err = m.Figures(ctx, v, unit); err != nil {
			return err
		}
		days, err = m.Calendar(ctx, v, unit)
		return err
	})
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.Relations(s.page(c, "Relations", ""), views.RelationsPage{
		Lens:    views.Lens{Path: "/relations", Codebook: s.cb(), View: v, Display: d, Facets: f.Facets},
		Total:   f.Total,
		Parties: f.Matrix(),
		Pairs:   f.Pairs(),
		Areas:   f.Cooccurrence(),
		Days:    days,
		Today:   s.today(),
	}))
}

// relationRows has every two parties that meet, both ways round, and each with
// itself: a table of parties by parties as it stands.
func (s *Site) relationRows(fs figureSet) [][]string {
	type relation struct {
		code string
		n    int
	}
	with := map[string][]relation{}
	for _, p := range fs.now.Pairs() { // most rows first, so each party's stand so too
		with[p.A] = append(with[p.A], relation{p.B, p.N})
		with[p.B] = append(with[p.B], relation{p.A, p.N})
	}
	var rows [][]string
	for _, party := range fs.now.Matrix() {
		for _, other := range slices.Insert(with[party.Party], 0, relation{party.Party, party.Total}) {
			rows = append(rows, []string{
				party.Party, gazetteer.Name(party.Party), other.code, gazetteer.Name(other.code), strconv.Itoa(other.n),
			})
		}
	}
	return rows
}

func (s *Site) cooccurrenceRows(fs figureSet) [][]string {
	var rows [][]string
	for a, counts := range fs.now.Cooccurrence() {
		for b, n := range counts {
			rows = append(rows, []string{areaSlug(s.cb(), a), areaSlug(s.cb(), b), strconv.Itoa(n)})
		}
	}
	return rows
}

func (s *Site) calendarRows(fs figureSet) [][]string {
	var rows [][]string
	for _, d := range fs.days {
		rows = append(rows, []string{string(d.Day), strconv.Itoa(d.N), strconv.Itoa(d.Exact)})
	}
	return rows
}
