package db

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestPromisesAreOpenOldestFirst(t *testing.T) {
	d := newDB(t)
	report := func(article coop.ArticleInput, of int64, stage string) {
		article.Link = &coop.Link{EngagementID: of, Stage: stage}
		create(t, d, article)
	}
	kept := linked("kept", "2013-05-01", "asked")
	create(t, d, kept) // 1: asked, then done
	report(text("delivered", "2016-01-01"), 1, "done")
	create(t, d, linked("later", "2015-05-01", "planned")) // 2
	create(t, d, linked("asked twice", "2014-05-01", "asked"))
	report(text("asked again", "2018-02-03"), 3, "asked")
	other := text("not relevant", "2020-02-03")
	other.Excluded = true
	report(other, 3, "done") // says nothing beside the others
	create(t, d, linked("held", "2014-05-01", "done"))

	type promise struct {
		ID       int64
		Reported coop.Day
	}
	list := func(v coop.View, limit int) (out []promise) {
		now(t, d, func(m *Moment) error {
			rows, err := m.Promises(t.Context(), v, limit)
			for _, p := range rows {
				out = append(out, promise{p.ID, p.Reported})
			}
			return err
		})
		return out
	}
	if diff := cmp.Diff([]promise{{3, "2018-02-03"}, {2, "2015-05-01"}}, list(coop.View{}, 10)); diff != "" {
		t.Errorf("promises (-want +got):\n%s", diff)
	}
	if got := list(coop.View{}, 1); len(got) != 1 || got[0].ID != 3 {
		t.Errorf("the first promise is %v, want 3", got)
	}
	if got := list(coop.View{Stages: []string{"planned", "done"}}, 10); len(got) != 1 || got[0].ID != 2 {
		t.Errorf("promises of what is planned or done: %v, want 2", got)
	}
	if got := list(coop.View{Stages: []string{"done"}}, 10); len(got) != 0 {
		t.Errorf("promises of what is done: %v, want none", got)
	}
}

func TestCoverageFollowsACommit(t *testing.T) {
	d := newDB(t)
	single := func() (n int) {
		now(t, d, func(m *Moment) error {
			cov, err := m.Coverage(t.Context(), coop.View{})
			if err == nil {
				n = cov.SingleSource
			}
			return err
		})
		return n
	}
	create(t, d, linked("one", "2024-03-01", "planned"))
	if got := single(); got != 1 {
		t.Errorf("%d engagements of a single source, want 1", got)
	}
	second := text("two", "2024-03-02")
	second.Source, second.Link = "AKP", &coop.Link{EngagementID: 1, Stage: "done"}
	create(t, d, second)
	if got := single(); got != 0 {
		t.Errorf("%d engagements of a single source after a second one, want 0", got)
	}
}
