package views

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// field is one labelled control of a form.
type field struct {
	ID       string // "" = Name
	Name     string
	Label    string
	Value    string
	Hint     string
	Also     string // id of a further hint, beside the control
	Bad      string // what is wrong with it, a sentence
	Diff     *diff  // what two people made of it, to be decided
	Required bool
	List     string // id of the datalist that completes it
	Class    string // its width or kind
	Rows     int    // of a text area
	Dir      string // "auto" for text in any script
}

func (f field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// attrs ties the control to its hint and to what is wrong.
func (f field) attrs() templ.Attributes {
	a := templ.Attributes{"id": f.id(), "name": f.Name}
	var by []string
	if f.Hint != "" {
		by = append(by, f.id()+"-hint")
	}
	if f.Also != "" {
		by = append(by, f.Also)
	}
	if f.Bad != "" {
		by = append(by, f.id()+"-error")
		a["aria-invalid"] = "true"
	}
	if len(by) > 0 {
		a["aria-describedby"] = strings.Join(by, " ")
	}
	if f.Required {
		a["required"] = true
	}
	if f.List != "" {
		a["list"] = f.List
		a["autocomplete"] = "off"
	}
	if f.Rows > 0 {
		a["rows"] = strconv.Itoa(f.Rows)
	}
	if f.Dir != "" {
		a["dir"] = f.Dir
	}
	return a
}

// mistake is a line of the error summary.
type mistake struct{ Field, Label, Sentence string }

// mistakes lists what is wrong in the order of the fields on the page; what
// concerns no field on the page comes last, without one.
func mistakes(bad coop.FieldErrors, fields []choice) []mistake {
	var out []mistake
	for _, f := range fields {
		if sentence, ok := bad[f.Value]; ok {
			out = append(out, mistake{f.Value, f.Label + ": ", sentence})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(bad)) {
		known := slices.ContainsFunc(fields, func(f choice) bool { return f.Value == name })
		if !known {
			out = append(out, mistake{Sentence: bad[name]})
		}
	}
	return out
}

// codeChoices are the values of a closed list, each with what it means.
func codeChoices(codes []codebook.Code) []choice {
	out := []choice{{"", "Not stated"}}
	for _, c := range codes {
		out = append(out, choice{c.Slug, c.Name + " (" + c.Means + ")"})
	}
	return out
}

// stageChoices are the stages by name alone, for where room is scarce.
func stageChoices() []choice {
	out := []choice{{"", "Not stated"}}
	for _, c := range codebook.Stages() {
		out = append(out, choice{c.Slug, c.Name})
	}
	return out
}

// withValue adds a value that the choices do not hold, so that what was typed
// comes back as it was.
func withValue(choices []choice, value string) []choice {
	if slices.ContainsFunc(choices, func(c choice) bool { return c.Value == value }) {
		return choices
	}
	return append(choices, choice{value, value})
}

// engagementChoices are what an article can be linked to. None says what no choice means.
func engagementChoices(none, chosen string, stored []coop.Engagement) []choice {
	out := []choice{{"", none}, {"new", "A new engagement"}}
	for _, e := range stored {
		out = append(out, choice{strconv.FormatInt(e.ID, 10), engagementLine(e)})
	}
	if chosen != "" {
		known := slices.ContainsFunc(out, func(c choice) bool { return c.Value == chosen })
		if !known {
			out = append(out, choice{chosen, "Engagement " + chosen})
		}
	}
	return out
}

// engagementLine names an engagement on one line of a list of choices.
func engagementLine(e coop.Engagement) string {
	parts := []string{}
	if e.Date != "" {
		parts = append(parts, e.Date.String())
	}
	if len(e.Parties) > 0 {
		parts = append(parts, names(e.Parties, asIs))
	}
	return strings.Join(append(parts, clip(e.Title, 90)), " · ")
}

// areaNames writes areas as one line.
func areaNames(cb *codebook.Codebook, slugs []string) string {
	return names(slugs, func(s string) string { return areaName(cb, s) })
}

// areaChoices are the areas to choose from.
func areaChoices(cb *codebook.Codebook, chosen ...string) []choice {
	var out []choice
	for _, a := range offered(cb, chosen...) {
		out = append(out, choice{a.Slug, a.Name + retired(a)})
	}
	return out
}
