package suggest

import (
	"fmt"
	"slices"
	"strings"
)

func printErrors(e *Engine, list []Example) {
	if strings.Contains(*errs, "gate") {
		for i, x := range list {
			r := e.Suggest(x.Title, x.Text)
			fmt.Printf("%v %v %d %s\n", len(x.Areas) > 0, r.Cooperation, i+1, gateLine(e, x)+" ## "+x.Title)
		}
	}
	for i, x := range list {
		r := e.Suggest(x.Title, x.Text)
		var out []string
		diff := func(kind string, got []Suggestion, want []string) {
			if !strings.Contains(*errs, kind) {
				return
			}
			for _, s := range got {
				if !slices.Contains(want, s.Code) {
					out = append(out, fmt.Sprintf("   + %s %.2f %s", s.Code, s.Score*2, s.Reason))
				}
			}
			for _, w := range want {
				if !slices.Contains(Codes(got), w) {
					near := ""
					for _, n := range r.Near {
						if n.Code == w {
							near = fmt.Sprintf("%.2f %s", n.Score*2, n.Reason)
						}
					}
					out = append(out, "   - "+w+" "+near)
				}
			}
		}
		diff("areas", r.Areas, x.Areas)
		if len(x.Areas) > 0 {
			diff("parties", r.Parties, x.Parties)
			one := func(kind string, s *Suggestion, want string) {
				if !strings.Contains(*errs, kind) || s != nil && s.Code == want {
					return
				}
				got := "none"
				if s != nil {
					got = s.Code + " " + s.Reason
				}
				out = append(out, "   "+kind+" "+got+"  WANT "+want)
			}
			one("form", r.Form, x.Form)
			one("stage", r.Stage, x.Stage)
		}
		if len(out) > 0 {
			fmt.Printf("%d %s | coop=%v %s\n  %s\n%s\n", i+1, x.Title, r.Cooperation, gateLine(e, x), x.Text, strings.Join(out, "\n"))
		}
	}
}

// gateLine shows the sums that the gate decides on.
func gateLine(e *Engine, x Example) string {
	r := newReading(e)
	r.reset()
	r.read(Title, x.Title)
	r.read(Body, x.Text)
	r.isCooperation()
	s := fmt.Sprintf("strength %.2f link %.2f defence %.2f several %.2f together %.2f parties %v", r.strength(), r.link, r.sign("defence"), r.sign("several"), r.sign("together"), Codes(r.takingPart()))
	if i, ok := e.known["sign together"]; ok && len(r.sums[i].evidence) > 0 {
		s += " T: " + suggestion("", 1, r.sums[i].evidence).Reason
	}
	for i, c := range e.codes {
		if c.kind == "domain" && r.sums[i].score > 0 {
			s += fmt.Sprintf(" | %s %.2f %s", c.slug, r.sums[i].score, suggestion("", 1, r.sums[i].evidence).Reason)
		}
	}
	return s
}
