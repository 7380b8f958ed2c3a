package handlers

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/internal/figures"
	"entente/views"
)

// latestRows is how many engagements the dashboard and dossiers list, and promiseRows how many promises.
const (
	latestRows  = 8
	promiseRows = 8
)

// Dashboard handles GET /: the figures of a view.
func (s *Site) Dashboard(c echo.Context) error {
	v, d, err := s.view(c, coop.Scope{Figures: true})
	if err != nil {
		return err
	}
	if v.Empty() {
		if shown, err := s.welcome(c, "dashboard"); shown || err != nil {
			return err
		}
	}
	ctx := c.Request().Context()
	var fs, other figureSet // the unit shown, and the other
	var latest []coop.Engagement
	var promises []coop.Promise
	err = s.store.Now(ctx, func(m *db.Moment) (err error) {
		if fs, err = figuresOf(ctx, m, v, d); err != nil {
			return err
		}
		if other, err = figuresOf(ctx, m, v, fs.otherUnit()); err != nil {
			return err
		}
		if fs.coverage, err = m.Coverage(ctx, v); err != nil {
			return err
		}
		if latest, _, err = m.EngagementList(ctx, v, coop.Newest, 1, latestRows); err != nil {
			return err
		}
		promises, err = m.Promises(ctx, v, promiseRows)
		return err
	})
	if err != nil {
		return err
	}
	p := views.DashboardPage{
		Lens:     views.Lens{Path: "/", Codebook: s.cb(), View: v, Display: d, Facets: fs.now.Facets},
		Total:    fs.now.Total,
		Timeline: fs.timeline(s.today()),
		Areas:    fs.now.Areas(),
		Matrix:   fs.now.Matrix(),
		Pairs:    fs.now.Pairs(),
		Stages:   fs.now.Stages(),
		Coverage: fs.coverage,
		Promises: promises,
		Previous: fs.previous(),
		Latest:   latest,
		Today:    s.today(),
	}
	s.keyFigures(&p, fs, other)
	return render(c, http.StatusOK, views.Dashboard(s.page(c, "Dashboard", "dashboard"), p))
}

// figureSet is a view's figures in the unit shown, and those of the period before.
type figureSet struct {
	view    coop.View
	display coop.Display
	unit    coop.Unit
	now     *figures.Figures
	before  *figures.Figures // nil unless the view has both a first and a last day

	// Nil where they are not asked for.
	days     []figures.DayCount
	coverage *figures.Coverage
}

// figuresOf asks for the figures of a view and, if it can be compared, of the period before.
func figuresOf(ctx context.Context, m *db.Moment, v coop.View, d coop.Display) (figureSet, error) {
	fs := figureSet{view: v, display: d, unit: d.Unit}
	if fs.unit == "" {
		fs.unit = coop.Engagements
	}
	var err error
	if fs.now, err = m.Figures(ctx, v, fs.unit); err != nil {
		return fs, err
	}
	if v.Bounded() {
		fs.before, err = m.Figures(ctx, v.Previous(), fs.unit)
	}
	return fs, err
}

func (fs figureSet) timeline(today coop.Day) figures.Timeline {
	split := fs.display.Split
	if split == "" {
		split = coop.SplitCore
	}
	return fs.now.Timeline(fs.display.By, split, today)
}

// previous sums up the period before, or is nil.
func (fs figureSet) previous() *views.PreviousFigures {
	if fs.before == nil {
		return nil
	}
	before := fs.view.Previous()
	p := &views.PreviousFigures{
		From: before.FromDay(), To: before.ToDay(), Total: fs.before.Total,
		Areas: map[string]int{}, Pairs: map[string]int{}, Stages: map[string]int{},
	}
	for _, n := range fs.before.Stages() {
		p.Stages[n.Stage] = n.N
	}
	for _, a := range fs.before.Areas() {
		p.Areas[a.Area] = a.N
	}
	for _, q := range fs.before.Pairs() {
		p.Pairs[coop.PairOf(q.A, q.B)] = q.N
	}
	return p
}

// otherUnit is the display of the same figures in the unit that is not shown.
func (fs figureSet) otherUnit() coop.Display {
	d := fs.display
	d.Unit = coop.Engagements
	if fs.unit == coop.Engagements {
		d.Unit = coop.Articles
	}
	return d
}

// keyFigures fills in the numbers at the head of the dashboard: both units,
// whichever is shown below.
func (s *Site) keyFigures(p *views.DashboardPage, fs, other figureSet) {
	articles, engagements := fs, other
	if fs.unit == coop.Engagements {
		articles, engagements = other, fs
	}
	p.Articles = keyFigure(articles, s.today(), func(f *figures.Figures) int { return f.Total })
	p.Engagements = keyFigure(engagements, s.today(), func(f *figures.Figures) int { return f.Total })
	p.Parties = keyFigure(fs, s.today(), (*figures.Figures).Parties)
	p.OpenPromises = openPromises(engagements.now)
	p.Parties.Columns = nil // a party counts in many periods, so these would not add up
	for _, n := range articles.now.Facets.State {
		if n.Value == string(coop.Uncoded) || n.Value == string(coop.Suggested) {
			p.Waiting.N += n.N
		}
		if n.Value == string(coop.Suggested) {
			p.ToReview = n.N
		}
	}
}

// openPromises counts the engagements that are promised and not yet begun.
func openPromises(engagements *figures.Figures) (n int) {
	for _, c := range engagements.Stages() {
		if slices.Contains(coop.OpenStages(), c.Stage) {
			n += c.N
		}
	}
	return n
}

func keyFigure(fs figureSet, today coop.Day, of func(*figures.Figures) int) views.KeyFigure {
	k := views.KeyFigure{N: of(fs.now)}
	if fs.before != nil {
		n := of(fs.before)
		k.Previous = &n
	}
	for _, col := range fs.timeline(today).Columns {
		k.Columns = append(k.Columns, col.Total)
	}
	return k
}

// today is the present day where the program runs.
func (s *Site) today() coop.Day { return coop.DayOf(s.now()) }
