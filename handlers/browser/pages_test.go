package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// pages opens one page of each kind after the other, and calls visit on it.
func pages(t *testing.T, visit func(b *tab, name string)) {
	t.Helper()
	s := starterSite(t)
	likely := s.create(t, sentinel("Angkor Sentinel goes on", "2014-04-24"))
	s.create(t, sentinel("Angkor Sentinel goes on, says ministry", "2014-04-25"))
	b, empty := newTab(t, s), newTab(t, emptySite(t))
	for _, path := range []string{
		"/", "/?unit=articles&split=all&from=2018&to=2023", "/relations", "/relations?party=KH&area=cyber", "/articles", "/articles?q=demining&area=demining&party=KH", "/articles?q=nosuchword",
		likely, "/articles/unlinked", "/articles/duplicates",
		"/articles/1", "/articles/new", "/articles/1/edit", "/engagements", "/engagements/1", "/engagements/1/edit", "/engagements/1/merge", "/engagements/1/merge?with=2",
		"/parties", "/pairs?unit=articles&sort=latest", "/parties/KH", "/pairs/KH-US?from=2010", "/parties/MT",
		"/articles/999", "/articles?area=nosucharea", "/parties/XX",
	} {
		b.open(path)
		visit(b, path)
	}
	b.open("/articles/new")
	b.follow(click(".savebar button"))
	b.wait(".error-summary")
	visit(b, "form with mistakes")
	empty.open("/")
	visit(empty, "empty database")
	empty.open("/articles")
	visit(empty, "empty list")
	review := newTab(t, suggestedSite(t))
	for _, path := range []string{"/review", "/review?area=cyber", "/articles/1"} {
		review.open(path)
		visit(review, path)
	}
	review.open("/articles/1/edit")
	review.wait(".suggestion button")
	visit(review, "form with suggestions")
	review.open("/review")
	review.follow(click(".savebar .btn--primary"))
	review.wait(".error-summary")
	visit(review, "review with nothing decided")
	book := newTab(t, s)
	for _, path := range []string{"/codebook", "/codebook/areas/new", "/codebook/areas/cyber"} {
		book.open(path)
		visit(book, path)
	}
	eval[chromedp.Void](book, `document.querySelector("#rules").value = "strong: mine clearance"`)
	book.follow(click(`[value="preview"]`))
	book.wait("#effect .effects")
	visit(book, "area with its effect")
	eval[chromedp.Void](book, `document.querySelector("#rules").value = "loud: a"; document.querySelector("#name").value = "Exercises"`)
	book.follow(click(`[value="save"]`))
	book.wait(".error-summary")
	visit(book, "area with mistakes")
	edits := newTab(t, s) // its time begins here
	for _, path := range []string{"/articles/1/edit", "/engagements/1/edit"} {
		edits.open(path)
		eval[chromedp.Void](edits, collide)
		edits.follow(click(".savebar button"))
		edits.wait(".decide")
		visit(edits, "two edits of "+path)
	}
}

// collide saves the form of a page as another person would, and then types
// something else into the same fields.
const collide = `(async () => {
	const form = document.querySelector("#main form[novalidate]");
	const type = (text) => {
		for (const id of ["title", "notes", "place", "body", "parties"]) {
			const field = form.elements[id];
			if (field) field.value = id === "parties" ? (text === "Mine" ? "Laos" : "Japan, China") : text + " " + field.value + " " + text;
		}
		form.querySelector('[name="areas"][value="' + (text === "Mine" ? "cyber" : "agreements") + '"]').click();
	};
	type("Theirs");
	await fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual"});
	type("Mine");
})()`

// beyond lists what reaches over the right edge, if the page scrolls sideways.
const beyond = `(() => {
	const edge = innerWidth, page = document.documentElement;
	if (page.scrollWidth <= edge) return [];
	return ["scrollWidth " + page.scrollWidth, ...[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > edge + 0.5 && e.checkVisibility())
		.slice(0, 8).map((e) => e.tagName + "." + e.className + " " + Math.round(e.getBoundingClientRect().right))];
})()`

