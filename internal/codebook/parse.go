package codebook

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"entente/internal/words"
)

// Problem is one thing wrong with a codebook or with rules, and where.
type Problem struct {
	Line   int // counted from 1
	Reason string
}

// Problems is everything that is wrong, by line.
type Problems []Problem

// Error lists the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = fmt.Sprintf("line %d: %s", one.Line, one.Reason)
	}
	return strings.Join(lines, "\n")
}

func (p Problems) orNil() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b Problem) int { return a.Line - b.Line })
	return p
}

var slugForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Parse reads a codebook as codebook.txt writes it. A block begins with what it
// holds, "area: demining", and ends where the next one begins. The error is of type
// [Problems] and names every bad line.
func Parse(text string) (*Codebook, error) {
	r := reader{cb: &Codebook{index: map[string]int{}}, names: map[string]string{}}
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
	for i, line := range strings.Split(text, "\n") {
		r.line(i+1, strings.TrimSpace(line))
	}
	r.close()
	r.references()
	if err := r.bad.orNil(); err != nil {
		return nil, err
	}
	return r.cb, nil
}

// reader holds what Parse has read so far.
type reader struct {
	cb       *Codebook
	bad      Problems
	area     *Area // being read, or nil
	part     *Part // being read, or nil
	opened   int   // line on which the block began
	rules    []string
	from     int      // line of the first rule
	comments []string // since the last line that was none
	names    map[string]string
	checks   []check
}

// check is a rule whose lists are looked up when all lists are known.
type check struct {
	rule Rule
	line int
}

func (r *reader) problem(line int, format string, args ...any) {
	r.bad = append(r.bad, Problem{line, fmt.Sprintf(format, args...)})
}

func (r *reader) line(n int, line string) {
	if line == "" {
		if r.area == nil && r.part == nil {
			r.comments = nil // the head of the file
		}
		return
	}
	if line[0] == '#' {
		r.comments = append(r.comments, line)
		return
	}
	key, value, ok := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	if ok {
		switch key {
		case "area", string(List), string(Form), string(Stage), string(Sign), string(Domain):
			r.close()
			r.open(n, key, value)
			return
		}
	}
	switch {
	case r.area != nil && ok && r.field(key, value):
	case r.area != nil || r.part != nil:
		if len(r.rules) == 0 {
			r.from = n - len(r.comments)
		}
		for r.from+len(r.rules)+len(r.comments) < n {
			r.rules = append(r.rules, "") // keeps line numbers, also over empty lines
		}
		r.rules = append(append(r.rules, r.comments...), line)
		r.comments = nil
	default:
		r.problem(n, "“%s” belongs to no block: begin one with area, list, form, stage, sign or domain", short(line))
	}
}

func (r *reader) open(n int, kind, name string) {
	r.opened = n
	switch {
	case !slugForm.MatchString(name):
		r.problem(n, "“%s” is no name of a block: lower-case letters, digits and hyphens", short(name))
	case r.names[kind+" "+name] != "":
		r.problem(n, "%s “%s” is there twice", kind, name)
	case kind == string(Form) && !IsForm(name), kind == string(Stage) && !IsStage(name):
		r.problem(n, "there is no %s “%s”", kind, name)
	}
	r.names[kind+" "+name] = name
	if kind == "area" {
		r.area = &Area{Slug: name}
	} else {
		r.part = &Part{Kind: PartKind(kind), Name: name, Notes: strings.Join(r.comments, "\n")}
	}
	r.comments = nil
}

// field takes a line of an area that is no rule.
func (r *reader) field(key, value string) bool {
	a := r.area
	switch key {
	case "name":
		a.Name = value
	case "short":
		a.Short = value
	case "core":
		a.Core = value == "yes"
	case "style":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > MaxAreas {
			r.problem(r.opened, "area “%s” has the style “%s”: write a number from 1 to %d", a.Slug, short(value), MaxAreas)
		}
		a.Style = n
	case "retired":
		a.Retired = value == "yes"
	case "covers":
		a.Covers = value
	case "excludes":
		a.Excludes = value
	default:
		return false
	}
	return true
}

