package figures

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestStagesCutTheView(t *testing.T) {
	count := func(q Query) map[string]int {
		out := map[string]int{}
		for _, s := range sample().Figures(q).Stages() {
			if s.N > 0 {
				out[s.Stage] = s.N
			}
		}
		return out
	}
	for _, tt := range []struct {
		name string
		q    Query
		want map[string]int
	}{
		{"engagements by their latest report", Query{}, map[string]int{"planned": 1, "done": 1}},
		{"a stage that the view leaves out counts nothing", Query{View: coop.View{Stages: []string{"done"}}}, map[string]int{"done": 1}},
		{"articles at each of their stages, one at none", Query{Unit: coop.Articles}, map[string]int{"planned": 2, "done": 1, "": 1}},
		{"form and stage in one report", Query{Unit: coop.Articles, View: coop.View{Forms: []string{"course"}}}, map[string]int{"planned": 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, count(tt.q)); diff != "" {
				t.Errorf("stages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCoverageTellsSilenceFromNoReading(t *testing.T) {
	cov := sample().Coverage(Query{View: coop.View{Parties: []string{"US"}, From: "2015", To: "2019"}})
	by, got := cov.Timeline(coop.ByYear, "2018-03-01")
	year := func(day coop.Day) coop.Period { return coop.ByYear.PeriodOf(day) }
	want := []CoverageColumn{
		{Period: year("2015-01-01"), Articles: 2, Engagements: 2, SingleSource: 1, Sources: 2, Langs: 2, Read: 2},
		{Period: year("2016-01-01"), NoReading: true},
		{Period: year("2017-01-01"), Read: 1}, // read, but not of the United States
		{Period: year("2018-01-01"), Read: 1, Incomplete: true},
		{Period: year("2019-01-01")}, // still to come
	}
	if diff := cmp.Diff(want, got); diff != "" || by != coop.ByYear {
		t.Errorf("by %s (-want +got):\n%s", by, diff)
	}
	if cov.Articles != 2 || cov.Engagements != 2 || cov.SingleSource != 1 || cov.Sources != 2 || cov.Langs != 2 {
		t.Errorf("in all %+v", cov)
	}
}

func TestSingleSource(t *testing.T) {
	article := func(id int64, source string, state coop.State) Article {
		return Article{ID: id, Day: "2020-01-01", Source: source, State: state}
	}
	for _, tt := range []struct {
		name     string
		articles []Article
		want     int
	}{
		{"one article", []Article{article(1, "VOA", coop.Coded)}, 1},
		{"two of one source", []Article{article(1, "VOA", coop.Coded), article(2, "VOA", coop.Suggested)}, 1},
		{"two sources", []Article{article(1, "VOA", coop.Coded), article(2, "AKP", coop.Coded)}, 0},
		{"the second is not relevant", []Article{article(1, "VOA", coop.Coded), article(2, "AKP", coop.Excluded)}, 1},
		{"neither is relevant", []Article{article(1, "VOA", coop.Excluded), article(2, "AKP", coop.Excluded)}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := Engagement{ID: 1, Day: "2020-01-01"}
			for _, a := range tt.articles {
				e.Articles = append(e.Articles, a.ID)
			}
			q := Query{View: coop.View{States: []string{"coded", "suggested", "excluded"}}}
			if got := filled(tt.articles, []Engagement{e}).Coverage(q).SingleSource; got != tt.want {
				t.Errorf("%d engagements of a single source, want %d", got, tt.want)
			}
		})
	}
}

func TestCoverageOfNothing(t *testing.T) {
	for _, q := range []Query{{View: coop.View{Parties: []string{"FR"}}}, {View: coop.View{From: "2030"}}} {
		if _, got := sample().Coverage(q).Timeline("", "2018-03-01"); len(got) > 0 {
			t.Errorf("%q has %d periods, want none", q.View.Query(), len(got))
		}
	}
}
