package handlers

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"entente/internal/exchange"
)

// storedArticle is an article as a test noted it down when it stored it. What
// the program should say of it is worked out from this note alone.
type storedArticle struct {
	id, added                                         int64
	title, original, summary, body, source, lang, day string
	areas, parties                                    []string
	state                                             string
	areasGiven, partiesGiven                          bool // by a person since, of one that was suggested
	deleted                                           bool
	reports                                           []storedReport
}

type storedReport struct {
	engagement *storedEngagement
	stage      string
}

type storedEngagement struct {
	id                             int64
	key                            string
	title, place, form, start, end string
	areas, parties                 []string
	roles                          map[string]string // by party
	officials                      []storedOfficial  // by party, each party's as they were typed
	deleted                        bool
}

type storedOfficial struct{ party, name, post string }

// Few values, so that rows and views meet often, and such as have broken
// programs. Codes stand in the order in which the program keeps them.
var (
	lawAreas   = []string{"training", "demining", "peacekeeping", "disaster-relief", "exercises", "cyber", "agreements"}
	lawParties = []string{"ASEAN", "AX", "KH", "KR", "TH", "UN", "US"} // AX is named Åland: by name it stands before ASEAN
	lawForms   = []string{"", "meeting", "exercise", "transfer", "other"}
	lawRoles   = []string{"", "provider", "recipient", "host", "observer"}
	lawPeople  = []string{"General A", "=1+1", "'@B", "O’Brien, Jr.", "<b>&amp", `"C"`, "ភិរុណ"}
	lawStages  = []string{"", "asked", "planned", "under-way", "done"}
	lawLangs   = []string{"", "en", "km", "ar", "yue"}
	lawSources = []string{
		"VOA Khmer", `Agence "K&K"; Presse`, "50% + more, daily", "=1+1", "O'Reilly <b>&amp;", "?q=mine#top", "ភ្នំពេញ ប៉ុស្តិ៍", "صحيفة", "a/../b\\c",
	}

	// Each word is its own stem, so that plain loops can tell what a search finds.
	lawWords = []string{"mine", "Mine", "drill", "PATROL", "harbor", "delta", "café", "CAFE", "flood", "near", "or", "not", "កម្ពុជា", "كمبوديا", "日本", "F-16"}
	lawNoise = []string{`</script><script>`, "=1+1", `"`, "'", "—", "&amp;", "%s", "\u202e", "🇰🇭", "{{.}}", "*", "(", "\\"}
)

// chance is true once in so many draws. False is the smaller.
func chance(rt *rapid.T, label string, in int) bool {
	return rapid.IntRange(1, in).Draw(rt, label) == in
}

func one(rt *rapid.T, label string, from []string) string {
	return rapid.SampledFrom(from).Draw(rt, label)
}

// some draws part of a list, in its order.
func some(rt *rapid.T, label string, from []string) (out []string) {
	for _, s := range from {
		if chance(rt, label, 3) {
			out = append(out, s)
		}
	}
	return out
}

// words draws a text of one line; it may be empty unless least is more than 0.
func words(rt *rapid.T, label string, least int) string {
	var out []string
	for range rapid.IntRange(least, 4).Draw(rt, label) {
		out = append(out, one(rt, label, lawWords))
		if chance(rt, label+" noise", 3) {
			out = append(out, one(rt, label+" noise", lawNoise))
		}
	}
	return strings.Join(out, " ")
}

