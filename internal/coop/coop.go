// Package coop holds the words of the domain: articles, the engagements they
// report, and the view that selects them.
//
// # What it knows nothing of
//
// HTTP, SQL and HTML. A form, a CSV row and a test all reach an [Article]
// through [ArticleForm.Validate], so they all meet the same rules; a page, a
// chart, a CSV file and a command all select with a [View], so they cannot
// disagree.
//
// # The way in
//
// [ArticleForm] and [EngagementForm] for what people type, [ParseView] for what
// an address asks, [Day], [Date] and [Period] for time.
package coop

import "time"

// State says how far the coding of an article has come.
type State string

// The states of an article.
const (
	Uncoded   State = "uncoded"   // no codes yet
	Suggested State = "suggested" // codes by rule, nobody looked
	Coded     State = "coded"     // a person saved them, or an import brought them
	Excluded  State = "excluded"  // not about defence cooperation; kept, left out of every count
)

// States returns all states in the order in which they are listed.
func States() []State { return []State{Uncoded, Suggested, Coded, Excluded} }

// Label is the state in the words of the pages.
func (s State) Label() string {
	switch s {
	case Uncoded:
		return "Not coded"
	case Suggested:
		return "Suggested"
	case Coded:
		return "Confirmed"
	case Excluded:
		return "Not relevant"
	}
	return ""
}

// Origin says who gave an article its codes.
type Origin string

// The origins of codes.
const (
	ByRule  Origin = "rule"  // suggested, nobody looked yet
	ByHuman Origin = "human" // someone decided
)

// Origin is the origin of the codes of an article in this state.
func (s State) Origin() Origin {
	if s == Suggested {
		return ByRule
	}
	return ByHuman
}

// Article is a text from a source, as stored.
type Article struct {
	ID            int64
	Title         string
	TitleOriginal string // the headline in its own language
	URL           string // as given
	Source        string
	Author        string
	Published     Day
	Accessed      Day
	Language      string // ISO 639 code, lower case
	ArchiveURL    string
	Summary       string
	Body          string
	Notes         string
	Areas         []string // slugs in codebook order
	Parties       []string // codes in alphabetical order
	State         State
	Coder         string   // who gave the codes: "local", "import", or "rule" where rules suggested them; "" without codes
	Reports       []Report // in the order in which they were linked; only of engagements that are not deleted
	Version       int64    // grows by one with each change; an edit carries the one it was based on
	CreatedAt     time.Time
	UpdatedAt     time.Time
	CodedAt       time.Time // the last change of its codes

	Codings  map[string]Coding // by code, of those for which it is not the usual one; see CodingOf
	Evidence []Evidence        // by area in codebook order, each area's strongest first
	Refused  []Refusal         // by kind, then code; not to be suggested again
	Proposal Proposal          // of one that is suggested
}

// Report is the link "this article reports that engagement, at this stage".
// The facts of both ends come along when it is read.
type Report struct {
	Stage string // a stage, or "" for not stated

	EngagementID    int64
	EngagementKey   string
	EngagementTitle string
	EngagementForm  string

	ArticleID        int64
	ArticleTitle     string
	ArticleURL       string
	ArticleSource    string
	ArticlePublished Day
	ArticleState     State
}

// Engagement is something that two or more parties did, do or agreed to do
// together. Stage, Date and ArticleCount are read from its live reports, those
// of articles that are not deleted.
type Engagement struct {
	ID        int64
	Key       string // what CSV files call it; "e-12" for those made here
	Title     string
	Form      string // a form, or "" for not stated
	Start     Date
	End       Date
	Place     string
	Series    string
	Areas     []string
	Parties   []string          // codes in alphabetical order
	Roles     map[string]string // by party, of those whose role is stated
	Officials []Official        // by party, each party's in the order given
	Notes     string
	Version   int64
	CreatedAt time.Time
	UpdatedAt time.Time

	Stage        string // of the latest live report, by published day, then article id
	Date         Day    // first day of start, else of end, else the first live report's day
	DateFrom     DateFrom
	ArticleCount int // live reports
	Reports      []Report
}

// DateFrom says what dates an engagement.
type DateFrom string

// What dates an engagement, best first.
const (
	FromStart  DateFrom = "start"
	FromEnd    DateFrom = "end"
	FromReport DateFrom = "report" // nobody stated a day: the first report stands in
)

// DatePrecision is how much start and end tell: the coarser of those stated.
func (e Engagement) DatePrecision() Precision {
	if e.Start == "" || e.End != "" && len(e.End) < len(e.Start) {
		return e.End.Precision()
	}
	return e.Start.Precision()
}

// PlacedTo is how much is known of where an engagement stands in time: the precision
// of its start, else of its end. It is unknown where the first report places it.
func (e Engagement) PlacedTo() Precision {
	if e.Start == "" {
		return e.End.Precision()
	}
	return e.Start.Precision()
}

// Change is one entry of the history of an article or engagement.
type Change struct {
	At     time.Time
	Actor  string // "local" without accounts, "import" from an import
	Action string // create, update, delete, restore, link, unlink, stage
	Fields []FieldChange
}

// FieldChange is one field before and after a change. Lists are joined with "; ".
type FieldChange struct {
	Name, Before, After string
}

// CodebookChange is an edit of the codebook, which made a version of it. Area is the
// slug of what was edited, or "" where an earlier version, Earlier, was put into
// force again.
type CodebookChange struct {
	Change
	Version int
	Area    string
	Earlier int
}
