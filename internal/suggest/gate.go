package suggest

import "entente/internal/codebook"

// What makes an article one about cooperation.
const (
	enoughDefence  = 0.8 // of the sign defence, at the beginning of the article
	enoughSeveral  = 0.8 // of the sign several, where one party is named
	clearParty     = 0.85
	leadParty      = 0.45 // a party that the beginning names, if only as a place
	linkValue      = 1.5
	areaValue      = 0.5
	looseLink      = 0.5 // of two parties that no sentence names together
	enoughTogether = 3.8
	oneCue         = 0.5 // of another subject stands in many an article
	domainPrice    = 2
)

// isCooperation asks whether two parties do something together in defence or
// security. The beginning of the article must say so: further down stands much that it
// is not about. What speaks for cooperation is added, and what speaks for another
// subject is taken off: sport, mining, a company, a court.
func (r *reading) isCooperation() bool {
	if r.leadSign("defence") < enoughDefence {
		return false
	}
	actors, leading, clear := 0.0, 0.0, 0
	for _, p := range r.parties {
		if p.lead >= leadParty {
			leading++
		}
		if p.score+p.held >= partyThreshold {
			actors++
		}
		if p.score+p.held >= clearParty {
			clear++
		}
	}
	if leading < 2 {
		leading += r.leadSign("several") / enoughSeveral
	}
	if actors < 2 {
		actors += r.sign("several") / enoughSeveral
	}
	if clear >= 2 {
		r.link = max(r.link, looseLink)
	}
	return leading >= 2 && actors >= 2 && r.strength() >= enoughTogether
}

// strength is what speaks for cooperation less what speaks for another subject.
func (r *reading) strength() float64 {
	other := 0.0
	for i, c := range r.e.codes {
		if c.kind == codebook.Domain {
			other = max(other, r.sums[i].score)
		}
	}
	return min(r.sign("together"), 2.5) + min(r.sign("several"), 1) + min(r.sign("defence"), 3)*0.6 + linkValue*r.link + areaValue*min(r.areas(), 6) - domainPrice*max(other-oneCue, 0)
}

// areas is how much speaks for areas, all of them together.
func (r *reading) areas() (sum float64) {
	for i, c := range r.e.codes {
		if c.kind == "" {
			sum += min(r.sums[i].score, 1.5)
		}
	}
	return sum
}

// sign returns how strong a sign of cooperation is.
func (r *reading) sign(name string) float64 { return r.sumOf(name).score }

// leadSign is the same for the beginning of the article.
func (r *reading) leadSign(name string) float64 { return r.sumOf(name).lead }

func (r *reading) sumOf(sign string) sum {
	if i, ok := r.e.known[string(codebook.Sign)+" "+sign]; ok {
		return r.sums[i]
	}
	return sum{}
}
