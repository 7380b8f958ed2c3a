package gazetteer

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed words.csv
var wordTable string

// What a line of words.csv is for. The first ones are also kinds of mention.
const (
	kindName     = string(ByName)
	kindPeople   = string(ByPeople)
	kindSeat     = string(BySeat)
	kindPlace    = string(ByPlace)
	kindForce    = string(ByForce)
	kindOffice   = string(ByOffice)
	kindBody     = string(ByBody)
	kindPrefix   = "prefix"   // Sino-, only in front of a hyphen
	kindShip     = "ship"     // USS, only in front of a name
	kindState    = "state"    // a part of the United States or of Canada
	kindUnless   = "unless"   // shows that the name of the party means another place
	kindNot      = "not"      // means no party, whatever is in it
	kindService  = "service"  // what follows the name of a party and is its force
	kindPost     = "post"     // what follows the name of a party and leads it
	kindForename = "forename" // a name of a party that is also a first name
	kindSurname  = "surname"  // a name of a party that is also a last name
	kindAccented = "accented" // a name that is another word without its accent
	kindLoud     = "loud"     // an acronym that is another word in a line all in capitals
	kindDoubtful = "doubtful" // a name that only counts for a place, or beside another word for it
	kindTown     = "town"     // a name that towns in America have, too
	kindFirst    = "first"    // first names
	kindRank     = "rank"     // ranks and titles in front of a name
)

var kindsOfWords = []string{
	kindName, kindPeople, kindSeat, kindPlace, kindForce, kindOffice, kindBody, kindPrefix, kindShip, kindState, kindUnless,
	kindNot, kindService, kindPost, kindForename, kindSurname, kindAccented, kindLoud, kindDoubtful, kindTown, kindFirst, kindRank,
}

// kindsWithCode are those whose words belong to a party.
var kindsWithCode = kindsOfWords[:11]

// guards follow the name of a state of the US. Each of these has a National Guard.
var guards = []string{
	"National Guard", "Army National Guard", "Air National Guard", "Army and Air National Guard",
	"Guard", "Guardsmen", "Army Guard", "Air Guard",
}

// phrase is a word, or several, that a text is searched for.
type phrase struct {
	codes []string // of the party, or of those it could mean
	maybe bool     // it only counts if its party is named in another way, too
	kind  string
	looks []look // what each word needs at least
	exact string // how its only word must be written, if capitals are in the middle
	take  int    // how many words name the party; the others only have to follow
}

// vocabulary is what Find knows, made ready. It is not changed once built.
type vocabulary struct {
	words   map[string]int // folded word → number
	phrases trie
	after   trie                    // services and posts
	single  map[string]map[int]bool // kind → words that are of it by themselves
}

// vocab returns the words of the embedded tables. It panics if they are wrong, which
// the tests find before any user can.
var vocab = sync.OnceValue(func() *vocabulary {
	v, err := newVocabulary(wordTable, known().parties)
	if err != nil {
		panic(fmt.Sprintf("gazetteer: words.csv: %v", err))
	}
	return v
})

