package figures

import (
	"cmp"
	"math"
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
	mixed bool             // rows were appended out of order
	dayOf dayIndex         // by id: where to search a row
	links [][]link         // by number; 0 for all that have none
	vague []coop.Precision // by number of the links, of rows whose day is not known; "" for others

	areas   areaSets
	parties partySets
	reports sets
	traits  sets
}

func newTable(core []bool) table {
	return table{
		dayOf: dayIndex{}, links: [][]link{nil}, vague: []coop.Precision{""},
		areas: newAreaSets(core), parties: newPartySets(), reports: newSets(), traits: newSets(),
	}
}

// grow makes room for n more rows.
func (t *table) grow(n int) {
	t.rows, t.infos = slices.Grow(t.rows, n), slices.Grow(t.infos, n)
}

// append puts a row last, wherever it belongs; sort follows.
func (t *table) append(r row, in info) {
	if n := len(t.infos); n > 0 && inOrder(t.infos[n-1], in) > 0 {
		t.mixed = true
	}
	t.rows = append(t.rows, r)
	t.infos = append(t.infos, in)
	t.dayOf.set(in.id, in.day)
}

// sort puts all rows in order, at no cost if they were appended in order.
func (t *table) sort() {
	if t.mixed {
		sort.Sort(byDay{t.rows, t.infos})
		t.mixed = false
	}
}

type byDay struct {
	rows  []row
	infos []info
}

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
	day, ok := t.dayOf.get(id)
	if !ok {
		return -1
	}
	i, _ := slices.BinarySearchFunc(t.infos, info{id: id, day: day}, inOrder)
	return i
}

// put puts rows in place of those with the same ids, if there are any. Only new
// ids and new days move others. It sorts the slices it is given.
func (t *table) put(rows []row, infos []info) {
	var moved []int64
	fresh := byDay{rows: rows[:0], infos: infos[:0]}
	for j, in := range infos {
		i := t.find(in.id)
		if i >= 0 && t.infos[i].day == in.day {
			t.rows[i], t.infos[i] = rows[j], in
			continue
		}
		if i >= 0 {
			moved = append(moved, in.id)
		}
		fresh.rows, fresh.infos = append(fresh.rows, rows[j]), append(fresh.infos, in)
	}
	t.remove(moved)
	sort.Sort(fresh)
	// Merged from the end, so that rows before the first new one stay where they are.
	end := len(t.infos)
	t.rows, t.infos = append(t.rows, fresh.rows...), append(t.infos, fresh.infos...)
	for j := len(fresh.infos) - 1; j >= 0; j-- {
		at, _ := slices.BinarySearchFunc(t.infos[:end], fresh.infos[j], inOrder)
		copy(t.rows[at+j+1:], t.rows[at:end])
		copy(t.infos[at+j+1:], t.infos[at:end])
		t.rows[at+j], t.infos[at+j] = fresh.rows[j], fresh.infos[j]
		t.dayOf.set(fresh.infos[j].id, fresh.infos[j].day)
		end = at
	}
}

// remove takes out the rows with those ids, as far as there are any.
func (t *table) remove(ids []int64) {
	gone, first := idSet{}, len(t.infos)
	for _, id := range ids {
		if i := t.find(id); i >= 0 {
			gone.add(id)
			first = min(first, i)
		}
	}
	kept := first
	for i := first; i < len(t.infos); i++ {
		if gone.has(t.infos[i].id) {
			t.dayOf.unset(t.infos[i].id)
			continue
		}
		t.rows[kept], t.infos[kept] = t.rows[i], t.infos[i]
		kept++
	}
	t.rows, t.infos = t.rows[:kept], t.infos[:kept]
}

// linksOf are the articles of row i.
func (t *table) linksOf(i int) []link { return t.links[t.infos[i].links] }

// exact tells whether the day of a row is its own, and known to the day.
func (t *table) exact(in info) bool { return t.vague[in.links] == "" }

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

// dayIndex holds a day for each id, in pages: ids are dense, but an import may
// bring any. A map of ids would take four times the memory.
type dayIndex map[int64]*dayPage

type dayPage [512]int32

// noDay stands for an id that is not there.
const noDay = math.MinInt32

func (x dayIndex) get(id int64) (day int32, ok bool) {
	page := x[id/int64(len(dayPage{}))]
	if page == nil || page[id%int64(len(page))] == noDay {
		return 0, false
	}
	return page[id%int64(len(page))], true
}

func (x dayIndex) set(id int64, day int32) {
	n := id / int64(len(dayPage{}))
	page := x[n]
	if page == nil {
		page = &dayPage{}
		for i := range page {
			page[i] = noDay
		}
		x[n] = page
	}
	page[id%int64(len(page))] = day
}

func (x dayIndex) unset(id int64) {
	if page := x[id/int64(len(dayPage{}))]; page != nil {
		page[id%int64(len(page))] = noDay
	}
}
