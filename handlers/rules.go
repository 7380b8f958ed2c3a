package handlers

import (
	"sync"

	"entente/internal/codebook"
	"entente/internal/suggest"
)

// engine is made of the codebook that was in force when it was last asked for:
// to make one takes a tenth of a second.
type engine struct {
	mu   sync.Mutex
	cb   *codebook.Codebook
	made *suggest.Engine
}

// rules is the engine of the codebook in force.
func (s *Site) rules() *suggest.Engine {
	s.engine.mu.Lock()
	defer s.engine.mu.Unlock()
	if cb := s.cb(); cb != s.engine.cb {
		s.engine.cb, s.engine.made = cb, suggest.New(cb)
	}
	return s.engine.made
}
