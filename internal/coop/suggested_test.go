package coop

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
)

func TestAcceptedSuggestionsStandInTheirFields(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"", "Cambodia"}, {"Laos", "Laos, Cambodia"}, {"Laos; ", "Laos, Cambodia"}, {"kh", "kh"}, {"Kampuchea, Atlantis", "Kampuchea, Atlantis"},
	} {
		f := ArticleForm{Parties: tt.typed, Stage: "done", Accept: []string{"party:KH", "form:visit", "stage:asked", "nonsense"}}.Accepted()
		if f.Parties != tt.want || f.Form != "visit" || f.Stage != "asked" || f.Accept != nil {
			t.Errorf("%q becomes %q, %s, %s, want %q", tt.typed, f.Parties, f.Form, f.Stage, tt.want)
		}
	}
}

func TestWhatIsShownAndNotRefusedIsNotRefusedAnyMore(t *testing.T) {
	in, bad := ArticleForm{
		Title: "t", Source: "s", Published: "2024-02-27",
		Suggested: []string{"area:demining", "area:cyber", "area:mining", "stage:asked"}, Refused: []string{"area:cyber", "party:KH", "form:dance", "x"},
	}.Validate(codebook.Default())
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	if diff := cmp.Diff([]Refusal{{AreaKind, "cyber"}, {PartyKind, "KH"}}, in.Refuse); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Refusal{{AreaKind, "demining"}, {StageKind, "asked"}}, in.Allow); diff != "" {
		t.Errorf("allowed (-want +got):\n%s", diff)
	}
}

func TestTheEntryFormHasNoCodesByRule(t *testing.T) {
	a := Article{State: Suggested, Areas: []string{"demining", "cyber"}, Parties: []string{"KH"},
		Codings: map[string]Coding{"cyber": {ByHuman, 1}}, Refused: []Refusal{{AreaKind, "training"}}}
	f := EntryFormOf(a)
	if !slices.Equal(f.Areas, []string{"cyber"}) || f.Parties != "" || !slices.Equal(f.Refused, []string{"area:training"}) {
		t.Errorf("%v, %q, refused %v", f.Areas, f.Parties, f.Refused)
	}
}

// FuzzParseQuote reads what a form may send as a quote: what is read is written
// and read as the same again.
func FuzzParseQuote(f *testing.F) {
	for _, seed := range []string{"demining:120:mine clearance", "a:b:c", "demining:-1:x", "cyber:3:a: b\r\nc", "::", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		e, ok := ParseQuote(value)
		if !ok {
			return
		}
		again, ok := ParseQuote(QuoteValue(e))
		if !ok || again != e || e.End-e.Start != len(e.Quote) || e.Quote == "" {
			t.Errorf("%q is %+v, again %+v, %t", value, e, again, ok)
		}
	})
}
