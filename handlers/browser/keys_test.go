package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const helpOpen = `document.querySelector("#keys").matches(":popover-open")`

// row is the place in the list of what has the focus; -1 = none.
const row = `[...document.querySelectorAll("[data-items] > li")].indexOf(document.activeElement.closest("[data-items] > li"))`

func TestKeys(t *testing.T) {
	b := newTab(t, starterSite(t))
	b.open("/")
	b.do(press("?"))
	wantEval(t, b, "? opens the help", helpOpen, true)
	b.do(press(kb.Escape))
	wantEval(t, b, "Escape leaves the help open", helpOpen, false)

	b.follow(press("ga"))
	wantEval(t, b, "g a leads to", `location.pathname`, "/articles")
	for _, tt := range []struct {
		key  string
		want int
	}{{"j", 0}, {"j", 1}, {"j", 2}, {"k", 1}, {"k", 0}, {"k", 0}} {
		b.do(press(tt.key))
		wantEval(t, b, tt.key+" moves to row", row, tt.want)
	}
	title := eval[string](b, `document.activeElement.textContent.trim()`)
	b.follow(press(kb.Enter))
	if got := b.text("h1"); got != title {
		t.Errorf("Enter opens %q, want %q", got, title)
	}
	b.follow(press("ge"))
	wantEval(t, b, "g e leads to", `location.pathname`, "/engagements")
	b.do(press("/"), press("n?"))
	wantEval(t, b, "typed in the field", `document.activeElement.value`, "n?")
}

func TestKeysTurnedOff(t *testing.T) {
	b := newTab(t, starterSite(t))
	b.open("/articles")
	b.do(click(".topbar details.menu summary"), click(`.topbar button[name="keys"][value="off"]`))
	b.wait(`html[data-keys="off"]`)
	for range 2 { // at once, and as the server keeps it
		b.do(press(kb.Escape), press("?"), press("j"))
		wantEval(t, b, "help open", helpOpen, false)
		wantEval(t, b, "row", row, -1)
		b.do(press("n"), press("gd"))
		wantEval(t, b, "still at", `location.pathname`, "/articles")
		b.follow(chromedp.Reload())
	}
}

func TestSkipLinkIsFirst(t *testing.T) {
	b := newTab(t, starterSite(t))
	b.open("/")
	b.do(press(kb.Tab))
	wantEval(t, b, "first stop", `document.activeElement.className`, "skip-link")
	wantEval(t, b, "the skip link is in sight", `(({top, left, height}) => top >= 0 && left >= 0 && height > 0)(document.activeElement.getBoundingClientRect())`, true)
	for range 6 {
		wantEval(t, b, "focus is visible", `(({outlineStyle, outlineWidth, boxShadow}) => outlineStyle !== "none" && parseFloat(outlineWidth) > 0 || boxShadow !== "none")(getComputedStyle(document.activeElement))`, true)
		b.do(press(kb.Tab))
	}
	b.open("/")
	b.do(press(kb.Tab), press(kb.Enter))
	wantEval(t, b, "the skip link moves the focus to", `document.activeElement.id`, "main")
}

// wantEval compares an expression of the page.
func wantEval[T comparable](t *testing.T, b *tab, what, js string, want T) {
	t.Helper()
	if got := eval[T](b, js); got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
