package handlers

import (
	"sync"

	"entente/internal/codebook"
	"entente/internal/suggest"
)

// How many texts rules are tried on, and how many bytes of them: what takes a few
// seconds at most, once for each codebook.
const (
	maxTried      = 1000
	maxTriedBytes = 4 << 20
)

// tried remembers what the rules of one codebook suggest for texts, so that a text is
// read once. The zero value is ready.
type tried struct {
	mu     sync.Mutex // held while texts are read: who asks for the same waits for it
	cb     *codebook.Codebook
	engine *suggest.Engine
	areas  map[textKey][]suggest.Suggestion
}

// textKey names a text as it was.
type textKey struct{ id, version int64 }

// suggest gives the areas that a codebook suggests for texts.
func (t *tried) suggest(cb *codebook.Codebook, texts []suggest.Text) [][]suggest.Suggestion {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cb != cb || len(t.areas) > 4*maxTried {
		t.cb, t.engine, t.areas = cb, suggest.New(cb), map[textKey][]suggest.Suggestion{}
	}
	var unread []suggest.Text
	for _, text := range texts {
		if _, ok := t.areas[textKey{text.ID, text.Version}]; !ok {
			unread = append(unread, text)
		}
	}
	for i, areas := range suggest.SuggestAll(t.engine, unread) {
		t.areas[textKey{unread[i].ID, unread[i].Version}] = areas
	}
	out := make([][]suggest.Suggestion, len(texts))
	for i, text := range texts {
		out[i] = t.areas[textKey{text.ID, text.Version}]
	}
	return out
}
