package suggest

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/codebook"
)

// printErrors lists, for each text, what is suggested and wrong (+) or missing (-),
// with the words that led there: make eval with -errors=areas,parties.
func printErrors(e *Engine, list []Example) {
	for i, x := range list {
		if strings.Contains(*wrong, "gate") {
			fmt.Println(len(x.Areas) > 0, e.Suggest(x.Title, x.Text).Cooperation, i+1, gate(e, x), "##", x.Title)
		}
		if out := mistakes(e, x); len(out) > 0 {
			fmt.Printf("%d %s | coop=%s\n  %s\n%s\n", i+1, x.Title, gate(e, x), x.Text, strings.Join(out, "\n"))
		}
	}
}

func mistakes(e *Engine, x Example) (out []string) {
	r := e.Suggest(x.Title, x.Text)
	codes := func(kind string, got []Suggestion, want []string) {
		if !strings.Contains(*wrong, kind) {
			return
		}
		for _, s := range got {
			if !slices.Contains(want, s.Code) {
				out = append(out, fmt.Sprintf("   + %s %.2f %s", s.Code, s.Score*2, s.Reason))
			}
		}
		for _, w := range want {
			if !slices.Contains(Codes(got), w) {
				out = append(out, "   - "+w)
			}
		}
	}
	one := func(kind string, s *Suggestion, want string) {
		switch {
		case want == "" || !strings.Contains(*wrong, kind) || s != nil && s.Code == want:
		case s == nil:
			out = append(out, "   "+kind+" none  WANT "+want)
		default:
			out = append(out, "   "+kind+" "+s.Code+" "+s.Reason+"  WANT "+want)
		}
	}
	codes("areas", r.Areas, x.Areas)
	if len(x.Areas) > 0 {
		codes("parties", r.Parties, x.Parties)
		one("form", r.Form, x.Form)
		one("stage", r.Stage, x.Stage)
	}
	return out
}

// gate shows what the question whether it is cooperation was decided on.
func gate(e *Engine, x Example) string {
	r := newReading(e)
	r.read(Title, x.Title)
	r.read(Body, x.Text)
	out := fmt.Sprintf("%v strength %.2f link %.2f", r.isCooperation(), r.strength(), r.link)
	for i, c := range e.codes {
		if (c.kind == codebook.Sign || c.kind == codebook.Domain) && r.sums[i].score > 0 {
			out += fmt.Sprintf(" | %s %.2f %s", c.slug, r.sums[i].score, suggestion("", 1, r.sums[i].evidence).Reason)
		}
	}
	return out
}
