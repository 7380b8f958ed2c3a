package coop

import (
	"fmt"
	"strconv"
	"strings"

	"entente/internal/codebook"
)

// AreaForm is an area of the codebook as typed, so that it can be shown back.
type AreaForm struct {
	Slug     string `form:"slug"` // of a new area
	Name     string `form:"name"`
	Short    string `form:"short"`
	Covers   string `form:"covers"`
	Excludes string `form:"excludes"`
	Rules    string `form:"rules"`
	Version  string `form:"version"` // of the codebook
	Do       string `form:"do"`      // preview or save
}

// AreaFormOf is the form that shows an area of a codebook.
func AreaFormOf(a codebook.Area, version int) AreaForm {
	return AreaForm{
		Slug: a.Slug, Name: a.Name, Short: a.Short, Covers: a.Covers, Excludes: a.Excludes, Rules: a.Rules,
		Version: strconv.Itoa(version),
	}
}

// Limits of an area, in characters.
const (
	maxAreaName  = 60
	maxAreaShort = 24
	maxAreaSlug  = 40
)

// reservedSlugs are names that addresses and views use for something else.
var reservedSlugs = map[string]bool{"new": true, OtherAreas: true, NoArea: true}

// Validate returns the area and the version of the codebook that it is based on, or
// what is wrong with each field. Of is the slug of the area that is edited, or "" for a new one.
func (f AreaForm) Validate(cb *codebook.Codebook, of string) (a codebook.Area, version int, bad FieldErrors) {
	c := checker{bad: FieldErrors{}}
	a, _ = cb.Area(of)
	a.Name, a.Short = c.line("name", f.Name), c.line("short", f.Short)
	a.Covers, a.Excludes = c.line("covers", f.Covers), c.line("excludes", f.Excludes)
	typed := c.text("rules", f.Rules, MaxNote)
	a.Rules = ruleLines(typed)
	version = int(c.version(f.Version))
	if version > cb.Version() {
		c.fail("version", "There is no codebook "+strconv.Itoa(version)+" yet. Open the edit page again.")
	}
	c.required("name", a.Name, "Give the area a name.")
	c.required("covers", a.Covers, "Say what belongs to the area.")
	c.atMost("name", a.Name, maxAreaName)
	if a.Short == "" {
		a.Short = a.Name
	}
	c.atMost("short", a.Short, maxAreaShort)
	if of == "" {
		a.Slug, a.Style = c.slug(f.Slug, a.Name, cb), freeStyle(cb)
		if len(cb.Areas()) >= codebook.MaxAreas {
			c.fail("name", fmt.Sprintf("The codebook has %d areas, retired ones too, and cannot hold more. Edit one of them instead.", codebook.MaxAreas))
		}
	}
	for _, other := range cb.Areas() {
		switch {
		case other.Slug == a.Slug:
		case strings.EqualFold(other.Name, a.Name):
			c.fail("name", "There is an area “"+other.Name+"” already. Choose another name.")
		case strings.EqualFold(other.Short, a.Short):
			c.fail("short", "The area “"+other.Name+"” has this short name. Choose another.")
		}
	}
	problems, _ := cb.CheckRules(typed).(codebook.Problems)
	if n := loneNote(typed); n > 0 {
		problems = append(problems, codebook.Problem{Line: n, Reason: "a note belongs to the rule after it, and here is none"})
	}
	if len(problems) > 0 {
		c.fail("rules", ruleProblems(problems))
	}
	return a, version, c.bad
}

// ruleLines are rules as the codebook keeps them: each line trimmed, without empty ones.
func ruleLines(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// loneNote is the line of a note with no rule after it, or 0: the codebook would lose it.
func loneNote(text string) int {
	note := 0
	for i, line := range strings.Split(text, "\n") {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "#"):
			note = i + 1
		case line != "":
			note = 0
		}
	}
	return note
}

// ruleProblems says what is wrong with rules, by line.
func ruleProblems(problems codebook.Problems) string {
	const most = 10
	var out []string
	for i, p := range problems {
		if i == most {
			out = append(out, fmt.Sprintf("And %d more.", len(problems)-most))
			break
		}
		out = append(out, fmt.Sprintf("Line %d: %s.", p.Line, strings.TrimSuffix(p.Reason, ".")))
	}
	return strings.Join(out, "\n")
}

func (c *checker) atMost(field, s string, most int) {
	if n := len([]rune(s)); n > most {
		c.fail(field, fmt.Sprintf("Shorten this to %d characters; it has %d.", most, n))
	}
}

// slug is what a new area is called in addresses and files: as typed, or else made from its name.
func (c *checker) slug(typed, name string, cb *codebook.Codebook) string {
	slug := c.line("slug", typed)
	if slug == "" {
		slug = slugOf(name)
	}
	switch {
	case !codebook.IsSlug(slug) || len(slug) > maxAreaSlug:
		c.fail("slug", fmt.Sprintf("Write up to %d lower-case letters a to z, digits and hyphens, beginning with a letter.", maxAreaSlug))
	case reservedSlugs[slug]:
		c.fail("slug", "“"+slug+"” means something else in addresses. Choose another.")
	case cb.Index(slug) >= 0:
		c.fail("slug", "The area “"+areaOf(cb, slug).Name+"” has the slug “"+slug+"”. Choose another.")
	}
	return slug
}

func areaOf(cb *codebook.Codebook, slug string) codebook.Area {
	a, _ := cb.Area(slug)
	return a
}

// slugOf makes a slug from a name: what is neither letter nor digit becomes a hyphen.
func slugOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	slug := strings.Join(words, "-")
	if len(slug) > maxAreaSlug {
		slug = strings.TrimRight(slug[:maxAreaSlug], "-")
	}
	return slug
}

// freeStyle is the first spare style that no area has.
func freeStyle(cb *codebook.Codebook) int {
	used := map[int]bool{}
	for _, a := range cb.Areas() {
		used[a.Style] = true
	}
	for n := 1; ; n++ {
		if !used[n] {
			return n
		}
	}
}
