package figures

import "entente/internal/codebook"

// StageCount is the number of rows at a stage; "" = at none that is stated.
type StageCount struct {
	Stage string
	N     int
}

// Stages counts the rows at each stage in codebook order, zeros too, and last
// those at none. An engagement is at one, that of its latest report; an article
// at each stage of its reports that meets the view. A stage that the view does not ask
// for counts nothing: unlike a facet, this is the view itself, cut by stage.
func (f *Figures) Stages() []StageCount {
	out := make([]StageCount, 0, len(f.stages)+1)
	for i, stage := range codebook.Stages() {
		out = append(out, StageCount{stage.Slug, f.stages[i]})
	}
	return append(out, StageCount{"", f.noStage})
}

// stageTotals reads the rows of each stage off the totals of the sets of reports,
// and the rows without any.
func (p *plan) stageTotals(totals []int32) (stages []int, none int) {
	stage := values(p.pairParts, reportOK, func(pair int) int { return pair%stageStep - 1 })
	stages = spread(&p.t.reports, totals, stage, stageStep-1)
	for i, total := range totals {
		if total > 0 && !anyStated(p.t.reports.at(uint32(i)), stage) {
			none += int(total)
		}
	}
	return stages, none
}

func anyStated(set []uint32, stage []int32) bool {
	for _, pair := range set {
		if stage[pair] > 0 {
			return true
		}
	}
	return false
}
