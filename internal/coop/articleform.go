package coop

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"entente/internal/codebook"
	"entente/internal/gazetteer"
)

// ArticleForm is an article as typed, so that it can be shown back. The tags
// are the field names of the entry form; they are fixed.
type ArticleForm struct {
	Title         string   `form:"title"`
	Source        string   `form:"source"`
	Published     string   `form:"published"`
	Body          string   `form:"body"`
	URL           string   `form:"url"`
	TitleOriginal string   `form:"title_original"`
	Language      string   `form:"language"`
	Author        string   `form:"author"`
	ArchiveURL    string   `form:"archive_url"`
	Accessed      string   `form:"accessed"`
	Summary       string   `form:"summary"`
	Notes         string   `form:"notes"`
	Areas         []string `form:"areas"`
	Parties       string   `form:"parties"`  // names, codes or aliases, with commas or semicolons between
	Excluded      string   `form:"excluded"` // any value: not about defence cooperation

	Engagement      string `form:"engagement"` // an id, "new", or "" for later
	EngagementTitle string `form:"engagement_title"`
	Form            string `form:"form"`
	Stage           string `form:"stage"`
	EngagementStart string `form:"engagement_start"`
	EngagementEnd   string `form:"engagement_end"`
	Place           string `form:"place"`

	Suggested []string `form:"suggested"` // what the form showed as suggested: "area:demining"
	Accept    []string `form:"accept"`    // of these, parties, form and stage that were accepted
	Refused   []string `form:"refused"`   // of these, what was refused
	Quotes    []string `form:"quotes"`    // words attached to areas by hand, see [ParseQuote]

	Version  string `form:"version"`
	Codebook string `form:"codebook"` // version of the codebook that the form offers
}

// ArticleInput is an article ready to be stored, and the engagement it is to be
// linked to, if any.
type ArticleInput struct {
	Article // ID, instants, and of its coding all but Areas and Parties are not read, nor are its Reports
	Link    *Link
	Quotes  []Evidence // for its areas, on top of those that are stored
	Refuse  []Refusal  // suggestions, likewise
	Allow   []Refusal  // suggestions that were refused before and are not any more
	// Open leaves codes by rule as they are where no person's code of their kind
	// was changed, but for what is refused: nobody has decided on them.
	Open bool
	// Excluded marks an article that is not about defence cooperation.
	Excluded bool
	// Codebook is the version that the codes were chosen from, 0 for the one in force.
	Codebook int
}

// Link asks to link an article to an engagement at a stage: to the one with
// that id, or else to a new one. An article that is linked to it already gets
// the stage corrected.
type Link struct {
	EngagementID int64
	New          *Engagement // title, form, start, end, place, areas and parties are read
	Stage        string
}

// FormOf is the form that shows a stored article.
func FormOf(a Article) ArticleForm {
	f := ArticleForm{
		Title: a.Title, Source: a.Source, Published: string(a.Published), Body: a.Body, URL: a.URL,
		TitleOriginal: a.TitleOriginal, Language: a.Language, Author: a.Author, ArchiveURL: a.ArchiveURL,
		Accessed: string(a.Accessed), Summary: a.Summary, Notes: a.Notes, Areas: a.Areas,
		Parties: partyNames(a.Parties), Version: strconv.FormatInt(a.Version, 10),
	}
	if a.State == Excluded {
		f.Excluded = "1"
	}
	return f
}

// partyNames writes codes as a person would type them. A name with a comma in
// it would be read as two, so its code stands in.
func partyNames(codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = gazetteer.Name(c)
		if strings.ContainsAny(names[i], ",;") {
			names[i] = c
		}
	}
	return strings.Join(names, ", ")
}

// Validate returns the article, or what is wrong with each field. Only title,
// source and published are required.
func (f ArticleForm) Validate(cb *codebook.Codebook) (in ArticleInput, bad FieldErrors) {
	c := checker{bad: FieldErrors{}}
	a := Article{
		Title:         c.line("title", f.Title),
		Source:        c.line("source", f.Source),
		Published:     c.day("published", f.Published),
		Body:          c.text("body", f.Body, MaxBody),
		URL:           c.address("url", f.URL),
		TitleOriginal: c.line("title_original", f.TitleOriginal),
		Language:      c.language("language", f.Language),
		Author:        c.line("author", f.Author),
		ArchiveURL:    c.address("archive_url", f.ArchiveURL),
		Accessed:      c.day("accessed", f.Accessed),
		Summary:       c.text("summary", f.Summary, MaxNote),
		Notes:         c.text("notes", f.Notes, MaxNote),
		Areas:         c.areas("areas", f.Areas, cb),
		Parties:       c.parties("parties", f.Parties),
	}
	c.required("title", a.Title, "Give the article a title.")
	c.required("source", a.Source, "Name the source, the publisher of the article.")
	c.required("published", strings.TrimSpace(f.Published), "Write the day the article came out as 2024-02-27.")
	if f.Version != "" {
		a.Version = c.version(f.Version)
	}
	in = ArticleInput{Article: a, Link: f.link(&c, a), Quotes: c.quotes("quotes", f.Quotes, cb), Excluded: f.Excluded != "", Codebook: c.codebook(f.Codebook)}
	in.Refuse, in.Allow = f.decided(cb)
	return in, c.bad
}

