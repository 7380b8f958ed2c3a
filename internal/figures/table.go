package figures

import (
	"cmp"
	"slices"
	"sort"

	"entente/internal/coop"
)

// row is what a pass reads of an article or engagement: the numbers of its sets.
type row struct {
	areas   uint32
	parties uint32
	reports uint32 // (form, stage) of each report; an engagement has its own, one
	traits  uint32 // source, language and state of each article; an article has its own, one
}

// info is what only lists, searches and changes read of a row.
type info struct {
	id    int64
	added int64
	day   int32
	links uint32 // number of its links
}

// link is an article of an engagement, with its trait, so that a search needs
// no look-up by id.
type link struct {
	article int64
	trait   uint32
}

// absent is the trait of an article that the columns do not hold.
const absent = ^uint32(0)

// table holds the rows of one unit by day, then id.
type table struct {
	rows  []row
	infos []info
	dayOf map[int64]int32 // by id: where to search a row
	links [][]link        // by number; 0 for all that have none

	areas   areaSets
	parties partySets
	reports sets
	traits  sets
}

func newTable(core []bool) table {
	return table{
		dayOf: map[int64]int32{}, links: [][]link{nil},
		areas: newAreaSets(core), parties: newPartySets(), reports: newSets(), traits: newSets(),
	}
}

// append puts a row last, wherever it belongs; sort follows.
func (t *table) append(r row, in info) {
	t.rows = append(t.rows, r)
	t.infos = append(t.infos, in)
	t.dayOf[in.id] = in.day
}

// sort puts all rows in order, at no cost if they were appended in order.
func (t *table) sort() {
	if s := (byDay{t}); !sort.IsSorted(s) {
		sort.Sort(s)
	}
}

type byDay struct{ *table }

func (t byDay) Len() int           { return len(t.infos) }
func (t byDay) Less(i, j int) bool { return inOrder(t.infos[i], t.infos[j]) < 0 }
func (t byDay) Swap(i, j int) {
	t.rows[i], t.rows[j] = t.rows[j], t.rows[i]
	t.infos[i], t.infos[j] = t.infos[j], t.infos[i]
}

func inOrder(a, b info) int {
	if a.day != b.day {
		return cmp.Compare(a.day, b.day)
	}
	return cmp.Compare(a.id, b.id)
}

// find is where the row with that id stands, or -1.
func (t *table) find(id int64) int {
	day, ok := t.dayOf[id]
	if !ok {
		return -1
	}
	i, _ := slices.BinarySearchFunc(t.infos, info{id: id, day: day}, inOrder)
	return i
}

// put puts a row in place of the one with the same id, if there is one. Only a
// new day moves rows.
func (t *table) put(r row, in info) {
	if day, ok := t.dayOf[in.id]; ok && day != in.day {
		t.remove(in.id)
	}
	i, there := slices.BinarySearchFunc(t.infos, in, inOrder)
	if there {
		t.rows[i], t.infos[i] = r, in
		return
	}
	t.rows = slices.Insert(t.rows, i, r)
	t.infos = slices.Insert(t.infos, i, in)
	t.dayOf[in.id] = in.day
}

func (t *table) remove(id int64) {
	i := t.find(id)
	if i < 0 {
		return
	}
	t.rows = slices.Delete(t.rows, i, i+1)
	t.infos = slices.Delete(t.infos, i, i+1)
	delete(t.dayOf, id)
}

// linksOf are the articles of row i.
func (t *table) linksOf(i int) []link { return t.links[t.infos[i].links] }

// since is the first row of that day or later.
func (t *table) since(day int32) int {
	i, _ := slices.BinarySearchFunc(t.infos, day, func(in info, day int32) int { return cmp.Compare(in.day, day) })
	return i
}

// span is the rows lo ≤ i < hi from one day to another; "" is open. Where no
// day can be it is empty, and still a place between rows.
func (t *table) span(from, to coop.Day) (lo, hi int) {
	hi = len(t.rows)
	if from != "" {
		lo = t.since(from.Number())
	}
	if to != "" {
		hi = t.since(to.Number() + 1)
	}
	return lo, max(lo, hi)
}
