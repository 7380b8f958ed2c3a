package views

import (
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/gazetteer"
)

// facet is one way to narrow a list down, with what each value would give.
type facet struct {
	Title  string
	Values []facetValue
	More   []facetValue // behind a disclosure
	Label  string       // of that disclosure
	First  bool         // the disclosure stands before the values
}

// facetValue is a link: to the view with this value alone, or, where the view asks
// for it already, to the view without it.
type facetValue struct {
	Label   string
	Area    string // slug, for its mark
	N       int
	Active  bool
	Address templ.SafeURL
}

// How many values of an open list stand in sight, how many behind the
// disclosure, and how many years.
const (
	facetTop  = 8
	facetRest = 200
	facetYear = 10
)

// facets lists the facets of a list that have values.
func (l Lens) facets() []facet {
	cb := l.codebook()
	all := []facet{
		l.fixed("Areas", "area", l.Facets.Area, func(s string) string { return areaShort(cb, s) }),
		l.ranked("Parties", "party", "parties", l.Facets.Party, gazetteer.Name),
		l.fixed("Form", "form", l.Facets.Form, codebook.FormName),
		l.fixed("Stage", "stage", l.Facets.Stage, codebook.StageName),
		l.years(),
		l.ranked("Source", "source", "sources", l.Facets.Source, asIs),
		l.ranked("Language", "lang", "languages", l.Facets.Lang, languageName),
		l.fixed("Coding", "state", l.Facets.State, stateName),
	}
	return slices.DeleteFunc(all, func(f facet) bool { return len(f.Values)+len(f.More) == 0 })
}

// fixed is the facet of a closed list, in its own order.
func (l Lens) fixed(title, param string, counts []figures.Count, name func(string) string) facet {
	return facet{Title: title, Values: l.facetValues(param, counts, name)}
}

// ranked is the facet of an open list: the most frequent and the active values first.
func (l Lens) ranked(title, param, plural string, counts []figures.Count, name func(string) string) facet {
	f := facet{Title: title}
	for _, v := range l.facetValues(param, counts, name) {
		switch {
		case len(f.Values) < facetTop || v.Active:
			f.Values = append(f.Values, v)
		case len(f.More) < facetRest:
			f.More = append(f.More, v)
		}
	}
	f.Label = fmt.Sprintf("%d more %s", len(f.More), plural)
	return f
}

func (l Lens) facetValues(param string, counts []figures.Count, name func(string) string) []facetValue {
	var out []facetValue
	for _, c := range counts {
		active := l.View.Has(param, c.Value)
		if c.Value == "" || c.N == 0 && !active {
			continue
		}
		v := facetValue{Label: name(c.Value), N: c.N, Active: active}
		if param == "area" {
			v.Area = c.Value
		}
		if active {
			v.Address = address(l.Path, l.View.Without(param, c.Value), l.display())
		} else {
			v.Address = address(l.Path, l.View.Only(param, c.Value), l.display())
		}
		out = append(out, v)
	}
	return out
}

// years is the facet of time. It stands in time order, so what is long ago hides.
func (l Lens) years() facet {
	f := facet{Title: "Year", First: true}
	for _, c := range l.Facets.Year {
		active := l.View.From == c.Value && l.View.To == c.Value
		if c.Value == "" || c.N == 0 && !active {
			continue
		}
		v := facetValue{Label: c.Value, N: c.N, Active: active}
		if active {
			v.Address = address(l.Path, l.View.Without("from", ""), l.display())
		} else {
			v.Address = address(l.Path, l.View.InYear(c.Value), l.display())
		}
		f.Values = append(f.Values, v)
	}
	if early := len(f.Values) - facetYear; early > 1 {
		f.More, f.Values = f.Values[:early], f.Values[early:]
		f.Label = fmt.Sprintf("%s–%s", f.More[0].Label, f.More[early-1].Label)
	}
	return f
}

// moreActive tells whether the disclosure of a facet holds what the view asks for.
func (f facet) moreActive() bool {
	return slices.ContainsFunc(f.More, func(v facetValue) bool { return v.Active })
}

// kinds of rows in the words of the heading of a list.
func totalText(l Lens, total int) string {
	n := noun(l.unit())
	switch {
	case l.Counting:
		return plural(l.unit()) + ", counting…"
	case l.View.Empty():
		return counted(total, n)
	case total == 0:
		return "No " + n + " matches"
	case total == 1:
		return "1 " + n + " matches"
	}
	return counted(total, n) + " match"
}

// sorts are the orders that a list offers.
func (l Lens) sorts() []choice {
	out := []choice{{string(coop.Newest), "Newest"}, {string(coop.Oldest), "Oldest"}}
	if l.View.Q != "" {
		out = append(out, choice{string(coop.Relevance), "Best match"})
	}
	return append(out, choice{string(coop.Added), "Last added"})
}

// sort is the order in force: best match without a search is newest.
func (l Lens) sort() coop.Sort {
	s := l.Display.Sort
	if s == "" || s == coop.Relevance && l.View.Q == "" {
		return coop.Newest
	}
	return s
}

// sorted is the list in another order, from its first page.
func (l Lens) sorted(s string) templ.SafeURL {
	d := l.display()
	d.Sort = coop.Sort(s)
	return address(l.Path, l.View, d)
}
