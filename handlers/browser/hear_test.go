package browser

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestTabHearsWhatIsWrong checks the ears of all other tests.
func TestTabHearsWhatIsWrong(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(other.Close)
	b := newTab(t, emptySite(t))
	for _, tt := range []struct {
		name, want string
		act        chromedp.Action[chromedp.Void]
	}{
		{"picture of another host", "Content Security Policy", script(`document.body.append(Object.assign(new Image(), {src: "https://entente.invalid/x.png"}))`)},
		{"inline style", "Content Security Policy", script(`document.body.setAttribute("style", "color: red")`)},
		{"HTML from a string", "TrustedHTML", script(`setTimeout(() => (document.body.innerHTML = "<b>x</b>"))`)},
		{"console", "console.error: told", script(`console.error("told")`)},
		{"exception", "thrown", script(`setTimeout(() => { throw new Error("thrown") })`)},
		{"other host", "request to another host", chromedp.Navigate(other.URL)},
	} {
		b.open("/")
		b.do(tt.act)
		eval[chromedp.Void](b, `new Promise((done) => setTimeout(done, 20))`)
		if got := b.heard(); !slices.ContainsFunc(got, func(p string) bool { return strings.Contains(strings.ReplaceAll(p, `"`, ""), tt.want) }) {
			t.Errorf("%s: heard %q, want something with %q", tt.name, got, tt.want)
		}
	}
	b.open("/")
	if _, err := chromedp.Run(b.ctx, chromedp.WaitEvent(page.JavascriptDialogOpening, nil, script(`setTimeout(() => alert("asked"))`))); err != nil {
		t.Fatal(err)
	}
	call(b, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	if got := b.heard(); len(got) != 1 || !strings.Contains(got[0], "asked") {
		t.Errorf("dialog: heard %q", got)
	}
}

func script(js string) chromedp.Action[chromedp.Void] { return chromedp.Evaluate[chromedp.Void](js) }
