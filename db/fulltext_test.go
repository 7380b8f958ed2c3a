package db

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/segments"
)

func TestScriptsWithoutSpaces(t *testing.T) {
	d := newDB(t)
	for _, a := range []coop.Article{
		{Title: "Khmer", Body: "កងទ័ពនៃព្រះរាជាណាចក្រកម្ពុជា ធ្វើសមយុទ្ធ ឆ្នាំ២០២៤។"},
		{Title: "Khmer with zero-width spaces", Summary: "កង\u200bទ័ព\u200bកម្ពុជា"},
		{Title: "Thai", Body: "กองทัพบกเปิดการฝึกคอบร้าโกลด์"},
		{Title: "Lao", TitleOriginal: "ກອງທັບປະຊາຊົນລາວ"},
		{Title: "Burmese", Body: "မြန်မာ့တပ်မတော်"},
		{Title: "Chinese: 2024年演习", Body: "中美，日本"},
		{Title: "Japanese", Body: "日本の自衛隊がカ\u3099イドを訓練する。COVID対策。"},
		{Title: "Korean", Body: "한국군 훈련"},
		{Title: "Korean taken apart", Body: norm.NFD.String("한국군 합동훈련")},
	} {
		a.Source, a.Published = "s", "2024-01-01"
		create(t, d, coop.ArticleInput{Article: a})
	}
	for q, want := range map[string][]string{
		"កម្ពុជា":              {"Khmer", "Khmer with zero-width spaces"},
		"កងទ័ព":                {"Khmer", "Khmer with zero-width spaces"},
		"កម្\u200bពុជា":        {"Khmer", "Khmer with zero-width spaces"},
		"កម្ព":                 nil, // no half of a sign
		"កម្ព*":                {"Khmer", "Khmer with zero-width spaces"},
		"២០២៤":                 {"Khmer"},
		"การฝึก":               {"Thai"},
		"ฝึก กองทัพ":           {"Thai"},
		`"ฝึกกองทัพ"`:          nil,
		"ປະຊາຊົນ":              {"Lao"},
		"တပ်မတော်":             {"Burmese"},
		"演习":                   {"Chinese: 2024年演习"},
		"2024年演习":              {"Chinese: 2024年演习"},
		"24年演习":                nil, // digits are found as they stand
		"2024":                 {"Chinese: 2024年演习"},
		"美日":                   nil, // another run
		"日本":                   {"Chinese: 2024年演习", "Japanese"},
		"ガイド":                  {"Japanese"},
		norm.NFD.String("ガイド"): {"Japanese"},
		"covid対策":              {"Japanese"},
		"訓練 演习":                nil,
		"한국군":                  {"Korean", "Korean taken apart"},
		norm.NFD.String("훈련"):  {"Korean"},
		"합동*":                  {"Korean taken apart"},
		"chinese 演习":           {"Chinese: 2024年演习"},
		"japanese 演习":          nil,
		`"chinese 演习"`:         {"Chinese: 2024年演习"},
		"\U000f0000":           nil, // what stands between runs
	} {
		got := found(t, d, coop.View{Q: q})
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("search for %s (-want +got):\n%s", q, diff)
		}
	}
	checkText(t, d)
}

func TestEngagementsInScriptsWithoutSpaces(t *testing.T) {
	d := newDB(t)
	in := linked("Article", "2024-01-01", "done")
	in.Link.New.Title, in.Link.New.Place = "សមយុទ្ធអង្គរ", "北京市"
	create(t, d, in)
	if got := foundEngagements(t, d, coop.View{Q: "អង្គរ 北京"}); len(got) != 1 {
		t.Fatalf("found %v", got)
	}
	e := engagement(t, d, 1)
	e.Place = "东京"
	if err := d.UpdateEngagement(t.Context(), "local", 1, e); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]int{"北京": 0, "东京": 1} {
		if got := foundEngagements(t, d, coop.View{Q: q}); len(got) != want {
			t.Errorf("after an edit, %s finds %v", q, got)
		}
	}
	checkText(t, d)
}

