package browser

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"

	"entente/db"
	"entente/db/dbtest"
	"entente/handlers"
	"entente/internal/codebook"
	"entente/internal/exchange"
	"entente/internal/suggest"
)

// suggested are texts that deserve codes.
const suggested = `title,source,published,body
Japan and Cambodia open mine clearance course,Test Wire,2024-02-01,"Japanese army engineers began a demining course for Cambodian deminers in Phnom Penh.

The two armies agreed to clear mines together, and Japan gave mine detectors."
US and Philippine troops start joint military exercise,Test Wire,2024-02-02,"Soldiers of the United States and the Philippines began a joint military exercise on Monday."
India and Vietnam sign defence agreement,Test Wire,2024-02-03,"The defence ministers of India and Vietnam signed a memorandum of understanding on defence cooperation in Hanoi."
Australian and Fijian peacekeepers train together,Test Wire,2024-02-04,"Australian soldiers trained Fijian peacekeepers before they deploy with the United Nations."
`

// engineOf is how codes are suggested.
func engineOf(cb *codebook.Codebook) db.Suggester { return suggest.New(cb) }

// suggestedSite holds articles with suggested codes.
func suggestedSite(t testing.TB) site {
	t.Helper()
	needBrowser(t) // before any work
	store := dbtest.New(t)
	rows, err := exchange.ReadArticles(strings.NewReader(suggested), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.ImportSuggesting(t.Context(), rows, engineOf, false, nil); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handlers.New(store, slog.New(slog.DiscardHandler)))
	t.Cleanup(server.Close)
	return site{server.URL}
}

// undecided counts the suggestions without a verdict.
const undecided = `document.querySelectorAll(".verdicts > li:not(:has(.verdict :checked))").length`

// verdictOf is what was decided of the suggestion at a place.
const verdictOf = `document.querySelectorAll(".verdicts fieldset")[%d].querySelector(":checked")?.value ?? ""`

func TestArticlesAreReviewedByKeyboardAlone(t *testing.T) {
	s := suggestedSite(t)
	b := newTab(t, s)
	b.open("/")
	b.follow(press("gr"))
	wantEval(t, b, "g r leads to", `location.pathname`, "/review")
	wantEval(t, b, "the first suggestion has the focus", row, 0)
	first := b.text("#headline")

	// Each one by one: the first refused, the second changed, the others accepted.
	n := eval[int](b, undecided)
	b.do(press("r"))
	wantEval(t, b, "r moves to", row, 1)
	b.do(press("c"))
	wantEval(t, b, "c moves into", `document.activeElement.closest(".to") !== null`, true)
	b.do(press("k"), press("j")) // typed into the list, not taken as keys
	b.choose("cyber")
	b.do(press(kb.Tab))
	for range n {
		b.do(press("j"))
	}
	for range n {
		b.do(press("k"))
	}
	wantEval(t, b, "k leads back to", row, 0)
	b.do(press("jj"))
	for at := 2; at < n; at++ {
		b.do(press("a"))
		wantEval(t, b, fmt.Sprintf("verdict %d", at), fmt.Sprintf(verdictOf, at), "yes")
	}
	wantEval(t, b, "left to decide", undecided, 0)
	wantEval(t, b, "it says", `document.querySelector("[data-verdict-count]").textContent`, fmt.Sprintf("%d of %d decided", n, n))
	b.follow(press("s"))
	wantEval(t, b, "progress", `document.querySelector(".review-progress b").textContent`, "1 of 4")
	second := b.text("#headline")

	b.follow(press("A"))
	wantEval(t, b, "progress", `document.querySelector(".review-progress b").textContent`, "2 of 4")
	third := b.text("#headline")
	b.follow(press("l"))
	if got := b.text("#headline"); got == third {
		t.Error("l skips nothing")
	}
	b.follow(press("A"))
	wantEval(t, b, "progress", `document.querySelector(".review-progress b").textContent`, "3 of 4")
	b.follow(press("s"))
	if got := b.text("#headline"); got != third {
		t.Errorf("after the last one: %q, want what was skipped, %q", got, third)
	}
	b.follow(press("z"))
	b.follow(press("z"))
	if got := b.text("#headline"); got != second || second == first {
		t.Errorf("z twice leads to %q, want %q", got, second)
	}
	wantEval(t, b, "progress", `document.querySelector(".review-progress b").textContent`, "1 of 4")
	b.do(press("?"))
	wantEval(t, b, "? shows the keys", helpOpen, true)
	b.do(press(kb.Escape))
	b.follow(press("i"))
	wantEval(t, b, "not relevant: progress", `document.querySelector(".review-progress b").textContent`, "2 of 4")
}

func TestReviewOnAPhone(t *testing.T) {
	b := newTab(t, suggestedSite(t))
	b.size(360, 740)
	b.open("/review")
	wantEval(t, b, "the text comes first: focus", row, -1)
	b.do(click(".verdicts li:first-child .no"))
	b.do(press("a")) // of the one with the focus
	wantEval(t, b, "verdict", fmt.Sprintf(verdictOf, 0), "yes")
}

func TestReviewWithoutScripts(t *testing.T) {
	b := newTab(t, suggestedSite(t))
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.ready = ` [data-area-order]` // the last thing on a page
	b.open("/review")
	b.wantShown(false, ".verdicts .to")
	b.do(click(".verdicts li:first-child .no"), click(".verdicts li:nth-child(2) .else"))
	b.wantShown(true, ".verdicts li:nth-child(2) .to")
	b.do(click(".verdicts li:nth-child(2) .yes"))
	b.follow(click(`.savebar [value="accept"]`))
	if got := b.text(".review-progress b"); got != "1 of 4" {
		t.Errorf("progress %q: %s", got, b.text(".error-summary"))
	}
	b.follow(click(`.savebar [form="undo"]`))
	if got := b.text(".review-progress b"); got != "0 of 4" {
		t.Errorf("undone, progress %q", got)
	}
}
