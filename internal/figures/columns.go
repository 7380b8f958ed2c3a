package figures

import (
	"math"
	"slices"
	"sync"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// Columns holds what figures and lists need of every article and engagement.
// It is safe for concurrent use: readers share it, a change has it alone.
type Columns struct {
	cb   *codebook.Codebook
	mu   sync.RWMutex
	data *data
}

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
}

// trait is what an engagement takes from its articles: one of them must meet
// the conditions on all three together.
type trait struct {
	source, lang uint32
	state        coop.State
}

// New returns empty columns. Areas count in the order of the codebook.
func New(cb *codebook.Codebook) *Columns {
	return &Columns{cb: cb, data: newData(cb)}
}

func newData(cb *codebook.Codebook) *data {
	core := make([]bool, len(cb.Areas()))
	for i, a := range cb.Areas() {
		core[i] = a.Core
	}
	return &data{cb: cb, traitIndex: map[trait]uint32{}, articles: newTable(core), engagements: newTable(core)}
}

// Load replaces everything. It is quickest with rows by day, then id. Readers
// see the old rows until it is done; an [Columns.Update] meanwhile would be lost.
func (c *Columns) Load(articles []Article, engagements []Engagement) {
	d := newData(c.cb)
	for _, a := range articles {
		d.articles.append(d.article(a))
	}
	d.articles.sort()
	for _, e := range engagements {
		d.engagements.append(d.engagement(e))
	}
	d.engagements.sort()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.data = d
}

// Update follows a commit. Engagements whose articles changed follow by
// themselves, as far as they depend on them; but for thousands of rows Load is
// quicker, since each row is put in place on its own.
func (c *Columns) Update(u Update) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.data
	var changed idSet // articles that now mean something else to their engagements
	for _, id := range u.GoneArticles {
		changed.add(id)
		d.articles.remove(id)
	}
	for _, a := range u.Articles {
		before := d.traitOf(a.ID)
		d.articles.put(d.article(a))
		if d.traitOf(a.ID) != before {
			changed.add(a.ID)
		}
	}
	for _, id := range u.GoneEngagements {
		d.engagements.remove(id)
	}
	for _, e := range u.Engagements {
		d.engagements.put(d.engagement(e))
	}
	if changed.len > 0 {
		d.relink(changed)
	}
}

// relink renews the engagements that have one of the articles.
func (d *data) relink(articles idSet) {
	t := &d.engagements
	for i := range t.rows {
		links, renewed := t.linksOf(i), false
		for j := range links {
			if articles.has(links[j].article) {
				links[j].trait = d.traitOf(links[j].article)
				renewed = true
			}
		}
		if renewed {
			t.rows[i].traits = t.traits.number(traitsOf(links))
		}
	}
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
	t := &d.engagements
	number := uint32(len(t.links))
	if i := t.find(e.ID); i >= 0 {
		number = t.infos[i].links
		t.links[number] = links
	} else {
		t.links = append(t.links, links)
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
	c.mu.RLock()
	defer c.mu.RUnlock()
	return newPlan(c.data, q).figures()
}

// IDs names all rows of a view in order. Rows of the same rank go by id,
// highest first.
func (c *Columns) IDs(q Query, sort coop.Sort) []int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return newPlan(c.data, q).ids(sort, 0, math.MaxInt)
}

// Page names at most limit rows of a view after the first offset, with the
// figures of the whole view, both of the same moment.
func (c *Columns) Page(q Query, sort coop.Sort, offset, limit int) ([]int64, *Figures) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	p := newPlan(c.data, q)
	return p.ids(sort, offset, limit), p.figures()
}
