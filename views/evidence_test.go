package views

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"entente/internal/coop"
)

// Whatever is marked, the text stays as it is without marks, and every quote is
// found at its place, once and whole.
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
			area := rapid.SampledFrom([]string{"demining", "training", ""}).Draw(rt, "area")
			a.Evidence = append(a.Evidence, coop.Evidence{Area: area, Field: "body", Start: start, End: start + len(quote), Quote: quote})
		}
		list := numbered(a, a.Evidence)
		if len(list) != len(a.Evidence) {
			rt.Fatalf("%d of %d places", len(list), len(a.Evidence))
		}
		var ids strings.Builder
		marked, want := map[string]string{}, map[string]string{}
		for i, lines := range markedParagraphs(text, "body", list) {
			for k, line := range lines {
				var whole strings.Builder
				for _, s := range line {
					for _, p := range s.Parts {
						whole.WriteString(p.Text)
						for _, id := range p.IDs {
							ids.WriteString("#" + id + "#")
						}
						for _, area := range s.Areas {
							marked[area] += p.Text
						}
					}
				}
				if want := paragraphs(text)[i][k]; whole.String() != want {
					rt.Fatalf("line %q became %q", want, whole.String())
				}
			}
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		for i := range text {
			for _, area := range []string{"demining", "training"} {
				for _, e := range list {
					if e.Area == area && e.Start <= i && i < e.End {
						want[area] += string([]rune(text[i:])[0])
						break
					}
				}
			}
		}
		for area, w := range want {
			if bare(marked[area]) != bare(w) {
				rt.Errorf("%s is marked at %q, want %q", area, marked[area], w)
			}
		}
		for _, e := range list {
			if n := strings.Count(ids.String(), "#"+e.ID+"#"); n > 1 || n == 0 && bare(e.Quote) != "" {
				rt.Errorf("%q begins at %d places", e.Quote, n)
			}
		}
	})
}

// stretches writes the stretches of a text: <areas#ids text>, areas that end as ▲area,
// paragraphs divided by ¶ and lines by /.
func stretches(text string, list ...evidence) string {
	var b strings.Builder
	for i, lines := range markedParagraphs(text, "body", list) {
		if i > 0 {
			b.WriteString("¶")
		}
		for j, line := range lines {
			if j > 0 {
				b.WriteString("/")
			}
			for _, s := range line {
				if len(s.Areas) > 0 {
					b.WriteString("<" + strings.Join(s.Areas, "+") + " ")
				}
				for _, p := range s.Parts {
					for _, id := range p.IDs {
						b.WriteString("#" + id + " ")
					}
					if p.Word {
						b.WriteString("(" + p.Text + ")")
					} else {
						b.WriteString(p.Text)
					}
				}
				for _, area := range s.Ends {
					b.WriteString("▲" + area)
				}
				if len(s.Areas) > 0 {
					b.WriteString(">")
				}
			}
		}
	}
	return b.String()
}

// at is evidence for an area, where its words stand first.
func at(text, id, area, words string) evidence {
	start := strings.Index(text, words)
	return evidence{coop.Evidence{Area: area, Field: "body", Start: start, End: start + len(words), Quote: words}, id, false}
}

func TestMarkedParagraphs(t *testing.T) {
	const text = "\n one two three\nfour\n\n \nfünf 六七八 "
	open := at(text, "1", "a", "two")
	open.Open = true
	for _, tt := range []struct {
		name string
		list []evidence
		want string
	}{
		{"none", nil, "one two three/four¶fünf 六七八"},
		{"one", []evidence{at(text, "1", "a", "two")}, "one <a #1 two▲a> three/four¶fünf 六七八"},
		{"two over the same words", []evidence{at(text, "1", "a", "two"), at(text, "2", "b", "two")}, "one <a+b #1 #2 two▲a▲b> three/four¶fünf 六七八"},
		{"one area within another place of it", []evidence{at(text, "1", "a", "one two three"), at(text, "2", "a", "two")}, "<a #1 one #2 two three▲a>/four¶fünf 六七八"},
		{"places of one area that touch", []evidence{at(text, "1", "a", "one "), at(text, "2", "a", "two")}, "<a #1 one #2 two▲a> three/four¶fünf 六七八"},
		{"overlapping", []evidence{at(text, "1", "a", "one two"), at(text, "2", "b", "two three")}, "<a #1 one ><a+b #2 two▲a><b  three▲b>/four¶fünf 六七八"},
		{"a party's words within", []evidence{at(text, "1", "a", "one two three"), at(text, "2", "", "two")}, "<a #1 one #2 (two) three▲a>/four¶fünf 六七八"},
		{"of no area", []evidence{at(text, "1", "", "two"), at(text, "2", "a", "three")}, "one #1 (two) <a #2 three▲a>/four¶fünf 六七八"},
		{"over lines", []evidence{at(text, "1", "a", "three\nfour")}, "one two <a #1 three>/<a four▲a>¶fünf 六七八"},
		{"over paragraphs", []evidence{at(text, "1", "a", "four\n\n \nfünf")}, "one two three/<a #1 four>¶<a fünf▲a> 六七八"},
		{"signs without spaces", []evidence{at(text, "1", "a", "七")}, "one two three/four¶fünf 六<a #1 七▲a>八"},
		{"of another field", []evidence{{coop.Evidence{Area: "a", Field: "title", Start: 2, End: 5, Quote: "one"}, "1", false}}, "one two three/four¶fünf 六七八"},
		{"what is confirmed gives the colour", []evidence{open, at(text, "2", "b", "two")}, "one <b+a #1 #2 two▲b▲a> three/four¶fünf 六七八"},
	} {
		if diff := cmp.Diff(tt.want, stretches(text, tt.list...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestEvidenceAddsNoSpace(t *testing.T) {
	r := sampleReview()
	doc, _ := drawn(t, Review(Page{}, r))
	pane := doc.Find(".text-pane")
	if got := pane.Find("#headline").Text(); got != r.Article.Title {
		t.Errorf("headline %q, want %q", got, r.Article.Title)
	}
	for _, want := range []string{"The two went through courses for personnel, exchange visits by officers, and", "The armed forces ask for staff training"} {
		if got := pane.Text(); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if n := pane.Find(".ev #ev-1").Length(); n != 1 {
		t.Errorf("the first words stand at %d places", n)
	}
}

func TestQuotesThatAreNotThereAreLeftOut(t *testing.T) {
	a := coop.Article{Body: "one two"}
	here := coop.Evidence{Area: "a", Field: "body", Start: 4, End: 7, Quote: "two"}
	gone, moved := here, here
	gone.Quote, moved.Start, moved.End = "six", 0, 3
	if diff := cmp.Diff([]evidence{{here, "ev-1", false}}, numbered(a, []coop.Evidence{gone, moved, here}), cmp.AllowUnexported(evidence{})); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
}
