package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"entente/internal/coop"
)

// hostile are texts that CSV files have been broken with.
var hostile = []string{
	"=1+1", "'=x", "''=x", "+1", "-1", "@SUM(A1)", "\t=1", "\tindented", "'", "''", "'plain", "\"quoted\"", `a"b`, `"`, `""`, `\.`,
	"a,b", "a\nb", "\n", "\n\n=1", " leading", "trailing ", "\u00a0nbsp", "\ufeffbom", "\u200bzero width",
	"សេចក្តីថ្លែងការណ៍", "بيان مشترك", "\u202eright to left", "👩‍✈️🇰🇭", "e\u0301", "#REF!", "0012", "1e9", "2024-02-27", "TRUE",
	"<script>alert(1)</script>", "%s%n", "a;b", "|pipe", "\\", "line\u2028break",
}

func hostileText() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(append(slices.Clone(hostile), "\r", "\x00", "'", "=")), 0, 5).Draw(t, "parts"), "")
	}))
}

// columnsOf are text columns, as many as asked.
func columnsOf(n int) []Column {
	out := make([]Column, n)
	for i := range out {
		out[i] = Column{Name: "c" + string(rune('a'+i)), Text: true}
	}
	return out
}

func write(t testing.TB, profile coop.Profile, columns []Column, records ...[]string) string {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, profile, columns)
	for _, r := range records {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(b.Bytes()); w.Sum() != hex.EncodeToString(sum[:]) {
		t.Errorf("Sum() = %s, but the file has %x", w.Sum(), sum)
	}
	if w.Rows() != len(records) {
		t.Errorf("Rows() = %d, want %d", w.Rows(), len(records))
	}
	return b.String()
}

func TestDataProfileIsWhatEncodingCSVWrites(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		records := rapid.SliceOfN(rapid.SliceOfN(hostileText(), 3, 3), 0, 4).Draw(rt, "records")
		var want bytes.Buffer
		w := csv.NewWriter(&want)
		if err := w.WriteAll(append([][]string{{"ca", "cb", "cc"}}, records...)); err != nil {
			rt.Fatal(err)
		}
		if got := write(t, coop.DataProfile, columnsOf(3), records...); got != want.String() {
			rt.Errorf("got  %q\nwant %q", got, want.String())
		}
	})
}

