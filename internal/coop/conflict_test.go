package coop

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestMeet(t *testing.T) {
	began := ArticleForm{Title: "as it was", Source: "Wire", Body: "one\ntwo", Areas: []string{"cyber", "training"}, Parties: "Cambodia, Laos", Version: "1"}
	for _, tt := range []struct {
		name         string
		mine, theirs func(*ArticleForm)
		made         Choices
		want         Conflict
		wantForm     func(*ArticleForm)
	}{
		{name: "only theirs", theirs: func(f *ArticleForm) { f.Title = "theirs" },
			want: Conflict{Taken: []string{"title"}}, wantForm: func(f *ArticleForm) { f.Title = "theirs" }},
		{name: "only mine", mine: func(f *ArticleForm) { f.Title = "mine" },
			want: Conflict{Kept: []string{"title"}}, wantForm: func(f *ArticleForm) { f.Title = "mine" }},
		{name: "both the same", mine: func(f *ArticleForm) { f.Title = " same " }, theirs: func(f *ArticleForm) { f.Title = "same" },
			wantForm: func(f *ArticleForm) { f.Title = " same " }},
		{name: "both differently", mine: func(f *ArticleForm) { f.Title = "mine" }, theirs: func(f *ArticleForm) { f.Title = "theirs" },
			want:     Conflict{Collisions: []Collision{{Name: "title", Mine: []string{"mine"}, Stored: []string{"theirs"}, Was: []string{"as it was"}, Known: true, Choice: Mine}}},
			wantForm: func(f *ArticleForm) { f.Title = "mine" }},
		{name: "different fields", mine: func(f *ArticleForm) { f.Notes = "mine" }, theirs: func(f *ArticleForm) { f.Body = "" },
			want:     Conflict{Taken: []string{"body"}, Kept: []string{"notes"}},
			wantForm: func(f *ArticleForm) { f.Notes, f.Body = "mine", "" }},
		{name: "line ends, order and names of parties are no change", theirs: func(f *ArticleForm) { f.Title = "theirs" },
			mine: func(f *ArticleForm) {
				f.Body, f.Areas, f.Parties = "one\r\ntwo", []string{"training", "cyber", "training"}, "LA; KH"
			},
			want: Conflict{Taken: []string{"title"}},
			wantForm: func(f *ArticleForm) {
				f.Title, f.Body, f.Areas, f.Parties = "theirs", "one\r\ntwo", []string{"training", "cyber", "training"}, "LA; KH"
			}},
		{name: "lists collide whole", mine: func(f *ArticleForm) { f.Areas = []string{"cyber"} }, theirs: func(f *ArticleForm) { f.Areas = []string{"training"} },
			want:     Conflict{Collisions: []Collision{{Name: "areas", Mine: []string{"cyber"}, Stored: []string{"training"}, Was: began.Areas, Known: true, List: true, Choice: Mine}}},
			wantForm: func(f *ArticleForm) { f.Areas = []string{"cyber"} }},
		{name: "asked before, asked again", mine: func(f *ArticleForm) { f.Notes = "mine" }, made: Choices{"notes": Stored, "body": Stored, "nonsense": Mine},
			want:     Conflict{Collisions: []Collision{{Name: "notes", Mine: []string{"mine"}, Stored: []string{""}, Was: []string{""}, Known: true, Choice: Stored}}},
			wantForm: func(f *ArticleForm) { f.Notes = "mine" }},
		{name: "a tick", mine: func(f *ArticleForm) { f.Excluded = "yes" }, theirs: func(f *ArticleForm) { f.Excluded = "1" },
			wantForm: func(f *ArticleForm) { f.Excluded = "yes" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			mine, now, want := began, began, began
			for _, edit := range []struct {
				do func(*ArticleForm)
				on *ArticleForm
			}{{tt.mine, &mine}, {tt.theirs, &now}, {tt.wantForm, &want}} {
				if edit.do != nil {
					edit.do(edit.on)
				}
			}
			now.Version, want.Version = "2", "2"
			form, got := mine.Meet(now, Bases[ArticleForm]{Seen: &began, Began: &began}, tt.made)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("conflict (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, form); diff != "" {
				t.Errorf("form (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWithoutABaseEveryDifferenceIsAsked(t *testing.T) {
	mine := EngagementForm{Title: "mine", Place: "the same"}
	_, got := mine.Meet(EngagementForm{Title: "theirs", Place: "the same", Series: "theirs"}, Bases[EngagementForm]{}, nil)
	want := []Collision{
		{Name: "title", Mine: []string{"mine"}, Stored: []string{"theirs"}, Choice: Mine},
		{Name: "series", Mine: []string{""}, Stored: []string{"theirs"}, Choice: Mine},
	}
	if diff := cmp.Diff(want, got.Collisions); diff != "" {
		t.Errorf("collisions (-want +got):\n%s", diff)
	}
}

func TestDecide(t *testing.T) {
	mine := ArticleForm{Title: "mine", Summary: "mine", Areas: []string{"cyber"}, Parties: "USA, Atlantis", Notes: "mine"}
	stored := ArticleForm{Title: "theirs", Summary: "theirs", Areas: []string{"training", "cyber"}, Parties: "Laos, United States", Notes: "theirs"}
	got := mine.Decide(stored, Choices{"title": Stored, "summary": Mine, "areas": Both, "parties": Both, "notes": Both, "nonsense": Stored})
	want := ArticleForm{Title: "theirs", Summary: "mine", Areas: []string{"cyber", "training"}, Parties: "USA, Atlantis, Laos", Notes: "mine"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("decided (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(ArticleForm{Areas: []string{"cyber"}}, mine, cmpopts.IgnoreFields(ArticleForm{}, "Title", "Summary", "Parties", "Notes")); diff != "" {
		t.Errorf("the form itself was changed (-want +got):\n%s", diff)
	}
	if got := mine.Decide(stored, nil); !got.Same(mine) || got.Same(stored) {
		t.Errorf("nothing decided gives %+v", got)
	}
}

// For whatever two people did to a field, neither text is lost: it is in the
// form, or it is asked about, or it is as it was when the edit began.
func TestMeetLosesNothing(t *testing.T) {
	value := rapid.SampledFrom([]string{"", "a", "b", "c"})
	rapid.Check(t, func(t *rapid.T) {
		form := func(label string) (f EngagementForm) {
			for _, e := range f.entries() {
				if e.list != nil {
					*e.list = rapid.SliceOfN(value, 0, 3).Draw(t, label)
				} else {
					*e.text = value.Draw(t, label)
				}
			}
			return f
		}
		began, mine, now := form("began"), form("mine"), form("now")
		now.Version = "7"
		got, c := mine.Meet(now, Bases[EngagementForm]{Seen: &began, Began: &began}, nil)
		if got.Version != "7" {
			t.Fatalf("version %s", got.Version)
		}
		b, m, n := began.entries(), mine.entries(), now.entries()
		for i, g := range got.entries() {
			asked := slices.ContainsFunc(c.Collisions, func(at Collision) bool { return at.Name == g.name })
			if !g.same(m[i]) && !m[i].same(b[i]) {
				t.Fatalf("%s: what was typed is gone", g.name)
			}
			if !g.same(n[i]) && !n[i].same(b[i]) && !asked {
				t.Fatalf("%s: what is stored would be overwritten unasked", g.name)
			}
			if asked && (m[i].same(b[i]) || n[i].same(b[i]) || m[i].same(n[i])) {
				t.Fatalf("%s: asked for nothing", g.name)
			}
		}
		// Sent again as it is, with all stored: what is stored stays but for what only this edit changed.
		made := Choices{}
		for _, at := range c.Collisions {
			made[at.Name] = Stored
		}
		decided := got.Decide(now, made)
		for i, d := range decided.entries() {
			if !d.same(n[i]) && !slices.Contains(c.Kept, d.name) {
				t.Fatalf("%s is not as stored", d.name)
			}
		}
		again, c2 := decided.Meet(now, Bases[EngagementForm]{Seen: &now, Began: &began}, nil)
		if len(c2.Collisions)+len(c2.Taken) > 0 || !again.Same(decided) {
			t.Fatalf("sent again without a change in between, it meets %+v", c2)
		}
	})
}

// Every field of a form meets that of the other, but for the link, the versions and what
// was decided of suggestions.
func TestEntriesAreTheFieldsOfTheForm(t *testing.T) {
	article, engagement := new(ArticleForm), new(EngagementForm)
	apart := map[any][]string{article: {"engagement", "engagement_title", "form", "stage", "engagement_start", "engagement_end", "place", "version", "codebook", "suggested", "accept", "refused", "quotes"}, engagement: {"version"}}
	for form, entries := range map[any][]entry{article: article.entries(), engagement: engagement.entries()} {
		got := map[string]any{}
		for _, e := range entries {
			got[e.name] = e.text
			if e.list != nil {
				got[e.name] = e.list
			}
		}
		want := map[string]any{}
		v := reflect.ValueOf(form).Elem()
		for i := range v.NumField() {
			if name := v.Type().Field(i).Tag.Get("form"); !slices.Contains(apart[form], name) {
				want[name] = v.Field(i).Addr().Interface()
			}
		}
		if len(got) != len(entries) || !reflect.DeepEqual(got, want) {
			t.Errorf("%T has the entries %v, want %v", form, got, want)
		}
		for name, place := range want {
			if got[name] != place {
				t.Errorf("%T: %s is another field", form, name)
			}
		}
	}
}
