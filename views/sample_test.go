package views

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/gazetteer"
)

// sampleRow is an article or engagement, as far as figures count it.
type sampleRow struct {
	Day     coop.Day
	Areas   []string
	Parties []string
}

// sampleRows are n rows of 2015 to 2024 that look by chance, the same each time.
func sampleRows(n int) []sampleRow {
	r := rand.New(rand.NewPCG(7, 11))
	areas := codebook.Default().Areas()
	codes := []string{"KH", "US", "PH", "TH", "VN", "JP", "CN", "ASEAN", "AU", "KR", "IN", "UN", "ID", "MY", "SG", "FR", "GB", "LA"}
	some := func(most, of int) []int { // without repeats, the first ones more often
		chosen := map[int]bool{}
		for range r.IntN(most + 1) {
			chosen[int(float64(of)*r.Float64()*r.Float64())] = true
		}
		return slices.Sorted(maps.Keys(chosen))
	}
	rows := make([]sampleRow, n)
	for i := range rows {
		rows[i].Day = coop.Day("2015-01-01").AddDays(r.IntN(10 * 365))
		for _, a := range some(4, len(areas)) {
			rows[i].Areas = append(rows[i].Areas, areas[a].Slug)
		}
		for _, p := range some(4, len(codes)) {
			rows[i].Parties = append(rows[i].Parties, codes[p])
		}
	}
	return rows
}

// sampleMatches tells whether a view holds a row; of the filters it knows those
// that marks narrow with.
func sampleMatches(r sampleRow, v coop.View) bool {
	if v.From != "" && r.Day < v.FromDay() || v.To != "" && r.Day > v.ToDay() {
		return false
	}
	for _, slug := range v.WithAreas {
		switch slug {
		case coop.NoArea:
			if len(r.Areas) > 0 {
				return false
			}
		case coop.OtherAreas:
			if !slices.ContainsFunc(r.Areas, func(s string) bool { return codebook.Default().Index(s) >= 4 }) {
				return false
			}
		default:
			if !slices.Contains(r.Areas, slug) {
				return false
			}
		}
	}
	parties := v.WithParties
	if a, b := v.PairCodes(); a != "" {
		parties = append(slices.Clone(parties), a, b)
	}
	for _, code := range parties {
		if !slices.Contains(r.Parties, code) {
			return false
		}
	}
	return true
}

func sampleOf(rows []sampleRow, v coop.View) []sampleRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r sampleRow) bool { return !sampleMatches(r, v) })
}

// sampleDashboard counts the rows of a view the plain way, for tests of how they
// are shown.
func sampleDashboard(all []sampleRow, v coop.View, show coop.Display, today coop.Day) DashboardPage {
	rows := sampleOf(all, v)
	timeline := show
	if timeline.By == "" {
		timeline.By = coop.ByYear
	}
	d := DashboardPage{
		Lens:        Lens{Path: "/", View: v, Display: show},
		Articles:    KeyFigure{N: len(rows)},
		Engagements: KeyFigure{N: len(rows)},
		Total:       len(rows),
		Timeline:    sampleTimeline(rows, timeline, today),
		Areas:       sampleAreas(rows),
		Matrix:      sampleMatrix(rows),
		Pairs:       samplePairs(rows),
		Stages:      sampleStages(rows),
		Coverage:    sampleCoverage(rows, v),
		Today:       today,
	}
	d.Parties.N = len(d.Matrix)
	for _, c := range d.Timeline.Columns {
		d.Articles.Columns = append(d.Articles.Columns, c.Total)
		d.Engagements.Columns = append(d.Engagements.Columns, c.Total)
	}
	for i, r := range rows[:min(len(rows), 8)] {
		d.Latest = append(d.Latest, coop.Engagement{
			ID: int64(i + 1), Title: "Engagement " + number(i+1), Form: "exercise", Stage: "done", Start: coop.Date(r.Day), Date: r.Day,
			DateFrom: coop.FromStart, Areas: r.Areas, Parties: r.Parties, ArticleCount: 1,
		})
	}
	if v.Bounded() {
		before := v.Previous()
		former := sampleOf(all, before)
		n := len(former)
		d.Articles.Previous, d.Engagements.Previous = &n, &n
		d.Previous = &PreviousFigures{
			From: before.FromDay(), To: before.ToDay(), Total: n, Areas: map[string]int{}, Pairs: map[string]int{}, Stages: map[string]int{"done": n},
		}
		for _, a := range sampleAreas(former) {
			d.Previous.Areas[a.Area] = a.N
		}
		for _, p := range samplePairs(former) {
			d.Previous.Pairs[coop.PairOf(p.A, p.B)] = p.N
		}
	}
	return d
}