// close ends the block that is being read.
func (r *reader) close() {
	text := strings.TrimSpace(strings.Join(r.rules, "\n"))
	switch {
	case r.area != nil:
		r.area.Rules = text
		r.closeArea(*r.area)
		for _, p := range broad(r.checkRules(text)) {
			r.problem(r.from+p.Line-1, "%s", p.Reason)
		}
	case r.part != nil && r.part.Kind == List:
		r.part.Rules = text
		r.cb.parts = append(r.cb.parts, *r.part)
		for i, line := range strings.Split(text, "\n") {
			if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
				continue
			}
			clues, err := parseClues(line)
			if err != nil {
				r.problem(r.from+i, "%v", err)
			}
			r.checks = append(r.checks, check{Rule{Clues: clues}, r.from + i})
		}
	case r.part != nil:
		r.part.Rules = text
		r.cb.parts = append(r.cb.parts, *r.part)
		r.checkRules(text)
	}
	r.area, r.part, r.rules = nil, nil, nil
}

func (r *reader) closeArea(a Area) {
	switch {
	case a.Name == "":
		r.problem(r.opened, "area “%s” has no name", a.Slug)
	case r.names["name "+strings.ToLower(a.Name)] != "":
		r.problem(r.opened, "areas “%s” and “%s” have one name", r.names["name "+strings.ToLower(a.Name)], a.Slug)
	case len(r.cb.areas) == MaxAreas:
		r.problem(r.opened, "more than %d areas", MaxAreas)
	}
	if a.Short == "" {
		a.Short = a.Name
	}
	r.names["name "+strings.ToLower(a.Name)] = a.Slug
	r.cb.index[a.Slug] = len(r.cb.areas)
	r.cb.areas = append(r.cb.areas, a)
}

func (r *reader) checkRules(text string) []Rule {
	rules, err := ParseRules(text)
	if bad, ok := err.(Problems); ok {
		for _, p := range bad {
			r.problem(r.from+p.Line-1, "%s", p.Reason)
		}
	}
	for _, rule := range rules {
		r.checks = append(r.checks, check{rule, r.from + rule.Line - 1})
	}
	return rules
}

// references looks up the lists that rules refer to.
func (r *reader) references() {
	for _, c := range r.checks {
		for _, p := range unknownLists(c.rule, r.cb.parts) {
			r.problem(c.line, "%s", p.Reason)
		}
	}
}

// Phrases returns the phrases of a list.
func (p Part) Phrases() (out []words.Phrase) {
	for line := range strings.SplitSeq(p.Rules, "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			clues, _ := parseClues(line) // checked by Parse
			for _, c := range clues {
				out = append(out, c.Phrase)
			}
		}
	}
	return out
}

// Format writes a codebook so that [Parse] reads the same one. Comments before
// rules stay, those elsewhere do not.
func Format(cb *Codebook) string {
	var b strings.Builder
	b.WriteString("# Codebook of Entente\n")
	for _, p := range cb.parts {
		b.WriteString("\n")
		if p.Notes != "" {
			b.WriteString(p.Notes + "\n")
		}
		fmt.Fprintf(&b, "%s: %s\n", p.Kind, p.Name)
		writeRules(&b, p.Rules)
	}
	for _, a := range cb.areas {
		core := "no"
		if a.Core {
			core = "yes"
		}
		fmt.Fprintf(&b, "\narea: %s\n  name: %s\n  short: %s\n  core: %s\n", a.Slug, a.Name, a.Short, core)
		if a.Style > 0 {
			fmt.Fprintf(&b, "  style: %d\n", a.Style)
		}
		if a.Retired {
			b.WriteString("  retired: yes\n")
		}
		fmt.Fprintf(&b, "  covers: %s\n", a.Covers)
		if a.Excludes != "" {
			fmt.Fprintf(&b, "  excludes: %s\n", a.Excludes)
		}
		writeRules(&b, a.Rules)
	}
	return b.String()
}

func writeRules(b *strings.Builder, rules string) {
	for line := range strings.SplitSeq(rules, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString("  " + line + "\n")
		}
	}
}

// IsSlug tells whether an area could have this slug.
func IsSlug(s string) bool { return slugForm.MatchString(s) }
