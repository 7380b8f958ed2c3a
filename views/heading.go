package views

import (
	"slices"
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// lowerFirst makes a name fit the middle of a sentence: "demining and EOD".
func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// heading says in words what a view shows: "Defence cooperation of Cambodia or
// Thailand in demining and EOD".
func heading(v coop.View, cb *codebook.Codebook) string {
	var b strings.Builder
	b.WriteString("Defence cooperation")
	who := " of "
	add := func(before string, values []string, name func(string) string, joint string) {
		if len(values) > 0 {
			b.WriteString(before + enumerate(values, name, joint))
		}
	}
	if x, y := v.PairCodes(); x != "" {
		b.WriteString(" between " + partyInText(x) + " and " + partyInText(y))
		who = ", with "
		if slices.Contains(v.Parties, x) || slices.Contains(v.Parties, y) {
			v.Parties = nil // said already
		}
	}
	add(who, v.Parties, partyInText, joint(v.AllParties))
	if len(v.Parties) > 0 {
		who = ", with "
	}
	add(who, v.WithParties, partyInText, "and")
	area := func(slug string) string { return areaInText(cb, slug) }
	what := " in "
	add(what, v.Areas, area, joint(v.AllAreas))
	if len(v.Areas) > 0 {
		what = ", also in "
	}
	coded, uncoded := apart(v.WithAreas, coop.NoArea)
	add(what, coded, area, "and")
	if uncoded {
		b.WriteString(" without an area")
	}
	add(", form: ", v.Forms, func(s string) string { return lowerFirst(codebook.FormName(s)) }, "or")
	add(", stage: ", v.Stages, func(s string) string { return lowerFirst(codebook.StageName(s)) }, "or")
	add(", reported by ", v.Sources, asIs, "or")
	add(", in ", v.Langs, languageName, "or")
	if v.Q != "" {
		b.WriteString(", about “" + clip(v.Q, 80) + "”")
	}
	return b.String()
}

// apart are the values without one of them, and whether that one was there.
func apart(values []string, one string) ([]string, bool) {
	rest := slices.DeleteFunc(slices.Clone(values), func(s string) bool { return s == one })
	return rest, len(rest) < len(values)
}

func joint(all bool) string {
	if all {
		return "and"
	}
	return "or"
}

// enumerate writes values as people list them: "A, B or C", the last of many as
// "3 others".
func enumerate(values []string, name func(string) string, joint string) string {
	const most = 4
	var out []string
	for i, v := range values {
		if i == most && len(values) > most+1 {
			out = append(out, number(len(values)-most)+" others")
			break
		}
		out = append(out, clip(name(v), 60))
	}
	if len(out) == 1 {
		return out[0]
	}
	last := len(out) - 1
	return strings.Join(out[:last], ", ") + " " + joint + " " + out[last]
}

func areaInText(cb *codebook.Codebook, slug string) string {
	if slug == coop.OtherAreas {
		return "areas outside the core four"
	}
	return lowerFirst(areaName(cb, slug))
}

// articled are the parties whose names take "the" within a sentence.
var articled = strings.Fields("AE AFU BS CC CD CF CG CK DO EU FK FO GB GM KM KY MH MP MV NL PH SB SC TC UN US VG VI")

// partyInText is a party within a sentence: "the United States".
func partyInText(code string) string {
	if slices.Contains(articled, code) {
		return "the " + gazetteer.Name(code)
	}
	return gazetteer.Name(code)
}

// upperFirst makes a party fit the start of a sentence: "The United States".
func upperFirst(s string) string {
	if rest, ok := strings.CutPrefix(s, "the "); ok {
		return "The " + rest
	}
	return s
}

// upperWord is a word at the start of a sentence.
func upperWord(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// article puts a or an before a word: "an engagement".
func article(word string) string {
	if strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}
