package gazetteer

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestResolve(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"code", "KH", "KH"},
		{"code in lower case", "vn", "VN"},
		{"code before abbreviation", "AU", "AU"},
		{"organisation by code", "AFU", "AFU"},
		{"organisation by name", "African Union", "AFU"},
		{"organisation in full", "Association of Southeast Asian Nations", "ASEAN"},
		{"organisation with a hyphen", "Association of South-East Asian Nations", "ASEAN"},
		{"spelling with s", "North Atlantic Treaty Organisation", "NATO"},
		{"spelling with z", "North Atlantic Treaty Organization", "NATO"},
		{"United Nations", "the UN", "UN"},
		{"name", "Timor-Leste", "TL"},
		{"name without hyphen", "Timor Leste", "TL"},
		{"alpha-3", "THA", "TH"},
		{"alpha-3 with own look", "bih", "BA"},
		{"official name", "Socialist Republic of Viet Nam", "VN"},
		{"common spelling", "Vietnam", "VN"},
		{"diacritics left out", "Turkiye", "TR"},
		{"diacritics as marks", "Tu\u0308rkiye", "TR"},
		{"letter that does not decompose", "Ærø", ""},
		{"upper case with diacritics", "CÔTE D'IVOIRE", "CI"},
		{"typographic apostrophe", "Côte d’Ivoire", "CI"},
		{"acute accent for apostrophe", "Cote d´Ivoire", "CI"},
		{"space for apostrophe", "Cote d Ivoire", "CI"},
		{"apostrophe left out", "Democratic Peoples Republic of Korea", "KP"},
		{"dots", "U.S.", "US"},
		{"dots and spaces", "U. S. A.", "US"},
		{"no dots", "us", "US"},
		{"dots in a longer name", "D.R. Congo", "CD"},
		{"article in front", "the Netherlands", "NL"},
		{"article behind", "Gambia, The", "GM"},
		{"article in brackets", "Philippines (the)", "PH"},
		{"ampersand", "Trinidad & Tobago", "TT"},
		{"white space", " \t South\u00a0 Korea\n", "KR"},
		{"much white space", strings.Repeat(" ", 500) + "Laos", "LA"},
		{"byte order mark", "\ufeffLaos", "LA"},
		{"full-width letters", "ＬＡＯＳ", "LA"},
		{"name turned round", "Korea, Republic of", "KR"},
		{"former name", "Kampuchea", "KH"},
		{"short for North", "DPRK", "KP"},
		{"short for South", "ROK", "KR"},
		{"two Chinas, mainland", "People's Republic of China", "CN"},
		{"two Chinas, island", "Republic of China", "TW"},
		{"Guinea is one of four", "Guinea", "GN"},
		{"Samoa is not American", "Samoa", "WS"},
		{"Ireland is the republic", "Ireland", "IE"},
		{"China is the People's Republic", "China", "CN"},
		{"Niger is not Nigeria", "Niger", "NE"},
		{"Dominica is not the republic", "Dominica", "DM"},
		{"Congo with a capital", "Congo-Kinshasa", "CD"},
		{"Congo with the other capital", "Congo (Brazzaville)", "CG"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Resolve(tt.text)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("Resolve(%q) = %q, %v, want %q", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestResolveUnknown(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string // candidates
	}{
		{"two Koreas", "Korea", []string{"North Korea", "South Korea"}},
		{"two Congos", "the Congo", []string{"DR Congo", "Republic of the Congo"}},
		{"two Virgin Islands", "virgin islands", []string{"British Virgin Islands", "U.S. Virgin Islands"}},
		{"state that broke up", "Czechoslovakia", []string{"Czechia", "Slovakia"}},
		{"all heirs, more than three", "Yugoslavia", []string{
			"Bosnia and Herzegovina", "Croatia", "Montenegro", "North Macedonia", "Serbia", "Slovenia",
		}},
		{"one letter wrong", "Kambodia", []string{"Cambodia"}},
		{"letters swapped", "Tahiland", []string{"Thailand"}},
		{"letters swapped in a short name", "Loas", []string{"Laos"}},
		{"two letters wrong", "Phillipines", []string{"Philippines"}},
		{"space left out", "Newzealand", []string{"New Zealand"}},
		{"former name misspelt", "Birma", []string{"Myanmar"}},
		{"nearest first", "Austrlia", []string{"Australia", "Austria"}},
		{"unfinished", "Kyrg", []string{"Kyrgyzstan"}},
		{"unfinished, three at most", "Saint", []string{"Saint Barthélemy", "Saint Helena", "Saint Kitts and Nevis"}},
		{"too short to finish", "Ja", nil},
		{"English word that is an alpha-3 code", "and", []string{"Andorra"}},
		{"no party", "Atlantis Prime", nil},
		{"symbols tell apart", "US$", nil},
		{"only an article", "the", nil},
		{"only punctuation", "...", nil},
		{"empty", "", nil},
		{"white space", " \n ", nil},
		{"broken UTF-8", "\xff\xfe\xfd", nil},
		{"far too long", strings.Repeat("Cambodia ", 40), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, err := Resolve(tt.text)
			var unknown *UnknownError
			if !errors.As(err, &unknown) {
				t.Fatalf("Resolve(%q) = %q, %v, want an *UnknownError", tt.text, code, err)
			}
			if diff := cmp.Diff(&UnknownError{tt.text, tt.want}, unknown); diff != "" {
				t.Errorf("error of Resolve(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestUnknownErrorText(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  UnknownError
		want string
	}{
		{"no candidate", UnknownError{Text: "Atlantis"}, `unknown party "Atlantis"`},
		{"one", UnknownError{"Kambodia", []string{"Cambodia"}}, `unknown party "Kambodia": could mean Cambodia`},
		{"two", UnknownError{"Korea", []string{"North Korea", "South Korea"}}, `unknown party "Korea": could mean North Korea or South Korea`},
		{"long, cut between letters", UnknownError{Text: "x" + strings.Repeat("é", 200)}, `unknown party "x` + strings.Repeat("é", 99) + `…"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.err.Error()); diff != "" {
				t.Errorf("Error() (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryWordResolvesToItsParty(t *testing.T) {
	for _, p := range All() {
		for _, text := range append([]string{p.Code, p.Name}, p.Aliases...) {
			if got, err := Resolve(text); got != p.Code {
				t.Errorf("Resolve(%q) = %q, %v, want %s", text, got, err, p.Code)
			}
		}
	}
}

// TestResolveIgnoresLook dresses up a word of the table as people might type it.
func TestResolveIgnoresLook(t *testing.T) {
	parties := All()
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(parties).Draw(t, "party")
		text := rapid.SampledFrom(append([]string{p.Code, p.Name}, p.Aliases...)).Draw(t, "text")

		var b strings.Builder
		b.WriteString(rapid.SampledFrom([]string{"", "the ", "The  ", "\t"}).Draw(t, "front"))
		for _, r := range text {
			switch rapid.SampledFrom([]string{"upper", "lower", "as it is"}).Draw(t, "case") {
			case "upper":
				r = unicode.ToUpper(r)
			case "lower":
				r = unicode.ToLower(r)
			}
			switch r {
			case ' ':
				b.WriteString(rapid.SampledFrom([]string{" ", "  ", "\u00a0", "\n"}).Draw(t, "space"))
				continue
			case '\'':
				b.WriteString(rapid.SampledFrom([]string{"'", "’", "‘", "´", "`", "ʼ", ""}).Draw(t, "apostrophe"))
				continue
			}
			b.WriteRune(r)
			if unicode.IsLetter(r) {
				b.WriteString(rapid.SampledFrom([]string{"", "", "\u0301", "\u0308", "\u0327"}).Draw(t, "mark"))
			}
		}
		b.WriteString(rapid.SampledFrom([]string{"", " ", ".", "\r\n"}).Draw(t, "end"))

		if len(b.String()) > maxText {
			t.Skip("longer than Resolve looks at")
		}
		if got, err := Resolve(b.String()); got != p.Code {
			t.Fatalf("Resolve(%q) = %q, %v, want %s as for %q", b.String(), got, err, p.Code, text)
		}
	})
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		want       int
	}{
		{"same", "mali", "mali", 0},
		{"insert", "mal", "mali", 1},
		{"delete", "malii", "mali", 1},
		{"replace", "moli", "mali", 1},
		{"swap", "mlai", "mali", 1},
		{"swap at the end", "mail", "mali", 1},
		{"swap and replace", "mlao", "mali", 2},
		{"too far", "peru", "mali", 3},
		{"too long", "mali", "maldives", 3},
		{"nothing", "", "mali", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := distance([]rune(tt.a), []rune(tt.b), 2); got != tt.want {
				t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
			}
		})
	}
}

