package gazetteer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// follows tells whether there is a token i, and nothing but one kind of gap in front
// of it. White space next to a comma does not count.
func (f *finder) follows(i int, g gap) bool {
	if i <= 0 || i >= len(f.tokens) {
		return false
	}
	got := f.tokens[i].gap &^ withLine
	if g != withSpace && g != withHyphen {
		got &^= withSpace
	}
	return got == g
}

// is compares a token with a word in lower case.
func (f *finder) is(i int, words ...string) bool {
	if i < 0 || i >= len(f.tokens) {
		return false
	}
	t := f.tokens[i]
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(f.text[t.start:t.end], w) })
}

// proper tells whether the token i begins a name that stands right after another word.
func (f *finder) proper(i int) bool {
	return f.follows(i, withSpace) && f.tokens[i].look&capital != 0
}

// compound tells whether the token i is the second part of a word such as Sino-Russian.
func (f *finder) compound(i int) bool {
	return f.follows(i, withHyphen) && f.tokens[i].look&capital != 0 && f.phrases.first[f.tokens[i].word]
}

// isHomonym tells whether the token i is a name of one of the parties.
func (f *finder) isHomonym(i int, codes []string) bool {
	p := f.nameAt(i)
	return p != nil && slices.Equal(p.codes, codes)
}

// nameAt returns the name of a party that the token i is by itself, if it is one.
func (f *finder) nameAt(i int) *phrase {
	if p, n := f.phrases.longest(f.text, f.tokens[:min(i+1, len(f.tokens))], i); n > 0 && p.kind == kindName {
		return p
	}
	return nil
}

// shipEnd returns the token after the name of a ship that begins with token i. Ships
// bear names of states, towns and people, which are no mentions.
func (f *finder) shipEnd(i int) int {
	first := f.tokens[i].word
	if p, n := f.phrases.longest(f.text, f.tokens, i); p != nil && n > 1 {
		return i + n
	}
	if f.proper(i+1) && (f.single[kindFirst][first] || f.is(i, "new", "san", "fort", "los")) {
		return i + 2
	}
	return i + 1
}

// isElse tells whether a name means something else where it stands.
func (f *finder) isElse(h hit) bool {
	last := f.tokens[h.end-1]
	if rest := f.text[last.end:]; rest != "" {
		switch {
		case rest[0] == '$': // US$5
			return true
		case rest[0] == '.' && len(rest) > 1 && 'a' <= rest[1] && rest[1] <= 'z': // UN.org
			return true
		}
	}
	if start := f.tokens[h.first].start; start > 0 && strings.IndexByte("@_", f.text[start-1]) >= 0 {
		return true
	}
	// A ship under the flag of Panama is not Panama's, nor is a Canberra-class one Canberra's.
	if f.follows(h.end, withHyphen) {
		if f.is(h.end, "flagged", "registered", "born", "speaking", "language", "class") {
			return true
		}
		if (h.kind == BySeat || h.kind == ByPlace) && f.is(h.end, "based") {
			return true
		}
	}
	// Who is anti-American is no American.
	if f.follows(h.first, withHyphen) && f.is(h.first-1, "anti", "pro", "non") {
		return true
	}
	if h.word == unknown {
		return f.isTown(h)
	}
	if f.single[kindAccented][h.word] && last.look&accented == 0 {
		return true
	}
	if f.single[kindLoud][h.word] && f.isShouted(h.first) {
		return true
	}
	if f.isPerson(h.first) {
		f.persons[h.word] = true
		return true
	}
	return f.isTown(h)
}

// isTown tells whether the name is a town's in America: "Paris, Texas".
func (f *finder) isTown(h hit) bool {
	if h.kind != BySeat && h.kind != ByPlace && !f.single[kindTown][h.word] || !f.follows(h.end, withComma) {
		return false
	}
	p, _ := f.phrases.longest(f.text, f.tokens, h.end)
	return p != nil && p.kind == kindState
}

// afterTown tells whether token i comes after a town that is none of our words:
// "Ringgold, Georgia".
func (f *finder) afterTown(i int) bool {
	return f.follows(i, withComma) && f.tokens[i-1].look&capital != 0 && f.tokens[i-1].word == unknown
}

