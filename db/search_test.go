package db

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/segments"
)

func TestMatchQuery(t *testing.T) {
	for _, tt := range []struct{ q, want string }{
		{``, ``},
		{`demining`, `"demining"`},
		{`mine  action`, `"mine" AND "action"`},
		{`"mine action" course`, `"mine action" AND "course"`},
		{`min*`, `"min*" *`},
		{`"min*"`, `"min*"`},
		{`*`, ``},
		{`F-16*`, `"F-16*" *`},
		{`a OR b NOT c`, `"a" AND "OR" AND "b" AND "NOT" AND "c"`},
		{`title:x (y) ^z -w`, `"title:x" AND "(y)" AND "^z" AND "-w"`},
		{`say "hello`, `"say" AND "hello"`},
		{`x"a b"y`, `"x" AND "a b" AND "y"`},
		{`"" "—" ... ' 🎖`, ``},
		{`mine — mine`, `"mine"`},
		{"a\x00b", `"a" AND "b"`},
		{"\xff", ``},
		{`кафе عربي`, `"кафе" AND "عربي"`},
		{`são`, "\"são\""},
		{`훈련 учений*`, "(\"훈련\" OR \"훈련\") AND (\"учений*\" * OR \"учений*\" *)"},
		{`កម្ពុជា 演习`, signs("កម្ពុជា") + ` AND ` + signs("演习")},
		{"កម្​ពុជា", signs("កម្ពុជា")},
		{`2024年演习`, signs("2024年演习")},
		{`演习*`, signs("演习") + ` *`},
		{`演习-*`, signs("演习")},
		{`2024年a*`, signs("2024年a") + ` *`},
		{`"joint 日本 演习 drill"`, `"joint " AND ` + signs("日本") + ` AND ` + signs("演习") + ` AND " drill"`},
		{`F-16戦闘機*`, `"F-" AND ` + signs("16戦闘機") + ` *`},
		{`。、`, ``},
	} {
		if got := matchQuery(tt.q); got != tt.want {
			t.Errorf("matchQuery(%q) = %s, want %s", tt.q, got, tt.want)
		}
	}
}

// signs is the term for a run of a script without spaces.
func signs(run string) string { return `segments : "` + segments.Of(run) + `"` }

func TestSearch(t *testing.T) {
	d := newDB(t)
	for _, a := range []coop.Article{
		{Title: "Cambodian sappers train in Phnom Penh", Body: "Mine action and café talks: an F-16 flew over."},
		{Title: "Action on the mine", Summary: "The demining of Battambang"},
		{Title: "Nothing of it", TitleOriginal: "Déminage à Angkor"},
	} {
		a.Source, a.Published = "s", "2024-01-01"
		create(t, d, coop.ArticleInput{Article: a})
	}
	for q, want := range map[string]int{
		`sapper`: 1, `SAPPERS`: 1, `training`: 1, `mine action`: 2, `"mine action"`: 1, `"action mine"`: 0,
		`cafe`: 1, `CAFÉ`: 1, `deminage`: 1, `min*`: 2, `demin*`: 2, `f-16`: 1, `"16 f"`: 0, `sapper OR angkor`: 0, `OR`: 0,
		`title:sapper`: 0, `sapper -mine`: 1, `(sapper)`: 1, `"sapper`: 1, `…`: 0, `*`: 0, `sapper *`: 1, `ank*`: 0, `angk*`: 1,
	} {
		if got := found(t, d, coop.View{Q: q}); len(got) != want {
			t.Errorf("search for %s finds %q, want %d", q, got, want)
		}
	}
}

func TestRelevance(t *testing.T) {
	d := newDB(t)
	body := strings.Repeat("Other words stand here. ", 30)
	for _, a := range []coop.Article{
		{Title: "Far off", Published: "2024-03-03", Body: body + "peacekeeping " + body},
		{Title: "Peacekeeping school", Published: "2024-01-01", Body: body},
		{Title: "Newest, without it", Published: "2024-04-04", Body: body},
	} {
		a.Source = "s"
		create(t, d, coop.ArticleInput{Article: a})
	}
	list := func(v coop.View) (out []string) {
		rows, _, err := d.ArticleList(t.Context(), v, coop.Relevance, 1, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			out = append(out, row.Title)
		}
		return out
	}
	if diff := cmp.Diff([]string{"Peacekeeping school", "Far off"}, list(coop.View{Q: "peacekeeping"})); diff != "" {
		t.Errorf("by relevance (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Newest, without it", "Far off", "Peacekeeping school"}, list(coop.View{})); diff != "" {
		t.Errorf("by relevance without words (-want +got):\n%s", diff)
	}
}

