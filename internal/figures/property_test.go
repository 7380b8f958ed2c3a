package figures

import (
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"entente/internal/coop"
)

// Few values, so that rows and views meet often.
var (
	someAreas   = []string{"training", "demining", "disaster-relief", "exercises", "cyber", "agreements"}
	someParties = []string{"AX", "KH", "KR", "TH", "US", "AS", "VN"} // AX sorts by name before AS, and unlike its code
	someForms   = []string{"", "meeting", "exercise", "other"}
	someStages  = []string{"", "planned", "done"}
	someSources = []string{"AKP", "VOA", "Xinhua"}
	someSeries  = []string{"", "", "Angkor Sentinel", "Cobra Gold"}
	someLangs   = []string{"", "en", "km"}
	someStates  = []coop.State{coop.Uncoded, coop.Suggested, coop.Coded, coop.Coded, coop.Excluded}
	spans       = []string{"", "1969", "1970-01", "2015", "2016", "2016-02", "2016-02-29", "2017-06", "2019-12-31", "2021"}
)

func anySome(t *rapid.T, from []string, label string) []string {
	var out []string
	for _, s := range from {
		if rapid.IntRange(0, 2).Draw(t, label) == 0 {
			out = append(out, s)
		}
	}
	return out
}

func anyDay(t *rapid.T) coop.Day {
	first := rapid.SampledFrom([]coop.Day{"1969-11-20", "2014-12-01", "2016-02-01", "2016-02-20", "2019-12-25"}).Draw(t, "month")
	return first.AddDays(rapid.IntRange(0, 70).Draw(t, "day"))
}

func anyArticle(t *rapid.T, id int64) Article {
	a := Article{
		ID: id, Day: anyDay(t), Added: rapid.Int64Range(0, 5).Draw(t, "added"),
		Areas: anySome(t, someAreas, "areas"), Parties: anySome(t, someParties, "parties"),
		Source: rapid.SampledFrom(someSources).Draw(t, "source"), Lang: rapid.SampledFrom(someLangs).Draw(t, "lang"),
		State: rapid.SampledFrom(someStates).Draw(t, "state"),
	}
	for range rapid.IntRange(0, 2).Draw(t, "reports") {
		a.Reports = append(a.Reports, Reported{rapid.SampledFrom(someForms).Draw(t, "form"), rapid.SampledFrom(someStages).Draw(t, "stage")})
	}
	return a
}

// anyEngagement may name articles that the columns do not hold.
func anyEngagement(t *rapid.T, id int64) Engagement {
	e := Engagement{
		ID: id, Day: anyDay(t), Added: rapid.Int64Range(0, 5).Draw(t, "added"),
		Areas: anySome(t, someAreas, "areas"), Parties: anySome(t, someParties, "parties"),
		Form: rapid.SampledFrom(someForms).Draw(t, "form"), Stage: rapid.SampledFrom(someStages).Draw(t, "stage"),
		Series: rapid.SampledFrom(someSeries).Draw(t, "series"),
	}
	e.Precision = rapid.SampledFrom([]coop.Precision{"", coop.ToDay, coop.ToMonth, coop.ToYear, coop.Unknown}).Draw(t, "precision")
	e.Articles = rapid.SliceOfNDistinct(anyID(), 1, 4, rapid.ID).Draw(t, "articles")
	return e
}

// anyID is mostly low, and now and then too high for a bit.
func anyID() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64Range(1, 25), rapid.Int64Range(1, 25), rapid.Int64Range(1<<40, 1<<40+3))
}

func anyCorpus(t *rapid.T) corpus {
	var c corpus
	for _, id := range rapid.SliceOfNDistinct(anyID(), 0, 25, rapid.ID).Draw(t, "article ids") {
		c.articles = append(c.articles, anyArticle(t, id))
	}
	for _, id := range rapid.SliceOfNDistinct(anyID(), 0, 12, rapid.ID).Draw(t, "engagement ids") {
		c.engagements = append(c.engagements, anyEngagement(t, id))
	}
	return c
}

