package exchange

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"entente/internal/coop"
	"entente/internal/suggest"
)

// TextColumns are the columns that suggestions are made from. Other columns are
// passed over.
var TextColumns = []Column{
	{Name: "id", Meaning: "whatever tells the text from others", Text: true},
	{Name: "text", Meaning: "the text; its first line is the headline", Text: true},
}

// SuggestionColumns are the columns that suggestions are written in.
var SuggestionColumns = []Column{
	{Name: "id", Meaning: "as given", Text: true},
	{Name: "areas", Meaning: "slugs of the codebook, in its order", List: true},
	{Name: "parties", Meaning: "codes of states and organisations, in alphabetical order", List: true},
	{Name: "form", Meaning: "form of the engagement, a slug of the codebook"},
	{Name: "stage", Meaning: "how far the cooperation has come, a slug of the codebook"},
}

// ExplainedColumns are SuggestionColumns with what they rest on.
var ExplainedColumns = append(slices.Clone(SuggestionColumns),
	Column{Name: "why", Meaning: "a line for each code: the code, how sure it is from 0 to 1, and the reason; last, the areas that just were not suggested", Text: true},
	Column{Name: "evidence", Meaning: "a line for each quote: the code, where the quote begins and ends in the text, in UTF-8 bytes, and the quote", Text: true},
)

// TextRow is a text that suggestions are to be made for.
type TextRow struct {
	Line int // on which the row begins
	ID   string
	Text string
}

// Headline cuts a text into its first line and what follows it. The second begins
// at byte rest of the text.
func (t TextRow) Headline() (title, body string, rest int) {
	title, body, found := strings.Cut(t.Text, "\n")
	if rest = len(title); found {
		rest++
	}
	return title, body, rest
}

// maxText is how many bytes a text may have: those of the title and the text of an article.
const maxText = coop.MaxLine + coop.MaxBody

// EachText reads a file with the columns id and text, and calls fn for each row as
// soon as it is read. Rows with something wrong are left out, and the reading goes
// on as far as it can; the error is then [*Problems]. An error of fn ends it and
// is returned.
func EachText(r io.Reader, fn func(TextRow) error) error {
	bad := &Problems{}
	limited := &rowLimit{r: r}
	buffered := bufio.NewReaderSize(limited, sniffSize)
	head, err := buffered.Peek(len(bom)) // more might wait for a writer who waits for us
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if strings.HasPrefix(string(head), bom) {
		if _, err := buffered.Discard(len(bom)); err != nil {
			return err
		}
	}
	in := &rowReader{csv: csv.NewReader(buffered), limit: limited, next: 1}
	in.csv.FieldsPerRecord = -1
	in.csv.ReuseRecord = true
	names, err := in.read()
	if errors.Is(err, io.EOF) {
		bad.Add(0, "", "This file is empty. Its first line must name the columns id and text.")
		return bad
	}
	if err != nil {
		return in.refuse(bad, err)
	}
	places := textPlaces(names, bad)
	if bad.Total > 0 {
		return bad
	}
	columns := len(names)
	for {
		record, err := in.read()
		if errors.Is(err, io.EOF) {
			return bad.Err()
		}
		if err != nil {
			return in.refuse(bad, err)
		}
		if !slices.ContainsFunc(record, func(cell string) bool { return cell != "" }) {
			continue
		}
		if len(record) != columns {
			bad.Add(in.line, "", fmt.Sprintf("This row has %d %s, the first line names %d. A cell with a comma or a line break in it needs quotes around it.",
				len(record), plural(len(record), "cell"), columns))
			continue
		}
		row := TextRow{Line: in.line, ID: record[places[0]], Text: record[places[1]]}
		if column, reason := row.wrong(); reason != "" {
			bad.Add(row.Line, column, reason)
			continue
		}
		if err := fn(row); err != nil {
			return err
		}
	}
}

// textPlaces finds the columns in the first line.
func textPlaces(names []string, bad *Problems) (places [2]int) {
	if reason := notCSV([]byte(names[0])); reason != "" {
		bad.Add(0, "", reason)
		return places
	}
	if reason := otherDialect(names); reason != "" {
		bad.Add(1, "", reason)
		return places
	}
	for i, want := range TextColumns {
		is := func(name string) bool { return strings.ToLower(strings.TrimSpace(name)) == want.Name }
		places[i] = slices.IndexFunc(names, is)
		switch {
		case places[i] < 0:
			bad.Add(1, want.Name, "This column is missing. The first line must name the columns id and text.")
		case slices.ContainsFunc(names[places[i]+1:], is):
			bad.Add(1, want.Name, "This column stands twice. Take one out.")
		}
	}
	return places
}

// wrong says which column of a row cannot be read, and why.
func (t TextRow) wrong() (column, reason string) {
	for _, cell := range []struct{ column, text string }{{"id", t.ID}, {"text", t.Text}} {
		switch {
		case !utf8.ValidString(cell.text):
			at := badByte(cell.text)
			return cell.column, fmt.Sprintf("Byte %#x on line %d is no UTF-8; the file may be Windows-1252. Save it as “CSV UTF-8”.",
				cell.text[at], t.Line+strings.Count(cell.text[:at], "\n"))
		case len(cell.text) > maxText:
			return cell.column, fmt.Sprintf("This has %d bytes. Shorten it to %d at most.", len(cell.text), maxText)
		}
	}
	if strings.TrimSpace(t.ID) == "" {
		return "id", "Give each text an id, so that its row can be told from the others."
	}
	return "", ""
}

// SuggestionRecord is a row of SuggestionColumns.
func SuggestionRecord(id string, r suggest.Result) []string {
	return []string{id, list(codesOf(r.Areas)), list(codesOf(r.Parties)), codeOf(r.Form), codeOf(r.Stage)}
}

// ExplainedRecord is a row of ExplainedColumns for what was suggested for a text.
func ExplainedRecord(t TextRow, r suggest.Result) []string {
	var why, quotes []string
	_, _, rest := t.Headline()
	say := func(kind string, s suggest.Suggestion) {
		why = append(why, fmt.Sprintf("%s %s %.2f: %s", kind, s.Code, s.Score, s.Reason))
		for _, e := range s.Evidence {
			start, end := e.Start, e.End
			if e.Field != suggest.Title {
				start, end = start+rest, end+rest
			}
			quotes = append(quotes, fmt.Sprintf("%s %d %d %s", s.Code, start, end, strings.ReplaceAll(e.Quote, "\n", " ")))
		}
	}
	for _, s := range r.Areas {
		say("area", s)
	}
	for _, s := range r.Parties {
		say("party", s)
	}
	if r.Form != nil {
		say("form", *r.Form)
	}
	if r.Stage != nil {
		say("stage", *r.Stage)
	}
	for _, s := range r.Near {
		say("not area", s)
	}
	return append(SuggestionRecord(t.ID, r), strings.Join(why, "\n"), strings.Join(quotes, "\n"))
}

func codesOf(suggestions []suggest.Suggestion) []string {
	out := make([]string, len(suggestions))
	for i, s := range suggestions {
		out[i] = s.Code
	}
	return out
}

func codeOf(s *suggest.Suggestion) string {
	if s == nil {
		return ""
	}
	return s.Code
}
