package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/views"
)

// pastTheEnd tells whether a page of a list does not exist. The first always does.
func pastTheEnd(page, size, total int) bool { return page > 1 && (page-1)*size >= total }

// welcome greets a newcomer if nothing was ever stored.
func (s *Site) welcome(c echo.Context, nav string) (shown bool, err error) {
	empty, err := s.store.IsEmpty(c.Request().Context())
	if err != nil || !empty {
		return false, err
	}
	return true, render(c, http.StatusOK, views.Welcome(s.page(c, "Welcome", nav)))
}

// marks hands the pieces of a found text to the views.
func marks(in []db.Mark) []views.Mark {
	var out []views.Mark
	for _, m := range in {
		out = append(out, views.Mark{Text: m.Text, Found: m.Found})
	}
	return out
}

// drops says for each filter of a view that finds nothing what its removal
// would find, leaving out those whose removal finds nothing either.
func (s *Site) drops(ctx context.Context, m *db.Moment, v coop.View, unit coop.Unit) ([]views.Drop, error) {
	var out []views.Drop
	seenDates := false
	for _, p := range v.Params() {
		if p.Name == "area_match" || p.Name == "party_match" {
			continue
		}
		if p.Name == "from" || p.Name == "to" {
			if seenDates {
				continue
			}
			seenDates = true
		}
		without := v.Without(p.Name, p.Value)
		f, err := m.Figures(ctx, without, unit)
		if err != nil {
			return nil, err
		}
		if f.Total > 0 {
			out = append(out, views.Drop{Label: filterLabel(s.cb(), v, p), View: without, N: f.Total})
		}
	}
	return out, nil
}

// filterLabel names one filter of a view: "Party: Cambodia".
func filterLabel(cb *codebook.Codebook, v coop.View, p coop.Param) string {
	switch p.Name {
	case "from", "to":
		return "Dates: " + coop.SpanText(v.FromDay(), v.ToDay())
	}
	return views.FilterName(p.Name) + ": " + views.FilterValue(cb, p)
}
