package coop

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"entente/internal/codebook"
)

func parse(t testing.TB, query string, scope Scope) (View, Display, error) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	return ParseView(values, scope, codebook.Default())
}

func TestParseViewReadsEveryParameter(t *testing.T) {
	const query = "q=mine+clearance&area=demining&area=training&area_match=all&party=US&party=Burma&party_match=all&pair=US-KH" +
		"&with_area=other&with_area=none&with_party=JP&form=visit&stage=done&source=VOA&lang=EN&origin=human&state=coded" +
		"&from=2015&to=2019-06&unit=articles&by=month&split=all"
	v, d, err := parse(t, query, Scope{Figures: true})
	if err != nil {
		t.Fatal(err)
	}
	want := View{
		Q: "mine clearance", Areas: []string{"demining", "training"}, AllAreas: true, Parties: []string{"MM", "US"}, AllParties: true,
		Pair: "KH-US", WithAreas: []string{"none", "other"}, WithParties: []string{"JP"}, Forms: []string{"visit"}, Stages: []string{"done"},
		Sources: []string{"VOA"}, Langs: []string{"en"}, Origins: []string{"human"}, States: []string{"coded"}, From: "2015", To: "2019-06",
	}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Errorf("view (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Display{Unit: Articles, By: ByMonth, Split: SplitAll}, d); diff != "" {
		t.Errorf("display (-want +got):\n%s", diff)
	}
	if v.FromDay() != "2015-01-01" || v.ToDay() != "2019-06-30" {
		t.Errorf("days = %s to %s, want 2015-01-01 to 2019-06-30", v.FromDay(), v.ToDay())
	}
}

func TestParseViewRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, query, param, reason string
		scope                      Scope
	}{
		{"unknown parameter", "areas=demining", "areas", "no such parameter", Scope{}},
		{"sort where nothing is listed", "sort=newest", "sort", "no such parameter", Scope{Figures: true}},
		{"profile on a page", "profile=excel", "profile", "no such parameter", Scope{List: true}},
		{"unit on a list", "unit=articles", "unit", "no such parameter", Scope{List: true}},
		{"unknown area", "area=mining", "area", "demining", Scope{}},
		{"special area outside with_area", "area=other", "area", "demining", Scope{}},
		{"unknown party", "party=Cambodja", "party", "Cambodia", Scope{}},
		{"pair with itself", "pair=KH-KH", "pair", "two different", Scope{}},
		{"half a pair", "pair=KH", "pair", "two different", Scope{}},
		{"pair twice", "pair=KH-US&pair=KH-CN", "pair", "once", Scope{}},
		{"unknown stage", "stage=finished", "stage", "lapsed", Scope{}},
		{"unknown state", "state=new", "state", "uncoded", Scope{}},
		{"unknown form", "form=party", "form", "exercise", Scope{}},
		{"from after to", "from=2020&to=2019", "from", "after", Scope{}},
		{"no date", "from=yesterday", "from", "2024-02", Scope{}},
		{"year out of reach", "to=9999", "to", "2100", Scope{}},
		{"page zero", "page=0", "page", "from 1", Scope{List: true}},
		{"page of words", "page=two", "page", "from 1", Scope{List: true}},
		{"unknown sort", "sort=best", "sort", "newest", Scope{List: true}},
		{"unknown match", "area_match=some", "area_match", "all", Scope{}},
		{"bytes that are no text", "q=%ff", "q", "UTF-8", Scope{}},
		{"a NUL", "source=%00", "source", "NUL", Scope{}},
		{"a very long value", "q=" + strings.Repeat("a", MaxLine+1), "q", "Shorten", Scope{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := parse(t, tt.query, tt.scope)
			var p *ParamError
			if !errors.As(err, &p) {
				t.Fatalf("error = %v, want a ParamError", err)
			}
			if p.Param != tt.param || !strings.Contains(p.Reason, tt.reason) {
				t.Errorf("ParamError{%s: %q}, want %s with %q", p.Param, p.Reason, tt.param, tt.reason)
			}
		})
	}
}

