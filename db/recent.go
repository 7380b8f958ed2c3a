package db

import (
	"slices"
	"sync"

	"entente/internal/figures"
)

// recent holds what the last few views of a moment cost to find out, so that the
// page, its facets, its charts and the next page search once and count once.
type recent struct {
	hits    results[hitKey, *figures.Hits]
	figures results[string, *figures.Figures] // by unit and query of the view
}

// results keeps the last few results of one moment, newest last.
type results[Key comparable, Result any] struct {
	mu     sync.Mutex
	moment int64
	list   []result[Key, Result]
}

type result[Key comparable, Result any] struct {
	key    Key
	result Result
}

// keptResults is how many: a dashboard with all it compares needs four.
const keptResults = 12

func (r *results[Key, Result]) get(moment int64, key Key) (found Result, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.moment != moment {
		return found, false
	}
	for _, have := range r.list {
		if have.key == key {
			return have.result, true
		}
	}
	return found, false
}

func (r *results[Key, Result]) put(moment int64, key Key, found Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.moment != moment {
		r.moment, r.list = moment, nil
	}
	if len(r.list) == keptResults {
		r.list = slices.Delete(r.list, 0, 1)
	}
	r.list = append(r.list, result[Key, Result]{key, found})
}
