package coop

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/gazetteer"
)

// offered is an article with codes by rule, and a party that a person named.
func offered() Article {
	a := Article{Title: "Title", Version: 3, State: Suggested, Notes: "n", Proposal: Proposal{Form: "visit", Stage: "asked"}}
	return a.Recode(Suggested, []string{"training", "demining"}, []string{"JP", "KH"}, func(code string) Coding {
		if code == "KH" {
			return Coding{ByHuman, 1}
		}
		return Coding{ByRule, 1}
	})
}

func TestOffers(t *testing.T) {
	four := []Offer{{AreaKind, "training"}, {AreaKind, "demining"}, {PartyKind, "JP"}, {FormKind, "visit"}, {StageKind, "asked"}}
	for _, tt := range []struct {
		name    string
		reports []Report
		want    []Offer
	}{
		{"no engagement", nil, four},
		{"an engagement of unknown form", []Report{{EngagementID: 1}}, four},
		{"its form is known", []Report{{EngagementID: 1, EngagementForm: "course"}}, append(four[:3:3], four[4])},
		{"its stage is known", []Report{{EngagementID: 1, Stage: "done"}}, four[:4]},
		{"two engagements", []Report{{EngagementID: 1}, {EngagementID: 2}}, four[:3]},
	} {
		a := offered()
		a.Reports = tt.reports
		if diff := cmp.Diff(tt.want, a.Offers()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestReviewFormDecides(t *testing.T) {
	notes := "n"
	for _, tt := range []struct {
		name    string
		change  func(a *Article, f *ReviewForm)
		none    bool // not relevant
		want    Review
		wantBad FieldErrors
	}{
		{name: "nothing is decided", change: func(*Article, *ReviewForm) {}, wantBad: FieldErrors{
			"area.training": "Accept it, refuse it, or change it.", "area.demining": "Accept it, refuse it, or change it.",
			"party.JP": "Accept it, refuse it, or change it.", "form.visit": "Accept it, refuse it, or change it.", "stage.asked": "Accept it, refuse it, or change it.",
		}},
		{name: "the rest is accepted", change: func(a *Article, f *ReviewForm) {
			f.Verdicts = map[string]Verdict{"area.demining": Refused, "party.JP": "perhaps"}
			f.AcceptRest(*a)
		}, want: Review{
			Version: 3, Areas: []string{"training"}, Parties: []string{"JP", "KH"}, Form: "visit", Notes: &notes,
			Link: &Link{New: &Engagement{Title: "Title", Form: "visit", Areas: []string{"training"}, Parties: []string{"JP", "KH"}}, Stage: "asked"},
		}},
		{name: "all is changed", change: func(a *Article, f *ReviewForm) {
			a.Reports = []Report{{EngagementID: 7}}
			f.Verdicts = map[string]Verdict{"area.training": Replaced, "area.demining": Replaced, "party.JP": Replaced, "form.visit": Replaced, "stage.asked": Replaced}
			f.To = map[string]string{"area.training": "exercises", "area.demining": "training", "party.JP": "Laos, KH", "form.visit": "course", "stage.asked": "done"}
		}, want: Review{
			Version: 3, Areas: []string{"training", "exercises"}, Parties: []string{"KH", "LA"}, Form: "course", Notes: &notes,
			Refuse: []Refusal{{FormKind, "visit"}, {StageKind, "asked"}}, Link: &Link{EngagementID: 7, Stage: "done"},
		}},
		{name: "changes to nothing that is known", change: func(a *Article, f *ReviewForm) {
			f.AcceptRest(*a)
			f.Verdicts["area.training"], f.Verdicts["party.JP"], f.Verdicts["stage.asked"] = Replaced, Replaced, Replaced
			f.To = map[string]string{"party.JP": "Atlantis", "stage.asked": "soon"}
			f.Version = ""
		}, wantBad: FieldErrors{
			"area.training": "Say what it is changed to, or refuse it.", "party.JP": UnknownParty(unknown("Atlantis")),
			"stage.asked": "Choose a stage from the list, or refuse it.",
			"version":     "This form does not say which version it was made from. Open the edit page again.",
		}},
		{name: "all is refused", change: func(a *Article, f *ReviewForm) {
			f.Verdicts = map[string]Verdict{}
			for _, o := range a.Offers() {
				f.Verdicts[o.Name()] = Refused
			}
			f.Parties = ""
		}, want: Review{Version: 3, Refuse: []Refusal{{FormKind, "visit"}, {StageKind, "asked"}}, Notes: &notes}},
		{name: "not relevant", none: true, change: func(*Article, *ReviewForm) {}, want: Review{Version: 3, Excluded: true, Notes: &notes}},
	} {
		a := offered()
		f := ReviewFormOf(a)
		tt.change(&a, &f)
		got, bad := f.Validate(a, tt.none, codebook.Default())
		if diff := cmp.Diff(tt.wantBad, bad); len(tt.wantBad)+len(bad) > 0 && diff != "" {
			t.Errorf("%s: bad (-want +got):\n%s", tt.name, diff)
		}
		if tt.wantBad != nil {
			continue
		}
		if len(got.Areas) == 0 {
			got.Areas = nil
		}
		if len(got.Parties) == 0 {
			got.Parties = nil
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestReviewFormMeetsAnotherEdit(t *testing.T) {
	byPerson := func(string) Coding { return Coding{ByHuman, 1} }
	seen := offered()
	now := seen.Recode(Suggested, []string{"training", "cyber"}, []string{"KH", "LA"}, byPerson)
	now.Version = 4
	for _, tt := range []struct{ mine, theirs, want string }{
		{"n", "n", "n"}, {"mine", "n", "mine"}, {"n", "theirs", "theirs"}, {"same", "same", "same"}, {"mine", "theirs", "mine\n\ntheirs"}, {"", "theirs", "theirs"},
	} {
		f := ReviewForm{Areas: []string{"agreements"}, Parties: "Thailand", Notes: tt.mine, Version: "3"}
		now.Notes = tt.theirs
		want := ReviewForm{Areas: []string{"agreements", "training", "cyber"}, Parties: "Thailand, Laos", Notes: tt.want, Version: "4"}
		if diff := cmp.Diff(want, f.Meet(seen, now)); diff != "" {
			t.Errorf("%q and %q (-want +got):\n%s", tt.mine, tt.theirs, diff)
		}
	}
}

// unknown is the error of a name that is no party.
func unknown(name string) error {
	_, err := gazetteer.Resolve(name)
	return err
}
