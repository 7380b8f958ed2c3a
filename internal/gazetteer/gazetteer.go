// Package gazetteer knows the parties that an engagement can be coded with: every
// state and territory of ISO 3166-1, and the organisations of the codebook.
//
// # What it knows nothing of
//
// It has no HTTP, SQL or HTML, and does not know what an engagement or a role is. It
// tells where a text names a party, and not whether that party takes part in anything.
//
// # The way in
//
// What a person typed or a CSV file holds becomes a code through [Resolve], a code
// becomes words on a page through [Name], and a form lists its choices with [All].
// [Find] finds the parties that a running text names.
//
// # The data
//
// The parties stand in parties.csv, one a line. Columns are found by the names in the
// first line, so one more column disturbs nothing. ISO alpha-3 codes are among the
// aliases, except those that are also an everyday word, name or abbreviation in
// English: AND is not Andorra, MAR is not Morocco.
//
// Running text is searched for the names and aliases of parties.csv, but not for its
// abbreviations, and for the words of words.csv, where a line has a code, a kind and
// words with ";" between them. Lines that begin with # are remarks. A word matches as
// a whole, whatever its accents; a capital in the table must be one in the text, and
// an acronym must be in capitals throughout: "US", not "us". The longest match counts.
//
// Two codes, KR/KP, mean that the word counts for the one that the text also names
// otherwise, for the first if it names neither, and for none if it names both. A code
// with a question mark, PH?, means that the word only counts beside another word for
// that party: AFP may be an army, a news agency or a police force. Of words with a bar
// in them, the part before it is the mention and the rest must follow: North| and South
// Korea.
//
// These kinds of words make mentions, and are the [MentionKind] of it:
//
//	name      names and abbreviations
//	people    adjectives and peoples
//	force     forces, ministries, agencies, commands, bases
//	office    houses and leaders of a government
//	body      missions and bodies of an organisation
//	seat      capitals
//	place     other towns and parts of a state
//	prefix    the first part of a joined word: Sino-Russian
//	ship      what stands in front of a ship's name: USS
//
// These help to read the words around them:
//
//	service   a force, if it follows a name or an adjective: "Cambodian" navy
//	post      a leader, in the same way: "Japan's" prime minister
//	not       names no party, whatever it contains: South China Sea, Latin American
//	state     parts of the United States and Canada, for "Paris, Texas" and National Guards
//	town      names that towns there have, too: "Lebanon, Ohio"
//	unless    shows that the name of the party means another place: Atlanta, for Georgia
//	surname   names that are last names, too, after a first name, an initial or a rank
//	forename  names that are first names, too, in front of a last name
//	first     first names
//	rank      ranks and titles
//	loud      acronyms that are other words in a line all in capitals: PLAN
//	doubtful  names that count after "in" or beside another word for the party: Jersey
//	accented  names that are another word without their accent: Malé
package gazetteer

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Kind tells states from organisations.
type Kind string

// The kinds of party. A territory with an ISO code of its own counts as a state.
const (
	State        Kind = "state"
	Organisation Kind = "organisation"
)

// Party is a state or organisation that can take part in an engagement.
type Party struct {
	Code    string // ISO 3166-1 alpha-2, or the codebook's code of an organisation
	Name    string // plain short English name, as analysts write it
	Kind    Kind
	Aliases []string // other names, former names and abbreviations
}

// All returns every party, ordered by name as an English reader expects: Åland
// stands among the A. The slice is the caller's to change.
func All() []Party {
	parties := slices.Clone(known().parties)
	for i := range parties {
		parties[i] = parties[i].clone()
	}
	return parties
}

// Lookup returns the party with a code, exactly as stored: in upper case, with
// nothing around it. Anything a person wrote goes through [Resolve] instead.
func Lookup(code string) (Party, bool) {
	idx := known()
	i, ok := idx.byCode[code]
	if !ok {
		return Party{}, false
	}
	return idx.parties[i].clone(), true
}

// Name returns the name of the party with a code, or the code itself if there is
// no such party, so that a page always has something to show.
func Name(code string) string {
	idx := known()
	if i, ok := idx.byCode[code]; ok {
		return idx.parties[i].Name
	}
	return code
}

// clone keeps the shared aliases out of callers' reach.
func (p Party) clone() Party {
	p.Aliases = slices.Clone(p.Aliases)
	return p
}

//go:embed parties.csv
var table string

