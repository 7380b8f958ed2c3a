package browser

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// timelineTotal is the number of engagements that the timeline counts in all.
const timelineTotal = `Number(document.querySelector("#timeline tfoot td:last-child a").dataset.total)`

func TestArticleIsEnteredByKeyboardAlone(t *testing.T) {
	b := newTab(t, starterSite(t))
	b.open("/")
	before := eval[int](b, timelineTotal)

	b.follow(press("n"))
	for _, f := range []struct{ id, text string }{
		{"title", "Cambodia and Australia clear mines"}, {"source", "Test Wire"}, {"published", "2024-02-27"},
	} {
		b.tabTo("#" + f.id)
		b.do(press(f.text))
	}
	for _, slug := range []string{"demining", "training"} {
		b.tabTo(`[name="areas"][value="` + slug + `"]`)
		b.do(press(" "))
	}
	b.tabTo("#parties")
	b.do(press("Cambodia, AU"))
	for _, f := range []struct{ id, value string }{{"engagement", "new"}, {"stage", "done"}, {"form", "visit"}} {
		b.tabTo("#" + f.id)
		b.choose(f.value)
	}
	b.tabTo("#main form[novalidate] .savebar button")
	b.follow(press(kb.Enter))

	if got, want := b.path(), "/articles/135"; got != want {
		t.Fatalf("saved article is at %s, want %s: %s", got, want, b.text(".error-summary"))
	}
	if got, want := b.text("h1"), "Cambodia and Australia clear mines"; got != want {
		t.Errorf("title = %q, want %q", got, want)
	}
	for _, want := range []string{"Test Wire", "AU", "KH", "27 Feb"} {
		if got := b.text("main"); !strings.Contains(got, want) {
			t.Errorf("the page of the article does not say %q:\n%s", want, got)
		}
	}
	b.wantShown(true, "main .area-demining", "main .area-training")
	b.open("/")
	if got := eval[int](b, timelineTotal); got != before+1 {
		t.Errorf("the timeline counts %d engagements, want %d", got, before+1)
	}
}

// choose moves down the list that has the focus, to a value.
func (b *tab) choose(value string) {
	b.t.Helper()
	for range 30 {
		if eval[string](b, `document.activeElement.value`) == value {
			return
		}
		b.do(press(kb.ArrowDown))
	}
	b.t.Fatalf("the arrow keys do not reach %q", value)
}

func TestWithoutScripts(t *testing.T) {
	s := starterSite(t)
	b := newTab(t, s)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.ready = ` [data-area-order]` // the last thing on a page

	b.open("/")
	b.wantShown(true, "#timeline .plot table", "#topics .plot table", "#matrix table", "#pairs table")
	b.wantShown(false, ".drawing", ".js-only")
	numbers := func(selector string) []int {
		return eval[[]int](b, fmt.Sprintf(`[...document.querySelectorAll(%q)].map(td => Number(td.textContent.replaceAll(",", "")))`, selector))
	}
	var periods, areas []int
	for _, r := range s.json(t, "/charts/timeline.json").Rows {
		if n, _ := r.Count.Int64(); r.Area == "all" {
			periods = append(periods, int(n))
		}
	}
	wantNumbers(t, "timeline", numbers("#timeline .plot td.barcell + td.n"), periods)
	for _, r := range s.json(t, "/charts/areas.json").Rows {
		n, _ := r.Count.Int64()
		areas = append(areas, int(n))
	}
	wantNumbers(t, "topics", descending(numbers("#topics .plot td.barcell + td.n")), descending(areas))

	b.open("/articles")
	b.do(click("#q"), press("demining"))
	b.follow(press(kb.Enter))
	if got, want := b.total(), s.json(t, "/articles.json?q=demining").Total; got != want || got == 0 {
		t.Errorf("words typed: %d rows, want %d", got, want)
	}
	b.open("/articles")
	b.do(click(".lens-fields details:first-of-type summary"), click(`[name="area"][value="demining"]`))
	b.follow(click(".lens-fields details:first-of-type .panel-foot button"))
	if got, want := b.total(), s.json(t, "/articles.json?area=demining").Total; got != want || got == 0 {
		t.Errorf("area ticked: %d rows, want %d", got, want)
	}

	b.open("/articles/new")
	for _, f := range []struct{ id, text string }{{"#title", "No script"}, {"#source", "Test Wire"}, {"#published", "2024-02-27"}} {
		b.do(click(f.id), press(f.text))
	}
	b.follow(click(".savebar button"))
	if got := b.text("h1"); got != "No script" {
		t.Errorf("at %s: title = %q, want %q", b.path(), got, "No script")
	}
}

func TestHostileTitlesAreOnlyText(t *testing.T) {
	s := emptySite(t)
	titles := []string{`</script><script>alert(1)</script>`, `__f__alert(1)__f__`, `<img src=x onerror=alert(1)>`}
	for i, title := range titles {
		s.create(t, url.Values{
			"title": {title}, "source": {title}, "published": {fmt.Sprintf("2024-02-%02d", i+1)}, "place": {title},
			"areas": {"demining"}, "parties": {"KH, US"}, "engagement": {"new"}, "stage": {"done"}, "form": {"visit"},
		})
	}
	b := newTab(t, s)
	for _, path := range []string{"/", "/?unit=articles", "/articles", "/engagements", "/articles?q=alert"} {
		b.open(path)
		for _, title := range titles {
			if got := eval[string](b, `document.querySelector("main").textContent`); !strings.Contains(got, title) && path != "/?unit=articles" {
				t.Errorf("%s does not show %q as text", path, title)
			}
		}
	}
	for i, title := range titles {
		b.open(fmt.Sprintf("/articles/%d", i+1))
		if got := b.text("h1"); got != title {
			t.Errorf("title = %q, want %q", got, title)
		}
	}
	b.open("/")
	b.do(chromedp.ScrollIntoView(chromedp.CSS("#topics")))
	b.wait("#topics .drawing svg")
}
