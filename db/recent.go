package db

import (
	"slices"
	"sync"

	"golang.org/x/sync/singleflight"

	"entente/internal/figures"
)

// recent holds what the last few views cost to find out, so that the page, its
// facets, its charts and the next page search once and count once.
type recent struct {
	hits      results[hitKey, *figures.Hits]
	searching singleflight.Group
	figures   results[string, *figures.Figures]  // by unit and query of the view
	coverage  results[string, *figures.Coverage] // by query of the view
}

// results keeps the last few results, newest last.
type results[Key comparable, Result any] struct {
	mu   sync.Mutex
	list []result[Key, Result]
}

type result[Key comparable, Result any] struct {
	key    Key
	moment int64 // at which it was found
	result Result
}

// keptResults is how many are kept: a dashboard with all it compares needs four.
const keptResults = 12

// get gives the last result for a key, whenever it was found; moment tells.
func (r *results[Key, Result]) get(key Key) (found Result, moment int64, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, have := range r.list {
		if have.key == key {
			return have.result, have.moment, true
		}
	}
	return found, 0, false
}

// put keeps a result in place of an earlier one for its key, or else of the oldest.
func (r *results[Key, Result]) put(key Key, moment int64, found Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = slices.DeleteFunc(r.list, func(have result[Key, Result]) bool { return have.key == key })
	if len(r.list) == keptResults {
		r.list = slices.Delete(r.list, 0, 1)
	}
	r.list = append(r.list, result[Key, Result]{key, moment, found})
}
