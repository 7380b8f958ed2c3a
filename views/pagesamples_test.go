package views

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
	"entente/internal/linking"
	"entente/internal/suggest"
)

// drawn renders a component and reads the result back.
func drawn(t testing.TB, c templ.Component) (*goquery.Document, string) {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	html := b.String()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return doc, html
}

func samplePage(title, nav string) Page {
	return Page{Title: title, Nav: nav, Theme: "light", Here: "/articles?q=training", Codebook: codebook.Default()}
}

var sampleTime = time.Date(2024, 2, 28, 9, 41, 0, 0, time.UTC)

func sampleEngagement() coop.Engagement {
	return coop.Engagement{
		ID: 2210, Key: "e-2210", Title: "Cambodia’s commander-in-chief asks a visiting US official for wider support",
		Form: "meeting", Start: "2024-02-26", End: "2024-02-27", Place: "Phnom Penh", Series: "Staff talks",
		Areas: []string{"training", "demining", "dialogue"}, Parties: []string{"ASEAN", "KH", "US"}, Notes: "Ask for the communiqué.",
		Version: 2, CreatedAt: sampleTime, UpdatedAt: sampleTime.Add(time.Hour),
		Stage: "under-way", Date: "2024-02-26", DateFrom: coop.FromStart, ArticleCount: 2,
		Reports: []coop.Report{
			{Stage: "asked", EngagementID: 2210, ArticleID: 8412, ArticleTitle: "Phnom Penh asks Washington for more military training and relief support", ArticleSource: "Mekong Courier", ArticlePublished: "2024-02-27"},
			{EngagementID: 2210, ArticleID: 8413, ArticleTitle: "កម្ពុជា និងសហរដ្ឋអាមេរិក", ArticleSource: "Phnom Penh Ledger", ArticlePublished: "2024-02-28"},
		},
	}
}

func sampleArticle() coop.Article {
	return coop.Article{
		ID: 8412, Title: "Phnom Penh asks Washington for more military training and relief support",
		TitleOriginal: "ភ្នំពេញស្នើសុំការបណ្តុះបណ្តាលយោធាបន្ថែម", URL: "https://www.mekong-courier.example/2024/02/27/more-training?id=7",
		Source: "Mekong Courier", Author: "A. Writer", Published: "2024-02-27", Accessed: "2024-02-28", Language: "km",
		ArchiveURL: "https://archive.example/8412",
		Summary:    "The armed forces ask for staff training and relief work.",
		Body: "PHNOM PENH – Cambodia’s armed forces want more from their partnership with the United States.\n" +
			"Receiving a visiting official this week, the country’s top commander asked for wider support.\n\n" +
			"The two went through courses for personnel, exchange visits by officers, and how to share intelligence on crime that crosses borders.",
		Notes: "Compare the ministry’s release.", Areas: []string{"training", "demining", "peacekeeping", "dialogue"},
		Parties: []string{"ASEAN", "KH", "US"}, State: coop.Coded, Coder: "local", Version: 3,
		CreatedAt: sampleTime, UpdatedAt: sampleTime.Add(time.Hour),
		Reports: []coop.Report{
			{Stage: "asked", EngagementID: 2210, EngagementKey: "e-2210", EngagementForm: "meeting", EngagementTitle: "Cambodia’s commander-in-chief asks a visiting US official for wider support"},
			{EngagementID: 2211, EngagementKey: "e-2211", EngagementTitle: "Demining grants planned"},
		},
	}
}

func sampleHistory() []coop.Change {
	return []coop.Change{
		{At: sampleTime.Add(time.Hour), Actor: "local", Action: "update", Fields: []coop.FieldChange{
			{Name: "published", Before: "2024-02-28", After: "2024-02-27"},
			{Name: "areas", Before: "training", After: "training; demining"},
			{Name: "stage", Before: "", After: "under-way"},
		}},
		{At: sampleTime, Actor: "import", Action: "create", Fields: []coop.FieldChange{{Name: "title", After: "x"}}},
	}
}

