// Package codebook says what articles and engagements are coded with: the
// cooperation areas, the forms an engagement takes and the stages it reaches, and
// by which rules they are found in a text.
//
// # What it knows nothing of
//
// Articles, parties, storage, pages, and how rules are weighed. It is data and the
// order of that data; everything that lists areas lists them in codebook order.
//
// # The way in
//
// [Default] is the built-in codebook, read from codebook.txt beside this file;
// [Parse] and [Format] read and write such a file; [CheckRules] says what is wrong
// with the rules that somebody typed for one area.
package codebook

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"
)

// Area is one subject of cooperation. An article has any number of them.
type Area struct {
	Slug     string // lower case, hyphens; what addresses and CSV files hold
	Name     string // "Demining and EOD"
	Short    string // "Demining", for chips, legends and table heads
	Core     bool   // one of the four that come first and cannot be removed
	Covers   string // what belongs to it, a phrase
	Excludes string // what looks like it and does not belong, or ""
	Rules    string // by which it is suggested, one a line; see [ParseRules]

	// Style is the number of the spare colour and shape of an area that was added,
	// from 1; 0 for those that have a colour and shape of their own.
	Style   int
	Retired bool // articles keep it, but it is neither offered nor suggested
}

// Code is one value of a closed list: a form or a stage.
type Code struct {
	Slug  string
	Name  string
	Means string
}

// Codebook is the set of areas in force, and the word lists that suggestions need.
// Forms and stages are the same in every codebook.
type Codebook struct {
	areas   []Area
	index   map[string]int
	parts   []Part
	version int // 0: the built-in one
}

// Part is a word list or a set of rules beside those of areas: the cues of a form
// or a stage, and the signs of cooperation or of something else.
type Part struct {
	Kind  PartKind
	Name  string
	Notes string // comments before it, with their #
	Rules string
}

// PartKind says what a [Part] is for.
type PartKind string

// The kinds of part.
const (
	List   PartKind = "list"   // phrases that rules refer to as @name
	Form   PartKind = "form"   // cues of a form
	Stage  PartKind = "stage"  // cues of a stage
	Sign   PartKind = "sign"   // cues that an article is about defence cooperation
	Domain PartKind = "domain" // cues of a subject that is none
)

// MaxAreas is how many areas a codebook may hold: a set of areas is kept as a 64-bit mask.
const MaxAreas = 63

//go:embed codebook.txt
var defaultText string

// Default returns the built-in codebook. It is shared: nobody changes it.
var Default = sync.OnceValue(func() *Codebook {
	cb, err := Parse(defaultText)
	if err != nil {
		panic(fmt.Sprintf("codebook: codebook.txt: %v", err)) // embedded and tested
	}
	return cb
})

// Parts returns what the codebook holds beside its areas, in its order. Callers must not change it.
func (cb *Codebook) Parts() []Part { return cb.parts }

// WithArea returns a codebook in which the area stands in place of the one with its
// slug, or last if there is none. The codebook itself stays as it is.
func (cb *Codebook) WithArea(a Area) *Codebook {
	out := &Codebook{areas: slices.Clone(cb.areas), index: make(map[string]int, len(cb.areas)+1), parts: cb.parts, version: cb.version}
	if i := cb.Index(a.Slug); i >= 0 {
		out.areas[i] = a
	} else {
		out.areas = append(out.areas, a)
	}
	for i, a := range out.areas {
		out.index[a.Slug] = i
	}
	return out
}

// Areas returns all areas in codebook order, the core four first. Callers must not change it.
func (cb *Codebook) Areas() []Area { return cb.areas }

// Area returns the area with that slug.
func (cb *Codebook) Area(slug string) (Area, bool) {
	i, ok := cb.index[slug]
	if !ok {
		return Area{}, false
	}
	return cb.areas[i], true
}

// Index returns the place of an area in codebook order, from 0, or -1.
func (cb *Codebook) Index(slug string) int {
	if i, ok := cb.index[slug]; ok {
		return i
	}
	return -1
}

// Sort puts slugs in codebook order, each once. Unknown slugs go last.
func (cb *Codebook) Sort(slugs []string) []string {
	out := slices.Clone(slugs)
	slices.SortFunc(out, func(a, b string) int { return cb.rank(a) - cb.rank(b) })
	return slices.Compact(out)
}

func (cb *Codebook) rank(slug string) int {
	if i := cb.Index(slug); i >= 0 {
		return i
	}
	return MaxAreas
}

// Forms returns the forms an engagement can take, one each.
func Forms() []Code { return forms }

// Stages returns how far cooperation can have come, from asked to lapsed.
func Stages() []Code { return stages }

// Roles returns what part a party can have in an engagement.
func Roles() []Code { return roles }

// FormName returns the name of a form, or "" for none.
func FormName(slug string) string { return name(forms, slug) }

// StageName returns the name of a stage, or "" for none.
func StageName(slug string) string { return name(stages, slug) }

// RoleName returns the name of a role, or "" for none.
func RoleName(slug string) string { return name(roles, slug) }

// IsRole tells whether slug names a role.
func IsRole(slug string) bool { return name(roles, slug) != "" }

// IsForm tells whether slug names a form.
func IsForm(slug string) bool { return name(forms, slug) != "" }

// IsStage tells whether slug names a stage.
func IsStage(slug string) bool { return name(stages, slug) != "" }

func name(codes []Code, slug string) string {
	for _, c := range codes {
		if c.Slug == slug {
			return c.Name
		}
	}
	return ""
}

var forms = []Code{
	{"meeting", "Meeting", "talks, calls, working groups, conferences"},
	{"visit", "Visit", "a delegation, ship or aircraft comes for relations’ sake"},
	{"exercise", "Exercise", "exercise, drill, war game"},
	{"course", "Course", "course, training programme, instructors sent, scholarship"},
	{"operation", "Operation", "deployment, patrol, relief, clearance, search: work done in the field"},
	{"transfer", "Transfer", "goods or money sold, granted, donated, handed over, delivered"},
	{"agreement", "Agreement", "something is signed, approved or formally decided"},
	{"statement", "Statement", "words only"},
	{"other", "Other", "ceremonies and what fits nowhere"},
}

var stages = []Code{
	{"asked", "Asked", "one party requested it"},
	{"offered", "Offered", "one party offered or pledged it"},
	{"planned", "Planned", "announced by the parties for a later day"},
	{"agreed", "Agreed", "signed, approved or formally decided"},
	{"under-way", "Under way", "going on at the time of the article"},
	{"done", "Done", "held, delivered, completed"},
	{"lapsed", "Lapsed", "cancelled, suspended, refused or expired"},
}

var roles = []Code{
	{"provider", "Provider", "gives, trains, sells or pays"},
	{"recipient", "Recipient", "gets it"},
	{"requester", "Requester", "asked for it, and has not got it"},
	{"host", "Host", "it takes place on its territory or at its invitation"},
	{"guest", "Guest", "comes to the host"},
	{"participant", "Participant", "takes part as one among others"},
	{"observer", "Observer", "looks on"},
}
