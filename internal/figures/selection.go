package figures

import (
	"slices"

	"entente/internal/coop"
)

// Selection is rows of a view in order, with their codes. It does not change
// when the columns do; it is good for one goroutine.
type Selection struct {
	IDs []int64

	areas, parties []uint32 // numbers of the sets, by place in IDs
	areaLists      codeLists
	partyLists     codeLists
}

func (p *plan) selection(sort coop.Sort, offset, limit int) *Selection {
	t := p.t
	s := &Selection{IDs: p.ids(sort, offset, limit), areaLists: codeLists{sets: t.areas.sets}, partyLists: codeLists{sets: t.parties.sets}}
	s.areas, s.parties = make([]uint32, len(s.IDs)), make([]uint32, len(s.IDs))
	for place, id := range s.IDs {
		row := t.rows[t.find(id)]
		s.areas[place], s.parties[place] = row.areas, row.parties
	}
	for _, a := range p.d.cb.Areas() {
		s.areaLists.names = append(s.areaLists.names, a.Slug)
	}
	s.partyLists.names, s.partyLists.byName = p.d.parties.list, true
	return s
}

// Areas are the areas of the row at a place in IDs, in codebook order. The slice
// is shared.
func (s *Selection) Areas(place int) []string { return s.areaLists.of(s.areas[place]) }

// Parties are the parties of the row at a place in IDs, by code. The slice is shared.
func (s *Selection) Parties(place int) []string { return s.partyLists.of(s.parties[place]) }

// codeLists writes sets out, each once.
type codeLists struct {
	sets   sets
	names  []string // by number
	byName bool     // else by number
	lists  map[uint32][]string
}

func (l *codeLists) of(set uint32) []string {
	if l.lists == nil {
		l.lists = map[uint32][]string{}
	}
	if l.lists[set] == nil {
		list := make([]string, 0, len(l.sets.at(set)))
		for _, n := range l.sets.at(set) {
			list = append(list, l.names[n])
		}
		if l.byName {
			slices.Sort(list)
		}
		l.lists[set] = list
	}
	return l.lists[set]
}
