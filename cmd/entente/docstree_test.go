package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// These tests hold the documents against the tree: what they name, link to and map is there.

// TestDocsNameMakeTargets looks at code only: "make it" in prose is no target.
func TestDocsNameMakeTargets(t *testing.T) {
	var targets, explained []string
	for _, m := range regexp.MustCompile(`(?m)^([a-z]+):.*## `).FindAllStringSubmatch(doc(t, "Makefile"), -1) {
		targets = append(targets, m[1])
	}
	for _, row := range rows(section(t, "CONTRIBUTING.md", "## Set up")) {
		explained = append(explained, strings.TrimPrefix(strings.Trim(row[0], "`"), "make "))
	}
	sameSet(t, "CONTRIBUTING.md, Set up", explained, targets)

	command := regexp.MustCompile("(?m)(?:^|`)make ([a-z-]+)")
	for _, name := range docs(t) {
		fenced := false
		for line := range strings.Lines(doc(t, name)) {
			if strings.HasPrefix(line, "```") {
				fenced = !fenced
			}
			for _, m := range command.FindAllStringSubmatch(line, -1) {
				if (fenced || strings.Contains(m[0], "`")) && !slices.Contains(targets, m[1]) {
					t.Errorf("%s names make %s, the Makefile has no such target", name, m[1])
				}
			}
		}
	}
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestDocsLinkToWhatExists(t *testing.T) {
	found := 0
	for _, name := range docs(t) {
		for _, m := range link.FindAllStringSubmatch(doc(t, name), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			found++
			path, anchor, _ := strings.Cut(m[1], "#")
			target := name
			if path != "" {
				target = filepath.ToSlash(filepath.Join(filepath.Dir(name), path))
			}
			if _, err := os.Stat(filepath.Join(root, target)); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
				continue
			}
			if anchor != "" && !slices.Contains(anchors(doc(t, target)), anchor) {
				t.Errorf("%s links to %s, but %s has no such heading", name, m[1], target)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d links found: the test looked in the wrong place", found)
	}
}

// anchors are the headings of a document as links name them.
func anchors(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		marks, heading, ok := strings.Cut(line, " ")
		if !ok || marks == "" || strings.Trim(marks, "#") != "" {
			continue
		}
		out = append(out, strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsNumber(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(heading)))
	}
	return out
}

func TestDocsAreReachedFromTheReadme(t *testing.T) {
	var linked []string
	for _, m := range link.FindAllStringSubmatch(doc(t, "README.md"), -1) {
		linked = append(linked, m[1])
	}
	for _, name := range docs(t) {
		if name != "README.md" && !slices.Contains(linked, name) {
			t.Errorf("README.md does not link to %s", name)
		}
	}
}

// TestDocsMapEveryFolder holds the map in the README against the folders, and
// against what the test of the layers lets them import.
func TestDocsMapEveryFolder(t *testing.T) {
	ignored := strings.Split(doc(t, ".gitignore"), "\n")
	folders := func(path string) (out []string) {
		entries, err := os.ReadDir(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() || strings.HasPrefix(e.Name(), ".") }) {
			if !slices.Contains(ignored, e.Name()+"/") {
				out = append(out, e.Name())
			}
		}
		return out
	}
	var top, packages, mapped, mappedPackages []string
	imports := map[string]string{}
	for _, row := range rows(section(t, "README.md", "## The folders")) {
		name := strings.Trim(row[0], "`")
		if folder, ok := strings.CutSuffix(name, "/"); ok {
			mapped = append(mapped, folder)
			imports[folder] = row[2]
		} else {
			mappedPackages = append(mappedPackages, name)
		}
	}
	top = folders(".")
	for _, name := range folders("internal") {
		packages = append(packages, "internal/"+name)
	}
	sameSet(t, "README.md, the map of folders", mapped, top)
	sameSet(t, "README.md, the map of internal", mappedPackages, packages)
	for name, may := range mayImport {
		want := slices.DeleteFunc(strings.Fields(may), func(s string) bool { return s == name })
		got := code(imports[name])
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("README.md says that %s may import %v, the layers let it import %v", name, got, want)
		}
	}
}