// isPerson tells whether the token i, a name of a party, is there a person's: after a
// first name, an initial or a rank, or in front of a last name.
func (f *finder) isPerson(i int) bool {
	t := f.tokens[i]
	if f.single[kindSurname][t.word] && i > 0 && f.tokens[i].gap&^(withSpace|withLine|withDot) == 0 {
		before := f.tokens[i-1]
		dot := t.gap&withDot != 0
		switch {
		case before.look&capital == 0:
		case f.single[kindFirst][before.word] && !dot, f.single[kindRank][before.word]:
			return true
		case dot && before.end-before.start == 1:
			return true
		}
	}
	if !f.single[kindForename][t.word] {
		return false
	}
	if i > 0 && f.single[kindRank][f.tokens[i-1].word] && f.tokens[i-1].look&capital != 0 && f.tokens[i].gap&^(withSpace|withLine|withDot) == 0 && f.proper(i+1) {
		return true
	}
	// More than two capitals are an office, such as the Jordan Customs Department.
	return f.proper(i+1) && f.isLastName(i+1) && !f.proper(i+2) && !f.inHeadline(i)
}

// isLastName tells whether the token i could be a last name, being none of our words.
func (f *finder) isLastName(i int) bool {
	t := f.tokens[i]
	return t.word == unknown && t.look&upper == 0
}

// isShouted tells whether the words next to token i are in capitals, too, without being
// acronyms themselves.
func (f *finder) isShouted(i int) bool {
	shouted := func(j int) bool {
		if j < 0 || j >= len(f.tokens) || f.tokens[j].look&upper == 0 || f.tokens[j].end-f.tokens[j].start == 1 {
			return false
		}
		p, n := f.phrases.longest(f.text, f.tokens, j)
		return p == nil || n > 1 || p.looks[0]&upper == 0
	}
	return shouted(i-1) && shouted(i+1) || shouted(i-1) && shouted(i-2) || shouted(i+1) && shouted(i+2)
}

// around is how many tokens on each side tell whether a line is a headline.
const around = 8

// inHeadline tells whether the words around token i all have capitals, which then say
// nothing about names.
func (f *finder) inHeadline(i int) bool {
	capitals, others := 0, 0
	count := func(t token) {
		switch {
		case t.end-t.start < 4:
		case t.look&capital != 0:
			capitals++
		default:
			others++
		}
	}
	for j := i; j > 0 && j > i-around && f.tokens[j].gap&(broken|withDot|withLine) == 0; j-- {
		count(f.tokens[j-1])
	}
	for j := i + 2; j < len(f.tokens) && j < i+around && f.tokens[j].gap&(broken|withDot|withLine) == 0; j++ {
		count(f.tokens[j])
	}
	if others == 0 && i+1 < len(f.tokens) && strings.HasSuffix(f.text[:f.tokens[i+1].end], "s") {
		return true // "Jordan Hosts Exercise"
	}
	return capitals > 1 && capitals > 3*others
}

// maxDateline bounds the bytes in which a dateline must end.
const maxDateline = 80

// dateline returns the byte at which the dateline ends that begins with token i, or 0:
// "TOKYO —", "Phnom Penh (Xinhua) –", "ROTA, Spain, May 3 (AP) --", "MANILA: ".
func (f *finder) dateline(i int) int {
	start := f.tokens[i].start
	line := f.text[start:min(len(f.text), start+maxDateline)]
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	dash := -1
	for _, mark := range []string{"—", "–", "--", " - ", ": "} {
		if at := strings.Index(line, mark); at >= 0 && (dash < 0 || at < dash) {
			dash = at
		}
	}
	if dash < 0 {
		return 0
	}
	line = line[:dash]
	place, rest := line, ""
	if at := strings.IndexAny(line, ",("); at >= 0 {
		place, rest = line[:at], line[at:]
	}
	shouted := strings.ToUpper(place) == place && utf8.RuneCountInString(place) > 3
	agency := strings.HasSuffix(strings.TrimSpace(rest), ")") && strings.Contains(rest, "(")
	if !shouted && !agency || len(strings.Fields(place)) > 4 || len(strings.Fields(rest)) > 7 {
		return 0
	}
	// A headline all in capitals has dashes, too: what follows must be a sentence.
	after := f.text[start+dash:]
	if after = after[:min(len(after), 40)]; strings.ToUpper(after) == after {
		return 0
	}
	switch p, n := f.phrases.longest(f.text, f.tokens, i); {
	case p == nil:
		if rest == "" {
			return 0
		}
	case p.kind == kindSeat, p.kind == kindPlace, p.kind == kindForce && n > 1 && f.tokens[i+1].look&upper != 0:
	case p.kind != kindName, f.tokens[i].end-f.tokens[i].start < 5 && n == 1, known().isOrganisation(p.codes[0]):
		return 0
	}
	return start + dash
}
