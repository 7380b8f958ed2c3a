package coop

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"entente/internal/codebook"
	"entente/internal/gazetteer"
)

// Scope says which parameters of a [Display] an address takes beside those of a view.
type Scope struct {
	Figures bool // unit, by, split
	List    bool // sort, page
	Ranking bool // unit, and sort and page of a list of parties or pairs
	CSV     bool // profile
}

// ParamError names the parameter of an address that cannot be, and says what would be right.
type ParamError struct {
	Param  string
	Value  string
	Reason string // a sentence
}

func (e *ParamError) Error() string {
	return fmt.Sprintf("parameter %s=%q: %s", e.Param, e.Value, e.Reason)
}

// limits of an address, far above what a person can ask for.
const (
	maxValues   = 100     // values of one parameter
	maxValueLen = MaxLine // bytes of one value; a source may be as long
	maxPage     = 1_000_000_000
)

// ParseView reads a view and its display from the query of an address. A
// parameter that the scope does not know, and a value that cannot be, is a
// [*ParamError]; an empty value is as if it were not there, since forms send
// their empty fields.
func ParseView(query url.Values, scope Scope, cb *codebook.Codebook) (View, Display, error) {
	p := viewParser{cb: cb}
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names) // the same address gets the same first complaint
	for _, name := range names {
		values := slices.DeleteFunc(slices.Clone(query[name]), func(s string) bool { return strings.TrimSpace(s) == "" })
		p.read(name, values, scope)
		if p.err != nil {
			return View{}, Display{}, p.err
		}
	}
	v := p.v
	if from, to := v.FromDay(), v.ToDay(); from != "" && to != "" && to < from {
		return View{}, Display{}, &ParamError{"from", v.From, "It must not lie after to=" + v.To + "."}
	}
	v.AllAreas = v.AllAreas && len(v.Areas) > 0
	v.AllParties = v.AllParties && len(v.Parties) > 0
	return v, p.d, nil
}

type viewParser struct {
	cb  *codebook.Codebook
	v   View
	d   Display
	err error
}

func (p *viewParser) fail(name, value, reason string) {
	if p.err == nil {
		p.err = &ParamError{name, value, reason}
	}
}

// read takes in one parameter with its values.
func (p *viewParser) read(name string, values []string, scope Scope) {
	for _, s := range values {
		if why := readable(s, maxValueLen); why != "" {
			p.fail(name, s, why)
			return
		}
	}
	if len(values) > maxValues {
		p.fail(name, values[0], fmt.Sprintf("Give at most %d values.", maxValues))
		return
	}
	switch {
	case p.readList(name, values):
	case p.readOne(name, values):
	case scope.Figures && p.readFigures(name, values):
	case scope.List && p.readListing(name, values):
	case scope.Ranking && p.readRanking(name, values):
	case scope.CSV && name == "profile":
		p.d.Profile = Profile(p.choice(name, values, string(DataProfile), string(ExcelProfile)))
	default:
		value := ""
		if len(values) > 0 {
			value = values[0]
		}
		p.fail(name, value, "This address takes no such parameter. It takes "+orList(scope.Params())+".")
	}
}

// Params names what addresses of this scope take.
func (s Scope) Params() []string {
	out := []string{"q", "area", "area_match", "party", "party_match", "pair", "with_area", "with_party",
		"form", "stage", "source", "lang", "origin", "state", "from", "to"}
	if s.Figures {
		out = append(out, "unit", "by", "split")
	}
	if s.List {
		out = append(out, "sort", "page")
	}
	if s.Ranking {
		out = append(out, "unit", "sort", "page")
	}
	if s.CSV {
		out = append(out, "profile")
	}
	return out
}

// readList takes in the parameters that may repeat.
func (p *viewParser) readList(name string, values []string) bool {
	list := p.v.values(name)
	if list == nil {
		return false
	}
	var known []string
	for _, s := range values {
		known = append(known, p.value(name, strings.TrimSpace(s)))
	}
	slices.Sort(known)
	*list = slices.Compact(known)
	return true
}

// value checks one value of a parameter that may repeat.
func (p *viewParser) value(name, s string) string {
	switch name {
	case "area":
		p.area(name, s, false)
	case "with_area":
		p.area(name, s, true)
	case "party", "with_party":
		return p.party(name, s)
	case "form":
		p.oneOf(name, s, slugs(codebook.Forms()))
	case "stage":
		p.oneOf(name, s, slugs(codebook.Stages()))
	case "origin":
		p.oneOf(name, s, []string{string(ByRule), string(ByHuman)})
	case "state":
		p.oneOf(name, s, stateNames())
	case "lang":
		return strings.ToLower(s)
	}
	return s
}

