package coop

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASubjectNarrowsAView(t *testing.T) {
	kh, pair := Subject{Party: "KH"}, Subject{Pair: "KH-US"}
	for _, tt := range []struct {
		name    string
		subject Subject
		view    View
		of      string
	}{
		{"a party", kh, View{From: "2015"}, "party=KH&from=2015"},
		{"a party beside another", kh, View{Parties: []string{"TH"}}, "party=TH&with_party=KH"},
		{"a pair", pair, View{Areas: []string{"demining"}}, "area=demining&pair=KH-US"},
		{"a pair beside another", pair, View{Pair: "TH-VN"}, "pair=TH-VN&with_party=KH&with_party=US"},
		{"nothing", Subject{}, View{From: "2015"}, "from=2015"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			of := tt.subject.Of(tt.view)
			if diff := cmp.Diff(tt.of, of.Query()); diff != "" {
				t.Errorf("Of (-want +got):\n%s", diff)
			}
			rest := tt.subject.Rest(of)
			if diff := cmp.Diff(tt.view, rest); diff != "" {
				t.Errorf("Rest of Of (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.view, tt.subject.Rest(tt.subject.Within(tt.view))); diff != "" {
				t.Errorf("Rest of Within (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAPairIsHeldAgainstAllOfOneParty(t *testing.T) {
	v := View{WithParties: []string{"KH"}}
	if diff := cmp.Diff(v, Subject{Pair: "KH-US"}.Rest(v)); diff != "" {
		t.Errorf("Rest (-want +got):\n%s", diff)
	}
}
