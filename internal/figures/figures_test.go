package figures

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// sample is a small corpus to reckon by hand: two reports of Angkor Sentinel, a
// course, a donation nobody coded the areas of, and a text that is not relevant.
func sample() *Columns {
	return filled([]Article{
		{
			ID: 1, Day: "2015-03-20", Added: 9, Areas: []string{"demining", "exercises"}, Parties: []string{"KH", "US"}, Source: "VOA", Lang: "en",
			State: coop.Coded, Reports: []Reported{{"exercise", "planned"}},
		},
		{
			ID: 2, Day: "2015-04-02", Added: 8, Areas: []string{"demining"}, Parties: []string{"KH", "US"}, Source: "AKP", Lang: "km",
			State: coop.Suggested, Reports: []Reported{{"exercise", "done"}, {"course", "planned"}},
		},
		{ID: 3, Day: "2017-01-05", Added: 7, Parties: []string{"CN", "KH"}, Source: "AKP", State: coop.Uncoded},
		{ID: 4, Day: "2018-06-01", Added: 6, Areas: []string{"cyber"}, Parties: []string{"KH"}, Source: "VOA", Lang: "en", State: coop.Excluded},
	}, []Engagement{
		{
			ID: 7, Day: "2015-03-16", Areas: []string{"demining", "exercises"}, Parties: []string{"KH", "US"},
			Form: "exercise", Stage: "done", Articles: []int64{1, 2},
		},
		{ID: 8, Day: "2015-04-01", Areas: []string{"demining"}, Parties: []string{"KH", "US"}, Form: "course", Stage: "planned", Articles: []int64{2}},
	})
}

// filled are columns with these rows.
func filled(articles []Article, engagements []Engagement) *Columns {
	c := New(codebook.Default())
	for _, a := range articles {
		c.AddArticle(a)
	}
	for _, e := range engagements {
		c.AddEngagement(e)
	}
	c.Sort()
	return c
}

