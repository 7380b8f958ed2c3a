package coop

// TooEarly says why a report cannot be at a stage yet, or "": what has not begun is
// not done. A date that is not exact has begun with the first day that it can mean.
func TooEarly(stage string, start Date, today Day) string {
	if !early(stage, start, today) {
		return ""
	}
	return "It cannot be done before it begins " + start.when() + ": choose planned or agreed, or correct the date."
}

func early(stage string, start Date, today Day) bool {
	return stage == "done" && start != "" && start.First() > today
}

// when is the date within a sentence: on 3 May 2027, in May 2027, in 2027.
func (d Date) when() string {
	if d.Precision() == ToDay {
		return "on " + d.String()
	}
	return "in " + d.String()
}

// Warnings say in a sentence each what is odd about an engagement. None of them
// keeps it from being saved: mistakes do, see [EngagementForm.Validate].
func (e Engagement) Warnings(today Day) (out []string) {
	if len(e.Parties) == 1 {
		out = append(out, "Only one party is named; cooperation takes two.")
	}
	if early(e.Stage, e.Start, today) {
		out = append(out, "It is reported as done, but begins only "+e.Start.when()+": correct the date, or the stage in its latest report.")
	}
	return out
}
