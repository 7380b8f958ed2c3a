package dossier

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLevelOf(t *testing.T) {
	for post, want := range map[string]Level{
		"":                                      Other,
		"Prime Minister":                        HeadOfState,
		"President of the Republic":             HeadOfState,
		"Vice President":                        HeadOfState,
		"Deputy Prime Minister":                 Minister,
		"Minister of National Defence":          Minister,
		"Secretary of Defense":                  Minister,
		"Deputy Minister of Defence":            Senior,
		"Assistant Secretary of Defense":        Senior,
		"Commander-in-Chief, RCAF":              Chief,
		"deputy commander-in-chief":             Senior,
		"Chairman of the Joint Chiefs of Staff": Chief,
		"Chief of the General Staff":            Chief,
		"Major General":                         Senior,
		"Defence attaché":                       Senior,
		"Former defence minister":               Other,
		"Ministerial driver":                    Other,
		"spokesman of the ministry":             Other,
	} {
		if got := LevelOf(post); got != want {
			t.Errorf("LevelOf(%q) = %q, want %q", post, got, want)
		}
	}
}

func TestOfficialsAreTakenTogether(t *testing.T) {
	got := Officials([]Contact{
		{9, "KH", "A", ""}, {8, "KH", "A", "Chief of the General Staff"}, {7, "US", "A", "Major General"}, {7, "US", "B", "Colonel"},
		{5, "US", "B", "Captain"}, {4, "KH", "A", "Colonel"},
	})
	want := []Official{
		{"KH", "A", "Chief of the General Staff", Chief, []int64{9, 8, 4}},
		{"US", "B", "Colonel", Senior, []int64{7, 5}},
		{"US", "A", "Major General", Senior, []int64{7}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("officials (-want +got):\n%s", diff)
	}
}
