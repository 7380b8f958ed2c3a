// Package suggest reads a text and says which codes it deserves, and why.
//
// # What it knows nothing of
//
// Storage, pages, requests. It reads no file and no clock, and gives the same
// answer to the same text.
//
// # The way in
//
// [New] makes an [Engine] from a codebook; [Engine.Suggest] reads one article.
package suggest

// Field names a text of an article, as the columns of codings.csv do.
type Field string

// The texts that are read.
const (
	Title Field = "title"
	Body  Field = "body"
)

// Evidence is a place in a text that speaks for a code: text[Start:End] == Quote,
// in bytes of the text as it was given.
type Evidence struct {
	Field      Field
	Start, End int
	Quote      string
}

// Suggestion is a code that the text deserves.
type Suggestion struct {
	Code     string     // of an area, party, form or stage
	Score    float64    // how sure, over 0 and at most 1
	Reason   string     // for people: “mine clearance” ×2
	Evidence []Evidence // at least one, the strongest first
}

// Result is what a text deserves. Its slices are nil where it deserves none.
type Result struct {
	Cooperation bool         // whether parties do something together at all
	Areas       []Suggestion // in codebook order
	Parties     []Suggestion // by code
	Form        *Suggestion  // nil: none
	Stage       *Suggestion  // nil: none
	Near        []Suggestion // areas just short of being suggested, in codebook order
}
