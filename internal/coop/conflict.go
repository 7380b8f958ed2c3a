package coop

import (
	"slices"
	"strings"

	"entente/internal/gazetteer"
)

// Choice says what becomes of a field that two people changed differently.
type Choice string

// The choices. Both joins areas or parties; a text is one or the other.
const (
	Mine   Choice = "mine"
	Stored Choice = "stored"
	Both   Choice = "both"
)

// Choices are what was decided, by the name of the field. One that cannot be
// counts as [Mine]: what was typed is kept.
type Choices map[string]Choice

// Collision is a field that two people changed differently. A text is one
// value; areas and parties are as many as there are.
type Collision struct {
	Name         string
	Mine, Stored []string
	Was          []string // as it was when the edit began
	Known        bool     // whether Was is known
	List         bool     // areas or parties: they can be joined
	Choice       Choice
}

// Conflict is what an edit meets where somebody else saved in the meantime.
type Conflict struct {
	Collisions []Collision // in the order of the fields; they need a decision
	Taken      []string    // fields that only the other changed; the form has their text now
	Kept       []string    // fields that only this edit changed
	Since      []Change    // what was changed since the edit began, newest first
}

// Bases are what an edit is held against, nil where that is not known.
type Bases[F any] struct {
	Seen  *F // what its reader saw last: the version that it carries
	Began *F // what its reader began from, before any conflict
}

// Meet holds an edit against what is stored now. The form that it returns has
// the text of the other where only the other changed a field, and what was typed
// everywhere else. A field that is among the choices was asked about before, and
// is asked about again.
func (f ArticleForm) Meet(now ArticleForm, bases Bases[ArticleForm], made Choices) (ArticleForm, Conflict) {
	f.Version = now.Version
	c := meet(f.entries(), now.entries(), entriesOf(bases.Seen), entriesOf(bases.Began), made)
	return f, c
}

// Meet does for an engagement what [ArticleForm.Meet] does for an article.
func (f EngagementForm) Meet(now EngagementForm, bases Bases[EngagementForm], made Choices) (EngagementForm, Conflict) {
	f.Version = now.Version
	c := meet(f.entries(), now.entries(), entriesOf(bases.Seen), entriesOf(bases.Began), made)
	return f, c
}

// Decide is the form with the choices carried out: with stored, the text that
// its reader saw beside the own one.
func (f ArticleForm) Decide(stored ArticleForm, made Choices) ArticleForm {
	decide(f.entries(), stored.entries(), made)
	return f
}

// Decide does for an engagement what [ArticleForm.Decide] does for an article.
func (f EngagementForm) Decide(stored EngagementForm, made Choices) EngagementForm {
	decide(f.entries(), stored.entries(), made)
	return f
}

// Same tells whether two forms would store the same fields. Links and versions
// are not among these.
func (f ArticleForm) Same(g ArticleForm) bool { return same(f.entries(), g.entries()) }

// Same tells whether two forms would store the same fields.
func (f EngagementForm) Same(g EngagementForm) bool { return same(f.entries(), g.entries()) }

// entry is a field that an edit overwrites: a text, or a list.
type entry struct {
	name string
	text *string
	list *[]string             // instead of text
	key  func([]string) string // equal for values that are stored alike
}

func (f *ArticleForm) entries() []entry {
	return []entry{
		line("url", &f.URL), line("title", &f.Title), line("source", &f.Source), line("published", &f.Published), line("language", &f.Language),
		line("author", &f.Author), line("title_original", &f.TitleOriginal), line("archive_url", &f.ArchiveURL), line("accessed", &f.Accessed),
		text("summary", &f.Summary), text("body", &f.Body),
		{name: "areas", list: &f.Areas, key: areaKey}, {name: "parties", text: &f.Parties, key: partyKey},
		{name: "excluded", text: &f.Excluded, key: tickKey}, text("notes", &f.Notes),
	}
}

