package db

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"entente/internal/coop"
)

// what is what an import decides of an engagement.
func what(t testing.TB, d *DB, id int64) coop.Engagement {
	t.Helper()
	e := engagement(t, d, id)
	return coop.Engagement{
		Key: e.Key, Title: e.Title, Form: e.Form, Start: e.Start, End: e.End, Place: e.Place, Series: e.Series,
		Areas: e.Areas, Parties: e.Parties, Stage: e.Stage, ArticleCount: e.ArticleCount,
	}
}

func wantEngagement(t testing.TB, d *DB, id int64, want coop.Engagement) {
	t.Helper()
	if diff := cmp.Diff(want, what(t, d, id), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("engagement %d (-want +got):\n%s", id, diff)
	}
}

const engagementHead = importHead + ",areas,parties,engagement_key,engagement_title,form,stage,engagement_start,engagement_end,place,series\n"

func TestRowsOfOneKeyMakeOneEngagement(t *testing.T) {
	d := newDB(t)
	file := engagementHead +
		"Third,S,2024-03-03,cyber,US,k,A later title,,done,2024-03-01,,,\n" +
		"First,S,2024-02-27,demining,KH,k,,exercise,planned,2024-02-28,2024-03-05,Phnom Penh,\n" +
		"Second,S,2024-03-01,training;cyber,KH;TH,k,,,under-way,,,Siem Reap,Sentinel\n"
	if got, want := imported(t, d, file), (ImportResult{Rows: 3, Added: 3, Engagements: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	wantEngagement(t, d, 1, coop.Engagement{
		Key: "k", Title: "A later title", Form: "exercise", Start: "2024-03-01", End: "2024-03-05", Place: "Siem Reap", Series: "Sentinel",
		Areas: []string{"training", "demining", "cyber"}, Parties: []string{"KH", "TH", "US"}, Stage: "done", ArticleCount: 3,
	})
	unchanged(t, d, file)
}

func TestAnEngagementWithoutTitleHasThatOfItsEarliestArticle(t *testing.T) {
	d := newDB(t)
	imported(t, d, engagementHead+"Later,S,2024-03-03,,,k,,visit,,,,,\nEarlier,S,2024-02-27,,,k,,,,,2024-02-26,,\n")
	wantEngagement(t, d, 1, coop.Engagement{Key: "k", Title: "Earlier", Form: "visit", End: "2024-02-26", ArticleCount: 2})
	// It keeps it when an earlier article comes, unless the file names it.
	imported(t, d, engagementHead+"Earliest,S,2024-01-01,,,k,,,,,,,\n")
	if e := what(t, d, 1); e.Title != "Earlier" {
		t.Errorf("title = %q", e.Title)
	}
}

func TestAStoredEngagementIsFilledAndAddedTo(t *testing.T) {
	d := newDB(t)
	imported(t, d, engagementHead+"One,S,2024-02-27,demining,KH,k,Title,visit,planned,2024-02-28,2024-03-01,Here,Sentinel\n")
	file := engagementHead + "Two,S,2024-03-01,cyber,US,k,,visit,,2024-02-29,,There,\n"
	if got, want := imported(t, d, file), (ImportResult{Rows: 1, Added: 1, EngagementsChanged: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	wantEngagement(t, d, 1, coop.Engagement{
		Key: "k", Title: "Title", Form: "visit", Start: "2024-02-29", End: "2024-03-01", Place: "There", Series: "Sentinel",
		Areas: []string{"demining", "cyber"}, Parties: []string{"KH", "US"}, ArticleCount: 2,
	})
	unchanged(t, d, file)
}

// TestPartsOfAFileGiveWhatTheWholeGives imports rows of one engagement one by
// one, in an order that is not theirs.
func TestPartsOfAFileGiveWhatTheWholeGives(t *testing.T) {
	rows := []string{
		"A,S,2020-01-01,,,k,Title of A,visit,,,,Place of A,\n",
		"B,S,2020-02-01,,,k,Title of B,,,2020-02-02,2020-03-05,Place of B,\n",
		"C,S,2020-03-01,,,k,,visit,,,2020-03-09,,\n",
	}
	want := coop.Engagement{Key: "k", Title: "Title of A", Form: "visit", Start: "2020-02-02", End: "2020-03-09", Place: "Place of B", ArticleCount: 3}
	whole := newDB(t)
	imported(t, whole, engagementHead+strings.Join(rows, ""))
	wantEngagement(t, whole, 1, want)
	for _, row := range rows {
		unchanged(t, whole, engagementHead+row)
	}
	parts := newDB(t)
	for _, i := range []int{2, 0, 1} {
		imported(t, parts, engagementHead+rows[i])
	}
	want.Place, want.Start = "Place of A", "2020-02-02" // who gave the stored place is not known: it stays
	wantEngagement(t, parts, 1, want)
}

func TestAFormThatOtherArticlesContradictIsAProblem(t *testing.T) {
	d := newDB(t)
	imported(t, d, engagementHead+"One,S,2024-02-27,,,k,,exercise,,,,,\n")
	bad := refused(t, d, engagementHead+"Two,S,2024-03-01,,,k,,visit,,,,,\n")
	if got := bad.List[0].String(); !strings.HasPrefix(got, "2: form: Other articles say “exercise”") {
		t.Errorf("problem = %q", got)
	}
	imported(t, d, engagementHead+"One,S,2024-02-27,,,k,,visit,,,,,\n") // its only article may correct it
	if e := what(t, d, 1); e.Form != "visit" {
		t.Errorf("form = %q, want the corrected one", e.Form)
	}
}

func TestAnArticleThatIsNotRelevantSaysNothingOfItsEngagement(t *testing.T) {
	d := newDB(t)
	head := "title,source,published,areas,engagement_key,stage,state\n"
	imported(t, d, head+"One,S,2024-02-27,cyber,k,planned,\nTwo,S,2024-03-01,demining,k,lapsed,excluded\nThree,S,2024-02-01,demining,k,asked,excluded\n")
	wantEngagement(t, d, 1, coop.Engagement{Key: "k", Title: "Three", Stage: "planned", Areas: []string{"cyber"}, ArticleCount: 1})
	for query, want := range map[string]int{"lapsed": 0, "planned": 1} {
		if f, err := d.Figures(t.Context(), coop.View{Stages: []string{query}}, coop.Engagements); err != nil || f.Total != want {
			t.Errorf("stage=%s finds %d engagements, %v; want %d", query, f.Total, err, want)
		}
	}
	if f, err := d.Figures(t.Context(), coop.View{States: []string{"excluded"}}, coop.Engagements); err != nil || f.Total != 1 {
		t.Errorf("state=excluded finds %d engagements, %v; want the one that such articles report", f.Total, err)
	}
}

func TestAStageOfARowIsThatOfItsReport(t *testing.T) {
	d := newDB(t)
	imported(t, d, engagementHead+"One,S,2024-02-27,,,k,,,planned,,,,\n")
	before := article(t, d, 1)
	imported(t, d, engagementHead+"One,S,2024-02-27,,,k,,,,,,,\n")
	if got := article(t, d, 1); got.Reports[0].Stage != "planned" || got.Version != before.Version {
		t.Errorf("an empty stage cleared: %+v", got)
	}
	if got, want := imported(t, d, engagementHead+"One,S,2024-02-27,,,k,,,done,,,,\n"), (ImportResult{Rows: 1, Changed: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := article(t, d, 1); got.Reports[0].Stage != "done" || got.Version != before.Version+1 {
		t.Errorf("a stage did not replace, or an edit based on the version before fits: %+v", got)
	}
}

func TestARowWithoutKeyGetsAnEngagementOfItsOwn(t *testing.T) {
	d := newDB(t)
	file := engagementHead +
		"One,S,2024-02-27,demining,KH,,,visit,done,,,Here,\n" +
		"Two,S,2024-02-27,cyber,US,,Named,,,,,,\n" +
		"Three,S,2024-02-27,,,,,,,,,,\n" +
		"Four,S,2024-02-27,,,e-1,,,,,,,\n" // a key of another database
	if got, want := imported(t, d, file), (ImportResult{Rows: 4, Added: 4, Engagements: 3}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	wantEngagement(t, d, 1, coop.Engagement{Key: "e-1", Title: "Four", ArticleCount: 1})
	wantEngagement(t, d, 2, coop.Engagement{Key: "e-2", Title: "One", Form: "visit", Place: "Here", Areas: []string{"demining"}, Parties: []string{"KH"}, Stage: "done", ArticleCount: 1})
	wantEngagement(t, d, 3, coop.Engagement{Key: "e-3", Title: "Named", Areas: []string{"cyber"}, Parties: []string{"US"}, ArticleCount: 1})
	if a := article(t, d, 3); len(a.Reports) != 0 {
		t.Errorf("a row without engagement columns reports %+v", a.Reports)
	}
	unchanged(t, d, file)
	if got, want := imported(t, d, engagementHead+"One,S,2024-02-27,,,,,course,,,,,\n"), (ImportResult{Rows: 1, Unchanged: 1, EngagementsChanged: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if e := what(t, d, 2); e.Form != "course" || e.Stage != "done" {
		t.Errorf("engagement 2 is %+v", e)
	}
}

func TestEngagementKeysLink(t *testing.T) {
	d := newDB(t)
	imported(t, d, engagementHead+"One,S,2024-02-27,demining,KH,k,Title,visit,planned,,,,\n")
	file := importHead + ",areas,engagement_keys\nLater,S,2024-03-01,cyber,new;k\nEarlier,S,2024-02-28,training,new\n"
	if got, want := imported(t, d, file), (ImportResult{Rows: 2, Added: 2, Engagements: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	wantEngagement(t, d, 1, coop.Engagement{Key: "k", Title: "Title", Form: "visit", Areas: []string{"demining"}, Parties: []string{"KH"}, ArticleCount: 2})
	wantEngagement(t, d, 2, coop.Engagement{Key: "new", Title: "Earlier", Areas: []string{"training", "cyber"}, ArticleCount: 2})
	var keys []string
	for _, r := range article(t, d, 2).Reports {
		keys = append(keys, r.EngagementKey)
	}
	if diff := cmp.Diff([]string{"new", "k"}, keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	unchanged(t, d, file)
	// A list that names fewer takes no link away.
	imported(t, d, importHead+",engagement_keys\nLater,S,2024-03-01,k\n")
	if a := article(t, d, 2); len(a.Reports) != 2 {
		t.Errorf("reports %+v", a.Reports)
	}
}
