package coop

import (
	"cmp"
	"errors"
	"slices"
)

// ErrItself says that an engagement was to be merged with itself.
var ErrItself = errors.New("an engagement cannot be merged with itself")

// ErrNoneLeft says that a split would leave an engagement without an article, or
// give the new one none.
var ErrNoneLeft = errors.New("both engagements of a split need an article")

// MergedWith is what an engagement becomes when another one turns out to be the
// same: what it leaves open is filled from the other; areas, parties and officials of
// both take part, each with the role that it has here, else there; the notes of the
// other stand below its own. Dates come from one of both, never mixed. Reports are
// not looked at.
func (e Engagement) MergedWith(other Engagement) Engagement {
	e.Form = cmp.Or(e.Form, other.Form)
	if e.Start == "" && e.End == "" {
		e.Start, e.End = other.Start, other.End
	}
	e.Place = cmp.Or(e.Place, other.Place)
	e.Series = cmp.Or(e.Series, other.Series)
	e.Areas = join(e.Areas, other.Areas)
	for _, party := range other.Parties {
		role := other.Roles[party]
		if e.Roles[party] != "" {
			role = ""
		}
		e = e.WithRole(party, role)
	}
	e.Officials = join(e.Officials, other.Officials)
	if notes := e.Notes + "\n\n" + other.Notes; e.Notes == "" || other.Notes == "" || e.Notes == other.Notes {
		e.Notes = cmp.Or(e.Notes, other.Notes)
	} else if len(notes) <= MaxNote {
		e.Notes = notes
	}
	return e.Complete()
}

// join is a list and behind it what another has on top.
func join[T comparable](list, more []T) []T {
	out := slices.Clone(list)
	for _, v := range more {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
