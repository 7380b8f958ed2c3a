package browser

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabTime is how long a test may take with its tab, on a machine that is busy.
const tabTime = 8 * time.Minute

// tab is a window of its own on one site. Cookies are those of the test.
type tab struct {
	t     testing.TB
	ctx   context.Context
	base  string
	ready string // what <html> has when a page is complete

	mu       sync.Mutex
	problems []string
}

// newTab opens a tab. Whatever goes wrong in it fails the test at its end.
func newTab(t testing.TB, s site) *tab {
	t.Helper()
	browser := needBrowser(t)
	b := &tab{t: t, base: s.url, ready: "[data-ready]"}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // the context that opens a tab must outlive the time limit
		t.Fatalf("open a tab: %v", err)
	}
	b.ctx, cancel = context.WithTimeout(ctx, tabTime)
	t.Cleanup(cancel)
	t.Cleanup(func() { // before the tab closes
		for _, p := range b.heard() {
			t.Error(p)
		}
	})
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	call(b, network.ClearBrowserCookies, cdp.Empty{})
	b.media("screen")
	b.size(1280, 900)
	return b
}

// hear collects what no page of ours may do.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	bad := func(format string, args ...any) { b.problems = append(b.problems, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Source != log.EntrySourceNetwork { // a 404 or 422 that a test asks for
			bad("%s of %s at %s: %s", e.Entry.Level, e.Entry.Source, e.Entry.URL, e.Entry.Text)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			var text []string
			for _, a := range e.Args {
				text = append(text, string(a.Value)+a.Description)
			}
			bad("console.%s: %s", e.Type, strings.Join(text, " "))
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		bad("exception at %s: %s", e.ExceptionDetails.URL, text)
	case *page.EventJavascriptDialogOpening:
		bad("dialog at %s: %s", e.URL, e.Message)
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		if err == nil && (u.Scheme == "data" || u.Scheme == "blob" || "http://"+u.Host == b.base) {
			return
		}
		bad("request to another host: %.200s", e.Request.URL)
	}
}

// heard takes the problems collected so far.
func (b *tab) heard() []string {
	chromedp.Run(b.ctx, chromedp.Evaluate[int](`1`)) // whatever was on its way has come before this answer
	b.mu.Lock()
	defer b.mu.Unlock()
	problems := b.problems
	b.problems = nil
	return problems
}

// do acts, or ends the test.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		where, _ := chromedp.Run(context.WithoutCancel(b.ctx), chromedp.Location())
		b.t.Fatalf("at %s: %v", where, err)
	}
}

// call sends a command of the DevTools protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	answer, err := chromedp.Call(b.ctx, command, params)
	if err != nil {
		b.t.Fatalf("%s: %v", command.Method, err)
	}
	return answer
}

// eval is the value of an expression in the page; promises are awaited.
func eval[T any](b *tab, js string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%.200s: %v", js, err)
	}
	return v
}

// media is what the pages are shown on. Motion is reduced, so that no transition
// between pages is cut off.
func (b *tab) media(kind string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: []*emulation.MediaFeature{
		{Name: "prefers-reduced-motion", Value: "reduce"}, {Name: "prefers-color-scheme", Value: "light"},
	}})
}

func (b *tab) size(width, height int64) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 600,
	})
}

// open shows a page of the site.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base+path), chromedp.WaitReady(chromedp.CSS("html"+b.ready)))
}

// follow does what leads to another page, and waits for it.
func (b *tab) follow(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	eval[chromedp.Void](b, `document.documentElement.dataset.left = ""`)
	b.do(steps...)
	b.do(chromedp.WaitReady(chromedp.CSS("html:not([data-left])" + b.ready)))
}

// wait until a selector finds something.
func (b *tab) wait(selector string) {
	b.t.Helper()
	b.do(chromedp.WaitReady(chromedp.CSS(selector)))
}

func click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

// press types keys as a keyboard does: a page that takes a key for itself keeps its
// letter out of the field that it moves to. (chromedp.KeyEvent sends that apart.)
func press(keys string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range keys {
			events := kb.Encode(r)
			down, up := events[0], events[len(events)-1]
			down.Text = events[len(events)/2].Text
			for _, e := range []*input.DispatchKeyEventParams{down, up} {
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// tabTo moves the focus forward until it is on what the selector finds.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 120 {
		b.do(press(kb.Tab))
		if eval[bool](b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
	}
	b.t.Fatalf("Tab does not reach %s", selector)
}

// path is where the tab is, without the host.
func (b *tab) path() string {
	b.t.Helper()
	return eval[string](b, `location.pathname + location.search`)
}

// text is what an element says.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf(`document.querySelector(%q)?.textContent.trim() ?? "(not there)"`, selector))
}

// total is the number that a list promises in its heading.
func (b *tab) total() int {
	b.t.Helper()
	return eval[int](b, `Number(document.querySelector("#total")?.dataset.total ?? -1)`)
}

// shown tells whether an element takes room on the page and can be seen.
func (b *tab) shown(selector string) bool {
	b.t.Helper()
	return eval[bool](b, fmt.Sprintf(`document.querySelector(%q)?.checkVisibility({visibilityProperty: true, opacityProperty: true}) ?? false`, selector))
}

// wantShown checks which of the elements can be seen.
func (b *tab) wantShown(want bool, selectors ...string) {
	b.t.Helper()
	for _, s := range slices.Sorted(slices.Values(selectors)) {
		if got := b.shown(s); got != want {
			b.t.Errorf("at %s: %s shown = %t, want %t", b.path(), s, got, want)
		}
	}
}
