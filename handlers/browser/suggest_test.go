package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const askingText = "PHNOM PENH – Cambodia’s army asked the United States for more training of Cambodian officers. " +
	"The United States will help Cambodia to clear landmines, with mine clearance teams, and mine clearance goes on."

// selection is what is selected in the field that has the focus.
const selection = `(({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd))(document.activeElement)`

const tickedAreas = `[...document.querySelectorAll("[name=areas]:checked")].map((i) => i.value).join()`

func TestSuggestionsWhileTyping(t *testing.T) {
	axe, err := os.ReadFile("../../node_modules/axe-core/axe.min.js")
	if err != nil {
		missing(t, "REQUIRE_BROWSER", "no axe-core: npm ci")
	}
	b := newTab(t, emptySite(t))
	b.open("/articles/new")
	b.wantShown(false, "[data-suggestions]", "[data-suggested]")
	b.do(click("#source"), press("Wire"), click("#published"), press("2024-02-27"), click("#title"), press("Cambodia asks for training"))
	b.do(click("#body"), press(askingText))
	b.wait(".suggestion .area-demining")
	wantEval(t, b, "typed on", `document.activeElement.id`, "body")
	wantEval(t, b, "ticked by itself", tickedAreas, "")
	b.wantShown(true, "[data-suggestions]", `[data-suggested="party"]`)
	if why := b.text("#why-area-demining"); !strings.Contains(why, "because: ") || !strings.Contains(why, "“mine clearance” ×2") {
		t.Errorf("demining is suggested %q", why)
	}
	wantEval(t, b, "described by why", `document.querySelector("[name=areas][value=demining]").getAttribute("aria-describedby")`, "why-area-demining means-demining")

	wellLaidOut(b, string(axe))

	words := func(n int) string {
		return fmt.Sprintf(`[...document.querySelectorAll("#why-area-demining button")].find((w) => w.textContent === "“mine clearance”").click(), %d`, n)
	}
	eval[int](b, words(1))
	wantEval(t, b, "the words light up", selection, "mine clearance")
	first := eval[int](b, `document.activeElement.selectionStart`)
	eval[int](b, words(2))
	if second := eval[int](b, `document.activeElement.selectionStart`); second <= first || eval[string](b, selection) != "mine clearance" {
		t.Errorf("pressed again, %q at %d and then %d", eval[string](b, selection), first, second)
	}

	b.do(click("#body"), press("A")) // typed, it is a letter
	wantEval(t, b, "ticked while typing", tickedAreas, "")
	b.tabTo(`[name="refused"][value="area:training"]`)
	b.do(press(" "))
	b.do(press("A"))
	if got := eval[string](b, tickedAreas); !strings.Contains(got, "demining") || strings.Contains(got, "training") {
		t.Errorf("A accepts %q, want demining and not what is refused", got)
	}
	wantEval(t, b, "the stage", `document.querySelector("#stage").value`, "asked")

	eval[chromedp.Void](b, `document.querySelector("#body").focus(); document.querySelector("#body").setSelectionRange(0, 10)`)
	b.do(click("[data-attach]"))
	wantEval(t, b, "attached", `document.querySelector("[name=quotes]").value`, "training:0:PHNOM PENH")
	eval[chromedp.Void](b, `document.querySelector("#attach-area").value = "demining"; document.querySelector("[name=quotes]").click()`)
	b.do(click("[data-attach]"))

	b.tabTo("#main form[novalidate] .savebar button")
	b.follow(press(kb.Enter))
	if got := b.path(); got != "/articles/1" {
		t.Fatalf("saved at %s: %s", got, b.text(".error-summary"))
	}
	b.wantShown(true, "mark.ev.area-demining", ".coded .area-demining")
	wellLaidOut(b, string(axe))
	wantEval(t, b, "selected words stand ready", `(() => {
		getSelection().selectAllChildren(document.querySelector(".reading mark"));
		return new Promise((done) => setTimeout(() => done(document.querySelector("#quote").value), 100));
	})()`, "PHNOM PENH")
	b.open("/articles/1/edit")
	b.wait(".suggestion")
	if got := eval[string](b, tickedAreas); !strings.Contains(got, "demining") {
		t.Errorf("stored with the areas %s", got)
	}
	if parties := eval[string](b, `document.querySelector("#parties").value`); parties != "Cambodia, United States" {
		t.Errorf("stored with the parties %q", parties)
	}
}

// wellLaidOut holds what a page shows now against axe and the edges of small screens.
func wellLaidOut(b *tab, axe string) {
	b.t.Helper()
	eval[chromedp.Void](b, axe)
	for _, look := range []struct {
		width        int64
		theme, rules string
	}{{1280, "light", ""}, {1280, "dark", colourRules}, {360, "dark", colourRules}, {360, "light", ""}} {
		b.size(look.width, 900)
		eval[chromedp.Void](b, fmt.Sprintf(`document.documentElement.dataset.theme = %q`, look.theme))
		for _, v := range eval[[]string](b, fmt.Sprintf(violations, look.rules)) {
			b.t.Errorf("%s in %s at %d pixels: %s", b.path(), look.theme, look.width, v)
		}
		if wide := eval[[]string](b, beyond); len(wide) > 0 {
			b.t.Errorf("%s at %d pixels: beyond the edge: %v", b.path(), look.width, wide)
		}
	}
	b.size(1280, 900)
}

func TestSuggestionsSurviveWithoutServer(t *testing.T) {
	b := newTab(t, emptySite(t))
	b.open("/articles/new")
	eval[chromedp.Void](b, `window.fetch = () => Promise.reject(new TypeError("offline"))`)
	b.do(click("#body"), press(askingText[:40]), click("[data-ask]"))
	wantEval(t, b, "still there", `document.querySelector("#body").value`, askingText[:40])
	b.wantShown(false, "[data-suggestions]")
}