func sampleLens(path string) Lens {
	f := figures.Facets{
		Party: []figures.Count{
			{Value: "US", N: 433}, {Value: "KH", N: 402}, {Value: "JP", N: 198}, {Value: "AU", N: 167}, {Value: "CN", N: 121}, {Value: "ASEAN", N: 96},
			{Value: "VN", N: 88}, {Value: "TH", N: 70}, {Value: "PH", N: 64}, {Value: "FR", N: 31}, {Value: "IN", N: 12},
		},
		Source: []figures.Count{{Value: "Pacific Wire (agency)", N: 309}, {Value: "Manila Dispatch", N: 181}, {Value: "Mekong Courier", N: 110}},
		Lang:   []figures.Count{{Value: "en", N: 903}, {Value: "vi", N: 148}, {Value: "", N: 97}, {Value: "km", N: 86}},
		State:  []figures.Count{{Value: "uncoded", N: 0}, {Value: "suggested", N: 71}, {Value: "coded", N: 1163}, {Value: "excluded", N: 4}},
	}
	for i, a := range codebook.Default().Areas() {
		f.Area = append(f.Area, figures.Count{Value: a.Slug, N: 1234 / (i + 1) * min(i, 1)})
	}
	for i, c := range codebook.Forms() {
		f.Form = append(f.Form, figures.Count{Value: c.Slug, N: 300 / (i + 1)})
	}
	for i, c := range codebook.Stages() {
		f.Stage = append(f.Stage, figures.Count{Value: c.Slug, N: 200 / (i + 1)})
	}
	for i, y := range []string{"2011", "2012", "2013", "2014", "2015", "2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024"} {
		f.Year = append(f.Year, figures.Count{Value: y, N: i * 7})
	}
	return Lens{Path: path, Facets: f, Display: coop.Display{Page: 2}}
}

// fullView uses every parameter that there is.
func fullView() coop.View {
	return coop.View{
		Q: `"mine clearance" train*`, Areas: []string{"demining", "training"}, AllAreas: true, Parties: []string{"FJ", "KH"}, AllParties: true,
		Pair: "KH-US", WithAreas: []string{"none", "other"}, WithParties: []string{"LA"}, Forms: []string{"course", "visit"}, Stages: []string{"under-way"},
		Sources: []string{"Mekong Courier", "Rare & small"}, Langs: []string{"km", "lo"}, Origins: []string{"human", "rule"},
		States: []string{"coded", "excluded"}, From: "2015", To: "2019-06",
	}
}

func sampleArticles() ArticlesPage {
	p := ArticlesPage{Lens: sampleLens("/articles"), Total: 1234}
	suggested := sampleArticle()
	suggested.ID, suggested.State, suggested.Reports = 8405, coop.Suggested, append(suggested.Reports, suggested.Reports...)
	excluded := coop.Article{ID: 8406, Title: "A gym exercise", Source: "Manila Dispatch", Published: "2024-02-01", State: coop.Excluded}
	p.Rows = []ArticleRow{
		{
			Article:    sampleArticle(),
			Snippet:    []Mark{{"… asked for staff ", false}, {"training", true}, {" and relief work …", false}},
			TitleMarks: []Mark{{"Phnom Penh asks Washington for more military ", false}, {"training", true}, {" and relief support", false}},
		},
		{Article: suggested, Snippet: []Mark{{"The beginning of the text …", false}}},
		{Article: excluded},
	}
	p.View.Q, p.View.Areas, p.View.Parties = "training", []string{"training"}, []string{"KH", "US"}
	return p
}

func sampleEngagements() EngagementsPage {
	reported := coop.Engagement{ID: 3, Title: "Undated talks", Date: "2024-03-01", DateFrom: coop.FromReport, ArticleCount: 1}
	ended := coop.Engagement{ID: 4, Title: "A course ends", End: "2024-03-02", Date: "2024-03-02", DateFrom: coop.FromEnd, ArticleCount: 1, Form: "course", Parties: []string{"KH", "JP"}}
	return EngagementsPage{Lens: sampleLens("/engagements"), Total: 612, Rows: []coop.Engagement{sampleEngagement(), reported, ended}}
}

func sampleArticleForm() ArticleFormPage {
	return ArticleFormPage{
		Form: coop.FormOf(sampleArticle()), Choices: []coop.Engagement{sampleEngagement()},
		Sources: []string{"Manila Dispatch", "Mekong Courier"}, Languages: []string{"en", "km"},
	}
}