// sampleStages has all rows done.
func sampleStages(rows []sampleRow) []figures.StageCount {
	out := []figures.StageCount{}
	for _, stage := range codebook.Stages() {
		out = append(out, figures.StageCount{Stage: stage.Slug})
		if stage.Slug == "done" {
			out[len(out)-1].N = len(rows)
		}
	}
	return append(out, figures.StageCount{})
}

// sampleCoverage has each row as an article, and as an engagement that it reports.
func sampleCoverage(rows []sampleRow, v coop.View) *figures.Coverage {
	c := figures.New(codebook.Default())
	for i, r := range rows {
		c.AddArticle(figures.Article{ID: int64(i + 1), Day: r.Day, Source: "Source " + number(i%7), Lang: "en", State: coop.Coded})
	}
	for i, r := range rows {
		c.AddEngagement(figures.Engagement{ID: int64(i + 1), Day: r.Day, Articles: []int64{int64(i + 1)}})
	}
	c.Sort()
	return c.Coverage(figures.Query{View: coop.View{From: v.From, To: v.To}})
}

// sampleSeries are the series of a row: its areas as the timeline splits them.
func sampleSeries(r sampleRow, split coop.Split) []string {
	if len(r.Areas) == 0 {
		return []string{coop.NoArea}
	}
	if split == coop.SplitAll {
		return r.Areas
	}
	out := make([]string, len(r.Areas))
	for i, slug := range r.Areas {
		if out[i] = slug; codebook.Default().Index(slug) >= 4 {
			out[i] = coop.OtherAreas
		}
	}
	return out
}

func sampleTimeline(rows []sampleRow, show coop.Display, today coop.Day) figures.Timeline {
	t := figures.Timeline{By: show.By}
	uncoded := false
	var first, last coop.Day
	for _, r := range rows {
		uncoded = uncoded || len(r.Areas) == 0
		if first == "" || r.Day < first {
			first = r.Day
		}
		last = max(last, r.Day)
	}
	for i, a := range codebook.Default().Areas() {
		if i < 4 || show.Split == coop.SplitAll {
			t.Series = append(t.Series, a.Slug)
		}
	}
	if show.Split != coop.SplitAll {
		t.Series = append(t.Series, coop.OtherAreas)
	}
	if uncoded {
		t.Series = append(t.Series, coop.NoArea)
	}
	at := map[string]int{}
	for i, p := range show.By.Periods(first, last) {
		at[p.Key] = i
		t.Columns = append(t.Columns, figures.Column{
			Period: p, Counts: make([]int, len(t.Series)), Heights: make([]float64, len(t.Series)), Incomplete: p.Incomplete(today),
		})
	}
	for _, r := range rows {
		c := &t.Columns[at[show.By.PeriodOf(r.Day).Key]]
		c.Total++
		series := sampleSeries(r, show.Split)
		for _, slug := range series {
			c.Heights[slices.Index(t.Series, slug)] += 1 / float64(len(series))
		}
		slices.Sort(series)
		for _, slug := range slices.Compact(series) {
			c.Counts[slices.Index(t.Series, slug)]++
		}
	}
	return t
}

func sampleAreas(rows []sampleRow) []figures.AreaCount {
	var out []figures.AreaCount
	for _, a := range codebook.Default().Areas() {
		n := 0
		for _, r := range rows {
			if slices.Contains(r.Areas, a.Slug) {
				n++
			}
		}
		out = append(out, figures.AreaCount{Area: a.Slug, N: n})
	}
	return out
}

func sampleMatrix(rows []sampleRow) []figures.MatrixRow {
	by := map[string]*figures.MatrixRow{}
	for _, r := range rows {
		for _, p := range r.Parties {
			m := by[p]
			if m == nil {
				m = &figures.MatrixRow{Party: p, Counts: make([]int, len(codebook.Default().Areas()))}
				by[p] = m
			}
			m.Total++
			for _, a := range r.Areas {
				m.Counts[codebook.Default().Index(a)]++
			}
		}
	}
	var out []figures.MatrixRow
	for _, m := range by {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b figures.MatrixRow) int {
		return cmp.Or(b.Total-a.Total, cmp.Compare(gazetteer.Name(a.Party), gazetteer.Name(b.Party)))
	})
	return out
}

func samplePairs(rows []sampleRow) []figures.PairCount {
	by := map[[2]string]int{}
	for _, r := range rows {
		parties := slices.Sorted(slices.Values(r.Parties))
		for i, a := range parties {
			for _, b := range parties[i+1:] {
				by[[2]string{a, b}]++
			}
		}
	}
	var out []figures.PairCount
	for pair, n := range by {
		out = append(out, figures.PairCount{A: pair[0], B: pair[1], N: n})
	}
	slices.SortFunc(out, func(a, b figures.PairCount) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.A+a.B, b.A+b.B))
	})
	return out
}
