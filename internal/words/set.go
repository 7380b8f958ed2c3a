package words

import (
	mathbits "math/bits"
	"strings"
	"sync"
)

// Set is many phrases, ready to be looked for at once. It may be used from any goroutine.
type Set struct {
	ids     map[string]int32 // a written form → its number, from 1
	slots   []slot
	sketch  []uint64 // by slot: bits of the forms that it can begin with, many forms to a bit
	phrases [][]step
	starts  [][]int32 // form → phrases that can begin with it
	byName  []int32   // phrases that can begin with the name of a party
	byDigit []int32   // phrases that can begin with a number
	scratch sync.Pool // of *finder
}

// slot says what can stand at one place.
type slot struct {
	forms  []uint64  // bits of the forms that are one token
	longer [][]int32 // alternatives of several tokens, as slots
	begins []uint64  // bits of the forms that any of it can begin with; the first bit: a name or number
	name   bool
	number bool
}

// step is a place of a phrase.
type step struct {
	slot     int32
	optional bool
	gap      bool
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
	s.scratch.New = func() any { return &finder{Set: s, cache: make([]seen, len(s.slots))} }
	s.starts = make([][]int32, len(s.ids)+1)
	for i := range s.slots {
		s.slots[i].forms = make([]uint64, (len(s.ids)+64)/64)
		for _, f := range b.forms[i] {
			s.slots[i].forms[f/64] |= 1 << (f % 64)
		}
	}
	for i := range s.slots {
		s.slots[i].begins = make([]uint64, len(s.slots[i].forms))
		copy(s.slots[i].begins, s.slots[i].forms)
		for f := range b.beginnings(int32(i)) {
			s.slots[i].begins[f/64] |= 1 << (f % 64)
		}
		s.sketch = append(s.sketch, s.slots[i].sketch())
	}
	for i, steps := range s.phrases {
		if len(steps) > 0 {
			b.index(int32(i), steps[0].slot)
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
			var sequence []int32
			for _, s := range p.slots {
				sequence = append(sequence, b.slot(s.text))
			}
			b.set.slots[n].longer = append(b.set.slots[n].longer, sequence)
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
		var sequence []int32
		for i, p := range parts {
			if i < len(parts)-1 && p == strings.ToLower(p) {
				p = "=" + p // only the last part is inflected
			} else {
				p = mark + p
			}
			sequence = append(sequence, b.slot(p))
		}
		b.set.slots[n].longer = append(b.set.slots[n].longer, sequence)
		word = strings.Join(parts, "")
	}
	list := []string{word}
	if !exact && word == strings.ToLower(word) {
		list = forms(word)
	}
	for _, f := range list {
		id, ok := b.set.ids[f]
		if !ok {
			id = int32(len(b.set.ids) + 1)
			b.set.ids[f] = id
		}
		b.forms[n] = append(b.forms[n], id)
	}
}

// beginnings returns the forms that an alternative of several tokens begins with, 0 for a name.
func (b *builder) beginnings(n int32) map[int32]bool {
	out := map[int32]bool{}
	var walk func(n int32)
	walk = func(n int32) {
		for _, sequence := range b.set.slots[n].longer {
			for _, f := range b.forms[sequence[0]] {
				out[f] = true
			}
			if b.set.slots[sequence[0]].name || b.set.slots[sequence[0]].number {
				out[0] = true
			}
			walk(sequence[0])
		}
	}
	walk(n)
	return out
}

// sketch sums up what the slot can begin with.
func (s *slot) sketch() (bits uint64) {
	for i, word := range s.begins {
		for ; word != 0; word &= word - 1 {
			if form := i*64 + mathbits.TrailingZeros64(word); form > 0 {
				bits |= bitOf(int32(form))
			}
		}
	}
	if s.name || s.number || s.begins[0]&1 != 0 {
		bits |= nameBit
	}
	return bits
}

// index notes which forms a phrase can begin with.
func (b *builder) index(phrase, slot int32) {
	seen := map[int32]bool{}
	var walk func(slot int32)
	walk = func(n int32) {
		for _, f := range b.forms[n] {
			if !seen[f] {
				seen[f] = true
				b.set.starts[f] = append(b.set.starts[f], phrase)
			}
		}
		if b.set.slots[n].name && !seen[0] {
			seen[0] = true
			b.set.byName = append(b.set.byName, phrase)
		}
		if b.set.slots[n].number && !seen[-1] {
			seen[-1] = true
			b.set.byDigit = append(b.set.byDigit, phrase)
		}
		for _, sequence := range b.set.slots[n].longer {
			walk(sequence[0])
		}
	}
	walk(slot)
}