// staleArticleForm is an edit that somebody else's edit came before.
func staleArticleForm() ArticleFormPage {
	p := sampleArticleForm()
	p.ID, p.Reports = 8412, sampleArticle().Reports
	began := coop.FormOf(sampleArticle())
	theirs := began
	theirs.Title, theirs.Body, theirs.Author = "Another title", "Another text.\n\nOf two paragraphs.", ""
	theirs.Areas, theirs.Excluded, theirs.Version = []string{"cyber"}, "1", "4"
	p.Form.Title, p.Form.Body, p.Form.Author = "My title", strings.Replace(began.Body, "officers", "young officers", 1), "A. Writer and B. Other"
	p.Form.Areas, p.Form.Notes = []string{"training", "demining"}, "Mine alone."
	theirs.Summary = "Theirs alone."
	p.Made = Settlement{Began: began.Version, Use: coop.Choices{"excluded": coop.Stored, "areas": coop.Both}}
	form, c := p.Form.Meet(theirs, coop.Bases[coop.ArticleForm]{Seen: &began, Began: &began}, p.Made.Use)
	c.Since = []coop.Change{{At: sampleTime.Add(time.Hour), Actor: "import", Action: "update", Fields: []coop.FieldChange{{Name: "title"}, {Name: "state"}}}, {Action: "link"}}
	p.Form, p.Conflict = form, &c
	return p
}

// goneArticleForm is such an edit of an article that was deleted after that.
func goneArticleForm() ArticleFormPage {
	p := staleArticleForm()
	p.Deleted, p.Reports = true, nil
	return p
}

// staleEngagementForm likewise; what it began from is not known.
func staleEngagementForm() EngagementFormPage {
	e := sampleEngagement()
	theirs := coop.EngagementFormOf(e)
	theirs.Title, theirs.Form, theirs.Place, theirs.Parties, theirs.Version = "Other", "visit", "", "Cambodia, Japan", "9"
	form, c := coop.EngagementFormOf(e).Meet(theirs, coop.Bases[coop.EngagementForm]{}, nil)
	return EngagementFormPage{ID: e.ID, Form: form, Conflict: &c}
}

func wrongArticleForm() ArticleFormPage {
	p := sampleArticleForm()
	p.Form.Title, p.Form.Engagement, p.Form.EngagementStart = "", "new", "last Monday"
	p.Form.Areas = append(p.Form.Areas, "nonsense")
	p.Bad = coop.FieldErrors{
		"title": "Give the article a title.", "areas": "There is no area “nonsense” in the codebook.",
		"engagement_start": "Write the date as 2024-02-27.", "version": "Open the edit page again.", "author": "Shorten this.",
	}
	return p
}

// sampleReview is a suggested article with quotes that meet and overlap.
func sampleReview() ReviewPage {
	a := sampleArticle()
	a.State, a.Reports = coop.Suggested, nil
	a.Proposal = coop.Proposal{Form: "meeting", Stage: "asked", Margin: 0.2}
	for _, e := range []coop.Evidence{
		{Area: "training", Field: "title", Quote: "military training"}, {Area: "training", Field: "body", Quote: "courses for personnel"},
		{Area: "peacekeeping", Field: "body", Quote: "for personnel, exchange"}, {Area: "dialogue", Field: "summary", Quote: "staff"},
	} {
		e.Start = strings.Index(a.Text(e.Field), e.Quote)
		e.End, e.Origin = e.Start+len(e.Quote), coop.ByRule
		a.Evidence = append(a.Evidence, e)
	}
	return ReviewPage{
		Article: a, Form: coop.ReviewFormOf(a), Choices: []coop.Engagement{sampleEngagement()},
		Evidence:    map[string][]coop.Evidence{"party.KH": {{Field: "title", Start: 0, End: 10, Quote: "Phnom Penh"}}},
		ReviewQueue: ReviewQueue{View: fullView(), Skip: []int64{3}, Waiting: 5, Done: 12, Last: Reviewed{"review-x", 3, "A title"}},
	}
}

