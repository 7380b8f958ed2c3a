package words

import (
	"math"
	"slices"
	"strings"
)

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
	if upper && t.lower != 0 {
		t.exact = s.ids[word]
	}
}

// Search looks for the phrases of a set in one text after another.
type Search struct {
	*Set
	tokens []Token
	cache  []seen   // by slot
	stops  []int32  // by token: where its sentence ends
	ahead  []uint64 // by token: sketches of it and of those that a gap can span from it on
	opened []int    // by slot: the round in which it was last opened
	round  int      // counts tokens over all texts, from 1
	found  []Match  // those that begin at one token
}

// NewSearch makes a search, which one goroutine at a time may use for any number of texts.
func (s *Set) NewSearch() *Search {
	return &Search{Set: s, cache: make([]seen, len(s.slots)), opened: make([]int, len(s.slots))}
}

// Find reports every place where a phrase stands, by place and then by phrase. A
// phrase is reported once for each place where it begins. Phrases that are only asked
// for are left out.
func (f *Search) Find(tokens []Token, found func(Match)) {
	s := f.Set
	f.tokens = tokens
	clear(f.cache)
	n := len(tokens)
	f.stops = slices.Grow(f.stops[:0], n)[:n]
	f.ahead = slices.Grow(f.ahead[:0], n+1)[:n+1]
	f.ahead[n] = 0
	for i := n - 1; i >= 0; i-- {
		tokens[i].sketch = s.sketchOf(&tokens[i])
		f.stops[i] = int32(i + 1)
		if i+1 < n && tokens[i+1].Sentence == tokens[i].Sentence {
			f.stops[i] = f.stops[i+1]
		}
		f.ahead[i] = 0
		for at := i; at < min(i+1+maxGap, int(f.stops[i])); at++ {
			f.ahead[i] |= tokens[at].sketch
		}
	}
	for i := range tokens {
		t := &tokens[i]
		f.round++
		f.found = f.found[:0]
		if t.lower != 0 {
			f.try(i, i+1, s.starts[t.lower])
			f.open(i, s.opens[t.lower])
		}
		if t.exact != 0 && t.exact != t.lower {
			f.try(i, i+1, s.starts[t.exact])
			f.open(i, s.opens[t.exact])
		}
		if t.Number {
			f.try(i, i+1, s.byDigit)
		}
		if t.Name > 0 || t.Number {
			f.open(i, s.byName)
		}
		slices.SortFunc(f.found, func(a, b Match) int { return a.Phrase - b.Phrase })
		for _, m := range f.found {
			found(m)
		}
	}
}

// Stands tells whether a phrase begins at one of tokens[from:to] of the text that Find
// is in or was in last.
func (f *Search) Stands(phrase, from, to int) bool {
	steps := f.phrases[phrase]
	if len(steps) == 0 {
		return false
	}
	first := steps[0].slot
	sketch := f.sketch[first]
	for i := from; i < to; i++ {
		if sketch&f.tokens[i].sketch == 0 {
			continue
		}
		if end := f.stand(f.tokens, i, first); end > 0 && f.match(end, steps[1:]) > 0 {
			return true
		}
	}
	return false
}

// seen is what is known of a slot: it stands at no token in [from, to), and if end
// is over 0, at to. Many phrases ask for the same slot at the same place.
type seen struct{ from, to, end int32 }

// sketchOf sums up what stands at a token. The form 0 has no bits.
func (s *Set) sketchOf(t *Token) uint64 {
	sketch := s.bits[t.lower] | s.bits[t.exact]
	if t.Name > 0 || t.Number {
		sketch |= nameBit
	}
	return sketch
}

// open tries the phrases that begin with a slot of several words.
func (f *Search) open(i int, slots []int32) {
	for _, n := range slots {
		if f.opened[n] == f.round {
			continue
		}
		f.opened[n] = f.round
		if at, end := f.next(i, i+1, n); at == i && end > 0 {
			f.try(i, end, f.grouped[n])
		}
	}
}

