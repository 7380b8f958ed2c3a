package words

import (
	"math"
	"slices"
	"strings"
)

// Set is many phrases, ready to be looked for at once. It may be used from any goroutine.
type Set struct {
	ids     map[string]int32 // a written form → its number, from 1
	bits    []uint64         // by form: its bit in a sketch
	fills   [][]int32        // by form: the slots that it fills alone, in order
	slots   []slot
	sketch  []uint64 // by slot: bits of the forms that it can begin with, many forms to a bit
	phrases [][]step
	starts  [][]start // form → phrases of which it fills the first place
	opens   [][]int32 // form → slots of several words that it may begin
	byName  []int32   // slots that the name of a party may begin
	byDigit []start   // phrases of which a number fills the first place
	grouped [][]start // slot of several words → phrases of which it is the first place
}

// slot says what can stand at one place.
type slot struct {
	longer []sequence           // alternatives of several tokens
	byForm map[int32][]sequence // of many alternatives, those that a form can begin, 0 for a name or number; else nil
	name   bool
	number bool
}

// sequence is an alternative of several tokens.
type sequence struct {
	slots []int32
	next  uint64 // sketch of what fills the second place; all bits where that may be further on
}

// step is a place of a phrase.
type step struct {
	slot     int32
	optional bool
	gap      bool
}

// start is a phrase whose first place is filled, and what tells at once that the rest
// of it does not follow.
type start struct {
	phrase int32
	gap    bool   // next may be some words further on
	next   uint64 // sketch of what fills the second place; all bits where that may be missing
}

// Match says that phrase number Phrase stands in tokens[From:To].
type Match struct{ Phrase, From, To int }

// NewSet makes a set. Phrases are numbered in their order. Lists holds the phrases
// that @names refer to; a name without a list matches nothing.
func NewSet(phrases []Phrase, lists map[string][]Phrase) *Set {
	b := builder{
		set:   &Set{ids: map[string]int32{}},
		known: map[string]int32{},
		lists: lists,
		open:  map[string]bool{},
	}
	for _, p := range phrases {
		b.set.phrases = append(b.set.phrases, b.steps(p))
	}
	s := b.set
	s.starts = make([][]start, len(s.ids)+1)
	s.opens = make([][]int32, len(s.ids)+1)
	s.grouped = make([][]start, len(s.slots))
	s.bits = make([]uint64, len(s.ids)+1)
	for form, id := range s.ids {
		s.bits[id] = bitOf(form)
	}
	s.fills = make([][]int32, len(s.ids)+1)
	for i := range s.slots {
		for _, f := range unique(b.forms[i]) {
			s.fills[f] = append(s.fills[f], int32(i))
		}
	}
	for i := range s.slots {
		s.sketch = append(s.sketch, b.sketch(int32(i)))
	}
	for i := range s.slots {
		b.sort(&s.slots[i])
	}
	for i, steps := range s.phrases {
		if len(steps) > 0 && !phrases[i].Asked {
			b.index(i, steps)
		}
	}
	return s
}

type builder struct {
	set   *Set
	known map[string]int32 // text of a slot → its number
	forms [][]int32        // by slot
	lists map[string][]Phrase
	open  map[string]bool // lists being read: one that holds itself ends there
}

func (b *builder) steps(p Phrase) (out []step) {
	for _, s := range p.slots {
		out = append(out, step{b.slot(s.text), s.optional, s.gap})
	}
	return out
}

func (b *builder) slot(text string) int32 {
	if n, ok := b.known[text]; ok {
		return n
	}
	n := int32(len(b.set.slots))
	b.set.slots = append(b.set.slots, slot{})
	b.forms = append(b.forms, nil)
	b.known[text] = n
	for alt := range strings.SplitSeq(text, "/") {
		b.alternative(n, alt)
	}
	return n
}

func (b *builder) alternative(n int32, alt string) {
	switch {
	case alt == "#":
		b.set.slots[n].number = true
	case alt == "@party":
		b.set.slots[n].name = true
	case strings.HasPrefix(alt, "@"):
		name := alt[1:]
		if b.open[name] {
			return
		}
		b.open[name] = true
		for _, p := range b.lists[name] {
			if len(p.slots) == 1 {
				for a := range strings.SplitSeq(p.slots[0].text, "/") {
					b.alternative(n, a)
				}
				continue
			}
			var places []int32
			for _, s := range p.slots {
				places = append(places, b.slot(s.text))
			}
			b.set.slots[n].longer = append(b.set.slots[n].longer, sequence{slots: places})
		}
		b.open[name] = false
	default:
		b.word(n, alt)
	}
}

