package figures

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// benchRows makes data like that of the performance notes: 16 areas, 2.5 an
// article; 60 parties, 2.3 an article; 40 sources; 20 years; a quarter as many
// engagements as articles.
func benchRows(n int) ([]Article, []Engagement) {
	r := rand.New(rand.NewPCG(1, 2))
	some := func(from []string, least, most int) []string {
		var out []string
		for range least + r.IntN(most-least+1) {
			out = append(out, from[r.IntN(len(from))])
		}
		return out
	}
	areas := areaSlugs(codebook.Default())
	var codes []string
	for _, p := range gazetteer.All()[:60] {
		codes = append(codes, p.Code)
	}
	forms, stages := slugs(codebook.Forms()), slugs(codebook.Stages())
	first := coop.Day("2005-01-01").Number()
	articles := make([]Article, n)
	engagements := make([]Engagement, n/4)
	for i := range articles {
		a := &articles[i]
		*a = Article{
			ID: int64(i + 1), Added: int64(i), Day: coop.DayFromNumber(first + int32(i*7305/n)),
			Areas: some(areas, 1, 4), Parties: some(codes, 2, 3), Source: fmt.Sprintf("Source %d", r.IntN(40)),
			Lang: []string{"en", "km", "fr", ""}[r.IntN(4)], State: coop.States()[r.IntN(3)],
		}
		if r.IntN(20) == 0 {
			a.State = coop.Excluded
		}
		e := &engagements[min(i/4, len(engagements)-1)]
		if e.ID == 0 {
			*e = Engagement{
				ID: int64(i/4 + 1), Day: a.Day, Added: int64(i), Areas: a.Areas, Parties: a.Parties,
				Form: forms[r.IntN(len(forms))],
			}
		}
		e.Stage = stages[r.IntN(len(stages))]
		e.Articles = append(e.Articles, a.ID)
		a.Reports = []Reported{{e.Form, e.Stage}}
	}
	return articles, engagements
}

func BenchmarkFigures(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"100k", 100_000}, {"1M", 1_000_000}} {
		b.Run(size.name, func(b *testing.B) {
			articles, engagements := benchRows(size.n)
			c := filled(articles, engagements)
			var hits Hits
			for i := range articles {
				if i%3 == 0 {
					hits.Articles = append(hits.Articles, articles[i].ID)
				}
			}
			codes := []string{articles[0].Parties[0], articles[0].Parties[1]}
			change := Update{Articles: articles[size.n/2:][:1]}
			articles, engagements = nil, nil
			everything := func(q Query) func() {
				return func() {
					f := c.Figures(q)
					f.Timeline(coop.ByMonth, coop.SplitAll, "2025-01-01")
					f.Areas()
					f.Matrix()
					f.Pairs()
					f.Cooccurrence()
				}
			}
			for _, bm := range []struct {
				name string
				run  func()
			}{
				{"unfiltered", everything(Query{Unit: coop.Articles})},
				{"broad", everything(Query{Unit: coop.Articles, View: coop.View{Areas: []string{"demining", "training", "exercises"}}})},
				{"area+party+5years", everything(Query{Unit: coop.Articles, View: coop.View{
					Areas: []string{"demining"}, Parties: codes[:1], From: "2015", To: "2019"}})},
				{"search", everything(Query{Unit: coop.Articles, Hits: &hits})},
				{"engagements", everything(Query{Unit: coop.Engagements})},
				{"engagements+search", everything(Query{Unit: coop.Engagements, Hits: &hits})},
				{"calendar", func() { c.Calendar(Query{Unit: coop.Articles}) }},
				{"calendar of area+party+5years", func() {
					c.Calendar(Query{Unit: coop.Articles, View: coop.View{Areas: []string{"demining"}, Parties: codes[:1], From: "2015", To: "2019"}})
				}},
				{"coverage", func() {
					c.Coverage(Query{}).Timeline(coop.ByMonth, "2025-01-01")
				}},
				{"page", func() { c.Page(Query{Unit: coop.Articles}, coop.Newest, size.n/2, coop.PageSize) }},
				{"update", func() { c.Update(change) }},
			} {
				b.Run(bm.name, func(b *testing.B) {
					fastest := time.Hour
					for b.Loop() {
						start := time.Now()
						bm.run()
						fastest = min(fastest, time.Since(start))
					}
					b.ReportMetric(float64(fastest.Microseconds())/1000, "fastest-ms") // steadier than the mean beside other work
				})
			}
			slices.Sort(codes) // keeps nothing alive but what is measured
		})
	}
}
