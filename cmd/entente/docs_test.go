package main

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"entente/db/dbtest"
	"entente/handlers"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
)

// The tests here hold the documents against the code, both ways: nothing is left
// out, and nothing is documented that is not there.

func TestDocsHaveEveryCommand(t *testing.T) {
	parser, err := kong.New(&cli{}, kong.Name("entente"), kong.DefaultEnvars("ENTENTE"))
	if err != nil {
		t.Fatal(err)
	}
	const name = "docs/commands.md"
	var headings, commands, variables []string
	for line := range strings.Lines(doc(t, name)) {
		if heading, ok := strings.CutPrefix(strings.TrimSpace(line), "## entente "); ok {
			headings = append(headings, heading)
		}
	}
	for _, command := range parser.Model.Children {
		commands = append(commands, command.Name)
		if !slices.Contains(headings, command.Name) {
			continue // sameSet says so below
		}
		text := section(t, name, "## entente "+command.Name)
		var documented, real []string
		for _, row := range rows(text) {
			documented = append(documented, strings.Join(row[:min(3, len(row))], " | "))
		}
		for _, flag := range command.Flags {
			if flag.Name == "help" {
				continue
			}
			row := "`--" + flag.Name + "`"
			if flag.Short != 0 {
				row += ", `-" + string(flag.Short) + "`"
			}
			row += " | `" + strings.Join(flag.Envs, "`, `") + "` | "
			if flag.Default != "" {
				row += "`" + flag.Default + "`"
			}
			real = append(real, row)
			variables = append(variables, flag.Envs...)
		}
		if len(real)+len(documented) > 0 {
			sameSet(t, name+", entente "+command.Name, documented, real)
		}
		for _, arg := range command.Positional {
			for word := range strings.SplitSeq(cmp.Or(arg.Tag.Enum, strings.ToUpper(arg.Name)), ",") {
				if !strings.Contains(text, word) {
					t.Errorf("%s, entente %s does not name %s", name, command.Name, word)
				}
			}
		}
	}
	sameSet(t, name, headings, commands)

	variable := regexp.MustCompile(`ENTENTE_[A-Z_]+`)
	for _, name := range docs(t) {
		for _, v := range variable.FindAllString(doc(t, name), -1) {
			if !slices.Contains(variables, v) {
				t.Errorf("%s names %s, which no flag hears", name, v)
			}
		}
	}
}

func TestDocsHaveEveryRoute(t *testing.T) {
	const name = "docs/routes.md"
	site := handlers.New(dbtest.New(t), slog.New(slog.DiscardHandler))
	param := regexp.MustCompile(`:(\w+)`)
	var documented, real []string
	for _, r := range site.Routes() {
		if r.Method == http.MethodHead || r.Method == echo.RouteNotFound {
			continue // every GET answers HEAD: the document says it once
		}
		path := strings.Replace(param.ReplaceAllString(r.Path, "{$1}"), "*", "{file}", 1)
		real = append(real, r.Method+" "+path)
	}
	for _, row := range rows(doc(t, name)) {
		if row[0] == http.MethodGet || row[0] == http.MethodPost {
			documented = append(documented, row[0]+" "+strings.Trim(row[1], "`"))
		}
	}
	sameSet(t, name, documented, real)
}

// TestDocsNameChartsThatAnswer asks for each chart that routes.md names, and for
// each that csv.md has the columns of.
func TestDocsNameChartsThatAnswer(t *testing.T) {
	site := handlers.New(dbtest.New(t), slog.New(slog.DiscardHandler))
	var named []string
	for _, name := range code(section(t, "docs/routes.md", "## Files")) {
		if chart, kind, ok := strings.Cut(name, "."); ok && !strings.HasPrefix(name, "/") && (kind == "csv" || kind == "json") {
			named = append(named, chart+"."+kind)
		}
	}
	for chart := range chartColumns {
		for _, kind := range []string{".csv", ".json"} {
			if !slices.Contains(named, chart+kind) {
				t.Errorf("docs/routes.md does not name the chart %s", chart+kind)
			}
		}
	}
	for _, file := range named {
		if status, _ := ask(site, "/charts/"+file); status != http.StatusOK {
			t.Errorf("docs/routes.md names the chart %s, GET /charts/%s = %d", file, file, status)
		}
	}
}

