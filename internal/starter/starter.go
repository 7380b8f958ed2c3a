// Package starter holds the starter data: 134 real articles on defence cooperation
// in Southeast Asia, coded, with which every page has something to show.
//
// # What it knows nothing of
//
// How the data is read and stored: it is a CSV file like any other that can be
// imported. README.md beside it says how it was made and what it must not be used
// for.
//
// # The way in
//
// [CSV] is the file.
package starter

import (
	"bytes"
	_ "embed"
)

//go:embed articles.csv
var articles []byte

// CSV returns the starter data as a CSV file for an import. The bytes are the
// caller's to change.
func CSV() []byte { return bytes.Clone(articles) }
