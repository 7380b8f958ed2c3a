package views

import (
	"slices"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// filter is one thing that a view asks for, in words, and the view without it.
type filter struct {
	Key     string // "Party"
	Value   string // "Cambodia"
	Without coop.View
}

// filters lists everything that a view asks for, in the order of its address.
// The two ends of a span of days are one filter.
func filters(v coop.View, cb *codebook.Codebook) []filter {
	var out []filter
	for _, p := range v.Params() {
		f := filter{FilterName(p.Name), FilterValue(cb, p), v.Without(p.Name, p.Value)}
		switch p.Name {
		case "area_match":
			f.Without.AllAreas = false
		case "party_match":
			f.Without.AllParties = false
		case "from", "to":
			if p.Name == "to" && v.From != "" {
				continue
			}
			f.Value = coop.SpanText(v.FromDay(), v.ToDay())
		}
		out = append(out, f)
	}
	return out
}

var filterNames = map[string]string{
	"q": "Text", "area": "Area", "area_match": "Areas", "party": "Party", "party_match": "Parties", "pair": "Pair",
	"with_area": "With area", "with_party": "With party", "form": "Form", "stage": "Stage", "source": "Source",
	"lang": "Language", "origin": "Codes", "state": "Coding", "from": "Dates", "to": "Dates",
}

// FilterName is what people call a parameter of a view: "Party".
func FilterName(param string) string { return filterNames[param] }

// FilterValue is the value of a parameter in words: "Cambodia".
func FilterValue(cb *codebook.Codebook, p coop.Param) string {
	switch p.Name {
	case "area", "with_area":
		switch p.Value {
		case coop.OtherAreas:
			return "any outside the core four"
		case coop.NoArea:
			return "none"
		}
		return areaName(orDefault(cb), p.Value)
	case "area_match", "party_match":
		return "all of them"
	case "party", "with_party":
		return gazetteer.Name(p.Value)
	case "pair":
		return pairName(coop.View{Pair: p.Value}.PairCodes())
	case "form":
		return codebook.FormName(p.Value)
	case "stage":
		return codebook.StageName(p.Value)
	case "lang":
		return languageName(p.Value)
	case "origin":
		if coop.Origin(p.Value) == coop.ByRule {
			return "suggested by rule"
		}
		return "decided by a person"
	case "state":
		return stateName(p.Value)
	}
	return p.Value
}

func asIs(s string) string { return s }

func stateName(s string) string { return coop.State(s).Label() }

// unit is what the page of the lens counts.
func (l Lens) unit() coop.Unit {
	if l.Path == "/articles" || l.Path != "/engagements" && l.Display.Unit == coop.Articles {
		return coop.Articles
	}
	return coop.Engagements
}

func (l Lens) codebook() *codebook.Codebook { return orDefault(l.Codebook) }

// display is how the page is shown, from its first page on: another filter makes another list.
func (l Lens) display() coop.Display {
	d := l.Display
	d.Page, d.Profile = 0, ""
	return d
}

// shown are the parameters that are fields of the filter bar.
var shown = []string{"q", "area", "area_match", "party", "party_match", "form", "stage", "source", "lang", "state", "from", "to"}

// hidden are the parameters that the filter bar has no field for; they go along unseen.
func (l Lens) hidden() []coop.Param {
	params := append(l.View.Params(), l.display().Params()...)
	return slices.DeleteFunc(params, func(p coop.Param) bool { return slices.Contains(shown, p.Name) })
}

// special tells whether the page shows anything but what its plain address does.
func (l Lens) special() bool { return len(l.View.Params())+len(l.display().Params()) > 0 }

// span is what the summary of the dates menu says.
func (l Lens) span() string { return coop.SpanText(l.View.FromDay(), l.View.ToDay()) }

// chosen counts the values chosen in the menu "More".
func (l Lens) chosen() int {
	v := l.View
	return len(v.Forms) + len(v.Stages) + len(v.Sources) + len(v.Langs) + len(v.States)
}

// without is the view with all values of some parameters taken out.
func without(v coop.View, params ...string) coop.View {
	for _, p := range v.Params() {
		if slices.Contains(params, p.Name) {
			v = v.Without(p.Name, p.Value)
		}
	}
	return v
}
