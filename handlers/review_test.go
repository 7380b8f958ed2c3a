package handlers

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	gocmp "github.com/google/go-cmp/cmp"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/suggest"
)

// toReview are texts that deserve codes.
var toReview = []string{
	"Japan and Cambodia open mine clearance course,\"Japanese army engineers began a demining course for Cambodian deminers in Phnom Penh.\n\nThe two armies agreed to clear mines together.\"",
	"US and Philippine troops start joint military exercise,\"Soldiers of the United States and the Philippines began a joint military exercise on Monday. American marines trained Filipino soldiers.\"",
	"India and Vietnam sign defence agreement,\"The defence ministers of India and Vietnam signed a memorandum of understanding on defence cooperation in Hanoi.\"",
	"Australian and Fijian peacekeepers train together,\"Australian soldiers trained Fijian peacekeepers before they deploy with the United Nations.\"",
}

// engineOf is how codes are suggested.
func engineOf(cb *codebook.Codebook) db.Suggester { return suggest.New(cb) }

// suggestedSite holds articles with suggested codes.
func suggestedSite(t testing.TB) site {
	t.Helper()
	s := newSite(t)
	s.suggest(t, "title,body,source,published\n", toReview)
	return s
}

// suggest imports lines of a file, and has codes suggested for them.
func (s site) suggest(t testing.TB, head string, lines []string) {
	t.Helper()
	var file strings.Builder
	file.WriteString(head)
	for _, line := range lines {
		file.WriteString(line + ",Test Wire,2024-02-27\n")
	}
	rows, err := exchange.ReadArticles(strings.NewReader(file.String()), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	result, err := s.store.ImportSuggesting(t.Context(), rows, engineOf, false, nil)
	if err != nil || result.Suggested != len(lines) {
		t.Fatalf("suggested for %d of %d articles: %v", result.Suggested, len(lines), err)
	}
}

// reviewForm is the form of a review as a browser would send it, and its address.
func reviewForm(t testing.TB, doc *goquery.Document) (address string, form url.Values) {
	t.Helper()
	f := doc.Find("form[data-review]")
	if f.Length() != 1 {
		t.Fatalf("no article to review: %s", strings.Join(strings.Fields(doc.Find("main").Text()), " "))
	}
	return f.AttrOr("action", ""), formValues(f)
}

// offers are the names of what is to be decided, in order.
func offers(doc *goquery.Document) (names []string) {
	doc.Find(".verdicts fieldset").Each(func(_ int, f *goquery.Selection) { names = append(names, f.AttrOr("id", "")) })
	return names
}

func giveVerdict(form url.Values, names []string, verdict string) {
	for _, name := range names {
		form.Set(name, verdict)
	}
}

// waitingCount is what the navigation says.
func waitingCount(doc *goquery.Document) string {
	return strings.TrimSpace(doc.Find(`nav a[href="/review"] .count`).Contents().First().Text())
}

// files are all that an analyst exports.
func (s site) files(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, address := range []string{"/articles.csv?state=coded&state=suggested&state=excluded&state=uncoded", "/engagements.csv", "/reports.csv", "/codings.csv"} {
		out[address] = s.get(t, address).Body.String()
	}
	return out
}

func TestReviewGoesThroughAllArticles(t *testing.T) {
	s := suggestedSite(t)
	var order []string
	for n := len(toReview); n > 0; n-- {
		doc := s.page(t, "/review")
		if got := waitingCount(doc); got != fmt.Sprint(n) {
			t.Errorf("the navigation counts %q, want %d", got, n)
		}
		if got, want := doc.Find(".review-progress b").Text(), fmt.Sprintf("%d of %d", len(toReview)-n, len(toReview)); got != want {
			t.Errorf("progress %q, want %q", got, want)
		}
		address, form := reviewForm(t, doc)
		order = append(order, address)
		giveVerdict(form, offers(doc), "yes")
		w := s.post(t, address, form)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/review" {
			t.Fatalf("POST %s = %d to %q:\n%s", address, w.Code, w.Header().Get("Location"), excerpt(w))
		}
	}
	var want []string
	for margin, list := -1.0, suggestedSite(t).margins(t); len(list) > 0; list = list[1:] {
		if list[0].margin < margin {
			t.Error("the least certain is not first")
		}
		margin = list[0].margin
		want = append(want, fmt.Sprintf("/review/%d", list[0].id))
	}
	if !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	doc := s.page(t, "/review")
	if got := doc.Find("main h2").Text(); got != "Nothing waits for review." || waitingCount(doc) != "" {
		t.Errorf("at the end: %q, count %q", got, waitingCount(doc))
	}
	if got := s.total(t, "/articles?state=coded"); got != len(toReview) {
		t.Errorf("%d articles are coded, want %d", got, len(toReview))
	}
	if got := len(s.records(t, "/engagements.csv")) - 1; got != len(toReview) {
		t.Errorf("%d engagements, want one of each article", got)
	}
}

