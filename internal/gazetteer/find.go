package gazetteer

import "slices"

// MentionKind tells by what a text names a party.
type MentionKind string

// The kinds of mention, the surest first.
const (
	ByName     MentionKind = "name"     // its name, or a short, official or former one
	ByPeople   MentionKind = "people"   // its adjective or people: Cambodian, Filipinos, Sino-
	ByForce    MentionKind = "force"    // its forces, ministries, agencies, commands, bases and ships
	ByOffice   MentionKind = "office"   // its leaders and the houses they sit in: the Kremlin, the Japanese prime minister
	ByBody     MentionKind = "body"     // a mission or body of an organisation: UNIFIL
	BySeat     MentionKind = "seat"     // its capital, which may be the government or only a place
	ByPlace    MentionKind = "place"    // another town or part of it, which says where and not who
	ByDateline MentionKind = "dateline" // the place an article was sent from: "TOKYO (AP) —"
)

// Mention is a place in a text that names a party.
type Mention struct {
	Code       string
	Start, End int // bytes of the text as given
	Kind       MentionKind
}

// hit is a phrase that was found, before the rest of the text is known.
type hit struct {
	first, end int // tokens
	phrase     *phrase
	kind       MentionKind
	codes      []string
	word       int // of the only token, else unknown
	weak       int // the word itself, if all that follows could be said of a part of another state, too
}

// finder is one search through one text.
type finder struct {
	*vocabulary
	text    string
	tokens  []token
	hits    []hit
	dateEnd int             // the byte at which the dateline of the present line ends
	unless  map[string]bool // codes whose name means another place in this text
	persons map[int]bool    // words that were the name of a person
	located map[int]bool    // words that were the name of a place: "in Jordan"
}

// Find returns where a text names parties, in order and without overlaps. Of names
// that begin at one place the longest counts, so "Papua New Guinea" is one mention.
// The time is linear in the text, and any text will do.
//
// It reports what is named. Who takes part in something is the caller's to judge. A
// word that could mean several parties, such as "Korean", counts for the one that the
// text names otherwise, or for the likeliest one, and not at all where it names both.
func Find(text string) []Mention {
	v := vocab()
	f := &finder{
		vocabulary: v, text: text, tokens: scan(text, v.words),
		unless: map[string]bool{}, persons: map[int]bool{}, located: map[int]bool{},
	}
	for i := 0; i < len(f.tokens); {
		if i == 0 || f.tokens[i].gap&withLine != 0 {
			f.dateEnd = f.dateline(i)
		}
		if f.tokens[i].word == unknown {
			i++
			continue
		}
		i = f.read(i)
	}
	return f.settle()
}

// read looks at the phrase that begins with the token i, and returns the token at
// which to go on.
func (f *finder) read(i int) (next int) {
	p, n := f.phrases.longest(f.text, f.tokens, i)
	if p == nil {
		return i + 1
	}
	n = min(n, p.take)
	h := hit{first: i, end: i + n, phrase: p, codes: p.codes}
	if n == 1 {
		h.word = f.tokens[i].word
		if p.kind == kindName {
			h.weak = h.word
		}
	}
	switch p.kind {
	case kindNot:
		return h.end
	case kindState:
		return h.end
	case kindUnless:
		for _, code := range p.codes {
			f.unless[code] = true
		}
		if f.follows(h.end, withComma) && f.isHomonym(h.end, p.codes) {
			return h.end + 1
		}
		return h.end
	case kindPrefix:
		if !f.compound(h.end) {
			return h.end
		}
		h.kind = ByPeople
	case kindShip:
		if !f.proper(h.end) || f.single[kindLoud][h.word] && f.isShouted(i) {
			return h.end
		}
		h.kind = ByForce
		h.end = f.shipEnd(h.end)
	default:
		h.kind = MentionKind(p.kind)
		if other := f.nameAt(i); other != nil && n > 1 && p.kind == kindForce && !slices.Equal(other.codes, p.codes) {
			f.unless[other.codes[0]] = true // the Georgia National Guard is none of Georgia's
		}
		if f.isElse(h) {
			return h.end
		}
		if f.is(i-1, "in", "to", "from", "into", "across", "inside", "throughout", "visited") {
			f.located[h.word] = true
		}
		f.extend(&h)
	}
	if f.tokens[h.end-1].end <= f.dateEnd {
		h.kind = ByDateline
	}
	f.hits = append(f.hits, h)
	return h.end
}

// extend takes in what makes a force or an office of a name: "Royal Thai" and "Army",
// "Japan's" and "prime minister".
func (f *finder) extend(h *hit) {
	if h.kind != ByName && h.kind != ByPeople {
		return
	}
	start := h.end
	if f.follows(start, withApostrophe) && f.is(start, "s") {
		start++
	}
	if !f.follows(start, withSpace) && (start > h.end || !f.follows(start, withApostrophe)) { // the Philippines' army
		return
	}
	p, n := f.after.longest(f.text, f.tokens, start)
	if p == nil {
		return
	}
	h.end = start + n
	h.word = unknown
	if !f.is(h.end-1, "officials", "police", "authorities", "government", "senate", "leaders", "troops", "soldiers", "delegation") {
		h.weak = unknown
	}
	h.kind = ByForce
	if p.kind == kindPost {
		h.kind = ByOffice
	}
	if i := h.first; i > 0 && f.follows(i, withSpace) && f.is(i-1, "royal") && f.tokens[i-1].look&capital != 0 {
		h.first--
	}
}

// settle decides, now that all of the text is known, which hits are mentions and of
// whom.
func (f *finder) settle() []Mention {
	named := map[string]int{} // code → hits that name it for certain
	byWord := map[int]int{}   // word → such hits by this word alone
	byWeak := map[int]int{}   // word → such hits that are no better
	for _, h := range f.hits {
		if len(h.codes) == 1 && !h.phrase.maybe {
			named[h.codes[0]]++
			byWord[h.word]++
			byWeak[h.weak]++
		}
	}
	var mentions []Mention
	end := 0
	for _, h := range f.hits {
		code := h.codes[0]
		switch {
		case len(h.codes) > 1 || h.phrase.maybe:
			code = only(h.codes, named)
			if code == "" && named[h.codes[0]] == 0 && !h.phrase.maybe {
				code = h.codes[0]
			}
		case h.kind != ByPeople && f.persons[h.word] && !f.located[h.word] && named[code] == byWord[h.word]:
			code = "" // nothing but this one word speaks for the party
		case f.single[kindDoubtful][h.word] && !f.located[h.word] && named[code] == byWord[h.word]:
			code = ""
		case f.unless[code] && h.weak != unknown && named[code] == byWeak[h.weak]:
			code = ""
		case f.unless[code] && h.kind == ByName && f.afterTown(h.first):
			code = ""
		}
		m := Mention{code, f.tokens[h.first].start, f.tokens[h.end-1].end, h.kind}
		if code != "" && m.Start >= end {
			mentions = append(mentions, m)
			end = m.End
		}
	}
	return mentions
}

// only returns the one of several codes that is named, or nothing.
func only(codes []string, named map[string]int) string {
	one := ""
	for _, code := range codes {
		if named[code] > 0 {
			if one != "" {
				return ""
			}
			one = code
		}
	}
	return one
}
