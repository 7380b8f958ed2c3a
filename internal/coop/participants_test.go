package coop

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"entente/internal/codebook"
)

func TestPartiesAreReadWithTheirRoles(t *testing.T) {
	for _, tt := range []struct {
		typed   string
		parties []string
		roles   map[string]string
		wrong   string // how the sentence begins
	}{
		{"Laos, AU; UN", []string{"AU", "LA", "UN"}, nil, ""},
		{"Cambodia (recipient), US ( Provider ), Thailand", []string{"KH", "TH", "US"}, map[string]string{"KH": "recipient", "US": "provider"}, ""},
		{"Cocos (Keeling) Islands (host), Saint Martin (French part)", []string{"CC", "MF"}, map[string]string{"CC": "host"}, ""},
		{"KH, Cambodia (guest)", []string{"KH"}, map[string]string{"KH": "guest"}, ""},
		{"KH (guest), Cambodia (host)", nil, nil, "Cambodia has two roles here, guest and host."},
		{"KH (donor)", nil, nil, "There is no role “donor”. It can be provider, recipient,"},
		{"Atlantis (host)", nil, nil, "No party is called “Atlantis”."},
		{"(host)", nil, nil, ""},
	} {
		e, bad := EngagementForm{Title: "t", Parties: tt.typed}.Validate(codebook.Default())
		if got := bad["parties"]; !strings.HasPrefix(got, tt.wrong) || (got == "") != (tt.wrong == "") && tt.typed != "(host)" {
			t.Errorf("%q: %q, want a sentence that begins with %q", tt.typed, got, tt.wrong)
		}
		if len(bad) > 0 {
			continue
		}
		if !cmp.Equal(e.Parties, tt.parties) || !cmp.Equal(e.Roles, tt.roles, cmpopts.EquateEmpty()) {
			t.Errorf("%q: %v %v, want %v %v", tt.typed, e.Parties, e.Roles, tt.parties, tt.roles)
		}
	}
}

func TestOfficialsAreReadALineEach(t *testing.T) {
	for _, tt := range []struct {
		typed string
		want  []Official
		wrong string
	}{
		{"", nil, ""},
		{"Jedidiah Royal; Principal deputy, Indo-Pacific; US\r\n\r\n General Vong Pisen ;  ; Cambodia \nSok, Jr.; Laos", []Official{
			{"KH", "General Vong Pisen", ""}, {"LA", "Sok, Jr.", ""}, {"US", "Jedidiah Royal", "Principal deputy, Indo-Pacific"},
		}, ""},
		{"A; p; KH\nA; q; US\nB; KH", []Official{{"KH", "A", "p"}, {"KH", "B", ""}, {"US", "A", "q"}}, ""},
		{"A; KH\nA, Minister, Cambodia", nil, "Line 2: Write name; post; party with semicolons between."},
		{"A; b; c; KH", nil, "Line 1: Write name; post; party"},
		{"; Minister; KH", nil, "Line 1: Write name; post; party"},
		{"A; Minister;", nil, "Line 1: Write name; post; party"},
		{"\nA; Minister; Atlantis", nil, "Line 2: No party is called “Atlantis”."},
		{"A; KH\nB; KH\n A ; Chief; Cambodia", nil, "Line 3: “A” of the same party stands in line 1."},
		{"A; KH" + strings.Repeat(" ", MaxNote), nil, "Shorten this"},
	} {
		e, bad := EngagementForm{Title: "t", Officials: tt.typed}.Validate(codebook.Default())
		if got := bad["officials"]; !strings.HasPrefix(got, tt.wrong) || (got == "") != (tt.wrong == "") {
			t.Errorf("%.60q: %q, want a sentence that begins with %q", tt.typed, got, tt.wrong)
		}
		if tt.wrong == "" && !cmp.Equal(e.Officials, tt.want, cmpopts.EquateEmpty()) {
			t.Errorf("%q: %v, want %v", tt.typed, e.Officials, tt.want)
		}
	}
}

// TestTheFormOfAnEngagementGivesTheSameAgain for any participants that can be stored.
func TestTheFormOfAnEngagementGivesTheSameAgain(t *testing.T) {
	text := rapid.StringMatching(`[a-zស,.()"'<-][a-zស ,.()"'<-]{0,8}[a-z)]`)
	code := rapid.SampledFrom([]string{"KH", "US", "CC", "MF", "UN", "AX", "BQ", "FM"})
	rapid.Check(t, func(rt *rapid.T) {
		e := Engagement{Title: "t", Version: 3}
		for _, p := range rapid.SliceOfDistinct(code, rapid.ID).Draw(rt, "parties") {
			e.Parties = append(e.Parties, p)
			e.setRole(p, rapid.SampledFrom([]string{"", "host", "recipient"}).Draw(rt, "role"))
		}
		for _, name := range rapid.SliceOfNDistinct(text, 0, 4, rapid.ID).Draw(rt, "officials") {
			e.Officials = append(e.Officials, Official{code.Draw(rt, "party"), name, rapid.OneOf(rapid.Just(""), text).Draw(rt, "post")})
		}
		e.Start = Date(rapid.SampledFrom([]string{"", "2024", "2024-02", "2024-02-27"}).Draw(rt, "start"))
		e = e.Complete()
		form := EngagementFormOf(e)
		again, bad := form.Validate(codebook.Default())
		if diff := cmp.Diff(e, again, cmpopts.EquateEmpty()); diff != "" || len(bad) > 0 {
			rt.Fatalf("%v of %+v (-stored +again):\n%s", bad, form, diff)
		}
		var participants Engagement
		if participants.SetParticipants(e.Participants()); !cmp.Equal(e.Parties, participants.Parties, cmpopts.EquateEmpty()) || !cmp.Equal(e.Roles, participants.Roles) {
			rt.Fatalf("%v become %v %v", e.Participants(), participants.Parties, participants.Roles)
		}
		if !form.Same(EngagementFormOf(again)) {
			rt.Fatalf("%+v is another than itself", form)
		}
	})
}

func TestOfficialsThatReadAlikeAreNoConflict(t *testing.T) {
	seen := EngagementForm{Title: "t", Start: "2024-02", Parties: "Cambodia (host)", Officials: "A; p; Cambodia"}
	mine := seen
	mine.Start, mine.Parties, mine.Officials = "Feb 2024", "KH ( HOST )", " A;p ;KH\r\n"
	if !mine.Same(seen) {
		t.Error("the same in other words is taken for an edit")
	}
	for name, edit := range map[string]func(*EngagementForm){
		"engagement_start": func(f *EngagementForm) { f.Start = "2024" },
		"parties":          func(f *EngagementForm) { f.Parties = "Cambodia" },
		"officials":        func(f *EngagementForm) { f.Officials += "\nB; KH" },
	} {
		now := seen
		edit(&now)
		merged, c := mine.Meet(now, Bases[EngagementForm]{Seen: &seen}, nil)
		if !cmp.Equal(c.Taken, []string{name}) || len(c.Collisions) > 0 || !merged.Same(now) {
			t.Errorf("%s was changed by somebody else: %+v", name, c)
		}
	}
}
