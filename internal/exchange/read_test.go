package exchange

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"entente/internal/coop"
)

const head = "title,source,published"

func read(t testing.TB, file string) []ImportRow {
	t.Helper()
	rows, err := ReadArticles(strings.NewReader(file), ReadOptions{})
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return rows
}

// problems reads a file that must be refused.
func problems(t testing.TB, file string) *Problems {
	t.Helper()
	rows, err := ReadArticles(strings.NewReader(file), ReadOptions{})
	var bad *Problems
	if !errors.As(err, &bad) {
		t.Fatalf("%d rows and error %v, want problems", len(rows), err)
	}
	if rows != nil {
		t.Errorf("%d rows of a refused file", len(rows))
	}
	return bad
}

func TestColumnsStandInAnyOrder(t *testing.T) {
	const names = "\ufeff Published ,,source,TITLE\n"
	if rows := read(t, names); len(rows) != 0 {
		t.Errorf("%d rows in a file without rows", len(rows))
	}
	rows := read(t, names+"2024-02-27,,S,A\n")
	if a := rows[0].Article; a.Title != "A" || a.Source != "S" || a.Published != "2024-02-27" {
		t.Errorf("read %+v", a)
	}
}

func TestReadsAWholeRow(t *testing.T) {
	file := names(articlesFile.known) + "\r\n" +
		`7, Cobra  Gold ,,https://example.org/a,Khmer Times,,2024-02-27,,EN,,"one` + "\r\n" + `two",,,"exercises, training;exercises","USA; Thailand",rule,suggested,` +
		`e-1; cobra;e-1,2024-02-27T09:30:00Z,2024-02-27T11:30:00.0057+02:00,cobra,Cobra Gold 2024,exercise,under-way,2024-02-26,,Thailand,Cobra Gold` + "\r\n" +
		strings.Repeat(",", len(articlesFile.known)-1) + "\r\n\r\n"
	want := []ImportRow{{
		Line: 2,
		Article: coop.Article{
			ID: 7, Title: "Cobra  Gold", URL: "https://example.org/a", Source: "Khmer Times", Published: "2024-02-27", Language: "en",
			Summary: "one\ntwo", Areas: []string{"training", "exercises"}, Parties: []string{"TH", "US"}, State: coop.Suggested,
			CreatedAt: time.Date(2024, 2, 27, 9, 30, 0, 0, time.UTC), UpdatedAt: time.Date(2024, 2, 27, 9, 30, 0, 5_000_000, time.UTC),
		},
		EngagementKey: "cobra", EngagementKeys: []string{"e-1", "cobra"}, Stage: "under-way",
		Engagement: coop.Engagement{Title: "Cobra Gold 2024", Form: "exercise", Start: "2024-02-26", Place: "Thailand", Series: "Cobra Gold"},
	}}
	if diff := cmp.Diff(want, read(t, file)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheOneKeyOfAListIsTheOneDescribed(t *testing.T) {
	rows := read(t, head+",engagement_keys,stage\nA,S,2024-02-27,e-1,done\nB,S,2024-02-27,e-1,\nC,S,2024-02-27,e-1;e-2,\n")
	for i, want := range []string{"e-1", "", ""} {
		if rows[i].EngagementKey != want {
			t.Errorf("line %d: engagement_key = %q, want %q", rows[i].Line, rows[i].EngagementKey, want)
		}
	}
}

func TestGuardComesOffExcelFilesOnly(t *testing.T) {
	const file = head + ",areas\n'=1+1,S,2024-02-27,\n"
	for _, tt := range []struct {
		name, file string
		profile    coop.Profile
		want       string
	}{
		{"a plain file", file, "", "'=1+1"},
		{"a plain file, data profile", file, coop.DataProfile, "'=1+1"},
		{"a byte order mark", bom + file, coop.DataProfile, "=1+1"},
		{"excel profile", file, coop.ExcelProfile, "=1+1"},
	} {
		rows, err := ReadArticles(strings.NewReader(tt.file), ReadOptions{Profile: tt.profile})
		if err != nil || rows[0].Article.Title != tt.want {
			t.Errorf("%s: %v, %v; want title %q", tt.name, rows, err, tt.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		want       string // the first problem begins so
		says       string
	}{
		{"nothing", "", "This file is empty", "title, source, published"},
		{"a mark and nothing", bom, "This file is empty", ""},
		{"a workbook", "PK\x03\x04 more", "This is a workbook", "CSV UTF-8"},
		{"UTF-16", "\xff\xfet\x00i\x00", "This file is UTF-16", "CSV UTF-8"},
		{"UTF-16 without mark", "t\x00i\x00t\x00", "This file holds NUL", "UTF-16"},
		{"an old Mac", "title,x\rA,b\r", "1: The lines", "bare CR"},
		{"an old Mac, one column", "title\rA\r", "1: The lines", "bare CR"},
		{"semicolons", "title;source;published\nA;S;2024-02-27\n", "1: The columns", "semicolons"},
		{"tabs", "title\tsource\tpublished\n", "1: The columns", "tabs"},
		{"an unknown column", head + ",publised\n", "1: publised: There is no such column", "Did you mean “published”?"},
		{"a column like no other", head + ",rating out of ten\n", "1: rating out of ten: There is no such column. Rename", ""},
		{"a column twice", head + ",title\n", "1: title: This column stands twice", ""},
		{"no source", "title,published\n", "1: source: This column is missing", ""},
		{"a row cut short", head + "\nA,S,2024-02-27\nB,S\n", "3: This row has 2 cells, the first line names 3", "quotes"},
		{"a row too long", head + "\nA,S,2024-02-27,more\n", "2: This row has 4 cells", ""},
		{"a cell without a column name", head + ",\nA,S,2024-02-27,\nB,S,2024-02-27,x\n", "3: Column 4 has no name", ""},
		{"a bare quote", head + "\nA \"b\" c,S,2024-02-27\n", "2: A quote stands inside", "double the quote"},
		{"a quote that is not doubled", head + "\n\"A \"b\" c\",S,2024-02-27\n", "2: A cell in quotes goes wrong on line 2", ""},
		{"a quote without end", head + "\nA,S,2024-02-27\n\"B,S,2024-02-27\nC,S,2024-02-27\n", "3: A cell in quotes goes wrong on line 4", "were not read"},
		{"Windows-1252", head + "\n\"two\nlines\n\x93A\x94\",S,2024-02-27\n", "2: title: Byte 0x93 on line 4", "Windows-1252"},
		{"half a character after a whole replacement character", head + "\n\ufffd\xe1\x9e,S,2024-02-27\n", "2: title: Byte 0xe1 on line 2", ""},
		{"a header that is not UTF-8", "title,source,published,\xe9t\xe9\n", "1: \ufffdt\ufffd: There is no such column", ""},
		{"a NUL further on", head + "\n" + strings.Repeat("A", sniffSize) + ",S,2024-02-27\nB\x00,S,2024-02-27\n", "2: title: Shorten", ""},
		{"no title", head + "\n ,S,2024-02-27\n", "2: title: Give the article a title", ""},
		{"a date in words", head + "\nA,S,27 Feb 2024\n", "2: published: Write the date as 2024-02-27", ""},
		{"a day that is not", head + "\nA,S,2023-02-29\n", "2: published: Write", ""},
		{"no day", head + "\nA,S,\n", "2: published: Write the day the article came out", ""},
		{"an unknown area", head + ",areas\nA,S,2024-02-27,training;mining\n", "2: areas: There is no area “mining”", ""},
		{"an unknown party", head + ",parties\nA,S,2024-02-27,KH;Cambodja\n", "2: parties: “Cambodja” could not be told", "Cambodia"},
		{"an unknown form", head + ",form\nA,S,2024-02-27,gala\n", "2: form: There is no form “gala”. It can be meeting", "or other."},
		{"an unknown stage", head + ",stage\nA,S,2024-02-27,finished\n", "2: stage: There is no stage “finished”", "lapsed"},
		{"an unknown state", head + ",state\nA,S,2024-02-27,Confirmed\n", "2: state: There is no state “Confirmed”", "coded"},
		{"an unknown origin", head + ",origin\nA,S,2024-02-27,machine\n", "2: origin: There is no origin", "rule or human"},
		{"a language by name", head + ",language\nA,S,2024-02-27,Khmer\n", "2: language: Give the language", ""},
		{"half an address", head + ",url\nA,S,2024-02-27,example.org\n", "2: url: Write the whole address", ""},
		{"an end before the start", head + ",engagement_start,engagement_end\nA,S,2024-02-27,2024-02-27,2024-02-26\n", "2: engagement_end: The end must not lie before the start, 27 Feb 2024.", ""},
		{"an id of words", head + ",article_id\nA,S,2024-02-27,first\n", "2: article_id: An id is a whole number", ""},
		{"an id beyond reason", head + ",article_id\nA,S,2024-02-27,4000000001\n", "2: article_id: An id is", ""},
		{"an instant of words", head + ",created_at\nA,S,2024-02-27,yesterday\n", "2: created_at: Write the instant", ""},
		{"an instant of another age", head + ",created_at\nA,S,2024-02-27,0001-01-01T00:00:00Z\n", "2: created_at: Write the instant", ""},
		{"a title too long", head + "\n" + strings.Repeat("a", coop.MaxLine+1) + ",S,2024-02-27\n", "2: title: Shorten this to 2,000 bytes", ""},
		{"a summary too long", head + ",summary\nA,S,2024-02-27," + strings.Repeat("a", coop.MaxNote+1) + "\n", "2: summary: Shorten", ""},
		{"a body too long", head + ",body\nA,S,2024-02-27," + strings.Repeat("a", coop.MaxBody+1) + "\n", "2: body: Shorten", ""},
		{"a key too long", head + ",engagement_key\nA,S,2024-02-27," + strings.Repeat("a", coop.MaxLine+1) + "\n", "2: engagement_key: Shorten", ""},
		{"a key with a semicolon", head + ",engagement_key\nA,S,2024-02-27,a;b\n", "2: engagement_key: A key must not hold a semicolon", ""},
		{"a row that describes one of several", head + ",engagement_keys,form\nA,S,2024-02-27,a;b,visit\n", "2: engagement_key: This row describes an engagement", ""},
		{"an address twice", head + ",url\nA,S,2024-02-27,https://example.org/a\nB,S,2024-02-28,http://www.example.org/a/?utm_source=x\n", "3: url: The row of line 2 has the same address", ""},
		{"an article twice", head + "\nA,S,2024-02-27\nB,S,2024-02-27\n A,S ,2024-02-27\n", "4: title: The row of line 2 has the same title", ""},
		{"two forms", head + ",engagement_key,form\nA,S,2024-02-27,k,visit\nB,S,2024-02-27,k,\nC,S,2024-02-27,k,course\n", "4: form: The row of line 2 says “visit” for the same engagement, “k”", ""},
		{"two forms, one by way of the list", head + ",engagement_key,engagement_keys,form\nA,S,2024-02-27,k,,visit\nC,S,2024-02-27,,k,course\n", "3: form: The row of line 2", ""},
		{"two series", head + ",engagement_key,series\nA,S,2024-02-27,k,Cobra Gold\nB,S,2024-02-27,k,Angkor Sentinel\n", "3: series: The row of line 2", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := problems(t, tt.file)
			if got := bad.List[0].String(); !strings.HasPrefix(got, tt.want) || !strings.Contains(got, tt.says) {
				t.Errorf("problem = %q, want one that begins with %q and says %q", got, tt.want, tt.says)
			}
		})
	}
}

func TestOneFormUnderDifferentKeysIsFine(t *testing.T) {
	rows := read(t, head+",engagement_key,form\nA,S,2024-02-27,k,visit\nB,S,2024-02-27,l,course\nC,S,2024-02-27,k,visit\nD,S,2024-02-27,,meeting\nE,S,2024-02-27,,other\n")
	if len(rows) != 5 {
		t.Errorf("%d rows, want 5", len(rows))
	}
}

func TestAllProblemsAreCountedAndTheFirstOnesKept(t *testing.T) {
	file := head + "\n"
	for i := range 200 {
		file += fmt.Sprintf("A%d,S,someday\n", i)
	}
	bad := problems(t, file)
	if bad.Total != 200 || len(bad.List) != MaxProblems || bad.List[MaxProblems-1].Row != MaxProblems+1 {
		t.Errorf("total %d, %d kept; want 200 and the first %d", bad.Total, len(bad.List), MaxProblems)
	}
	if got := bad.Error(); !strings.Contains(got, "and 199 more") {
		t.Errorf("Error() = %q", got)
	}
}

func TestSeveralProblemsOfARow(t *testing.T) {
	bad := problems(t, head+",areas,stage\n,S,never,mining,gone\n")
	var got []string
	for _, p := range bad.List {
		got = append(got, p.Column)
	}
	if diff := cmp.Diff([]string{"stage", "areas", "published", "title"}, got); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
}

// endless is a cell that never ends.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	e.read += int64(len(p))
	if e.read > 1<<30 {
		return 0, io.EOF
	}
	return len(p), nil
}

func TestACellOfManyMegabytesIsRefusedEarly(t *testing.T) {
	for _, tt := range []struct{ name, begin string }{
		{"plain", head + "\nA,S,2024-02-27\n"},
		{"in quotes", head + "\nA,S,2024-02-27\n\""},
		{"in the first line", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			tail := &endless{}
			_, err := ReadArticles(io.MultiReader(strings.NewReader(tt.begin), tail), ReadOptions{})
			runtime.ReadMemStats(&after)
			var bad *Problems
			if !errors.As(err, &bad) || !strings.Contains(bad.List[0].Reason, "longer than 8 MB") {
				t.Fatalf("error %v", err)
			}
			if want := strings.Count(tt.begin, "\n") + 1; bad.List[0].Row != want {
				t.Errorf("line %d, want %d", bad.List[0].Row, want)
			}
			if tail.read > maxRow+1<<20 {
				t.Errorf("%d bytes were read before it was refused", tail.read)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 100 {
				t.Errorf("%d MB were allocated for a row of at most 8", mb)
			}
		})
	}
}

func TestManyRowsAreNoLongRow(t *testing.T) {
	file := head + ",body\n"
	body := strings.Repeat("a", coop.MaxBody)
	for i := range 12 { // more than maxRow in all
		file += fmt.Sprintf("A%d,S,2024-02-27,%s\n", i, body)
	}
	if got := len(read(t, file)); got != 12 {
		t.Errorf("%d rows, want 12", got)
	}
}

func TestAFailingReaderIsNoProblemOfTheFile(t *testing.T) {
	for _, begin := range []string{"", head + "\nA,S,2024-02-27\n"} {
		_, err := ReadArticles(io.MultiReader(strings.NewReader(begin), failing{}), ReadOptions{})
		var bad *Problems
		if !errors.Is(err, errBroken) || errors.As(err, &bad) {
			t.Errorf("error %v, want that of the reader", err)
		}
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

// fileOf writes rows with all columns that are read.
func fileOf(t testing.TB, profile coop.Profile, rows []ImportRow) string {
	t.Helper()
	var records [][]string
	for _, r := range rows {
		record := ArticleRecord(r.Article)
		for i, c := range ArticleColumns {
			switch {
			case c.Name == "article_id" && r.Article.ID == 0:
				record[i] = ""
			case c.Name == "engagement_keys":
				record[i] = list(r.EngagementKeys)
			}
		}
		e := r.Engagement
		records = append(records, append(record, r.EngagementKey, e.Title, e.Form, r.Stage, string(e.Start), string(e.End), e.Place, e.Series))
	}
	return write(t, profile, articlesFile.known, records...)
}

// again reads what is written of rows, and wants them back.
func again(t testing.TB, rows []ImportRow) {
	t.Helper()
	for _, profile := range []coop.Profile{coop.DataProfile, coop.ExcelProfile} {
		file := fileOf(t, profile, rows)
		got := read(t, file)
		for i := range got {
			got[i].Line = rows[i].Line // a text of several lines may stand on fewer now
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Fatalf("%s: written as %q (-read first +read again):\n%s", profile, file, diff)
		}
	}
}

func TestEveryTextSurvivesBothProfiles(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := func(name string) string {
			return strings.ReplaceAll(strings.ToValidUTF8(hostileText().Draw(rt, name), "?"), "\x00", "")
		}
		a := coop.Article{
			Title: "t" + coop.Line(text("title")), Source: coop.Line(text("source") + "s"), Published: "2024-02-27", State: coop.Uncoded,
			TitleOriginal: coop.Line(text("original")), Author: coop.Line(text("author")),
			Summary: coop.Text(text("summary")), Body: coop.Text(text("body")), Notes: coop.Text(text("notes")),
		}
		again(t, []ImportRow{{
			Line: 2, Article: a, EngagementKey: strings.ReplaceAll(coop.Line(text("key")), ";", ""), Stage: "done",
			Engagement: coop.Engagement{Title: coop.Line(text("engagement")), Place: coop.Line(text("place")), Series: coop.Line(text("series"))},
		}})
	})
}

func FuzzReadArticles(f *testing.F) {
	f.Add([]byte(head + "\nA,S,2024-02-27\n"))
	f.Add([]byte(bom + names(articlesFile.known) + "\r\n7,'=A,,https://example.org/a,S,,2024-02-27,,en,,\"a\r\nb\",,,training,KH;US,human,coded,e-1;e-2,2024-02-27T09:30:00Z,,e-1,T,visit,done,2024-02-26,2024-02-28,Here,S\r\n"))
	f.Add([]byte("title,source,published,body,engagement_keys\n\"a \"\"b\"\"\",S,2024-02-27,\"\n\n\t=x\",a;;b\n,,,,\n"))
	f.Add([]byte("title;source\n\"a"))
	f.Add([]byte("title,source,published,parties\n\xe1\x9e,S,2024-02-27,Korea\n"))
	for _, s := range hostile {
		f.Add([]byte(head + ",notes\nA,S,2024-02-27," + s + "\n"))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, err := ReadArticles(strings.NewReader(string(file)), ReadOptions{})
		if err != nil {
			var bad *Problems
			if !errors.As(err, &bad) || bad.Total == 0 || len(bad.List) == 0 {
				t.Fatalf("error without a problem: %v", err)
			}
			for _, p := range bad.List {
				if p.Reason == "" || p.Row < 0 {
					t.Errorf("problem %+v says nothing", p)
				}
			}
			return
		}
		again(t, rows)
	})
}

func TestARowSaysThatSomebodyFoundNothingToCode(t *testing.T) {
	for row, want := range map[string]bool{
		"coded,human,,": true, "coded,,,": false, "coded,rule,,": false, "uncoded,human,,": false, "coded,human,cyber,": false, "coded,human,,KH": false,
	} {
		rows, err := ReadArticles(strings.NewReader(head+",state,origin,areas,parties\nA,S,2024-02-27,"+row+"\n"), ReadOptions{})
		if err != nil || len(rows) != 1 || rows[0].LookedAt != want {
			t.Errorf("%s: %+v, %v; want %v", row, rows, err, want)
		}
	}
}
