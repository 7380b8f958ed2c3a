package views

import (
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/linking"
	"entente/internal/suggest"
)

// Page is what every page has around its main part.
type Page struct {
	Title    string // what the page shows, without the name of the program
	Nav      string // "dashboard", "articles", "engagements", "parties", "review" or "codebook": which is current; "" = none
	Waiting  int    // articles to review
	Theme    string // "auto", "light" or "dark"
	Patterns bool   // patterns on areas
	KeysOff  bool   // keyboard shortcuts off
	Here     string // path and query of this page, for forms that come back to it
	Flash    *Flash // what happened last, shown once
	Error    bool   // the title begins with "Error:"
	Codebook *codebook.Codebook
}

// Flash says what happened last and offers to undo it. What could not be done is said
// by the form instead.
type Flash struct {
	Text string            `json:"t"`           // a sentence
	Undo string            `json:"u,omitempty"` // address to post to, or ""
	With map[string]string `json:"w,omitempty"` // fields to post there
	Link string            `json:"l,omitempty"` // address to look at, or ""
	Warn bool              `json:"o,omitempty"` // it was saved, but something is odd
}

// Lens is the filter bar of a page that lists or counts.
type Lens struct {
	Path    string // of the page: "/", "/relations", "/articles", "/parties/KH" …
	View    coop.View
	Display coop.Display
	Subject coop.Subject   // of a dossier: it holds on top of View
	Facets  figures.Facets // of the unit that the page shows

	// Counting says that figures are still being loaded: a list has rows, but no
	// facets and no total; and More, that rows follow on a next page.
	Counting, More bool

	Codebook *codebook.Codebook // nil = the built-in one
}

// DashboardPage shows the figures of a view.
type DashboardPage struct {
	Lens
	Articles    KeyFigure
	Engagements KeyFigure
	Parties     KeyFigure
	Waiting     KeyFigure // articles that are not coded or only suggested; compares nothing
	ToReview    int       // of these, those that are suggested
	Total       int       // rows of the view in the unit shown
	Timeline    figures.Timeline
	Areas       []figures.AreaCount // in codebook order
	Matrix      []figures.MatrixRow // by total, then name
	Pairs       []figures.PairCount // by count, then pair
	Stages      []figures.StageCount
	Coverage    *figures.Coverage
	Previous    *PreviousFigures // nil unless the view has both a first and a last day
	Latest      []coop.Engagement

	OpenPromises int            // engagements of the view that are promised and not begun
	Promises     []coop.Promise // the oldest of them

	Today coop.Day
}

// RelationsPage shows what stands together in a view, and when.
type RelationsPage struct {
	Lens
	Total   int
	Parties []figures.MatrixRow // by total, then name
	Pairs   []figures.PairCount
	Areas   [][]int            // by area and other area, in codebook order
	Days    []figures.DayCount // in time order
	Today   coop.Day
}

// PreviousFigures are those of the period of the same length before.
type PreviousFigures struct {
	From, To coop.Day
	Total    int
	Areas    map[string]int
	Pairs    map[string]int // by "KH-US"
	Stages   map[string]int // "" = none
}

// KeyFigure is one number at the head of the dashboard.
type KeyFigure struct {
	N        int
	Previous *int  // nil = nothing to compare with
	Columns  []int // its course over the periods of the timeline; nil = none
}

// ArticlesPage is the list of articles.
type ArticlesPage struct {
	Lens
	Total int
	Rows  []ArticleRow
	Drop  []Drop // when Total is 0: what each filter hides
}

// ArticleRow is an article in a list, with where the search words stand.
type ArticleRow struct {
	coop.Article
	TitleMarks []Mark // the title, cut at the words found; nil without a search
	Snippet    []Mark // from summary or body, cut at the words found; without a search its beginning
}

// Mark is a piece of text, marked if it is a word found.
type Mark struct {
	Text  string
	Found bool
}

// Drop is a filter of a view that finds nothing, with what its removal would find.
type Drop struct {
	Label string // "Party: Cambodia"
	View  coop.View
	N     int
}

