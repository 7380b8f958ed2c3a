package handlers

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// The slow reference: it follows the words of docs/view.md over the notes of the
// test, row by row and condition by condition, and shares no code with the program.

// asked is what an address asks for.
type asked struct {
	unit     string // articles or engagements
	list     string // parties or pairs, where these are counted and not the rows
	values   map[string][]string
	from, to string // the first and the last day, or ""
}

// ask reads an address of this site.
func ask(rt rapid.TB, address string) asked {
	rt.Helper()
	path, raw, _ := strings.Cut(address, "?")
	query, err := url.ParseQuery(raw)
	if err != nil {
		rt.Fatalf("address %s: %v", address, err)
	}
	v := asked{unit: "engagements", values: map[string][]string{}}
	for name, values := range query {
		for _, value := range values {
			value = strings.TrimSpace(value)
			switch name {
			case "party", "with_party":
				value = codeOf(value)
			case "lang":
				value = strings.ToLower(value)
			}
			if value != "" && !slices.Contains(v.values[name], value) {
				v.values[name] = append(v.values[name], value)
			}
		}
	}
	if name := strings.Trim(path, "/"); strings.HasPrefix(name, "articles") || name == "reports.csv" || name == "codings.csv" || v.is("unit", "articles") {
		v.unit = "articles"
	}
	if path == "/parties" || path == "/pairs" {
		v.list = path[1:]
	}
	return v.spanned()
}

// codeOf is the code of a party that an address may call by name.
func codeOf(name string) string { return cmp.Or(lawNames[name], name) }

// spanned reads from and to.
func (v asked) spanned() asked {
	v.from, v.to = "", ""
	if from := v.values["from"]; len(from) > 0 {
		v.from = firstDay(from[0])
	}
	if to := v.values["to"]; len(to) > 0 {
		v.to = lastDay(to[0])
	}
	return v
}

func firstDay(span string) string { return span + "-01-01"[len(span)-4:] }

func lastDay(span string) string {
	if len(span) == 4 {
		return span + "-12-31"
	}
	if len(span) == 10 {
		return span
	}
	first, _ := time.Parse("2006-01", span)
	return first.AddDate(0, 1, -1).Format(time.DateOnly)
}

func (v asked) is(name, value string) bool { return slices.Contains(v.values[name], value) }

// with is the question with values of a parameter in place of those it has.
func (v asked) with(name string, values ...string) asked {
	clone := map[string][]string{}
	for n, list := range v.values {
		clone[n] = list
	}
	clone[name] = values
	v.values = clone
	return v.spanned()
}

// plus is the question with one more value.
func (v asked) plus(name, value string) asked {
	if v.is(name, value) {
		return v
	}
	return v.with(name, append(slices.Clone(v.values[name]), value)...)
}

// item is a row of either unit.
type item struct {
	id, added      int64
	day            string
	areas, parties []string
	doubt          string // "month" or "year" if only that is known of its day, "undated" if its first report gave it
}

// lastAdded orders rows by when they were stored, the last first.
func lastAdded(a, b item) int {
	return cmp.Or(cmp.Compare(b.added, a.added), cmp.Compare(b.id, a.id))
}

// telling is a report as its engagement sees it.
type telling struct {
	article *storedArticle
	stage   string
}

// settle reads the notes once, after the last change.
func (w *world) settle() {
	w.told, w.text = map[*storedEngagement][]telling{}, map[any][][]string{}
	for _, a := range w.articles {
		w.text[a] = [][]string{tokens(a.title), tokens(a.original), tokens(a.summary), tokens(a.body)}
		for _, r := range a.reports {
			if !a.deleted {
				w.told[r.engagement] = append(w.told[r.engagement], telling{a, r.stage})
			}
		}
	}
	for _, e := range w.engagements {
		w.text[e] = [][]string{tokens(e.title), tokens(e.place)}
	}
}

// rows are the rows of a view, newest first.
func (w *world) rows(v asked) (out []item) {
	if v.unit == "articles" {
		for _, a := range w.articles {
			if !a.deleted && v.reported(a) && v.codes(a.areas, a.parties, a.day) && v.ofText(a) && w.found(v, a) {
				out = append(out, item{a.id, a.added, a.day, a.areas, a.parties, ""})
			}
		}
	} else {
		for _, e := range w.engagements {
			if day, stage := w.derived(e); !e.deleted && v.asks("form", e.form) && v.asks("stage", stage) && v.codes(e.areas, e.parties, day) && w.live(v, e) {
				out = append(out, item{e.id, e.id, day, e.areas, e.parties, e.doubt()}) // numbers grow as they are added
			}
		}
	}
	slices.SortFunc(out, func(a, b item) int { return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(b.id, a.id)) })
	return out
}

// total is the number that the page of an address has for its total.
func (w *world) total(v asked) int {
	switch v.list {
	case "parties":
		return len(w.takingPart(v, 1))
	case "pairs":
		return len(w.takingPart(v, 2))
	}
	return len(w.rows(v))
}