type margin struct {
	id     int64
	margin float64
}

// margins are those of articles that nobody looked at, the lowest first.
func (s site) margins(t testing.TB) (out []margin) {
	t.Helper()
	for id := range toReview {
		a, err := s.store.Article(t.Context(), int64(id+1))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, margin{a.ID, a.Proposal.Margin})
	}
	slices.SortStableFunc(out, func(a, b margin) int { return cmp.Compare(a.margin, b.margin) })
	return out
}

func TestReviewAcceptsRefusesChangesAndAdds(t *testing.T) {
	s := suggestedSite(t)
	before := s.files(t)
	doc := s.page(t, "/review/1")
	address, form := reviewForm(t, doc)
	want := []string{"area.training", "area.demining", "party.JP", "party.KH"}
	names := offers(doc)
	for _, name := range want {
		if !slices.Contains(names, name) {
			t.Fatalf("offers %v, want %v among them", names, want)
		}
	}
	giveVerdict(form, names, "yes")
	form.Set("area.training", "no")
	form.Set("party.JP", "change")
	form.Set("party.JP.to", "Laos")
	form.Add("areas", "cyber")
	form.Set("parties", "Thailand")
	form.Set("notes", "Ask for the dates.")
	said := s.follow(t, s.post(t, address, form)).Find("[role=status]")
	if got := said.Text(); !strings.Contains(got, "Saved the review of “Japan") || formValues(said.Find("form")).Get("batch") == "" {
		t.Errorf("it says %q", got)
	}

	a, err := s.store.Article(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(a.Areas, "training") || !slices.Contains(a.Areas, "demining") || !slices.Contains(a.Areas, "cyber") ||
		!slices.Equal(a.Parties, []string{"KH", "LA", "TH"}) || a.Notes != "Ask for the dates." || a.State != coop.Coded || a.Coder != actor {
		t.Errorf("stored %v %v, notes %q, %s by %s", a.Areas, a.Parties, a.Notes, a.State, a.Coder)
	}
	for _, refused := range []coop.Refusal{{Kind: coop.AreaKind, Code: "training"}, {Kind: coop.PartyKind, Code: "JP"}} {
		if !slices.Contains(a.Refused, refused) {
			t.Errorf("refused %v, want %v", a.Refused, refused)
		}
	}
	if len(a.Reports) != 1 || a.Reports[0].EngagementTitle != a.Title {
		t.Errorf("reports %+v, want a new engagement", a.Reports)
	}

	// The next page takes it back: it waits again, and the files are as they were.
	next := s.page(t, "/review")
	if got := waitingCount(next); got != fmt.Sprint(len(toReview)-1) {
		t.Errorf("%s wait, want one less than %d", got, len(toReview))
	}
	undo := next.Find("form#undo")
	w := s.post(t, undo.AttrOr("action", ""), formValues(undo))
	if got := w.Header().Get("Location"); got != "/review/1" {
		t.Fatalf("undo = %d, leads to %q: %s", w.Code, got, excerpt(w))
	}
	again := s.follow(t, w)
	if got := again.Find("[role=status]").Text(); !strings.Contains(got, "Took back what was decided on “Japan") {
		t.Errorf("undone: %q", got)
	}
	if got := waitingCount(again); got != fmt.Sprint(len(toReview)) {
		t.Errorf("undone: %s wait, want %d", got, len(toReview))
	}
	if diff := gocmp.Diff(before, s.files(t)); diff != "" {
		t.Errorf("files after the undo (-before +after):\n%s", diff)
	}
	if again.Find("form#undo").Length() != 0 {
		t.Error("an undo is offered twice")
	}
	w = s.post(t, undo.AttrOr("action", ""), formValues(undo))
	if w.Code != http.StatusConflict || !strings.Contains(excerpt(w), "cannot be taken back") {
		t.Errorf("a second undo = %d: %s", w.Code, excerpt(w))
	}
	w = s.post(t, "/review/1/undo", url.Values{"batch": {"retag-x"}})
	if w.Code != http.StatusConflict {
		t.Errorf("undo of what is no review = %d", w.Code)
	}
}

func TestReviewShowsTheWordsOfEachCode(t *testing.T) {
	s := suggestedSite(t)
	for id, line := range toReview {
		doc := s.page(t, fmt.Sprintf("/review/%d", id+1))
		a, err := s.store.Article(t.Context(), int64(id+1))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find(".verdicts fieldset").Each(func(_ int, f *goquery.Selection) {
			links := f.Find(".because a")
			if links.Length() == 0 {
				t.Errorf("article %d: no words for %s", id+1, f.AttrOr("id", ""))
			}
			links.Each(func(_ int, l *goquery.Selection) {
				at := doc.Find(`[id="` + strings.TrimPrefix(l.AttrOr("href", ""), "#") + `"]`)
				if at.Length() != 1 || at.Closest(".text-pane").Length() != 1 {
					t.Errorf("article %d, %s: %q leads nowhere", id+1, f.AttrOr("id", ""), l.Text())
				}
			})
		})
		for _, area := range a.Areas {
			if doc.Find(".text-pane mark").Length() == 0 || doc.Find(".text-pane .ev-mark.area-"+area+" svg").Length() == 0 {
				t.Errorf("article %d: nothing is marked for %s", id+1, area)
			}
		}
		pane := doc.Find(".text-pane")
		if got := strings.TrimSpace(pane.Find("#headline").Text()); got != a.Title {
			t.Errorf("title %q, want %q", got, a.Title)
		}
		if got, want := strings.Join(strings.Fields(pane.Find(".reading").Text()), ""), strings.Join(strings.Fields(a.Body), ""); got != want {
			t.Errorf("%q\ntext %q\nwant %q", line, got, want)
		}
	}
}

func TestReviewAsksForEachVerdict(t *testing.T) {
	s := suggestedSite(t)
	address, form := reviewForm(t, s.page(t, "/review/2"))
	form.Set("area.exercises", "no")
	form.Set("notes", "Kept.")
	w := s.post(t, address, form)
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("nothing decided = %d, want 422", w.Code)
	}
	doc := document(t, w)
	_, back := reviewForm(t, doc)
	if back.Get("area.exercises") != "no" || back.Get("notes") != "Kept." {
		t.Errorf("came back as %v", back)
	}
	if doc.Find(".error-summary a").Length() != len(offers(doc))-1 || doc.Find(`[id="area.exercises"] .error`).Length() != 0 {
		t.Errorf("mistakes: %s", doc.Find(".error-summary").Text())
	}
	doc.Find(".error-summary a").Each(func(_ int, l *goquery.Selection) {
		if id := strings.TrimPrefix(l.AttrOr("href", ""), "#"); doc.Find(`[id="`+id+`"] .error`).Length() != 1 {
			t.Errorf("no mistake stands at %s", id)
		}
	})
	if got := s.total(t, "/articles?state=suggested"); got != len(toReview) {
		t.Errorf("%d wait, want all", got)
	}

	back.Set("do", "accept")
	s.follow(t, s.post(t, address, back))
	a, err := s.store.Article(t.Context(), 2)
	if err != nil || slices.Contains(a.Areas, "exercises") || len(a.Areas) == 0 || a.State != coop.Coded {
		t.Errorf("the rest accepted: %v, %s, %v", a.Areas, a.State, err)
	}
}

