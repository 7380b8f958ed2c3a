package suggest

import (
	"fmt"
	"slices"
	"testing"

	"entente/internal/codebook"
	"entente/internal/starter"
)

func TestEffectOf(t *testing.T) {
	area := func(codes ...string) (out []Suggestion) {
		for _, c := range codes {
			out = append(out, Suggestion{Code: c, Reason: c})
		}
		return out
	}
	texts := []Text{
		{ID: 1, Coded: true, Areas: []string{"demining"}},             // gained, rightly
		{ID: 2, Coded: true},                                          // gained, wrongly
		{ID: 3, Coded: true, Areas: []string{"demining", "training"}}, // lost
		{ID: 4, Areas: []string{"demining"}},                          // as before, and nobody coded it
		{ID: 5},                                                       // lost, another gained
	}
	before := [][]Suggestion{nil, nil, area("demining", "training"), area("demining"), area("demining")}
	after := [][]Suggestion{area("demining"), area("demining"), area("training"), area("demining"), area("cyber")}
	e := EffectOf("demining", texts, before, after)
	got := ""
	for _, c := range e.Changes {
		got += fmt.Sprint(c.ID, c.Gained, " ")
	}
	if got != "1true 2true 3false 5false " && got != "1 true 2 true 3 false 5 false " {
		t.Errorf("changes: %q", got)
	}
	if e.Texts != 5 || e.Coded != 3 || e.Before != 3 || e.After != 3 || e.Others != 1 {
		t.Errorf("effect: %+v", e)
	}
	if want := (Count{TP: 1, FN: 1}); e.Was != want {
		t.Errorf("was %+v, want %+v", e.Was, want)
	}
	if want := (Count{TP: 1, FP: 1, FN: 1}); e.Becomes != want {
		t.Errorf("becomes %+v, want %+v", e.Becomes, want)
	}
}

func TestMeasureIsEvaluate(t *testing.T) {
	list := examples(t, starter.CSV())
	texts := make([]Text, len(list))
	for i, x := range list {
		texts[i] = Text{ID: int64(i), Title: x.Title, Body: x.Text, Coded: true, Areas: x.Areas}
	}
	got := Measure(texts, SuggestAll(engine, texts))
	for _, a := range Evaluate(engine, list).Areas {
		if got[a.Slug] != a.Count {
			t.Errorf("%s: %+v, want %+v", a.Slug, got[a.Slug], a.Count)
		}
	}
	for i := range texts {
		texts[i].Coded = false
	}
	if got := Measure(texts, SuggestAll(engine, texts)); len(got) != 0 {
		t.Errorf("nobody coded a text, and it is measured: %v", got)
	}
}

func TestARetiredAreaIsNotSuggested(t *testing.T) {
	a, _ := codebook.Default().Area("demining")
	const title = "Japan and Cambodia train deminers in mine clearance"
	if got := Codes(engine.Suggest(title, "").Areas); !slices.Contains(got, "demining") {
		t.Fatalf("suggested: %v", got)
	}
	a.Retired = true
	if got := Codes(New(codebook.Default().WithArea(a)).Suggest(title, "").Areas); slices.Contains(got, "demining") {
		t.Errorf("suggested though retired: %v", got)
	}
}