// link reads the engagement part. A new engagement starts with the areas and
// parties of the article, and with its title where none of its own is given.
func (f ArticleForm) link(c *checker, a Article) *Link {
	stage := c.code("stage", f.Stage, codebook.IsStage, "Choose a stage from the list, or leave it open.")
	switch choice := strings.TrimSpace(f.Engagement); choice {
	case "":
		return nil
	case "new":
		e := &Engagement{
			Title:   c.line("engagement_title", f.EngagementTitle),
			Form:    c.code("form", f.Form, codebook.IsForm, "Choose a form from the list, or leave it open."),
			Start:   c.date("engagement_start", f.EngagementStart),
			End:     c.date("engagement_end", f.EngagementEnd),
			Place:   c.line("place", f.Place),
			Areas:   a.Areas,
			Parties: a.Parties,
		}
		c.order("engagement_end", e.Start, e.End)
		if e.Title == "" {
			e.Title = a.Title
		}
		return &Link{New: e, Stage: stage}
	default:
		id, err := strconv.ParseInt(choice, 10, 64)
		if err != nil || id <= 0 {
			c.bad["engagement"] = "Choose an engagement from the list, a new one, or decide later."
		}
		return &Link{EngagementID: id, Stage: stage}
	}
}

// checker reads typed fields and collects a sentence for each that is wrong.
type checker struct{ bad FieldErrors }

func (c *checker) fail(field, sentence string) {
	if _, already := c.bad[field]; !already {
		c.bad[field] = sentence
	}
}

func (c *checker) required(field, value, sentence string) {
	if value == "" {
		c.fail(field, sentence)
	}
}

func (c *checker) line(field, s string) string {
	c.readable(field, s, MaxLine) // as typed: trimming would mend broken bytes in silence
	return Line(s)
}

func (c *checker) text(field, s string, limit int) string {
	c.readable(field, s, limit)
	return Text(s)
}

func (c *checker) readable(field, s string, limit int) {
	if why := readable(s, limit); why != "" {
		c.fail(field, why)
	}
}

func (c *checker) day(field, s string) Day {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	d, err := ParseDay(s)
	if err != nil {
		c.fail(field, sentence(err))
	}
	return d
}

func (c *checker) date(field, s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		c.fail(field, sentence(err))
	}
	return d
}

func (c *checker) order(field string, start, end Date) {
	if end.Before(start) {
		c.fail(field, "The end must not lie before the start, "+start.String()+".")
	}
}

func (c *checker) address(field, s string) string {
	s = c.line(field, s)
	if s == "" {
		return ""
	}
	if _, err := CanonicalURL(s); err != nil {
		c.fail(field, "Write the whole address, beginning with https:// or http://.")
	}
	return s
}

func (c *checker) language(field, s string) string {
	s = strings.ToLower(c.line(field, s))
	if s == "" {
		return ""
	}
	if b, err := language.ParseBase(s); err != nil || b.String() != s {
		c.fail(field, "Give the language as a code of two or three letters: en, km, fr.")
	}
	return s
}

func (c *checker) areas(field string, slugs []string, cb *codebook.Codebook) []string {
	var known []string
	for _, slug := range slugs {
		slug = strings.TrimSpace(slug)
		if slug == "" {
			continue
		}
		if cb.Index(slug) < 0 {
			c.fail(field, "There is no area “"+slug+"” in the codebook.")
			continue
		}
		known = append(known, slug)
	}
	return cb.Sort(known)
}

func (c *checker) parties(field, s string) []string {
	s = c.line(field, s)
	var codes []string
	for _, name := range partyList(s) {
		code, err := gazetteer.Resolve(name)
		if err != nil {
			c.fail(field, UnknownParty(err))
			continue
		}
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// partyList cuts what was typed into the names of parties.
func partyList(s string) (names []string) {
	for name := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' }) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (c *checker) code(field, slug string, known func(string) bool, sentence string) string {
	slug = strings.TrimSpace(slug)
	if slug != "" && !known(slug) {
		c.fail(field, sentence)
	}
	return slug
}

func (c *checker) version(s string) int64 {
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v <= 0 {
		c.fail("version", "This form does not say which version it was made from. Open the edit page again.")
	}
	return v
}

// codebook reads which version of the codebook a form offers, 0 if it does not say.
func (c *checker) codebook(s string) int {
	if s == "" {
		return 0
	}
	v, err := strconv.Atoi(s)
	if err != nil || v <= 0 {
		c.fail("codebook", "This form does not say which codebook it offers. Open the page again.")
	}
	return v
}
