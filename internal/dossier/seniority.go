package dossier

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Level is how senior an official is, by the words of the post.
type Level string

// The levels, the most senior first.
const (
	HeadOfState Level = "head of state or government"
	Minister    Level = "minister"
	Chief       Level = "chief of defence or of a service"
	Senior      Level = "senior official or officer"
	Other       Level = "other, or no post stated"
)

// Levels are all of them, the most senior first.
func Levels() []Level { return []Level{HeadOfState, Minister, Chief, Senior, Other} }

// posts are the words by which a post is known. The first row that a post has
// decides, so what is said more closely stands above what is said in general:
// a deputy prime minister is a minister here, a deputy minister a senior official,
// and the president of a court is neither.
var posts = []struct {
	phrase string
	level  Level
}{
	{"deputy prime minister", Minister}, {"vice president", HeadOfState}, {"vice prime minister", Minister},
	// Those who stand in, assist or have left are not the office itself.
	{"deputy", Senior}, {"vice", Senior}, {"assistant", Senior}, {"under secretary", Senior}, {"undersecretary", Senior}, {"permanent secretary", Senior},
	{"secretary of state for defence", Minister}, {"former", Other}, {"spokesman", Other}, {"spokeswoman", Other}, {"spokesperson", Other}, {"adviser", Senior}, {"advisor", Senior},
	{"prime minister", HeadOfState}, {"head of state", HeadOfState}, {"head of government", HeadOfState}, {"president of the senate", Senior},
	{"president", HeadOfState}, {"premier", HeadOfState}, {"chancellor", HeadOfState}, {"king", HeadOfState}, {"queen", HeadOfState}, {"sultan", HeadOfState}, {"crown prince", HeadOfState},
	{"minister", Minister}, {"secretary of defense", Minister}, {"secretary of defence", Minister}, {"secretary of state", Minister}, {"defense secretary", Minister},
	{"defence secretary", Minister}, {"national defense secretary", Minister}, {"secretary general", Minister},
	{"commander in chief", Chief}, {"chief of defence", Chief}, {"chief of defense", Chief}, {"chief of the general staff", Chief}, {"chief of general staff", Chief},
	{"chief of staff", Chief}, {"joint chiefs", Chief}, {"chief of army", Chief}, {"chief of navy", Chief}, {"army chief", Chief}, {"navy chief", Chief}, {"air force chief", Chief},
	{"chief of naval operations", Chief}, {"commandant", Chief}, {"supreme commander", Chief}, {"commander of the army", Chief}, {"commander of the navy", Chief},
	{"ambassador", Senior}, {"secretary", Senior}, {"director", Senior}, {"general", Senior}, {"admiral", Senior}, {"commander", Senior}, {"chief", Senior},
	{"attache", Senior}, {"colonel", Senior}, {"envoy", Senior}, {"commissioner", Senior}, {"governor", Senior},
}

// LevelOf is the level of a post; that of one that is not stated is Other.
func LevelOf(post string) Level {
	text := spaced(post)
	for _, p := range posts {
		if strings.Contains(text, spaced(p.phrase)) {
			return p.level
		}
	}
	return Other
}

// spaced is a text as lower-case words between spaces.
func spaced(text string) string {
	text = strings.ReplaceAll(strings.ToLower(text), "é", "e")
	return " " + strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }), " ") + " "
}

// Contact is an official who took part in an engagement, with the post of that time.
type Contact struct {
	Engagement int64
	Party      string
	Name, Post string
}

// Official is one person with the engagements in which that person took part.
type Official struct {
	Party, Name string
	Post        string  // the latest that is stated
	Level       Level   // the most senior of any time
	Engagements []int64 // latest first
}

// Officials puts contacts, latest first, together by person: the most senior first,
// then those with most engagements, then by party and name.
func Officials(contacts []Contact) []Official {
	type person struct{ party, name string }
	index := map[person]int{}
	var out []Official
	for _, c := range contacts {
		who := person{c.Party, c.Name}
		i, known := index[who]
		if !known {
			i = len(out)
			index[who] = i
			out = append(out, Official{Party: c.Party, Name: c.Name, Level: Other})
		}
		o := &out[i]
		o.Post = cmp.Or(o.Post, c.Post)
		if level := LevelOf(c.Post); rankOf(level) < rankOf(o.Level) {
			o.Level = level
		}
		o.Engagements = append(o.Engagements, c.Engagement)
	}
	slices.SortStableFunc(out, func(a, b Official) int {
		return cmp.Or(rankOf(a.Level)-rankOf(b.Level), len(b.Engagements)-len(a.Engagements), cmp.Compare(a.Party, b.Party), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func rankOf(l Level) int { return slices.Index(Levels(), l) }
