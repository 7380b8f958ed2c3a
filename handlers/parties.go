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
)

// Parties handles GET /parties: all who take part in a view. With name it leads to
// the dossier of that party.
func (s *Site) Parties(c echo.Context) error {
	query, err := queryOf(c)
	if err != nil {
		return err
	}
	if name := strings.TrimSpace(query.Get("name")); name != "" {
		code, err := gazetteer.Resolve(name)
		if err != nil {
			return &coop.ParamError{Param: "name", Value: name, Reason: coop.UnknownParty(err)}
		}
		return c.Redirect(http.StatusSeeOther, onward("/parties/"+code, query, "name"))
	}
	query.Del("name")
	return s.rankingPage(c, query, parties)
}

// PartiesCSV handles GET /parties.csv.
func (s *Site) PartiesCSV(c echo.Context) error { return s.rankingCSV(c, parties) }

// PartiesJSON handles GET /parties.json.
func (s *Site) PartiesJSON(c echo.Context) error { return s.rankingJSON(c, parties) }

// Party handles GET /parties/{code}: the dossier of a party. A party has one
// address; its other names lead there.
func (s *Site) Party(c echo.Context) error {
	code, err := partyOf(c)
	if err != nil {
		return err
	}
	if code != c.Param("party") {
		return c.Redirect(http.StatusMovedPermanently, movedTo(c, "/parties/"+code))
	}
	return s.dossier(c, coop.Subject{Party: code}, "/parties/"+code, gazetteer.Name(code))
}

// PartyFile handles GET /parties/{code}/{name}.csv and .json.
func (s *Site) PartyFile(c echo.Context) error {
	code, err := partyOf(c)
	if err != nil {
		return err
	}
	if code != c.Param("party") {
		return c.Redirect(http.StatusMovedPermanently, movedTo(c, "/parties/"+code+"/"+url.PathEscape(c.Param("figure"))))
	}
	return s.dossierFile(c, coop.Subject{Party: code}, "/parties/"+code)
}

// partyOf reads the party that a path names.
func partyOf(c echo.Context) (string, error) {
	name, err := url.PathUnescape(c.Param("party"))
	if err != nil {
		return "", coop.ErrNotFound
	}
	code, err := gazetteer.Resolve(name)
	if err != nil {
		return "", &noDossier{"There is no such party.", coop.UnknownParty(err)}
	}
	return code, nil
}

// noDossier says why an address has no dossier.
type noDossier struct{ heading, text string }

func (e *noDossier) Error() string { return e.heading + " " + e.text }

func (e *noDossier) Unwrap() error { return coop.ErrNotFound }

// onward is an address with the parameters of a query, but for those named.
func onward(path string, query url.Values, but ...string) string {
	for _, name := range but {
		query.Del(name)
	}
	if rest := query.Encode(); rest != "" {
		return path + "?" + rest
	}
	return path
}

// movedTo is an address in place of that of the request, with its query.
func movedTo(c echo.Context, path string) string {
	if raw := c.Request().URL.RawQuery; raw != "" {
		return path + "?" + raw
	}
	return path
}

var parties = ranking{
	name: "parties", title: "Parties", columns: exchange.PartyRankColumns, rank: (*db.Moment).RankParties,
	cells: func(codes []string) []string { return []string{codes[0], gazetteer.Name(codes[0])} },
}