func TestFolding(t *testing.T) {
	d := newDB(t)
	for _, title := range []string{"São Tomé", "Đà Nẵng", norm.NFD.String("Cửa Lò"), "Учения в Тольятти", norm.NFD.String("Черный")} {
		create(t, d, text(title, "2024-01-01"))
	}
	for q, want := range map[string]int{
		"sao": 1, "SÃO": 1, "tome": 1, norm.NFD.String("são"): 1, "đà": 1, "nang": 1, "ĐÀ": 1, "đa": 1, "cua": 1, "cửa": 1,
		"da":     0, // đ is a letter of its own
		"учения": 1, "УЧЕНИЯ": 1, "черныи": 1, "чёрный": 1, "черный": 1, norm.NFD.String("черный"): 1,
	} {
		if got := found(t, d, coop.View{Q: q}); len(got) != want {
			t.Errorf("search for %s finds %q, want %d", q, got, want)
		}
	}
}

func TestMarksInScriptsWithoutSpaces(t *testing.T) {
	d := newDB(t)
	long := strings.Repeat("ประเทศไทย", 100)
	create(t, d, coop.ArticleInput{Article: coop.Article{
		Title: "Cobra Gold 2024年演习开始", Source: "s", Published: "2024-01-01",
		Summary: "A summary of it.", Body: long + "การ\u200bฝึกร่วม" + long,
	}})
	shown := func(in []Mark) (out string) {
		for _, m := range in {
			if m.Found {
				m.Text = "[" + m.Text + "]"
			}
			out += m.Text
		}
		return out
	}
	row := func(q string) ArticleRow {
		rows, _, err := d.ArticleList(t.Context(), coop.View{Q: q}, coop.Newest, 1, 10)
		if err != nil || len(rows) != 1 {
			t.Fatalf("search for %s: %d rows, %v", q, len(rows), err)
		}
		return rows[0]
	}
	for q, want := range map[string]string{
		"演习":           "Cobra Gold 2024年[演习]开始",
		"gold 演习":      "Cobra [Gold] 2024年[演习]开始",
		"go* 演习":       "Cobra [Gold] 2024年[演习]开始",
		"2024年 年演习 开*": "Cobra Gold [2024年]演习[开]始",
	} {
		r := row(q)
		if got := shown(r.TitleMarks); got != want {
			t.Errorf("search for %s: title %s, want %s", q, got, want)
		}
		if got := shown(r.Snippet); got != "A summary of it." {
			t.Errorf("search for %s, found in the title: snippet %s", q, got)
		}
	}
	got := shown(row("การฝึก").Snippet)
	if !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") || !strings.Contains(got, "[การ\u200bฝึก]ร่วม") || len(got) > 2*snippetLen {
		t.Errorf("snippet %s", got)
	}
}

func TestNewestHits(t *testing.T) {
	d := newDB(t)
	var ids []int64
	for _, day := range []string{"2024-01-02", "1969-12-31", "2024-01-01", "1900-01-01", "2024-01-02", "2100-12-31"} {
		ids = append(ids, create(t, d, text("Mines", day)))
	}
	create(t, d, text("None", "2024-01-01"))
	edit := article(t, d, ids[0])
	edit.Published = "1970-01-01"
	if err := d.UpdateArticle(t.Context(), "local", ids[0], coop.ArticleInput{Article: edit}); err != nil {
		t.Fatal(err)
	}
	want := []int64{ids[5], ids[4], ids[2], ids[0], ids[1], ids[3]}
	for limit := range len(want) + 2 {
		var got []int64
		rows, more, err := d.EarlyArticles(t.Context(), coop.View{Q: "mine"}, coop.Newest, 1, limit)
		for _, row := range rows {
			got = append(got, row.ID)
		}
		if diff := cmp.Diff(append([]int64(nil), want[:min(limit, len(want))]...), got); err != nil || diff != "" || more != (limit < len(want)) {
			t.Errorf("newest %d: more = %v, %v (-want +got):\n%s", limit, more, err, diff)
		}
	}
	if got, _, err := d.EarlyArticles(t.Context(), coop.View{Q: "—"}, coop.Newest, 1, 10); err != nil || got != nil {
		t.Errorf("nothing to look for finds %v, %v", got, err)
	}
	now(t, d, func(m *Moment) error {
		hits, err := m.findHits(t.Context(), parseWords("mine"), false)
		slices.Reverse(want)
		if diff := cmp.Diff(want, hits.Articles); diff != "" {
			t.Errorf("all hits (-want +got):\n%s", diff)
		}
		return err
	})
	checkText(t, d)
}

