package coop

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// View selects articles or engagements. Different fields combine with AND,
// values of one field with OR. The zero View selects all but excluded articles.
//
// Every page, chart, CSV and JSON of a selection is made from one View, and
// every View has one address: [View.Query].
type View struct {
	Q           string   // words, "phrases", prefix*
	Areas       []string // slugs
	AllAreas    bool     // area_match=all: every one of Areas
	Parties     []string // codes
	AllParties  bool     // party_match=all: every one of Parties
	Pair        string   // "KH-US", in alphabetical order: both take part
	WithAreas   []string // all must hold on top of the rest; "other" and "none" are allowed
	WithParties []string // all must hold on top of the rest
	Forms       []string
	Stages      []string
	Sources     []string
	Langs       []string
	Origins     []string
	States      []string
	From, To    string // a day, month or year each, inclusive
}

// Special values of with_area.
const (
	OtherAreas = "other" // any area outside the core four
	NoArea     = "none"  // no area at all
)

// Unit is what is counted and listed.
type Unit string

// The units.
const (
	Articles    Unit = "articles"
	Engagements Unit = "engagements"
)

// Sort is the order of a list. Ties go by id, in the same direction.
type Sort string

// The orders of a list.
const (
	Newest    Sort = "newest"
	Oldest    Sort = "oldest"
	Relevance Sort = "relevance" // needs q; without it, newest
	Added     Sort = "added"     // last added first
)

// The orders of a list of parties or pairs. Ties go by name.
const (
	ByCount  Sort = "count" // most rows first
	ByName   Sort = "name"
	ByLatest Sort = "latest" // latest row first
)

// Split is how a timeline is stacked.
type Split string

// The splits of a timeline.
const (
	SplitCore Split = "core" // the core four and other
	SplitAll  Split = "all"  // every area
)

// Profile is a dialect of CSV.
type Profile string

// The dialects of CSV.
const (
	DataProfile  Profile = "data"  // LF, no BOM, plain
	ExcelProfile Profile = "excel" // BOM, CRLF, cells that a spreadsheet would run are guarded
)

// Display is how a view is shown, as far as the address says so. Zero values
// stand for the defaults.
type Display struct {
	Unit    Unit    // "" = engagements
	By      By      // "" = by the span, see [DefaultBy]
	Split   Split   // "" = core
	Sort    Sort    // "" = newest; of parties and pairs, by count
	Page    int     // from 1; 0 = 1
	Profile Profile // "" = data
}

// PageSize is the number of rows on a page of a list; JSONPageSize that of its JSON.
const (
	PageSize     = 50
	JSONPageSize = 1000
)

// FromDay is the first day of the view, or "".
func (v View) FromDay() Day {
	first, _, _ := ParseSpan(v.From) // empty, or read once already by ParseView
	return first
}

// ToDay is the last day of the view, or "".
func (v View) ToDay() Day {
	_, last, _ := ParseSpan(v.To)
	return last
}

// Bounded tells whether the view has both a first and a last day, and a period
// before to compare with: one that does not reach back beyond the years that
// an address can name.
func (v View) Bounded() bool {
	if v.From == "" || v.To == "" {
		return false
	}
	before, _ := PreviousSpan(v.FromDay(), v.ToDay())
	return before.Time().Year() >= MinYear
}

// Previous is the view one period of the same length earlier; see [PreviousSpan].
// It is for bounded views only.
func (v View) Previous() View {
	from, to := PreviousSpan(v.FromDay(), v.ToDay())
	v.From, v.To = string(from), string(to)
	return v
}

// PairCodes are the two parties of Pair, or "", "".
func (v View) PairCodes() (a, b string) {
	a, b, _ = strings.Cut(v.Pair, "-")
	return a, b
}

// PairOf writes two codes as a pair, in alphabetical order.
func PairOf(a, b string) string {
	if b < a {
		a, b = b, a
	}
	return a + "-" + b
}

// Empty tells whether the view filters nothing.
func (v View) Empty() bool { return len(v.Params()) == 0 }

// Param is one parameter of an address.
type Param struct{ Name, Value string }

// Params lists the view as parameters, in one fixed order; hidden fields of a
// form are made from it.
func (v View) Params() []Param {
	var out []Param
	add := func(name string, values ...string) {
		for _, value := range values {
			if value != "" {
				out = append(out, Param{name, value})
			}
		}
	}
	add("q", v.Q)
	add("area", v.Areas...)
	if v.AllAreas {
		add("area_match", "all")
	}
	add("party", v.Parties...)
	if v.AllParties {
		add("party_match", "all")
	}
	add("pair", v.Pair)
	add("with_area", v.WithAreas...)
	add("with_party", v.WithParties...)
	add("form", v.Forms...)
	add("stage", v.Stages...)
	add("source", v.Sources...)
	add("lang", v.Langs...)
	add("origin", v.Origins...)
	add("state", v.States...)
	add("from", v.From)
	add("to", v.To)
	return out
}

