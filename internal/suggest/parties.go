package suggest

import (
	"slices"
	"strings"

	"entente/internal/gazetteer"
)

// How much the name of a party counts, by how it stands in its sentence.
const (
	nameWeight     = 1.0
	placeWeightOf  = 0.45 // "in Thailand"
	mentionWeight  = 0.0  // "the threat from …"
	capitalInPlace = 0.0  // "in Tokyo"
	partyThreshold = 0.6
	linkWeight     = 0.35 // two such names in one sentence are a link
)

// partySum is what speaks for one party.
type partySum struct {
	code     string
	score    float64
	held     float64 // what counts only in an operation
	lead     float64 // what of both stands in the headline and the first sentences
	evidence []weighed
}

// placeNames tells the tokens which of them are names of parties.
func (r *reading) placeNames(mentions []gazetteer.Mention) {
	i := 0
	for _, m := range mentions {
		for i < len(r.tokens) && r.tokens[i].End <= m.Start {
			i++
		}
		n := 0
		for i+n < len(r.tokens) && r.tokens[i+n].Start < m.End {
			n++
		}
		if n > 0 {
			r.tokens[i].Name = n
		}
	}
}

// markNames notes how the names within a hit stand there. Of "UN mission in Lebanon"
// it is Lebanon that is only a place.
func (r *reading) markNames(h hit, as mark) {
	marked := false
	for i := h.to - 1; i >= h.from; i-- {
		if r.tokens[i].Name > 0 && !(marked && i == h.from && as == mentioned) {
			r.marks[i] |= as
			marked = true
			if r.marks[i]&isNew != 0 && (as == mentioned || as == placeOnly) {
				r.marks[i] &^= isNew // it is not another country's affair
				r.newcomers[r.tokens[i].Sentence] = max(r.newcomers[r.tokens[i].Sentence]-1, 0)
			}
		}
	}
}

// weighParties adds the names in a text to what speaks for the parties.
func (r *reading) weighParties(field Field, mentions []gazetteer.Mention) {
	i, linkSentence, linkParty := 0, -1, -1
	end, as := -1, mark(0) // of the name before
	for _, m := range mentions {
		for i < len(r.tokens) && r.tokens[i].End <= m.Start {
			i++
		}
		if i == len(r.tokens) {
			return
		}
		t := r.tokens[i]
		if r.marks[i]&(mentioned|placeOnly|taking) == 0 && r.continues(field, end, i) {
			r.marks[i] |= as
		}
		end, as = i+max(t.Name, 1), r.marks[i]&(mentioned|placeOnly)
		if as == 0 && r.marks[i]&taking == 0 && r.isPlace(field, i, m.Kind) {
			as = placeOnly
		}
		weight, held := nameWeight, 0.0
		switch {
		case r.marks[i]&mentioned != 0, m.Kind == gazetteer.ByDateline:
			weight = mentionWeight
		case r.marks[i]&inOperation != 0, m.Kind == gazetteer.ByBody:
			weight, held = mentionWeight, nameWeight
		case m.Kind == gazetteer.BySeat && r.isPlace(field, i, m.Kind):
			weight = capitalInPlace
		case r.marks[i]&taking != 0:
		case r.marks[i]&placeOnly != 0, r.isPlace(field, i, m.Kind):
			weight = placeWeightOf
			if m.Kind == gazetteer.BySeat {
				weight = capitalInPlace
			}
		}
		factor := placeWeight(field, t.Sentence) * r.weightOf(t)
		weight *= factor
		at, ok := r.partyAt[m.Code]
		if !ok {
			at = len(r.parties)
			r.partyAt[m.Code] = at
			if at < cap(r.parties) {
				r.parties = r.parties[:at+1]
				r.parties[at] = partySum{code: m.Code, evidence: r.parties[at].evidence[:0]}
			} else {
				r.parties = append(r.parties, partySum{code: m.Code})
			}
		}
		p := &r.parties[at]
		p.score += weight
		p.held += held * factor
		if field == Title || t.Sentence < leading {
			p.lead += weight + held*factor
		}
		if weight+held*factor >= linkWeight && t.Sentence == linkSentence && at != linkParty {
			link := weight + held*factor
			if field == Body && t.Sentence > openings {
				link /= 2 // what an article is about stands on top
			}
			r.link = max(r.link, link)
		}
		if weight+held*factor >= linkWeight {
			linkSentence, linkParty = t.Sentence, at
		}
		if weight+held > 0 && len(p.evidence) < maxEvidence {
			p.evidence = append(p.evidence, weighed{Evidence{field, m.Start, m.End, r.text[field][m.Start:m.End]}, weight})
		}
	}
}

// continues tells whether the name at token i goes on with the list in which the name
// before it, that ended at token end, stands: "in Kenya and Uganda".
func (r *reading) continues(field Field, end, i int) bool {
	if end < 0 || i < end || i > end+1 || r.tokens[i].Sentence != r.tokens[end-1].Sentence {
		return false
	}
	if i == end {
		return r.text[field][r.tokens[end-1].End] == ','
	}
	return strings.EqualFold(r.text[field][r.tokens[end].Start:r.tokens[end].End], "and")
}

// isPlace tells whether a name stands after a preposition of place.
func (r *reading) isPlace(field Field, i int, kind gazetteer.MentionKind) bool {
	if i == 0 || r.tokens[i-1].Clause != r.tokens[i].Clause {
		return false
	}
	before := r.tokens[i-1]
	if i > 1 && strings.EqualFold(r.text[field][before.Start:before.End], "the") && r.tokens[i-2].Clause == before.Clause {
		before = r.tokens[i-2] // "in the Gambia"
	}
	switch strings.ToLower(r.text[field][before.Start:before.End]) {
	case "in", "near", "off", "at", "inside", "across", "outside", "around", "into", "past", "towards", "toward", "beyond", "throughout", "along", "northern", "southern", "eastern", "western", "central", "north", "south", "east", "west":
		// "in Thai waters" is a place, "in Thailand-led patrols" hardly occurs.
		return true
	case "from", "between", "through", "via", "for", "outskirts":
		return kind == gazetteer.BySeat
	}
	return false
}

// takingPart returns the parties that take part, by code.
func (r *reading) takingPart() (out []Suggestion) {
	form := r.form()
	operation := form != nil && form.Code == "operation"
	for _, p := range r.parties {
		if operation {
			p.score += p.held
		}
		if p.score >= partyThreshold && len(p.evidence) > 0 {
			out = append(out, suggestion(p.code, p.score/2, p.evidence))
		}
	}
	slices.SortFunc(out, func(a, b Suggestion) int { return strings.Compare(a.Code, b.Code) })
	return out
}
