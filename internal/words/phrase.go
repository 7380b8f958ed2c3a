package words

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Phrase is what a rule looks for: words in a row, each in any inflection.
//
//	mine clearance       these words, with a space or a hyphen between
//	counter-terrorism    joined, hyphenated or apart
//	joint/combined drill one of the words with a slash between
//	joint ?naval drill   a word that may be missing
//	clear .. mines       up to five words of the same sentence between
//	EOD                  a word with a capital is matched as written
//	=mine                the word in this form only
//	@force               any word or phrase of the list of that name
//	@party               the name of a party
//	#                    a number
type Phrase struct {
	Text  string
	Broad bool // every word of it is so common that it stands in nearly every text
	Asked bool // not looked for: [Search.Stands] is asked whether it stands somewhere
	slots []slotText
}

// slotText is one place of a phrase.
type slotText struct {
	text     string // as written, without ? and gaps; equal texts are one slot
	optional bool
	gap      bool // up to maxGap words may come before
}

// possessive takes off what no token of a text has.
var possessive = strings.NewReplacer("'s", "", "’s", "")

// maxGap is how many words a gap may span.
const maxGap = 5

// common are words that stand in nearly every text.
var common = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`a an the and or of in on at to for from by with as is are was were be been has have had
		it its this that these those he she they we i his her their our not no but if will would can could may might also
		more most all any some new one two first said say after before over into up out about than then there who which what`) {
		m[w] = true
	}
	return m
}()

// ParsePhrase reads a phrase.
func ParsePhrase(text string) (Phrase, error) {
	p := Phrase{Text: strings.Join(strings.Fields(text), " ")}
	gap, telling := false, false
	for _, field := range strings.Fields(text) {
		if field == ".." {
			if gap || len(p.slots) == 0 {
				return p, errors.New("“..” stands between two words")
			}
			gap = true
			continue
		}
		slot := slotText{text: strings.TrimPrefix(field, "?"), optional: strings.HasPrefix(field, "?"), gap: gap}
		gap = false
		if slot.optional && slot.gap {
			return p, errors.New("a word after “..” cannot be left out")
		}
		slot.text = possessive.Replace(slot.text)
		all := true
		for alt := range strings.SplitSeq(slot.text, "/") {
			if err := checkWord(alt); err != nil {
				return p, err
			}
			all = all && !common[strings.TrimPrefix(alt, "=")] && alt != "#" && alt != "@party" && len(alt) > 1
		}
		if all && !slot.optional {
			telling = true
		}
		p.slots = append(p.slots, slot)
	}
	switch {
	case len(p.slots) == 0:
		return p, errors.New("empty phrase")
	case gap:
		return p, errors.New("“..” stands between two words")
	case p.slots[0].optional || p.slots[len(p.slots)-1].optional:
		return p, errors.New("the first and the last word cannot be left out")
	case len(p.slots) > 12:
		return p, errors.New("more than 12 words")
	}
	p.Broad = !telling
	return p, nil
}

func checkWord(w string) error {
	switch {
	case w == "":
		return errors.New("“/” stands between two words")
	case w == "#":
		return nil
	case strings.HasPrefix(w, "@"):
		if len(w) == 1 {
			return errors.New("“@” stands before the name of a list")
		}
		return nil
	}
	bare := strings.TrimPrefix(w, "=")
	if bare == "" || len(bare) > maxWord {
		return fmt.Errorf("“%s” is no word", w)
	}
	for i, r := range bare {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && (r != '-' || i == 0) {
			return fmt.Errorf("“%s” is no word: %q cannot stand in it", w, r)
		}
	}
	if strings.HasSuffix(bare, "-") {
		return fmt.Errorf("“%s” ends in a hyphen", w)
	}
	return nil
}

// Lists returns the names of the lists that the phrase refers to.
func (p Phrase) Lists() (names []string) {
	for _, s := range p.slots {
		for alt := range strings.SplitSeq(s.text, "/") {
			if name, ok := strings.CutPrefix(alt, "@"); ok && name != "party" {
				names = append(names, name)
			}
		}
	}
	return names
}