func TestSmallScreens(t *testing.T) {
	pages(t, func(b *tab, name string) {
		for _, width := range []int64{360, 320} {
			b.size(width, 740)
			if wide := eval[[]string](b, beyond); len(wide) > 0 {
				t.Errorf("%s scrolls sideways at %d pixels: %s", name, width, strings.Join(wide, ", "))
			}
		}
	})
}

func TestMenusOfSmallScreens(t *testing.T) {
	b := newTab(t, starterSite(t))
	b.size(360, 740)
	for _, tt := range []struct{ path, button, opens string }{
		{"/", ".menu-btn", "#mainnav"},
		{"/", ".lens-active .lens-open", "#lens-fields"},
		{"/articles", ".menu-btn", "#mainnav"},
		{"/articles", ".lens-active .lens-open", "#lens-fields"},
		{"/articles", ".list-tools .lens-open", "#facets"},
		{"/", ".topbar details.menu summary", ".topbar .menu-panel"},
		{"/articles", ".page-head details summary", ".page-head .menu-panel"},
	} {
		b.open(tt.path)
		b.wantShown(false, tt.opens)
		b.do(click(tt.button))
		b.wantShown(true, tt.opens)
		if got := eval[bool](b, fmt.Sprintf(`(({left, right, width}) => width > 0 && left >= 0 && right <= innerWidth)(document.querySelector(%q).getBoundingClientRect())`, tt.opens)); !got {
			t.Errorf("%s: %s does not fit on the screen", tt.path, tt.opens)
		}
		if wide := eval[[]string](b, beyond); len(wide) > 0 {
			t.Errorf("%s with %s open scrolls sideways: %s", tt.path, tt.opens, strings.Join(wide, ", "))
		}
	}
	b.open("/articles")
	b.do(click(".menu-btn"))
	b.follow(click(`#mainnav a[href="/engagements"]`))
	if got := b.path(); got != "/engagements" {
		t.Errorf("the menu leads to %s, want /engagements", got)
	}
}

// violations asks axe what is wrong, for as much as must not be. Rows that are
// like those before them are left out: they take most of the time.
const violations = `axe.run({exclude: [["li:nth-child(n+7)"], ["option:nth-child(n+3)"], ["tbody tr:nth-child(n+9)"]]}, {resultTypes: ["violations"], %s})
	.then(({violations}) => violations.filter(({impact}) => impact === "serious" || impact === "critical")
	.flatMap(({id, nodes}) => nodes.slice(0, 4).map(({target, html}) => id + " " + target + " " + html.slice(0, 300))))`

// colourRules are those that another theme can break.
const colourRules = `runOnly: ["color-contrast", "link-in-text-block"]`

func TestAxeFindsNothingSerious(t *testing.T) {
	axe, err := os.ReadFile("../../node_modules/axe-core/axe.min.js")
	if err != nil {
		missing(t, "REQUIRE_BROWSER", "no axe-core: npm ci")
	}
	pages(t, func(b *tab, name string) {
		eval[chromedp.Void](b, string(axe))
		for _, look := range []struct {
			width        int64
			theme, rules string
		}{{1280, "light", ""}, {1280, "dark", colourRules}, {360, "dark", colourRules}, {360, "light", ""}} {
			b.size(look.width, 900)
			eval[chromedp.Void](b, fmt.Sprintf(`document.documentElement.dataset.theme = %q`, look.theme))
			for _, v := range eval[[]string](b, fmt.Sprintf(violations, look.rules)) {
				t.Errorf("%s, %s at %d pixels: %s", name, look.theme, look.width, v)
			}
		}
		b.size(1280, 900)
		if name == "empty list" { // what is looked for can be found
			eval[chromedp.Void](b, `document.querySelector("main").append(document.createElement("button"))`)
			if got := eval[[]string](b, fmt.Sprintf(violations, "")); len(got) != 1 {
				t.Errorf("a button without a name gives %q, want one violation", got)
			}
		}
	})
}
