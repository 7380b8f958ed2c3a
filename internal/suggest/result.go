package suggest

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/codebook"
)

// What an area must score to be suggested, and to be called near.
const (
	areaThreshold = 0.85
	nearThreshold = 0.5
)

// result draws the conclusions.
func (r *reading) result() Result {
	if !r.isCooperation() {
		return Result{}
	}
	var out Result
	for i, c := range r.e.codes {
		if c.kind != "" {
			continue
		}
		switch s := r.sums[i]; {
		case s.score >= areaThreshold:
			out.Areas = append(out.Areas, suggestion(c.slug, s.score/2, s.evidence))
		case s.score >= nearThreshold:
			out.Near = append(out.Near, suggestion(c.slug, s.score/2, s.evidence))
		}
	}
	if out.Areas == nil {
		return out // cooperation in nothing is none
	}
	out.Cooperation = true
	out.Parties = r.takingPart()
	out.Form = r.form()
	out.Stage = r.stage(out.Form)
	return out
}

// best returns the code of a kind with the most evidence and leaning, or nil.
func (r *reading) best(kind codebook.PartKind, lean func(slug string) (float64, []weighed)) *Suggestion {
	best, most := -1, 0.0
	var evidence []weighed
	for i, c := range r.e.codes {
		if c.kind != kind {
			continue
		}
		more, words := lean(c.slug)
		if len(r.sums[i].evidence) > 0 {
			words = r.sums[i].evidence
		}
		if score := r.sums[i].score + more; score > most && len(words) > 0 {
			best, most, evidence = i, score, words
		}
	}
	if best < 0 {
		return nil
	}
	s := suggestion(r.e.codes[best].slug, most/3, evidence)
	return &s
}

// suggestion puts a code and its evidence together, the strongest first.
func suggestion(code string, score float64, evidence []weighed) Suggestion {
	sorted := slices.Clone(evidence)
	slices.SortStableFunc(sorted, func(a, b weighed) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	s := Suggestion{Code: code, Score: min(max(score, 0.01), 1)}
	for _, e := range sorted {
		s.Evidence = append(s.Evidence, e.Evidence)
	}
	s.Reason = reason(s.Evidence)
	return s
}

// reason names the quotes, each once with how often it stands there.
func reason(evidence []Evidence) string {
	var quotes []string
	times := map[string]int{}
	for _, e := range evidence {
		key := strings.ToLower(e.Quote)
		if times[key]++; times[key] == 1 {
			quotes = append(quotes, e.Quote)
		}
	}
	for i, q := range quotes {
		n := times[strings.ToLower(q)]
		quotes[i] = "“" + strings.Join(strings.Fields(q), " ") + "”"
		if n > 1 {
			quotes[i] += fmt.Sprintf(" ×%d", n)
		}
	}
	const most = 3
	if len(quotes) > most {
		return strings.Join(quotes[:most], ", ") + fmt.Sprintf(" and %d more", len(quotes)-most)
	}
	return strings.Join(quotes, ", ")
}