func TestExcelProfile(t *testing.T) {
	columns := []Column{{Name: "article_id", Bare: true}, {Name: "title", Text: true}, {Name: "height", Bare: true}}
	got := write(t, coop.ExcelProfile, columns, []string{"-1", "=1+1", "-0.5"}, []string{"2", "'=x\nsecond line", ""},
		[]string{"3", "a;=1+1", ""}, []string{"4", "a\t=1+1", ""})
	want := "\ufeffarticle_id,title,height\r\n-1,'=1+1,-0.5\r\n2,\"''=x\nsecond line\",\r\n3,\"a;=1+1\",\r\n4,\"a\t=1+1\",\r\n"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAFileWithoutRowsHasItsHeader(t *testing.T) {
	if got := write(t, coop.DataProfile, columnsOf(2)); got != "ca,cb\n" {
		t.Errorf("got %q", got)
	}
}

func TestWriterRefusesARowOfAnotherWidth(t *testing.T) {
	w := NewWriter(io.Discard, coop.DataProfile, columnsOf(2))
	if err := w.Write([]string{"only one"}); err == nil {
		t.Error("one cell for two columns was written")
	}
}

// broken fails from the second write on.
type broken struct{ writes int }

var errBroken = errors.New("broken pipe")

func (b *broken) Write(p []byte) (int, error) {
	if b.writes++; b.writes > 1 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestWriterKeepsTheFirstError(t *testing.T) {
	w := NewWriter(&broken{}, coop.DataProfile, columnsOf(1))
	long := strings.Repeat("a", flushSize)
	var err error
	for range 5 {
		err = errors.Join(err, w.Write([]string{long}))
	}
	if !errors.Is(err, errBroken) || !errors.Is(w.Flush(), errBroken) {
		t.Errorf("Write: %v, Flush: %v; want the error of the file", err, w.Flush())
	}
}

func TestGuardIsABijection(t *testing.T) {
	for _, tt := range []struct{ cell, guarded string }{
		{"", ""}, {"plain", "plain"}, {"'", "'"}, {"'plain", "'plain"}, {" =1", " =1"},
		{"=1+1", "'=1+1"}, {"+1", "'+1"}, {"-1", "'-1"}, {"@a", "'@a"}, {"\tx", "'\tx"}, {"\rx", "'\rx"},
		{"'=x", "''=x"}, {"''=x", "'''=x"},
	} {
		if got := Guard(tt.cell); got != tt.guarded {
			t.Errorf("Guard(%q) = %q, want %q", tt.cell, got, tt.guarded)
		}
		if got := Unguard(tt.guarded); got != tt.cell {
			t.Errorf("Unguard(%q) = %q, want %q", tt.guarded, got, tt.cell)
		}
	}
}

func FuzzGuard(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		guarded := Guard(cell)
		if got := Unguard(guarded); got != cell {
			t.Errorf("Unguard(Guard(%q)) = %q", cell, got)
		}
		if runs(guarded) {
			t.Errorf("Guard(%q) = %q, which a spreadsheet runs", cell, guarded)
		}
		if !runs(cell) { // every cell of a guarded file is reached
			if got := Guard(Unguard(cell)); got != cell {
				t.Errorf("Guard(Unguard(%q)) = %q", cell, got)
			}
		}
	})
}

func FuzzWriter(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+1)%len(hostile)], "")
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		for _, cell := range []*string{&a, &b, &c} { // as texts are stored
			*cell = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(*cell)
		}
		columns := columnsOf(3)
		columns[1].Text = false
		for _, profile := range []coop.Profile{coop.DataProfile, coop.ExcelProfile} {
			file := write(t, profile, columns, []string{a, b, c}, []string{c, a, b})
			rest, excel := strings.CutPrefix(file, bom)
			r := csv.NewReader(strings.NewReader(rest))
			got, err := r.ReadAll()
			if err != nil || len(got) != 3 || excel != (profile == coop.ExcelProfile) {
				t.Fatalf("%s: %q is read as %q, %v", profile, file, got, err)
			}
			for i, want := range [][]string{{a, b, c}, {c, a, b}} {
				for j, cell := range got[i+1] {
					if excel && columns[j].Text {
						if runs(cell) {
							t.Errorf("a spreadsheet runs %q in %q", cell, file)
						}
						cell = Unguard(cell)
					}
					if cell != want[j] {
						t.Errorf("%s: %q is read as %q in %q", profile, want[j], cell, file)
					}
				}
			}
		}
	})
}

func BenchmarkWriter(b *testing.B) {
	record := []string{
		"123456", "Cambodian commander-in-chief asks the US for more training, exchanges and help", "", "https://example.org/2024/02/27/article",
		"Khmer Times", "", "2024-02-27", "", "en", "", strings.Repeat("Sixty words of a summary, with commas. ", 10),
		strings.Repeat("The text of the article, which is long. ", 50), "", "training;demining", "KH;US", "human", "coded", "e-1",
		"2024-02-27T09:30:00.000Z", "2024-02-27T09:30:00.000Z",
	}
	b.Run("ours", func(b *testing.B) {
		w := NewWriter(io.Discard, coop.DataProfile, ArticleColumns)
		for b.Loop() {
			if err := w.Write(record); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor=encoding-csv", func(b *testing.B) {
		w := csv.NewWriter(io.MultiWriter(io.Discard, sha256.New()))
		for b.Loop() {
			if err := w.Write(record); err != nil {
				b.Fatal(err)
			}
		}
	})
}