func TestDocsHaveEveryFormField(t *testing.T) {
	for heading, form := range map[string]any{
		"### Fields of an article":    coop.ArticleForm{},
		"### Fields of an engagement": coop.EngagementForm{},
		"### Fields of an area":       coop.AreaForm{},
	} {
		var documented, real []string
		for _, row := range rows(section(t, "docs/routes.md", heading)) {
			documented = append(documented, code(row[0])...)
		}
		for i := range reflect.TypeOf(form).NumField() {
			real = append(real, reflect.TypeOf(form).Field(i).Tag.Get("form"))
		}
		sameSet(t, "docs/routes.md, "+heading, documented, real)
	}
}

// TestDocsHaveEveryFieldOfAConflict has two people edit an article, and a third
// delete it, and looks at what the forms then send besides the fields of an article.
func TestDocsHaveEveryFieldOfAConflict(t *testing.T) {
	site := handlers.New(dbtest.New(t), slog.New(slog.DiscardHandler))
	edit := func(title string) url.Values {
		return url.Values{"title": {title}, "source": {"Wire"}, "published": {"2024-02-27"}, "version": {"1"}}
	}
	post(site, "/articles", edit("as it was"))
	post(site, "/articles/1", edit("theirs"))
	_, conflict := post(site, "/articles/1", edit("mine"))
	post(site, "/articles/1/delete", nil)
	_, gone := post(site, "/articles/1", edit("mine"))
	form := reflect.TypeFor[coop.ArticleForm]()
	var documented, real []string
	for _, m := range regexp.MustCompile(`<(?:input|button)[^>]* name="([\w.]+)"`).FindAllStringSubmatch(conflict+gone, -1) {
		name := strings.Replace(m[1], "use.title", "use.{field}", 1)
		ofArticle := slices.ContainsFunc(reflect.VisibleFields(form), func(f reflect.StructField) bool { return f.Tag.Get("form") == name })
		ofEveryPage := slices.Contains([]string{"theme", "patterns", "keys", "back", "id"}, name)
		if !ofArticle && !ofEveryPage {
			real = append(real, name)
		}
	}
	for _, row := range rows(section(t, "docs/routes.md", "### Once somebody else saved or deleted")) {
		documented = append(documented, code(row[0])...)
	}
	sameSet(t, "docs/routes.md, fields of a conflict", documented, real)
}

func TestDocsHaveEveryParameter(t *testing.T) {
	const name = "docs/view.md"
	view := coop.Scope{}.Params()
	display := slices.DeleteFunc(coop.Scope{Figures: true, List: true, CSV: true}.Params(), func(p string) bool {
		return slices.Contains(view, p)
	})
	for heading, real := range map[string][]string{"## View parameters": view, "## Display parameters": display} {
		var documented []string
		for _, row := range rows(section(t, name, heading)) {
			documented = append(documented, code(row[0])...)
		}
		sameSet(t, name+", "+heading, documented, real)
	}
}

// chartColumns are the columns of the charts, by name.
var chartColumns = map[string][]exchange.Column{
	"timeline":     exchange.TimelineColumns,
	"areas":        exchange.AreaColumns,
	"matrix":       exchange.MatrixColumns,
	"pairs":        exchange.PairColumns,
	"relations":    exchange.RelationColumns,
	"cooccurrence": exchange.CooccurrenceColumns,
	"calendar":     exchange.CalendarColumns,
	"stages":       exchange.StageColumns,
	"coverage":     exchange.CoverageColumns,
}

