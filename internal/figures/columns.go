package figures

import (
	"slices"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// Columns holds what figures and lists need of every article and engagement. Any
// number of goroutines may read it at once; a change must have it alone.
type Columns struct{ data *data }

// data is the contents of the columns. Articles and engagements number their
// sets apart, because a pass costs by the number of sets.
type data struct {
	cb          *codebook.Codebook
	parties     names
	sources     names
	langs       names
	traits      []trait
	traitIndex  map[trait]uint32
	articles    table
	engagements table
	series      map[int64]uint32 // of engagements that belong to one: its number
	seriesNames names
}

// trait is what an engagement takes from its articles: one of them must meet
// the conditions on all three together.
type trait struct {
	source, lang uint32
	state        coop.State
}

// New returns empty columns. Areas count in the order of the codebook.
func New(cb *codebook.Codebook) *Columns { return &Columns{newData(cb)} }

func newData(cb *codebook.Codebook) *data {
	core := make([]bool, len(cb.Areas()))
	for i, a := range cb.Areas() {
		core[i] = a.Core
	}
	return &data{
		cb: cb, traitIndex: map[trait]uint32{}, series: map[int64]uint32{},
		articles: newTable(core), engagements: newTable(core),
	}
}

// Grow makes room for so many articles and engagements, so that filling new
// columns does not copy them again and again.
func (c *Columns) Grow(articles, engagements int) {
	c.data.articles.grow(articles)
	c.data.engagements.grow(engagements)
}

// AddArticle adds an article to new columns: first all articles, then all
// engagements, then [Columns.Sort]. It is quickest with rows by day, then id.
func (c *Columns) AddArticle(a Article) { c.data.articles.append(c.data.article(a)) }

// AddEngagement adds an engagement to new columns.
func (c *Columns) AddEngagement(e Engagement) {
	c.data.articles.sort() // they are looked up from here on
	c.data.engagements.append(c.data.engagement(e))
}

// Sort ends the filling of new columns.
func (c *Columns) Sort() {
	c.data.articles.sort()
	c.data.engagements.sort()
}

// Len is the number of articles and engagements together.
func (c *Columns) Len() int { return len(c.data.articles.rows) + len(c.data.engagements.rows) }

// Update follows a commit. With an article it must bring the engagements that
// report it or did before, since they take over some of what it is.
func (c *Columns) Update(u Update) {
	d := c.data
	d.articles.remove(u.GoneArticles)
	put(&d.articles, u.Articles, d.article)
	d.engagements.remove(u.GoneEngagements)
	for _, id := range u.GoneEngagements {
		delete(d.series, id)
	}
	put(&d.engagements, u.Engagements, d.engagement)
}

// put makes rows of what a commit changed and puts them where they belong.
func put[Noun any](t *table, nouns []Noun, make func(Noun) (row, info)) {
	fresh := table{}
	for _, noun := range nouns {
		r, in := make(noun)
		fresh.rows, fresh.infos = append(fresh.rows, r), append(fresh.infos, in)
	}
	t.put(fresh.rows, fresh.infos)
}

// article makes a row of an article.
func (d *data) article(a Article) (row, info) {
	reports := make([]uint32, len(a.Reports))
	for i, r := range a.Reports {
		reports[i] = pairNumber(r)
	}
	o := trait{d.sources.number(a.Source), d.langs.number(a.Lang), a.State}
	n, ok := d.traitIndex[o]
	if !ok {
		n = uint32(len(d.traits))
		d.traits = append(d.traits, o)
		d.traitIndex[o] = n
	}
	t := &d.articles
	return row{
		areas:   t.areas.number(d.areaNumbers(a.Areas)),
		parties: t.parties.number(d.partyNumbers(a.Parties)),
		reports: t.reports.number(reports),
		traits:  t.traits.number([]uint32{n}),
	}, info{id: a.ID, added: a.Added, day: a.Day.Number()}
}

// engagement makes a row of an engagement. Its articles must be in place.
func (d *data) engagement(e Engagement) (row, info) {
	links := make([]link, len(e.Articles))
	for i, id := range e.Articles {
		links[i] = link{id, d.traitOf(id)}
	}
	d.setSeries(e.ID, e.Series)
	t := &d.engagements
	number := uint32(len(t.links))
	if i := t.find(e.ID); i >= 0 {
		number = t.infos[i].links
		t.links[number], t.vague[number] = links, vague(e.Precision)
	} else {
		t.links, t.vague = append(t.links, links), append(t.vague, vague(e.Precision))
	}
	return row{
		areas:   t.areas.number(d.areaNumbers(e.Areas)),
		parties: t.parties.number(d.partyNumbers(e.Parties)),
		reports: t.reports.number([]uint32{pairNumber(Reported{e.Form, e.Stage})}),
		traits:  t.traits.number(traitsOf(links)),
	}, info{id: e.ID, added: e.Added, day: e.Day.Number(), links: number}
}

// traitOf is the trait of an article, or absent.
func (d *data) traitOf(article int64) uint32 {
	i := d.articles.find(article)
	if i < 0 {
		return absent
	}
	return d.articles.traits.at(d.articles.rows[i].traits)[0]
}

func traitsOf(links []link) []uint32 {
	var out []uint32
	for _, l := range links {
		if l.trait != absent {
			out = append(out, l.trait)
		}
	}
	return out
}

func (d *data) areaNumbers(slugs []string) []uint32 {
	out := make([]uint32, 0, len(slugs))
	for _, slug := range slugs {
		if i := d.cb.Index(slug); i >= 0 {
			out = append(out, uint32(i))
		}
	}
	return out
}

func (d *data) partyNumbers(codes []string) []uint32 {
	out := make([]uint32, len(codes))
	for i, code := range codes {
		out[i] = d.parties.number(code)
	}
	return out
}

// stageStep is how far apart the pairs of one form and the next are numbered.
var stageStep = len(codebook.Stages()) + 1

// pairs is the number of (form, stage) pairs, "not stated" included.
var pairs = (len(codebook.Forms()) + 1) * stageStep

// pairNumber numbers a (form, stage) pair; the places of both in their lists,
// from 1, can be told from it, and 0 stands for not stated.
func pairNumber(r Reported) uint32 {
	return uint32((place(codebook.Forms(), r.Form)+1)*stageStep + place(codebook.Stages(), r.Stage) + 1)
}

// place is where a code stands in its list, or -1.
func place(codes []codebook.Code, slug string) int {
	return slices.IndexFunc(codes, func(c codebook.Code) bool { return c.Slug == slug })
}

// Figures counts the rows of a view in one pass.
func (c *Columns) Figures(q Query) *Figures {
	return newPlan(c.data, q).figures()
}

// Select names at most limit rows of a view in order, after the first offset. Rows
// of the same rank go by id, highest first.
func (c *Columns) Select(q Query, sort coop.Sort, offset, limit int) *Selection {
	return newPlan(c.data, q).selection(sort, offset, limit)
}

// Page is [Columns.Select] with the figures of the whole view.
func (c *Columns) Page(q Query, sort coop.Sort, offset, limit int) (*Selection, *Figures) {
	p := newPlan(c.data, q)
	return p.selection(sort, offset, limit), p.figures()
}
