package suggest

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"entente/internal/codebook"
	"entente/internal/starter"
)

var (
	report = flag.Bool("report", false, "print how well suggestions match the coded texts (make eval)")
	errs   = flag.String("errors", "", "print what is wrong: areas, parties, form, stage")
)

func examples(t testing.TB, data []byte) []Example {
	t.Helper()
	list, err := ReadExamples(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestEvaluation prints the report with -report; make eval calls it.
func TestEvaluation(t *testing.T) {
	if !*report {
		t.Skip("only with -report")
	}
	e := New(codebook.Default())
	show := func(name string, data []byte) {
		list := examples(t, data)
		fmt.Printf("== %s: %d texts\n%s\n", name, len(list), Evaluate(e, list).Report())
		if *errs != "" {
			printErrors(e, list)
		}
	}
	files, err := filepath.Glob("testdata/evaluation/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		show(filepath.Base(f), data)
	}
	show("starter data", starter.CSV())
}
