package exchange

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/coop"
)

func names(columns []Column) string {
	var out []string
	for _, c := range columns {
		out = append(out, c.Name)
	}
	return strings.Join(out, ",")
}

func TestColumnsAreFrozen(t *testing.T) {
	for _, tt := range []struct {
		name    string
		columns []Column
		want    string
	}{
		{"articles", ArticleColumns, "article_id,title,title_original,url,source,author,published,accessed,language,archive_url,summary,body,notes,areas,parties,origin,state,engagement_keys,created_at,updated_at"},
		{"import", ImportColumns, "engagement_key,engagement_title,form,stage,engagement_start,engagement_end,place,series"},
		{"engagements", EngagementColumns, "engagement_id,engagement_key,title,form,stage,engagement_start,engagement_end,date_precision,place,series,areas,parties,article_count,notes,created_at,updated_at"},
		{"reports", ReportColumns, "article_id,engagement_key,url,published,source,stage"},
		{"participants", ParticipantColumns, "engagement_key,party,role,name,post"},
		{"codings", CodingColumns, "article_id,area,area_name,origin,quote_field,quote,quote_start,quote_end,coder,coded_at"},
		{"timeline", TimelineColumns, "period,area,count,height,incomplete,imprecise,undated"},
		{"areas", AreaColumns, "area,area_name,count,share,previous"},
		{"matrix", MatrixColumns, "party,party_name,area,count"},
		{"stages", StageColumns, "stage,stage_name,count,share,previous"},
		{"coverage", CoverageColumns, "period,articles,engagements,sources,languages,single_source,read,incomplete"},
		{"pairs", PairColumns, "pair,name_a,name_b,count,previous"},
	} {
		if diff := cmp.Diff(tt.want, names(tt.columns)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		for _, c := range tt.columns {
			if c.Meaning == "" || strings.HasSuffix(c.Meaning, ".") {
				t.Errorf("%s: the meaning of %s is %q, want a phrase", tt.name, c.Name, c.Meaning)
			}
		}
	}
}

// sample is an article with every field filled.
func sample() coop.Article {
	return coop.Article{
		ID: 7, Title: "Cobra Gold opens", TitleOriginal: "คอบร้าโกลด์", URL: "https://example.org/a", Source: "Khmer Times", Author: "S. Writer",
		Published: "2024-02-27", Accessed: "2024-02-28", Language: "th", ArchiveURL: "https://archive.example/a", Summary: "Short.",
		Body: "First line.\nSecond line.", Notes: "Seen.", Areas: []string{"training", "exercises"}, Parties: []string{"TH", "US"},
		State: coop.Suggested, Coder: "import",
		Reports:   []coop.Report{{EngagementKey: "cobra-gold-2024", Stage: "under-way"}, {EngagementKey: "e-2"}},
		CreatedAt: time.Date(2024, 2, 27, 9, 30, 0, 0, time.UTC), UpdatedAt: time.Date(2024, 2, 27, 11, 30, 0, 5_000_000, time.FixedZone("", 7200)),
		CodedAt: time.Date(2024, 2, 27, 9, 30, 0, 5_000_000, time.UTC),
	}
}

func TestRecords(t *testing.T) {
	e := coop.Engagement{
		ID: 2, Key: "e-2", Title: "Cobra Gold 2024", Form: "exercise", Stage: "done", End: "2024-03-08", Place: "Thailand", Series: "Cobra Gold",
		Areas: []string{"exercises"}, Parties: []string{"TH", "US"}, ArticleCount: 3, CreatedAt: sample().CreatedAt, UpdatedAt: sample().CreatedAt,
	}
	for _, tt := range []struct {
		name string
		got  [][]string
		want string
	}{
		{"article", [][]string{ArticleRecord(sample())}, "7|Cobra Gold opens|คอบร้าโกลด์|https://example.org/a|Khmer Times|S. Writer|2024-02-27|2024-02-28|th|" +
			"https://archive.example/a|Short.|First line.\nSecond line.|Seen.|training;exercises|TH;US|rule|suggested|cobra-gold-2024;e-2|2024-02-27T09:30:00.000Z|2024-02-27T09:30:00.005Z"},
		{"engagement", [][]string{EngagementRecord(e)}, "2|e-2|Cobra Gold 2024|exercise|done||2024-03-08|day|Thailand|Cobra Gold|exercises|TH;US|3||2024-02-27T09:30:00.000Z|2024-02-27T09:30:00.000Z"},
		{"reports", ReportRecords(sample()), "7|cobra-gold-2024|https://example.org/a|2024-02-27|Khmer Times|under-way\n7|e-2|https://example.org/a|2024-02-27|Khmer Times|"},
		{"an engagement known to the month", [][]string{EngagementRecord(coop.Engagement{Start: "2024-02-26", End: "2024-03"})}, "0|||||2024-02-26|2024-03|month|||||0|||"},
		{"an engagement known to the year", [][]string{EngagementRecord(coop.Engagement{Start: "2024"})}, "0|||||2024||year|||||0|||"},
		{"an engagement without a date", [][]string{EngagementRecord(coop.Engagement{})}, "0|||||||unknown|||||0|||"},
		{"participants", ParticipantRecords(coop.Engagement{
			Key: "e-2", Parties: []string{"KH", "TH", "US"}, Roles: map[string]string{"KH": "host", "TH": "observer"},
			Officials: []coop.Official{{Party: "KH", Name: "A", Post: "Chief, Staff"}, {Party: "KH", Name: "B"}, {Party: "US", Name: "C", Post: "Envoy"}},
		}), "e-2|KH|host|A|Chief, Staff\ne-2|KH|host|B|\ne-2|TH|observer||\ne-2|US||C|Envoy"},
		{"codings", CodingRecords(sample(), codebook.Default()), "7|training|Training and education|rule|||||import|2024-02-27T09:30:00.005Z\n7|exercises|Exercises|rule|||||import|2024-02-27T09:30:00.005Z"},
		{"codings with evidence", CodingRecords(evident(), codebook.Default()), "7|training|Training and education|human|title|opens|11|16|import|2024-02-27T09:30:00.005Z\n" +
			"7|exercises|Exercises|rule|body|First|0|5|import|2024-02-27T09:30:00.005Z"},
		{"an article without codes", CodingRecords(coop.Article{ID: 1}, codebook.Default()), ""},
	} {
		var lines []string
		for _, r := range tt.got {
			lines = append(lines, strings.Join(r, "|"))
		}
		if diff := cmp.Diff(tt.want, strings.Join(lines, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// evident is the sample with evidence, and a code that a person gave it.
func evident() coop.Article {
	a := sample()
	a.Codings = map[string]coop.Coding{"training": {Origin: coop.ByHuman, Codebook: 1}}
	a.Evidence = []coop.Evidence{
		{Area: "training", Field: "title", Start: 11, End: 16, Quote: "opens", Origin: coop.ByHuman},
		{Area: "exercises", Field: "body", Start: 0, End: 5, Quote: "First", Origin: coop.ByRule},
		{Area: "exercises", Field: "body", Start: 6, End: 10, Quote: "line", Origin: coop.ByRule},
	}
	return a
}

func TestEveryFileHasARecordForItsColumns(t *testing.T) {
	for _, f := range Files() {
		var records [][]string
		if f.OfArticle != nil {
			records = f.OfArticle(sample(), codebook.Default())
		} else {
			records = f.OfEngagement(coop.Engagement{Parties: []string{"KH"}})
		}
		if len(records) == 0 || len(records[0]) != len(f.Columns) {
			t.Errorf("%s: records %q, want %d cells each", f.Name, records, len(f.Columns))
		}
		if got, ok := FileByName(f.Name); !ok || got.Name != f.Name {
			t.Errorf("FileByName(%q) = %q, %v", f.Name, got.Name, ok)
		}
	}
	if _, ok := FileByName("nothing"); ok {
		t.Error("there is a file called nothing")
	}
}

func TestObjectOf(t *testing.T) {
	a := coop.Article{Title: `A "title" <b>`, Areas: []string{"training", "demining"}, State: coop.Uncoded}
	got, err := json.Marshal(ObjectOf(ArticleColumns, ArticleRecord(a)))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"article_id":0,"title":"A \"title\" \u003cb\u003e","title_original":"","url":"","source":"","author":"","published":"","accessed":"",` +
		`"language":"","archive_url":"","summary":"","body":"","notes":"","areas":["training","demining"],"parties":[],"origin":"human","state":"uncoded",` +
		`"engagement_keys":[],"created_at":"","updated_at":""}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got, err = json.Marshal(ObjectOf(TimelineColumns, []string{"2024", "all", "3", "1.5", "true", "1", ""}))
	if want := `{"period":"2024","area":"all","count":3,"height":1.5,"incomplete":true,"imprecise":1,"undated":null}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
	got, err = json.Marshal(ObjectOf(AreaColumns, []string{"cyber", "Cyber", "0", "", ""}))
	if want := `{"area":"cyber","area_name":"Cyber","count":0,"share":null,"previous":null}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
}