// newVocabulary puts the names of the parties and the table of further words together.
func newVocabulary(table string, parties []Party) (*vocabulary, error) {
	v := &vocabulary{
		words:  map[string]int{",": comma, "/": slash, "(": bracket, "and": firstWord},
		single: map[string]map[int]bool{},
	}
	isCode := map[string]bool{}
	var errs []error
	add := func(codes []string, maybe bool, kind, text string) {
		if err := v.add(codes, maybe, kind, text); err != nil {
			errs = append(errs, err)
		}
	}
	r := csv.NewReader(strings.NewReader(table))
	r.Comment = '#'
	r.FieldsPerRecord = 3
	records, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	if len(records) == 0 || !slices.Equal(records[0], []string{"code", "kind", "words"}) {
		return nil, errors.New(`the first line is not "code,kind,words"`)
	}
	for _, p := range parties {
		isCode[p.Code] = true
		add([]string{p.Code}, false, kindName, p.Name)
		for _, alias := range p.Aliases {
			if !isAbbreviation(alias) && !strings.Contains(alias, ",") {
				add([]string{p.Code}, false, kindName, alias)
			}
		}
	}
	for _, record := range records[1:] {
		kind := record[1]
		if !slices.Contains(kindsOfWords, kind) {
			errs = append(errs, fmt.Errorf("no kind %q", kind))
			continue
		}
		code, maybe := strings.CutSuffix(record[0], "?")
		var codes []string
		if code != "" {
			codes = strings.Split(code, "/")
		}
		for _, c := range codes {
			if !isCode[c] {
				errs = append(errs, fmt.Errorf("no party has code %q", c))
			}
		}
		for _, text := range strings.Split(record[2], ";") {
			add(codes, maybe, kind, text)
			if kind == kindBody && isLongAcronym(text) {
				add(codes, maybe, kind, text[:1]+strings.ToLower(text[1:]))
			}
			if kind == kindState && code == "US" {
				for _, guard := range guards {
					add(codes, maybe, kindForce, text+" "+guard)
				}
			}
		}
	}
	v.phrases.begin(len(v.words))
	v.after.begin(len(v.words))
	return v, errors.Join(errs...)
}

// isAbbreviation tells whether an alias is short and all capitals, as codes are.
// Those that are safe in running text are listed in words.csv.
func isAbbreviation(alias string) bool {
	return len(alias) <= 8 && !strings.Contains(alias, " ") && strings.ToUpper(alias) == alias
}

// isLongAcronym tells whether a text is an acronym that British papers write as a
// word: Unifil.
func isLongAcronym(text string) bool {
	return len(text) > 3 && !strings.ContainsFunc(text, func(r rune) bool { return r < 'A' || 'Z' < r })
}

// add enters one phrase.
func (v *vocabulary) add(codes []string, maybe bool, kind, text string) error {
	p := &phrase{codes: codes, maybe: maybe, kind: kind}
	var path []int
	named, others, _ := strings.Cut(text, "|")
	p.take = len(scan(named, v.words))
	text = named + others
	for _, t := range scan(text, v.words) {
		if w := t.gap.word(); w != unknown {
			path = append(path, w)
		}
		s := text[t.start:t.end]
		key := foldWord(s)
		n, ok := v.words[key]
		if !ok {
			n = len(v.words) + 1 // 0 is unknown
			v.words[key] = n
		}
		path = append(path, n)
		need := t.look & (capital | upper)
		if t.end-t.start == 1 {
			need &^= upper
		}
		if need == capital && strings.ToLower(s[1:]) != s[1:] {
			p.exact = s
		}
		p.looks = append(p.looks, need)
	}
	if len(codes) == 0 && slices.Contains(kindsWithCode, kind) {
		return fmt.Errorf("%q: %s needs a code", text, kind)
	}
	if len(path) == 0 || text != strings.TrimSpace(text) {
		return fmt.Errorf("%s: %q has no letters, or space around it", kind, text)
	}
	switch kind {
	case kindForename, kindSurname, kindAccented, kindLoud, kindDoubtful, kindTown, kindFirst, kindRank:
		if len(path) > 1 {
			return fmt.Errorf("%s: %q is more than a word", kind, text)
		}
		if v.single[kind] == nil {
			v.single[kind] = map[int]bool{}
		}
		v.single[kind][path[0]] = true
	case kindService, kindPost:
		v.after.insert(path, p)
	default:
		if other := v.phrases.insert(path, p); other != nil && p.kind != kindNot {
			return fmt.Errorf("%q stands for %s and %s", text, strings.Join(other.codes, "/"), strings.Join(codes, "/"))
		}
	}
	return nil
}

// foldWord folds one word, without the dots of its initials.
func foldWord(s string) string {
	folded, _, _ := readWord(strings.ReplaceAll(s, ".", ""), 0, nil)
	return string(folded)
}