func FuzzResolve(f *testing.F) {
	for _, seed := range []string{"KH", "the U.S.", "Côte d’Ivoire", "Korea", "Kambodia", "", "\xff", "Ｌａｏｓ", "ﷺﷺﷺ", "t h e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, err := Resolve(text)
		if err == nil {
			if _, ok := Lookup(code); !ok {
				t.Errorf("Resolve(%q) = %q, which Lookup does not know", text, code)
			}
			for _, other := range []string{code, Name(code), " " + strings.ToUpper(Name(code)) + "\t", "the " + Name(code)} {
				if got, err := Resolve(other); err != nil || got != code {
					t.Errorf("Resolve(%q) = %q, but of %q it is %q, %v", text, code, other, got, err)
				}
			}
			return
		}
		var unknown *UnknownError
		if !errors.As(err, &unknown) || unknown.Text != text {
			t.Fatalf("Resolve(%q): error %#v, want an *UnknownError with the text", text, err)
		}
		for _, name := range unknown.Candidates {
			if _, err := Resolve(name); err != nil {
				t.Errorf("Resolve(%q): candidate %q does not resolve: %v", text, name, err)
			}
		}
		_ = err.Error() // must not panic either
	})
}

func BenchmarkResolve(b *testing.B) {
	for _, bb := range []struct{ name, text string }{
		{"known", "Socialist Republic of Viet Nam"},
		{"misspelt", "Kambodia"},
		{"longest", strings.Repeat("a", maxText)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				_, _ = Resolve(bb.text)
			}
		})
	}
}
