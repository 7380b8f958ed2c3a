package views

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"entente/internal/coop"
)

// Whatever is marked, the text stays as it is without marks, and every quote is
// found at its number, whole.
func TestMarksChangeNoTextAndLoseNoQuote(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab é<&\n \u200b")), 1, 60, -1).Draw(rt, "text")
		a := coop.Article{Body: text, State: coop.Suggested}
		for range rapid.IntRange(0, 5).Draw(rt, "quotes") {
			letters := []rune(text)
			from := rapid.IntRange(0, len(letters)-1).Draw(rt, "from")
			to := rapid.IntRange(from+1, len(letters)).Draw(rt, "to")
			start := len(string(letters[:from]))
			quote := string(letters[from:to])
			area := rapid.SampledFrom([]string{"demining", "training", "cyber"}).Draw(rt, "area")
			a.Evidence = append(a.Evidence, coop.Evidence{Area: area, Field: "body", Start: start, End: start + len(quote), Quote: quote})
		}
		marked := map[int]string{}
		starts := map[int]int{}
		for i, lines := range markedParagraphs(text, inField(evidenceOf(a), "body", text)) {
			for k, line := range lines {
				var whole strings.Builder
				for _, p := range line {
					whole.WriteString(p.Text)
					for _, e := range p.Of {
						marked[e.N] += p.Text
						if e.Starts {
							starts[e.N]++
						}
					}
				}
				if want := paragraphs(text)[i][k]; whole.String() != want {
					rt.Fatalf("line %q became %q", want, whole.String())
				}
			}
		}
		for i, e := range a.Evidence {
			bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
			if bare(marked[i+1]) != bare(e.Quote) {
				rt.Errorf("%q is marked as %q", e.Quote, marked[i+1])
			}
			if starts[i+1] > 1 || starts[i+1] == 0 && strings.TrimSpace(e.Quote[:1]) != "" {
				rt.Errorf("%q begins at %d places", e.Quote, starts[i+1])
			}
		}
	})
}

func TestAnAreaIsNamedOnceWhereItsWordsEnd(t *testing.T) {
	a := coop.Article{Body: "clear landmines now", State: coop.Coded, Evidence: []coop.Evidence{
		{Area: "demining", Field: "body", Start: 0, End: 15}, {Area: "demining", Field: "body", Start: 0, End: 5}, {Area: "training", Field: "body", Start: 6, End: 15},
	}}
	var ends []string
	for _, p := range markedParagraphs(a.Body, inField(evidenceOf(a), "body", a.Body))[0][0] {
		ends = append(ends, strings.Join(p.Ends, "+"))
	}
	if got := strings.Join(ends, ","); got != ",,demining+training," {
		t.Errorf("named at %q", got)
	}
}