func TestNotRelevantNeedsNoVerdict(t *testing.T) {
	s := suggestedSite(t)
	address, form := reviewForm(t, s.page(t, "/review/3"))
	form.Set("do", "irrelevant")
	doc := s.follow(t, s.post(t, address, form))
	if got := waitingCount(doc); got != fmt.Sprint(len(toReview)-1) {
		t.Errorf("%s wait", got)
	}
	a, err := s.store.Article(t.Context(), 3)
	if err != nil || a.State != coop.Excluded || len(a.Areas)+len(a.Reports) > 0 {
		t.Errorf("%s with %v, %v", a.State, a.Areas, err)
	}
}

func TestSkippedArticlesComeLast(t *testing.T) {
	s := suggestedSite(t)
	seen := map[string]bool{}
	at := "/review"
	for range toReview {
		doc := s.page(t, at)
		address, form := reviewForm(t, doc)
		if seen[address] {
			t.Errorf("%s comes twice", address)
		}
		seen[address] = true
		if got, want := form.Get("queue"), strings.TrimPrefix(strings.TrimPrefix(at, "/review"), "?"); got != want {
			t.Errorf("queue %q, want %q", got, want)
		}
		at = doc.Find(`.savebar a[data-key="l"]`).AttrOr("href", "")
	}
	doc := s.page(t, at)
	if got := doc.Find("main h2").Text(); got != fmt.Sprintf("Only what you skipped is left: %d articles", len(toReview)) {
		t.Errorf("at the end: %q", got)
	}
	reviewForm(t, s.page(t, doc.Find(`main .btn--primary`).AttrOr("href", "")))
}