// readOne takes in the parameters of a view that do not repeat.
func (p *viewParser) readOne(name string, values []string) bool {
	switch name {
	case "q":
		p.v.Q = p.single(name, values)
	case "area_match":
		p.v.AllAreas = p.choice(name, values, "all", "any") == "all"
	case "party_match":
		p.v.AllParties = p.choice(name, values, "all", "any") == "all"
	case "pair":
		if s := p.single(name, values); s != "" {
			p.v.Pair = p.pair(s)
		}
	case "from":
		p.v.From = p.span(name, values)
	case "to":
		p.v.To = p.span(name, values)
	default:
		return false
	}
	return true
}

func (p *viewParser) readFigures(name string, values []string) bool {
	switch name {
	case "unit":
		p.d.Unit = Unit(p.choice(name, values, string(Articles), string(Engagements)))
	case "by":
		p.d.By = By(p.choice(name, values, string(ByMonth), string(ByQuarter), string(ByYear)))
	case "split":
		p.d.Split = Split(p.choice(name, values, string(SplitCore), string(SplitAll)))
	default:
		return false
	}
	return true
}

func (p *viewParser) readListing(name string, values []string) bool {
	switch name {
	case "sort":
		p.d.Sort = Sort(p.choice(name, values, string(Newest), string(Oldest), string(Relevance), string(Added)))
	case "page":
		p.page(values)
	default:
		return false
	}
	return true
}

func (p *viewParser) readRanking(name string, values []string) bool {
	switch name {
	case "unit":
		return p.readFigures(name, values)
	case "sort":
		p.d.Sort = Sort(p.choice(name, values, string(ByCount), string(ByName), string(ByLatest)))
	case "page":
		p.page(values)
	default:
		return false
	}
	return true
}

func (p *viewParser) page(values []string) {
	s := p.single("page", values)
	n, err := strconv.Atoi(s)
	if s != "" && (err != nil || n < 1 || n > maxPage) {
		p.fail("page", s, "Give the number of a page, from 1.")
	}
	p.d.Page = n
}

func (p *viewParser) single(name string, values []string) string {
	if len(values) > 1 {
		p.fail(name, values[1], "Give it once.")
	}
	if len(values) == 0 {
		return ""
	}
	return strings.TrimSpace(values[0])
}

func (p *viewParser) choice(name string, values []string, allowed ...string) string {
	s := p.single(name, values)
	if s != "" {
		p.oneOf(name, s, allowed)
	}
	return s
}

func (p *viewParser) oneOf(name, s string, allowed []string) {
	if !slices.Contains(allowed, s) {
		p.fail(name, s, "It can be "+orList(allowed)+".")
	}
}

func (p *viewParser) area(name, slug string, special bool) {
	if special && (slug == OtherAreas || slug == NoArea) || p.cb.Index(slug) >= 0 {
		return
	}
	var known []string
	for _, a := range p.cb.Areas() {
		known = append(known, a.Slug)
	}
	if special {
		known = append(known, OtherAreas, NoArea)
	}
	p.fail(name, slug, "It can be "+orList(known)+".")
}

func (p *viewParser) party(name, s string) string {
	code, err := gazetteer.Resolve(s)
	if err != nil {
		p.fail(name, s, UnknownParty(err))
	}
	return code
}

func (p *viewParser) pair(s string) string {
	const how = "Write two different parties as KH-US."
	left, right, ok := strings.Cut(s, "-")
	if !ok {
		p.fail("pair", s, how)
		return ""
	}
	a, b := p.party("pair", left), p.party("pair", right)
	if a == b {
		p.fail("pair", s, how)
	}
	return PairOf(a, b)
}

func (p *viewParser) span(name string, values []string) string {
	s := p.single(name, values)
	if s == "" {
		return ""
	}
	if _, _, err := ParseSpan(s); err != nil {
		p.fail(name, s, sentence(err))
	}
	return s
}

func slugs(codes []codebook.Code) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = c.Slug
	}
	return out
}

func stateNames() []string {
	var out []string
	for _, s := range States() {
		out = append(out, string(s))
	}
	return out
}