func TestHitsAreKept(t *testing.T) {
	d := newDB(t)
	create(t, d, text("mine", "2024-01-01"))
	hits := func() (hits *figures.Hits) {
		now(t, d, func(m *Moment) error {
			q, _, err := m.query(t.Context(), coop.View{Q: "mine"}, coop.Articles, coop.Newest)
			hits = q.Hits
			return err
		})
		return hits
	}
	first := hits()
	if hits() != first {
		t.Error("the same query searched twice")
	}
	create(t, d, text("mine too", "2024-01-01"))
	if got := hits(); len(got.Articles) != 2 {
		t.Errorf("after a write: %d hits, want 2", len(got.Articles))
	}
	for i := range 3 * keptResults {
		found(t, d, coop.View{Q: strings.Repeat("x", i+1)})
	}
	if n := len(d.recent.hits.list); n > keptResults {
		t.Errorf("%d sets of hits are kept, want at most %d", n, keptResults)
	}
}

func TestSnippets(t *testing.T) {
	d := newDB(t)
	long := strings.Repeat("Soldiers marched on and on through the rain. ", 40)
	create(t, d, coop.ArticleInput{Article: coop.Article{
		Title: "The <b>mines</b> of Kampot", Source: "s", Published: "2024-01-01",
		Summary: "About a border.", Body: long + "They cleared a mine\x02field\x03 there. " + long,
	}})
	row := func(q string) ArticleRow {
		rows, _, err := d.ArticleList(t.Context(), coop.View{Q: q}, coop.Newest, 1, 10)
		if err != nil || len(rows) != 1 {
			t.Fatalf("search for %s: %d rows, %v", q, len(rows), err)
		}
		return rows[0]
	}
	r := row("mine")
	if diff := cmp.Diff([]Mark{{"The <b>", false}, {"mines", true}, {"</b> of Kampot", false}}, r.TitleMarks); diff != "" {
		t.Errorf("title (-want +got):\n%s", diff)
	}
	if r.Body != "" {
		t.Error("a list row carries the body")
	}
	var found []string
	length := 0
	for _, m := range r.Snippet {
		length += len(m.Text)
		if m.Found {
			found = append(found, m.Text)
		}
	}
	if diff := cmp.Diff([]string{"mine"}, found); diff != "" || length > 2*snippetLen+10 {
		t.Errorf("snippet of %d bytes, found (-want +got):\n%s", length, diff)
	}
	if got := row("kamp*").TitleMarks; len(got) != 2 || got[1] != (Mark{"Kampot", true}) {
		t.Errorf("found by its beginning, the title is %+v", got)
	}
	if got := row("kampot").Snippet; len(got) != 1 || got[0].Text != "About a border." {
		t.Errorf("found in the title alone, the snippet is %+v, want the summary", got)
	}

	create(t, d, coop.ArticleInput{Article: coop.Article{Title: "Rain", Source: "s", Published: "2024-01-01", Body: long}})
	create(t, d, coop.ArticleInput{Article: coop.Article{Title: "អង្គរ", Source: "s", Published: "2024-01-01", Body: strings.Repeat("អង្គរ", 400)}})
	rows, _, err := d.ArticleList(t.Context(), coop.View{}, coop.Newest, 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		for _, m := range r.Snippet {
			if len(m.Text) > snippetLen+10 || m.Found || strings.ToValidUTF8(m.Text, "?") != m.Text || strings.Contains(m.Text, " …") {
				t.Errorf("beginning of %s: %q", r.Title, m.Text)
			}
		}
	}
}

// shown writes marks as a text, with what was found in brackets.
func shown(marks []Mark) string {
	var b strings.Builder
	for _, m := range marks {
		if m.Found {
			b.WriteString("[" + m.Text + "]")
		} else {
			b.WriteString(m.Text)
		}
	}
	return b.String()
}

