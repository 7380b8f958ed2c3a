package gazetteer

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// maxText bounds the bytes looked at. No name comes near it, and the work done
	// for a field that somebody filled with a whole article stays small.
	maxText = 200

	maxCandidates = 3 // misspellings; a shared word names all it could mean
	maxDistance   = 2
	minPrefix     = 3 // letters; fewer begin too many names to be a hint
	minWord       = 4 // letters; nearly every code is two steps from every other
)

// UnknownError says that a text does not name one party.
type UnknownError struct {
	Text       string   // as given to [Resolve]
	Candidates []string // names of the parties it could mean, the likeliest first; may be empty
}

// Error names the text, shortened if very long, and the candidates.
func (e *UnknownError) Error() string {
	text := e.Text
	if len(text) > maxText {
		cut := maxText
		for cut > maxText-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + "…"
	}
	if len(e.Candidates) == 0 {
		return fmt.Sprintf("unknown party %q", text)
	}
	return fmt.Sprintf("unknown party %q: could mean %s", text, strings.Join(e.Candidates, " or "))
}

// Resolve returns the code of the party that text names by its code, its name or
// an alias. Case, diacritics, punctuation, the article "the" and surplus white space
// do not matter: "the u.s." is US and "COTE D’IVOIRE" is CI. No alias is the code of
// another party, so AU is always Australia.
//
// The error is an [*UnknownError]. It holds candidates if text could mean several
// parties, as "Korea" does, or looks like a misspelt or unfinished name.
func Resolve(text string) (code string, err error) {
	trimmed := strings.TrimSpace(text)
	if len(trimmed) > maxText {
		return "", &UnknownError{Text: text}
	}
	idx := known()
	key := fold(trimmed)
	if i, ok := idx.byWord[key]; ok {
		return idx.parties[i].Code, nil
	}
	candidates, ok := idx.ambiguous[key]
	if !ok {
		candidates = idx.near([]rune(key))
	}
	unknown := &UnknownError{Text: text}
	for _, i := range candidates {
		unknown.Candidates = append(unknown.Candidates, idx.parties[i].Name)
	}
	return "", unknown
}

// letters are written in ASCII by hand, as Unicode does not take them apart.
var letters = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'ı': "i",
}

// apostrophes are the characters that people and their keyboards put for one.
const apostrophes = "'’‘‛`´ʹʻʼʽˈ′＇"

// fold reduces a text to what tells parties apart: words of lower-case letters
// without marks, one space between them. Two texts that fold alike mean the same.
func fold(text string) string {
	// Before decomposing, which would make a space and a mark of the acute accent.
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(apostrophes, r) {
			return -1
		}
		return r
	}, text)

	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		r = unicode.ToLower(r)
		switch {
		case unicode.In(r, unicode.M, unicode.Cf):
			// Marks, and invisible characters such as a byte order mark.
		case r == '&':
			b.WriteString(" and ")
		case unicode.IsSpace(r), unicode.IsPunct(r), unicode.IsControl(r):
			b.WriteByte(' ')
		case letters[r] != "":
			b.WriteString(letters[r])
		default:
			b.WriteRune(r)
		}
	}
	return joinInitials(slices.DeleteFunc(strings.Fields(b.String()), func(w string) bool {
		return w == "the"
	}))
}

// joinInitials puts words together with spaces, but single letters in a row
// without, so that "U.S.", "U. S." and "US" are one.
func joinInitials(words []string) string {
	var b strings.Builder
	afterInitial := false
	for i, w := range words {
		initial := utf8.RuneCountInString(w) == 1
		if i > 0 && !(initial && afterInitial) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		afterInitial = initial
	}
	return b.String()
}

// near returns the parties with a name or alias that is a few slips of the
// keyboard away from text or begins with it, the likeliest first: a beginning
// without a slip is likelier than two slips, but not than one.
func (idx *index) near(text []rune) []int {
	limit := maxDistance
	if len(text) <= minWord {
		limit = 1 // two slips turn a word of four letters into almost any other
	}
	const prefixRank = 3
	best := map[int]int{} // party → rank
	for _, w := range idx.words {
		if len(w.runes) < minWord {
			continue
		}
		rank := 2 * distance(text, w.runes, limit)
		if rank > 2*limit {
			rank = math.MaxInt
		}
		if len(text) >= minPrefix && len(text) <= len(w.runes) && slices.Equal(w.runes[:len(text)], text) {
			rank = min(rank, prefixRank)
		}
		if old, ok := best[w.party]; rank < math.MaxInt && (!ok || rank < old) {
			best[w.party] = rank
		}
	}
	parties := make([]int, 0, len(best))
	for party := range best {
		parties = append(parties, party)
	}
	slices.SortFunc(parties, func(a, b int) int {
		return cmp.Or(cmp.Compare(best[a], best[b]), cmp.Compare(a, b))
	})
	return parties[:min(len(parties), maxCandidates)]
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour to turn a into b. It gives up with limit+1 as soon as it is sure to
// be more than limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			replace := above[j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			row[j] = min(replace, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return min(above[len(b)], limit+1)
}
