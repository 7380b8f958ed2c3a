package suggest

import (
	"runtime"
	"slices"
	"sync"
)

// Text is an article that rules are tried on.
type Text struct {
	ID, Version int64 // name it
	Title, Body string
	Coded       bool     // by people, who gave it these areas
	Areas       []string // in any state
}

// SuggestAll reads many texts, several at once, and returns the areas suggested for each.
func SuggestAll(e *Engine, texts []Text) [][]Suggestion {
	out := make([][]Suggestion, len(texts))
	var wg sync.WaitGroup
	for first := range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := first; i < len(texts); i += runtime.GOMAXPROCS(0) {
				out[i] = e.Suggest(texts[i].Title, texts[i].Body).Areas
			}
		})
	}
	wg.Wait()
	return out
}

// Change is a text for which an area would be suggested that is not now, or the other way round.
type Change struct {
	Text
	Gained     bool
	Suggestion // with the rules that suggest it: those after where it is gained, else those before
}

// Effect is what a change of the codebook would do to the suggestions of one area.
type Effect struct {
	Texts         int
	Coded         int // of them, by people
	Before, After int // texts for which the area is suggested
	Changes       []Change
	Others        int   // texts for which other areas would change
	Was, Becomes  Count // against what people coded
}

// EffectOf compares what two engines suggest for an area.
func EffectOf(area string, texts []Text, before, after [][]Suggestion) Effect {
	e := Effect{Texts: len(texts)}
	one := []string{area}
	for i, t := range texts {
		was, is := find(before[i], area), find(after[i], area)
		if was != nil {
			e.Before++
		}
		if is != nil {
			e.After++
		}
		switch {
		case was == nil && is != nil:
			e.Changes = append(e.Changes, Change{t, true, *is})
		case was != nil && is == nil:
			e.Changes = append(e.Changes, Change{t, false, *was})
		}
		if !slices.Equal(leavingOut(Codes(before[i]), area), leavingOut(Codes(after[i]), area)) {
			e.Others++
		}
		if t.Coded {
			e.Coded++
			want := intersect(t.Areas, one)
			e.Was.add(compare(intersect(Codes(before[i]), one), want))
			e.Becomes.add(compare(intersect(Codes(after[i]), one), want))
		}
	}
	return e
}

func find(list []Suggestion, code string) *Suggestion {
	for i := range list {
		if list[i].Code == code {
			return &list[i]
		}
	}
	return nil
}

func leavingOut(codes []string, code string) []string {
	return slices.DeleteFunc(codes, func(c string) bool { return c == code })
}

// Measure counts the areas suggested for texts against those that people gave
// them, by area. Texts that nobody coded do not count.
func Measure(texts []Text, got [][]Suggestion) map[string]Count {
	out := map[string]Count{}
	for i, t := range texts {
		if !t.Coded {
			continue
		}
		codes := Codes(got[i])
		for _, area := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(codes, t.Areas)))) {
			one := []string{area}
			c := out[area]
			c.add(compare(intersect(codes, one), intersect(t.Areas, one)))
			out[area] = c
		}
	}
	return out
}
