package coop

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente/internal/codebook"
	"entente/internal/gazetteer"
)

// Official is somebody who took part in an engagement for a party, with the post
// held at that time.
type Official struct {
	Party string `json:"party"` // a code
	Name  string `json:"name"`
	Post  string `json:"post"` // "" for not stated
}

// String is how an official is named in a history.
func (o Official) String() string {
	if o.Post == "" {
		return o.Name + " (" + o.Party + ")"
	}
	return o.Name + ", " + o.Post + " (" + o.Party + ")"
}

// Participants are the parties of an engagement, each with its role, if that is
// stated, in brackets behind the code: "KH (recipient)".
func (e Engagement) Participants() []string {
	out := make([]string, len(e.Parties))
	for i, code := range e.Parties {
		out[i] = withRole(code, e.Roles[code])
	}
	return out
}

// SetParticipants is the inverse of [Engagement.Participants].
func (e *Engagement) SetParticipants(participants []string) {
	e.Parties, e.Roles = nil, nil
	for _, p := range participants {
		code, role := CutRole(p)
		e.Parties = append(e.Parties, code)
		e.setRole(code, role)
	}
}

// WithRole is the engagement with a further party, or another role of one that takes
// part; an empty role leaves that which it has.
func (e Engagement) WithRole(party, role string) Engagement {
	e.Roles = maps.Clone(e.Roles)
	e.setRole(party, role)
	if !slices.Contains(e.Parties, party) {
		e.Parties = append(slices.Clip(e.Parties), party)
	}
	return e
}

// setRole notes a role, in a map of this engagement's own.
func (e *Engagement) setRole(party, role string) {
	if role == "" {
		return
	}
	if e.Roles == nil {
		e.Roles = map[string]string{}
	}
	e.Roles[party] = role
}

// Complete puts officials in order and adds their parties: whoever somebody
// speaks for takes part. Roles of parties that do not take part are left out.
func (e Engagement) Complete() Engagement {
	parties := slices.Clone(e.Parties)
	for _, o := range e.Officials {
		parties = append(parties, o.Party)
	}
	slices.Sort(parties)
	e.Parties = slices.Compact(parties)
	e.Officials = sortOfficials(e.Officials)
	roles := e.Roles
	e.Roles = nil
	for _, code := range e.Parties {
		e.setRole(code, roles[code])
	}
	return e
}

func sortOfficials(officials []Official) []Official {
	return slices.SortedStableFunc(slices.Values(officials), func(a, b Official) int { return cmp.Compare(a.Party, b.Party) })
}

func withRole(party, role string) string {
	if role == "" {
		return party
	}
	return party + " (" + role + ")"
}

// CutRole takes the role, in brackets, off a party as it is typed. Other brackets belong to the name.
func CutRole(typed string) (party, role string) {
	name, bracket := cutBracket(typed)
	if role = roleOf(bracket); role == "" {
		return typed, ""
	}
	return name, role
}

func cutBracket(typed string) (name, inside string) {
	at := strings.LastIndex(typed, "(")
	if at < 0 || !strings.HasSuffix(typed, ")") {
		return typed, ""
	}
	return strings.TrimSpace(typed[:at]), strings.TrimSpace(typed[at+1 : len(typed)-1])
}

// roleOf is the slug of a role as it is typed, or "".
func roleOf(typed string) string {
	if slug := strings.ToLower(typed); codebook.IsRole(slug) {
		return slug
	}
	return ""
}

// rolesText writes parties with their roles as a person would type them.
func rolesText(codes []string, roles map[string]string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = withRole(partyNames([]string{code}), roles[code])
	}
	return strings.Join(names, ", ")
}

// roles reads parties with their roles.
func (c *checker) roles(field, s string) (codes []string, roles map[string]string) {
	var e Engagement
	for _, typed := range partyList(c.line(field, s)) {
		name, role := CutRole(typed)
		code, err := gazetteer.Resolve(name)
		if err != nil {
			c.fail(field, unknownRole(typed, err))
			continue
		}
		if had := e.Roles[code]; had != "" && role != "" && had != role {
			c.fail(field, gazetteer.Name(code)+" has two roles here, "+had+" and "+role+". Keep one.")
		}
		codes = append(codes, code)
		e.setRole(code, role)
	}
	slices.Sort(codes)
	return slices.Compact(codes), e.Roles
}

// unknownRole says what is wrong with a party as typed: its role, or its name.
func unknownRole(typed string, err error) string {
	name, bracket := cutBracket(typed)
	if _, known := gazetteer.Resolve(name); bracket != "" && known == nil {
		return "There is no role “" + bracket + "”. It can be " + RoleList() + "."
	}
	return UnknownParty(err)
}

// RoleList names the roles.
func RoleList() string {
	var slugs []string
	for _, r := range codebook.Roles() {
		slugs = append(slugs, r.Slug)
	}
	return orList(slugs)
}

func officialsText(officials []Official) string {
	lines := make([]string, len(officials))
	for i, o := range officials {
		if lines[i] = o.Name + "; "; o.Post != "" {
			lines[i] += o.Post + "; "
		}
		lines[i] += partyNames([]string{o.Party})
	}
	return strings.Join(lines, "\n")
}

func (c *checker) officials(field, s string) []Official {
	officials, wrong := parseOfficials(c.text(field, s, MaxNote))
	if wrong != "" {
		c.fail(field, wrong)
	}
	return officials
}

// parseOfficials reads a line for each official, and says what is wrong with the
// first line that is.
func parseOfficials(s string) (out []Official, wrong string) {
	lineOf := map[Official]int{}
	line := 0
	for text := range strings.Lines(Text(s)) {
		line++
		if strings.TrimSpace(text) == "" {
			continue
		}
		o, wrong := parseOfficial(text)
		if wrong == "" {
			same := Official{Party: o.Party, Name: o.Name}
			if first := lineOf[same]; first > 0 {
				wrong = fmt.Sprintf("“%s” of the same party stands in line %d. Put both posts into one line.", o.Name, first)
			}
			lineOf[same] = line
		}
		if wrong != "" {
			return nil, fmt.Sprintf("Line %d: %s", line, wrong)
		}
		out = append(out, o)
	}
	return sortOfficials(out), ""
}

// parseOfficial reads "name; post; party", or "name; party".
func parseOfficial(s string) (o Official, wrong string) {
	parts := strings.Split(s, ";")
	for i, part := range parts {
		parts[i] = Line(part)
	}
	if len(parts) == 2 {
		parts = []string{parts[0], "", parts[1]}
	}
	if len(parts) != 3 || parts[0] == "" || parts[2] == "" {
		return o, "Write name; post; party with semicolons between. The post may be left out."
	}
	for _, part := range parts {
		if wrong = readable(part, MaxLine); wrong != "" {
			return o, wrong
		}
	}
	code, err := gazetteer.Resolve(parts[2])
	if err != nil {
		return o, UnknownParty(err)
	}
	return Official{Party: code, Name: parts[0], Post: parts[1]}, ""
}

// OfficialLine makes a name or a post out of what a file holds, or says what is wrong.
func OfficialLine(s string) (line, wrong string) {
	if wrong = readable(s, MaxLine); wrong == "" && strings.Contains(s, ";") {
		wrong = "A name or post must not hold a semicolon, which stands between them in the form."
	}
	return Line(s), wrong
}
