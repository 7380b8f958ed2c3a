package words

import (
	mathbits "math/bits"
	"slices"
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

// identify looks a word up.
func (s *Set) identify(t *Token, word string, ascii bool) {
	if len(word) > maxWord {
		return
	}
	if !ascii {
		t.lower = s.ids[strings.ToLower(word)]
		t.exact = s.ids[word]
		return
	}
	var buf [maxWord]byte
	upper := false
	for i := range len(word) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			upper = true
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	t.lower = s.ids[string(buf[:len(word)])]
	if upper {
		t.exact = s.ids[word]
	}
}

// Find reports every place where a phrase stands, by place and then by phrase. A
// phrase is reported once for each place where it begins.
func (s *Set) Find(tokens []Token, found func(Match)) {
	f := s.scratch.Get().(*finder)
	defer s.scratch.Put(f)
	f.tokens = tokens
	clear(f.cache)
	f.stops = slices.Grow(f.stops[:0], len(tokens))[:len(tokens)]
	for i := len(tokens) - 1; i >= 0; i-- {
		tokens[i].makeSketch()
		f.stops[i] = int32(i + 1)
		if i+1 < len(tokens) && tokens[i+1].Sentence == tokens[i].Sentence {
			f.stops[i] = f.stops[i+1]
		}
	}
	for i := range tokens {
		t := &tokens[i]
		if t.lower != 0 {
			f.try(i, s.starts[t.lower], found)
		}
		if t.exact != 0 && t.exact != t.lower {
			f.try(i, s.starts[t.exact], found)
		}
		if t.Name > 0 {
			f.try(i, s.byName, found)
		}
		if t.Number {
			f.try(i, s.byDigit, found)
		}
	}
}

// finder is one search through one text.
type finder struct {
	*Set
	tokens []Token
	cache  []seen  // by slot
	stops  []int32 // by token: where its sentence ends
}

// seen is what is known of a slot: it stands at no token in [from, to), and if end
// is over 0, at to. Many phrases ask for the same slot at the same place.
type seen struct{ from, to, end int32 }

func (t *Token) makeSketch() {
	t.sketch = 0
	if t.lower != 0 {
		t.sketch |= bitOf(t.lower)
	}
	if t.exact != 0 {
		t.sketch |= bitOf(t.exact)
	}
	if t.Name > 0 || t.Number {
		t.sketch |= nameBit
	}
}

func (f *finder) try(i int, phrases []int32, found func(Match)) {
	for _, p := range phrases {
		steps := f.phrases[p]
		var to int
		if sl := &f.slots[steps[0].slot]; len(sl.longer) > 0 || sl.name {
			to = f.match(i, steps, true)
		} else { // the token fills the first place, or the phrase would not be asked for
			if len(steps) > 1 && !steps[1].gap && !steps[1].optional &&
				(i+1 == len(f.tokens) || f.sketch[steps[1].slot]&f.tokens[i+1].sketch == 0) {
				continue // most phrases end here: the next word is another one
			}
			to = f.match(i+1, steps[1:], false)
		}
		if to > 0 {
			found(Match{int(p), i, to})
		}
	}
}

// match returns where the steps end that begin at tokens[i], or 0.
func (f *finder) match(i int, steps []step, first bool) int {
	if len(steps) == 0 {
		return i
	}
	if i >= len(f.tokens) {
		return 0
	}
	st := steps[0]
	limit := i + 1
	if !first {
		before := &f.tokens[i-1]
		if st.gap {
			limit = min(i+maxGap+1, int(f.stops[i-1]))
		} else if f.tokens[i].Clause != before.Clause {
			return 0
		}
	}
	for at := i; at < limit; at++ {
		var end int
		if at, end = f.next(at, limit, st.slot); end == 0 {
			break
		}
		if to := f.match(end, steps[1:], false); to > 0 {
			return to
		}
	}
	if st.optional {
		return f.match(i, steps[1:], first)
	}
	return 0
}

// next returns the first token from i on and before limit at which a slot stands,
// and where it ends, or 0 for the end.
func (f *finder) next(i, limit int, n int32) (at, end int) {
	c := &f.cache[n]
	if int32(i) < c.from || int32(i) > c.to {
		*c = seen{from: int32(i), to: int32(i)}
	}
	for c.end == 0 && int(c.to) < limit {
		if c.end = int32(f.stand(f.tokens, int(c.to), n)); c.end == 0 {
			c.to++
		}
	}
	if c.end > 0 && int(c.to) < limit {
		return int(c.to), int(c.end)
	}
	return limit, 0
}

// stand returns where the tokens end that fill a slot from tokens[i] on, or 0.
func (s *Set) stand(tokens []Token, i int, n int32) int {
	t := &tokens[i]
	if !s.mayBegin(n, t) {
		return 0
	}
	sl := &s.slots[n]
	for _, sequence := range sl.longer {
		if end := s.sequence(tokens, i, sequence); end > 0 {
			return end
		}
	}
	if sl.has(t.lower) || sl.has(t.exact) || sl.number && t.Number {
		return i + 1
	}
	if sl.name && t.Name > 0 {
		return i + t.Name
	}
	return 0
}

func (s *Set) sequence(tokens []Token, i int, slots []int32) int {
	clause := tokens[i].Clause
	for _, n := range slots {
		if i >= len(tokens) || tokens[i].Clause != clause {
			return 0
		}
		if i = s.stand(tokens, i, n); i == 0 {
			return 0
		}
	}
	return i
}

// bitOf is the bit of a form in a sketch; the last bit is that of names and numbers.
func bitOf(form int32) uint64 { return 1 << (uint32(form) * 2654435769 >> 26 % 63) }

const nameBit = 1 << 63

// mayBegin tells whether what fills slot n can begin with t. The sketches fit into
// the cache and turn most words away.
func (s *Set) mayBegin(n int32, t *Token) bool {
	return s.sketch[n]&t.sketch != 0 && s.slots[n].mayBegin(t)
}

func (s *slot) mayBegin(t *Token) bool {
	return t.lower != 0 && s.begins[t.lower/64]&(1<<(t.lower%64)) != 0 ||
		t.exact != 0 && s.begins[t.exact/64]&(1<<(t.exact%64)) != 0 ||
		t.Name > 0 && (s.name || s.begins[0]&1 != 0) || t.Number && (s.number || s.begins[0]&1 != 0)
}

func (s *slot) has(form int32) bool {
	return form != 0 && s.forms[form/64]&(1<<(form%64)) != 0
}
