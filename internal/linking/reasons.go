package linking

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// parties speak for an engagement by those that both have.
func parties(a Article, c Candidate) reason {
	if len(a.Parties) == 0 || len(c.Parties) == 0 {
		return reason{}
	}
	common := both(a.Parties, c.Parties)
	if len(common) == 0 {
		return reason{weight: -3}
	}
	have := len(a.Parties)
	if !a.Coded { // rules may find too many, or leave one out that the text names
		for _, code := range c.Parties {
			if slices.Contains(a.Named, code) && !slices.Contains(common, code) {
				common = append(common, code)
				have++
			}
		}
	}
	share := float64(len(common)) / float64(have+len(c.Parties)-len(common))
	fit := share
	if !a.Coded {
		fit = (share + float64(len(common))/float64(len(c.Parties))) / 2
	}
	r := reason{weight: 2.2*fit - 0.4}
	if len(common) == 1 && len(c.Parties) > 1 {
		r.weight -= 1.2
	}
	slices.Sort(common)
	r.words = "parties in common: " + names(common)
	if share == 1 {
		r.words = "same parties: " + names(common)
	}
	return r
}

// names are at most four parties by name.
func names(codes []string) string {
	const most = 4
	var out []string
	for _, code := range codes[:min(len(codes), most)] {
		out = append(out, gazetteer.Name(code))
	}
	s := strings.Join(out, ", ")
	if len(codes) > most {
		s += fmt.Sprintf(" and %d more", len(codes)-most)
	}
	return s
}

// span is from when to when an engagement was, and whether somebody stated that; else
// the days on which it was reported stand in.
func span(c Candidate) (first, last coop.Day, stated bool) {
	switch {
	case c.Start == "" && c.End == "":
	case c.Start == "":
		return c.End.First(), c.End.Last(), true
	case c.End == "":
		return c.Start.First(), c.Start.Last(), true
	default:
		return c.Start.First(), c.End.Last(), true
	}
	for _, t := range c.Texts {
		if first == "" || t.Published < first {
			first = t.Published
		}
		last = max(last, t.Published)
	}
	return first, last, false
}

// time speaks for an engagement by how near it is to the day on which the article came
// out, and by how near other reports of it are.
func time(a Article, c Candidate) reason {
	first, last, stated := span(c)
	if first == "" || a.Published == "" {
		return reason{}
	}
	out := a.Published.Number()
	days := max(0, int(first.Number()-out), int(out-last.Number()))
	r := reason{}
	switch {
	case days == 0 && stated && first == last:
		r.words = "published on its day"
	case days == 0 && stated:
		r.words = "published while it went on"
	case days == 0:
		r.words = "published with other reports of it"
	case !stated:
		r.words = counted(days, "day") + " from another report of it"
	case out < first.Number():
		r.words = counted(days, "day") + " before it began"
	default:
		r.words = counted(days, "day") + " after it"
	}
	nearest := days
	for _, t := range c.Texts {
		nearest = min(nearest, abs(int(t.Published.Number()-out)))
	}
	near := func(days, half int) float64 { return math.Exp2(-float64(days) / float64(half)) }
	r.weight = 1.6*near(days, 10) + 0.6*near(nearest, 5) - 0.9
	switch {
	case nearest > 180:
		r.weight -= 3
	case nearest > 45:
		r.weight--
	}
	return r
}

func abs(n int) int { return max(n, -n) }

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// form speaks by what rules read, which is often wrong.
func form(a Article, c Candidate) reason {
	switch {
	case a.Form == "" || c.Form == "":
		return reason{}
	case a.Form == c.Form:
		return reason{0.5, "form " + strings.ToLower(codebook.FormName(c.Form))}
	}
	return reason{weight: -0.4}
}

func areas(a Article, c Candidate) reason {
	if len(a.Areas) == 0 || len(c.Areas) == 0 {
		return reason{}
	}
	common := both(a.Areas, c.Areas)
	share := float64(len(common)) / float64(len(a.Areas)+len(c.Areas)-len(common))
	r := reason{weight: 1.2*share - 0.4}
	switch {
	case share == 1:
		r.words = "same areas"
	case len(common) > 0:
		r.words = counted(len(common), "area") + " in common"
	}
	return r
}

func both(a, b []string) (out []string) {
	for _, code := range a {
		if slices.Contains(b, code) {
			out = append(out, code)
		}
	}
	return out
}
