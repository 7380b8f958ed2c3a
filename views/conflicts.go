package views

import (
	"slices"
	"strings"
	"unicode/utf8"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
	"entente/internal/redline"
)

// diff is a field that two people changed differently, ready to be decided.
type diff struct {
	Name   string
	Mine   []redline.Piece // a text, marked with what this edit changed
	Stored []redline.Piece // the text of the other, marked with what the other changed
	List   bool            // each piece is an area or a party
	Long   bool            // the text has several lines
	By     string          // who saved what is stored, and when
	Choice coop.Choice
}

// diffs are the fields to decide, by name.
type diffs map[string]*diff

// Of a long text, what lies around its changes is shown, and of a long change
// its beginning and end.
const (
	aroundChange = 90
	mostOfChange = 1500
)

// conflictDiffs marks the fields that collide; none without a conflict.
func conflictDiffs(cb *codebook.Codebook, c *coop.Conflict) diffs {
	d := diffs{}
	if c == nil {
		return d
	}
	for _, at := range c.Collisions {
		mine, stored, was := inWords(cb, at.Name, at.Mine), inWords(cb, at.Name, at.Stored), inWords(cb, at.Name, at.Was)
		if !at.Known {
			was = stored // then what is marked is what saving would change
		}
		mark := func(text []string) []redline.Piece {
			if at.List {
				return markList(was, text)
			}
			return redline.Excerpt(redline.Words(was[0], text[0]), aroundChange, mostOfChange)
		}
		d[at.Name] = &diff{
			Name: at.Name, Mine: mark(mine), Stored: mark(stored), List: at.List, Long: long(mine) || long(stored),
			By: savedBy(c.Since, at.Name), Choice: at.Choice,
		}
	}
	return d
}

// long tells whether a text needs more than a line.
func long(text []string) bool {
	return len(text) == 1 && (len(text[0]) > 200 || strings.Contains(text[0], "\n"))
}

// inWords gives the values of a field as people read them.
func inWords(cb *codebook.Codebook, name string, values []string) []string {
	say := coop.Text
	switch name {
	case "areas":
		values, say = cb.Sort(values), func(s string) string { return areaName(cb, s) }
	case "parties":
		say = func(s string) string {
			name, role := coop.CutRole(s)
			if code, err := gazetteer.Resolve(name); err == nil {
				return withRole(code, role)
			}
			return s
		}
	case "form":
		say = func(s string) string { return formText(s) }
	case "excluded":
		say = relevance
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = say(v)
	}
	return out
}

func formText(slug string) string {
	if name := codebook.FormName(slug); name != "" {
		return name
	}
	return slug
}

func relevance(excluded string) string {
	if excluded != "" {
		return "not about defence cooperation"
	}
	return "about defence cooperation"
}

// markList marks what was added to a list, and what was taken out of it.
func markList(was, is []string) (out []redline.Piece) {
	for _, v := range is {
		kind := redline.Same
		if !slices.Contains(was, v) {
			kind = redline.Added
		}
		out = append(out, redline.Piece{Kind: kind, Text: v})
	}
	for _, v := range was {
		if !slices.Contains(is, v) {
			out = append(out, redline.Piece{Kind: redline.Deleted, Text: v})
		}
	}
	return out
}

// savedBy says who saved a field last, and when; "" if that is not known.
func savedBy(since []coop.Change, name string) string {
	if name == "excluded" {
		name = "state"
	}
	for _, c := range since {
		if slices.ContainsFunc(c.Fields, func(f coop.FieldChange) bool { return f.Name == name }) {
			return actorName(c.Actor) + ", " + instantText(c.At)
		}
	}
	return ""
}

// relinked tells whether links of an article were changed.
func relinked(since []coop.Change) bool {
	return slices.ContainsFunc(since, func(c coop.Change) bool { return c.Action != "update" })
}

// leftOut says what stands where a piece was left out: of a long change how much.
func leftOut(pieces []redline.Piece, i int) string {
	beside := i + 1
	if beside == len(pieces) {
		beside = i - 1
	}
	if pieces[beside].Kind == redline.Same {
		return " … "
	}
	return " … " + number(utf8.RuneCountInString(pieces[i].Text)) + " more characters … "
}

// blank tells whether a side has nothing in it but what was taken out.
func blank(pieces []redline.Piece) bool {
	return !slices.ContainsFunc(pieces, func(p redline.Piece) bool { return p.Kind != redline.Deleted })
}

// labels are the labels of fields, by name.
func labels(names []string, fields []choice) []choice {
	var out []choice
	for _, f := range fields {
		if slices.Contains(names, f.Value) {
			out = append(out, f)
		}
	}
	return out
}

// labelLine writes the labels of fields as one line.
func labelLine(named []string, fields []choice) string {
	list := labels(named, fields)
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = f.Label
	}
	return strings.Join(out, ", ")
}

// colliding names the fields to decide.
func colliding(c *coop.Conflict) []string {
	var out []string
	for _, at := range c.Collisions {
		out = append(out, at.Name)
	}
	return out
}

// columns is how the fields of a form stand: with texts to compare, below each other.
func columns(c *coop.Conflict) string {
	if c != nil {
		return "deciding"
	}
	return "split split--even"
}
