package suggest

import "entente/internal/codebook"

// What makes an article one about cooperation.
const (
	enoughDefence  = 0.8 // of the sign defence
	enoughTogether = 1.0
	domainPrice    = 1.0
)

// isCooperation asks whether two parties do something together in defence or
// security. It adds what speaks for that and takes off what speaks for another
// subject: sport, mining, a company, a court.
func (r *reading) isCooperation(parties []Suggestion) bool {
	defence, several, together := r.sign("defence"), r.sign("several"), r.sign("together")
	if defence < enoughDefence {
		return false
	}
	actors := float64(len(parties))
	if actors < 2 {
		actors += min(several, 1)
	}
	if actors < 2 {
		return false
	}
	other := 0.0
	for i, c := range r.e.codes {
		if c.kind == codebook.Domain {
			other += r.sums[i].score
		}
	}
	return min(together, 3)+min(several, 1)+min(defence, 2)*0.25-domainPrice*other >= enoughTogether
}

// sign returns how strong a sign of cooperation is.
func (r *reading) sign(name string) float64 {
	if i, ok := r.e.known[string(codebook.Sign)+" "+name]; ok {
		return r.sums[i].score
	}
	return 0
}
