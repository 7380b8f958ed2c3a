package coop

import (
	"errors"
	"fmt"
)

// ErrNotFound says that there never was such an article or engagement.
var ErrNotFound = errors.New("not found")

// ErrNotReady says that the figures are still being loaded.
var ErrNotReady = errors.New("figures are still being loaded")

// ErrNoQuote says that words do not stand in the text that they are said to stand in.
var ErrNoQuote = errors.New("these words are not in the text")

// ErrNoArea says that the codebook has no such area.
var ErrNoArea = errors.New("there is no such area in the codebook")

// DeletedError says that an article or engagement is deleted and can be restored.
type DeletedError struct {
	Noun  string // "article" or "engagement"
	ID    int64
	Title string
}

func (e *DeletedError) Error() string { return fmt.Sprintf("%s %d is deleted", e.Noun, e.ID) }

// DuplicateURLError says that the address is already stored, in canonical form.
type DuplicateURLError struct {
	ID      int64 // the article that has it
	Title   string
	Deleted bool // it is deleted: offer to restore it
}

func (e *DuplicateURLError) Error() string {
	return fmt.Sprintf("the address is stored already, with article %d", e.ID)
}

// StaleError says that somebody saved in between. Read the noun again to show both texts.
type StaleError struct {
	Noun        string
	ID          int64
	Have, Given int64 // versions
}

func (e *StaleError) Error() string {
	return fmt.Sprintf("%s %d is at version %d, the edit was based on %d", e.Noun, e.ID, e.Have, e.Given)
}

// FieldErrors holds a sentence for each field that needs mending, by field name.
type FieldErrors map[string]string