// TestSnippetsOfLongTexts: a long text is looked through up to markedLen, and the
// snippet is from where most of the words stand together.
func TestSnippetsOfLongTexts(t *testing.T) {
	d := newDB(t)
	filler := func(n int) string { return strings.Repeat("of rain and wind ", n) }
	for _, body := range []string{
		"A mine. " + filler(30) + "A Khmer deminer cleared one mine. " + filler(60_000/17),
		"A field. " + filler(2*markedLen/17) + "A deminer cleared a mine.",
		strings.Repeat("deminer mine ", coop.MaxBody/13),
		"Short: the mine. " + filler(40) + "Here the deminer cleared the mine.",
	} {
		create(t, d, coop.ArticleInput{Article: coop.Article{Title: "T", Source: "s", Published: "2024-01-01", Body: body}})
	}
	rows, _, err := d.ArticleList(t.Context(), coop.View{Q: "mine deminer"}, coop.Added, 1, 10)
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range []string{"Here the [deminer] cleared the [mine].", "[deminer] [mine] [deminer]", "A field. of rain", "A Khmer [deminer] cleared one [mine]. of rain"} {
		if got := shown(rows[i].Snippet); !strings.Contains(got, want) {
			t.Errorf("snippet %d is %s, want it with %s", i, got, want)
		}
		if text, cut := strings.CutSuffix(shown(rows[i].Snippet), "…"); cut {
			words := strings.Fields(text)
			if last := strings.Trim(words[len(words)-1], "[].,"); !slices.Contains([]string{"of", "rain", "and", "wind", "mine", "deminer"}, last) {
				t.Errorf("snippet %d ends inside a word: %s", i, text)
			}
		}
	}
}

// TestAnyTextIsFoundByItself: whatever a text holds, typing it finds it.
func TestAnyTextIsFoundByItself(t *testing.T) {
	d := newDB(t)
	// FTS5 knows Unicode as of 2012 and takes signs that came later for letters.
	letters := rapid.StringOf(rapid.RuneFrom(nil, unicode.Latin, unicode.Cyrillic, unicode.Arabic, unicode.Devanagari, unicode.Hangul,
		unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Khmer, unicode.Thai, unicode.Lao, unicode.Myanmar, unicode.ASCII_Hex_Digit).Filter(func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }))
	part := rapid.OneOf(letters, rapid.SampledFrom([]string{
		" ", `"`, "*", "-", ".", "“", "—", "$", "€", "✈", "\x00", "\u200b", "AND", "a", "2024", "é", "e\u0301", "й", "훈", "កម្ពុជា", "្", "ทำ", "演习", "か\u3099", "\u115f", "ー", "။",
	}))
	rapid.Check(t, func(rt *rapid.T) {
		q := strings.Join(rapid.SliceOfN(part, 1, 6).Draw(rt, "q"), "")
		body := norm.NFC.String(strings.ReplaceAll(strings.ToValidUTF8(strings.ReplaceAll(q, `"`, " "), " "), "\x00", " "))
		id := create(t, d, coop.ArticleInput{Article: coop.Article{Title: "t", Source: "s", Published: "2024-01-01", Body: body}})
		now(t, d, func(m *Moment) error {
			w := parseWords(q)
			hits, err := m.findHits(t.Context(), w, false)
			if err == nil && w.match() != "" && !slices.Contains(hits.Articles, id) {
				rt.Errorf("%q, %s, finds %d articles and not the one that holds it", q, w.match(), len(hits.Articles))
			}
			return err
		})
		if err := d.DeleteArticle(t.Context(), "local", id); err != nil {
			rt.Fatal(err)
		}
	})
}

// FuzzQuery: whatever is typed, the search is no error of SQL.
func FuzzQuery(f *testing.F) {
	for _, q := range []string{
		`demining`, `"mine action" cou*`, `a AND b OR c NOT d NEAR(e f, 2)`, `title : x`, `{title body} : x`, `^x`, `- "`, `"""`, `*`, `a*b*`,
		`' OR 1=1 --`, "a\x00b", "\xff\xfe", `កម្ពុជា`, `🎖️`, `+ + +`, `(((((`, `x + y`, strings.Repeat(`a" `, 300), strings.Repeat(`ab `, 500), `</script>`,
	} {
		f.Add(q)
	}
	d := newDB(f)
	for _, title := range []string{"Demining, a b c", "2024年演习", "កម្ពុជា", "훈련 учений"} {
		create(f, d, text(title, "2024-01-01"))
	}
	f.Fuzz(func(t *testing.T, q string) {
		if len(q) > 2000 { // an address holds less
			t.Skip()
		}
		for _, sort := range []coop.Sort{coop.Newest, coop.Relevance} {
			if _, _, err := d.ArticleList(t.Context(), coop.View{Q: q}, sort, 1, 10); err != nil {
				t.Errorf("articles by %q, %s: %v", q, sort, err)
			}
			if _, _, err := d.EngagementList(t.Context(), coop.View{Q: q}, sort, 1, 10); err != nil {
				t.Errorf("engagements by %q, %s: %v", q, sort, err)
			}
		}
	})
}
