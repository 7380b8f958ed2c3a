package handlers

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/dossier"
	"entente/internal/exchange"
	"entente/internal/figures"
	"entente/internal/gazetteer"
	"entente/views"
)

// dossierSet is all that a dossier is made of.
type dossierSet struct {
	subject    coop.Subject
	view       coop.View // that narrows it further
	own, other figureSet // in the unit shown, and in the other
	all        *figures.Figures
	end        coop.Day // of the record
	ends       []figures.AreaEnds
	series     []dossier.Series
	gaps       []dossier.Gap
	mix        []dossier.MixYear
	titles     map[int64]string // of the first and last rows
	ofSeries   map[int64]string // of engagements that belong to a series
	latest     []coop.Engagement
	promises   []coop.Promise // the oldest
	officials  []dossier.Official
	metOn      map[int64]coop.Day // of engagements with officials
}

// dossier handles GET of a dossier's page.
func (s *Site) dossier(c echo.Context, subject coop.Subject, path, title string) error {
	v, d, err := s.view(c, coop.Scope{Figures: true})
	if err != nil {
		return err
	}
	set, err := s.dossierSet(c.Request().Context(), subject, v, d)
	if err != nil {
		return err
	}
	p := views.DossierPage{
		DashboardPage: views.DashboardPage{
			Lens:     views.Lens{Path: path, Codebook: s.cb(), View: set.view, Display: d, Facets: set.own.now.Facets, Subject: subject},
			Total:    set.own.now.Total,
			Timeline: set.own.timeline(s.today()),
			Areas:    set.own.now.Areas(),
			Stages:   set.own.now.Stages(),
			Coverage: set.own.coverage,
			Promises: set.promises,
			Previous: set.own.previous(),
			Latest:   set.latest,
			Today:    s.today(),
		},
		Record: set.all.Total, End: set.end, Ends: set.ends, Titles: set.titles, Gaps: set.gaps, Mix: set.mix,
		Forms: set.own.now.Facets.Form, Partners: set.partners(), Series: set.series, SeriesTitles: set.ofSeries,
		Officials: set.officials, MetOn: set.metOn,
	}
	articles, engagements := set.own.now, set.other.now
	if set.own.unit == coop.Engagements {
		articles, engagements = engagements, articles
	}
	p.Articles.N, p.Engagements.N, p.Sources = articles.Total, engagements.Total, articles.Facets.Source
	p.OpenPromises = openPromises(engagements)
	p.Rank, p.Ranked = set.rank()
	p.Months = set.own.now.Timeline(coop.ByMonth, coop.SplitCore, s.today()).Columns
	return render(c, http.StatusOK, views.Dossier(s.page(c, title, "parties"), p))
}

// dossierFile answers the numbers of one figure of a dossier, as CSV or JSON.
func (s *Site) dossierFile(c echo.Context, subject coop.Subject, path string) error {
	name, kind, _ := strings.Cut(c.Param("figure"), ".")
	columns, known := exchange.DossierColumns[name]
	if !known || kind != "csv" && kind != "json" {
		return coop.ErrNotFound
	}
	v, d, err := s.view(c, coop.Scope{Figures: true, CSV: kind == "csv"})
	if err != nil {
		return err
	}
	set, err := s.dossierSet(c.Request().Context(), subject, v, d)
	if err != nil {
		return err
	}
	return s.sendFigure(c, kind, strings.ReplaceAll(strings.Trim(path, "/"), "/", "-")+"-"+name, v, d, columns, set.rows(s, name))
}

// dossierSet asks for all that a dossier shows, in one moment.
func (s *Site) dossierSet(ctx context.Context, subject coop.Subject, v coop.View, d coop.Display) (set dossierSet, err error) {
	set.subject, set.view = subject, subject.Rest(v)
	within := subject.Within(set.view)
	err = s.store.Now(ctx, func(m *db.Moment) (err error) {
		if set.own, err = figuresOf(ctx, m, within, d); err != nil {
			return err
		}
		if set.other, err = figuresOf(ctx, m, within, set.own.otherUnit()); err != nil {
			return err
		}
		if set.all, err = m.Figures(ctx, set.view, set.own.unit); err != nil {
			return err
		}
		if set.ends, err = m.Ends(ctx, within, set.own.unit); err != nil {
			return err
		}
		rows, err := m.Series(ctx, within)
		if err != nil {
			return err
		}
		set.end = dossier.End(set.all, s.today())
		set.series = dossier.AllSeries(rows, set.end)
		set.compare(s.today())
		if set.titles, err = m.Titles(ctx, set.own.unit, set.rowsNamed()); err != nil {
			return err
		}
		ids := make([]int64, len(rows))
		for i, r := range rows {
			ids[i] = r.ID
		}
		if set.ofSeries, err = m.Titles(ctx, coop.Engagements, ids); err != nil {
			return err
		}
		contacts, metOn, err := m.Contacts(ctx, within)
		if err != nil {
			return err
		}
		if subject.Pair != "" { // others may have sent people too
			contacts = slices.DeleteFunc(contacts, func(c dossier.Contact) bool { return !slices.Contains(subject.Codes(), c.Party) })
		}
		set.officials, set.metOn = dossier.Officials(contacts), metOn
		if set.latest, _, err = m.EngagementList(ctx, within, coop.Newest, 1, latestRows); err != nil {
			return err
		}
		if set.promises, err = m.Promises(ctx, within, promiseRows); err != nil {
			return err
		}
		set.own.coverage, err = m.Coverage(ctx, within)
		return err
	})
	return set, err
}