// wrongReview was changed in between, and has mistakes.
func wrongReview() ReviewPage {
	r := sampleReview()
	r.Changed = true
	r.Form.Verdicts = map[string]coop.Verdict{"area.training": coop.Replaced, "party.KH": coop.Replaced}
	r.Form.To = map[string]string{"area.training": "cyber", "party.KH": "Atlantis"}
	r.Form.Areas, r.Form.Parties, r.Form.Engagement = []string{"cyber"}, "Laos", "77"
	r.Bad = coop.FieldErrors{"area.demining": "Accept it.", "party.KH": "No such party.", "areas": "No such area.", "parties": "No such party.", "engagement": "Not here."}
	return r
}

// sampleCodebook has an area that was added and one that is retired.
func sampleCodebook() CodebookPage {
	cb := codebook.Default().WithArea(codebook.Area{Slug: "history", Name: "Old area", Short: "Old", Covers: "x", Style: 2, Retired: true})
	cb = cb.WithArea(codebook.Area{Slug: "music", Name: "Music", Short: "Music", Covers: "bands", Style: 1}).WithVersion(4)
	return CodebookPage{
		Codebook: cb, Articles: map[string]int{"training": 1234, "demining": 9, "history": 3}, Coded: 5000, Measured: 1000,
		Quality: map[string]suggest.Count{"training": {TP: 80, FP: 8, FN: 2}, "demining": {TP: 7, FN: 2}, "cyber": {TP: 30, FP: 30}},
		History: []coop.CodebookChange{
			{Version: 4, Earlier: 2, Change: coop.Change{At: sampleTime, Actor: "local", Action: "restore"}},
			{Version: 3, Area: "history", Change: coop.Change{At: sampleTime, Actor: "local", Action: "delete"}},
			{Version: 2, Area: "training", Change: coop.Change{At: sampleTime, Actor: "local", Action: "update", Fields: []coop.FieldChange{{Name: "excludes", After: "sport"}}}},
		},
	}
}

// sampleAreaForm is an edit of an area with what it would do, on top of somebody else's.
func sampleAreaForm(bad coop.FieldErrors) AreaFormPage {
	a, _ := codebook.Default().Area("cyber")
	stored := a
	stored.Covers = "less"
	text := suggest.Text{ID: 7, Title: "A hacker", Body: strings.Repeat("many words ", 20) + "a hacker" + strings.Repeat(" many words", 20), Coded: true, Areas: []string{"cyber"}}
	change := suggest.Change{Text: text, Gained: true, Suggestion: suggest.Suggestion{
		Code: "cyber", Reason: "“hacker”", Evidence: []suggest.Evidence{{Field: suggest.Body, Start: 222, End: 228, Quote: "hacker"}},
	}}
	lost := change
	lost.Gained = false
	return AreaFormPage{Area: a, Form: coop.AreaFormOf(a, 3), Bad: bad, Stored: &stored, Effect: &AreaEffect{Articles: 5000, Effect: suggest.Effect{
		Texts: 1000, Coded: 30, Before: 4, After: 950, Others: 2, Was: suggest.Count{TP: 3, FN: 1}, Becomes: suggest.Count{TP: 4, FP: 3}, Changes: []suggest.Change{change, lost},
	}}}
}

// sampleLikely is an article that reports nothing yet, with offers and near-copies; or
// with reports, that it may report more.
func sampleLikely(reports bool) ArticlePage {
	a, e := sampleArticle(), sampleEngagement()
	if !reports {
		a.Reports = nil
	}
	undated := coop.Engagement{ID: 3, Title: "កម្ពុជា", Date: "2024-03-01", DateFrom: coop.FromReport, ArticleCount: 1}
	twin := coop.Copy{Article: a}
	twin.ID = 9
	return ArticlePage{
		Article: a, Choices: []coop.Engagement{e},
		Story: []coop.Copy{
			{Article: coop.Article{ID: 7, Title: "The same wire", Source: "Ledger", Published: "2024-02-28"}, Percent: 96},
			{Article: coop.Article{ID: 8, Title: "Again", Source: "Ledger", Published: "2024-02-28"}, Percent: 100}, twin,
		},
		Likely: Likely{Form: "meeting", Stage: "asked", Offers: []linking.Offer{
			{Engagement: e, Stage: "done", Reasons: []string{"same parties: Cambodia, United States", "published while it went on"}}, {Engagement: undated},
		}},
	}
}

