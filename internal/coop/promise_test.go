package coop

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
)

func TestPromisedKeepsToTheStagesAskedFor(t *testing.T) {
	for _, tt := range []struct {
		asked, want []string
	}{
		{nil, []string{"agreed", "asked", "offered", "planned"}},
		{[]string{"asked", "done"}, []string{"asked"}},
		{[]string{"done"}, nil},
	} {
		v := View{Stages: tt.asked, Pair: "KH-US"}
		open, ok := v.Promised()
		if ok != (len(tt.want) > 0) || ok && !cmp.Equal(open.Stages, tt.want) || open.Pair != v.Pair {
			t.Errorf("promised of %v is %v (%t), want %v", tt.asked, open.Stages, ok, tt.want)
		}
		if !cmp.Equal(v.Stages, tt.asked) {
			t.Errorf("the view became %v, was %v", v.Stages, tt.asked)
		}
		if _, ok := v.AtStage("asked"); ok != (tt.asked == nil || tt.asked[0] == "asked") {
			t.Errorf("asked in a view of %v: %t", tt.asked, ok)
		}
	}
	for _, slug := range OpenStages() {
		if !codebook.IsStage(slug) {
			t.Errorf("%q is no stage", slug)
		}
	}
}