// try looks for the phrases of which the first place stands at tokens[i:to].
func (f *Search) try(i, to int, phrases []start) {
	next, ahead := uint64(0), uint64(0)
	if to < int(f.stops[to-1]) {
		ahead = f.ahead[to]
		if f.tokens[to].Clause == f.tokens[to-1].Clause {
			next = f.tokens[to].sketch
		}
	}
	for k := range phrases {
		p := &phrases[k]
		// Most phrases end here: what they ask for next does not follow.
		if p.next != math.MaxUint64 && (p.next&ahead == 0 || p.next&next == 0 && !p.gap) {
			continue
		}
		if end := f.match(to, f.phrases[p.phrase][1:]); end > 0 {
			f.found = append(f.found, Match{int(p.phrase), i, end})
		}
	}
}

// match returns where the steps end that go on at tokens[i], or 0.
func (f *Search) match(i int, steps []step) int {
	if len(steps) == 0 {
		return i
	}
	if i >= len(f.tokens) {
		return 0
	}
	st := steps[0]
	limit := i + 1
	if st.gap {
		limit = min(i+maxGap+1, int(f.stops[i-1]))
	} else if f.tokens[i].Clause != f.tokens[i-1].Clause {
		return 0
	}
	for at := i; at < limit; at++ {
		var end int
		if at, end = f.next(at, limit, st.slot); end == 0 {
			break
		}
		if to := f.match(end, steps[1:]); to > 0 {
			return to
		}
	}
	if st.optional {
		return f.match(i, steps[1:])
	}
	return 0
}

// next returns the first token from i on and before limit at which a slot stands,
// and where it ends, or 0 for the end.
func (f *Search) next(i, limit int, n int32) (at, end int) {
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
	if s.sketch[n]&t.sketch == 0 {
		return 0 // so it is for most words, and the sketches fit into the cache
	}
	sl := &s.slots[n]
	if sl.byForm == nil {
		if end := s.anyOf(tokens, i, sl.longer); end > 0 {
			return end
		}
	} else if end := s.beginning(tokens, i, sl.byForm); end > 0 {
		return end
	}
	if s.isFilled(n, t.lower) || s.isFilled(n, t.exact) || sl.number && t.Number {
		return i + 1
	}
	if sl.name && t.Name > 0 {
		return i + t.Name
	}
	return 0
}

// beginning returns where the alternative ends that stands at tokens[i], or 0.
func (s *Set) beginning(tokens []Token, i int, byForm map[int32][]sequence) int {
	t := &tokens[i]
	if t.lower != 0 {
		if end := s.anyOf(tokens, i, byForm[t.lower]); end > 0 {
			return end
		}
	}
	if t.exact != 0 && t.exact != t.lower {
		if end := s.anyOf(tokens, i, byForm[t.exact]); end > 0 {
			return end
		}
	}
	if t.Name > 0 || t.Number {
		return s.anyOf(tokens, i, byForm[0])
	}
	return 0
}

func (s *Set) anyOf(tokens []Token, i int, list []sequence) int {
	next := uint64(0)
	if i+1 < len(tokens) && tokens[i+1].Clause == tokens[i].Clause {
		next = tokens[i+1].sketch
	}
	for k := range list {
		if q := &list[k]; q.next == math.MaxUint64 || q.next&next != 0 {
			if end := s.sequence(tokens, i, q.slots); end > 0 {
				return end
			}
		}
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

// isFilled tells whether a form fills a slot. Most forms fill few, so that they are
// quickly looked through.
func (s *Set) isFilled(slot, form int32) bool {
	_, found := slices.BinarySearch(s.fills[form], slot)
	return found
}

// bitOf is the bit of a form in a sketch; the last bit is that of names and numbers. It
// comes from the first letters, so that the inflections of a word mostly share one.
func bitOf(form string) uint64 {
	const letters = 3
	sum := uint32(0)
	for i := range min(len(form), letters) {
		sum = sum*31 + uint32(form[i])
	}
	return 1 << (sum * 2654435769 >> 16 % 63)
}

const nameBit = 1 << 63
