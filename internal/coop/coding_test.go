package coop

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestAQuoteIsFoundWhereItIsNearest(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		start      int
		quote      string
		want       int // -1: not found
	}{
		{"where it was", "mines, mines", 7, "mines", 7},
		{"moved on", "the old mines", 0, "mines", 8},
		{"moved back", "mines", 20, "mines", 0},
		{"the nearer of two", "mines and mines", 9, "mines", 10},
		{"the first of two as near", "ab..ab", 2, "ab", 0},
		{"gone", "no more", 0, "mines", -1},
		{"an empty quote", "mines", 0, "", -1},
		{"no place at all", "mines", -3, "mines", 0},
		{"after wide letters", "ខ្មែរ mines", 6, "mines", 16},
		{"half a letter", "é", 0, "\xc3", -1},
		{"overlapping", "aaaa", 2, "aa", 2},
	} {
		got, ok := Evidence{Area: "demining", Field: "body", Start: tt.start, Quote: tt.quote}.In(Article{Body: tt.body})
		if ok != (tt.want >= 0) || ok && (got.Start != tt.want || tt.body[got.Start:got.End] != tt.quote) {
			t.Errorf("%s: at %d, %v; want %d", tt.name, got.Start, ok, tt.want)
		}
	}
	if _, ok := (Evidence{Field: "notes", Quote: "mines"}).In(Article{Notes: "mines"}); ok {
		t.Error("a quote from a field that rules do not read")
	}
}

// Wherever a quote is looked for, it is found at the nearest place that there is.
func TestAQuoteIsFoundWhereverItStands(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body := rapid.StringOfN(rapid.RuneFrom([]rune("ab é")), 0, 30, -1).Draw(rt, "body")
		quote := rapid.StringOfN(rapid.RuneFrom([]rune("ab é")), 1, 3, -1).Draw(rt, "quote")
		start := rapid.IntRange(-5, 60).Draw(rt, "start")
		nearest := -1
		for at := range body {
			if strings.HasPrefix(body[at:], quote) && (nearest < 0 || apart(at, start) < apart(nearest, start)) {
				nearest = at
			}
		}
		got, ok := Evidence{Field: "body", Start: start, Quote: quote}.In(Article{Body: body})
		if ok != (nearest >= 0) || ok && got.Start != nearest {
			rt.Errorf("%q from %d in %q: %d, %v; want %d", quote, start, body, got.Start, ok, nearest)
		}
	})
}

func TestRecodeKeepsOnlyWhatIsUnusual(t *testing.T) {
	a := Article{State: Suggested, Areas: []string{"demining", "cyber"}, Parties: []string{"KH"}, Codings: map[string]Coding{"KH": {ByHuman, 1}, "cyber": {ByRule, 3}},
		Evidence: []Evidence{{Area: "demining"}, {Area: "cyber"}}}
	for code, want := range map[string]Coding{"demining": {ByRule, 1}, "cyber": {ByRule, 3}, "KH": {ByHuman, 1}} {
		if got := a.CodingOf(code); got != want {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
	if areas, parties := a.CodesBy(ByRule); len(areas) != 2 || len(parties) != 0 {
		t.Errorf("by rule: %v, %v", areas, parties)
	}
	got := a.Recode(Coded, []string{"cyber"}, []string{"KH"}, func(code string) Coding {
		return Coding{ByHuman, a.CodingOf(code).Codebook}
	})
	want := a
	want.State, want.Areas, want.Codings, want.Evidence = Coded, []string{"cyber"}, map[string]Coding{"cyber": {ByHuman, 3}}, []Evidence{{Area: "cyber"}}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(a.Codings) != 2 || len(a.Evidence) != 2 || a.State != Suggested {
		t.Errorf("the article that it was made from changed: %+v", a)
	}
}

func TestRefusalsHoldForTheTextThatWasRead(t *testing.T) {
	was := Article{Title: "T", Summary: "S", Refused: []Refusal{{AreaKind, "cyber"}}}
	for _, tt := range []struct {
		name  string
		later Article
		want  int
	}{
		{"the same", was, 1},
		{"another note", Article{Title: "T", Summary: "S", Notes: "N"}, 1},
		{"another title", Article{Title: "T2", Summary: "S"}, 0},
		{"another summary, which was read for want of a text", Article{Title: "T", Summary: "S2"}, 0},
		{"a text at last", Article{Title: "T", Summary: "S", Body: "B"}, 0},
	} {
		if _, refused := was.Carried(tt.later); len(refused) != tt.want {
			t.Errorf("%s: %d refusals, want %d", tt.name, len(refused), tt.want)
		}
	}
	read := Article{Title: "T", Summary: "S", Body: "B", Refused: was.Refused}
	if _, refused := read.Carried(Article{Title: "T", Summary: "S2", Body: "B"}); len(refused) != 1 {
		t.Error("a summary that rules do not read takes refusals away")
	}
}