func TestReviewOfAView(t *testing.T) {
	s := suggestedSite(t)
	want := s.total(t, "/articles?state=suggested&area=demining")
	if want == 0 || want == len(toReview) {
		t.Fatalf("%d articles in demining: the view selects nothing", want)
	}
	at := "/review?area=demining&skip=99"
	for range want {
		doc := s.page(t, at)
		address, form := reviewForm(t, doc)
		if !slices.Contains(offers(doc), "area.demining") {
			t.Errorf("%s is not of the view", address)
		}
		form.Set("do", "accept")
		w := s.post(t, address, form)
		if got := w.Header().Get("Location"); got != at {
			t.Fatalf("saved, it leads to %q, want %q", got, at)
		}
	}
	doc := s.page(t, at)
	if got := doc.Find("main h2").Text(); got != "Nothing of this view waits for review." {
		t.Errorf("at the end: %q", got)
	}
	reviewForm(t, s.page(t, doc.Find("main .btn--primary").AttrOr("href", "")))
	for _, bad := range []string{"/review?skip=x", "/review?skip=0", "/review?area=nosuch", "/review?page=2", "/review/1?skip=1,,2"} {
		if w := s.get(t, bad); w.Code != http.StatusBadRequest {
			t.Errorf("GET %s = %d, want 400", bad, w.Code)
		}
	}
}

