package suggest

import (
	"slices"
	"sync"

	"entente/internal/codebook"
	"entente/internal/words"
)

// Engine suggests by the rules of one codebook. It may be used from any goroutine.
type Engine struct {
	cb      *codebook.Codebook
	set     *words.Set
	owners  []owner        // by phrase of the set
	clues   []clue         // of all codes
	codes   []code         // what rules speak for
	known   map[string]int // "sign defence" → place in codes, or -1
	scratch sync.Pool      // of *reading
}

// code is what rules speak for: an area, a form, a stage, a sign or a domain.
type code struct {
	kind codebook.PartKind // "" for an area
	slug string
}

// clue is a clue of a rule, made ready.
type clue struct {
	code          int
	weight        float64
	unless        bool
	with, without int // such phrases, or none
}

// owner says what finding a phrase means.
type owner struct {
	part part
	clue int // in Engine.clues
}

// none is the number of no phrase.
const none = -1

// part is what a phrase does.
type part uint8

const (
	counts          part = iota
	asked                // only if the phrase of a clue stands there: with and without it
	marksBackground      // lists that the reading itself needs
	marksMentioned
	marksPlace
	marksTaking
	marksOperation
	marksJoining
	marksStaying
)

// readingLists are the lists that steer the reading, beside those that rules refer to.
var readingLists = map[string]part{
	"background":     marksBackground,
	"only-mentioned": marksMentioned,
	"place-only":     marksPlace,
	"takes-part":     marksTaking,

	"takes-part-in-operation": marksOperation,
	"joins-in":                marksJoining,
	"stays-out":               marksStaying,
}

// New makes an engine.
func New(cb *codebook.Codebook) *Engine {
	e := &Engine{cb: cb, known: map[string]int{}}
	var phrases []words.Phrase
	lists := map[string][]words.Phrase{}
	add := func(p part, clue int, list ...words.Phrase) {
		phrases = append(phrases, list...)
		e.owners = append(e.owners, slices.Repeat([]owner{{p, clue}}, len(list))...)
	}
	ask := func(clue int, p *words.Phrase) int {
		if p == nil {
			return none
		}
		q := *p
		q.Asked = true
		add(asked, clue, q)
		return len(phrases) - 1
	}
	addRules := func(c code, text string) {
		e.known[string(c.kind)+" "+c.slug] = len(e.codes)
		rules, _ := codebook.ParseRules(text) // what can be read of them; Parse refuses the rest
		for _, r := range rules {
			for _, c := range r.Clues {
				n := len(e.clues)
				add(counts, n, c.Phrase)
				e.clues = append(e.clues, clue{len(e.codes), r.Weight, r.Unless, ask(n, c.With), ask(n, c.Without)})
			}
		}
		e.codes = append(e.codes, c)
	}
	for _, a := range cb.Areas() {
		if a.Retired {
			continue
		}
		addRules(code{"", a.Slug}, a.Rules)
	}
	for _, p := range cb.Parts() {
		if p.Kind != codebook.List {
			addRules(code{p.Kind, p.Name}, p.Rules)
			continue
		}
		lists[p.Name] = p.Phrases()
		if use, ok := readingLists[p.Name]; ok {
			add(use, 0, lists[p.Name]...)
		}
	}
	e.set = words.NewSet(phrases, lists)
	e.scratch.New = func() any { return newReading(e) }
	return e
}

// Suggest reads the title and the text of an article.
func (e *Engine) Suggest(title, body string) Result {
	r := e.scratch.Get().(*reading)
	defer e.scratch.Put(r)
	r.reset()
	r.read(Title, title)
	r.read(Body, body)
	return r.result()
}