func sampleOpenEnds(path string) OpenEndsPage {
	a := sampleArticle()
	bare := coop.Article{ID: 5, Title: "Bare", Source: "s", Published: "2024-01-01"}
	return OpenEndsPage{
		Path: path, Page: 2, Unlinked: []ArticleRow{{Article: bare}}, UnlinkedTotal: 1234,
		Duplicates: [][]coop.Copy{{{Article: a, Percent: 96}, {Article: bare, Percent: 96}}, {{Article: bare}, {Article: bare}}}, DuplicatesTotal: 52,
	}
}

// storiedEngagement has two reports of one story and one of another.
func storiedEngagement() EngagementPage {
	e := sampleEngagement()
	e.Reports = append(e.Reports, coop.Report{EngagementID: e.ID, ArticleID: 8414, ArticleTitle: "The same wire", ArticleSource: "Ledger", ArticlePublished: "2024-02-26"})
	e.ArticleCount = 3
	return EngagementPage{Engagement: e, Stories: map[int64]int64{8412: 8412, 8413: 8413, 8414: 8412}}
}

// fullPages is every page of the lists, texts and forms, with much in it.
func fullPages() map[string]templ.Component {
	e, a := sampleEngagement(), sampleArticle()
	edit := sampleArticleForm()
	edit.ID, edit.Reports = 8412, a.Reports
	duplicate, gone := sampleArticleForm(), sampleArticleForm()
	duplicate.Stored, gone.Stored, gone.StoredOld = &a, &a, true

	wrongE := EngagementFormPage{ID: e.ID, Form: coop.EngagementFormOf(e), Bad: coop.FieldErrors{"engagement_end": "The last day must not lie before the first."}}

	filtered := sampleArticles()
	filtered.View = fullView()
	none := ArticlesPage{Lens: Lens{Path: "/articles", View: fullView()}, Drop: []Drop{{"Party: Cambodia", coop.View{Q: "x"}, 11}}}
	badLink := ArticlePage{Article: a, Bad: coop.FieldErrors{"engagement": "Choose one."}, Choices: []coop.Engagement{e}}
	flashed := samplePage("Articles", "articles")
	flashed.Flash = &Flash{Text: "Deleted “A title”.", Undo: "/articles/3/restore", Link: "/articles/3"}
	flashed.KeysOff, flashed.Patterns, flashed.Theme = true, true, "dark"

	articles, engagements, review := samplePage("Articles", "articles"), samplePage("Engagements", "engagements"), samplePage("Review", "review")
	review.Waiting = 1234
	return map[string]templ.Component{
		"articles":             Articles(articles, sampleArticles()),
		"articles-flash":       Articles(flashed, sampleArticles()),
		"articles-all-filters": Articles(articles, filtered),
		"articles-none":        Articles(articles, none),
		"article":              Article(articles, ArticlePage{Article: a, History: sampleHistory(), Choices: []coop.Engagement{e}}),
		"article-likely":       Article(articles, sampleLikely(false)),
		"article-likely-more":  Article(articles, sampleLikely(true)),
		"unlinked":             OpenEnds(articles, sampleOpenEnds("/articles/unlinked")),
		"duplicates":           OpenEnds(articles, sampleOpenEnds("/articles/duplicates")),
		"engagement-stories":   Engagement(engagements, storiedEngagement()),
		"article-bad-link":     Article(articles, badLink),
		"article-new":          ArticleForm(articles, ArticleFormPage{Choices: []coop.Engagement{e}}),
		"article-edit":         ArticleForm(articles, edit),
		"article-errors":       ArticleForm(articles, wrongArticleForm()),
		"article-duplicate":    ArticleForm(articles, duplicate),
		"article-gone":         ArticleForm(articles, gone),
		"article-stale":        ArticleForm(articles, staleArticleForm()),
		"article-deleted":      ArticleForm(articles, goneArticleForm()),
		"engagement-deleted":   EngagementForm(engagements, EngagementFormPage{ID: e.ID, Form: coop.EngagementFormOf(e), Deleted: true}),
		"engagements":          Engagements(engagements, sampleEngagements()),
		"engagement":           Engagement(engagements, EngagementPage{Engagement: e, History: sampleHistory()}),
		"engagement-edit":      EngagementForm(engagements, EngagementFormPage{ID: e.ID, Form: coop.EngagementFormOf(e)}),
		"engagement-errors":    EngagementForm(engagements, wrongE),
		"engagement-stale":     EngagementForm(engagements, staleEngagementForm()),
		"codebook":             Codebook(samplePage("Codebook", "codebook"), sampleCodebook()),
		"area-new":             AreaForm(samplePage("New area", "codebook"), AreaFormPage{}),
		"area-effect":          AreaForm(samplePage("Edit area", "codebook"), sampleAreaForm(nil)),
		"area-errors":          AreaForm(samplePage("Edit area", "codebook"), sampleAreaForm(coop.FieldErrors{"name": "Give the area a name.", "rules": "Line 1: no."})),
		"problem-404":          Problem(articles, ProblemPage{Status: 404, Heading: "There is no page at this address", Text: "The link may be old.", Action: "Go to the dashboard", Address: "/"}),
		"problem-410":          Problem(articles, ProblemPage{Status: 410, Heading: "This article was deleted", Text: "It can be restored.", Action: "Restore it", Address: "/articles/3/restore", Post: true}),
		"problem-500":          Problem(articles, ProblemPage{Status: 500, Heading: "Something went wrong on our side", Text: "Nothing that you saved is lost.", Reference: "7f3a-19c2"}),
		"review":               Review(review, sampleReview()),
		"review-errors":        Review(review, wrongReview()),
		"review-done":          ReviewDone(review, ReviewQueue{View: fullView(), Done: 3, Others: 2, Uncoded: 1, Last: Reviewed{"review-x", 3, "A title"}}),
		"review-skipped":       ReviewDone(review, ReviewQueue{Skip: []int64{1, 2}, Waiting: 2}),
		"review-deleted":       ReviewOver(review, ReviewOverPage{Article: a, Heading: "This article is deleted.", Text: "It can be restored.", Deleted: true, Queue: "area=demining&skip=3"}),
		"welcome":              Welcome(samplePage("Welcome", "")),
	}
}

