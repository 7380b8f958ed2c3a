package suggest

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/gazetteer"
	"entente/internal/starter"
)

var (
	report = flag.Bool("report", false, "print how well suggestions match the coded texts (make eval)")
	only   = flag.String("only", "", "read these files of coded texts instead of all, as *.csv")
	wrong  = flag.String("errors", "", "print what is wrong: areas, parties, form, stage, gate")
)

func examples(t testing.TB, data []byte) []Example {
	t.Helper()
	list, err := ReadExamples(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestReadExamples(t *testing.T) {
	list := examples(t, starter.CSV())
	if len(list) != 134 {
		t.Errorf("%d examples in the starter data, want 134", len(list))
	}
	got := examples(t, []byte("\ufeffid,title,text,areas,parties,form,stage\nx1,T,B,training;demining,KH;US,course,done\n"))
	want := []Example{{"x1", "T", "B", []string{"training", "demining"}, []string{"KH", "US"}, "course", "done"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ReadExamples (-want +got):\n%s", diff)
	}
	for name, data := range map[string]string{"no text": "id,areas\n1,x\n", "nothing": "", "a short row": "text,areas\nx\n"} {
		if _, err := ReadExamples(strings.NewReader(data)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestEvaluate(t *testing.T) {
	q := Evaluate(engine, []Example{
		{Title: "Kenya and Uganda begin joint exercise", Text: "Soldiers of Kenya and Uganda began a joint exercise.", Areas: []string{"exercises"}, Parties: []string{"KE", "UG"}, Form: "exercise", Stage: "under-way"},
		{Title: "Kenya and Uganda begin joint exercise", Text: "Soldiers of Kenya and Uganda began a joint exercise.", Areas: []string{"training"}, Parties: []string{"KE", "TZ"}, Form: "course", Stage: "done"},
		{Title: "Rain", Text: "It rained."},
		{Title: "Kenya and Uganda begin joint exercise", Text: "Soldiers of Kenya and Uganda began a joint exercise."},
	})
	if want := (Count{1, 2, 1}); q.All != want {
		t.Errorf("all areas = %+v, want %+v", q.All, want)
	}
	if want := (Count{3, 1, 1}); q.Parties != want {
		t.Errorf("parties = %+v, want %+v", q.Parties, want)
	}
	if q.Negatives != 2 || q.FalseAlarms != 1 {
		t.Errorf("%d of %d negatives got an area, want 1 of 2", q.FalseAlarms, q.Negatives)
	}
	if want := (Share{1, 2}); q.Forms != want || q.Stages != want {
		t.Errorf("form %v, stage %v, want %v", q.Forms, q.Stages, want)
	}
	if f1 := (Count{1, 2, 1}).F1(); f1 != 0.4 {
		t.Errorf("F1 = %v, want 0.4", f1)
	}
	for _, want := range []string{"all areas", "exercises", "got an area: 1 of 2", "form right: 1 of 2"} {
		if !strings.Contains(q.Report(), want) {
			t.Errorf("the report lacks %q:\n%s", want, q.Report())
		}
	}
}

// The starter data is what rules were tuned on: here it only guards against breaking them.
func TestTheStarterDataStaysWell(t *testing.T) {
	q := Evaluate(engine, examples(t, starter.CSV()))
	if mean, _ := q.CoreF1(); q.All.F1() < 0.88 || mean < 0.85 {
		t.Errorf("F1 fell:\n%s", q.Report())
	}
}

// TestEvaluation reads every file of coded texts, and each text; with -report it
// prints how well that goes, as make eval asks.
func TestEvaluation(t *testing.T) {
	cb := codebook.Default()
	show := func(name string, data []byte) {
		list := examples(t, data)
		for _, x := range list {
			for _, area := range x.Areas {
				if cb.Index(area) < 0 {
					t.Errorf("%s, %s: no area %q", name, x.ID, area)
				}
			}
			for _, party := range x.Parties {
				if _, ok := gazetteer.Lookup(party); !ok {
					t.Errorf("%s, %s: no party %q", name, x.ID, party)
				}
			}
			if x.Form != "" && !codebook.IsForm(x.Form) || x.Stage != "" && !codebook.IsStage(x.Stage) {
				t.Errorf("%s, %s: form %q, stage %q", name, x.ID, x.Form, x.Stage)
			}
		}
		q := Evaluate(engine, list)
		if q.All.TP == 0 || q.Parties.TP == 0 {
			t.Errorf("%s: nothing is suggested rightly", name)
		}
		if *report {
			fmt.Printf("== %s: %d texts\n%s\n", name, len(list), q.Report())
		}
		if *wrong != "" {
			printErrors(engine, list)
		}
	}
	pattern := "testdata/evaluation/*.csv"
	if *only != "" {
		pattern = *only
	}
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) != 7 && *only == "" || len(files) == 0 {
		t.Fatalf("%d files of coded texts, want 7: %v", len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		show(filepath.Base(f), data)
	}
	if *only == "" {
		show("starter data", starter.CSV())
	}
}
