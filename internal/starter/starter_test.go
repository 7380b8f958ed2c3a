package starter

import (
	"bytes"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/exchange"
)

func rows(t testing.TB) []exchange.ImportRow {
	t.Helper()
	rows, err := exchange.ReadArticles(bytes.NewReader(CSV()), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func readme(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// table reads the table of the README under a heading: its rows, without the
// first two lines.
func table(t testing.TB, heading string) (out [][]string) {
	t.Helper()
	_, text, found := strings.Cut(readme(t), heading+"\n")
	if !found {
		t.Fatalf("README.md has no heading %q", heading)
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		out = append(out, cells)
	}
	if len(out) < 3 {
		t.Fatalf("no table follows the heading %q", heading)
	}
	return out[2:]
}

func TestTheFileIsWhatItIsSaidToBe(t *testing.T) {
	keys := map[string]bool{}
	for i, r := range rows(t) {
		keys[r.EngagementKey] = true
		if words := len(strings.Fields(r.Article.Summary)); words < 45 || words > 115 {
			t.Errorf("line %d: a summary of %d words", r.Line, words)
		}
		if r.EngagementKey == "" || r.Stage == "" || r.Engagement.Form == "" || len(r.Article.Areas) == 0 || len(r.Article.Parties) < 2 {
			t.Errorf("line %d is not coded to the end: %+v", r.Line, r)
		}
		if first := i == 0; first != (r.Article.URL == "") {
			t.Errorf("line %d: url %q; only the seed document has none", r.Line, r.Article.URL)
		}
	}
	if n := len(rows(t)); n != 134 || len(keys) != 116 {
		t.Errorf("%d articles and %d engagements, want 134 and 116", n, len(keys))
	}
}

func TestREADMECounts(t *testing.T) {
	counts := map[string]map[string]int{}
	count := func(heading, value string) {
		if counts[heading] == nil {
			counts[heading] = map[string]int{}
		}
		counts[heading][value]++
	}
	for _, r := range rows(t) {
		for _, slug := range r.Article.Areas {
			count("### By area", slug)
		}
		for _, code := range r.Article.Parties {
			count("### By party", code)
		}
		count("### By year of publication", string(r.Article.Published[:4]))
		count("### By form", r.Engagement.Form)
		count("### By stage", r.Stage)
		count("### By language", r.Article.Language)
	}
	for _, heading := range slices.Sorted(maps.Keys(counts)) {
		said := map[string]int{}
		for _, row := range table(t, heading) {
			n, err := strconv.Atoi(row[1])
			if err != nil {
				t.Fatal(err)
			}
			said[row[0]] = n
		}
		if diff := cmp.Diff(counts[heading], said); diff != "" {
			t.Errorf("%s (-the file +README.md):\n%s", heading, diff)
		}
	}
}

func TestREADMEEngagements(t *testing.T) {
	stages := map[string][]string{}
	for _, r := range rows(t) {
		stages[r.EngagementKey] = append(stages[r.EngagementKey], r.Stage)
	}
	maps.DeleteFunc(stages, func(_ string, s []string) bool { return len(s) == 1 })
	said := map[string][]string{}
	for _, row := range table(t, "### Engagements with more than one article (17 of 116)") {
		said[row[0]] = strings.Split(row[2], ", ")
		if row[1] != strconv.Itoa(len(said[row[0]])) {
			t.Errorf("%s: %s articles, but %d stages", row[0], row[1], len(said[row[0]]))
		}
	}
	if diff := cmp.Diff(stages, said); diff != "" {
		t.Errorf("(-the file +README.md):\n%s", diff)
	}
}

func TestREADMEColumns(t *testing.T) {
	first, _, _ := strings.Cut(string(CSV()), "\n")
	var said []string
	for _, row := range table(t, "## Columns") {
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[0], -1) {
			said = append(said, name[1])
		}
	}
	if diff := cmp.Diff(strings.Split(first, ","), said); diff != "" {
		t.Errorf("(-the file +README.md):\n%s", diff)
	}
}

func TestCSVIsACopy(t *testing.T) {
	CSV()[0] = 'X'
	if CSV()[0] == 'X' {
		t.Error("a caller changed the starter data")
	}
}
