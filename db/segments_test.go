package db

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"entente/internal/codebook"
	"entente/internal/coop"
)

func TestCutWord(t *testing.T) {
	for word, want := range map[string][]string{
		"demining":            nil,
		"عربي":                nil,
		"한국":                  nil, // written with spaces
		"日本とカンボジア":            {"日", "本", "と", "カ", "ン", "ボ", "ジ", "ア"},
		"2024年PKO演习":          {"2024", "年", "PKO", "演", "习"},
		"កម្ពុជា":             {"ក", "ម្ពុ", "ជា"},
		"ក\u200bម្ពុ\u200dជា": {"ក", "ម្ពុ", "ជា"},
		"ฝึกร่วม":             {"ฝึ", "ก", "ร่", "ว", "ม"},
		"ຝຶກ":                 {"ຝຶ", "ກ"},
		"မြန်မာ":              {"မြ", "န်", "မာ"},
		"サーバー":                {"サ", "ー", "バ", "ー"},
		"コーヒー2杯":              {"コ", "ー", "ヒ", "ー", "2", "杯"},
	} {
		if diff := cmp.Diff(want, cutWord(word)); diff != "" {
			t.Errorf("cutWord(%q) (-want +got):\n%s", word, diff)
		}
	}
	if got := segments("Cambodia, ASEAN", "Cobra Gold"); got != "" {
		t.Errorf("segments of Latin text: %q, want none: they would only make the file larger", got)
	}
}

// unspacedTexts are sentences as they stand in newspapers.
var unspacedTexts = []string{
	"中国与柬埔寨举行2024年金龙联合演习，演习为期十五天。", "日本の自衛隊はカンボジアでPKO訓練を行った。", "กองทัพไทยและกัมพูชาฝึกร่วมกันด้านการเก็บกู้ทุ่นระเบิด",
	"ព្រះរាជាណាចក្រកម្ពុជា និងសហរដ្ឋអាមេរិក បានធ្វើសមយុទ្ធរួមគ្នា", "ກອງທັບປະຊາຊົນລາວຝຶກຮ່ວມ", "မြန်မာနှင့်ထိုင်းတို့ပူးတွဲလေ့ကျင့်",
}

// TestAnyPieceIsFound: whatever piece of a word one looks for, in either form of
// Unicode and with or without the signs where a line may break.
func TestAnyPieceIsFound(t *testing.T) {
	d := newDB(t)
	for i, text := range unspacedTexts {
		in := coop.Article{Title: "t", Source: "s", Published: "2024-01-01"}
		if i%2 == 0 {
			in.Title = text
		} else {
			in.Body = "First in English. " + text
		}
		create(t, d, coop.ArticleInput{Article: in})
	}
	rapid.Check(t, func(rt *rapid.T) {
		i := rapid.IntRange(0, len(unspacedTexts)-1).Draw(rt, "text")
		words := strings.FieldsFunc(unspacedTexts[i], isGap)
		cut := cutWord(rapid.SampledFrom(words).Draw(rt, "word"))
		from := rapid.IntRange(0, len(cut)-1).Draw(rt, "from")
		to := rapid.IntRange(from+1, len(cut)).Draw(rt, "to")
		piece := strings.Join(cut[from:to], rapid.SampledFrom([]string{"", "", "\u200b"}).Draw(rt, "between"))
		if !strings.ContainsFunc(piece, isUnspaced) {
			return // 2024 is a word like any
		}
		if rapid.Bool().Draw(rt, "decomposed") {
			piece = norm.NFD.String(piece)
		}
		rows, _, err := d.ArticleList(t.Context(), coop.View{Q: piece}, coop.Newest, 1, 10)
		if err != nil {
			rt.Fatal(err)
		}
		for _, r := range rows {
			if r.ID == int64(i+1) {
				return
			}
		}
		rt.Fatalf("%q is not found in %q", piece, unspacedTexts[i])
	})
}