// anyQuery sets each field of a view now and then, so that they come alone and combined.
func anyQuery(t *rapid.T) Query {
	q := Query{Unit: rapid.SampledFrom([]coop.Unit{coop.Articles, coop.Engagements, ""}).Draw(t, "unit")}
	v := &q.View
	often := rapid.SampledFrom([]int{2, 5, 10, 20, 40}).Draw(t, "one in")
	now := func(label string) bool { return rapid.IntRange(1, often).Draw(t, label) == 1 }
	list := func(label string, from []string) []string {
		if !now(label) {
			return nil
		}
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, 2, rapid.ID).Draw(t, label)
	}
	v.Areas = list("area", append(someAreas[:4:4], "intelligence"))
	v.AllAreas = len(v.Areas) > 0 && now("all areas")
	v.Parties = list("party", append(someParties[:4:4], "FR"))
	v.AllParties = len(v.Parties) > 0 && now("all parties")
	v.WithAreas = list("with area", append(someAreas[:3:3], "other", "none"))
	v.WithParties = list("with party", someParties[:4])
	v.Forms = list("form", someForms[1:])
	v.Stages = list("stage", someStages[1:])
	v.Sources = list("source", append(someSources[:2:2], "nowhere"))
	v.Langs = list("lang", append(someLangs[1:3:3], "xx"))
	v.Origins = list("origin", []string{"rule", "human"})
	v.States = list("state", []string{"uncoded", "suggested", "coded", "excluded"})
	if now("pair") {
		v.Pair = rapid.SampledFrom([]string{"KH-US", "KH-TH", "FR-KH"}).Draw(t, "pair")
	}
	if now("days") {
		v.From, v.To = rapid.SampledFrom(spans).Draw(t, "from"), rapid.SampledFrom(spans).Draw(t, "to")
	}
	if now("q") {
		v.Q = "mine"
		q.Hits = &Hits{
			Articles:    rapid.SliceOfNDistinct(anyID(), 0, 15, rapid.ID).Draw(t, "article hits"),
			Engagements: rapid.SliceOfNDistinct(anyID(), 0, 6, rapid.ID).Draw(t, "engagement hits"),
		}
	}
	return q
}

// among are those of all that are among some.
func among(all, some []string) (out []string) {
	for _, one := range all {
		if slices.Contains(some, one) {
			out = append(out, one)
		}
	}
	return out
}

var sorts = []coop.Sort{coop.Newest, coop.Oldest, coop.Added, coop.Relevance, ""}

var sameNumbers = cmp.Options{cmpopts.EquateEmpty(), cmpopts.EquateApprox(0, 1e-9)}

// compare holds everything the columns say of a view against the reference.
func compare(t *rapid.T, columns *Columns, c corpus, q Query) {
	f := columns.Figures(q)
	items := c.items(q)
	check := func(what string, want, got any) {
		if diff := cmp.Diff(want, got, sameNumbers); diff != "" {
			t.Fatalf("%s of %q in %q (-want +got):\n%s", what, q.View.Query(), q.Unit, diff)
		}
	}
	check("total", len(items), f.Total)
	if len(items) > 0 {
		check("days", []coop.Day{items[len(items)-1].day, items[0].day}, []coop.Day{f.First, f.Last})
	} else {
		check("days", []coop.Day{"", ""}, []coop.Day{f.First, f.Last})
	}
	check("facets", c.facets(q), f.Facets)
	for _, sort := range sorts {
		ids := c.ids(q, sort)
		check("ids by "+string(sort), ids, columns.Select(q, sort, 0, 1000).IDs)
		offset, limit := rapid.IntRange(0, 12).Draw(t, "offset"), rapid.IntRange(0, 12).Draw(t, "limit")
		page, of := columns.Page(q, sort, offset, limit)
		want := ids[min(offset, len(ids)):]
		check("page by "+string(sort), want[:min(limit, len(want))], page.IDs)
		for place, id := range page.IDs {
			i := slices.IndexFunc(items, func(it item) bool { return it.id == id })
			check("areas of a row", among(allAreas(), items[i].areas), page.Areas(place))
			check("parties of a row", slices.Compact(slices.Sorted(slices.Values(items[i].parties))), page.Parties(place))
		}
		check("total beside a page", len(ids), of.Total)
	}
	var areas []AreaCount
	for _, slug := range allAreas() {
		areas = append(areas, AreaCount{slug, c.total(q, q.View.WithArea(slug))})
	}
	check("areas", areas, f.Areas())
	check("rows without area", c.total(q, q.View.WithArea("none")), f.NoArea())
	check("matrix", c.matrix(q), f.Matrix())
	check("pairs", c.pairs(q), f.Pairs())
	check("cooccurrence", c.cooccurrence(q), f.Cooccurrence())
	check("calendar", c.calendar(q), columns.Calendar(q))
	check("parties", len(partiesOf(items)), f.Parties())
	check("ends", c.ends(q), columns.Ends(q))
	check("series", c.series(q), columns.Series(q))
	some := rapid.SliceOfN(anyID(), 0, 9).Draw(t, "some rows")
	var among []Row
	for _, it := range items {
		if slices.Contains(some, it.id) {
			among = append(among, Row{it.id, it.day})
		}
	}
	check("among some", among, columns.Among(q, some))
	for _, size := range []int{1, 2} {
		sort := rapid.SampledFrom([]coop.Sort{coop.ByCount, coop.ByName, coop.ByLatest, ""}).Draw(t, "rank by")
		offset, limit := rapid.IntRange(0, 9).Draw(t, "first rank"), rapid.IntRange(1, 9).Draw(t, "ranks")
		rank := columns.RankParties
		if size == 2 {
			rank = columns.RankPairs
		}
		check("ranking", c.ranking(q, size, sort, offset, limit), rank(q, sort, offset, limit))
	}

	by := rapid.SampledFrom([]coop.By{coop.ByMonth, coop.ByQuarter, coop.ByYear, ""}).Draw(t, "by")
	split := rapid.SampledFrom([]coop.Split{coop.SplitCore, coop.SplitAll, ""}).Draw(t, "split")
	timeline := f.Timeline(by, split, "2016-02-29")
	check("timeline", c.timeline(q, by, split, "2016-02-29"), timeline)
	sum := 0
	for _, column := range timeline.Columns {
		height := 0.0
		for _, h := range column.Heights {
			height += h
		}
		if math.Abs(height-float64(column.Total)) > 1e-9 {
			t.Fatalf("heights of %s add up to %v, want %d", column.Period.Key, height, column.Total)
		}
		sum += column.Total
	}
	check("sum of the columns", len(items), sum)

	check("stages", c.stages(q), f.Stages())
	cov := columns.Coverage(q)
	whole := c.coverage(q, "", "")
	check("coverage", []int{whole.Articles, whole.Engagements, whole.SingleSource, whole.Sources, whole.Langs},
		[]int{cov.Articles, cov.Engagements, cov.SingleSource, cov.Sources, cov.Langs})
	step, periods := cov.Timeline(by, "2016-02-29")
	wantStep, want := c.coverageOverTime(q, by, "2016-02-29")
	check("step of the coverage", wantStep, step)
	check("coverage over time", want, periods)
}

func TestFiguresAgreeWithTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCorpus(t)
		columns := filled(c.articles, c.engagements)
		for range 3 {
			compare(t, columns, c, anyQuery(t))
		}
	})
}

// TestCoresThatShareAPass has several cores share the few rows of a corpus.
func TestCoresThatShareAPass(t *testing.T) {
	defer func(rows int) { shared = rows }(shared)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	shared = 0
	TestFiguresAgreeWithTheReference(t)
	TestMoreRowsThanALaneHolds(t)
}

func TestUpdatesLeadWhereFillingDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCorpus(t)
		columns := filled(c.articles, c.engagements)
		for range rapid.IntRange(1, 4).Draw(t, "updates") {
			columns.Update(c.change(t))
			compare(t, columns, c, anyQuery(t))
		}
	})
}

// change changes a corpus and gives the update that says so. Often a row keeps
// its day, as with most corrections.
func (c *corpus) change(t *rapid.T) Update {
	var u Update
	ids := rapid.SliceOfNDistinct(anyID(), 0, 6, rapid.ID)
	for _, id := range ids.Draw(t, "articles") {
		a := anyArticle(t, id)
		i := slices.IndexFunc(c.articles, func(a Article) bool { return a.ID == id })
		if i >= 0 {
			if rapid.Bool().Draw(t, "same day") {
				a.Day = c.articles[i].Day
			}
			c.articles = slices.Delete(slices.Clone(c.articles), i, i+1)
		}
		if rapid.Bool().Draw(t, "gone") {
			u.GoneArticles = append(u.GoneArticles, id)
			continue
		}
		u.Articles = append(u.Articles, a)
	}
	for _, id := range ids.Draw(t, "engagements") {
		e := anyEngagement(t, id)
		i := slices.IndexFunc(c.engagements, func(e Engagement) bool { return e.ID == id })
		if i >= 0 {
			if rapid.Bool().Draw(t, "same day") {
				e.Day = c.engagements[i].Day
			}
			c.engagements = slices.Delete(slices.Clone(c.engagements), i, i+1)
		}
		if rapid.Bool().Draw(t, "gone") {
			u.GoneEngagements = append(u.GoneEngagements, id)
			continue
		}
		u.Engagements = append(u.Engagements, e)
	}
	c.articles = append(c.articles, u.Articles...)
	for _, e := range c.engagements { // those of the changed articles come along
		if slices.ContainsFunc(e.Articles, func(id int64) bool {
			return slices.Contains(u.GoneArticles, id) || slices.ContainsFunc(u.Articles, func(a Article) bool { return a.ID == id })
		}) && !slices.Contains(u.GoneEngagements, e.ID) {
			u.Engagements = append(u.Engagements, e)
		}
	}
	c.engagements = append(slices.DeleteFunc(slices.Clone(c.engagements), func(e Engagement) bool {
		return slices.ContainsFunc(u.Engagements, func(n Engagement) bool { return n.ID == e.ID })
	}), u.Engagements...)
	return u
}