func (b *builder) word(n int32, word string) {
	exact := strings.HasPrefix(word, "=")
	word = strings.TrimPrefix(word, "=")
	if parts := strings.Split(word, "-"); len(parts) > 1 {
		mark := ""
		if exact {
			mark = "="
		}
		var places []int32
		for i, p := range parts {
			if i < len(parts)-1 && p == strings.ToLower(p) {
				p = "=" + p // only the last part is inflected
			} else {
				p = mark + p
			}
			places = append(places, b.slot(p))
		}
		b.set.slots[n].longer = append(b.set.slots[n].longer, sequence{slots: places})
		word = strings.Join(parts, "")
	}
	list := []string{word}
	if !exact && word == strings.ToLower(word) {
		list = forms(word)
	}
	for _, f := range list {
		b.id(strings.ToLower(f)) // where that is not known, identify looks no further
		b.forms[n] = append(b.forms[n], b.id(f))
	}
}

// id numbers a form.
func (b *builder) id(form string) int32 {
	id, ok := b.set.ids[form]
	if !ok {
		id = int32(len(b.set.ids) + 1)
		b.set.ids[form] = id
	}
	return id
}

// beginnings returns the forms that an alternative of several tokens begins with, 0 for a name.
func (b *builder) beginnings(n int32) map[int32]bool {
	out := map[int32]bool{}
	var walk func(n int32)
	walk = func(n int32) {
		for _, q := range b.set.slots[n].longer {
			first := q.slots[0]
			for _, f := range b.forms[first] {
				out[f] = true
			}
			if b.set.slots[first].name || b.set.slots[first].number {
				out[0] = true
			}
			walk(first)
		}
	}
	walk(n)
	return out
}

// sketch sums up what a slot can begin with.
func (b *builder) sketch(slot int32) (bits uint64) {
	for form := range b.allBeginnings(slot) {
		if form > 0 {
			bits |= b.set.bits[form]
		} else {
			bits |= nameBit
		}
	}
	return bits
}

// sort notes what tells at once that an alternative does not stand somewhere, and puts
// the alternatives of a slot in order by what they begin with, if there are many.
func (b *builder) sort(s *slot) {
	for i := range s.longer {
		q := &s.longer[i]
		q.next = math.MaxUint64
		if first := b.set.slots[q.slots[0]]; len(q.slots) > 1 && !first.name && len(first.longer) == 0 {
			q.next = b.set.sketch[q.slots[1]]
		}
	}
	const many = 4
	if len(s.longer) <= many {
		return
	}
	s.byForm = map[int32][]sequence{}
	for _, q := range s.longer {
		for f := range b.allBeginnings(q.slots[0]) {
			s.byForm[f] = append(s.byForm[f], q)
		}
	}
}

// allBeginnings returns the forms that a slot can begin with, 0 for a name or number.
func (b *builder) allBeginnings(slot int32) map[int32]bool {
	begins := b.beginnings(slot)
	for _, f := range b.forms[slot] {
		begins[f] = true
	}
	if b.set.slots[slot].name || b.set.slots[slot].number {
		begins[0] = true
	}
	return begins
}

// index notes how a phrase can begin.
func (b *builder) index(phrase int, steps []step) {
	st := start{phrase: int32(phrase), next: math.MaxUint64}
	if len(steps) > 1 && !steps[1].optional {
		st.gap, st.next = steps[1].gap, b.set.sketch[steps[1].slot]
	}
	n := steps[0].slot
	first := &b.set.slots[n]
	if len(first.longer) > 0 || first.name {
		if b.set.grouped[n] == nil {
			b.opening(n)
		}
		b.set.grouped[n] = append(b.set.grouped[n], st)
		return
	}
	for _, f := range unique(b.forms[n]) {
		b.set.starts[f] = append(b.set.starts[f], st)
	}
	if first.number {
		b.set.byDigit = append(b.set.byDigit, st)
	}
}

// opening notes what a slot of several words can begin with.
func (b *builder) opening(slot int32) {
	for f := range b.allBeginnings(slot) {
		if f > 0 {
			b.set.opens[f] = append(b.set.opens[f], slot)
		} else {
			b.set.byName = append(b.set.byName, slot)
		}
	}
}

func unique(forms []int32) []int32 {
	sorted := slices.Clone(forms)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