func TestSearchWithoutSpaces(t *testing.T) {
	d := newDB(t)
	for _, text := range unspacedTexts {
		create(t, d, coop.ArticleInput{Article: coop.Article{Title: text, Source: "s", Published: "2024-01-01"}})
	}
	create(t, d, coop.ArticleInput{Article: coop.Article{Title: "संयुक्त अभ्यास", Body: "مُناوَرات São Đà Nẵng", Source: "s", Published: "2024-01-01"}})
	for q, want := range map[string][]int64{
		"演习": {1}, "习演": nil, "联合 日本": nil, "訓練 カンボジア": {2}, "2024年": {1}, "2024": {1}, "pko訓練": {2}, "ฝึกร่วม": {3}, "ทุ่นระเบิด": {3}, "កម្ពុជា": {4},
		"អាមេរិក": {4}, "អាមេរ": nil, "ຝຶກຮ່ວມ": {5}, "ပူးတွဲ": {6}, "天演": nil, "天。演": {1}, `"金龙联合"`: {1}, "演习*": {1}, "\ue000": nil,
		"संयुक्त": {7}, "मुक्त": nil, "sao": {7}, "da": nil, "nang": {7}, "مناورات": nil,
	} {
		rows, _, err := d.ArticleList(t.Context(), coop.View{Q: q}, coop.Newest, 1, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, r := range rows {
			got = append(got, r.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q finds (-want +got):\n%s", q, diff)
		}
	}
}

func TestSegmentsAreMarked(t *testing.T) {
	d := newDB(t)
	create(t, d, coop.ArticleInput{Article: coop.Article{
		Title: "សម\u200bយុទ្ធរួមគ្នា", Body: strings.Repeat("前文。", 100) + "两国举行联合演习。" + strings.Repeat("后文。", 100), Source: "s", Published: "2024-01-01",
	}})
	for q, want := range map[string]string{"សមយុទ្ធ": "សម\u200bយុទ្ធ", "联合演习": "联合演习"} {
		rows, _, err := d.ArticleList(t.Context(), coop.View{Q: q}, coop.Newest, 1, 10)
		if err != nil || len(rows) != 1 {
			t.Fatalf("%q: %d rows, %v", q, len(rows), err)
		}
		var got []string
		length := 0
		for _, m := range append(rows[0].TitleMarks, rows[0].Snippet...) {
			if length += len(m.Text); m.Found {
				got = append(got, m.Text)
			}
		}
		if diff := cmp.Diff([]string{want}, got); diff != "" || length > 3*snippetLen {
			t.Errorf("%q marks, in %d bytes (-want +got):\n%s", q, length, diff)
		}
	}
}

// TestMigrationOfTheText opens a file as the first version left it.
func TestMigrationOfTheText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	old, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := migrations.ReadFile("migrations/0001_articles_engagements.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`PRAGMA page_size = 8192`, `PRAGMA application_id = 1164866661`, `PRAGMA journal_mode = WAL`, strings.TrimPrefix(string(schema), "-- +goose Up"),
		`CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')))`,
		`INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1)`,
		`INSERT INTO articles (title, title_original, url, source, author, published, accessed, language, archive_url, summary, notes, state, coder, version, created_at, updated_at, coded_at, deleted_at, body_sha256, body) VALUES
			('Sappers meet', '', '', 's', '', '2024-02-27', '', '', '', '', '', 'uncoded', '', 1, 0, 0, 0, NULL, '', '柬埔寨举行演习'),
			('Sappers again', '', '', 's', '', '1969-02-27', '', '', '', '', '', 'uncoded', '', 1, 0, 0, 0, NULL, '', ''),
			('Sappers deleted', '', '', 's', '', '2024-02-27', '', '', '', '', '', 'uncoded', '', 1, 0, 0, 0, 5, '', '')`,
		`INSERT INTO articles_fts (rowid, title, title_original, summary, body) SELECT id, title, title_original, summary, body FROM articles WHERE deleted_at IS NULL`,
	} {
		if _, err := old.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	d := openDB(t, path)
	for q, want := range map[string][]string{"sapper": {"Sappers meet", "Sappers again"}, "演习": {"Sappers meet"}} {
		if diff := cmp.Diff(want, found(t, d, coop.View{Q: q})); diff != "" {
			t.Errorf("search for %s (-want +got):\n%s", q, diff)
		}
	}
	if err := d.RestoreArticle(t.Context(), "local", 3); err != nil {
		t.Fatal(err)
	}
	checkText(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if file, err := os.ReadFile(path); err != nil || strings.Contains(string(file), "entente_segments") {
		t.Errorf("%v: the file needs a function that only Entente has", err)
	}
	if again, err := OpenExisting(t.Context(), path, codebook.Default()); err != nil {
		t.Error(err)
	} else {
		again.Close()
	}
}