func TestReviewOfWhatChangedInBetween(t *testing.T) {
	s := suggestedSite(t)
	address, form := reviewForm(t, s.page(t, "/review/1"))
	stale := func(want int, says string) *goquery.Document {
		t.Helper()
		form.Set("do", "accept")
		w := s.post(t, address, form)
		if w.Code != want || !strings.Contains(excerpt(w), says) {
			t.Fatalf("POST %s = %d, want %d and %q: %s", address, w.Code, want, says, excerpt(w))
		}
		return document(t, w)
	}
	form.Set("area.training", "no")
	form.Set("notes", "mine")
	// Somebody attached a quote, so that an area is theirs.
	a, err := s.store.Article(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.AttachQuote(t.Context(), "ada", 1, coop.Evidence{Area: "cyber", Field: "title", Quote: a.Title[:5], End: 5}); err != nil {
		t.Fatal(err)
	}
	doc := stale(http.StatusConflict, "changed this article in the meantime")
	_, form = reviewForm(t, doc)
	if form.Get("area.training") != "no" || form.Get("notes") != "mine" || form.Get("area.demining") != "" {
		t.Errorf("came back as %v", form)
	}
	if !slices.Contains(form["areas"], "cyber") {
		t.Error("what somebody else added is not ticked")
	}
	if form.Get("version") == "1" {
		t.Error("the form has the old version still")
	}
	form.Set("do", "accept")
	s.follow(t, s.post(t, address, form))
	if a, err = s.store.Article(t.Context(), 1); err != nil || !slices.Contains(a.Areas, "cyber") || slices.Contains(a.Areas, "training") || a.Notes != "mine" {
		t.Errorf("saved again: %v, notes %q, %v", a.Areas, a.Notes, err)
	}
}

func TestReviewOfWhatSomebodyCodedOrDeleted(t *testing.T) {
	s := suggestedSite(t)
	for id, tt := range map[int]struct {
		do   func() error
		want int
		says string
	}{
		1: {func() error {
			_, err := s.store.ReviewArticle(t.Context(), "ada", 1, coop.Review{Version: 1, Areas: []string{"cyber"}})
			return err
		}, http.StatusConflict, "Somebody else coded this article"},
		2: {func() error { return s.store.DeleteArticle(t.Context(), "ada", 2) }, http.StatusGone, "This article is deleted"},
	} {
		address, form := reviewForm(t, s.page(t, fmt.Sprintf("/review/%d?area=training", id)))
		if err := tt.do(); err != nil {
			t.Fatal(err)
		}
		form.Set("do", "accept")
		w := s.post(t, address, form)
		if w.Code != tt.want || !strings.Contains(excerpt(w), tt.says) {
			t.Errorf("POST %s = %d: %s", address, w.Code, excerpt(w))
		}
		if got := document(t, w).Find("main a.btn--primary").AttrOr("href", ""); got != "/review?area=training" {
			t.Errorf("%s: on leads to %q", address, got)
		}
		w = s.get(t, address)
		if want := map[int]int{1: http.StatusOK, 2: http.StatusGone}[id]; w.Code != want {
			t.Errorf("GET %s = %d, want %d", address, w.Code, want)
		}
	}
	if a, err := s.store.Article(t.Context(), 1); err != nil || !slices.Equal(a.Areas, []string{"cyber"}) {
		t.Errorf("overwritten: %v, %v", a.Areas, err)
	}
}

func TestReviewSaysThatWordsAreGone(t *testing.T) {
	s := suggestedSite(t)
	a, err := s.store.Article(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range a.Evidence {
		if e.Area == "demining" {
			if _, err := s.store.RemoveQuote(t.Context(), "ada", 1, e); err != nil {
				t.Fatal(err)
			}
		}
	}
	doc := s.page(t, "/review/1")
	if got := strings.TrimSpace(doc.Find(`[id="area.demining"] .because`).Text()); got != "No words in the text speak for it any more." {
		t.Errorf("without words it says %q", got)
	}
	if doc.Find(".text-pane .area-demining").Length() != 0 {
		t.Error("words are marked that nothing points to")
	}
}

func TestLinksToTheReview(t *testing.T) {
	s := suggestedSite(t)
	if got := s.page(t, "/articles").Find(`.article-row a[href^="/review/"]`).Length(); got != len(toReview) {
		t.Errorf("the list has %d links, want %d", got, len(toReview))
	}
	if got := s.page(t, "/articles/1").Find(`main a[href="/review/1"]`).Length(); got == 0 {
		t.Error("the article has no link")
	}
	link := s.page(t, "/?area=demining").Find(`.figures a[href^="/review"]`)
	if got, want := link.AttrOr("href", ""), "/review?area=demining"; got != want {
		t.Errorf("the dashboard leads to %q, want %q", got, want)
	}
	reviewForm(t, s.page(t, link.AttrOr("href", "")))
	empty := smallSite(t)
	if got := empty.page(t, "/").Find(".figures a[href^='/review'], .nav .count").Length(); got != 0 {
		t.Errorf("nothing waits, and %d places say so", got)
	}
	if got := newSite(t).page(t, "/review").Find("h1").Text(); !strings.Contains(got, "empty") {
		t.Errorf("an empty database says %q", got)
	}
}
