// Package figures computes every figure from columns held in memory: totals,
// facets, timelines, area counts, matrices, pairs and the ids of a list.
//
// # What it knows nothing of
//
// SQL, HTTP and HTML, and texts: which rows hold the words of a search comes in
// as [Hits].
//
// # The way in
//
// [Columns] holds the rows. [Columns.AddArticle] and [Columns.AddEngagement] fill
// it, [Columns.Update] follows a commit, [Columns.Figures] answers a [Query] in
// one pass over the rows, [Columns.Select] names the rows of a list in order, and
// [Columns.Page] does both. [Columns.Calendar] counts by day, in a pass of its own.
// [Columns.Ends], [Columns.Series], [Columns.RankParties] and [Columns.RankPairs]
// are what dossiers and their lists need beside.
//
// # How it counts
//
// A distinct set of areas, of parties or of (form, stage) pairs is stored once
// and a row holds its number, so a filter is decided once per distinct set and
// costs an array look-up per row. A facet counts what the total would be if its
// filter were replaced by one value; so a row that fails exactly one filter
// still counts in the facet of that filter, and a row that fails none counts in
// all.
package figures

import "entente/internal/coop"

// Article is what the columns hold of an article that is not deleted.
type Article struct {
	ID      int64
	Day     coop.Day // published; never empty
	Added   int64    // created at, Unix milliseconds
	Areas   []string // known to the codebook
	Parties []string
	Source  string
	Lang    string // "" = not stated
	State   coop.State
	Reports []Reported // of engagements that are not deleted
}

// Reported is the form and stage of one report of an article. Either may be "".
type Reported struct{ Form, Stage string }

// Engagement is what the columns hold of an engagement with at least one live
// report that is not deleted itself.
type Engagement struct {
	ID  int64
	Day coop.Day // first day of start, else of end, else the first live report's day; never empty
	// Precision is how much is known of where it stands in time; unknown where the
	// first report places it, and "" is to the day.
	Precision coop.Precision
	Added     int64
	Areas     []string
	Parties   []string
	Form      string  // "" = not stated
	Stage     string  // of its latest live report; "" = not stated
	Series    string  // that it belongs to; "" = none
	Articles  []int64 // its live articles
}

// Update is what a commit changed: rows to put in place of those with the same
// id, and rows that are gone.
type Update struct {
	Articles        []Article
	Engagements     []Engagement
	GoneArticles    []int64
	GoneEngagements []int64
}

// Query asks for the figures of one view, counted in one unit.
type Query struct {
	View coop.View
	Unit coop.Unit
	Hits *Hits // what View.Q finds; nil without View.Q

	Unlinked bool // only articles that report no engagement
}

// Hits are the rows whose own text holds the words of a search, best first. An
// engagement also counts as found where one of its articles is.
type Hits struct {
	Articles    []int64
	Engagements []int64
}

// Count is one value of a facet with the total behind its link.
type Count struct {
	Value string // slug, code, source, language, state or year; "" = not stated
	N     int
}

// Facets holds the counts of each facet. Area, form, stage and state stand in
// codebook order with zeros; party, source and lang by count, then value,
// without zeros; year in time order without gaps or zeros at the ends.
type Facets struct {
	Area, Party, Form, Stage, Source, Lang, State, Year []Count
}

// Timeline is the view over time.
type Timeline struct {
	By      coop.By
	Series  []string // area slugs in codebook order, then "other" (split core), then "none" if any row has no area
	Columns []Column // without a gap
}

// Column is one period of a timeline. The heights add up to Total.
type Column struct {
	Period     coop.Period
	Total      int       // rows in the period
	Counts     []int     // by series: rows with that area; "other": rows with at least one of the others
	Heights    []float64 // by series: a row with n areas gives 1/n to each
	Imprecise  int       // of Total, rows that may as well lie in a later period: only their year is known
	Undated    int       // of Total, rows that their first report placed here
	Incomplete bool      // the period was still running on the day asked
}

// AreaCount is the number of rows with an area.
type AreaCount struct {
	Area string
	N    int
}

// MatrixRow is one party with the number of its rows in each area.
type MatrixRow struct {
	Party  string
	Total  int   // rows in which it takes part
	Counts []int // by area in codebook order
}

// PairCount is the number of rows in which two parties both take part.
type PairCount struct {
	A, B string // codes, A before B
	N    int
}
