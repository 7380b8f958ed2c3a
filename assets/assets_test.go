package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// echartsSum is ECharts 6.1.0 as npm delivers it.
const echartsSum = "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0"

func TestEveryFileIsServed(t *testing.T) {
	for _, name := range []string{"entente.css", "entente.js", "favicon.svg"} {
		if URL(name) == "" {
			t.Errorf("URL(%q) is empty", name)
		}
	}
	for name := range all {
		hash, base := path.Split(strings.TrimPrefix(URL(name), "/assets/"))
		f, ok := Open(strings.TrimSuffix(hash, "/"), base)
		if !ok || f.Name != name || len(f.Body) == 0 || f.ContentType == "" {
			t.Errorf("Open(%q, %q) = %q, %d bytes of %q, %v", hash, base, f.Name, len(f.Body), f.ContentType, ok)
		}
		r, err := gzip.NewReader(bytes.NewReader(f.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := io.ReadAll(r); err != nil || !bytes.Equal(plain, f.Body) {
			t.Errorf("%s: uncompressed it is another file (%v)", name, err)
		}
	}
}

func TestUnknownFiles(t *testing.T) {
	if got := URL("nowhere.js"); got != "" {
		t.Errorf("URL of an unknown name = %q, want none", got)
	}
	for _, at := range [][2]string{{"000000000000", "entente.css"}, {all["entente.css"].hash, "nowhere.js"}, {"", ".gitkeep"}} {
		if _, ok := Open(at[0], at[1]); ok {
			t.Errorf("Open(%q, %q) found a file", at[0], at[1])
		}
	}
}

func TestHashFollowsContent(t *testing.T) {
	with := func(name, body string) map[string]asset {
		files := fstest.MapFS{
			"favicon.svg":         {Data: []byte("<svg/>")},
			"js/entente.js":       {Data: []byte("1")},
			"js/charts.js":        {Data: []byte("2")},
			"dist/.gitkeep":       {},
			"dist/echarts.min.js": {Data: []byte("3")},
		}
		for _, s := range sheets {
			files["css/"+s+".css"] = &fstest.MapFile{Data: []byte(s)}
		}
		files[name] = &fstest.MapFile{Data: []byte(body)}
		return load(files, files)
	}
	before := with("js/charts.js", "2")
	for _, tt := range []struct {
		name, change  string
		ours, echarts bool
	}{
		{"nothing", "js/entente.js", false, false},
		{"a script", "js/charts.js", true, false},
		{"a style sheet", "css/print.css", true, false},
		{"a new script", "js/new.js", true, false},
		{"ECharts", "dist/echarts.min.js", false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after := with(tt.change, "1")
			if got := after["entente.js"].hash != before["entente.js"].hash; got != tt.ours {
				t.Errorf("our hash changed = %v, want %v", got, tt.ours)
			}
			if got := after["echarts.min.js"].hash != before["echarts.min.js"].hash; got != tt.echarts {
				t.Errorf("hash of ECharts changed = %v, want %v", got, tt.echarts)
			}
			if after["entente.css"].hash != after["charts.js"].hash {
				t.Error("our files do not share one hash, so scripts cannot import each other")
			}
		})
	}
}

// ownFiles are the files we wrote, by name.
func ownFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(own, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[name] = string(read(own, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestSafeUnderOurPolicy(t *testing.T) {
	refused := map[string]*regexp.Regexp{
		"an address of another host": regexp.MustCompile(`(?:https?:)?//[\w-]+\.[\w.-]+\S*|@import|url\(`),
		"code from a string":         regexp.MustCompile(`\beval\b|\bFunction\(|setTimeout\(["'` + "`]"),
		"HTML from a string":         regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|parseFromString`),
		"an inline style or handler": regexp.MustCompile(`\bstyle=|cssText|CssText|Attribute\(["'](?:style|on)|\bon\w+=["']`),
	}
	for name, text := range ownFiles(t) {
		text = strings.ReplaceAll(text, `xmlns="http://www.w3.org/2000/svg"`, "")
		for what, re := range refused {
			if found := re.FindString(text); found != "" {
				t.Errorf("%s holds %s: %q", name, what, found)
			}
		}
	}
}

func TestEveryStyleSheetIsJoined(t *testing.T) {
	var want []string
	for _, s := range sheets {
		want = append(want, s+".css")
	}
	slices.Sort(want)
	if got := names(own, "css"); !slices.Equal(got, want) {
		t.Errorf("sheets = %v, but css/ holds %v", want, got)
	}
	for _, s := range sheets {
		body := string(read(own, "css/"+s+".css"))
		if opened, closed := strings.Count(body, "{"), strings.Count(body, "}"); opened != closed {
			t.Errorf("%s.css opens %d blocks and closes %d, which would swallow the next file", s, opened, closed)
		}
	}
	layers := regexp.MustCompile(`@layer [\w, ]+[;{]`).FindAllString(string(style(own)), -1)
	if !strings.HasSuffix(layers[0], ";") {
		t.Fatalf("the first layer rule is %q, want the order of all", layers[0])
	}
	order := strings.FieldsFunc(layers[0], func(r rune) bool { return strings.ContainsRune(" ,;", r) })[1:]
	for _, l := range layers[1:] {
		if name := strings.Fields(l)[1]; !slices.Contains(order, name) {
			t.Errorf("layer %q is not in the order %v", name, order)
		}
	}
}

func TestEveryTokenUsedIsDefined(t *testing.T) {
	files := ownFiles(t)
	css := string(style(own))
	defined := map[string]bool{}
	for _, m := range regexp.MustCompile(`--([\w-]+):`).FindAllStringSubmatch(css, -1) {
		defined[m[1]] = true
	}
	used := regexp.MustCompile(`var\(--([\w-]+)|\btoken\("([\w-]+)"\)`)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, m := range used.FindAllStringSubmatch(files[name], -1) {
			if token := m[1] + m[2]; token != "name" && !defined[token] {
				t.Errorf("%s uses --%s, which no style sheet defines", name, token)
			}
		}
	}
}

func TestNotesAreNotSent(t *testing.T) {
	if css := string(all["entente.css"].file().Body); strings.Contains(css, "/*") || !strings.Contains(css, "@layer reset, tokens") {
		t.Errorf("the style sheet begins %.80q", css)
	}
	for _, name := range names(own, "js") {
		source := string(read(own, path.Join("js", name)))
		var want []string
		for line := range strings.Lines(source) {
			if !strings.HasPrefix(strings.TrimSpace(line), "//") {
				want = append(want, line)
			}
		}
		if got := string(all[name].file().Body); got != strings.Join(want, "") || got == source {
			t.Errorf("%s is sent as %.80q", name, got)
		}
	}
}

func TestScriptsImportWhatIsServed(t *testing.T) {
	imports := regexp.MustCompile(`(?m)^import .*?"(.+)";`)
	for _, name := range names(own, "js") {
		for _, m := range imports.FindAllStringSubmatch(string(all[name].file().Body), -1) {
			if _, ok := all[strings.TrimPrefix(m[1], "./")]; !ok {
				t.Errorf("%s imports %q, which is not served", name, m[1])
			}
		}
	}
	entry := imports.FindStringSubmatch(string(all["entente.js"].file().Body))
	if entry == nil || entry[1] != "./trusted.js" {
		t.Errorf("entente.js imports %v first, want trusted.js, whose policy all others need", entry)
	}
}

func TestWeight(t *testing.T) {
	const limit = 25 << 10
	total := len(all["entente.css"].file().Gzip)
	for _, name := range names(own, "js") {
		total += len(all[name].file().Gzip)
	}
	t.Logf("style sheet and scripts: %d bytes compressed", total)
	if total > limit {
		t.Errorf("style sheet and scripts are %d bytes compressed, want at most %d", total, limit)
	}
}

func TestECharts(t *testing.T) {
	if !HasCharts() {
		if os.Getenv("REQUIRE_ASSETS") != "" {
			t.Fatal("ECharts is not built in, but REQUIRE_ASSETS is set: run make assets")
		}
		t.Skip("ECharts is not built in: run make assets")
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(all["echarts.min.js"].file().Body)); got != echartsSum {
		t.Errorf("sha256 of echarts.min.js = %s, want %s", got, echartsSum)
	}
	for _, name := range []string{"echarts.LICENSE", "echarts.NOTICE", "d3.LICENSE", "zrender.LICENSE"} {
		if URL(name) == "" {
			t.Errorf("%s does not travel with ECharts", name)
		}
	}
}
