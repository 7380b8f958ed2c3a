package exchange

import (
	"fmt"
	"strings"
)

// MaxProblems is how many problems are kept. Whoever mends a file starts with
// these; the rest is counted.
const MaxProblems = 50

// Problem is one thing that is wrong with a file.
type Problem struct {
	Row    int    // the line of the file on which the row begins, from 1; 0 for the file as a whole
	Column string // the name of the column, or "" for the whole row
	Reason string // a sentence that says what would be right
}

// String writes the problem as "12: published: Write the date as 2024-02-27.", so
// that the name of the file can stand before it.
func (p Problem) String() string {
	var b strings.Builder
	if p.Row > 0 {
		fmt.Fprintf(&b, "%d: ", p.Row)
	}
	if p.Column != "" {
		b.WriteString(p.Column + ": ")
	}
	return b.String() + p.Reason
}

// Problems is the error of a file that was refused: all that is wrong with it, in
// the order of its lines, as far as it could be read.
type Problems struct {
	List  []Problem // at most MaxProblems
	Total int
}

func (p *Problems) Error() string {
	if len(p.List) == 0 {
		return "no problems"
	}
	text := p.List[0].String()
	if p.Total > 1 {
		text += fmt.Sprintf(" (and %d more)", p.Total-1)
	}
	return text
}

// Add notes a problem.
func (p *Problems) Add(row int, column, reason string) {
	p.Total++
	if len(p.List) < MaxProblems {
		p.List = append(p.List, Problem{row, column, reason})
	}
}

// Err is the problems as an error, or nil if there are none.
func (p *Problems) Err() error {
	if p.Total == 0 {
		return nil
	}
	return p
}
