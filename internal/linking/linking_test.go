package linking

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestRank(t *testing.T) {
	exercise := coop.Engagement{
		ID: 1, Title: "Angkor Sentinel 2014 opens", Form: "exercise", Start: "2014-04-21", End: "2014-04-30",
		Place: "Kampong Speu", Parties: []string{"KH", "US"}, Areas: []string{"training", "exercises"},
	}
	undated := coop.Engagement{ID: 2, Title: "Talks", Parties: []string{"KH", "US"}, Areas: []string{"dialogue"}}
	article := Article{
		Title: "Cambodian and US troops train in Kampong Speu", Text: "The exercise Angkor Sentinel went on.", Published: "2014-04-25",
		Parties: []string{"KH", "US"}, Areas: []string{"training", "exercises"}, Coded: true, Form: "exercise", Stage: "under-way",
	}
	late, other, named := article, article, article
	late.Published = "2015-04-25"
	other.Parties = []string{"JP", "PH"}
	named.Coded, named.Parties, named.Named = false, []string{"KH"}, []string{"KH", "US", "KH"}

	for _, tt := range []struct {
		name       string
		article    Article
		candidates []Candidate
		want       []string // title, stage: reasons
	}{
		{"nothing in question", article, nil, nil},
		{"all fits", article, []Candidate{{Engagement: exercise}},
			[]string{"1 under-way: the same names: Sentinel, Angkor; same parties: Cambodia, United States; published while it went on; same areas; names the place: Kampong Speu; form exercise"}},
		{"a year later", late, []Candidate{{Engagement: exercise}}, nil},
		{"other parties", other, []Candidate{{Engagement: exercise}}, nil},
		{"the text names a party that rules left out", named, []Candidate{{Engagement: exercise}},
			[]string{"1 under-way: the same names: Sentinel, Angkor; same parties: Cambodia, United States; published while it went on; same areas; names the place: Kampong Speu; form exercise"}},
		{"same parties alone", Article{Title: "Talks", Published: "2014-04-25", Parties: []string{"KH", "US"}, Coded: true}, []Candidate{{Engagement: exercise}}, nil},
		{"a near-copy reports it", other, []Candidate{{Engagement: exercise, Copy: &Copy{"A title", "done"}}},
			[]string{"1 done: near-copy of “A title”, which reports it; the same names: Sentinel, Angkor; published while it went on; same areas; names the place: Kampong Speu; form exercise"}},
		{"the better one first, that which does not fit not at all", article, []Candidate{{Engagement: undated}, {Engagement: exercise}}, []string{"1 under-way: "}},
		{"no day, no parties, no text", Article{}, []Candidate{{Engagement: coop.Engagement{}}, {Engagement: exercise}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for i, o := range Rank(tt.article, tt.candidates) {
				s := fmt.Sprintf("%d %s: %s", o.Engagement.ID, o.Stage, strings.Join(o.Reasons, "; "))
				if i < len(tt.want) && strings.HasSuffix(tt.want[i], ": ") {
					s, _, _ = strings.Cut(s, ": ")
					s += ": "
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestAtMostFiveAreOffered(t *testing.T) {
	var candidates []Candidate
	for id := range int64(9) {
		candidates = append(candidates, Candidate{Engagement: coop.Engagement{ID: id + 1}, Copy: &Copy{Title: "x"}})
	}
	if got := Rank(Article{Published: "2024-02-27"}, candidates); len(got) != Most || got[0].Engagement.ID != 1 {
		t.Errorf("%d offers: %v", len(got), got)
	}
}

func TestDaysInWords(t *testing.T) {
	for _, tt := range []struct {
		start, end        coop.Date
		report, published coop.Day
		want              string
	}{
		{"2024-02-27", "2024-02-27", "", "2024-02-27", "published on its day"},
		{"2024-02-27", "", "", "2024-02-28", "1 day after it"},
		{"", "2024-02-27", "", "2024-03-01", "3 days after it"},
		{"2024-02-20", "2024-02-27", "", "2024-02-21", "published while it went on"},
		{"2024-02-20", "2024-02-27", "2024-01-01", "2024-02-10", "10 days before it began"},
		{"", "", "2024-02-27", "2024-02-27", "published with other reports of it"},
		{"", "", "2024-02-27", "2024-02-25", "2 days from another report of it"},
		{"", "", "", "2024-02-25", ""},
		{"2024-02", "", "", "2024-02-25", "published while it went on"},
	} {
		c := Candidate{Engagement: coop.Engagement{Start: tt.start, End: tt.end}}
		if tt.report != "" {
			c.Texts = []Text{{Published: tt.report}}
		}
		if got := time(Article{Published: tt.published}, c).words; got != tt.want {
			t.Errorf("%v: %q", tt, got)
		}
	}
}