func TestParseViewPassesOverEmptyFields(t *testing.T) {
	v, d, err := parse(t, "q=&area=&from=&to=&sort=&page=&party=+", Scope{List: true})
	if err != nil || !v.Empty() || d != (Display{}) {
		t.Errorf("view %+v, display %+v, error %v; want the view of all", v, d, err)
	}
}

// anyView draws a view as an address could ask for it.
func anyView(t *rapid.T) View {
	some := func(label string, from ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, 3, rapid.ID).Draw(t, label)
	}
	v := View{
		Q:     strings.TrimSpace(rapid.StringMatching(`[a-z"* &=%+#ក-អ]{0,12}`).Draw(t, "q")),
		Areas: some("area", "training", "demining", "cyber"), Parties: some("party", "KH", "US", "ASEAN"),
		WithAreas: some("with_area", "training", "other", "none"), WithParties: some("with_party", "CN", "JP"),
		Forms: some("form", "visit", "other"), Stages: some("stage", "asked", "done"),
		Sources: some("source", "VOA Khmer", "A & B = C", "“x”; y"), Langs: some("lang", "en", "km"),
		Origins: some("origin", "rule", "human"), States: some("state", "coded", "excluded"),
		Pair: rapid.SampledFrom([]string{"", "KH-US", "ASEAN-CN"}).Draw(t, "pair"),
		From: rapid.SampledFrom([]string{"", "2015", "2015-03", "2015-03-07"}).Draw(t, "from"),
		To:   rapid.SampledFrom([]string{"", "2019", "2019-03", "2019-03-07"}).Draw(t, "to"),
	}
	v.AllAreas = len(v.Areas) > 0 && rapid.Bool().Draw(t, "all areas")
	v.AllParties = len(v.Parties) > 0 && rapid.Bool().Draw(t, "all parties")
	return v
}

func TestAViewIsItsAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyView(t)
		values, err := url.ParseQuery(v.Query())
		if err != nil {
			t.Fatalf("address %q: %v", v.Query(), err)
		}
		got, _, err := ParseView(values, Scope{}, codebook.Default())
		if err != nil {
			t.Fatalf("address %q: %v", v.Query(), err)
		}
		sorted := cmpopts.SortSlices(func(a, b string) bool { return a < b })
		if diff := cmp.Diff(v, got, sorted, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("read back from %q (-want +got):\n%s", v.Query(), diff)
		}
		again, _, _ := ParseView(values, Scope{}, codebook.Default())
		if got.Query() != again.Query() {
			t.Fatalf("one view, two addresses: %q, %q", got.Query(), again.Query())
		}
	})
}

func TestChangesOfAViewLeaveTheOldOneAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyView(t)
		before := v.Query()
		v.Only("area", "cyber")
		v.WithArea("demining")
		v.WithParty("KH")
		v.Within("2016-01-01", "2016-12-31")
		for _, p := range v.Params() {
			if got := v.Without(p.Name, p.Value); len(got.Params()) >= len(v.Params()) {
				t.Fatalf("%q without %s=%s is %q, want it shorter", before, p.Name, p.Value, got.Query())
			}
		}
		if v.Query() != before {
			t.Fatalf("the view became %q, was %q", v.Query(), before)
		}
	})
}

func TestNarrowing(t *testing.T) {
	v := View{Areas: []string{"demining"}, From: "2015-06", To: "2019"}
	for _, tt := range []struct {
		name string
		got  View
		want string
	}{
		{"a facet replaces", v.Only("area", "training"), "area=training&from=2015-06&to=2019"},
		{"a facet of all adds", View{Areas: []string{"demining"}, AllAreas: true}.Only("area", "training"), "area=demining&area=training&area_match=all"},
		{"a mark adds on top", v.WithArea("other").WithParty("KH"), "area=demining&with_area=other&with_party=KH&from=2015-06&to=2019"},
		{"a whole year is written as one", v.Within("2016-01-01", "2016-12-31"), "area=demining&from=2016&to=2016"},
		{"a whole month likewise", v.Within("2016-02-01", "2016-02-29"), "area=demining&from=2016-02&to=2016-02"},
		{"a mark at the edge stays within the view", v.Within("2015-01-01", "2015-12-31"), "area=demining&from=2015-06-01&to=2015-12-31"},
		{"the year facet replaces the days", v.InYear("2001"), "area=demining&from=2001&to=2001"},
		{"the last area takes its match along", View{Areas: []string{"cyber"}, AllAreas: true}.Without("area", "cyber"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.got.Query(); got != tt.want {
				t.Errorf("query = %q, want %q", got, tt.want)
			}
		})
	}
}

