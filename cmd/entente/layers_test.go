package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// layer is where a package stands: cmd → handlers → {views, db} → internal.
// Nothing points back, and views never meets db.
func layer(path string) string {
	rest, ours := strings.CutPrefix(path, "entente/")
	if !ours {
		return ""
	}
	top, _, _ := strings.Cut(rest, "/")
	return top
}

var mayImport = map[string]string{
	"cmd":      "handlers views db assets internal",
	"handlers": "handlers views db assets internal",
	"views":    "views assets internal",
	"db":       "db internal",
	"assets":   "assets",
	"internal": "internal",
}

// forbidden are imports that a layer has no use for: internal knows no HTTP,
// SQL or HTML, and only db speaks SQL.
var forbidden = map[string][]string{
	"internal": {"net/http", "database/sql", "html/template", "github.com/labstack/", "github.com/a-h/templ", "modernc.org/"},
	"views":    {"net/http", "database/sql", "github.com/labstack/", "modernc.org/"},
	"handlers": {"database/sql", "modernc.org/"},
	"db":       {"net/http", "html/template", "github.com/labstack/", "github.com/a-h/templ"},
	"assets":   {"net/http", "database/sql"},
}

func TestImportsPointDownwards(t *testing.T) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "entente/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := map[string]int{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		from := layer(p.ImportPath)
		allowed, known := mayImport[from]
		if !known {
			t.Errorf("%s stands outside the layers", p.ImportPath)
			continue
		}
		seen[from]++
		for _, imported := range p.Imports {
			if to := layer(imported); to != "" && !strings.Contains(" "+allowed+" ", " "+to+" ") {
				t.Errorf("%s imports %s: %s may import %s", p.ImportPath, imported, from, allowed)
			}
			for _, no := range forbidden[from] {
				if imported == strings.TrimSuffix(no, "/") || strings.HasSuffix(no, "/") && strings.HasPrefix(imported, no) || strings.HasPrefix(imported, no+"/") {
					t.Errorf("%s imports %s: %s must not know it", p.ImportPath, imported, from)
				}
			}
		}
	}
	for name := range mayImport {
		if seen[name] == 0 {
			t.Errorf("no package found in %s: the test looked in the wrong place", name)
		}
	}
}