// Params lists the display as parameters, without what is default.
func (d Display) Params() []Param {
	var out []Param
	add := func(name, value string, isDefault bool) {
		if value != "" && !isDefault {
			out = append(out, Param{name, value})
		}
	}
	add("unit", string(d.Unit), d.Unit == Engagements)
	add("by", string(d.By), false)
	add("split", string(d.Split), d.Split == SplitCore)
	add("sort", string(d.Sort), d.Sort == Newest || d.Sort == ByCount)
	add("page", strconv.Itoa(d.Page), d.Page <= 1)
	add("profile", string(d.Profile), d.Profile == DataProfile)
	return out
}

// Query writes the view as the query string of an address, without "?". Two
// equal views have the same one.
func (v View) Query() string { return encode(v.Params()) }

// Address writes the address of a view on a page: "/articles?area=demining".
func Address(path string, v View, d Display) string {
	q := encode(append(v.Params(), d.Params()...))
	if q == "" {
		return path
	}
	return path + "?" + q
}

func encode(params []Param) string {
	var b strings.Builder
	for i, p := range params {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p.Name + "=" + url.QueryEscape(p.Value))
	}
	return b.String()
}

// values gives the list behind a parameter that may repeat, or nil.
func (v *View) values(param string) *[]string {
	switch param {
	case "area":
		return &v.Areas
	case "party":
		return &v.Parties
	case "with_area":
		return &v.WithAreas
	case "with_party":
		return &v.WithParties
	case "form":
		return &v.Forms
	case "stage":
		return &v.Stages
	case "source":
		return &v.Sources
	case "lang":
		return &v.Langs
	case "origin":
		return &v.Origins
	case "state":
		return &v.States
	}
	return nil
}

// Has tells whether a parameter that may repeat holds a value.
func (v View) Has(param, value string) bool {
	list := v.values(param)
	return list != nil && slices.Contains(*list, value)
}

// Only is the view with one parameter replaced by one value alone. For area
// with area_match=all, and party likewise, the value is added instead: there
// the count of a facet value means "this one too".
func (v View) Only(param, value string) View {
	if param == "area" && v.AllAreas || param == "party" && v.AllParties {
		return v.plus(param, value)
	}
	*v.values(param) = []string{value}
	return v
}

// plus is the view with a value added to a parameter that may repeat.
func (v View) plus(param, value string) View {
	list := v.values(param)
	if slices.Contains(*list, value) {
		return v
	}
	*list = append(slices.Clone(*list), value)
	slices.Sort(*list)
	return v
}

// Without is the view with one value of a parameter taken out. For parameters
// that do not repeat the value is not looked at.
func (v View) Without(param, value string) View {
	if list := v.values(param); list != nil {
		*list = slices.DeleteFunc(slices.Clone(*list), func(s string) bool { return s == value })
		if len(*list) == 0 {
			*list = nil
		}
	}
	switch param {
	case "q":
		v.Q = ""
	case "pair":
		v.Pair = ""
	case "from", "to":
		v.From, v.To = "", ""
	case "area_match":
		v.AllAreas = false
	case "party_match":
		v.AllParties = false
	}
	v.AllAreas = v.AllAreas && len(v.Areas) > 0
	v.AllParties = v.AllParties && len(v.Parties) > 0
	return v
}

// WithArea narrows the view to rows that also have an area; "other" and "none"
// are allowed. Marks of charts link with it.
func (v View) WithArea(slug string) View { return v.plus("with_area", slug) }

// WithParty narrows the view to rows in which a party also takes part.
func (v View) WithParty(code string) View { return v.plus("with_party", code) }

// Within narrows the view to the days it shares with first–last. Where they
// share none, the view selects nothing: callers link only to marks that count.
func (v View) Within(first, last Day) View {
	if from := v.FromDay(); from > first {
		first = from
	}
	if to := v.ToDay(); to != "" && to < last {
		last = to
	}
	v.From, v.To = shortSpan(first, last)
	return v
}

// InYear replaces the days of the view by one year.
func (v View) InYear(year string) View {
	v.From, v.To = year, year
	return v
}

// shortSpan writes two days as shortly as an address can say them: a whole year
// as the year, a whole month as the month.
func shortSpan(first, last Day) (from, to string) {
	if len(first) == 10 && len(last) == 10 && first[:4] == last[:4] {
		if first[5:] == "01-01" && last[5:] == "12-31" {
			return string(first[:4]), string(last[:4])
		}
		if first[:7] == last[:7] && first[8:] == "01" && last.AddDays(1)[8:] == "01" {
			return string(first[:7]), string(last[:7])
		}
	}
	return string(first), string(last)
}
