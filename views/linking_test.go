package views

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReportsOfOneStoryStandTogether(t *testing.T) {
	e := storiedEngagement()
	type row struct {
		Title string
		Copy  bool
	}
	var got []row
	for _, r := range e.byStory() {
		got = append(got, row{r.ArticleSource, r.copy})
	}
	if diff := cmp.Diff([]row{{"Mekong Courier", false}, {"Ledger", true}, {"Phnom Penh Ledger", false}}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := e.coverage(); got != "3 articles, 2 stories" {
		t.Errorf("coverage %q", got)
	}
	e.Stories = nil
	if got := e.coverage(); got != "3 articles" {
		t.Errorf("without copies %q", got)
	}
}

func TestLikeness(t *testing.T) {
	p := sampleLikely(false)
	var got []string
	for _, c := range p.Story {
		got = append(got, likeness(p.Article, c))
	}
	c := p.Story[0]
	c.Percent = 0
	got = append(got, likeness(p.Article, c))
	if diff := cmp.Diff([]string{"96% of the text is the same", "the same text", "the same title, source and day", "by way of another copy"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
