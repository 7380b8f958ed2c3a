package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What the tests of the documents share: reading their text, asking a site.

const root = "../.."

// doc reads a document of the repository.
func doc(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// docs names all Markdown files at the top and in docs.
func docs(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			name, err := filepath.Rel(root, path)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, filepath.ToSlash(name))
		}
	}
	if len(out) < 10 {
		t.Fatalf("only %d documents found: %v", len(out), out)
	}
	return out
}

// section is the text under a heading, up to the next of its level or above.
func section(t *testing.T, name, heading string) string {
	t.Helper()
	level := strings.Repeat("#", strings.Count(heading, "#"))
	lines := strings.Split(doc(t, name), "\n")
	begin := slices.Index(lines, heading)
	if begin < 0 {
		t.Fatalf("%s has no heading %q", name, heading)
	}
	lines = lines[begin+1:]
	end := slices.IndexFunc(lines, func(line string) bool {
		marks, _, ok := strings.Cut(line, " ")
		return ok && strings.Trim(marks, "#") == "" && marks != "" && len(marks) <= len(level)
	})
	if end >= 0 {
		lines = lines[:end]
	}
	return strings.Join(lines, "\n")
}

// rows are the rows of all tables in a text, without heads, cell by cell.
func rows(text string) [][]string {
	var out [][]string
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		isRow := strings.HasPrefix(line, "| ")
		isHead := i+1 < len(lines) && strings.HasPrefix(lines[i+1], "|---")
		if !isRow || isHead {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), "|")
		for j := range cells {
			cells[j] = strings.TrimSpace(cells[j])
		}
		out = append(out, cells)
	}
	return out
}

var codeSpan = regexp.MustCompile("`([^`\n]+)`")

// code gives what stands in backticks.
func code(text string) []string {
	var out []string
	for _, m := range codeSpan.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// sameSet complains where a document and the code name different things.
func sameSet(t *testing.T, name string, documented, real []string) {
	t.Helper()
	if len(real) == 0 {
		t.Errorf("%s: nothing found in the code to hold it against", name)
	}
	for _, r := range real {
		if !slices.Contains(documented, r) {
			t.Errorf("%s does not have %s", name, r)
		}
	}
	for _, d := range documented {
		if !slices.Contains(real, d) {
			t.Errorf("%s has %s, the code has not", name, d)
		}
	}
}

// ask gets an address of a site, post sends a form to it.
func ask(site http.Handler, address string) (status int, body string) {
	return answer(site, httptest.NewRequest(http.MethodGet, address, nil))
}

func post(site http.Handler, address string, form url.Values) (status int, body string) {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return answer(site, r)
}

func answer(site http.Handler, r *http.Request) (status int, body string) {
	r.Host = "127.0.0.1"
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}
