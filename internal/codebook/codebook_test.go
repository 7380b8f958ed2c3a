package codebook

import (
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
	const head = "slug,name,short,core,covers,excludes\n"
	for _, tt := range []struct{ name, data, want string }{
		{"an area named twice", head + "a,A,A,no,x,\na,A,A,no,x,\n", "twice"},
		{"a row cut short", head + "a,A\n", "wrong number of fields"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse(tt.data); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("parse error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestSort(t *testing.T) {
	got := Default().Sort([]string{"agreements", "training", "dialogue", "training", "demining"})
	want := []string{"training", "demining", "dialogue", "agreements"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Sort (-want +got):\n%s", diff)
	}
}
