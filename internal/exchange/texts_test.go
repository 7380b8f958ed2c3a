package exchange

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/suggest"
)

func TestEachText(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		want       []TextRow
		problems   []string
	}{
		{"in any order, among other columns", "area,Text,ID\nx,a text,1\n", []TextRow{{2, "1", "a text"}}, nil},
		{"with a byte order mark and CRLF", bom + "id,text\r\n1,\"two\r\nlines\"\r\n", []TextRow{{2, "1", "two\nlines"}}, nil},
		{"no text", "id,text\n1,\n\n2,\n", []TextRow{{2, "1", ""}, {4, "2", ""}}, nil},
		{"no rows", "id,text\n", nil, nil},
		{"nothing", "", nil, []string{"This file is empty."}},
		{"a column twice", "id,text,text\n", nil, []string{"1: text: This column stands twice."}},
		{"no columns", "title,body\n", nil, []string{"1: id: This column is missing.", "1: text: This column is missing."}},
		{"semicolons", "id;text\n", nil, []string{"1: The columns of this file are divided by semicolons."}},
		{"a workbook", "PK\x03\x04,\n", nil, []string{"This is a workbook"}},
		{"a bad row among good ones", "id,text\n1,a\n2\n3,b\n", []TextRow{{2, "1", "a"}, {4, "3", "b"}}, []string{"3: This row has 1 cell"}},
		{"no id", "id,text\n ,a\n", nil, []string{"2: id: Give each text an id"}},
		{"no UTF-8", "id,text\n1,\"ab\n\xff\"\n", nil, []string{"2: text: Byte 0xff on line 3"}},
		{"a quote that does not end", "id,text\n1,a\n2,\"b\n", []TextRow{{2, "1", "a"}}, []string{"3: A cell in quotes goes wrong"}},
		{"a text that is too long", "id,text\n1," + strings.Repeat("a", maxText+1) + "\n2,b\n", []TextRow{{3, "2", "b"}}, []string{"2: text: This has 902001 bytes."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []TextRow
			err := EachText(strings.NewReader(tt.file), func(row TextRow) error {
				got = append(got, row)
				return nil
			})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			bad := &Problems{}
			if err != nil && !errors.As(err, &bad) {
				t.Fatal(err)
			}
			if len(bad.List) != len(tt.problems) {
				t.Fatalf("problems %v, want %q", bad.List, tt.problems)
			}
			for i, p := range bad.List {
				if !strings.HasPrefix(p.String(), tt.problems[i]) {
					t.Errorf("problem %q, want %q", p, tt.problems[i])
				}
			}
		})
	}
}

func TestAnErrorOfTheReceiverEndsTheReading(t *testing.T) {
	enough, n := errors.New("enough"), 0
	err := EachText(strings.NewReader("id,text\n1,a\n2,b\n"), func(TextRow) error {
		n++
		return enough
	})
	if err != enough || n != 1 {
		t.Errorf("%v after %d rows", err, n)
	}
}

func TestExplainedRecord(t *testing.T) {
	text := TextRow{ID: "7", Text: "ការ mines\nare\ncleared"}
	title, body, rest := text.Headline()
	if title != "ការ mines" || body != "are\ncleared" || text.Text[rest:] != body {
		t.Fatalf("%q, %q, %d", title, body, rest)
	}
	got := ExplainedRecord(text, suggest.Result{
		Areas: []suggest.Suggestion{{Code: "demining", Score: 0.914, Reason: "“mines”", Evidence: []suggest.Evidence{
			{Field: suggest.Title, Start: 10, End: 15, Quote: "mines"}, {Field: suggest.Body, Start: 0, End: 11, Quote: "are\ncleared"}}}},
		Near: []suggest.Suggestion{{Code: "cyber", Score: 0.4, Reason: "too little"}},
	})
	want := []string{"7", "demining", "", "", "", "area demining 0.91: “mines”\nnot area cyber 0.40: too little", "demining 10 15 mines\ndemining 16 27 are cleared"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got) != len(ExplainedColumns) || len(SuggestionRecord("7", suggest.Result{})) != len(SuggestionColumns) {
		t.Error("cells and columns differ in number")
	}
	if alone, none, rest := (TextRow{Text: "alone"}).Headline(); alone != "alone" || none != "" || rest != 5 {
		t.Errorf("a text of one line: %q, %q, %d", alone, none, rest)
	}
}

// FuzzEachText looks for a file on which reading ends badly, or tells other cells
// than a CSV reader does.
func FuzzEachText(f *testing.F) {
	f.Fuzz(func(t *testing.T, file string) {
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, bom)))
		r.FieldsPerRecord = -1
		all, err := r.ReadAll()
		cells := map[string]bool{}
		for _, record := range all {
			for _, cell := range record {
				cells[cell] = true
			}
		}
		got := EachText(io.LimitReader(strings.NewReader(file), 1<<20), func(row TextRow) error {
			if err == nil && (!cells[row.ID] || !cells[row.Text]) {
				return fmt.Errorf("row %+v is not in the file", row)
			}
			title, body, rest := row.Headline()
			if row.Text[rest:] != body || !strings.HasPrefix(row.Text, title) {
				return fmt.Errorf("%q is cut into %q and %q", row.Text, title, body)
			}
			return nil
		})
		var bad *Problems
		if got != nil && !errors.As(got, &bad) {
			t.Error(got)
		}
	})
}
