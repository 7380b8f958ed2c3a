package db

import (
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/suggest"
)

// wordRules suggests by single words, so that a test can say what is suggested: a word
// of the title weighs more.
type wordRules map[string]string // word → kind and code

var someWords = wordRules{
	"mines": "area demining", "course": "area training", "patrol": "area maritime-security", "hackers": "area cyber",
	"Cambodia": "party KH", "Japan": "party JP", "visit": "form visit", "asked": "stage asked", "perhaps": "near cyber",
}

func (s wordRules) Suggest(title, body string) (r suggest.Result) {
	for _, kind := range []string{"area", "party", "form", "stage", "near"} {
		for _, code := range []string{"training", "demining", "maritime-security", "cyber", "music", "JP", "KH", "visit", "asked"} {
			for word, means := range s {
				if means != kind+" "+code {
					continue
				}
				found := suggest.Suggestion{Code: code, Score: 0.5}
				if kind == "near" {
					found.Score = 0.25
				}
				for _, in := range []struct {
					field suggest.Field
					text  string
				}{{suggest.Title, title}, {suggest.Body, body}} {
					if i := strings.Index(in.text, word); i >= 0 {
						found.Evidence = append(found.Evidence, suggest.Evidence{Field: in.field, Start: i, End: i + len(word), Quote: word})
						found.Score += 0.125
					}
				}
				if len(found.Evidence) == 0 {
					continue
				}
				switch kind {
				case "area":
					r.Areas = append(r.Areas, found)
				case "party":
					r.Parties = append(r.Parties, found)
				case "form":
					r.Form = &found
				case "stage":
					r.Stage = &found
				case "near":
					r.Near = append(r.Near, found)
				}
			}
		}
	}
	r.Cooperation = len(r.Areas)+len(r.Parties) > 0
	return r
}

// suggestions imports a file with suggestions.
func suggestions(t testing.TB, d *DB, file string) ImportResult {
	t.Helper()
	result, err := d.ImportSuggesting(t.Context(), readRows(t, file), fixed(someWords), false, nil)
	if err != nil {
		t.Fatalf("import: %v", err)
	}
	return result
}

// fixed are rules that are the same under every codebook.
func fixed(s Suggester) Rules { return func(*codebook.Codebook) Suggester { return s } }

func TestImportSuggestsForRowsWithoutAreas(t *testing.T) {
	d := newDB(t)
	file := importHead + ",body,areas,parties,state,summary\n" +
		"Japan clears mines,S,2024-02-01,\"In Cambodia, mines are cleared; a visit. Help was asked.\",,,,\n" +
		"A person knows,S,2024-02-02,mines in Japan,cyber,,,\n" +
		"Only parties,S,2024-02-03,mines in Japan,,US,,\n" +
		"Nothing in it,S,2024-02-04,,,,,\n" +
		"Said to be uncoded: mines,S,2024-02-05,,,,uncoded,\n" +
		"Not relevant: mines,S,2024-02-06,,,,excluded,\n" +
		"Only a summary,S,2024-02-07,,,,,hackers\n"
	dry, err := d.ImportSuggesting(t.Context(), readRows(t, file), fixed(someWords), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	result := suggestions(t, d, file)
	if want := (ImportResult{Rows: 7, Added: 7, Suggested: 3}); result != want || dry != want {
		t.Errorf("%+v, dry %+v, want %+v", result, dry, want)
	}
	a := article(t, d, 1)
	want := coop.Article{
		State: coop.Suggested, Coder: "rule", Areas: []string{"demining"}, Parties: []string{"JP", "KH"},
		Evidence: []coop.Evidence{
			{Area: "demining", Field: "title", Start: 13, End: 18, Quote: "mines", Origin: coop.ByRule},
			{Area: "demining", Field: "body", Start: 13, End: 18, Quote: "mines", Origin: coop.ByRule},
		},
		Proposal: coop.Proposal{Form: "visit", Stage: "asked", Margin: 0.75},
	}
	got := coop.Article{State: a.State, Coder: a.Coder, Areas: a.Areas, Parties: a.Parties, Codings: a.Codings, Evidence: a.Evidence, Proposal: a.Proposal}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("article 1 (-want +got):\n%s", diff)
	}
	for id, want := range map[int64]string{
		2: "coded import [cyber] [] human", 3: "suggested rule [demining] [US] human", 4: "uncoded  [] [] human",
		5: "uncoded  [] [] human", 6: "excluded  [] [] human", 7: "suggested rule [cyber] [] rule",
	} {
		a := article(t, d, id)
		if got := fmt.Sprint(a.State, " ", a.Coder, " ", a.Areas, " ", a.Parties, " ", a.CodingOf("US").Origin); got != want {
			t.Errorf("article %d: %s, want %s", id, got, want)
		}
	}
	if e := article(t, d, 7).Evidence; len(e) != 1 || e[0].Field != "summary" {
		t.Errorf("evidence in a summary: %+v", e)
	}
	before := exports(t, d)
	d.at(time.Now().Add(time.Hour))
	if again := suggestions(t, d, file); again != (ImportResult{Rows: 7, Unchanged: 7}) {
		t.Errorf("once more: %+v", again)
	}
	if diff := gocmp.Diff(before, exports(t, d)); diff != "" {
		t.Errorf("once more (-before +after):\n%s", diff)
	}
	unchanged(t, d, file) // nor without a suggester
	const record = "1,demining,Demining and EOD,rule,title,mines,13,18,rule,"
	if file := export(t, d, exchange.CodingsFile, coop.DataProfile); !strings.Contains(file, record) {
		t.Errorf("codings.csv has no %s:\n%s", record, file)
	}
}

