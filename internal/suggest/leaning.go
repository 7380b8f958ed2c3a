package suggest

import "entente/internal/codebook"

// Cues say form and stage best. Where they are weak, areas and form lean towards what
// is usual: arms are transferred, talks are meetings, and what was signed is agreed.
const (
	areaLeaning = 0.4
	mostOfArea  = 2.0 // of an area's score
	formLeaning = 1.0
)

// usualForm is the share of articles of an area that have a form, where it is large.
var usualForm = map[string]map[string]float64{
	"training":                {"course": 0.7},
	"demining":                {"operation": 0.2, "transfer": 0.1},
	"peacekeeping":            {"operation": 0.3},
	"disaster-relief":         {"operation": 0.3},
	"humanitarian-assistance": {"operation": 0.5},
	"exercises":               {"exercise": 0.9},
	"dialogue":                {"meeting": 0.6, "visit": 0.3},
	"intelligence":            {"meeting": 0.3, "agreement": 0.2, "operation": 0.2},
	"transnational-crime":     {"operation": 0.3},
	"maritime-security":       {"operation": 0.2, "visit": 0.1},
	"equipment":               {"transfer": 0.9},
	"counter-terrorism":       {"operation": 0.2},
	"cyber":                   {"agreement": 0.3},
	"personnel-accounting":    {"operation": 0.8},
	"defence-industry":        {"agreement": 0.4},
	"agreements":              {"agreement": 0.9},
}

// usualStage is the same for the stages of a form.
var usualStage = map[string]map[string]float64{
	"meeting":   {"done": 0.9},
	"visit":     {"done": 0.6, "under-way": 0.4},
	"exercise":  {"done": 0.6, "under-way": 0.5},
	"course":    {"done": 0.5, "under-way": 0.5},
	"operation": {"under-way": 0.8, "done": 0.3},
	"transfer":  {"done": 0.7, "agreed": 0.2},
	"agreement": {"agreed": 2.5},
	"statement": {"done": 0.3},
	"other":     {"done": 0.9},
}

// form returns the form with the most evidence, or nil.
func (r *reading) form() *Suggestion {
	return r.best(codebook.Form, func(form string) (sum float64, evidence []weighed) {
		most := 0.0
		for i, c := range r.e.codes {
			if c.kind != "" {
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
