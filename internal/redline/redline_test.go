package redline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawn writes marked text as "a [-b-][+c+] …".
func drawn(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Kind {
		case Same:
			b.WriteString(p.Text)
		case Added:
			b.WriteString("[+" + p.Text + "+]")
		case Deleted:
			b.WriteString("[-" + p.Text + "-]")
		case Left:
			b.WriteString("…")
		}
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ name, before, after, want string }{
		{"nothing", "", "", ""},
		{"no change", "One two.", "One two.", "One two."},
		{"all is new", "", "One two.", "[+One two.+]"},
		{"all is gone", "One two.", "", "[-One two.-]"},
		{"one word", "Phnom Penh asks Washington for training", "Phnom Penh asks Washington for more training", "Phnom Penh asks Washington for [+more +]training"},
		{"two words beside each other are one change", "a big red engine of war", "a small blue engine of war", "a [-big red-][+small blue+] engine of war"},
		{"words taken out", "one two three four", "one four", "one [-two three -]four"},
		{"a day", "2024-02-27", "2024-02-28", "2024-02-[-27-][+28+]"},
		{"accents stay on their letters", "Le défilé a lieu", "Le défile a lieu", "Le [-défilé-][+défile+] a lieu"},
		{"Khmer, cut between letters with their signs", "កម្ពុជាធ្វើសមយុទ្ធ", "កម្ពុជាបើកសមយុទ្ធ", "កម្ពុជា[-ធ្វើ-][+បើក+]សមយុទ្ធ"},
		{"a sentence put in", "First here. Last here.", "First here. Middle here. Last here.", "First here. [+Middle here. +]Last here."},
		{"a line taken out", "one\ntwo\nthree\n", "one\nthree\n", "one\n[-two\n-]three\n"},
		{"a sentence in place of another is not cut up by the words they happen to share",
			"The minister of the one went to the sea for the day", "A course on mines opened at the base in the north",
			"[-The minister of the one went to the sea for the day-][+A course on mines opened at the base in the north+]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := drawn(Words(tt.before, tt.after)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// Whatever the texts, both can be read back out of the marks.
func TestWordsLoseNothing(t *testing.T) {
	text := rapid.OneOf(
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "the", " ", "\n", ". ", "ក", "្", "ខ", "é", "é"}), 0, 300),
			func(parts []string) string { return strings.Join(parts, "") }),
	)
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		var was, is strings.Builder
		pieces := Words(before, after)
		for i, p := range pieces {
			if p.Kind != Added {
				was.WriteString(p.Text)
			}
			if p.Kind != Deleted {
				is.WriteString(p.Text)
			}
			if p.Text == "" || i > 0 && pieces[i-1].Kind == p.Kind {
				t.Fatalf("piece %d is empty or like the one before: %v", i, pieces)
			}
		}
		if was.String() != before || is.String() != after {
			t.Fatalf("read back %q and %q, want %q and %q", was.String(), is.String(), before, after)
		}
		if before == after && len(pieces) > 1 {
			t.Fatalf("the same text gives %v", pieces)
		}
		var whole strings.Builder
		for _, p := range Excerpt(pieces, 5, 20) {
			whole.WriteString(p.Text)
		}
		var all strings.Builder
		for _, p := range pieces {
			all.WriteString(p.Text)
		}
		if whole.String() != all.String() {
			t.Fatalf("an excerpt drops text in silence: %q, want %q", whole.String(), all.String())
		}
	})
}

func TestExcerpt(t *testing.T) {
	filler := strings.Repeat("and so on ", 30)
	got := Excerpt(Words(filler+"the old end. "+filler+"Also this one. "+filler, filler+"the new end. "+filler+"Also that one. "+filler), 20, 100)
	want := "…so on and so on the [-old-][+new+] end. and so on and …so on and so on Also [-this-][+that+] one. and so on and …"
	if diff := cmp.Diff(want, drawn(got)); diff != "" {
		t.Errorf("excerpt (-want +got):\n%s", diff)
	}
	got = Excerpt(Words("", filler), 20, 60)
	if s := drawn(got); !strings.Contains(s, "…") || len(s) > 120 {
		t.Errorf("a long change is not cut: %s", s)
	}
}

// BenchmarkWords marks edits of a text as long as any that is taken in.
func BenchmarkWords(b *testing.B) {
	long := strings.Repeat("The two went through courses for personnel, exchange visits by officers, and how to share intelligence on crime.\n", 8000)
	for name, after := range map[string]string{
		"one word":         strings.Replace(long, "courses", "lessons", 4000),
		"another text":     strings.Repeat("Nothing of that was said on the day after, when all of them had gone home again.\n", 11000),
		"one long line":    strings.ReplaceAll(long, "\n", " "),
		"scripts as signs": strings.Repeat("កម្ពុជា", 40000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(long) + len(after)))
			for b.Loop() {
				Excerpt(Words(long, after), 80, 1200)
			}
		})
	}
}
