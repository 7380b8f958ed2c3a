package browser

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

func TestFilters(t *testing.T) {
	s := starterSite(t)
	b := newTab(t, s)
	all := s.json(t, "/articles.json").Total
	b.open("/articles")
	wantTotal(t, b, "every article", all)

	b.do(press("/"), press("demining training"))
	b.follow(press(kb.Enter))
	wantEval(t, b, "words in the address", `new URLSearchParams(location.search).get("q")`, "demining training")
	found := s.json(t, "/articles.json?q=demining+training").Total
	wantTotal(t, b, "words in the lens", found)
	if found == 0 || found == all {
		t.Errorf("the words find %d of %d articles, which shows nothing", found, all)
	}

	facet := `.facets a[data-total]:not([data-total="0"])`
	promised := eval[int](b, fmt.Sprintf(`Number(document.querySelector(%q).dataset.total)`, facet))
	b.follow(click(facet))
	wantTotal(t, b, "facet", promised)

	b.follow(click(`.lens-active a.token`))
	if strings.Contains(b.path(), "q=") {
		t.Errorf("the chip of the words leaves them in the address: %s", b.path())
	}
	b.follow(click(`.lens-active a.token`))
	wantTotal(t, b, "without any chip", all)
}

func wantTotal(t *testing.T, b *tab, what string, want int) {
	t.Helper()
	if got := b.total(); got != want {
		t.Errorf("%s: %d rows at %s, want %d", what, got, b.path(), want)
	}
}

func wantNumbers(t *testing.T, what string, got, want []int) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
		t.Errorf("%s: numbers of the page (-want +got):\n%s", what, diff)
	}
}

func descending(n []int) []int {
	slices.Sort(n)
	slices.Reverse(n)
	return n
}

func TestDownloadOfSpreadsheet(t *testing.T) {
	b := newTab(t, starterSite(t))
	b.open("/articles?area=demining")
	b.do(click(`.page-head details summary`))
	name, file := b.download(click(`.page-head a[href*="/articles.csv"][href*="profile=excel"]`))
	if !strings.HasSuffix(name, ".csv") {
		t.Errorf("file name = %s, want one that ends in .csv", name)
	}
	text, marked := bytes.CutPrefix(file, []byte("\ufeff"))
	if !marked {
		t.Error("no byte order mark, so Excel would not read it as UTF-8")
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(rows)-1, b.total(); got != want {
		t.Errorf("%d rows in the file, want %d as the page says", got, want)
	}
}

// download does what brings a file, and returns its name and content.
func (b *tab) download(steps ...chromedp.Action[chromedp.Void]) (name string, content []byte) {
	b.t.Helper()
	dir, on := b.t.TempDir(), true
	if _, err := chromedp.CallBrowser(b.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: dir, EventsEnabled: &on,
	}); err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.ctx)
	defer cancel()
	names := map[string]string{}
	done := make(chan string, 10)
	err := chromedp.ListenBrowser(ctx, func(event any) {
		switch e := event.(type) {
		case *browser.EventDownloadWillBegin:
			names[e.GUID] = e.SuggestedFilename
		case *browser.EventDownloadProgress:
			if _, ours := names[e.GUID]; ours && e.State != browser.DownloadProgressStateInProgress {
				name = names[e.GUID]
				done <- e.GUID
			}
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.do(steps...)
	select {
	case id := <-done:
		if content, err = os.ReadFile(filepath.Join(dir, id)); err != nil {
			b.t.Fatal(err)
		}
		return name, content
	case <-b.ctx.Done():
		b.t.Fatalf("at %s: no file came", b.base)
	}
	return "", nil
}
