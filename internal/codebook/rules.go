package codebook

import (
	"fmt"
	"strconv"
	"strings"

	"entente/internal/words"
)

// Rule is one line of rules: clues, and what they are worth.
type Rule struct {
	Line   int     // counted from 1
	Weight float64 // how much a clue speaks for the code; 0 with Unless
	Unless bool    // words inside these phrases do not count
	Clues  []Clue  // any of them
}

// Clue is a phrase of a rule, and what its sentence must or must not hold.
type Clue struct {
	words.Phrase
	With    *words.Phrase // must stand in the same sentence, or nil
	Without *words.Phrase // must not, or nil
}

// The words that rules begin with, and what a phrase is worth: at one point an area is suggested.
const (
	strongWeight = 1
	weakWeight   = 0.5
	maxWeight    = 3
)

// ParseRules reads rules, one a line:
//
//	strong: mine clearance | demining         enough to suggest the code
//	weak: clearance with mine/ordnance        half of that, and only beside one of these words
//	weight 0.7: detector without metal        another weight, and not beside this word
//	unless: data mining                       words inside this phrase do not count
//	acronym: EOD | UXO                        strong, in these capitals
//
// Empty lines and those that begin with # are passed over. How phrases are written
// says [words.Phrase]. The error is of type [Problems] and names every bad line.
func ParseRules(text string) ([]Rule, error) {
	var rules []Rule
	var bad Problems
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		rule, err := parseRule(line)
		if err != nil {
			bad = append(bad, Problem{i + 1, err.Error()})
			continue
		}
		rule.Line = i + 1
		rules = append(rules, rule)
	}
	bad = append(bad, contradictions(rules)...)
	return rules, bad.orNil()
}

// broad finds the phrases of an area that would match nearly every text.
func broad(rules []Rule) (bad Problems) {
	for _, r := range rules {
		for _, p := range r.Clues {
			if p.Broad {
				bad = append(bad, Problem{r.Line, fmt.Sprintf("“%s” would match nearly every text", p.Text)})
			}
		}
	}
	return bad
}

func parseRule(line string) (r Rule, err error) {
	key, rest, ok := strings.Cut(line, ":")
	if !ok {
		return r, fmt.Errorf("“%s” is no rule: write strong, weak, weight, acronym or unless, a colon, then phrases", short(line))
	}
	acronym := false
	switch key = strings.TrimSpace(key); {
	case key == "strong":
		r.Weight = strongWeight
	case key == "weak":
		r.Weight = weakWeight
	case key == "acronym":
		r.Weight, acronym = strongWeight, true
	case key == "unless":
		r.Unless = true
	case strings.HasPrefix(key, "weight"):
		number := strings.TrimSpace(strings.TrimPrefix(key, "weight"))
		r.Weight, err = strconv.ParseFloat(number, 64)
		if err != nil || !(r.Weight > 0 && r.Weight <= maxWeight) {
			return r, fmt.Errorf("bad weight “%s”: write a number over 0 and at most %d", short(number), maxWeight)
		}
	default:
		return r, fmt.Errorf("unknown key “%s”: a rule begins with strong, weak, weight, acronym or unless", short(key))
	}
	if r.Clues, err = parseClues(rest); err != nil {
		return r, err
	}
	if acronym {
		for _, c := range r.Clues {
			if c.Text == strings.ToLower(c.Text) {
				return r, fmt.Errorf("acronym “%s” has no capital", c.Text)
			}
		}
	}
	return r, nil
}

func parseClues(text string) (out []Clue, err error) {
	for part := range strings.SplitSeq(text, "|") {
		part = " " + strings.TrimSpace(part) + " "
		part, without, hasWithout := strings.Cut(part, " without ")
		part, with, hasWith := strings.Cut(part, " with ")
		var c Clue
		if c.Phrase, err = words.ParsePhrase(part); err != nil {
			return nil, err
		}
		if hasWith {
			if c.With, err = context("with", with); err != nil {
				return nil, err
			}
		}
		if hasWithout {
			if c.Without, err = context("without", without); err != nil {
				return nil, err
			}
		}
		out = append(out, c)
	}
	return out, nil
}

func context(key, text string) (*words.Phrase, error) {
	p, err := words.ParsePhrase(text)
	if err != nil {
		return nil, fmt.Errorf("after “%s”: %w", key, err)
	}
	return &p, nil
}

// contradictions finds phrases that can never count, because the same words stand under unless.
func contradictions(rules []Rule) (bad Problems) {
	void := map[string]bool{}
	for _, r := range rules {
		for _, c := range r.Clues {
			if r.Unless && c.With == nil && c.Without == nil {
				void[c.Text] = true
			}
		}
	}
	for _, r := range rules {
		for _, p := range r.Clues {
			if void[p.Text] && !r.Unless {
				bad = append(bad, Problem{r.Line, fmt.Sprintf("“%s” never counts: an unless line excludes it", p.Text)})
			}
		}
	}
	return bad
}

// CheckRules says what is wrong with rules for an area of this codebook: those that
// cannot be read, and lists that are not there. The error is of type [Problems].
func (cb *Codebook) CheckRules(text string) error {
	rules, err := ParseRules(text)
	bad, _ := err.(Problems)
	bad = append(bad, broad(rules)...)
	counting := false
	for _, r := range rules {
		counting = counting || !r.Unless
		bad = append(bad, unknownLists(r, cb.parts)...)
	}
	if len(rules) > 0 && !counting {
		bad = append(bad, Problem{rules[0].Line, "nothing ever matches: there are only “unless” lines"})
	}
	return bad.orNil()
}

// CheckRules is [Codebook.CheckRules] of the built-in codebook.
func CheckRules(text string) error { return Default().CheckRules(text) }

func unknownLists(r Rule, parts []Part) (bad Problems) {
	for _, c := range r.Clues {
		for _, p := range []*words.Phrase{&c.Phrase, c.With, c.Without} {
			if p == nil {
				continue
			}
			for _, name := range p.Lists() {
				if !hasPart(parts, List, name) {
					bad = append(bad, Problem{r.Line, fmt.Sprintf("there is no list “%s”", name)})
				}
			}
		}
	}
	return bad
}

func hasPart(parts []Part, kind PartKind, name string) bool {
	for _, p := range parts {
		if p.Kind == kind && p.Name == name {
			return true
		}
	}
	return false
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
