package suggest

import (
	"slices"

	"entente/internal/codebook"
	"entente/internal/gazetteer"
	"entente/internal/words"
)

// How much a sentence counts, by where it stands.
const (
	headline    = 1.4
	opening     = 1.1
	middle      = 0.9
	late        = 0.3 // where articles tell the background
	openings    = 3   // sentences that are the opening
	middles     = 5   // sentences before the late ones
	past        = 0.15
	perhapsPast = 0.3
	newsPast    = 0.6 // in the headline or the first sentence, which tell the news
	newcomer    = 0.25
	leading     = 3 // sentences that tell what the article is about
	beginning   = 2 // sentences that name the parties an article is about
)

// maxEvidence is how many pieces of evidence are kept for a code.
const maxEvidence = 12

// reading is what is found in one article. It is used again for the next.
type reading struct {
	e         *Engine
	text      map[Field]string
	tokens    []words.Token
	marks     []mark    // by token of the field being read
	newcomers []int     // by sentence of the field being read
	back      []float64 // by clause of the field being read: 1, or less for background
	sums      []sum     // by code
	repeats   []uint8   // by phrase: how often it counted
	hits      []hit     // of the sentence being read
	from, to  int       // tokens of that sentence
	applied   []applied // by clue
	search    *words.Search
	masks     []mask // by token of the field being read
	pass      int    // counts sentences over all that is read, from 1
	present   int    // the year that the article is about, or 0
	latest    int    // the latest year named, or 0
	parties   []partySum
	partyAt   map[string]int
	main      map[string]bool // parties that the beginning names
	link      float64         // how strongly one sentence names two parties
}

// mark says how the name of a party stands in its sentence.
type mark uint8

const (
	mentioned mark = 1 << iota
	placeOnly
	taking
	inOperation
	isNew
)

// mask has a bit for each code whose unless phrases cover a token.
type mask [2]uint64

// sum is the evidence for one code.
type sum struct {
	score    float64
	lead     float64 // what of the score stands in the headline and the first sentences
	evidence []weighed
	end      int     // token after the last hit in the field being read
	last     float64 // what that hit counted
}

// weighed is a piece of evidence and what it is worth.
type weighed struct {
	Evidence
	weight float64
}

// applied says whether a clue applied in the sentence in which that was last asked.
type applied struct {
	pass int
	yes  bool
}

type hit struct{ phrase, from, to int }

func newReading(e *Engine) *reading {
	return &reading{
		e:       e,
		text:    map[Field]string{},
		sums:    make([]sum, len(e.codes)),
		repeats: make([]uint8, len(e.owners)),
		applied: make([]applied, len(e.clues)),
		search:  e.set.NewSearch(),
		partyAt: map[string]int{},
		main:    map[string]bool{},
	}
}

func (r *reading) reset() {
	for i := range r.sums {
		r.sums[i].score, r.sums[i].lead, r.sums[i].evidence = 0, 0, r.sums[i].evidence[:0]
	}
	clear(r.repeats)
	clear(r.partyAt)
	clear(r.main)
	r.parties = r.parties[:0]
	r.present, r.latest, r.link = 0, 0, 0
}

// read reads one text.
func (r *reading) read(field Field, text string) {
	r.text[field] = text
	r.tokens = r.e.set.Read(text, r.tokens[:0])
	for i := range r.sums {
		r.sums[i].end, r.sums[i].last = 0, 0
	}
	n := len(r.tokens)
	clauses := 1
	if n > 0 {
		clauses = r.tokens[n-1].Clause + 1
	}
	r.marks, r.masks, r.back = zeroed(r.marks, n), zeroed(r.masks, n), zeroed(r.back, clauses)
	for i := range r.back {
		r.back[i] = 1
	}
	mentions := gazetteer.Find(text)
	r.placeNames(mentions)
	r.datePast(field)
	r.findNewcomers(field, mentions)

	sentence := -1
	r.search.Find(r.tokens, func(m words.Match) {
		if s := r.tokens[m.From].Sentence; s != sentence {
			r.closeSentence(field, sentence)
			sentence = s
		}
		r.hits = append(r.hits, hit{m.Phrase, m.From, m.To})
	})
	r.closeSentence(field, sentence)
	r.weighParties(field, mentions)
}

