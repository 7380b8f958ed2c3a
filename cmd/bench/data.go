package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/gazetteer"
)

const (
	parties = 60
	sources = 40
	years   = 20
	words   = 60_000 // different ones
	perWhat = 4      // articles an engagement
)

var firstDay = coop.Day("2006-01-01")

// Words to search for. How frequent they are follows from their rank.
var (
	commonWord = word(100)    // in some 30 % of the articles
	rareWord   = word(36_000) // in one article of a thousand
)

// generator makes articles out of numbers: the same article of the same number.
type generator struct {
	n       int // articles over the years; numbers beyond it fall on the last days
	source  *rand.PCG
	r       *rand.Rand
	zipf    *rand.Zipf
	areas   []string
	parties []string
	words   []string
}

func newGenerator(n int) *generator {
	g := &generator{n: n, source: rand.NewPCG(0, 0)}
	g.r = rand.New(g.source)
	g.zipf = rand.NewZipf(g.r, 1.05, 2, words-1)
	for _, a := range codebook.Default().Areas() {
		g.areas = append(g.areas, a.Slug)
	}
	for _, p := range gazetteer.All()[:parties] {
		g.parties = append(g.parties, p.Code)
	}
	for i := range words {
		g.words = append(g.words, word(i))
	}
	return g
}

// rows are the articles from first to before end.
func (g *generator) rows(first, end int) []exchange.ImportRow {
	var rows []exchange.ImportRow
	for i := first; i < end; i++ {
		rows = append(rows, g.row(i))
	}
	return rows
}

// row is article i, with the engagements that it reports.
func (g *generator) row(i int) exchange.ImportRow {
	g.source.Seed(2, uint64(i))
	late := g.r.IntN(30) // days until it was found, so that ids are not quite in the order of days
	day := coop.DayFromNumber(firstDay.Number() + int32(max(min(i, g.n-1)*years*365/g.n-late, 0)))
	added := day.Time().Add(time.Duration(late+1)*24*time.Hour + time.Duration(g.r.IntN(86_400_000))*time.Millisecond)
	row := exchange.ImportRow{Line: i + 2, Article: coop.Article{
		Title: title(g.text(9)), URL: fmt.Sprintf("https://news%d.example/%s/%d", g.r.IntN(sources), day, i),
		Source: fmt.Sprintf("Source %d", g.r.IntN(sources)), Published: day, Accessed: day.AddDays(late),
		Language: []string{"en", "en", "km", "fr", ""}[g.r.IntN(5)],
		Body:     g.text(380 + g.r.IntN(80)), CreatedAt: added, UpdatedAt: added,
	}}
	a := &row.Article
	if g.oneIn(2) {
		a.Summary = g.text(30)
	}
	if g.oneIn(4) {
		a.Author, a.TitleOriginal = title(g.text(2)), title(g.text(9))
	}
	switch state := g.r.IntN(20); {
	case state == 0:
		a.State = coop.Uncoded
	case state == 1:
		a.State = coop.Excluded
	case state < 5:
		a.State = coop.Suggested
	default:
		a.State = coop.Coded
	}
	if a.State != coop.Uncoded {
		a.Areas, a.Parties = g.codes(i)
	}
	g.report(&row, i)
	return row
}

// codes are those of the engagement of article i; now and then one of its
// articles is given areas of its own.
func (g *generator) codes(i int) (areas, parties []string) {
	own := g.oneIn(4)
	other := g.some(g.areas, 1+g.r.IntN(4))
	defer g.source.Seed(3, uint64(i))
	g.source.Seed(4, uint64(i/perWhat))
	areas, parties = g.some(g.areas, 1+g.r.IntN(4)), g.some(g.parties, 2+g.r.IntN(10)/7)
	if own {
		areas = other
	}
	return areas, parties
}

// report has an article report the engagement of its number, and a few another
// one or none. The first of each engagement reports it, so that it is there.
func (g *generator) report(row *exchange.ImportRow, i int) {
	own := i / perWhat
	if i%perWhat > 0 && g.oneIn(20) {
		return
	}
	row.EngagementKey, row.Stage = key(own), g.code(codebook.Stages())
	if own > 0 && g.oneIn(20) {
		row.EngagementKeys = []string{key(own - 1)}
	}
	if i%perWhat == 0 {
		start := row.Article.Published.AddDays(g.r.IntN(20) - 10)
		row.Engagement = coop.Engagement{
			Title: title(g.text(6)), Form: g.code(codebook.Forms()), Place: title(g.text(1)),
			Start: coop.Date(start), End: coop.Date(start.AddDays(g.r.IntN(14))),
		}
	}
}

func key(engagement int) string { return fmt.Sprintf("k-%d", engagement) }

func (g *generator) oneIn(n int) bool { return g.r.IntN(n) == 0 }

func (g *generator) code(of []codebook.Code) string { return of[g.r.IntN(len(of))].Slug }

// some picks n different ones.
func (g *generator) some(of []string, n int) []string {
	var out []string
	for len(out) < n {
		if s := of[g.r.IntN(len(of))]; !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// text is n words, with commas, full stops and paragraphs between them.
func (g *generator) text(n int) string {
	var b strings.Builder
	for i := range n {
		switch {
		case i == 0:
		case i%96 == 0:
			b.WriteString(".\n\n")
		case i%16 == 0:
			b.WriteString(". ")
		case i%16 == 9:
			b.WriteString(", ")
		default:
			b.WriteByte(' ')
		}
		b.WriteString(g.words[g.zipf.Uint64()])
	}
	return b.String()
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// word is the word of a rank, the most frequent first: short ones are frequent.
func word(rank int) string {
	const consonants, vowels = "bdfghjklmnprstvw", "aou"
	var b []byte
	for n := rank; ; n = n/(len(consonants)*len(vowels)) - 1 {
		b = append(b, consonants[n%len(consonants)], vowels[n/len(consonants)%len(vowels)])
		if n < len(consonants)*len(vowels) {
			return string(b)
		}
	}
}