// emptyPages is every page with nothing in it.
func emptyPages() map[string]templ.Component {
	return map[string]templ.Component{
		"codebook":         Codebook(Page{}, CodebookPage{}),
		"area-form":        AreaForm(Page{}, AreaFormPage{Stored: &codebook.Area{}, Effect: &AreaEffect{}}),
		"articles":         Articles(Page{}, ArticlesPage{}),
		"articles-row":     Articles(Page{}, ArticlesPage{Total: 1, Rows: []ArticleRow{{Article: coop.Article{Title: "A"}}}}),
		"article":          Article(Page{}, ArticlePage{}),
		"article-form":     ArticleForm(Page{}, ArticleFormPage{}),
		"unlinked":         OpenEnds(Page{}, OpenEndsPage{Path: "/articles/unlinked"}),
		"duplicates":       OpenEnds(Page{}, OpenEndsPage{Path: "/articles/duplicates"}),
		"article-stale":    ArticleForm(Page{}, ArticleFormPage{Conflict: &coop.Conflict{}, Stored: &coop.Article{}}),
		"engagements":      Engagements(Page{}, EngagementsPage{}),
		"engagements-row":  Engagements(Page{}, EngagementsPage{Total: 1, Rows: []coop.Engagement{{Title: "E"}}}),
		"engagement":       Engagement(Page{}, EngagementPage{}),
		"engagement-form":  EngagementForm(Page{}, EngagementFormPage{}),
		"engagement-stale": EngagementForm(Page{}, EngagementFormPage{Conflict: &coop.Conflict{}}),
		"problem":          Problem(Page{}, ProblemPage{}),
		"review":           Review(Page{}, ReviewPage{}),
		"review-done":      ReviewDone(Page{}, ReviewQueue{}),
		"review-over":      ReviewOver(Page{}, ReviewOverPage{}),
		"welcome":          Welcome(Page{}),
	}
}
