package handlers

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"entente/internal/coop"
	"entente/internal/exchange"
)

// importColumns are all columns that an import takes.
var importColumns = append(slices.Clone(exchange.ArticleColumns), exchange.ImportColumns...)

// importFile is a file with a row for each of some texts, newest first, that
// stands in one of its columns.
func importFile(t *testing.T, profile coop.Profile, name string, texts ...string) *bytes.Buffer {
	t.Helper()
	var file bytes.Buffer
	w := exchange.NewWriter(&file, profile, importColumns)
	for i, text := range texts {
		row := map[string]string{
			"title": "number " + strconv.Itoa(i), "source": "Test Wire", "published": string(coop.Day("2024-02-27").AddDays(-i)),
			"engagement_key": "key " + strconv.Itoa(i),
		}
		row[name] = text
		record := make([]string, len(importColumns))
		for j, c := range importColumns {
			record[j] = row[c.Name]
		}
		if err := w.Write(record); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return &file
}

// TestEveryImportColumnTakesAnyTextOrSaysWhatWouldBeRight reads hostile text in
// each column alone, in both profiles: it is exported unchanged, or refused by the
// name of its column.
func TestEveryImportColumnTakesAnyTextOrSaysWhatWouldBeRight(t *testing.T) {
	for _, c := range importColumns {
		for _, profile := range []coop.Profile{coop.DataProfile, coop.ExcelProfile} {
			var taken []string
			for _, text := range slices.Concat(hostile, unreadable) {
				_, err := exchange.ReadArticles(importFile(t, profile, c.Name, text), exchange.ReadOptions{})
				var bad *exchange.Problems
				switch {
				case errors.As(err, &bad):
					if p := bad.List[0]; p.Column != c.Name && p.Row != 0 { // a NUL is a problem of the file
						t.Errorf("%s = %q: %v, want the column named", c.Name, text, bad)
					}
				case err != nil:
					t.Errorf("%s = %q: %v", c.Name, text, err)
				case slices.Contains(unreadable, text):
					t.Errorf("%s = %q was read", c.Name, text)
				default:
					taken = append(taken, text)
				}
			}
			isFree := c.Text && !c.List && !strings.HasSuffix(c.Name, "url")
			if isFree && c.Name != "engagement_key" && len(taken) != len(hostile) {
				t.Errorf("%s takes %d of %d texts", c.Name, len(taken), len(hostile))
			}
			s := newSite(t)
			rows, err := exchange.ReadArticles(importFile(t, profile, c.Name, taken...), exchange.ReadOptions{})
			if err == nil {
				_, err = s.store.Import(t.Context(), rows, false, nil)
			}
			if err != nil {
				t.Errorf("%s: what was taken row by row is refused together: %v", c.Name, err)
				continue
			}
			if isFree {
				want, got := asStored(c.Name, taken), s.exported(t, c.Name)
				if c.Name == "engagement_key" { // one engagement each
					want, got = sorted(want), sorted(got)
				}
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Errorf("%s, %s profile (-imported +exported):\n%s", c.Name, profile, diff)
				}
			}
		}
	}
}

// exported is a column of an import as the files of a view have it, newest first.
func (s site) exported(t *testing.T, name string) []string {
	t.Helper()
	if slices.ContainsFunc(exchange.ArticleColumns, func(c exchange.Column) bool { return c.Name == name }) {
		return column(t, s.records(t, "/articles.csv"), name)
	}
	if name == "engagement_title" {
		name = "title"
	}
	return column(t, s.records(t, "/engagements.csv"), name)
}
