package views

import (
	"fmt"
	"strings"
	"testing"

	"entente/internal/codebook"
	"entente/internal/suggest"
)

func TestAddedAreasLookDifferent(t *testing.T) {
	cb := codebook.Default()
	for n := 1; len(cb.Areas()) < codebook.MaxAreas; n++ {
		cb = cb.WithArea(codebook.Area{Slug: fmt.Sprintf("a%d", n), Name: fmt.Sprintf("A %d", n), Style: n})
	}
	ctx := WithCodebook(t.Context(), cb)
	css := AreaColours(cb)
	looks := map[string]string{}
	for _, a := range cb.Areas()[16:] {
		_, colour, ok := strings.Cut(css, ".area-"+a.Slug+" { --area: ")
		if !ok {
			t.Fatalf("%s has no colour", a.Slug)
		}
		colour, _, _ = strings.Cut(colour, ";")
		look := colour + " " + markPath(ctx, a.Slug)
		if looks[look] != "" {
			t.Errorf("%s and %s look alike", looks[look], a.Slug)
		}
		looks[look] = a.Slug
	}
	for _, b := range cb.Areas()[:16] {
		if strings.Contains(css, ".area-"+b.Slug+" ") {
			t.Errorf("%s gets another colour", b.Slug)
		}
	}
	if got := markPath(t.Context(), "a1"); got != marks["none"] {
		t.Errorf("without a codebook the shape is %q", got)
	}
}

func TestAroundAQuote(t *testing.T) {
	long := strings.Repeat("før ", 30)
	c := suggest.Change{Text: suggest.Text{Title: "A drill", Body: long + "drill" + strings.Repeat(" after", 30)}}
	for _, tt := range []struct {
		evidence suggest.Evidence
		want     string
	}{
		{suggest.Evidence{Field: suggest.Title, Start: 2, End: 7, Quote: "drill"}, "A [drill]"},
		{suggest.Evidence{Field: suggest.Body, Start: len(long), End: len(long) + 5, Quote: "drill"}, "… " + strings.Repeat("før ", 14) + "[drill]" + strings.Repeat(" after", 9) + "…"},
		{suggest.Evidence{Field: suggest.Body, Start: 5, End: 100_000, Quote: "x"}, ""},
	} {
		c.Evidence = []suggest.Evidence{tt.evidence}
		got := ""
		for _, m := range around(c) {
			if m.Found {
				m.Text = "[" + m.Text + "]"
			}
			got += m.Text
		}
		if got != tt.want {
			t.Errorf("around %+v = %q, want %q", tt.evidence, got, tt.want)
		}
	}
}

func TestRulesInWords(t *testing.T) {
	got := ruleLines("# note\nstrong: mine clearance\nweak: clearance with mine without naval\nweight 0.7: sapper\nunless: data mining")
	want := "[{Enough alone mine clearance} {Half of what is needed clearance (beside mine) (not beside naval)} {Weighs 0.7 sapper} {Words in these do not count data mining}]"
	if fmt.Sprint(got) != want {
		t.Errorf("in words: %v", got)
	}
}
