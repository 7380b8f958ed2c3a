package exchange

import (
	"fmt"

	"entente/internal/coop"
)

// fileChecks finds rows of one file that contradict each other.
type fileChecks struct {
	identities map[identity]int // → line
	forms      map[string]said  // by engagement key
	series     map[string]said
}

// identity is what an article is known by: its canonical address, or else
// title, source and published day.
type identity struct {
	address       string
	title, source string
	published     coop.Day
}

type said struct {
	value string
	line  int
}

func newFileChecks() fileChecks {
	return fileChecks{map[identity]int{}, map[string]said{}, map[string]said{}}
}

func (c fileChecks) check(row ImportRow, bad *Problems) {
	a := row.Article
	id, column, same := identity{title: a.Title, source: a.Source, published: a.Published}, "title", "title, source and published day"
	if a.URL != "" {
		address, err := coop.CanonicalURL(a.URL)
		if err != nil { // validated before
			address = a.URL
		}
		id, column, same = identity{address: address}, "url", "address"
	}
	if line, twice := c.identities[id]; twice {
		bad.Add(row.Line, column, fmt.Sprintf("The row of line %d has the same %s: the two would be one article.", line, same))
	} else {
		c.identities[id] = row.Line
	}
	if row.EngagementKey != "" {
		agree(c.forms, row, "form", row.Engagement.Form, bad)
		agree(c.series, row, "series", row.Engagement.Series, bad)
	}
}

// agree notes a value that another row of the same engagement contradicts.
func agree(known map[string]said, row ImportRow, column, value string, bad *Problems) {
	if value == "" {
		return
	}
	first, ok := known[row.EngagementKey]
	if !ok {
		known[row.EngagementKey] = said{value, row.Line}
		return
	}
	if first.value != value {
		bad.Add(row.Line, column, fmt.Sprintf("The row of line %d says “%s” for the same engagement, “%s”. One engagement has one %s.",
			first.line, short(first.value), short(row.EngagementKey), column))
	}
}
