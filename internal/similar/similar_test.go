package similar

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// vocabulary is as skewed as that of a language: half of all words are few.
func word(r *rand.Rand) string {
	x := r.Float64()
	return fmt.Sprintf("w%d", int(20_000*x*x*x*x))
}

// text makes a text of so many words.
func text(r *rand.Rand, words int) []string {
	out := make([]string, words)
	for i := range out {
		out[i] = word(r)
	}
	return out
}

// edited is a text in which so many of a hundred words were changed, taken out, or
// followed by another.
func edited(r *rand.Rand, words []string, percent int) (out []string) {
	for _, w := range words {
		if r.IntN(100) >= percent {
			out = append(out, w)
			continue
		}
		switch r.IntN(3) {
		case 0:
			out = append(out, word(r))
		case 1:
			out = append(out, w, word(r))
		}
	}
	return out
}

func found(a, b string) bool {
	keys := Keys(b)
	return slices.ContainsFunc(Keys(a), func(k uint32) bool { return slices.Contains(keys, k) })
}

func TestNearCopiesAreRecognised(t *testing.T) {
	for _, tt := range []struct {
		name  string
		least float64 // of all such texts
		copy  func(r *rand.Rand, words []string) []string
	}{
		{"the same", 1, func(r *rand.Rand, w []string) []string { return w }},
		{"another headline and byline", 0.99, func(r *rand.Rand, w []string) []string { return append(text(r, 20), w...) }},
		{"5 % of the words changed", 0.99, func(r *rand.Rand, w []string) []string { return edited(r, w, 5) }},
		{"10 % of the words changed", 0.96, func(r *rand.Rand, w []string) []string { return edited(r, w, 10) }},
		{"15 % of the words changed", 0.8, func(r *rand.Rand, w []string) []string { return edited(r, w, 15) }},
		{"the second half cut off", 0.98, func(r *rand.Rand, w []string) []string { return w[:len(w)/2] }},
		{"two thirds cut off", 0.9, func(r *rand.Rand, w []string) []string { return w[:len(w)/3] }},
		{"a new beginning and a cut end", 0.96, func(r *rand.Rand, w []string) []string {
			return append(text(r, 30), edited(r, w[:len(w)*2/3], 3)...)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			const all = 400
			n := 0
			for range all {
				words := text(r, 120+r.IntN(600))
				a, b := strings.Join(words, " "), strings.Join(tt.copy(r, words), " ")
				if found(a, b) && Read(a).Share(Read(b)) >= Enough {
					n++
				}
			}
			t.Logf("%d of %d", n, all)
			if float64(n) < tt.least*all {
				t.Errorf("%d of %d, want at least %.0f %%", n, all, 100*tt.least)
			}
		})
	}
}

// TestOtherTextsAreNot has texts on the same matter, with a quote in common and the
// same last paragraph, as agencies and ministries print them.
func TestOtherTextsAreNot(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	quote, about := text(r, 30), text(r, 40)
	const all = 400
	looked := 0
	for range all {
		one := slices.Concat(text(r, 100), quote, text(r, 60), about)
		other := slices.Concat(text(r, 60), quote, text(r, 80), about)
		a, b := strings.Join(one, " "), strings.Join(other, " ")
		if share := Read(a).Share(Read(b)); share >= Enough {
			t.Fatalf("%.2f of one text stands in the other", share)
		}
		if found(strings.Join(text(r, 300), " "), strings.Join(text(r, 300), " ")) {
			looked++
		}
	}
	if looked > 0 {
		t.Errorf("%d of %d pairs of texts that have nothing in common are looked at", looked, all)
	}
}

func TestWhatDoesNotCount(t *testing.T) {
	const a = "PHNOM PENH – Cambodia’s armed forces want more from their partnership with the États-Unis, the general told a visiting official today."
	const b = "phnom penh, cambodia's armed forces; want more\nfrom their partnership with the E\u0301tats Unis the general told a visiting official today"
	if !slices.Equal(Keys(a), Keys(b)) || Read(a).Share(Read(b)) != 1 {
		t.Errorf("case, punctuation, line ends and normal form count: %v, %v", Keys(a), Keys(b))
	}
	for _, short := range []string{"", "Text.", "Cambodia and the United States hold talks on defence again", "柬埔寨与美国举行"} {
		if Keys(short) != nil || Read(short).Share(Read(short)) != 0 {
			t.Errorf("%q is long enough to be told from others", short)
		}
	}
}

func TestScriptsWithoutSpaces(t *testing.T) {
	const khmer = "កងទ័ពកម្ពុជា និងសហរដ្ឋអាមេរិក បានធ្វើសមយុទ្ធរួមគ្នានៅខេត្តកំពង់ស្ពឺ ដើម្បីពង្រឹងកិច្ចសហប្រតិបត្តិការ និងការបណ្តុះបណ្តាលទាហាន"
	const chinese = "中国和柬埔寨军队在磅清扬省举行联合军事演习，双方派出两千多名官兵参加，演习内容包括反恐、排雷和人道主义救援。"
	for _, text := range []string{khmer, chinese} {
		later := "新闻 2024 " + text + "កម្ពុជា"
		if !found(text, later) || Read(text).Share(Read(later)) < 0.9 {
			t.Errorf("not found with something before and after it: %s", text)
		}
	}
	if found(khmer, chinese) || Read(khmer).Share(Read(chinese)) != 0 {
		t.Error("Khmer is Chinese")
	}
}

func TestShareIsSoundForAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SampledFrom([]rune("ab É\u0301国កា្0.\u200b\xff\n"))
		a, b := string(rapid.SliceOf(letters).Draw(t, "a")), string(rapid.SliceOf(letters).Draw(t, "b"))
		x, y := Read(a), Read(b)
		share := x.Share(y)
		if share < 0 || share > 1 || share != y.Share(x) {
			t.Fatalf("share is %v one way, %v the other", share, y.Share(x))
		}
		if n := len(Keys(a)); n != 0 && (n != KeyCount || x.Share(x) != 1 || !found(a, a)) {
			t.Fatalf("%d keys, share of itself %v", n, x.Share(x))
		}
	})
}

func BenchmarkKeys(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	text := strings.Join(text(r, 330), " ")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Keys(text)
	}
}
