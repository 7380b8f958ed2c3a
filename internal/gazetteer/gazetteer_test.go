package gazetteer

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// isoCodes are the 249 codes of ISO 3166-1 alpha-2, written apart from the table.
const isoCodes = `
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ
BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ
DE DJ DK DM DO DZ
EC EE EG EH ER ES ET
FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY
HK HM HN HR HT HU
ID IE IL IM IN IO IQ IR IS IT
JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ
LA LB LC LI LK LR LS LT LU LV LY
MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
NA NC NE NF NG NI NL NO NP NR NU NZ
OM
PA PE PF PG PH PK PL PM PN PR PS PT PW PY
QA
RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ
TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
UA UG UM US UY UZ
VA VC VE VG VI VN VU
WF WS
YE YT
ZA ZM ZW`

func TestEveryCodeIsThere(t *testing.T) {
	states := strings.Fields(isoCodes)
	if len(states) != 249 {
		t.Fatalf("the list in this test has %d codes, want 249", len(states))
	}
	want := map[Kind][]string{
		State:        states,
		Organisation: {"AFU", "ASEAN", "EU", "NATO", "UN"},
	}
	got := map[Kind][]string{}
	for _, p := range All() {
		got[p.Kind] = append(got[p.Kind], p.Code)
	}
	for _, codes := range got {
		slices.Sort(codes)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("codes in parties.csv (-want +got):\n%s", diff)
	}
}

func TestTableHasNoMistakes(t *testing.T) {
	if _, err := newIndex(table, shared); err != nil {
		t.Errorf("parties.csv:\n%v", err)
	}
}

// TestNoWordLeadsToTwoParties repeats a check of newIndex without its help.
func TestNoWordLeadsToTwoParties(t *testing.T) {
	owner := map[string]string{}
	for _, p := range All() {
		for _, text := range append([]string{p.Code, p.Name}, p.Aliases...) {
			key := fold(text)
			if other, taken := owner[key]; taken && other != p.Code {
				t.Errorf("%q leads to %s and %s", text, other, p.Code)
			}
			owner[key] = p.Code
		}
	}
}

func TestNoAliasIsWrittenTwice(t *testing.T) {
	for _, p := range All() {
		seen := map[string]bool{p.Name: true}
		for _, alias := range p.Aliases {
			if seen[alias] {
				t.Errorf("%s has %q twice", p.Code, alias)
			}
			seen[alias] = true
		}
	}
}

func TestAllIsOrderedByName(t *testing.T) {
	var got []string
	for _, p := range All() {
		if strings.HasPrefix(fold(p.Name), "a") || strings.HasPrefix(p.Name, "C") {
			got = append(got, p.Name)
		}
	}
	want := []string{
		"Afghanistan", "African Union", "Åland Islands", "Albania", "Algeria", "American Samoa", "Andorra",
		"Angola", "Anguilla", "Antarctica", "Antigua and Barbuda", "Argentina", "Armenia", "Aruba", "ASEAN",
		"Australia", "Austria", "Azerbaijan",
		"Cabo Verde", "Cambodia", "Cameroon", "Canada", "Caribbean Netherlands", "Cayman Islands",
		"Central African Republic", "Chad", "Chile", "China", "Christmas Island", "Cocos (Keeling) Islands",
		"Colombia", "Comoros", "Cook Islands", "Costa Rica", "Côte d'Ivoire", "Croatia", "Cuba", "Curaçao",
		"Cyprus", "Czechia",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parties with A and C in the order of All (-want +got):\n%s", diff)
	}
}

func TestWhatIsReturnedIsTheCallers(t *testing.T) {
	want, _ := Lookup("US")
	all := All()
	for i := range all {
		for j := range all[i].Aliases {
			all[i].Aliases[j] = "spoilt"
		}
		all[i] = Party{}
	}
	one, _ := Lookup("US")
	one.Aliases[0] = "spoilt"

	got, _ := Lookup("US")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("US after callers changed theirs (-want +got):\n%s", diff)
	}
}

func TestLookup(t *testing.T) {
	for _, tt := range []struct {
		name, code string
		want       string // name of the party; empty if not to be found
	}{
		{"state", "KH", "Cambodia"},
		{"organisation", "AFU", "African Union"},
		{"AU is no union", "AU", "Australia"},
		{"lower case", "kh", ""},
		{"alias", "ROK", ""},
		{"space around", " KH", ""},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Lookup(tt.code)
			if got.Name != tt.want || ok != (tt.want != "") {
				t.Errorf("Lookup(%q) = %q, %t, want %q", tt.code, got.Name, ok, tt.want)
			}
		})
	}
}

func TestName(t *testing.T) {
	for _, tt := range []struct{ name, code, want string }{
		{"state", "VN", "Viet Nam"},
		{"diacritics", "TR", "Türkiye"},
		{"organisation", "UN", "United Nations"},
		{"unknown code stays", "XK", "XK"},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Name(tt.code); got != tt.want {
				t.Errorf("Name(%q) = %q, want %q", tt.code, got, tt.want)
			}
		})
	}
}

func TestMistakesInTheTableAreFound(t *testing.T) {
	const header = "code,kind,name,aliases\n"
	for _, tt := range []struct {
		name, table string
		shared      map[string][]string
		want        string // part of the error
	}{
		{"code twice", header + "FR,state,France,\nFR,state,Francia,\n", nil, "code FR is there twice"},
		{"alias of two", header + "FR,state,France,Gaul\nBE,state,Belgium,GAUL\n", nil, "is claimed by"},
		{"alias is a code", header + "FR,state,France,be\nBE,state,Belgium,\n", nil, `"be" is claimed by BE and FR`},
		{"alias is a name", header + "FR,state,France,\nBE,state,Belgium,the France\n", nil, "is claimed by"},
		{"lower-case code", header + "fr,state,France,\n", nil, "code fr is not in upper case"},
		{"no code", header + ",state,France,\n", nil, "has no letters"},
		{"empty alias", header + "FR,state,France,Gaul;\n", nil, "has no letters"},
		{"space around an alias", header + "FR,state,France,FRA; Gaul\n", nil, `space around " Gaul"`},
		{"kind", header + "FR,country,France,\n", nil, `kind "country"`},
		{"missing column", "code,kind,name\nFR,state,France\n", nil, `no column "aliases"`},
		{"short line", header + "FR,state\n", nil, "line 2"},
		{"nothing", "", nil, "read header"},
		{"shared word of nobody", header + "FR,state,France,\n", map[string][]string{"Gaul": {"BE"}}, "no party has code BE"},
		{"shared word is an alias", header + "FR,state,France,Gaul\n", map[string][]string{"Gaul": {"FR"}}, "claimed by FR"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newIndex(tt.table, tt.shared)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestFurtherColumnsAreNoMistake(t *testing.T) {
	idx, err := newIndex("kind,code,capital,aliases,name\nstate,FR,Paris,FRA,France\n", nil)
	if err != nil {
		t.Fatalf("newIndex: %v", err)
	}
	want := []Party{{Code: "FR", Name: "France", Kind: State, Aliases: []string{"FRA"}}}
	if diff := cmp.Diff(want, idx.parties); diff != "" {
		t.Errorf("parties (-want +got):\n%s", diff)
	}
}
