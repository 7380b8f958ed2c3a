package codebook

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDefaultHasTheCoreFourFirst(t *testing.T) {
	var core []string
	for _, a := range Default().Areas()[:4] {
		if !a.Core {
			t.Errorf("area %q stands among the first four and is not core", a.Slug)
		}
		core = append(core, a.Slug)
	}
	want := []string{"training", "demining", "peacekeeping", "disaster-relief"}
	if diff := cmp.Diff(want, core); diff != "" {
		t.Errorf("first four areas (-want +got):\n%s", diff)
	}
	for _, a := range Default().Areas()[4:] {
		if a.Core {
			t.Errorf("area %q is core and stands after the first four", a.Slug)
		}
	}
}

func TestDefaultIsComplete(t *testing.T) {
	areas := Default().Areas()
	if len(areas) != 16 {
		t.Fatalf("%d areas, want 16", len(areas))
	}
	for i, a := range areas {
		if a.Slug == "" || a.Name == "" || a.Short == "" || a.Covers == "" {
			t.Errorf("area %d (%q) lacks a slug, a name, a short name or what it covers", i, a.Slug)
		}
		if got := Default().Index(a.Slug); got != i {
			t.Errorf("Index(%q) = %d, want %d", a.Slug, got, i)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const area = "area: a\n  name: A\n"
	for _, tt := range []struct{ name, text, want string }{
		{"an area named twice", area + "area: a\n  name: B\n", "line 3: area “a” is there twice"},
		{"two areas of one name", area + "area: b\n  name: a\n", "line 3: areas “a” and “b” have one name"},
		{"an area without a name", "area: a\n", "line 1: area “a” has no name"},
		{"a bad slug", "area: A b\n  name: A\n", "line 1: “A b” is no name of a block"},
		{"an unknown key", area + "\n  heavy: mine\n", "line 4: unknown key “heavy”"},
		{"no key", area + "  mine clearance\n", "line 3: “mine clearance” is no rule"},
		{"a weight of nothing", area + "  weight: mine\n", "line 3: bad weight “”"},
		{"a weight that is no number", area + "  weight lots: mine\n", "line 3: bad weight “lots”"},
		{"too much weight", area + "  weight 7: mine\n", "line 3: bad weight “7”"},
		{"no weight", area + "  weight NaN: mine\n", "line 3: bad weight “NaN”"},
		{"an empty rule", area + "  strong:\n", "line 3: empty phrase"},
		{"an empty phrase", area + "  strong: mine | | drill\n", "line 3: empty phrase"},
		{"a rule that matches everything", area + "  # why not\n  strong: the\n", "line 4: “the” would match nearly every text"},
		{"any party", area + "  strong: with @party\n", "line 3: empty phrase"},
		{"only a gap", area + "  strong: the .. of\n", "line 3: “the .. of” would match nearly every text"},
		{"a gap at the end", area + "  strong: mine ..\n", "line 3: “..” stands between two words"},
		{"an empty context", area + "  strong: mine with\n", "line 3: after “with”: empty phrase"},
		{"a list that is not there", area + "  strong: @ships sail\n", "line 3: there is no list “ships”"},
		{"a phrase that never counts", area + "  strong: data mine\n  unless: data mine\n", "line 3: “data mine” never counts: an unless line excludes it"},
		{"an acronym in small letters", area + "  acronym: eod\n", "line 3: acronym “eod” has no capital"},
		{"a rule outside", "strong: mine\n", "line 1: “strong: mine” belongs to no block"},
		{"a form that is none", "form: dance\n", "line 1: there is no form “dance”"},
		{"characters of no word", area + "  strong: m!ne\n", "line 3: “m!ne” is no word"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestParseNamesEveryBadLine(t *testing.T) {
	_, err := Parse("area: a\n  name: A\n  strong: the\n  heavy: x\n\n# a note\n  weak: |\n")
	bad, ok := err.(Problems)
	if !ok {
		t.Fatalf("error is %T, want Problems", err)
	}
	var lines []int
	for _, p := range bad {
		lines = append(lines, p.Line)
	}
	if diff := cmp.Diff([]int{3, 4, 7}, lines); diff != "" {
		t.Errorf("lines of the problems (-want +got):\n%s\n%v", diff, err)
	}
}

func TestParseRefusesTooManyAreas(t *testing.T) {
	var b strings.Builder
	for i := range MaxAreas + 1 {
		fmt.Fprintf(&b, "area: a%d\n  name: Area %d\n", i, i)
	}
	if _, err := Parse(b.String()); err == nil || !strings.Contains(err.Error(), "more than 63 areas") {
		t.Errorf("Parse error = %v, want one about more than 63 areas", err)
	}
}

func TestFormatReadsBackAlike(t *testing.T) {
	once := Format(Default())
	cb, err := Parse(once)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(once, Format(cb)); diff != "" {
		t.Errorf("formatted again (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(Default().Areas(), cb.Areas()); diff != "" {
		t.Errorf("areas (-default +read back):\n%s", diff)
	}
}

func TestCheckRules(t *testing.T) {
	if err := CheckRules("# ours\nstrong: mine clearance | EOD\nunless: data mine"); err != nil {
		t.Errorf("CheckRules of good rules: %v", err)
	}
	if err := CheckRules(""); err != nil {
		t.Errorf("CheckRules of no rules: %v", err)
	}
	for rules, want := range map[string]string{
		"strong: of":       "line 1: “of” would match nearly every text",
		"unless: mine":     "line 1: nothing ever matches",
		"\nstrong: @nixes": "line 2: there is no list “nixes”",
	} {
		if err := CheckRules(rules); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("CheckRules(%q) = %v, want %q in it", rules, err, want)
		}
	}
}

func TestWithArea(t *testing.T) {
	a, _ := Default().Area("demining")
	a.Rules = "strong: sapper"
	changed := Default().WithArea(a)
	if got, _ := changed.Area("demining"); got.Rules != "strong: sapper" || changed.Index("demining") != 1 {
		t.Errorf("demining = %q at %d, want the new rules at 1", got.Rules, changed.Index("demining"))
	}
	if was, _ := Default().Area("demining"); was.Rules == a.Rules {
		t.Error("the default codebook was changed")
	}
	added := Default().WithArea(Area{Slug: "music", Name: "Music"})
	if got := added.Index("music"); got != 16 {
		t.Errorf("Index of an added area = %d, want 16", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(defaultText[:2000])
	f.Add("area: a\n  name: A\n  strong: mine/@x .. ?b with c without d\n")
	f.Fuzz(func(t *testing.T, text string) {
		cb, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(Format(cb))
		if err != nil {
			t.Fatalf("what Format wrote is refused: %v", err)
		}
		if diff := cmp.Diff(Format(cb), Format(again)); diff != "" {
			t.Errorf("formatted again (-first +second):\n%s", diff)
		}
	})
}

func TestSort(t *testing.T) {
	got := Default().Sort([]string{"agreements", "training", "dialogue", "training", "demining"})
	want := []string{"training", "demining", "dialogue", "agreements"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Sort (-want +got):\n%s", diff)
	}
}

func TestAddedAndRetiredAreasAreReadAgain(t *testing.T) {
	cb := Default().WithArea(Area{Slug: "music", Name: "Music", Short: "Music", Covers: "bands", Style: 3, Retired: true, Rules: "# why\nstrong: band"})
	again, err := Parse(Format(cb))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(cb.Areas(), again.Areas()); diff != "" {
		t.Errorf("areas (-written +read):\n%s", diff)
	}
	if _, err := Parse("area: a\n name: A\n style: 99\n"); err == nil {
		t.Error("a style that cannot be is taken")
	}
}

func TestKeeping(t *testing.T) {
	later := Default().WithArea(Area{Slug: "music", Name: "Music"}).WithVersion(5)
	back := Default().Keeping(later)
	if a, ok := back.Area("music"); !ok || !a.Retired || back.Version() != BuiltIn || later.Version() != 5 {
		t.Errorf("music = %+v, %v, in version %d", a, ok, back.Version())
	}
	if len(Default().Areas()) != 16 {
		t.Error("the default codebook was changed")
	}
}
