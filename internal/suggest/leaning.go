package suggest

import "entente/internal/codebook"

// Cues say form and stage best. Where they are weak, areas and form lean towards what
// is usual: arms are transferred, talks are meetings, and what was signed is agreed.
const (
	areaLeaning = 0.4
	mostOfArea  = 2.0 // of an area's score
	formLeaning = 1.0
)

// formPrior is what speaks for or against a form before anything is read: work in the
// field is told in more ways than any list of cues has.
var formPrior = map[string]float64{"operation": 0.8, "visit": -0.3}

// usualForm is how much an area speaks for a form, or against it. The numbers come from
// the coded texts, rounded.
var usualForm = map[string]map[string]float64{
	"training":                {"course": 1.2, "operation": -0.9},
	"demining":                {"transfer": 0.5},
	"disaster-relief":         {"meeting": 0.3},
	"humanitarian-assistance": {"operation": 1, "transfer": -0.5},
	"exercises":               {"exercise": 1.4, "course": -0.5},
	"dialogue":                {"meeting": 1.5, "visit": 1.2, "operation": -1, "course": -0.5},
	"intelligence":            {"meeting": 0.8, "agreement": 0.2},
	"transnational-crime":     {"operation": 0.5},
	"maritime-security":       {"operation": 0.5},
	"equipment":               {"transfer": 1.2, "meeting": -0.5},
	"cyber":                   {"agreement": 0.5},
	"personnel-accounting":    {"operation": 0.8},
	"defence-industry":        {"agreement": 0.8},
	"agreements":              {"agreement": 1.9},
}

// usualStage is the same for the stages of a form.
var usualStage = map[string]map[string]float64{
	"meeting":   {"done": 0.9},
	"visit":     {"done": 0.6, "under-way": 0.4},
	"exercise":  {"done": 0.6, "under-way": 0.5},
	"course":    {"done": 0.5, "under-way": 0.5},
	"operation": {"under-way": 0.8, "done": 0.3},
	"transfer":  {"done": 0.7, "agreed": 0.2},
	"agreement": {"agreed": 2},
	"statement": {"done": 0.3},
	"other":     {"done": 0.9},
}

// form returns the form with the most evidence, or nil.
func (r *reading) form() *Suggestion {
	return r.best(codebook.Form, func(form string) (sum float64, evidence []weighed) {
		sum = formPrior[form]
		most := 0.0
		for i, c := range r.e.codes {
			if c.kind != "" || r.sums[i].score == 0 {
				continue
			}
			lean := areaLeaning * usualForm[c.slug][form] * min(r.sums[i].score, mostOfArea)
			if sum += lean; lean > most {
				most, evidence = lean, r.sums[i].evidence
			}
		}
		return sum, evidence
	})
}

// stage returns the stage with the most evidence, or nil.
func (r *reading) stage(form *Suggestion) *Suggestion {
	if form == nil {
		return r.best(codebook.Stage, func(string) (float64, []weighed) { return 0, nil })
	}
	var evidence []weighed
	for _, e := range form.Evidence {
		evidence = append(evidence, weighed{e, 0})
	}
	return r.best(codebook.Stage, func(stage string) (float64, []weighed) {
		return formLeaning * usualStage[form.Code][stage], evidence
	})
}
