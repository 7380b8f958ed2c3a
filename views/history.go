package views

import (
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// actorName is who made a change, in words.
func actorName(actor string) string {
	switch actor {
	case "local", "":
		return "Someone here"
	case "import":
		return "An import"
	}
	return actor
}

var actions = map[string]string{
	"create":  "added it",
	"update":  "changed",
	"delete":  "deleted it",
	"restore": "restored it",
	"link":    "linked an article and an engagement",
	"unlink":  "unlinked an article and an engagement",
	"stage":   "corrected the stage",
}

// actionText is what was done.
func actionText(action string) string {
	if text, ok := actions[action]; ok {
		return text
	}
	return action
}

// changedField is a field before and after, in words. Before is "" where there is
// nothing to compare with: what was linked has only a name.
type changedField struct{ Name, Before, After string }

// changedFields are the fields to show of a change: not those of the first entry,
// where all is new.
func changedFields(cb *codebook.Codebook, c coop.Change) []changedField {
	if c.Action == "create" {
		return nil
	}
	var out []changedField
	for _, f := range c.Fields {
		name := fieldName(f.Name)
		before, after := excerpts(f.Before, f.After)
		before, after = fieldText(cb, f.Name, before), fieldText(cb, f.Name, after)
		switch {
		case f.Before == f.After && f.After == "":
			// not stated before, nor after
		case f.Before == f.After, f.Before == "" && c.Action == "link":
			out = append(out, changedField{Name: name, After: after})
		case f.After == "" && c.Action == "unlink":
			out = append(out, changedField{Name: name, After: before})
		default:
			out = append(out, changedField{name, before, after})
		}
	}
	return out
}

// excerpts begin two long texts a little before the place where they part.
func excerpts(before, after string) (string, string) {
	const lead, most = 40, 200
	a, b := []rune(before), []rune(after)
	if len(a) <= most && len(b) <= most {
		return before, after
	}
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	if same <= lead {
		return before, after
	}
	return "…" + string(a[same-lead:]), "…" + string(b[same-lead:])
}

var fieldNames = map[string]string{
	"title_original": "title in its own language", "url": "web address", "archive_url": "archived copy",
	"body": "text", "state": "coding", "refused": "refused suggestions",
	"engagement_start": "start", "engagement_end": "end", "engagement_title": "engagement",
}

// fieldName is what people call a field.
func fieldName(name string) string {
	if s, ok := fieldNames[name]; ok {
		return s
	}
	return strings.ReplaceAll(name, "_", " ")
}

// fieldText is a stored value in words, cut to what a line can hold.
func fieldText(cb *codebook.Codebook, name, value string) string {
	list := func(name func(string) string) string { return names(strings.Split(value, "; "), name) }
	switch {
	case value == "":
		return "nothing"
	case name == "areas":
		return list(func(s string) string { return areaName(cb, s) })
	case name == "parties":
		return list(participantText)
	case name == "refused":
		return list(func(s string) string {
			kind, code, _ := strings.Cut(s, " ")
			return SuggestionName(cb, coop.Kind(kind), code)
		})
	case name == "evidence":
		return clip(list(func(s string) string {
			area, quote, _ := strings.Cut(s, " “")
			if quote == "" {
				return s // the rest of one that was cut
			}
			return areaName(cb, area) + " “" + quote
		}), 200)
	case name == "stage" && codebook.IsStage(value):
		return codebook.StageName(value)
	case name == "form" && codebook.IsForm(value):
		return codebook.FormName(value)
	case name == "state" && stateName(value) != "":
		return stateName(value)
	case name == "language":
		return languageName(value)
	}
	if name == "engagement_start" || name == "engagement_end" {
		return coop.Date(value).String()
	}
	if d, err := coop.ParseDay(value); err == nil {
		return d.String()
	}
	return clip(value, 200)
}
