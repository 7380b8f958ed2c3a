package gazetteer

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

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
		{"possessive in front of a force", "the Philippines' Coast Guard", []string{"PH force Philippines' Coast Guard"}},
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

// TestFindNamesEveryParty puts every name, adjective, capital and force of the tables
// into a sentence.
func TestFindNamesEveryParty(t *testing.T) {
	check := func(code, word string) {
		text := "Officers from " + word + " took part"
		for _, m := range Find(text) {
			if m.Code == code && strings.Contains(text[m.Start:m.End], word) {
				return
			}
		}
		t.Errorf("%s is not found in %q, only %v", code, text, found(text))
	}
	for _, p := range All() {
		check(p.Code, p.Name)
	}
	for _, line := range wordLines(t) {
		code, kind, words := line[0], line[1], line[2]
		switch kind {
		case kindName, kindPeople, kindSeat, kindPlace, kindForce, kindOffice, kindBody:
		default:
			continue
		}
		if strings.ContainsAny(code, "/?") {
			continue
		}
		for word := range strings.SplitSeq(words, ";") {
			if !strings.Contains(word, "|") {
				check(code, word)
			}
		}
	}
}

func TestNoWordIsWrittenTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, line := range wordLines(t) {
		for word := range strings.SplitSeq(line[2], ";") {
			key := line[1] + " " + word
			if seen[key] {
				t.Errorf("%s is in words.csv twice", key)
			}
			seen[key] = true
		}
	}
}

// TestEveryStateHasItsPeople allows for those that have no adjective of their own.
func TestEveryStateHasItsPeople(t *testing.T) {
	without := strings.Fields("AQ BL BQ BV CC CX GF GS HM IO JE MF MP NF PM PN RE SJ SX TF UM VA WF YT")
	has := map[string]bool{}
	for _, line := range wordLines(t) {
		if line[1] == kindPeople {
			for code := range strings.SplitSeq(strings.TrimSuffix(line[0], "?"), "/") {
				has[code] = true
			}
		}
	}
	for _, p := range All() {
		if p.Kind == State && has[p.Code] == slices.Contains(without, p.Code) {
			t.Errorf("%s: people in words.csv: %t", p.Name, has[p.Code])
		}
	}
}

func TestMistakesInTheWordsAreFound(t *testing.T) {
	const header = "code,kind,words\n"
	for _, tt := range []struct {
		name, table string
		want        string // part of the error
	}{
		{"no table", "", "the first line"},
		{"other header", "code,words,kind\n", "the first line"},
		{"kind", header + "FR,adjective,French\n", `no kind "adjective"`},
		{"code", header + "XX,people,French\n", `no party has code "XX"`},
		{"one of two codes", header + "FR/XX,people,French\n", `no party has code "XX"`},
		{"no code", header + ",people,French\n", "people needs a code"},
		{"empty word", header + "FR,people,French;\n", "has no letters"},
		{"space around", header + "FR,people,French; Frenchman\n", "space around"},
		{"word of two", header + "FR,people,Gaul\nBE,people,Gaul\n", `"Gaul" stands for FR and BE`},
		{"name of another", header + "BE,name,France\n", `"France" stands for FR and BE`},
		{"two words for a last name", header + ",surname,San Marino\n", "more than a word"},
		{"short line", header + "FR,people\n", "line 2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newVocabulary(tt.table, All())
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

// pieces are put together to texts that come near to what Find knows.
var pieces = []string{
	"Japan", "JAPAN", "US", "U.S.", "us", "Georgia", "Atlanta", "Chad", "Gen.", "Jordan", "Michael", "Korea", "North", "South", "and", "St.",
	"Lucia", "USS", "Washington", "Paris", "Texas", "Royal", "Thai", "Army", "prime minister", "Côte", "d'Ivoire", "Sino", "Latin", "American",
	" ", " ", " ", "\n", "\n\n", ", ", ". ", "-", "—", " -- ", "'s", "’s", "(", ")", "/", "&", "$", "AFP", "é", "\u0301", "\u00ad", "\xff", "\xe2\x80", "Ｕ", "ﷺ",
}

// TestFindKeepsItsWord holds what Find promises for any text.
func TestFindKeepsItsWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")
		checkMentions(t, text)
	})
}

func FuzzFind(f *testing.F) {
	f.Add("WASHINGTON (AP) — Gen. Chad Franks of the U.S. Army met Japan's prime minister.")
	f.Add("Côte d’Ivoire, St. Lucia & Sino-Russian talks in Paris, Texas; North and South Korea")
	f.Add("\xffUS\xe2\x80Ｊａｐａｎ\u0301")
	f.Add("US-")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) { checkMentions(t, text) })
}

func checkMentions(t interface {
	Fatalf(format string, args ...any)
}, text string) {
	end := 0
	for _, m := range Find(text) {
		if m.Start < end || m.End <= m.Start || m.End > len(text) {
			t.Fatalf("Find(%q): mention %+v after one that ends at %d", text, m, end)
		}
		end = m.End
		if !onRune(text, m.Start) || !onRune(text, m.End) {
			t.Fatalf("Find(%q): mention %+v cuts a character", text, m)
		}
		if _, ok := Lookup(m.Code); !ok || m.Kind == "" {
			t.Fatalf("Find(%q): mention %+v of nobody", text, m)
		}
	}
}

// onRune tells whether byte i is between two characters.
func onRune(text string, i int) bool {
	for at := range text {
		if at == i {
			return true
		}
	}
	return i == len(text)
}

// wordLines reads words.csv without its first line.
func wordLines(t testing.TB) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(wordTable))
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines[1:]
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

// TestFindIsLinear gives 1 MB of what could make a search slow. With a search that looks
// at the whole text again at each word it would not end within the time a test has.
func TestFindIsLinear(t *testing.T) {
	for _, unit := range []string{
		"a", "A", "U.", "United States of ", "Papua New ", "\n", "— ", "Jordan ", "Michael Jordan, ", "US-", "é", "\xff", "\u0301", "Ａ",
		"TOKYO (AP) — ", "Korea ", "St. ", "Tokyo, ", "&", "Royal Cambodian ", "TOKYO\n", "ﷺ", "Japan's ", "Georgia, ",
	} {
		t.Run(unit, func(t *testing.T) {
			text := strings.Repeat(unit, 1<<20/len(unit))
			end := 0
			for _, m := range Find(text) {
				if m.Start < end || m.End <= m.Start || m.End > len(text) {
					t.Fatalf("mention %+v after byte %d of %d", m, end, len(text))
				}
				end = m.End
			}
		})
	}
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