// derived is the day of an engagement and its latest stage. Articles that are
// not relevant speak only where no other does.
func (w *world) derived(e *storedEngagement) (day, stage string) {
	told := slices.DeleteFunc(slices.Clone(w.told[e]), func(t telling) bool { return t.article.state == "excluded" })
	if len(told) == 0 {
		told = slices.Clone(w.told[e])
	}
	if len(told) == 0 {
		return "", ""
	}
	slices.SortFunc(told, func(a, b telling) int {
		return cmp.Or(cmp.Compare(a.article.day, b.article.day), cmp.Compare(a.article.id, b.article.id))
	})
	return firstDay(cmp.Or(e.start, e.end, told[0].article.day)), told[len(told)-1].stage
}

func (e *storedEngagement) doubt() string {
	switch len(cmp.Or(e.start, e.end)) {
	case 0:
		return "undated"
	case 4:
		return "year"
	case 7:
		return "month"
	}
	return ""
}

// live tells whether one of the live articles of an engagement meets by itself
// all that is asked of articles.
func (w *world) live(v asked, e *storedEngagement) bool {
	return slices.ContainsFunc(w.told[e], func(t telling) bool {
		return v.ofText(t.article) && (w.found(v, t.article) || w.found(v, e))
	})
}

// asks tells whether a parameter is met by a value.
func (v asked) asks(name, value string) bool { return len(v.values[name]) == 0 || v.is(name, value) }

// ofText reads source, lang, state and origin.
func (v asked) ofText(a *storedArticle) bool {
	origin := "human"
	if a.state == "suggested" {
		origin = "rule"
	}
	if a.state == "excluded" && !v.is("state", "excluded") {
		return false
	}
	return v.asks("source", a.source) && v.asks("lang", a.lang) && v.asks("state", a.state) && v.asks("origin", origin)
}

// reported reads form and stage: one and the same report must have both.
func (v asked) reported(a *storedArticle) bool {
	if len(v.values["form"])+len(v.values["stage"]) == 0 {
		return true
	}
	return slices.ContainsFunc(a.reports, func(r storedReport) bool {
		return !r.engagement.deleted && v.asks("form", r.engagement.form) && v.asks("stage", r.stage)
	})
}

// codes reads area, party, pair, with_area, with_party and the days.
func (v asked) codes(areas, parties []string, day string) bool {
	if day < v.from || v.to != "" && day > v.to || !v.matches("area", areas) || !v.matches("party", parties) {
		return false
	}
	for _, want := range v.values["with_area"] {
		switch {
		case want == "none" && len(areas) > 0:
			return false
		case want == "other" && !slices.ContainsFunc(areas, outsideCore):
			return false
		case want != "none" && want != "other" && !slices.Contains(areas, want):
			return false
		}
	}
	both := v.values["with_party"]
	if pair := v.values["pair"]; len(pair) > 0 {
		a, b, _ := strings.Cut(pair[0], "-")
		both = append(slices.Clone(both), codeOf(a), codeOf(b))
	}
	return !slices.ContainsFunc(both, func(code string) bool { return !slices.Contains(parties, code) })
}

var coreFour = []string{"training", "demining", "peacekeeping", "disaster-relief"}

func outsideCore(slug string) bool { return !slices.Contains(coreFour, slug) }

// matches reads a list of which one must hold, or with _match=all every one.
func (v asked) matches(name string, have []string) bool {
	held := 0
	for _, want := range v.values[name] {
		if slices.Contains(have, want) {
			held++
		}
	}
	all := len(v.values[name])
	return all == 0 || held == all || held > 0 && !v.is(name+"_match", "all")
}

// found tells whether the texts of an article or engagement hold all that q looks for.
func (w *world) found(v asked, of any) bool {
	q := v.values["q"]
	if len(q) == 0 {
		return true
	}
	looked := false
	for part := range parts(q[0]) {
		want := tokens(part)
		if len(want) == 0 {
			continue
		}
		looked = true
		prefix := strings.HasSuffix(part, "*")
		if !slices.ContainsFunc(w.text[of], func(text []string) bool { return holds(text, want, prefix) }) {
			return false
		}
	}
	return looked
}

// parts are the words and phrases of a search. Where a quote has no partner, it is a space.
func parts(q string) func(yield func(string) bool) {
	pieces := strings.Split(q, `"`)
	if len(pieces)%2 == 0 { // the last quote has no partner
		last := len(pieces) - 1
		pieces = append(pieces[:last-1], pieces[last-1]+" "+pieces[last])
	}
	return func(yield func(string) bool) {
		for i, piece := range pieces {
			words := []string{strings.TrimSuffix(piece, "*")} // a phrase has no beginnings of words
			if i%2 == 0 {
				words = strings.Fields(piece)
			}
			for _, word := range words {
				if !yield(word) {
					return
				}
			}
		}
	}
}

// holds tells whether the wanted words stand one after the other in a text.
func holds(text, want []string, prefix bool) bool {
	for at := 0; at+len(want) <= len(text); at++ {
		end := at + len(want) - 1
		if slices.Equal(text[at:end], want[:len(want)-1]) &&
			(text[end] == want[len(want)-1] || prefix && strings.HasPrefix(text[end], want[len(want)-1])) {
			return true
		}
	}
	return false
}

// tokens are the words of a text without case and accents: what has no letter or
// digit divides them.
func tokens(s string) []string {
	marks := func(r rune) rune {
		if r >= 0x300 && r < 0x370 { // the accents of Latin letters
			return -1
		}
		return r
	}
	s = strings.ToLower(strings.Map(marks, norm.NFD.String(s)))
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
