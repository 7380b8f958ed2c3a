package views

import (
	"slices"
	"strconv"
	"time"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/gazetteer"
)

// checkbox is one value of the filter bar.
type checkbox struct {
	Value   string
	Label   string
	Count   string // how many rows it would give alone; "" = not known
	Checked bool
}

// menuSize is how many values of an open list a menu shows; others are typed.
const menuSize = 40

// closedTicks are the checkboxes of a list that is known beforehand, with its counts.
func closedTicks(values []string, counts []figures.Count, chosen []string, name func(string) string) []checkbox {
	by := map[string]int{}
	for _, c := range counts {
		by[c.Value] = c.N
	}
	out := make([]checkbox, len(values))
	for i, v := range values {
		out[i] = checkbox{Value: v, Label: name(v), Checked: slices.Contains(chosen, v)}
		if n, ok := by[v]; ok {
			out[i].Count = number(n)
		}
	}
	return out
}

// openTicks are the checkboxes of a list that the data make: the most frequent values,
// and those chosen however rare they are.
func openTicks(counts []figures.Count, chosen []string, name func(string) string) []checkbox {
	var out []checkbox
	left := slices.Clone(chosen)
	for _, c := range counts {
		at := slices.Index(left, c.Value)
		if c.Value == "" || at < 0 && len(out) >= menuSize {
			continue
		}
		out = append(out, checkbox{c.Value, name(c.Value), number(c.N), at >= 0})
		if at >= 0 {
			left = slices.Delete(left, at, at+1)
		}
	}
	for _, v := range left {
		out = append(out, checkbox{Value: v, Label: name(v), Checked: true})
	}
	return out
}

func (l Lens) areaTicks(core bool) []checkbox {
	var slugs []string
	for _, a := range l.codebook().Areas() {
		if a.Core == core && (!a.Retired || l.hasArea(a.Slug)) {
			slugs = append(slugs, a.Slug)
		}
	}
	return closedTicks(slugs, l.Facets.Area, l.View.Areas, func(s string) string { return areaName(l.codebook(), s) })
}

// hasArea tells whether rows of the view have an area, or the view asks for it.
func (l Lens) hasArea(slug string) bool {
	return slices.Contains(l.View.Areas, slug) ||
		slices.ContainsFunc(l.Facets.Area, func(c figures.Count) bool { return c.Value == slug && c.N > 0 })
}

func (l Lens) partyTicks() []checkbox {
	return openTicks(l.Facets.Party, l.View.Parties, gazetteer.Name)
}

func (l Lens) formTicks() []checkbox {
	return closedTicks(slugs(codebook.Forms()), l.Facets.Form, l.View.Forms, codebook.FormName)
}

func (l Lens) stageTicks() []checkbox {
	return closedTicks(slugs(codebook.Stages()), l.Facets.Stage, l.View.Stages, codebook.StageName)
}

func (l Lens) sourceTicks() []checkbox { return openTicks(l.Facets.Source, l.View.Sources, asIs) }

func (l Lens) langTicks() []checkbox { return openTicks(l.Facets.Lang, l.View.Langs, languageName) }

func (l Lens) stateTicks() []checkbox {
	var states []string
	for _, s := range coop.States() {
		states = append(states, string(s))
	}
	return closedTicks(states, l.Facets.State, l.View.States, stateName)
}

// sources are the names that complete a typed source.
func (l Lens) sources() []string {
	var out []string
	for _, c := range l.Facets.Source {
		if c.Value != "" && len(out) < 500 {
			out = append(out, c.Value)
		}
	}
	return out
}

// spanLink is a ready-made choice of dates.
type spanLink struct {
	Label   string
	View    coop.View
	Current bool
}

func (l Lens) spanLinks(now time.Time) []spanLink {
	year := now.Year()
	link := func(label, from, to string) spanLink {
		v := l.View
		v.From, v.To = from, to
		return spanLink{label, v, l.View.From == from && l.View.To == to}
	}
	return []spanLink{
		link("This year", strconv.Itoa(year), strconv.Itoa(year)),
		link("Last 5 years", strconv.Itoa(year-4), strconv.Itoa(year)),
		link("All dates", "", ""),
	}
}

func slugs(codes []codebook.Code) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = c.Slug
	}
	return out
}
