package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/gazetteer"
	"entente/views"
)

const twoParties = "Name two different parties: a pair is written KH-US."

// Pairs handles GET /pairs: every two parties that take part together. With a and
// b it leads to the dossier of these two.
func (s *Site) Pairs(c echo.Context) error {
	query, err := queryOf(c)
	if err != nil {
		return err
	}
	var codes []string
	for _, param := range []string{"a", "b"} {
		name := strings.TrimSpace(query.Get(param))
		if name == "" {
			continue
		}
		code, err := gazetteer.Resolve(name)
		if err != nil {
			return &coop.ParamError{Param: param, Value: name, Reason: coop.UnknownParty(err)}
		}
		codes = append(codes, code)
	}
	switch {
	case len(codes) == 1 || len(codes) == 2 && codes[0] == codes[1]:
		return &coop.ParamError{Param: "b", Value: query.Get("b"), Reason: twoParties}
	case len(codes) == 2:
		return c.Redirect(http.StatusSeeOther, onward("/pairs/"+coop.PairOf(codes[0], codes[1]), query, "a", "b"))
	}
	query.Del("a")
	query.Del("b")
	return s.rankingPage(c, query, pairs)
}

var pairs = ranking{
	name: "pairs", title: "Pairs", columns: exchange.PairRankColumns, rank: (*db.Moment).RankPairs,
	cells: func(codes []string) []string {
		return []string{coop.PairOf(codes[0], codes[1]), gazetteer.Name(codes[0]), gazetteer.Name(codes[1])}
	},
}

// PairsCSV handles GET /pairs.csv.
func (s *Site) PairsCSV(c echo.Context) error { return s.rankingCSV(c, pairs) }

// PairsJSON handles GET /pairs.json.
func (s *Site) PairsJSON(c echo.Context) error { return s.rankingJSON(c, pairs) }

// Pair handles GET /pairs/{pair}: the dossier of two parties. The other order and
// other names lead to its one address.
func (s *Site) Pair(c echo.Context) error {
	pair, err := pairOf(c)
	if err != nil {
		return err
	}
	if pair != c.Param("pair") {
		return c.Redirect(http.StatusMovedPermanently, movedTo(c, "/pairs/"+pair))
	}
	title := views.FilterValue(s.cb(), coop.Param{Name: "pair", Value: pair})
	return s.dossier(c, coop.Subject{Pair: pair}, "/pairs/"+pair, title)
}

// PairFile handles GET /pairs/{pair}/{name}.csv and .json.
func (s *Site) PairFile(c echo.Context) error {
	pair, err := pairOf(c)
	if err != nil {
		return err
	}
	if pair != c.Param("pair") {
		return c.Redirect(http.StatusMovedPermanently, movedTo(c, "/pairs/"+pair+"/"+url.PathEscape(c.Param("figure"))))
	}
	return s.dossierFile(c, coop.Subject{Pair: pair}, "/pairs/"+pair)
}

// pairOf reads the two parties that a path names.
func pairOf(c echo.Context) (string, error) {
	text, err := url.PathUnescape(c.Param("pair"))
	if err != nil {
		return "", coop.ErrNotFound
	}
	left, right, ok := strings.Cut(text, "-")
	if !ok {
		return "", &noDossier{"There is no such pair.", twoParties}
	}
	a, err := gazetteer.Resolve(left)
	if err != nil {
		return "", &noDossier{"There is no such pair.", coop.UnknownParty(err)}
	}
	b, err := gazetteer.Resolve(right)
	if err != nil {
		return "", &noDossier{"There is no such pair.", coop.UnknownParty(err)}
	}
	if a == b {
		return "", &coop.ParamError{Param: "pair", Value: text, Reason: twoParties}
	}
	return coop.PairOf(a, b), nil
}
