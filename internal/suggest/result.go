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
	s := Suggestion{Code: code, Score: min(max(score, 0.01), 1), Evidence: make([]Evidence, len(sorted))}
	for i, e := range sorted {
		s.Evidence[i] = e.Evidence
	}
	s.Reason = reason(s.Evidence)
	return s
}

// reason names the first few quotes, each once with how often it stands there.
func reason(evidence []Evidence) string {
	const most = 3
	var quotes, keys []string // keys are the quotes in lower case
	var times []int
	for _, e := range evidence {
		key := strings.ToLower(e.Quote)
		at := slices.Index(keys, key)
		if at < 0 {
			at = len(keys)
			quotes, keys, times = append(quotes, e.Quote), append(keys, key), append(times, 0)
		}
		times[at]++
	}
	var b strings.Builder
	for i, q := range quotes[:min(len(quotes), most)] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("“" + strings.Join(strings.Fields(q), " ") + "”")
		if times[i] > 1 {
			fmt.Fprintf(&b, " ×%d", times[i])
		}
	}
	if len(quotes) > most {
		fmt.Fprintf(&b, " and %d more", len(quotes)-most)
	}
	return b.String()
}
