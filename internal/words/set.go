package words

import "strings"

// Set is many phrases, ready to be looked for at once. It may be used from any goroutine.
type Set struct {
	ids     map[string]int32 // a written form → its number, from 1
	slots   []slot
	phrases [][]step
	starts  [][]int32 // form → phrases that can begin with it
	byName  []int32   // phrases that can begin with the name of a party
	byDigit []int32   // phrases that can begin with a number
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
	for i := range tokens {
		t := &tokens[i]
		if t.lower != 0 {
			s.try(tokens, i, s.starts[t.lower], found)
		}
		if t.exact != 0 && t.exact != t.lower {
			s.try(tokens, i, s.starts[t.exact], found)
		}
		if t.Name > 0 {
			s.try(tokens, i, s.byName, found)
		}
		if t.Number {
			s.try(tokens, i, s.byDigit, found)
		}
	}
}

func (s *Set) try(tokens []Token, i int, phrases []int32, found func(Match)) {
	for _, p := range phrases {
		if steps := s.phrases[p]; len(steps) > 1 && !steps[1].gap && !steps[1].optional && len(s.slots[steps[0].slot].longer) == 0 {
			// Most phrases end here: the next word is another one.
			if i+1 == len(tokens) || !s.slots[steps[1].slot].mayBegin(&tokens[i+1]) {
				continue
			}
		}
		if to := s.match(tokens, i, s.phrases[p], true); to > 0 {
			found(Match{int(p), i, to})
		}
	}
}

// match returns where the steps end that begin at tokens[i], or 0.
func (s *Set) match(tokens []Token, i int, steps []step, first bool) int {
	if len(steps) == 0 {
		return i
	}
	st := steps[0]
	most := 0
	if st.gap {
		most = maxGap
	}
	for skip := 0; skip <= most; skip++ {
		at := i + skip
		if at >= len(tokens) {
			return 0
		}
		if !first {
			if tokens[at].Sentence != tokens[i-1].Sentence {
				return 0
			}
			if !st.gap && tokens[at].Clause != tokens[i-1].Clause {
				return 0
			}
		}
		if end := s.stand(tokens, at, st.slot); end > 0 {
			if to := s.match(tokens, end, steps[1:], false); to > 0 {
				return to
			}
		}
		if st.optional {
			if to := s.match(tokens, at, steps[1:], first); to > 0 {
				return to
			}
		}
	}
	return 0
}

// stand returns where the tokens end that fill a slot from tokens[i] on, or 0.
func (s *Set) stand(tokens []Token, i int, n int32) int {
	sl := &s.slots[n]
	t := &tokens[i]
	if !sl.mayBegin(t) {
		return 0
	}
	if len(sl.longer) > 0 {
		for _, sequence := range sl.longer {
			if end := s.sequence(tokens, i, sequence); end > 0 {
				return end
			}
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

// mayBegin tells whether what fills the slot can begin with t.
func (s *slot) mayBegin(t *Token) bool {
	return t.lower != 0 && s.begins[t.lower/64]&(1<<(t.lower%64)) != 0 ||
		t.exact != 0 && s.begins[t.exact/64]&(1<<(t.exact%64)) != 0 ||
		t.Name > 0 && (s.name || s.begins[0]&1 != 0) || t.Number && (s.number || s.begins[0]&1 != 0)
}

func (s *slot) has(form int32) bool {
	return form != 0 && s.forms[form/64]&(1<<(form%64)) != 0
}
