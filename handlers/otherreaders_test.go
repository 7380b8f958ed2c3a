package handlers

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"entente/internal/coop"
	"entente/internal/exchange"
)

// need finds a program that a test runs. Without it the test is skipped, or fails
// where the environment says that nothing may be missing.
func need(t *testing.T, program, variable, hint string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if os.Getenv(variable) != "" {
			t.Fatalf("no %s: %s", program, hint)
		}
		t.Skipf("no %s: %s", program, hint)
	}
	return path
}

// longText is more than a cell of any spreadsheet takes.
var longText = strings.Repeat("ក 0123456", 9000) // 81,000 characters

// TestPythonReadsWhatIsStored reads the data profile with the csv module of
// Python, which knows nothing of ours, and wants each cell byte for byte.
func TestPythonReadsWhatIsStored(t *testing.T) {
	python := need(t, "python3", "REQUIRE_PYTHON", "apt-get install python3")
	s, _, _ := hostileSite(t, hostile)
	s.create(t, article("A long text", "body", longText))
	const script = `
import csv, json, sys
csv.field_size_limit(1 << 20)
files = []
for path in sys.argv[1:]:
    with open(path, newline="", encoding="utf-8") as f:
        files.append(list(csv.reader(f, strict=True)))
json.dump(files, sys.stdout)
`
	arguments := []string{"-c", script}
	for _, file := range exchange.Files() {
		arguments = append(arguments, s.save(t, "/"+file.Name+".csv", file.Name+".csv"))
	}
	out, err := exec.CommandContext(t.Context(), python, arguments...).Output()
	if err != nil {
		t.Fatal(told(err))
	}
	var files [][][]string
	if err := json.Unmarshal(out, &files); err != nil {
		t.Fatal(err)
	}
	for i, file := range exchange.Files() {
		if diff := gocmp.Diff(s.stored(t, file), files[i]); diff != "" {
			t.Errorf("%s.csv (-stored +read by Python):\n%s", file.Name, diff)
		}
	}
}

// save writes an answer into a file and names it.
func (s site) save(t *testing.T, address, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, s.get(t, address).Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// stored is what a file of all rows is to hold, by the store alone.
func (s site) stored(t *testing.T, file exchange.File) [][]string {
	t.Helper()
	head := make([]string, len(file.Columns))
	for i, c := range file.Columns {
		head[i] = c.Name
	}
	rows := [][]string{head}
	if err := s.store.EachRecord(t.Context(), file, coop.View{}, func(r []string) error {
		rows = append(rows, slices.Clone(r))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(rows) < len(hostile) {
		t.Fatalf("%s has only %d rows", file.Name, len(rows)-1)
	}
	return rows
}

// told is an error of a program with what it said.
func told(err error) string {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return err.Error() + ": " + string(exit.Stderr)
	}
	return err.Error()
}

// numbers are texts that a spreadsheet takes for numbers, and what it shows of them.
var numbers = map[string]string{
	"0012": "12", "1.50": "1.5", "1,234": "1234", "1e9": "1000000000",
	"12345678901234567890": "1.23456789012346E+019",
	"2024-02-27":           "2024-02-27", "TRUE": "TRUE", "1/2": "1/2", "50%": "50%", "#REF!": "#REF!",
}

// TestLibreOfficeShowsWhatWasTyped opens the excel profile as a double click does
// and holds each cell against what is stored. No cell may be a formula.
func TestLibreOfficeShowsWhatWasTyped(t *testing.T) {
	office := need(t, "soffice", "REQUIRE_OFFICE", "apt-get install --no-install-recommends libreoffice-calc")
	texts := slices.Clone(hostile)
	for text := range numbers {
		texts = append(texts, text)
	}
	s, _, _ := hostileSite(t, texts)
	s.create(t, article("A long text", "body", longText, "areas", "training", "areas", "demining"))

	// What the dialog offers to somebody who just presses Enter: commas, semicolons and
	// tabs part cells, UTF-8 because of the byte order mark, all columns as they come. Two
	// things are worse here: formulas are run, which the dialog leaves out, and the
	// language is one in which most texts are numbers.
	const asOffered = "CSV:44/59/9,34,76,1,,1033,false,false,false,false,false,0,true"
	dir := t.TempDir()
	arguments := []string{"-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile", "--headless",
		"--infilter=" + asOffered, "--convert-to", "fods", "--outdir", dir}
	for _, file := range exchange.Files() {
		arguments = append(arguments, s.save(t, "/"+file.Name+".csv?profile=excel", file.Name+".csv"))
	}
	if out, err := exec.CommandContext(t.Context(), office, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, file := range exchange.Files() {
		want := s.stored(t, file)
		for _, row := range want[1:] {
			for i, c := range file.Columns {
				row[i] = asShown(c, row[i])
			}
		}
		got := cells(t, filepath.Join(dir, file.Name+".fods"))
		if len(got) != len(want) {
			t.Errorf("%s.csv has %d rows in LibreOffice, want %d", file.Name, len(got), len(want))
			continue
		}
		for i, row := range want {
			for len(got[i]) > len(row) && got[i][len(got[i])-1] == "" { // up to the widest row
				got[i] = got[i][:len(got[i])-1]
			}
			if diff := gocmp.Diff(row, got[i]); diff != "" {
				t.Errorf("%s.csv, row %d (-stored +shown by LibreOffice):\n%s", file.Name, i, diff)
			}
		}
	}
}

// asShown is a cell as LibreOffice shows it; docs/csv.md says the same in words.
func asShown(c exchange.Column, cell string) string {
	const most = 65535 // characters of UTF-16
	if c.Text {
		if shown, ok := numbers[cell]; ok {
			return shown
		}
		cell = exchange.Guard(cell)
	}
	if r := []rune(cell); len(r) > most { // longText is without surrogates
		cell = string(r[:most])
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == '\uffff' {
			return -1 // XML, in which this test reads the sheet, cannot hold these
		}
		return r
	}, cell)
}

// cells reads the rows of a flat OpenDocument sheet as they are shown, and fails
// for a formula.
func cells(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var (
		rows  [][]string
		lines int
		times int // that a cell stands in the row
		text  strings.Builder
		in    bool // a paragraph of a cell
	)
	d := xml.NewDecoder(f)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			attr := func(name string) string {
				i := slices.IndexFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == name })
				if i < 0 {
					return ""
				}
				return e.Attr[i].Value
			}
			switch e.Name.Local {
			case "table-row":
				rows = append(rows, nil)
			case "table-cell":
				if formula := attr("formula"); formula != "" {
					t.Errorf("%s, row %d: the cell after %q is a formula: %s", filepath.Base(path), len(rows)-1, rows[len(rows)-1], formula)
				}
				text.Reset()
				lines = 0
				n, _ := strconv.Atoi(attr("number-columns-repeated"))
				times = max(n, 1)
			case "p":
				if in = true; lines > 0 {
					text.WriteByte('\n')
				}
				lines++
			case "s":
				n, _ := strconv.Atoi(attr("c"))
				text.WriteString(strings.Repeat(" ", max(n, 1)))
			case "tab":
				text.WriteByte('\t')
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "p":
				in = false
			case "table-cell":
				if text.Len() > 0 || times < 100 { // not the emptiness to the right of the sheet
					rows[len(rows)-1] = append(rows[len(rows)-1], slices.Repeat([]string{text.String()}, times)...)
				}
			}
		case xml.CharData:
			if in {
				text.Write(e)
			}
		}
	}
}