// EngagementsPage is the list of engagements.
type EngagementsPage struct {
	Lens
	Total int
	Rows  []coop.Engagement
	Drop  []Drop
}

// ArticlePage is an article to read.
type ArticlePage struct {
	Article coop.Article
	History []coop.Change
	Choices []coop.Engagement // to link it to a further engagement
	Bad     coop.FieldErrors  // of the link form: engagement, stage; of words: quote, area
	Typed   coop.ArticleForm  // the link form as typed, to show it back
	Story   []coop.Copy       // other articles of the same story
	Likely  Likely

	Quote, QuoteArea string // the form that attaches words, as typed
}

// Likely is what a reader is offered to link an article to.
type Likely struct {
	Offers      []linking.Offer
	Form, Stage string // of a new engagement, as rules read them
}

// OpenEndsPage is one page of a list of what is left to be put together: articles that
// report no engagement, or those that look the same.
type OpenEndsPage struct {
	Path            string // "/articles/unlinked" or "/articles/duplicates"
	Page            int
	Unlinked        []ArticleRow
	UnlinkedTotal   int
	Duplicates      [][]coop.Copy // by story
	DuplicatesTotal int
}

// ArticleFormPage is an article to enter or to edit.
type ArticleFormPage struct {
	ID        int64 // 0 = new
	Form      coop.ArticleForm
	Bad       coop.FieldErrors
	Stored    *coop.Article  // the article that has the same address (422), with Form.URL at fault
	StoredOld bool           // Stored is deleted: offer to restore it
	Conflict  *coop.Conflict // what somebody saved in between (409); Form is what was typed
	Made      Settlement     // what was decided so far
	Deleted   bool           // somebody deleted it in between (410)
	Suggested suggest.Result // what the texts of Form deserve, beside what Form has
	Asked     bool           // for suggestions: the page says what was found
	Choices   []coop.Engagement
	Reports   []coop.Report // when editing
	Sources   []string      // known sources, for completion
	Languages []string      // known language codes
}

// EngagementPage is an engagement with its articles.
type EngagementPage struct {
	Engagement coop.Engagement
	Stories    map[int64]int64 // article → a number that those of one story share
	History    []coop.Change
	Today      coop.Day
	Regrouped  *Regrouped // the latest merge or split that can be undone, or nil
	Split      Split
}

// EngagementFormPage is an engagement to edit.
type EngagementFormPage struct {
	ID       int64
	Form     coop.EngagementForm
	Bad      coop.FieldErrors
	Conflict *coop.Conflict
	Made     Settlement
	Deleted  bool
}

// Settlement is what a form passes on once somebody saved in between: what was
// decided by field, and the version that the edit began from.
type Settlement struct {
	Use   coop.Choices
	Began string
}

// ReviewPage is a suggested article to review.
type ReviewPage struct {
	Article  coop.Article
	Form     coop.ReviewForm
	Bad      coop.FieldErrors           // by the names of fields and offers
	Evidence map[string][]coop.Evidence // for parties, form and stage, by the names of offers
	Changed  bool                       // somebody saved it in between (409)
	Choices  []coop.Engagement
	ReviewQueue
}

// ReviewQueue is what a reader goes through.
type ReviewQueue struct {
	View          coop.View
	Skip          []int64
	Waiting, Done int      // articles of the view
	Others        int      // that wait outside the view
	Uncoded       int      // that nothing was suggested for
	Last          Reviewed // what can be taken back
}

// Reviewed is an article that was reviewed, in a batch; without one there is none.
type Reviewed struct {
	Batch string
	ID    int64
	Title string
}

// ReviewOverPage says why an article is not to be reviewed.
type ReviewOverPage struct {
	Article coop.Article
	Heading string
	Text    string
	Deleted bool // offer to restore it
	Queue   string
}

// ProblemPage says what went wrong and what to do next.
type ProblemPage struct {
	Status    int
	Heading   string
	Text      string // a sentence or two
	Action    string // label of a button or link, or ""
	Address   string // where it leads
	Post      bool   // Action is a form that posts to Address
	Search    bool   // offer to search the articles
	Reference string // of a 500, to find it in the log
}
