package coop

import "slices"

// Promise is an engagement of an open stage: asked for, offered, planned or
// agreed, and not reported to have begun, ended or lapsed. A request is not a
// delivery.
type Promise struct {
	Engagement
	Reported Day // the latest report's
}

// OpenStages are the stages at which something is promised and not yet begun.
func OpenStages() []string { return []string{"asked", "offered", "planned", "agreed"} }

// Promised narrows the view to the open stages among those that it asks for.
// Where it asks for none of them there are no promises in it, and ok is false.
func (v View) Promised() (open View, ok bool) {
	stages := OpenStages()
	if len(v.Stages) > 0 {
		stages = slices.DeleteFunc(stages, func(s string) bool { return !slices.Contains(v.Stages, s) })
	}
	slices.Sort(stages) // as ParseView reads them
	v.Stages = stages
	return v, len(stages) > 0
}

// AtStage narrows the view to one stage. Where it asks for others only, it holds
// nothing, and ok is false.
func (v View) AtStage(slug string) (at View, ok bool) {
	ok = len(v.Stages) == 0 || slices.Contains(v.Stages, slug)
	v.Stages = []string{slug}
	return v, ok
}
