package views

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

// shownRuns writes the runs of a text: <area#id>text, shapes as ▲area, paragraphs
// divided by ¶ and lines by /.
func shownRuns(text string, quotes ...quote) string {
	var b strings.Builder
	for i, lines := range runs(text, "body", quotes) {
		if i > 0 {
			b.WriteString("¶")
		}
		for j, line := range lines {
			if j > 0 {
				b.WriteString("/")
			}
			for _, r := range line {
				switch {
				case r.shape:
					b.WriteString("▲" + r.area)
				case r.area != "" || r.id != "":
					b.WriteString("<" + r.area + "#" + r.id + ">" + r.text + "</>")
				default:
					b.WriteString(r.text)
				}
			}
		}
	}
	return b.String()
}

// at is a quote for an area, where its words stand first.
func at(text, id, area, words string) quote {
	start := strings.Index(text, words)
	return quote{coop.Evidence{Area: area, Field: "body", Start: start, End: start + len(words), Quote: words}, id}
}

func TestRuns(t *testing.T) {
	const text = "\n one two three\nfour\n\n \nfünf 六七八 "
	for _, tt := range []struct {
		name   string
		quotes []quote
		want   string
	}{
		{"no quotes", nil, "one two three/four¶fünf 六七八"},
		{"one", []quote{at(text, "1", "a", "two")}, "one <a#1>two</>▲a three/four¶fünf 六七八"},
		{"two over the same words", []quote{at(text, "1", "a", "two"), at(text, "2", "b", "two")}, "one <#2></><a#1>two</>▲a▲b three/four¶fünf 六七八"},
		{"overlapping", []quote{at(text, "1", "a", "one two"), at(text, "2", "b", "two three")}, "<a#1>one </><a#2>two</>▲a<b#> three</>▲b/four¶fünf 六七八"},
		{"of no area", []quote{at(text, "1", "", "two"), at(text, "2", "a", "three")}, "one <#1>two</> <a#2>three</>▲a/four¶fünf 六七八"},
		{"over lines", []quote{at(text, "1", "a", "three\nfour")}, "one two <a#1>three</>/<a#>four</>▲a¶fünf 六七八"},
		{"over paragraphs", []quote{at(text, "1", "a", "four\n\n \nfünf")}, "one two three/<a#1>four</>¶<a#>fünf</>▲a 六七八"},
		{"signs without spaces", []quote{at(text, "1", "a", "七")}, "one two three/four¶fünf 六<a#1>七</>▲a八"},
		{"of another field", []quote{{coop.Evidence{Area: "a", Field: "title", Start: 2, End: 5, Quote: "one"}, "1"}}, "one two three/four¶fünf 六七八"},
	} {
		if diff := cmp.Diff(tt.want, shownRuns(text, tt.quotes...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestEvidenceAddsNoSpace(t *testing.T) {
	r := sampleReview()
	doc, _ := drawn(t, Review(Page{}, r))
	pane := doc.Find(".text-pane")
	pane.Find(".ev-shape").Remove()
	if got := pane.Find("#headline").Text(); got != r.Article.Title {
		t.Errorf("headline %q, want %q", got, r.Article.Title)
	}
	for _, want := range []string{"The two went through courses for personnel, exchange visits by officers, and", "The armed forces ask for staff training"} {
		if got := pane.Text(); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}

func TestQuotesThatAreNotThereAreLeftOut(t *testing.T) {
	a := coop.Article{Body: "one two"}
	here := coop.Evidence{Area: "a", Field: "body", Start: 4, End: 7, Quote: "two"}
	gone, moved := here, here
	gone.Quote, moved.Start, moved.End = "six", 0, 3
	if diff := cmp.Diff([]quote{{here, "quote-1"}}, numbered(a, []coop.Evidence{gone, moved, here}), cmp.AllowUnexported(quote{})); diff != "" {
		t.Errorf("quotes (-want +got):\n%s", diff)
	}
}
