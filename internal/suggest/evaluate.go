package suggest

import (
	"fmt"
	"slices"
	"strings"
)

// Count compares suggestions of a code with those of people.
type Count struct{ TP, FP, FN int }

// N is how many texts have the code, as people see it.
func (c Count) N() int { return c.TP + c.FN }

// Precision is the share of suggestions that are right; 1 where there are none.
func (c Count) Precision() float64 { return share(c.TP, c.TP+c.FP, 1) }

// Recall is the share of the codes that were suggested; 1 where there are none.
func (c Count) Recall() float64 { return share(c.TP, c.TP+c.FN, 1) }

// F1 is the harmonic mean of precision and recall; 1 where nothing was to be found and nothing was.
func (c Count) F1() float64 { return share(2*c.TP, 2*c.TP+c.FP+c.FN, 1) }

func (c *Count) add(o Count) { c.TP += o.TP; c.FP += o.FP; c.FN += o.FN }

// compare counts a list of suggested codes against the right ones.
func compare(got, want []string) (c Count) {
	for _, g := range got {
		if slices.Contains(want, g) {
			c.TP++
		} else {
			c.FP++
		}
	}
	c.FN = len(want) - c.TP
	return c
}

// AreaQuality is how well one area is suggested.
type AreaQuality struct {
	Slug string
	Core bool
	Count
}

// Quality is how well an engine suggests what people coded.
type Quality struct {
	Examples      int
	Areas         []AreaQuality // in codebook order
	All           Count         // of all areas together
	Negatives     int           // texts that people gave no area
	FalseAlarms   int           // of them, those that were suggested one
	Parties       Count         // over texts with an area
	Forms, Stages Share         // over texts that have one
}

// Share is a part of a whole.
type Share struct{ Part, Whole int }

// Value is the share, 1 of nothing.
func (s Share) Value() float64 { return share(s.Part, s.Whole, 1) }

func share(part, whole int, none float64) float64 {
	if whole == 0 {
		return none
	}
	return float64(part) / float64(whole)
}

// Evaluate measures an engine against examples.
func Evaluate(e *Engine, examples []Example) Quality {
	q := Quality{Examples: len(examples)}
	for _, a := range e.cb.Areas() {
		if !a.Retired {
			q.Areas = append(q.Areas, AreaQuality{Slug: a.Slug, Core: a.Core})
		}
	}
	for _, x := range examples {
		r := e.Suggest(x.Title, x.Text)
		got := Codes(r.Areas)
		for i := range q.Areas {
			one := []string{q.Areas[i].Slug}
			c := compare(intersect(got, one), intersect(x.Areas, one))
			q.Areas[i].add(c)
			q.All.add(c)
		}
		if len(x.Areas) == 0 {
			q.Negatives++
			if len(got) > 0 {
				q.FalseAlarms++
			}
			continue
		}
		q.Parties.add(compare(Codes(r.Parties), x.Parties))
		q.Forms.add(r.Form, x.Form)
		q.Stages.add(r.Stage, x.Stage)
	}
	return q
}

func (s *Share) add(got *Suggestion, want string) {
	if want == "" {
		return
	}
	s.Whole++
	if got != nil && got.Code == want {
		s.Part++
	}
}

func intersect(codes, with []string) (out []string) {
	for _, c := range codes {
		if slices.Contains(with, c) {
			out = append(out, c)
		}
	}
	return out
}

// Codes returns the codes of suggestions.
func Codes(list []Suggestion) (out []string) {
	for _, s := range list {
		out = append(out, s.Code)
	}
	return out
}

// CoreF1 is the mean F1 of the core areas, and the least of them.
func (q Quality) CoreF1() (mean, least float64) {
	n := 0.0
	least = 1
	for _, a := range q.Areas {
		if a.Core {
			n++
			mean += a.F1()
			least = min(least, a.F1())
		}
	}
	if n > 0 {
		mean /= n
	}
	return mean, least
}

// Report writes the quality as a table for people.
func (q Quality) Report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-24s %5s %4s %4s %4s  %9s %6s %5s\n", "area", "n", "TP", "FP", "FN", "precision", "recall", "F1")
	line := func(name string, c Count) {
		fmt.Fprintf(&b, "%-24s %5d %4d %4d %4d  %9.2f %6.2f %5.2f\n", name, c.N(), c.TP, c.FP, c.FN, c.Precision(), c.Recall(), c.F1())
	}
	for _, a := range q.Areas {
		line(a.Slug, a.Count)
	}
	line("all areas", q.All)
	line("parties", q.Parties)
	mean, least := q.CoreF1()
	fmt.Fprintf(&b, "core areas: mean F1 %.2f, least %.2f\n", mean, least)
	fmt.Fprintf(&b, "texts without cooperation that got an area: %d of %d\n", q.FalseAlarms, q.Negatives)
	fmt.Fprintf(&b, "form right: %d of %d (%.2f)\n", q.Forms.Part, q.Forms.Whole, q.Forms.Value())
	fmt.Fprintf(&b, "stage right: %d of %d (%.2f)\n", q.Stages.Part, q.Stages.Whole, q.Stages.Value())
	return b.String()
}
