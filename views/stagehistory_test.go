package views

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestStagesInTheOrderOfTheirReports(t *testing.T) {
	report := func(id int64, day coop.Day, stage string, state coop.State) coop.Report {
		return coop.Report{ArticleID: id, ArticlePublished: day, ArticleSource: "VOA", Stage: stage, ArticleState: state}
	}
	e := coop.Engagement{Stage: "agreed", Reports: []coop.Report{ // newest first, as they are read
		report(9, "2017-01-01", "done", coop.Excluded),
		report(5, "2016-03-01", "agreed", coop.Coded),
		report(3, "2013-05-01", "asked", coop.Coded),
		report(2, "2013-05-01", "asked", coop.Suggested),
	}}
	doc, _ := drawn(t, stageHistory(e, "2019-03-01"))
	var got []string
	steps := doc.Find("ol.stage-steps > li")
	for i := range steps.Length() {
		got = append(got, strings.Join(strings.Fields(steps.Eq(i).Text()), " ")+" "+steps.Eq(i).Find("a").Last().AttrOr("href", ""))
	}
	want := []string{"Asked 1 May 2013VOAVOA /articles/3", "Agreed 1 Mar 2016VOA /articles/5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if text := doc.Find(".takeaway").Text(); !strings.Contains(text, "a single source") || !strings.Contains(text, "Not heard of since 1 Mar 2016, for 3 years.") {
		t.Errorf("takeaway %q", text)
	}
	e.Reports = e.Reports[:1]
	if doc, _ := drawn(t, stageHistory(e, "2019-03-01")); doc.Find("ol.stage-steps > li").Length() != 1 {
		t.Error("an article that is not relevant does not speak where no other does")
	}
	if _, html := drawn(t, stageHistory(coop.Engagement{}, "2019-03-01")); strings.TrimSpace(html) != "" {
		t.Errorf("no report, and still %s", html)
	}
}

func TestAgeText(t *testing.T) {
	for _, tt := range []struct {
		from, to coop.Day
		want     string
	}{
		{"2024-02-27", "2024-02-27", "Today"},
		{"2024-02-27", "2024-02-28", "1 day"},
		{"2024-02-27", "2024-04-26", "59 days"},
		{"2024-02-27", "2024-04-27", "2 months"},
		{"2024-02-27", "2026-02-26", "23 months"},
		{"2024-02-27", "2026-02-27", "2 years"},
		{"2024-02-27", "2020-01-01", "Today"}, // published after today: somebody's clock is wrong
	} {
		if got := ageText(tt.from, tt.to); got != tt.want {
			t.Errorf("from %s to %s: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestPeriodsOfWhichNothingWasRead(t *testing.T) {
	column := func(day coop.Day, silent bool) coverageColumn {
		c := coverageColumn{}
		c.Period, c.NoReading = coop.ByYear.PeriodOf(day), silent
		return c
	}
	got := noReading([]coverageColumn{column("2009-01-01", true), column("2010-01-01", true), column("2011-01-01", false), column("2012-01-01", true)})
	if want := "2009–2010 and 2012"; got != want {
		t.Errorf("nothing read for %q, want %q", got, want)
	}
	if got := noReading([]coverageColumn{column("2009-01-01", false)}); got != "" {
		t.Errorf("nothing read for %q, want none", got)
	}
}
