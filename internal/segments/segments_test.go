package segments

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// read shows what is stored as a reader sees it.
func read(stored string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == Private:
			return '/'
		case r > Private:
			return r - Private
		}
		return r
	}, stored)
}

func TestOf(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", ``, ``},
		{"Latin", `São Paulo, Đà Nẵng 2024`, ``},
		{"scripts with spaces", `учения تمرين 훈련 सेना`, ``},
		{"Chinese", `中美演习。`, `中 美 演 习`},
		{"runs", `中美 演习，日本`, `中 美 / 演 习 / 日 本`},
		{"Japanese", `コブラ・ゴールドの訓練`, `コ ブ ラ / ゴ ー ル ド の 訓 練`},
		{"half-width kana", `ｺﾞｰﾙﾄﾞ`, `ゴ ー ル ド`},
		{"kana in two forms", "か\u3099 が", `が / が`},
		{"Thai", `การฝึกทำ`, "ก า ร ฝึ ก ท\u0e4dา"},
		{"Lao", `ກອງທັບ`, `ກ ອ ງ ທັ ບ`},
		{"Khmer with letters below", `កម្ពុជា`, `ក ម្ពុ ជា`},
		{"Khmer digits and signs", `ឆ្នាំ២០២៤។`, `ឆ្នាំ ២ ០ ២ ៤`},
		{"zero-width space", "កម្\u200bពុ\u200bជា", `ក ម្ពុ ជា`},
		{"Burmese", `တပ်မတော် မြန်မာအင်္ဂလိပ်`, `တ ပ် မ တော် / မြ န် မာ အ င်္ဂ လိ ပ်`},
		{"mixed", `The 2024年演习 and COVID疫情x`, `2024 年 演 习 / COVID 疫 情 x`},
		{"Latin part in two forms", "cafe\u0301店", `café 店`},
		{"a word that only touches", `F-16戦闘機 "A"军`, `16 戦 闘 機 / 军`},
		{"a mark on nothing", "\u0301 \u17d2ក ្", "\u17d2ក / \u17d2"},
		{"radicals", `⼈民`, `人 民`},
		{"variation selector", "葛\U000e0100城", `葛 城`},
		{"no UTF-8", "演\xff习", `演 / 习`},
	} {
		if got := read(Of(tt.text)); got != tt.want {
			t.Errorf("%s: %q is cut into %s, want %s", tt.name, tt.text, got, tt.want)
		}
	}
	if got := read(Of("演", "", "Latin", "习")); got != "演 / 习" {
		t.Errorf("of several texts: %s", got)
	}
}

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		name, q string
		open    bool
		text    string
		want    string // with the finds in brackets
	}{
		{"a part", `演习`, false, `中美演习，演习`, `中美[演习]，[演习]`},
		{"over a zero-width space", `កម្ពុជា`, false, "ប្រទេសកម្\u200bពុ\u200bជា", "ប្រទេស[កម្\u200bពុ\u200bជា]"},
		{"not over a break", `演习`, false, `演 习`, `演 习`},
		{"no half of a sign", `កម្ព`, false, `កម្ពុជា`, `កម្ពុជា`},
		{"half of a sign, open", `កម្ព`, true, `កម្ពុជា`, `[កម្ពុ]ជា`},
		{"mixed, folded", `covid疫`, false, `Covid疫情`, `[Covid疫]情`},
		{"the other form", "か\u3099", false, `がか`, `[が]か`},
		{"twice, without overlap", `ああ`, false, `あああああ`, `[ああ][ああ]あ`},
	} {
		var p Phrase
		for run := range Runs(tt.q) {
			p = Phrase{run, tt.open}
		}
		got, end := "", 0
		for _, f := range p.Find(tt.text) {
			got += tt.text[end:f[0]] + "[" + tt.text[f[0]:f[1]] + "]"
			end = f[1]
		}
		if got += tt.text[end:]; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	if got := (Phrase{}).Find(`演习`); got != nil {
		t.Errorf("nothing is found at %v", got)
	}
}

// TestAnyText: pieces lie in the text, in order and apart, and both normal forms give the same.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom(nil, unspaced...), rapid.SampledFrom([]rune("a1é .\u200b\u3099\u17d2\u1039\u0e33")))).Draw(t, "text")
		at := 0
		for run := range Runs(text) {
			for _, p := range run {
				if p.Start < at || p.End <= p.Start || p.End > len(text) || p.Text == "" {
					t.Fatalf("piece %+v after byte %d of %d", p, at, len(text))
				}
				at = p.End
			}
		}
		if got, want := Of(norm.NFD.String(text)), Of(norm.NFC.String(text)); got != want {
			t.Errorf("decomposed %s, composed %s", read(got), read(want))
		}
	})
}
