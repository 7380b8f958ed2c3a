package browser

import (
	"bytes"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestPaperHasTablesAndNoControls(t *testing.T) {
	b := newTab(t, starterSite(t))
	b.open("/?area=demining")
	b.do(click(".topbar details.menu summary"), click(`.topbar button[name="theme"][value="dark"]`))
	b.wait(`html[data-theme="dark"]`)
	b.wantShown(true, "#timeline .drawing", ".lens form")
	b.media("print")
	b.wantShown(true, "h1", "#timeline .plot table", "#timeline .plot td.n", "#topics .plot table", "#matrix table", "#pairs table", ".lens .token")
	b.wantShown(false, ".drawing", ".lens form", ".topbar-end", ".menu-btn", ".fig-actions", ".seg", ".skip-link", "#keys")
	if got := eval[float64](b, brightness); got < 250 {
		t.Errorf("paper has brightness %v, want white", got)
	}
	b.media("screen")
	file, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(file, []byte("%PDF-")) || len(file) < 10_000 {
		t.Errorf("printed %d bytes that begin with %.8q, want a PDF", len(file), file)
	}
	b.open("/relations")
	b.media("print")
	b.wantShown(true, "#calendar .plot table", "#relations table", "#cooccurrence .plot table")
	b.wantShown(false, ".drawing", ".fig-tools.js-only")
	b.media("screen")
	b.open("/articles")
	b.media("print")
	b.wantShown(true, "#total", ".article-row")
	b.wantShown(false, ".lens form", ".facets", ".list-tools")
	b.media("screen")
	b.open("/codebook")
	b.media("print")
	b.wantShown(true, "h1", "table.codebook td.n")
	b.wantShown(false, ".page-head .btn", "#keys")

	b = newTab(t, suggestedSite(t))
	b.open("/articles/1")
	b.media("print")
	b.wantShown(true, "mark.ev", ".coded .chip", ".because")
	b.wantShown(false, ".btn", "label:has(.ev-toggle)")
	b.media("screen")
	b.open("/review")
	b.media("print")
	b.wantShown(true, "#headline", ".verdicts .chip")
	b.wantShown(false, ".savebar", ".verdict")
}
