package gazetteer

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"entente/internal/starter"
)

// found lists mentions as "code kind text".
func found(text string) []string {
	var out []string
	for _, m := range Find(text) {
		out = append(out, m.Code+" "+string(m.Kind)+" "+text[m.Start:m.End])
	}
	return out
}

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"names", "France and Viet Nam", []string{"FR name France", "VN name Viet Nam"}},
		{"possessive", "Japan's plan, Laos’ plan", []string{"JP name Japan", "LA name Laos"}},
		{"force", "the Royal Thai Army met Cambodian sailors", []string{"TH force Royal Thai Army", "KH force Cambodian sailors"}},
		{"office", "Japan's prime minister", []string{"JP office Japan's prime minister"}},
		{"pronoun", "They told us. The US agreed.", []string{"US name US"}},
		{"dateline", "WASHINGTON (AP) — Japan agreed", []string{"US dateline WASHINGTON", "JP name Japan"}},
		{"persons", "Gen. Chad Franks met Michael Jordan", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, found(tt.text)); diff != "" {
				t.Errorf("Find(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// starterRows reads the starter data: a map from column to cell for each row.
func starterRows(t testing.TB) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(starter.CSV())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// unnamed are rows of the starter data that speak of "26 countries" or "the members of
// ASEAN" instead of naming those that are coded.
var unnamed = []string{
	"Cambodia closes multinational peacekeeping exercise, hopes to host more",
	"ASEAN and partners prepare first joint disaster relief and medical exercise in Brunei",
	"Eighteen-nation relief exercise opens in Brunei with Chinese and US ships",
	"Eighteen armies gather in Pune for mine action and peacekeeping training",
	"Brunei and Singapore to run ADMM-Plus maritime and counter-terrorism exercise",
	"Indonesia hosts all of Southeast Asia for non-combat exercise ASEX 01-Natuna",
}

// TestFindInTheStarterData looks for every coded party in the title and the summary.
func TestFindInTheStarterData(t *testing.T) {
	const want = 0.97
	coded, found := 0, 0
	for _, row := range starterRows(t) {
		if slices.Contains(unnamed, row["title"]) {
			continue
		}
		text := row["title"] + "\n\n" + row["summary"]
		var codes []string
		for _, m := range Find(text) {
			if m.Kind != ByDateline {
				codes = append(codes, m.Code)
			}
		}
		slices.Sort(codes)
		codes = slices.Compact(codes)
		var missing []string
		parties := strings.Split(row["parties"], ";")
		for _, code := range parties {
			coded++
			if slices.Contains(codes, code) {
				found++
			} else {
				missing = append(missing, code)
			}
		}
		if missing != nil {
			t.Logf("%s: not named: %v", row["title"], missing)
		}
	}
	recall := float64(found) / float64(coded)
	t.Logf("%d of %d coded parties are named (%.3f)", found, coded, recall)
	if recall < want {
		t.Errorf("recall = %.3f, want at least %.2f", recall, want)
	}
}

// TestFindIsLinear gives 1 MB of what could make a search slow.
func TestFindIsLinear(t *testing.T) {
	for _, unit := range []string{
		"a", "A", "U.", "United States of ", "Papua New ", "\n", "— ", "Jordan ", "Michael Jordan, ", "US-", "é", "\xff", "\u0301", "Ａ",
		"TOKYO (AP) — ", "Korea ", "St. ", "Tokyo, ", "&", "Royal Cambodian ", "TOKYO\n", "ﷺ", "Japan's ", "Georgia, ",
	} {
		t.Run(unit, func(t *testing.T) {
			text := strings.Repeat(unit, 1<<20/len(unit))
			short := timeOf(text[:1<<17])
			if long := timeOf(text); long > 16*short+200*time.Millisecond {
				t.Errorf("1 MB took %v, an eighth of it %v", long, short)
			}
		})
	}
}

func timeOf(text string) time.Duration {
	start := time.Now()
	Find(text)
	return time.Since(start)
}

func BenchmarkFind(b *testing.B) {
	var all strings.Builder
	for _, row := range starterRows(b) {
		all.WriteString(row["title"] + "\n\n" + row["summary"] + "\n\n")
	}
	text := all.String()
	Find(text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text)
	}
}
