package gazetteer

import "slices"

// trie leads from word to word to the phrases that end there.
type trie struct {
	edges map[edge]int
	ends  [][]*phrase // by node; node 0 is the root
	first []bool      // by word: whether a phrase begins with it
}

type edge struct{ node, word int }

// insert adds a phrase. It wins over one for the same words, so that a line of kind
// not can overrule an alias. Such a one for other parties is returned.
func (t *trie) insert(path []int, p *phrase) (other *phrase) {
	if t.edges == nil {
		t.edges = map[edge]int{}
		t.ends = [][]*phrase{nil}
	}
	node := 0
	for _, w := range path {
		next, ok := t.edges[edge{node, w}]
		if !ok {
			next = len(t.ends)
			t.ends = append(t.ends, nil)
			t.edges[edge{node, w}] = next
		}
		node = next
	}
	for _, q := range t.ends[node] {
		if slices.Equal(q.looks, p.looks) && !slices.Equal(q.codes, p.codes) {
			other = q
		}
	}
	t.ends[node] = append([]*phrase{p}, t.ends[node]...)
	return other
}

// begin makes the trie ready for look-ups, once all phrases are in.
func (t *trie) begin(words int) {
	t.first = make([]bool, words+1)
	for e := range t.edges {
		if e.node == 0 {
			t.first[e.word] = true
		}
	}
}

// longest returns the longest phrase that begins with the token i, and how many
// tokens it has.
func (t *trie) longest(text string, tokens []token, i int) (found *phrase, n int) {
	if !t.first[tokens[i].word] {
		return nil, 0
	}
	node := 0
	for j := i; j < len(tokens); j++ {
		tok := tokens[j]
		if j > i {
			if !together(tokens[j-1], tok) {
				break
			}
			if w := tok.gap.word(); w != unknown {
				next, ok := t.edges[edge{node, w}]
				if !ok {
					break
				}
				node = next
			}
		}
		next, ok := t.edges[edge{node, tok.word}]
		if !ok {
			break
		}
		node = next
		for _, p := range t.ends[node] {
			if p.fits(text, tokens[i:j+1]) {
				found, n = p, j+1-i
				break
			}
		}
	}
	return found, n
}

// together tells whether a name can go on from one token to the next. A dot is part
// of a name after a short word, as in "St. Lucia", and else ends a sentence.
func together(a, b token) bool {
	if b.gap&broken != 0 {
		return false
	}
	return b.gap&withDot == 0 || a.end-a.start <= 3
}

// fits tells whether tokens are written as the phrase needs it: a name with capitals,
// an acronym in capitals. A text all in capitals has what every name needs.
func (p *phrase) fits(text string, tokens []token) bool {
	for i, t := range tokens {
		if need := p.looks[i]; t.look&need != need {
			return false
		}
	}
	if p.exact != "" {
		t := tokens[0]
		return len(tokens) > 1 || t.look&upper != 0 || text[t.start:t.end] == p.exact
	}
	return true
}