// The period before has links of its own, so an address must be able to name it.
func TestAViewIsComparedOnlyWithWhatAnAddressCanName(t *testing.T) {
	for _, tt := range []struct {
		from, to string
		want     bool
	}{
		{"", "", false}, {"2015", "", false}, {"", "2015", false},
		{"2015", "2019", true}, {"2016-02-10", "2016-02-29", true},
		{"1950", "1999", true},  // after 1900–1949
		{"1950", "2000", false}, // after 1899–1949
		{"1900", "2015", false}, // after 1784–1899, which would be read as all days
		{"1900-01-02", "1900-01-02", true},
		{"1900-01-02", "1900-01-03", false},
	} {
		v := View{From: tt.from, To: tt.to}
		if got := v.Bounded(); got != tt.want {
			t.Errorf("Bounded() of %s–%s = %t, want %t", tt.from, tt.to, got, tt.want)
		}
		if !tt.want {
			continue
		}
		query, err := url.ParseQuery(v.Previous().Query())
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := ParseView(query, Scope{}, codebook.Default()); err != nil {
			t.Errorf("the period before %s–%s: %v", tt.from, tt.to, err)
		}
	}
}

func TestAddress(t *testing.T) {
	for _, tt := range []struct {
		d    Display
		want string
	}{
		{Display{}, "/articles"},
		{Display{Page: 1, Sort: Newest, Unit: Engagements, Split: SplitCore, Profile: DataProfile}, "/articles"},
		{Display{Page: 3, Sort: Oldest}, "/articles?sort=oldest&page=3"},
		{Display{Profile: ExcelProfile}, "/articles?profile=excel"},
	} {
		if got := Address("/articles", View{}, tt.d); got != tt.want {
			t.Errorf("Address(%+v) = %q, want %q", tt.d, got, tt.want)
		}
	}
}

func FuzzParseView(f *testing.F) {
	f.Add("q=a&area=demining&pair=KH-US&from=2015&to=2019")
	f.Add("page=1&sort=oldest&profile=excel&by=month")
	f.Add("party=%ff&pair=-&with_area=none&area_match=all")
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		scope := Scope{Figures: true, List: true, CSV: true}
		v, d, err := ParseView(values, scope, codebook.Default())
		if err != nil {
			var bad *ParamError
			if !errors.As(err, &bad) || !values.Has(bad.Param) || bad.Reason == "" {
				t.Fatalf("%q: error %#v, want one that names a parameter of the address and a reason", query, err)
			}
			return
		}
		for name := range values {
			if !slices.Contains(scope.Params(), name) {
				t.Errorf("%q: %s was taken, and is no parameter", query, name)
			}
		}
		address, err := url.Parse(Address("/", v, d))
		if err != nil {
			t.Fatalf("the address of %q cannot be read: %v", query, err)
		}
		w, e, err := ParseView(address.Query(), scope, codebook.Default())
		if err != nil || Address("/", w, e) != Address("/", v, d) {
			t.Errorf("%q became %q, then %q, %v", query, Address("/", v, d), Address("/", w, e), err)
		}
		if diff := cmp.Diff(v, w, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q read from its own address is another view (-first +again):\n%s", query, diff)
		}
		for _, p := range v.Params() { // each filter can be taken out again
			if left := v.Without(p.Name, p.Value); len(left.Params()) >= len(v.Params()) {
				t.Errorf("%q without %s=%s is %q", query, p.Name, p.Value, left.Query())
			}
		}
	})
}
