package words

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func phrases(t testing.TB, texts ...string) (out []Phrase) {
	t.Helper()
	for _, text := range texts {
		p, err := ParsePhrase(text)
		if err != nil {
			t.Fatalf("ParsePhrase(%q): %v", text, err)
		}
		out = append(out, p)
	}
	return out
}

func TestFind(t *testing.T) {
	lists := map[string][]Phrase{
		"force": phrases(t, "army/navy", "armed forces", "coast-guard"),
		"long":  phrases(t, "air force", "air defence", "land force", "sea force", "Border Guard", "# men"),
	}
	for _, tt := range []struct{ phrase, text, want string }{
		{"mine clearance", "They teach mine clearance.", "mine clearance"},
		{"mine clearance", "They teach mine-clearance.", "mine-clearance"},
		{"mine clearance", "Mine, clearance and more", ""},
		{"mine clearance", "It is a mine. Clearance began.", ""},
		{"=mine", "mines", ""},
		{"mine", "mining", ""},
		{"accord", "according to them", ""},
		{"train soldiers", "training a soldier", ""},
		{"train soldier", "trained soldiers", "trained soldiers"},
		{"supply ship", "supplies ships", "supplies ships"},
		{"counter-terrorism", "counterterrorism", "counterterrorism"},
		{"counter-terrorism", "counter terrorism", "counter terrorism"},
		{"counter-terrorism", "Counter-Terrorism", "Counter-Terrorism"},
		{"defence programme", "defense programs", "defense programs"},
		{"demobilisation", "demobilization", "demobilization"},
		{"EOD", "an EOD team", "EOD"},
		{"EOD", "an eod team", ""},
		{"clear .. mine", "They cleared hundreds of old mines.", "cleared hundreds of old mines"},
		{"clear .. mine", "They cleared a road that was five long miles of mines.", ""},
		{"joint ?naval drill", "a joint drill", "joint drill"},
		{"joint ?naval drill", "a joint naval drill", "joint naval drill"},
		{"@force base", "an armed forces base", "armed forces base"},
		{"@force base", "a coastguard base", "coastguard base"},
		{"@long base", "an air defence base", "air defence base"},
		{"@long base", "a Border Guard base", "Border Guard base"},
		{"@long base", "a border guard base", ""},
		{"their @long", "with their 400 men", "their 400 men"},
		{"@long .. base", "the land forces have a base", "land forces have a base"},
		{"Kenya’s army", "Kenya's army", "Kenya's army"},
		{"# soldiers", "some 400 soldiers", "400 soldiers"},
		{"général", "le Général parle", "Général"},
	} {
		t.Run(tt.phrase+" in "+tt.text, func(t *testing.T) {
			s := NewSet(phrases(t, tt.phrase), lists)
			tokens := s.Read(tt.text, nil)
			got := ""
			s.NewSearch().Find(tokens, func(m Match) { got = tt.text[tokens[m.From].Start:tokens[m.To-1].End] })
			if got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

func TestStands(t *testing.T) {
	list := phrases(t, "army", "@party .. drill", "clear mine")
	list[1].Asked = true
	list[2].Asked = true
	s := NewSet(list, nil)
	tokens := s.Read("The army drills. It cleared the mines. Kenya held a big drill.", nil)
	tokens[7].Name = 1
	search := s.NewSearch()
	var found []Match
	search.Find(tokens, func(m Match) { found = append(found, m) })
	if len(found) != 1 || found[0] != (Match{0, 1, 2}) {
		t.Errorf("found %v, want only the phrase that is looked for", found)
	}
	for _, tt := range []struct {
		phrase, from, to int
		want             bool
	}{
		{0, 0, 3, true},
		{0, 2, 12, false},
		{1, 7, 12, true},
		{1, 8, 12, false}, // it begins before
		{1, 0, 3, false},
		{2, 3, 7, false}, // not in a row
		{1, 7, 12, true}, // and asked once more
	} {
		if got := search.Stands(tt.phrase, tt.from, tt.to); got != tt.want {
			t.Errorf("Stands(%d, %d, %d) = %v, want %v", tt.phrase, tt.from, tt.to, got, tt.want)
		}
	}
}

func TestSentences(t *testing.T) {
	s := NewSet(nil, nil)
	for _, tt := range []struct {
		text string
		want int
	}{
		{"Gen. A. Smith met Lt. Col. Brown in the U.S. on 3 May. They left.", 2},
		{"It cost 3.5 million. Why? Nobody said!", 3},
		{"A headline\n\nand a text", 2},
		{"one line\nand the next", 1},
		{"He said: “No.” She said yes.", 2},
		{"", 0},
	} {
		tokens := s.Read(tt.text, nil)
		got := 0
		if len(tokens) > 0 {
			got = tokens[len(tokens)-1].Sentence + 1
		}
		if got != tt.want {
			t.Errorf("%q has %d sentences, want %d", tt.text, got, tt.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Kenya’s army\xff trained\xc3 300 soldiers – “well”.")
	s := NewSet(phrases(f, "train soldier", "army"), nil)
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, tok := range s.Read(text, nil) {
			if tok.Start < last || tok.End <= tok.Start || tok.End > len(text) {
				t.Fatalf("token %+v after byte %d of %d", tok, last, len(text))
			}
			if strings.ContainsAny(text[tok.Start:tok.End], " .,\n") {
				t.Errorf("token %q is more than a word", text[tok.Start:tok.End])
			}
			last = tok.End
		}
	})
}

func TestParsePhraseRefuses(t *testing.T) {
	for _, text := range []string{"", "..", "mine ..", "a//b", "?mine clearance", "@", "m!ne", "mine-", "clear .. ?old mines", "clear .. .. mines"} {
		if p, err := ParsePhrase(text); err == nil {
			t.Errorf("ParsePhrase(%q) = %+v, want an error", text, p)
		}
	}
}

func TestLists(t *testing.T) {
	if diff := cmp.Diff([]string{"force", "ship"}, phrases(t, "@force/x .. @ship @party")[0].Lists()); diff != "" {
		t.Errorf("Lists (-want +got):\n%s", diff)
	}
}