func zeroed[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// closeSentence weighs the hits of a sentence, now that all of it is known.
func (r *reading) closeSentence(field Field, sentence int) {
	if len(r.hits) == 0 {
		return
	}
	r.pass++
	r.from, r.to = r.hits[0].from, r.hits[0].from+1
	for r.from > 0 && r.tokens[r.from-1].Sentence == sentence {
		r.from--
	}
	for r.to < len(r.tokens) && r.tokens[r.to].Sentence == sentence {
		r.to++
	}
	joins, stays := false, false
	for _, h := range r.hits {
		o := r.e.owners[h.phrase]
		switch o.part {
		case marksBackground:
			r.markPast(field, h.from, past)
		case marksMentioned:
			r.markNames(h, mentioned)
		case marksPlace:
			r.markNames(h, placeOnly)
		case marksTaking:
			r.markNames(h, taking)
		case marksJoining:
			joins = true
		case marksStaying:
			stays = true
		case marksOperation:
			r.markNames(h, inOperation)
		}
	}
	if joins && !stays {
		r.newcomers[sentence] = 0
	}
	for _, h := range r.hits {
		if o := r.e.owners[h.phrase]; o.part == counts && r.e.clues[o.clue].unless && r.applies(o.clue) {
			code := r.e.clues[o.clue].code
			for i := h.from; i < h.to; i++ {
				r.masks[i][code/64] |= 1 << (code % 64)
			}
		}
	}
	place := placeWeight(field, sentence)
	for _, h := range r.hits {
		if o := r.e.owners[h.phrase]; o.part == counts && !r.e.clues[o.clue].unless {
			r.count(field, place, h, o.clue)
		}
	}
	r.hits = r.hits[:0]
}

func placeWeight(field Field, sentence int) float64 {
	switch {
	case field == Title:
		return headline
	case sentence < openings:
		return opening
	case sentence < middles:
		return middle
	}
	return late
}

// leadWeight is how much a sentence says about form and stage: those of the article
// are those of its headline and first sentence.
func leadWeight(field Field, sentence int) float64 {
	switch {
	case field == Title:
		return 2.2
	case sentence == 0:
		return 1.8
	case sentence == 1:
		return 0.8
	case sentence < 5:
		return 0.4
	}
	return 0.15
}

// applies tells whether the sentence holds what a clue must have beside it, and
// nothing that it must not.
func (r *reading) applies(clue int) bool {
	c, a := &r.e.clues[clue], &r.applied[clue]
	if a.pass != r.pass {
		a.pass = r.pass
		a.yes = (c.with == none || r.search.Stands(c.with, r.from, r.to)) &&
			(c.without == none || !r.search.Stands(c.without, r.from, r.to))
	}
	return a.yes
}

// subjectWeight is how much a sentence says about the subject of an article.
func subjectWeight(field Field, sentence int) float64 {
	switch {
	case field == Title:
		return 2
	case sentence == 0:
		return 1.3
	case sentence < 4:
		return 0.8
	}
	return 0.5
}

// count adds a hit to the evidence of what its rule speaks for.
func (r *reading) count(field Field, place float64, h hit, at int) {
	c := &r.e.clues[at]
	if !r.applies(at) {
		return
	}
	for i := h.from; i < h.to; i++ {
		if r.masks[i][c.code/64]&(1<<(c.code%64)) != 0 {
			return
		}
	}
	if kind := r.e.codes[c.code].kind; kind == codebook.Form || kind == codebook.Stage {
		place = leadWeight(field, r.tokens[h.from].Sentence)
	}
	if r.e.codes[c.code].kind == codebook.Domain {
		place = subjectWeight(field, r.tokens[h.from].Sentence)
	}
	weight := c.weight * place * r.weightOf(r.tokens[h.to-1])
	for range r.repeats[h.phrase] {
		weight /= 2
	}
	if r.repeats[h.phrase] < 6 {
		r.repeats[h.phrase]++
	}
	s := &r.sums[c.code]
	lead := field == Title || r.tokens[h.from].Sentence < leading
	if h.from < s.end { // the same words under another phrase: the better one counts
		if weight <= s.last {
			return
		}
		s.score -= s.last
		if lead {
			s.lead -= s.last
		}
		if n := len(s.evidence); n > 0 {
			s.evidence = s.evidence[:n-1]
		}
	}
	s.score += weight
	if lead {
		s.lead += weight
	}
	s.end, s.last = h.to, weight
	if len(s.evidence) < maxEvidence {
		s.evidence = append(s.evidence, weighed{r.quote(field, h.from, h.to), weight})
	}
}

func (r *reading) quote(field Field, from, to int) Evidence {
	start, end := r.tokens[from].Start, r.tokens[to-1].End
	return Evidence{field, start, end, r.text[field][start:end]}
}

// findNewcomers notes the sentences that bring a party which the beginning of the
// article does not name: they tell of other countries' affairs, unless they say that
// it joins in.
func (r *reading) findNewcomers(field Field, mentions []gazetteer.Mention) {
	sentences := 1
	if n := len(r.tokens); n > 0 {
		sentences = r.tokens[n-1].Sentence + 1
	}
	r.newcomers = zeroed(r.newcomers, sentences)
	i := 0
	for _, m := range mentions {
		for i < len(r.tokens) && r.tokens[i].End <= m.Start {
			i++
		}
		if i == len(r.tokens) {
			return
		}
		if s := r.tokens[i].Sentence; field == Title || s < beginning {
			r.main[m.Code] = true
		} else if !r.main[m.Code] {
			r.newcomers[s]++
			r.marks[i] |= isNew
		}
	}
}

// weightOf is how much a token counts by what its clause and its sentence are.
func (r *reading) weightOf(t words.Token) float64 {
	w := r.back[t.Clause]
	if r.newcomers[t.Sentence] > 0 {
		w *= newcomer
	}
	return w
}