func TestWhichRowsAViewHolds(t *testing.T) {
	for _, tt := range []struct {
		name string
		q    Query
		want []int64
	}{
		{"excluded articles are left out", Query{Unit: coop.Articles}, []int64{3, 2, 1}},
		{"and shown when asked for", Query{Unit: coop.Articles, View: coop.View{States: []string{"excluded"}}}, []int64{4}},
		{"form and stage in one report", Query{Unit: coop.Articles, View: coop.View{Forms: []string{"exercise"}, Stages: []string{"planned"}}}, []int64{1}},
		{"both of two areas", Query{Unit: coop.Articles, View: coop.View{Areas: []string{"demining", "exercises"}, AllAreas: true}}, []int64{1}},
		{"an area outside the core", Query{Unit: coop.Articles, View: coop.View{WithAreas: []string{"other"}}}, []int64{1}},
		{"no area", Query{Unit: coop.Articles, View: coop.View{WithAreas: []string{"none"}}}, []int64{3}},
		{"a pair", Query{Unit: coop.Articles, View: coop.View{Pair: "CN-KH"}}, []int64{3}},
		{"engagements have a form of their own", Query{View: coop.View{Forms: []string{"course"}}}, []int64{8}},
		{"one article meets source and language", Query{View: coop.View{Sources: []string{"VOA"}, Langs: []string{"en"}}}, []int64{7}},
		{"two articles do not meet them together", Query{View: coop.View{Sources: []string{"VOA"}, Langs: []string{"km"}}}, nil},
		{"words in an article", Query{Hits: &Hits{Articles: []int64{1}}}, []int64{7}},
		{"words in the engagement hold for every article", Query{View: coop.View{Sources: []string{"VOA"}}, Hits: &Hits{Engagements: []int64{7}}}, []int64{7}},
		{"words in an article from elsewhere", Query{View: coop.View{Sources: []string{"VOA"}}, Hits: &Hits{Articles: []int64{2}}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, sample().Select(tt.q, coop.Newest, 0, 1000).IDs, sameNumbers); diff != "" {
				t.Errorf("ids (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOrders(t *testing.T) {
	hits := &Hits{Articles: []int64{2, 3, 1}}
	for _, tt := range []struct {
		sort coop.Sort
		hits *Hits
		want []int64
	}{
		{coop.Newest, nil, []int64{3, 2, 1}},
		{coop.Oldest, nil, []int64{1, 2, 3}},
		{coop.Added, nil, []int64{1, 2, 3}},
		{coop.Relevance, hits, []int64{2, 3, 1}},
		{coop.Relevance, nil, []int64{3, 2, 1}},
	} {
		q := Query{Unit: coop.Articles, Hits: tt.hits}
		if got := sample().Select(q, tt.sort, 0, 1000).IDs; !cmp.Equal(got, tt.want) {
			t.Errorf("ids by %s = %v, want %v", tt.sort, got, tt.want)
		}
	}
	// Engagement 8 is found in its own text, 7 in its best article.
	q := Query{Hits: &Hits{Articles: []int64{1}, Engagements: []int64{99, 8}}}
	if got := sample().Select(q, coop.Relevance, 0, 1000).IDs; !cmp.Equal(got, []int64{8, 7}) {
		t.Errorf("engagements by relevance = %v, want 8, then 7", got)
	}
}

func TestFacetsCountWhatTheirLinkGives(t *testing.T) {
	f := sample().Figures(Query{Unit: coop.Articles, View: coop.View{Sources: []string{"AKP"}, From: "2015", To: "2015"}}).Facets
	want := Facets{
		Party:  []Count{{"KH", 1}, {"US", 1}},
		Source: []Count{{"AKP", 1}, {"VOA", 1}},
		Lang:   []Count{{"km", 1}},
		State:  []Count{{"uncoded", 0}, {"suggested", 1}, {"coded", 0}, {"excluded", 0}},
		Year:   []Count{{"2015", 1}, {"2016", 0}, {"2017", 1}},
	}
	f.Area, f.Form, f.Stage = nil, nil, nil // long lists, compared elsewhere
	if diff := cmp.Diff(want, f); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
	f = sample().Figures(Query{Unit: coop.Articles}).Facets
	if got := f.State[3]; got.N != 1 {
		t.Errorf("facet %s counts %d, want the one article behind its link", got.Value, got.N)
	}
	if got := f.Area[0]; got.Value != "training" || got.N != 0 {
		t.Errorf("first area is %v, want training with none", got)
	}
}

func TestTimelineIsAsTallAsItsRows(t *testing.T) {
	got := sample().Figures(Query{Unit: coop.Articles}).Timeline("", "", "2017-05-01")
	if got.By != coop.ByMonth || len(got.Columns) != 23 {
		t.Errorf("%d steps of a %s, want the 23 months from March 2015 to January 2017", len(got.Columns), got.By)
	}
	got = sample().Figures(Query{Unit: coop.Articles}).Timeline(coop.ByYear, coop.SplitCore, "2017-05-01")
	want := Timeline{
		By:     coop.ByYear,
		Series: []string{"training", "demining", "peacekeeping", "disaster-relief", "other", "none"},
		Columns: []Column{
			{Period: coop.ByYear.PeriodOf("2015-01-01"), Total: 2, Counts: []int{0, 2, 0, 0, 1, 0}, Heights: []float64{0, 1.5, 0, 0, 0.5, 0}},
			{Period: coop.ByYear.PeriodOf("2016-01-01"), Counts: make([]int, 6), Heights: make([]float64, 6)},
			{
				Period: coop.ByYear.PeriodOf("2017-01-01"), Total: 1, Counts: []int{0, 0, 0, 0, 0, 1}, Heights: []float64{0, 0, 0, 0, 0, 1},
				Incomplete: true,
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
}

func TestPairsOfTheSameCountStandByName(t *testing.T) {
	c := filled([]Article{{ID: 1, Day: "2020-01-01", Parties: []string{"KH", "AX", "AS"}}}, nil)
	want := []PairCount{{"AS", "AX", 1}, {"AX", "KH", 1}, {"AS", "KH", 1}} // Åland and American Samoa, Åland and Cambodia, …
	if diff := cmp.Diff(want, c.Figures(Query{Unit: coop.Articles}).Pairs()); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
}

func TestFiguresDoNotChangeWithTheColumns(t *testing.T) {
	c := sample()
	f := c.Figures(Query{Unit: coop.Articles})
	before := f.Pairs()
	c.Update(Update{Articles: []Article{{ID: 9, Day: "2019-01-01", Parties: []string{"FR", "KH"}}}, GoneArticles: []int64{1}})
	if diff := cmp.Diff(before, f.Pairs()); diff != "" {
		t.Errorf("pairs after an update (-before +after):\n%s", diff)
	}
}

// A counter of a lane holds 16 bits: more rows than that in one month, and over
// several, must not spill into the area beside it.
func TestMoreRowsThanALaneHolds(t *testing.T) {
	const n = 2*maxLanes + 1000
	articles := make([]Article, n)
	for i := range articles {
		articles[i] = Article{ID: int64(i + 1), Day: "2020-02-01", Areas: []string{"training", "cyber"}, Parties: []string{"KH", "US"}}
		if i > n-1000 {
			articles[i].Day = "2020-03-01"
		}
	}
	c := filled(articles, nil)
	f := c.Figures(Query{Unit: coop.Articles})
	if row := f.Matrix()[0]; row.Counts[0] != n || row.Counts[1] != 0 {
		t.Errorf("matrix counts %d and %d, want %d and 0", row.Counts[0], row.Counts[1], n)
	}
	if got := f.Areas()[0].N; got != n {
		t.Errorf("areas count %d, want %d", got, n)
	}
	column := f.Timeline(coop.ByYear, coop.SplitCore, "2021-01-01").Columns[0]
	if column.Total != n || column.Counts[0] != n || column.Heights[0] != n/2.0 {
		t.Errorf("column = %+v, want %d rows, half as tall", column, n)
	}
}

// A codebook may hold 63 areas, more than one set of lanes has.
func TestMoreAreasThanLanesHave(t *testing.T) {
	const areas = codebook.MaxAreas
	d := newData(codebook.Default())
	d.articles = newTable(make([]bool, areas))
	d.parties.number("KH")
	number := d.articles.traits.number([]uint32{0})
	d.traits = []trait{{state: coop.Coded}}
	for i := range uint32(areas) {
		r := row{areas: d.articles.areas.number([]uint32{i, areas - 1}), parties: d.articles.parties.number([]uint32{0}), traits: number}
		d.articles.append(r, info{id: int64(i), day: int32(i)})
	}
	n := newPlan(d, Query{Unit: coop.Articles}).tally()
	for a := range areas {
		want := int32(1)
		if a == areas-1 {
			want = areas
		}
		if n.matrix[a] != want {
			t.Errorf("the matrix counts %d in area %d, want %d", n.matrix[a], a, want)
		}
	}
}

// Figures may be read on while the columns change: sets and names are only ever added.
func TestFiguresBesideAChange(t *testing.T) {
	c := sample()
	var change sync.RWMutex // as the caller has it
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 200 {
				for _, unit := range []coop.Unit{coop.Articles, coop.Engagements} {
					change.RLock()
					rows, f := c.Page(Query{Unit: unit}, coop.Newest, 0, 1000)
					change.RUnlock()
					for place := range rows.IDs {
						rows.Areas(place)
						rows.Parties(place)
					}
					if len(rows.IDs) != f.Total {
						t.Errorf("%d rows beside a total of %d", len(rows.IDs), f.Total)
					}
					f.Pairs()
					f.Matrix()
					f.Timeline(coop.ByYear, coop.SplitAll, "2020-01-01")
				}
			}
		})
	}
	for i := range int64(200) {
		u := Update{
			Articles: []Article{{
				ID: 100 + i%50, Day: coop.DayFromNumber(int32(16000 + i)), Parties: []string{"KH", fmt.Sprintf("X%d", i)},
				Areas: allAreas()[i%16:], Source: fmt.Sprint(i), State: coop.Coded,
			}},
			Engagements: []Engagement{{ID: i % 20, Day: "2016-01-01", Parties: []string{"KH", "US"}, Articles: []int64{1, 100 + i%50}}},
		}
		if i%50 == 49 {
			u = Update{GoneArticles: []int64{100}, GoneEngagements: []int64{i % 20}}
		}
		change.Lock()
		c.Update(u)
		change.Unlock()
	}
	readers.Wait()
}
