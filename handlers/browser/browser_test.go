package browser

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"entente/assets"
)

func TestMain(m *testing.M) {
	code := m.Run()
	closeBrowser()
	os.Exit(code)
}

var errNoBrowser = errors.New("no Chromium: apt-get install chromium, or set CHROMIUM")

var closeBrowser = func() {}

// launch starts the one browser of all tests. Its context opens the tabs.
var launch = sync.OnceValues(func() (context.Context, error) {
	bin := os.Getenv("CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		path, _ := exec.LookPath(name)
		bin = cmp.Or(bin, path)
	}
	if bin == "" {
		return nil, errNoBrowser
	}
	profile, err := os.MkdirTemp("", "entente-browser")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(bin), chromedp.UserDataDir(profile),
		chromedp.DisableGPU, chromedp.WindowSize(1280, 900), chromedp.Flag("lang", "en"),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("no-pings", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	closeBrowser = func() {
		cancel()
		stop()
		os.RemoveAll(profile)
	}
	return ctx, chromedp.Do(ctx)
})

// needBrowser skips a test where there is no browser, or nothing to draw with.
func needBrowser(t testing.TB) context.Context {
	t.Helper()
	ctx, err := launch()
	if errors.Is(err, errNoBrowser) {
		missing(t, "REQUIRE_BROWSER", err.Error())
	}
	if err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	if !assets.HasCharts() {
		missing(t, "REQUIRE_ASSETS", "no ECharts: make assets")
	}
	return ctx
}

// missing skips a test, or fails it where the environment says that nothing may be missing.
func missing(t testing.TB, variable, hint string) {
	t.Helper()
	if os.Getenv(variable) != "" {
		t.Fatal(hint)
	}
	t.Skip(hint)
}