// shared are words that could mean several parties, with the codes of these. They
// are no party's alias, because a guess would be wrong half of the time.
var shared = map[string][]string{
	"Korea":                      {"KP", "KR"},
	"Congo":                      {"CD", "CG"},
	"Virgin Islands":             {"VG", "VI"},
	"Guiana":                     {"GF", "GY", "SR"},
	"Rhodesia and Nyasaland":     {"MW", "ZM", "ZW"},
	"Ruanda-Urundi":              {"BI", "RW"},
	"Gilbert and Ellice Islands": {"KI", "TV"},
	"French Indochina":           {"KH", "LA", "VN"},
	"Indochina":                  {"KH", "LA", "VN"},
	"Czechoslovakia":             {"CZ", "SK"},
	"Serbia and Montenegro":      {"ME", "RS"},
	"Yugoslavia":                 {"BA", "HR", "ME", "MK", "RS", "SI"},
	"Netherlands Antilles":       {"BQ", "CW", "SX"},
}

// index is the table made ready for look-ups. It is not changed once built.
type index struct {
	parties   []Party        // in the order of All
	byCode    map[string]int // code → place in parties
	byWord    map[string]int // folded code, name or alias → place in parties
	ambiguous map[string][]int
	words     []word
}

// word is a folded name or alias, kept for comparing with misspelt ones.
type word struct {
	runes []rune
	party int
}

// known returns the index of the embedded table. It panics if the table is
// wrong, which the tests find before any user can.
var known = sync.OnceValue(func() *index {
	idx, err := newIndex(table, shared)
	if err != nil {
		panic(fmt.Sprintf("gazetteer: parties.csv: %v", err))
	}
	return idx
})

// isOrganisation tells whether a code is that of an organisation.
func (idx *index) isOrganisation(code string) bool {
	i, ok := idx.byCode[code]
	return ok && idx.parties[i].Kind == Organisation
}

// newIndex reads a table and reports everything that is wrong with it at once.
func newIndex(table string, shared map[string][]string) (*index, error) {
	parties, err := parseTable(table)
	if err != nil {
		return nil, err
	}
	collator := collate.New(language.English)
	slices.SortStableFunc(parties, func(a, b Party) int {
		return collator.CompareString(a.Name, b.Name)
	})

	idx := &index{
		parties:   parties,
		byCode:    make(map[string]int, len(parties)),
		byWord:    make(map[string]int, 6*len(parties)),
		ambiguous: make(map[string][]int, len(shared)),
	}
	var errs []error
	claim := func(text string, party int) {
		key := fold(text)
		if key == "" {
			errs = append(errs, fmt.Errorf("%s: %q has no letters", parties[party].Code, text))
			return
		}
		owner, taken := idx.byWord[key]
		switch {
		case !taken:
			idx.byWord[key] = party
			idx.words = append(idx.words, word{[]rune(key), party})
		case owner != party:
			errs = append(errs, fmt.Errorf("%q is claimed by %s and %s", text, parties[owner].Code, parties[party].Code))
		}
	}
	for i, p := range parties {
		if _, taken := idx.byCode[p.Code]; taken {
			errs = append(errs, fmt.Errorf("code %s is there twice", p.Code))
		}
		idx.byCode[p.Code] = i
		claim(p.Code, i)
	}
	for i, p := range parties {
		claim(p.Name, i)
		for _, alias := range p.Aliases {
			claim(alias, i)
		}
	}
	for text, codes := range shared {
		key := fold(text)
		if owner, taken := idx.byWord[key]; taken {
			errs = append(errs, fmt.Errorf("shared word %q is claimed by %s", text, parties[owner].Code))
		}
		for _, code := range codes {
			i, ok := idx.byCode[code]
			if !ok {
				errs = append(errs, fmt.Errorf("shared word %q: no party has code %s", text, code))
			}
			idx.ambiguous[key] = append(idx.ambiguous[key], i)
		}
		slices.Sort(idx.ambiguous[key])
	}
	return idx, errors.Join(errs...)
}

// parseTable reads the lines of a table, in their order.
func parseTable(table string) ([]Party, error) {
	r := csv.NewReader(strings.NewReader(table))
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	column := map[string]int{}
	for i, name := range header {
		column[name] = i
	}
	for _, name := range []string{"code", "kind", "name", "aliases"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("no column %q", name)
		}
	}
	records, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	parties := make([]Party, 0, len(records))
	var errs []error
	for _, record := range records {
		p := Party{
			Code: record[column["code"]],
			Kind: Kind(record[column["kind"]]),
			Name: record[column["name"]],
		}
		if aliases := record[column["aliases"]]; aliases != "" {
			p.Aliases = strings.Split(aliases, ";")
		}
		if p.Code != strings.ToUpper(p.Code) {
			errs = append(errs, fmt.Errorf("code %s is not in upper case", p.Code))
		}
		if p.Kind != State && p.Kind != Organisation {
			errs = append(errs, fmt.Errorf("%s: kind %q is neither state nor organisation", p.Code, p.Kind))
		}
		for _, text := range append([]string{p.Code, p.Name}, p.Aliases...) {
			if text != strings.TrimSpace(text) {
				errs = append(errs, fmt.Errorf("%s: space around %q", p.Code, text))
			}
		}
		parties = append(parties, p)
	}
	return parties, errors.Join(errs...)
}
