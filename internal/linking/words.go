package linking

import (
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/gazetteer"
)

// text is what a text says, by word: names are told from other words, since two texts
// on one matter share its names.
type text struct {
	names map[string]string // in lower case → as it stands
	words map[string]bool   // other words of five letters and more
	all   map[string]bool
}

// readArticle takes the text of an article apart. What names a party is no name here:
// parties are weighed apart.
func readArticle(s string) text {
	t := read(s)
	for _, m := range gazetteer.Find(s) {
		for word := range wordsOf(s[m.Start:m.End]) {
			delete(t.names, strings.ToLower(word))
		}
	}
	return t
}

// read takes a text apart. A word with a capital letter, or a number, is a name, unless
// it stands in lower case elsewhere.
func read(s string) text {
	t := text{map[string]string{}, map[string]bool{}, map[string]bool{}}
	lower := map[string]bool{}
	for word := range wordsOf(s) {
		first, _ := utf8.DecodeRuneInString(word)
		key := strings.ToLower(word)
		t.all[key] = true
		switch long := utf8.RuneCountInString(word); {
		case common[key] || long < 3:
		case unicode.IsUpper(first) || unicode.IsNumber(first):
			t.names[key] = word
		default:
			lower[key] = true
			if long >= 5 {
				t.words[key] = true
			}
		}
	}
	for key := range t.names {
		if lower[key] {
			delete(t.names, key)
		}
	}
	return t
}

func wordsOf(s string) iter.Seq[string] {
	return strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
}

// add takes another text in.
func (t text) add(other text) {
	maps.Copy(t.names, other.names)
	maps.Copy(t.words, other.words)
}

// words speak for an engagement by names that its title and its reports share with the
// article, and a little by other words.
func words(article text, c Candidate) reason {
	its := read(c.Title + "\n" + c.Place + "\n" + c.Series)
	for _, t := range c.Texts {
		its.add(read(t.Title + "\n" + t.Text))
	}
	var shared []string
	for key, word := range article.names {
		if _, ok := its.names[key]; ok {
			shared = append(shared, word)
		}
	}
	same := 0
	for word := range article.words {
		if its.words[word] {
			same++
		}
	}
	r := reason{weight: 5*cosine(len(shared), len(article.names), len(its.names)) + 3*cosine(same, len(article.words), len(its.words)) - 1}
	if len(shared) > 0 {
		const most = 4
		slices.SortFunc(shared, func(a, b string) int { // the longest tell most
			if len(a) != len(b) {
				return len(b) - len(a)
			}
			return strings.Compare(a, b)
		})
		r.words = "the same names: " + strings.Join(shared[:min(len(shared), most)], ", ")
	}
	return r
}

func cosine(common, a, b int) float64 {
	if common == 0 {
		return 0
	}
	return float64(common) / math.Sqrt(float64(a)*float64(b))
}

// place speaks for an engagement whose place the article names.
func place(article text, c Candidate) reason {
	if c.Place == "" {
		return reason{}
	}
	for word := range wordsOf(strings.ToLower(c.Place)) {
		if !article.all[word] {
			return reason{weight: -0.2}
		}
	}
	return reason{0.6, "names the place: " + c.Place}
}

// common are words that tell two texts on defence cooperation not apart.
var common = func() map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(`
		the and for with from that this these those their there they them then than which while when where what who whose will would
		could should shall may might must can has have had was were been being are his her its our your about after again against
		all also among any because before between both but during each every for into more most new not now off one only other
		over own same she some such through two three four five six seven eight nine ten first second third under until upon very
		said says saying told added according reported news year years month months week day days today time last next
		monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
		november december defence defense military armed forces force army navy air ministry minister ministers president prime
		general gen colonel col commander chief officer officers officials official government national country countries state
		states international regional region security cooperation joint relations bilateral visit meeting statement agreement
		support part parties side sides troops soldiers royal united nations republic people south north east west southeast asia asian`) {
		m[word] = true
	}
	return m
}()
