package views

import (
	"slices"

	"entente/internal/coop"
)

// stageStep is a run of reports, one after the other, that tell the same stage.
type stageStep struct {
	stage   string // "" = not stated
	reports []coop.Report
}

// stageSteps are the stages of an engagement in the order in which they were
// reported, by published day, then article. The last is its stage. Articles
// that are not relevant speak only where no other does.
func stageSteps(e coop.Engagement) (steps []stageStep) {
	reports := slices.DeleteFunc(slices.Clone(e.Reports), func(r coop.Report) bool { return r.ArticleState == coop.Excluded })
	if len(reports) == 0 {
		reports = slices.Clone(e.Reports)
	}
	slices.Reverse(reports) // they come newest first
	for _, r := range reports {
		if n := len(steps); n > 0 && steps[n-1].stage == r.Stage {
			steps[n-1].reports = append(steps[n-1].reports, r)
			continue
		}
		steps = append(steps, stageStep{r.Stage, []coop.Report{r}})
	}
	return steps
}

// when is the day of the first of its reports, and of the last.
func (s stageStep) when() string {
	return coop.SpanText(s.reports[0].ArticlePublished, s.reports[len(s.reports)-1].ArticlePublished)
}

// stageTakeaway says how many sources tell, and how long nothing was heard of
// what is promised.
func stageTakeaway(e coop.Engagement, steps []stageStep, today coop.Day) string {
	sources := map[string]bool{}
	articles := 0
	for _, s := range steps {
		for _, r := range s.reports {
			sources[r.ArticleSource] = true
			articles++
		}
	}
	text := "By the day of publication; " + counted(articles, "article") + " from " + counted(len(sources), "source") + "."
	if len(sources) == 1 && articles > 1 {
		text = "By the day of publication; all " + number(articles) + " articles come from a single source."
	}
	last := steps[len(steps)-1]
	if heard := last.reports[len(last.reports)-1].ArticlePublished; slices.Contains(coop.OpenStages(), e.Stage) && heard < today {
		text += " Not heard of since " + heard.String() + ", for " + ageText(heard, today) + "."
	}
	return text
}