// compare holds the subject against all others.
func (set *dossierSet) compare(today coop.Day) {
	others := make([]int, len(set.ends))
	own := set.own.now.Areas()
	for a, all := range set.all.Areas() {
		others[a] = all.N - own[a].N
	}
	years := set.own.now.Timeline(coop.ByYear, coop.SplitAll, today)
	set.gaps = dossier.Gaps(years, set.ends, others, set.end)
	set.mix = dossier.Mix(years, set.all.Timeline(coop.ByYear, coop.SplitAll, today), len(set.ends))
}

// rowsNamed are the first and the last row of each area.
func (set *dossierSet) rowsNamed() (ids []int64) {
	for _, e := range set.ends {
		if e.N > 0 {
			ids = append(ids, e.First.ID, e.Last.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// partners are the other parties of the rows, most rows first.
func (set *dossierSet) partners() (out []figures.Count) {
	codes := set.subject.Codes()
	for _, r := range set.own.now.Matrix() {
		if !slices.Contains(codes, r.Party) {
			out = append(out, figures.Count{Value: r.Party, N: r.Total})
		}
	}
	return out
}

// rank is the place of the subject among all parties, or pairs, of the view.
// Those with as many rows share a place; 0 is none.
func (set *dossierSet) rank() (rank, of int) {
	n := set.own.now.Total
	above := func(counts func(yield func(int) bool)) {
		for count := range counts {
			of++
			if count > n {
				rank++
			}
		}
	}
	if set.subject.Pair != "" {
		above(func(yield func(int) bool) {
			for _, p := range set.all.Pairs() {
				if !yield(p.N) {
					return
				}
			}
		})
	} else {
		above(func(yield func(int) bool) {
			for _, r := range set.all.Matrix() {
				if !yield(r.Total) {
					return
				}
			}
		})
	}
	if n == 0 {
		return 0, of
	}
	return rank + 1, of
}

// rows are the numbers of one figure.
func (set *dossierSet) rows(s *Site, name string) (rows [][]string) {
	total := set.own.now.Total
	add := func(cells ...string) { rows = append(rows, cells) }
	counts := func(of []figures.Count, name func(string) string) {
		for _, c := range of {
			add(c.Value, name(c.Value), strconv.Itoa(c.N), share(c.N, total))
		}
	}
	switch name {
	case "mix":
		for _, y := range set.mix {
			incomplete := strconv.FormatBool(y.Incomplete)
			add(y.Period.Key, "all", strconv.Itoa(y.Base), share(y.Base, y.Base), strconv.Itoa(y.Others), share(y.Others, y.Others), incomplete)
			for a, n := range y.Counts {
				add(y.Period.Key, areaSlug(s.cb(), a), strconv.Itoa(n), share(n, y.Base), strconv.Itoa(y.OtherRows[a]), share(y.OtherRows[a], y.Others), incomplete)
			}
		}
	case "areas":
		for i, e := range set.ends {
			row := []string{e.Area, s.cb().Areas()[i].Name, strconv.Itoa(e.N), string(e.First.Day), "", string(e.Last.Day), ""}
			if e.N > 0 {
				row[4], row[6] = strconv.FormatInt(e.First.ID, 10), strconv.FormatInt(e.Last.ID, 10)
			}
			add(row...)
		}
	case "gaps":
		for _, g := range set.gaps {
			add(gapRow(g, set.end)...)
		}
	case "forms":
		counts(dossier.InView(set.own.now.Facets.Form, set.view.Forms), codebook.FormName)
	case "stages":
		return s.stageRows(set.own)
	case "partners":
		counts(set.partners(), gazetteer.Name)
	case "officials":
		for _, o := range set.officials {
			add(o.Party, o.Name, o.Post, string(o.Level), strconv.Itoa(len(o.Engagements)), idNumbers(o.Engagements))
		}
	case "series":
		for _, run := range set.series {
			for _, y := range run.Years {
				add(run.Name, strconv.Itoa(y.Year), string(y.Status), idNumbers(y.Engagements), strconv.FormatBool(y.Open))
			}
		}
	}
	return rows
}

// idNumbers writes ids as a list.
func idNumbers(ids []int64) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(out, ";")
}

func gapRow(g dossier.Gap, end coop.Day) []string {
	row := []string{cmp.Or(g.Area, "all"), string(g.Kind), "", "", "", strconv.Itoa(g.N), strconv.Itoa(g.Meanwhile), ""}
	switch g.Kind {
	case dossier.Since:
		row[2], row[3], row[4] = string(g.Last.AddDays(1)), string(end), strconv.Itoa(g.Months)
	case dossier.All, dossier.Between:
		row[2], row[3] = strconv.Itoa(g.FirstYear)+"-01-01", strconv.Itoa(g.LastYear)+"-12-31"
		row[4] = strconv.Itoa(12 * (g.LastYear - g.FirstYear + 1))
	case dossier.Never:
		row[7] = strconv.Itoa(g.Elsewhere)
	}
	return row
}

// share is a part of a whole as a decimal, or "" of nothing.
func share(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return decimal(float64(part)/float64(whole), 4)
}