// TestDocsHaveEveryColumn compares names, meanings, kinds and order.
func TestDocsHaveEveryColumn(t *testing.T) {
	files := map[string][]exchange.Column{
		"### import columns":        exchange.ImportColumns,
		"### suggest, columns read": exchange.TextColumns, "### suggest, columns written": exchange.ExplainedColumns,
	}
	for _, f := range exchange.Files() {
		files["## "+f.Name+".csv"] = f.Columns
	}
	for chart, columns := range chartColumns {
		files["## charts/"+chart+".csv"] = columns
	}
	files["## parties.csv"], files["## pairs.csv"] = exchange.PartyRankColumns, exchange.PairRankColumns
	for name, columns := range exchange.DossierColumns {
		files["### dossier/"+name+".csv"] = columns
	}
	for heading, columns := range files {
		want := make([][]string, len(columns))
		for i, c := range columns {
			var kinds []string
			for _, k := range []struct {
				is   bool
				name string
			}{{c.Text, "text"}, {c.List, "list"}, {c.Bare, "bare"}} {
				if k.is {
					kinds = append(kinds, k.name)
				}
			}
			want[i] = []string{"`" + c.Name + "`", c.Meaning, strings.Join(kinds, ", ")}
		}
		if diff := gocmp.Diff(want, rows(section(t, "docs/csv.md", heading))); diff != "" {
			t.Errorf("docs/csv.md, %s (-code +document):\n%s", heading, diff)
		}
	}
}

// TestDocsKnowEveryChart finds a chart that the pages link to and this test does
// not know: its columns would go undocumented.
func TestDocsKnowEveryChart(t *testing.T) {
	site := handlers.New(dbtest.New(t), slog.New(slog.DiscardHandler))
	if status, _ := post(site, "/articles", url.Values{
		"title": {"Demining course opens"}, "source": {"Wire"}, "published": {"2024-02-27"}, "areas": {"demining"},
		"parties": {"KH, US"}, "engagement": {"new"},
	}); status != http.StatusSeeOther {
		t.Fatalf("POST /articles = %d", status)
	}
	_, page := ask(site, "/")
	links := regexp.MustCompile(`/charts/(\w+)\.csv`).FindAllStringSubmatch(page, -1)
	if len(links) == 0 {
		t.Error("the dashboard links to no chart")
	}
	for _, m := range links {
		if chartColumns[m[1]] == nil {
			t.Errorf("the dashboard links to the chart %s: add its columns to this test and to docs/csv.md", m[1])
		}
	}
}

func TestDocsHaveTheCodebook(t *testing.T) {
	var areas [][]string
	for _, a := range codebook.Default().Areas() {
		core := ""
		if a.Core {
			core = "core"
		}
		areas = append(areas, []string{"`" + a.Slug + "`", a.Name, core, a.Covers, a.Excludes})
	}
	codes := func(list []codebook.Code) (out [][]string) {
		for _, c := range list {
			out = append(out, []string{"`" + c.Slug + "`", c.Name, c.Means})
		}
		return out
	}
	for heading, want := range map[string][][]string{
		"## Areas": areas, "## Forms": codes(codebook.Forms()), "## Stages": codes(codebook.Stages()), "## Roles": codes(codebook.Roles()),
	} {
		if diff := gocmp.Diff(want, rows(section(t, "docs/codebook.md", heading))); diff != "" {
			t.Errorf("docs/codebook.md, %s (-code +document):\n%s", heading, diff)
		}
	}
}

// TestDocsHaveEveryTable looks for the tables and columns that migrations make.
func TestDocsHaveEveryTable(t *testing.T) {
	const name = "docs/data-model.md"
	text := section(t, name, "## Tables")
	files, err := filepath.Glob(filepath.Join(root, "db/migrations/*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations found: %v", err)
	}
	table := regexp.MustCompile(`(?ms)^CREATE (?:VIRTUAL )?TABLE (\w+)(.*?)^\)`)
	tables := map[string]string{} // name → its latest definition: a migration may make one anew
	column := regexp.MustCompile(`(?m)^\t(\w+) +(?:TEXT|INTEGER|REAL|BLOB)\b`)
	for _, file := range files {
		sql, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var headings []string
		for line := range strings.Lines(text) {
			if heading, ok := strings.CutPrefix(line, "### "); ok {
				headings = append(headings, strings.Split(strings.TrimSpace(heading), ", ")...)
			}
		}
		for _, m := range table.FindAllStringSubmatch(string(sql), -1) {
			if tables[m[1]] = m[2]; !slices.Contains(headings, m[1]) {
				t.Errorf("%s has no heading for the table %s of %s", name, m[1], filepath.Base(file))
			}
		}
	}
	named := code(text)
	for table, definition := range tables {
		for _, m := range column.FindAllStringSubmatch(definition, -1) {
			if !slices.Contains(named, m[1]) {
				t.Errorf("%s does not name the column %s of %s", name, m[1], table)
			}
		}
	}
}