func TestARowWithNewTextIsReadAgain(t *testing.T) {
	d := newDB(t)
	suggestions(t, d, importHead+",url\nmines,S,2024-02-01,https://example.org/a\nno words,S,2024-02-01,https://example.org/b\nmines,S,2024-02-01,https://example.org/c\n")
	if err := d.UpdateArticle(t.Context(), "local", 3, coop.ArticleInput{Article: article(t, d, 3)}); err != nil {
		t.Fatal(err)
	}
	got := suggestions(t, d, importHead+",url,body\nmines,S,2024-02-01,https://example.org/a,hackers\nno words,S,2024-02-01,https://example.org/b,a course\n"+
		"mines,S,2024-02-01,https://example.org/c,hackers\n")
	if want := (ImportResult{Rows: 3, Changed: 3, Suggested: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for id, want := range map[int64]string{1: "[demining cyber] suggested", 2: "[training] suggested", 3: "[demining] coded"} {
		if a := article(t, d, id); fmt.Sprint(a.Areas, " ", a.State) != want {
			t.Errorf("article %d: %v %s, want %s", id, a.Areas, a.State, want)
		}
	}
}

func TestARowWithPartiesConfirmsNoAreas(t *testing.T) {
	d := newDB(t)
	suggestions(t, d, importHead+"\nJapan clears mines,S,2024-02-01\n")
	imported(t, d, importHead+",parties\nJapan clears mines,S,2024-02-01,US\n")
	a := article(t, d, 1)
	if a.State != coop.Suggested || a.CodingOf("demining").Origin != coop.ByRule || a.CodingOf("US").Origin != coop.ByHuman || a.Coder != "rule" {
		t.Errorf("%s by %s: %+v", a.State, a.Coder, a.Codings)
	}
	unchanged(t, d, importHead+",parties\nJapan clears mines,S,2024-02-01,US\n")
}

func TestWhatAPersonRefusedIsNotSuggestedAgain(t *testing.T) {
	d := newDB(t)
	id := create(t, d, text("Japan clears mines on a course", "2024-02-27"))
	apply := func() coop.Article {
		t.Helper()
		if _, err := d.ApplySuggestions(t.Context(), "local", id, fixed(someWords)); err != nil {
			t.Fatal(err)
		}
		return article(t, d, id)
	}
	if a := apply(); fmt.Sprint(a.Areas, a.Parties, " ", a.State) != "[training demining] [JP] suggested" {
		t.Fatalf("%v %v %s", a.Areas, a.Parties, a.State)
	}
	none := coop.ArticleInput{Article: article(t, d, id)}
	none.Areas, none.Parties = nil, nil
	if err := d.UpdateArticle(t.Context(), "local", id, none); err != nil {
		t.Fatal(err)
	}
	if a := apply(); a.State != coop.Uncoded || len(a.Refused) != 3 {
		t.Errorf("after a refusal: %s, %v; refused %v", a.State, a.Areas, a.Refused)
	}
	edit := coop.ArticleInput{Article: article(t, d, id)}
	edit.Body = "Mines."
	if err := d.UpdateArticle(t.Context(), "local", id, edit); err != nil {
		t.Fatal(err)
	}
	if a := apply(); a.State != coop.Suggested || len(a.Refused) != 0 {
		t.Errorf("with a new text: %s, refused %v", a.State, a.Refused)
	}
}

func TestQuotesMoveWithTheirWords(t *testing.T) {
	d := newDB(t)
	in := text("mines", "2024-02-27")
	in.Body = "the mines, the patrol"
	id := create(t, d, in)
	if _, err := d.ApplySuggestions(t.Context(), "local", id, fixed(someWords)); err != nil {
		t.Fatal(err)
	}
	edit := coop.ArticleInput{Article: article(t, d, id)}
	edit.Title, edit.Body = "ការបោសសម្អាត mines", "First. The mines; no more ships"
	if err := d.UpdateArticle(t.Context(), "local", id, edit); err != nil {
		t.Fatal(err)
	}
	a := article(t, d, id)
	if len(a.Evidence) != 2 {
		t.Errorf("evidence %+v, want two of demining", a.Evidence)
	}
	for _, e := range a.Evidence {
		if got := a.Text(e.Field)[e.Start:e.End]; got != e.Quote || e.Area != "demining" {
			t.Errorf("%s from %d to %d is %q, want %q", e.Field, e.Start, e.End, got, e.Quote)
		}
	}
	if a.State != coop.Coded || a.CodingOf("demining").Origin != coop.ByHuman {
		t.Errorf("saved by a person: %s, %+v", a.State, a.CodingOf("demining"))
	}
}

func TestACodeKeepsTheCodebookThatItWasGivenUnder(t *testing.T) {
	d := newDB(t)
	suggestions(t, d, importHead+",areas\nmines on a course,S,2024-02-27,\nA person knows,S,2024-02-27,cyber\n")
	if _, err := d.write.ExecContext(t.Context(), `UPDATE article_areas SET codebook = 3 WHERE area IN ('demining', 'cyber')`); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Retag(t.Context(), "local", fixed(wordRules{"mines": "area demining", "course": "area training"}), false, nil, nil); err != nil {
		t.Fatal(err)
	}
	edit := coop.ArticleInput{Article: article(t, d, 2)}
	edit.Areas, edit.Notes = []string{"cyber", "training"}, "with training"
	if err := d.UpdateArticle(t.Context(), "local", 2, edit); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		id   int64
		area string
		want coop.Coding
	}{
		{1, "demining", coop.Coding{Origin: coop.ByRule, Codebook: 3}}, {1, "training", coop.Coding{Origin: coop.ByRule, Codebook: 1}},
		{2, "cyber", coop.Coding{Origin: coop.ByHuman, Codebook: 3}}, {2, "training", coop.Coding{Origin: coop.ByHuman, Codebook: 1}},
	} {
		if got := article(t, d, tt.id).CodingOf(tt.area); got != tt.want {
			t.Errorf("%s of article %d: %+v, want %+v", tt.area, tt.id, got, tt.want)
		}
	}
	if _, err := d.ReviewArticle(t.Context(), "local", 1, coop.Review{Version: article(t, d, 1).Version, Areas: []string{"demining"}}); err != nil {
		t.Fatal(err)
	}
	if got := article(t, d, 1).CodingOf("demining"); got != (coop.Coding{Origin: coop.ByHuman, Codebook: 1}) {
		t.Errorf("confirmed under the present codebook: %+v", got)
	}
	was, _, err := d.ArticleAt(t.Context(), 1, article(t, d, 1).Version-1)
	if got := was.CodingOf("demining"); err != nil || got != (coop.Coding{Origin: coop.ByRule, Codebook: 3}) {
		t.Errorf("the version before has %+v, %v", got, err)
	}
}

// astray finds words that do not stand in the text.
type astray struct{}

func (astray) Suggest(title, _ string) suggest.Result {
	quote := func(start, end int, quote string) suggest.Evidence {
		return suggest.Evidence{Field: suggest.Title, Start: start, End: end, Quote: quote}
	}
	return suggest.Result{Cooperation: true, Areas: []suggest.Suggestion{{Code: "demining", Score: 0.9, Evidence: []suggest.Evidence{
		quote(-1, 4, "nowhere"), quote(900, 905, "mines"), quote(0, 0, ""), quote(3, 4, title[4:5]),
	}}}}
}

func TestOnlyQuotesThatStandInTheTextAreStored(t *testing.T) {
	d := newDB(t)
	id := create(t, d, text("ខ្មែរ mines", "2024-02-27"))
	if _, err := d.ApplySuggestions(t.Context(), "local", id, fixed(astray{})); err != nil {
		t.Fatal(err)
	}
	want := []coop.Evidence{{Area: "demining", Field: "title", Start: 16, End: 21, Quote: "mines", Origin: coop.ByRule}}
	if diff := gocmp.Diff(want, article(t, d, id).Evidence); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRulesLeaveAloneWhatAPersonDecided(t *testing.T) {
	d := newDB(t)
	in := text("mines", "2024-02-27")
	in.Excluded = true
	for _, id := range []int64{create(t, d, in), create(t, d, coded("mines", "2024-02-28", []string{"cyber"}, nil))} {
		before := article(t, d, id)
		if batch, err := d.ApplySuggestions(t.Context(), "local", id, fixed(someWords)); err != nil || batch != "" {
			t.Errorf("article %d: batch %q, %v", id, batch, err)
		}
		if diff := gocmp.Diff(before, article(t, d, id)); diff != "" {
			t.Errorf("article %d (-before +after):\n%s", id, diff)
		}
	}
	if _, err := d.ApplySuggestions(t.Context(), "local", 99, fixed(someWords)); err == nil {
		t.Error("suggestions for an article that is not there")
	}
}