func (f *EngagementForm) entries() []entry {
	return []entry{
		line("title", &f.Title), line("form", &f.Form),
		{name: "engagement_start", text: &f.Start, key: dateKey}, {name: "engagement_end", text: &f.End, key: dateKey},
		line("place", &f.Place), line("series", &f.Series), {name: "parties", text: &f.Parties, key: roleKey},
		{name: "officials", text: &f.Officials, key: officialsKey}, text("notes", &f.Notes), {name: "areas", list: &f.Areas, key: areaKey},
	}
}

func line(name string, s *string) entry { return entry{name: name, text: s, key: lineKey} }
func text(name string, s *string) entry { return entry{name: name, text: s, key: textKey} }

func lineKey(v []string) string { return Line(v[0]) }
func textKey(v []string) string { return Text(v[0]) }

func tickKey(v []string) string {
	if v[0] != "" {
		return "1"
	}
	return ""
}

func dateKey(v []string) string {
	if d, err := ParseDate(v[0]); err == nil {
		return string(d)
	}
	return Line(v[0])
}

func areaKey(v []string) string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(v))), "\n")
}

func partyKey(names []string) string {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = party(name)
	}
	return areaKey(keys)
}

func roleKey(names []string) string {
	keys := make([]string, len(names))
	for i, name := range names {
		_, role := CutRole(name)
		keys[i] = party(name) + " " + role
	}
	return areaKey(keys)
}

func officialsKey(v []string) string {
	if officials, wrong := parseOfficials(v[0]); wrong == "" {
		return officialsText(officials)
	}
	return Text(v[0])
}

// party is the code of a party without its role, or what was typed if that is none.
func party(name string) string {
	name, _ = CutRole(name)
	if code, err := gazetteer.Resolve(name); err == nil {
		return code
	}
	return name
}

// isList tells whether the field holds several values.
func (e entry) isList() bool { return e.list != nil || e.name == "parties" }

// values are what the field holds.
func (e entry) values() []string {
	switch {
	case e.list != nil:
		return *e.list
	case e.isList():
		return partyList(*e.text)
	}
	return []string{*e.text}
}

func (e entry) same(o entry) bool { return e.key(e.values()) == o.key(o.values()) }

// take puts the value of another form into this one.
func (e entry) take(o entry) {
	if e.list != nil {
		*e.list = *o.list
		return
	}
	*e.text = *o.text
}

// join adds the values of another form to those of this one.
func (e entry) join(o entry) {
	values := slices.Clone(e.values())
	for _, v := range o.values() {
		if !slices.ContainsFunc(values, func(have string) bool { return party(have) == party(v) }) {
			values = append(values, v)
		}
	}
	if e.list != nil {
		*e.list = values
		return
	}
	*e.text = strings.Join(values, ", ")
}

func entriesOf[F any, P interface {
	*F
	entries() []entry
}](f P) []entry {
	if f == nil {
		return nil
	}
	return f.entries()
}

// same, meet and decide take the entries of forms of one kind, field by field.
func same(a, b []entry) bool {
	return slices.EqualFunc(a, b, entry.same)
}

func meet(mine, now, seen, began []entry, made Choices) (c Conflict) {
	for i, m := range mine {
		n := now[i]
		choice, asked := made[m.name]
		switch {
		case m.same(n):
			continue
		case asked || seen == nil:
		case m.same(seen[i]):
			m.take(n)
			c.Taken = append(c.Taken, m.name)
			continue
		case n.same(seen[i]):
			c.Kept = append(c.Kept, m.name)
			continue
		}
		at := Collision{Name: m.name, Mine: m.values(), Stored: n.values(), List: m.isList(), Choice: choice.of(m)}
		if began != nil {
			at.Was, at.Known = began[i].values(), true
		}
		c.Collisions = append(c.Collisions, at)
	}
	return c
}

func decide(mine, stored []entry, made Choices) {
	for i, m := range mine {
		switch made[m.name].of(m) {
		case Stored:
			m.take(stored[i])
		case Both:
			m.join(stored[i])
		}
	}
}

// of is the choice, if the field leaves it.
func (c Choice) of(e entry) Choice {
	if c == Stored || c == Both && e.isList() {
		return c
	}
	return Mine
}
