package figures

import (
	"slices"
)

// names numbers distinct texts from 0 in the order in which they come up.
// Names are only ever added, so a copy of list stays valid without the lock.
type names struct {
	list  []string
	index map[string]uint32
}

func (n *names) number(name string) uint32 {
	i, ok := n.index[name]
	if !ok {
		if n.index == nil {
			n.index = map[string]uint32{}
		}
		i = uint32(len(n.list))
		n.list = append(n.list, name)
		n.index[name] = i
	}
	return i
}

// find is the number of a name, or -1.
func (n *names) find(name string) int {
	if i, ok := n.index[name]; ok {
		return int(i)
	}
	return -1
}

// sets numbers distinct sets of numbers; number 0 is the empty set. They lie in
// one flat slice, since a pass reads one of them for every row. Sets are only
// ever added, so a copy of the struct can be read without the lock.
type sets struct {
	flat  []uint32
	start []uint32 // set i is flat[start[i]:start[i+1]]

	// index has the number of a set by its hash, or by the next one that was free: the
	// members themselves as a key would take as much memory as the rows.
	index map[uint64]uint32
}

func newSets() sets {
	return sets{start: []uint32{0, 0}, index: map[uint64]uint32{}}
}

func (s *sets) len() int { return len(s.start) - 1 }

func (s *sets) at(i uint32) []uint32 { return s.flat[s.start[i]:s.start[i+1]] }

// number is the number of a set. It sorts the slice it is given.
func (s *sets) number(set []uint32) uint32 {
	if len(set) == 0 {
		return 0
	}
	slices.Sort(set)
	set = slices.Compact(set)
	var hash uint64
	for _, n := range set {
		hash = (hash ^ uint64(n)) * 0x9e3779b97f4a7c15
		hash ^= hash >> 32
	}
	for ; ; hash++ {
		i, taken := s.index[hash]
		if !taken {
			i = s.add(set)
			s.index[hash] = i
			return i
		}
		if slices.Equal(s.at(i), set) {
			return i
		}
	}
}

// add gives a set a new number even if it has one already, and so without looking.
func (s *sets) add(set []uint32) uint32 {
	s.flat = append(s.flat, set...)
	s.start = append(s.start, uint32(len(s.flat)))
	return uint32(s.len() - 1)
}

// heads is how many parties of a set are read without a branch.
const heads = 4

// partySets are sets of parties with the first few of each in one word. A pass
// adds up matrix rows for each party of a row; a loop over two or three of them
// takes a wrong turn so often that it would cost a third of the whole pass.
type partySets struct {
	sets
	head []uint64 // by set: four rows of lanes, and whether there are more parties
}

// Lanes of party i are row heads+i; the rows before are never read and take in
// what a set of fewer parties has too many. The gazetteer has some 250 parties.
const (
	headBits = 15
	headMask = 1<<headBits - 1
	headMore = 1 << 63
)

func newPartySets() partySets {
	s := partySets{sets: newSets()}
	s.addHead(0)
	return s
}

func (s *partySets) number(set []uint32) uint32 {
	i := s.sets.number(set)
	if int(i) == len(s.head) {
		s.addHead(i)
	}
	return i
}

func (s *partySets) addHead(i uint32) {
	set, head := s.at(i), uint64(0)
	for j := range heads {
		row := uint64(j)
		if j < len(set) {
			row = heads + uint64(set[j])
		}
		head |= row << (j * headBits)
	}
	if len(set) > heads {
		head |= headMore
	}
	s.head = append(s.head, head)
}

// perLanes is the number of areas that lanes count.
const perLanes = 16

// lanes are sixteen counters of 16 bits, one an area: four additions count a
// row in all its areas, without a branch on how many those are. They are fields
// and no array, because fields stay in registers.
type lanes struct{ a, b, c, d uint64 }

// maxLanes is how many rows fit before a counter must be emptied.
const maxLanes = 1<<16 - 1

func (l *lanes) set(i int) { *l.word(i) |= 1 << (i % 4 * 16) }

func (l *lanes) get(i int) int32 { return int32(*l.word(i) >> (i % 4 * 16) & maxLanes) }

func (l *lanes) word(i int) *uint64 {
	return [...]*uint64{&l.a, &l.b, &l.c, &l.d}[i/4]
}

func (l *lanes) add(m lanes) {
	l.a += m.a
	l.b += m.b
	l.c += m.c
	l.d += m.d
}

// A kind says of a set of areas how many they are, in the low bits, and
// whether any lies outside the core. A timeline is counted by kind, since it
// needs nothing else beside the areas themselves.
const (
	kindSize  = 1<<6 - 1 // [codebook.MaxAreas] fits
	kindOther = 1 << 6
	kinds     = 1 << 7
)

// areaSets are sets of areas with what a pass adds up for each.
type areaSets struct {
	sets
	core  []bool  // by area
	wide  int     // lanes to a set
	lanes []lanes // set i has lanes[i*wide:][:wide]
	kind  []uint8 // by set
}

func newAreaSets(core []bool) areaSets {
	wide := (len(core) + perLanes - 1) / perLanes
	return areaSets{sets: newSets(), core: core, wide: wide, lanes: make([]lanes, wide), kind: []uint8{0}}
}

func (s *areaSets) number(set []uint32) uint32 {
	i := s.sets.number(set)
	if int(i) == len(s.kind) {
		own := make([]lanes, s.wide)
		kind := uint8(0)
		for _, a := range s.at(i) {
			own[a/perLanes].set(int(a % perLanes))
			kind++
			if !s.core[a] {
				kind |= kindOther
			}
		}
		s.lanes = append(s.lanes, own...)
		s.kind = append(s.kind, kind)
	}
	return i
}

// nearIDs bounds the ids that are kept as bits. An import may bring any id, and
// a single huge one must not cost a huge slice.
const nearIDs = 1 << 26

// idSet is a set of row ids.
type idSet struct {
	len  int // additions, repeats included
	bits []uint64
	far  map[int64]bool
}

func idsOf(ids []int64) idSet {
	var s idSet
	for _, id := range ids {
		s.add(id)
	}
	return s
}

func (s *idSet) add(id int64) {
	s.len++
	if uint64(id) >= nearIDs {
		if s.far == nil {
			s.far = map[int64]bool{}
		}
		s.far[id] = true
		return
	}
	word := int(id / 64)
	if word >= len(s.bits) {
		s.bits = append(s.bits, make([]uint64, word+1-len(s.bits))...)
	}
	s.bits[word] |= 1 << (id % 64)
}

func (s *idSet) has(id int64) bool {
	if uint64(id) >= nearIDs {
		return s.far[id]
	}
	word := int(id / 64)
	return word < len(s.bits) && s.bits[word]>>(id%64)&1 == 1
}