// parts counts the parts in which FTS5 wrote large articles of one transaction: with its default it writes out once a megabyte, an import gathers more.
func parts(t testing.TB, d *DB) (n int) {
	t.Helper()
	count := func(w *write) (n int, err error) {
		err = w.row(t.Context(), `SELECT count(DISTINCT segid) FROM articles_fts_idx`, nil, &n)
		return n, err
	}
	err := d.inTx(t.Context(), "local", "", func(w *write) error {
		before, err := count(w)
		if err != nil {
			return err
		}
		var ids []int64
		w.holdText = true
		for i := range 6 {
			var body strings.Builder
			for j := range 10_000 {
				fmt.Fprintf(&body, "w%dx%d ", i, j)
			}
			id, err := w.insertArticle(t.Context(), coop.Article{Title: "Large", Source: "s", Published: "2024-01-01", State: coop.Uncoded, Body: body.String()})
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		if err := w.exec(t.Context(), `INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 0)`); err != nil {
			return err
		}
		if err := w.indexArticles(t.Context(), ids); err != nil {
			return err
		}
		if n, err = count(w); err != nil {
			return err
		}
		n -= before
		return errDryRun
	})
	if !errors.Is(err, errDryRun) {
		t.Fatal(err)
	}
	return n
}

func TestAnImportPutsTheSizeOfItsTextBack(t *testing.T) {
	d := newDB(t)
	want := parts(t, d)
	if want < 1 {
		t.Fatalf("%d parts at first, so that nothing can be told", want)
	}
	imported(t, d, importHead+"\nOne,s,2024-01-01\n")
	if got := parts(t, d); got != want {
		t.Errorf("after an import: %d parts, want %d", got, want)
	}
	if _, err := d.Import(t.Context(), readRows(t, importHead+"\nTwo,s,2024-01-01\n"), true, nil); err != nil {
		t.Fatal(err)
	}
	if got := parts(t, d); got != want {
		t.Errorf("after a dry run: %d parts, want %d", got, want)
	}
	fails := errors.New("fails")
	err := d.inTx(t.Context(), "local", "", func(w *write) error {
		if err := w.gatherText(t.Context(), importHashSize); err != nil {
			return err
		}
		return fails
	})
	if !errors.Is(err, fails) {
		t.Fatal(err)
	}
	if got := parts(t, d); got != want {
		t.Errorf("after an import that failed: %d parts, want %d", got, want)
	}
	if err := d.inTx(t.Context(), "local", "", func(w *write) error { return w.gatherText(t.Context(), importHashSize) }); err != nil {
		t.Fatal(err)
	}
	if got := parts(t, d); got >= want {
		t.Errorf("with the size of an import left: %d parts, so that nothing was told", got)
	}
}

// TestTheFullTextFollowsEveryChange makes random changes, and then looks for a part
// of a text as it is now.
func TestTheFullTextFollowsEveryChange(t *testing.T) {
	d := newDB(t)
	ctx := context.Background()
	live, gone := map[int64]coop.Article{}, map[int64]coop.Article{}
	words := rapid.SampledFrom([]string{
		"កម្ពុជា", "ព្រះរាជាណាចក្រ", "២០២៤", "การฝึก", "ทำ", "กองทัพ", "ກອງທັບ", "တပ်မတော်", "အင်္ဂလိပ်", "演习", "日本", "中", "ガイド", "か\u3099",
		"2024", "COVID", "mine", "São", "훈련", " ", "។", "，", "\u200b", "\n", ". ",
	})
	texts := rapid.Map(rapid.SliceOfN(words, 1, 8), func(w []string) string { return coop.Line(strings.Join(w, "")) })
	days := rapid.SampledFrom([]coop.Day{"1900-01-01", "1969-12-31", "2024-02-28", "2024-02-29", "2100-12-31"})
	added := 0
	rapid.Check(t, func(t *rapid.T) {
		pick := func(from map[int64]coop.Article) (int64, coop.Article) {
			id := rapid.SampledFrom(slices.Sorted(maps.Keys(from))).Draw(t, "id")
			return id, from[id]
		}
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			var id int64
			a := coop.Article{Source: "s", Title: "t" + texts.Draw(t, "title"), Body: texts.Draw(t, "body"), Published: days.Draw(t, "day")}
			var err error
			switch action := rapid.SampledFrom([]string{"create", "edit", "move", "delete", "restore", "import"}).Draw(t, "action"); {
			case action == "edit" && len(live) > 0:
				id, _ = pick(live)
				err = change(ctx, d, id, func(old *coop.Article) { old.Title, old.Body = a.Title, a.Body })
			case action == "move" && len(live) > 0:
				id, _ = pick(live)
				err = change(ctx, d, id, func(old *coop.Article) { old.Published = a.Published })
			case action == "delete" && len(live) > 0:
				id, a = pick(live)
				gone[id] = a
				delete(live, id)
				err = d.DeleteArticle(ctx, "local", id)
			case action == "restore" && len(gone) > 0:
				id, _ = pick(gone)
				delete(gone, id)
				err = d.RestoreArticle(ctx, "local", id)
			case action == "import":
				var rows []exchange.ImportRow
				for line := range 3 {
					added++
					b := a
					b.Title = fmt.Sprintf("%d %s", added, a.Title)
					rows = append(rows, exchange.ImportRow{Line: line, Article: b})
				}
				if len(live) > 0 {
					_, b := pick(live)
					b.Body = a.Body
					rows = append(rows, exchange.ImportRow{Line: 4, Article: coop.Article{Title: b.Title, Source: b.Source, Published: b.Published, Body: a.Body}})
				}
				_, err = d.Import(ctx, rows, false, nil)
				if bad := (*exchange.Problems)(nil); errors.As(err, &bad) {
					err = nil // two articles may have become the same
				}
			default:
				id, _, err = d.CreateArticle(ctx, "local", coop.ArticleInput{Article: a})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		clear(live)
		if err := d.EachArticle(ctx, coop.View{}, func(a coop.Article) error {
			live[a.ID] = a
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := textIsWhole(d); err != nil {
			t.Fatal(err)
		}
		if len(live) == 0 {
			return
		}
		id, a := pick(live)
		for text := range slices.Values([]string{a.Title, a.Body}) {
			for run := range segments.Runs(text) {
				from := rapid.IntRange(0, len(run)-1).Draw(t, "from")
				to := rapid.IntRange(from, len(run)-1).Draw(t, "to")
				q := text[run[from].Start:run[to].End]
				if !slices.ContainsFunc(run[from:to+1], func(p segments.Piece) bool { return p.Sign }) {
					continue
				}
				for _, q := range []string{q, norm.NFC.String(q), norm.NFD.String(q), strings.ReplaceAll(q, "\u200b", "")} {
					err := d.Now(ctx, func(m *Moment) error {
						hits, err := m.findHits(ctx, parseWords(q), false)
						if err == nil && !slices.Contains(hits.Articles, id) {
							t.Fatalf("%q does not find article %d, %q", q, id, text)
						}
						return err
					})
					if err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	})
}

// change edits an article as it is stored.
func change(ctx context.Context, d *DB, id int64, edit func(*coop.Article)) error {
	a, err := d.Article(ctx, id)
	if err != nil {
		return err
	}
	edit(&a)
	return d.UpdateArticle(ctx, "local", id, coop.ArticleInput{Article: a})
}