// anyDay is often at the edge of a month, quarter or year, and seldom far away.
func anyDay(rt *rapid.T, label string) string {
	switch rapid.IntRange(1, 12).Draw(rt, label) {
	case 12:
		return one(rt, label, []string{"1900-01-01", "1969-12-31", "1970-01-01", "2100-12-31", time.Now().Format(time.DateOnly)})
	case 1, 2, 3, 4:
		return one(rt, label, []string{"2015-12-31", "2016-01-01", "2016-02-29", "2016-03-01", "2016-03-31", "2016-04-01", "2016-12-31", "2017-01-01", "2019-12-31", "2020-01-01"})
	}
	n := rapid.IntRange(0, 119).Draw(rt, label) * 37 % 120 // small numbers are drawn more often: they lie far apart so
	return time.Date(2015, 11, 15+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// anyDayOfManyYears is of any of 400 months.
func anyDayOfManyYears(rt *rapid.T, label string) string {
	year, month, day := rapid.IntRange(1993, 2025).Draw(rt, label), rapid.IntRange(1, 12).Draw(rt, label), rapid.IntRange(1, 28).Draw(rt, label)
	return fmt.Sprintf("%d-%02d-%02d", year, month, day)
}

func anyArticle(rt *rapid.T) *storedArticle {
	return &storedArticle{
		title: words(rt, "title", 1), original: words(rt, "original", 0), summary: words(rt, "summary", 0), body: words(rt, "body", 0),
		source: one(rt, "source", lawSources), lang: one(rt, "lang", lawLangs), day: anyDay(rt, "published"),
		areas: some(rt, "areas", lawAreas), parties: some(rt, "parties", lawParties),
	}
}

// anyDate is a day, or its month or year alone.
func anyDate(rt *rapid.T, label string) string {
	return anyDay(rt, label)[:rapid.SampledFrom([]int{10, 10, 7, 4}).Draw(rt, label+" to")]
}

// anyEngagement has a start, an end, both or none, and none is more exact than the other.
func anyEngagement(rt *rapid.T) *storedEngagement {
	e := &storedEngagement{title: words(rt, "title", 1), place: words(rt, "place", 0), form: one(rt, "form", lawForms)}
	if chance(rt, "started", 2) {
		e.start = anyDate(rt, "start")
	}
	if chance(rt, "ended", 2) {
		e.end = anyDate(rt, "end")
	}
	if e.start != "" && e.end != "" && lastDay(e.end) < firstDay(e.start) {
		e.start, e.end = e.end, e.start
	}
	return e
}

// world is a site with the notes of what is stored in it, deleted rows too.
type world struct {
	site
	articles    []*storedArticle
	engagements []*storedEngagement

	retired string // an area, or ""

	told map[*storedEngagement][]telling // see settle
	text map[any][][]string
}

// imported is a file to import, and what it will have stored.
type imported struct {
	file        []byte
	articles    []*storedArticle
	engagements []*storedEngagement
}

// anyImport draws a file of so many articles, of days drawn by day, and
// engagements. Some articles report several engagements, and some engagements
// have several articles.
func anyImport(rt *rapid.T, articles, engagements int, day func(*rapid.T, string) string) imported {
	var in imported
	for i := range engagements {
		e := anyEngagement(rt)
		e.key = fmt.Sprintf("key %d & “x”", i)
		in.engagements = append(in.engagements, e)
	}
	var b bytes.Buffer
	file := csv.NewWriter(&b)
	write := func(cells ...string) {
		if err := file.Write(cells); err != nil {
			rt.Fatal(err)
		}
	}
	write("article_id", "title", "title_original", "url", "source", "published", "language", "summary", "body", "areas", "parties", "state",
		"created_at", "engagement_keys", "engagement_key", "engagement_title", "form", "stage", "engagement_start", "engagement_end", "place")
	described := map[*storedEngagement]bool{}
	for i := range articles {
		a := anyArticle(rt)
		a.day = day(rt, "day")
		a.id = int64(2*(articles-i) + 1) // in another order than that of the file
		if i == 0 && chance(rt, "high id", 5) {
			a.id = 3_999_999_999
		}
		says := one(rt, "state", []string{"", "coded", "suggested", "excluded"})
		a.state = says
		if says == "" || says == "coded" {
			a.state = codedOrNot(a)
		}
		created := time.Date(2024, 1, rapid.IntRange(1, 3).Draw(rt, "created"), 0, 0, 0, 0, time.UTC)
		a.added = created.UnixMilli()

		own, keys := &storedEngagement{}, []string{}
		stage := ""
		if engagements > 0 && !chance(rt, "unlinked", 4) {
			own, stage = in.engagements[(i+rapid.IntRange(0, 1).Draw(rt, "own"))%engagements], one(rt, "stage", lawStages)
			described[own] = true
			for chance(rt, "round-up", 3) {
				if e := rapid.SampledFrom(in.engagements).Draw(rt, "also"); e != own && !a.tells(e) {
					keys = append(keys, e.key)
					a.reports = append(a.reports, storedReport{e, ""})
				}
			}
			a.reports = append(a.reports, storedReport{own, stage})
		}
		in.articles = append(in.articles, a)
		write(strconv.FormatInt(a.id, 10), a.title, a.original, "https://example.org/"+strconv.Itoa(i), a.source, a.day, a.lang, a.summary, a.body,
			strings.Join(a.areas, ";"), strings.Join(a.parties, ";"), says, created.Format(time.RFC3339),
			strings.Join(keys, ";"), own.key, own.title, own.form, stage, own.start, own.end, own.place)
	}
	file.Flush()
	in.file = b.Bytes()
	in.engagements = slices.DeleteFunc(in.engagements, func(e *storedEngagement) bool { return !in.gather(e, described[e]) })
	return in
}

// gather gives an engagement the codes of its articles, if it has any. One that
// is only named has the title of its earliest article and nothing else.
func (in imported) gather(e *storedEngagement, described bool) (reported bool) {
	var first *storedArticle
	for _, a := range in.articles {
		if !a.tells(e) {
			continue
		}
		if first == nil || a.day < first.day {
			first = a
		}
		if a.state != "excluded" {
			e.areas, e.parties = union(lawAreas, e.areas, a.areas), union(lawParties, e.parties, a.parties)
		}
	}
	if first != nil && !described {
		*e = storedEngagement{key: e.key, title: first.title, areas: e.areas, parties: e.parties}
	}
	return first != nil
}

func union(order, a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(order), func(s string) bool { return !slices.Contains(a, s) && !slices.Contains(b, s) })
}

func codedOrNot(a *storedArticle) string {
	if len(a.areas)+len(a.parties) > 0 {
		return "coded"
	}
	return "uncoded"
}

// tells tells whether an article reports an engagement.
func (a *storedArticle) tells(e *storedEngagement) bool {
	return slices.ContainsFunc(a.reports, func(r storedReport) bool { return r.engagement == e })
}

// newWorld stores an import in a site of its own.
func newWorld(t testing.TB, in imported) *world {
	w := &world{site: newSite(t), articles: in.articles, engagements: in.engagements}
	rows, err := exchange.ReadArticles(bytes.NewReader(in.file), exchange.ReadOptions{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, in.file)
	}
	if _, err := w.store.Import(t.Context(), rows, false, nil); err != nil {
		t.Fatalf("%v in\n%s", err, in.file)
	}
	for _, a := range w.articles {
		w.learn(t, a)
	}
	w.settle()
	return w
}

// retire retires an area. Its articles are found and counted as before.
func (w *world) retire(t testing.TB, slug string) {
	a, _ := w.store.Codebook().Area(slug)
	a.Retired = true
	if _, err := w.store.SaveArea(t.Context(), actor, w.store.Codebook().Version(), a); err != nil {
		t.Fatal(err)
	}
	w.retired = slug
}

// learn asks for the numbers that the program gave to the engagements of an article.
func (w *world) learn(t testing.TB, a *storedArticle) {
	stored, err := w.store.Article(t.Context(), a.id)
	if err != nil {
		t.Fatal(err)
	}
	live := slices.DeleteFunc(slices.Clone(a.reports), func(r storedReport) bool { return r.engagement.deleted })
	if len(stored.Reports) != len(live) {
		t.Fatalf("article %d reports %d engagements, want %d", a.id, len(stored.Reports), len(live))
	}
	for i, r := range live { // both in the order in which they were linked
		r.engagement.id, r.engagement.key = stored.Reports[i].EngagementID, stored.Reports[i].EngagementKey
	}
}

// byHand is later than any instant of a file.
func byHand(n int) int64 { return math.MaxInt64/2 + int64(n) }
