package browser

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// mark is one drawn datum of a chart: where it is and what it promises.
type mark struct {
	X, Y  float64
	Count int
	Href  string
}

// largestMark finds the datum with the most room in the chart of a figure.
const largestMark = `(() => {
	const drawing = document.querySelector("#%s .drawing");
	drawing.scrollIntoView({block: "center", behavior: "instant"});
	const box = drawing.getBoundingClientRect(), model = echarts.getInstanceByDom(drawing).getModel();
	const marks = model.getSeries().flatMap((series) => {
		const data = series.getData();
		return series.get("data").map((d, i) => ({d, at: data.getItemLayout(i) ?? data.getItemGraphicEl(i)?.shape})).filter(({d, at}) => d.href && at);
	});
	const room = ({at}) => Math.abs(at.width * at.height);
	const {d, at} = marks.reduce((a, b) => (room(b) > room(a) ? b : a));
	return {x: box.x + at.x + at.width / 2, y: box.y + at.y + at.height / 2, count: Array.isArray(d.value) ? d.value[2] : d.value, href: d.href};
})()`

func TestMarkOpensItsRows(t *testing.T) {
	b := newTab(t, starterSite(t))
	for _, tt := range []struct{ path, figure string }{
		{"/", "timeline"}, {"/?unit=articles&split=all", "timeline"}, {"/", "topics"}, {"/?unit=articles&from=2018&to=2023", "topics"},
		{"/relations", "calendar"}, {"/relations?unit=articles&party=KH", "calendar"}, {"/relations?from=2015&to=2019", "cooccurrence"},
	} {
		b.open(tt.path)
		b.do(chromedp.ScrollIntoView(chromedp.CSS("#" + tt.figure)))
		b.wait("#" + tt.figure + " .drawing svg")
		m := eval[mark](b, fmt.Sprintf(largestMark, tt.figure))
		b.follow(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, m.X, m.Y), chromedp.MouseClickXY(m.X, m.Y))
		if got := b.path(); got != m.Href {
			t.Errorf("%s of %s: a click leads to %s, want %s", tt.figure, tt.path, got, m.Href)
		}
		if got := b.total(); got != m.Count || got == 0 {
			t.Errorf("%s of %s: %d rows at %s, want %d as the mark says", tt.figure, tt.path, got, b.path(), m.Count)
		}
	}
}

func TestPictureOfChart(t *testing.T) {
	b := newTab(t, starterSite(t))
	for _, tt := range []struct{ path, figure string }{
		{"/", "timeline"}, {"/", "topics"}, {"/", "pairs"}, {"/", "matrix"},
		{"/relations", "calendar"}, {"/relations", "relations"}, {"/relations", "cooccurrence"},
	} {
		figure := tt.figure
		b.open(tt.path)
		name, file := b.download(click("#" + figure + " [data-png]"))
		if !strings.HasSuffix(name, ".png") {
			t.Errorf("%s: file name = %s, want one that ends in .png", figure, name)
		}
		picture, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatalf("%s: %v", figure, err)
		}
		if got := picture.Bounds().Dx(); got <= 800 {
			t.Errorf("%s: %d pixels wide, want more than 800", figure, got)
		}
		if got := colours(picture); got < 4 {
			t.Errorf("%s: %d colours, want a drawing", figure, got)
		}
	}
}

// colours counts the colours of a picture on a coarse grid.
func colours(p image.Image) int {
	seen := map[[4]uint32]bool{}
	for y := p.Bounds().Min.Y; y < p.Bounds().Max.Y; y += 3 {
		for x := p.Bounds().Min.X; x < p.Bounds().Max.X; x += 3 {
			r, g, b, a := p.At(x, y).RGBA()
			seen[[4]uint32{r, g, b, a}] = true
		}
	}
	return len(seen)
}

// fills are the colours of a chart as it is drawn now.
const fills = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
	done([...new Set([...document.querySelectorAll("#timeline .drawing [fill]")].map((e) => e.getAttribute("fill")))].sort()))))`

func TestHeatFollowsTheTheme(t *testing.T) {
	b := newTab(t, starterSite(t))
	b.open("/relations")
	for _, figure := range []string{"calendar", "cooccurrence"} {
		b.wait("#" + figure + " .drawing svg")
		look := func(theme string) []string {
			eval[chromedp.Void](b, fmt.Sprintf(`document.documentElement.dataset.theme = %q`, theme))
			return eval[[]string](b, strings.ReplaceAll(fills, "#timeline", "#"+figure))
		}
		light, dark := look("light"), look("dark")
		if len(light) < 4 || len(dark) < 4 || slices.Equal(light, dark) {
			t.Errorf("%s: fills are %v in the light and %v in the dark: want others", figure, light, dark)
		}
	}
}

// brightness of the page, 0 to 255.
const brightness = `Math.max(...getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).slice(0, 3).map(Number))`

func TestDarkColours(t *testing.T) {
	b := newTab(t, starterSite(t))
	b.open("/")
	light := eval[[]string](b, fills)
	if got := eval[float64](b, brightness); got < 200 {
		t.Errorf("light page has brightness %v, want over 200", got)
	}
	b.do(click(".topbar details.menu summary"), click(`.topbar button[name="theme"][value="dark"]`))
	b.wait(`html[data-theme="dark"]`)
	dark := eval[[]string](b, fills)
	if len(dark) < 4 || slices.Equal(light, dark) {
		t.Errorf("fills of the chart in the dark = %v, before %v: want others", dark, light)
	}
	b.follow(chromedp.Reload())
	b.wait(`html[data-theme="dark"]`)
	if got := eval[float64](b, brightness); got > 60 {
		t.Errorf("dark page has brightness %v, want under 60", got)
	}
	if again := eval[[]string](b, fills); !slices.Equal(again, dark) {
		t.Errorf("fills after a reload = %v, want %v", again, dark)
	}
}

// shift is by how much what was shown has moved since the page was opened.
const shift = `new Promise((done) => {
	let sum = 0;
	new PerformanceObserver((list) => list.getEntries().forEach((e) => (sum += e.value))).observe({type: "layout-shift", buffered: true});
	requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 50)));
})`

func TestNothingMovesWhileLoading(t *testing.T) {
	b := newTab(t, starterSite(t))
	for _, width := range []int64{1280, 360} {
		b.size(width, 800)
		for _, path := range []string{"/", "/relations", "/articles", "/articles/1"} {
			b.open(path)
			if got := eval[float64](b, shift); got >= 0.01 {
				t.Errorf("%s at %d pixels: layout shift %.4f, want under 0.01", path, width, got)
			}
		}
	}
	// what is measured can be measured
	eval[chromedp.Void](b, `document.querySelector("main").insertAdjacentElement("afterbegin", Object.assign(document.createElement("p"), {className: "plot plot--lg"})) && null`)
	if got := eval[float64](b, shift); got < 0.01 {
		t.Errorf("a page pushed down has layout shift %.4f, want more than 0.01", got)
	}
}
