package handlers

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// lawParams are the parameters of a view with values that they may have. Those
// in once do not repeat.
var lawParams = map[string][]string{
	"q":          nil, // see anySearch
	"area":       append([]string{"intelligence"}, lawAreas...),
	"party":      {"KH", "Cambodia", "the u.s.", "TH", "UNO", "asean", "Åland", "FR"},
	"pair":       {"KH-US", "US-KH", "Cambodia-TH", "UN-ASEAN", "AX-ASEAN", "FR-KH"},
	"with_area":  {"training", "demining", "cyber", "other", "none", "intelligence"},
	"with_party": {"KH", "US", "UN", "ASEAN", "the u.s."},
	"form":       {"meeting", "exercise", "transfer", "other", "visit"},
	"stage":      {"asked", "planned", "under-way", "done", "lapsed"},
	"source":     append([]string{"nobody", "voa khmer", " VOA Khmer "}, lawSources...),
	"lang":       {"en", "KM", "ar", "yue", "xx", "fr"},
	"origin":     {"rule", "human"},
	"state":      {"uncoded", "suggested", "coded", "excluded"},
	"days":       nil, // from, to or both
}

// lawCompanions are parameters that one and the same article or report must meet
// together, or that ask for the same in two ways.
var lawCompanions = map[string]string{
	"form": "stage", "stage": "form", "source": "lang", "lang": "source", "state": "origin", "area": "with_area", "party": "with_party", "pair": "party",
}

var once = []string{"q", "pair"}

// lawSpans are often about where most days lie, in the middle of a month, and at the edges of periods.
var lawSpans = []string{
	"2016", "2016-01-20", "2016-02", "2015-12-10", "2016-03-05", "2016-02-14", "2015-11", "2016-02-29", "2015", "2016-01-01", "2015-12-31", "2016-01-31",
	"2016-03-31", "2016-04-01", "2016-06-15", "2017", "2018-02", "2019", "2020-01-01", "2024-02-29", "1900", "1969", "1970-01", "1999-12-31", "2100", "2100-12-31",
}

// lawNames are the parties that addresses call by another name than their code.
var lawNames = map[string]string{"Cambodia": "KH", "the u.s.": "US", "UNO": "UN", "asean": "ASEAN", "Åland": "AX"}

// anyView draws the query of an address that asks for a view: each parameter
// comes alone and with others, once and repeated, plain and oddly written.
func anyView(rt *rapid.T) string {
	names := slices.Sorted(maps.Keys(lawParams))
	count := rapid.SampledFrom([]int{0, 1, 1, 1, 1, 2, 2, 3, 5}).Draw(rt, "parameters")
	var out []string
	add := func(name, value string) {
		text := url.QueryEscape(value)
		if chance(rt, "spaces as %20", 2) {
			text = strings.ReplaceAll(text, "+", "%20")
		}
		out = append(out, name+"="+text)
	}
	chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(names), count, count, rapid.ID).Draw(rt, "names")
	also := func(name string, in int) {
		if !slices.Contains(chosen, name) && chance(rt, name+" too", in) {
			chosen = append(chosen, name)
		}
	}
	for _, name := range chosen {
		if companion := lawCompanions[name]; companion != "" {
			also(companion, 3)
		}
	}
	also("q", 5) // these two depend on most
	also("days", 5)
	for _, name := range chosen {
		switch name {
		case "q":
			add("q", anySearch(rt))
			continue
		case "days":
			from, to := one(rt, "from", append(lawSpans, "", "1950", "2014")), one(rt, "to", append(lawSpans, "", "2018", "2026"))
			if from != "" && to != "" && lastDay(to) < firstDay(from) {
				from, to = to, from
			}
			add("from", from)
			add("to", to)
			continue
		}
		times := 1
		if !slices.Contains(once, name) {
			times = rapid.SampledFrom([]int{1, 2, 3, 4}).Draw(rt, "times")
		}
		for range times {
			add(name, one(rt, name, lawParams[name]))
		}
		if (name == "area" || name == "party") && chance(rt, "match", 2) {
			add(name+"_match", one(rt, "match", []string{"all", "all", "any", ""}))
		}
	}
	if chance(rt, "empty value", 10) {
		add(one(rt, "empty", []string{"area", "source", "state", "party_match"}), "")
	}
	return strings.Join(rapid.Permutation(out).Draw(rt, "order"), "&")
}

// anySearch draws words, phrases, beginnings of words and what only looks like syntax.
func anySearch(rt *rapid.T) string {
	var out []string
	for range rapid.IntRange(1, 3).Draw(rt, "parts") {
		out = append(out, one(rt, "part", []string{
			"mine", "MINE", "drill", "patrol", "delta", "cafe", "Café", "flood", "near", "OR", "NOT", "កម្ពុជា", "كمبوديا", "日本", "f-16",
			`"mine drill"`, `"near mine"`, `"café delta"`, `"F 16"`, `"`, `""`, `"—"`, "mi*", "dri*", "HAR*", "n*", "f-1*", "*", "*mine", "mi*ne", "absent",
			"NEAR(mine", "title:mine", "mine^2", "(", "—", "{mine}", "-mine", "=1+1", "%_",
		}))
	}
	return strings.Join(out, " ")
}

// anyDisplay draws how a page shows a view, from the values of its parameters.
func anyDisplay(rt *rapid.T, params map[string][]string) string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if value := one(rt, name, append([]string{""}, params[name]...)); value != "" {
			out.WriteString("&" + name + "=" + value)
		}
	}
	return out.String()
}

var (
	ofFigures = map[string][]string{"by": {"month", "quarter", "year"}, "split": {"core", "all"}}
	ofLists   = map[string][]string{"sort": {"newest", "oldest", "added", "relevance"}}
)
