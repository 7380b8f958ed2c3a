package words

import "strings"

// irregular has the forms that no rule makes.
var irregular = map[string]string{
	"meet": "met", "hold": "held", "give": "gave given", "send": "sent", "teach": "taught", "take": "took taken",
	"buy": "bought", "sell": "sold", "build": "built", "begin": "began begun beginning", "lead": "led", "fly": "flew flown flies",
	"seek": "sought", "find": "found", "bring": "brought", "make": "made", "get": "got gotten", "come": "came",
	"go": "went gone goes", "win": "won", "lend": "lent", "fight": "fought", "speak": "spoke spoken", "say": "said",
	"see": "saw seen", "learn": "learnt", "leave": "left", "lose": "lost", "choose": "chose chosen", "set": "setting",
	"put": "putting", "sit": "sat sitting", "run": "ran running", "undergo": "underwent undergone", "undertake": "undertook undertaken",
	"withdraw": "withdrew withdrawn", "become": "became", "show": "shown", "pay": "paid", "have": "has had", "be": "is are was were been",
	"do": "did done does", "man": "men", "woman": "women", "serviceman": "servicemen", "airman": "airmen", "crewman": "crewmen",
	"fisherman": "fishermen", "deal": "dealt", "sink": "sank sunk", "spend": "spent", "stand": "stood", "strike": "struck",
	"keep": "kept", "feel": "felt", "tell": "told", "rebuild": "rebuilt", "overfly": "overflew", "rise": "rose risen",
	"forego": "foregone", "dig": "dug digging", "hit": "hitting", "cut": "cutting", "counsel": "counselled",
	"crisis": "crises", "policeman": "policemen", "seaman": "seamen", "guardsman": "guardsmen", "personnel": "",
}

// foreign are forms that the rules would make of another word.
var foreign = map[string]bool{"mining": true, "mined": true, "according": true, "seas": false, "arming": true, "armed": true}

// spellings are pairs of British and American spelling, as parts of words.
var spellings = []struct{ british, american string }{
	{"defence", "defense"}, {"offence", "offense"}, {"centre", "center"}, {"programme", "program"}, {"isation", "ization"},
	{"harbour", "harbor"}, {"neighbour", "neighbor"}, {"labour", "labor"}, {"manoeuvre", "maneuver"}, {"licence", "license"},
	{"organis", "organiz"}, {"modernis", "moderniz"}, {"honour", "honor"}, {"armour", "armor"}, {"colour", "color"},
	{"earthquake", "quake"}, {"finalis", "finaliz"}, {"authoris", "authoriz"}, {"formalis", "formaliz"}, {"stabilis", "stabiliz"},
	{"airplane", "aeroplane"}, {"cheque", "check"}, {"cancelled", "canceled"}, {"neutralis", "neutraliz"},
}

// forms returns a lower-case word and its inflections: plural, third person, past
// and -ing, in British and American spelling.
func forms(word string) []string {
	out := inflect(word)
	for _, s := range spellings {
		switch {
		case strings.Contains(word, s.british):
			out = append(out, inflect(strings.Replace(word, s.british, s.american, 1))...)
		case s.american != "quake" && s.american != "check" && strings.Contains(word, s.american):
			out = append(out, inflect(strings.Replace(word, s.american, s.british, 1))...)
		}
	}
	return out
}

func inflect(w string) []string {
	out := []string{w}
	add := func(form string) {
		if !foreign[form] {
			out = append(out, form)
		}
	}
	rest, isIrregular := irregular[w]
	for _, f := range strings.Fields(rest) {
		add(f)
	}
	n := len(w)
	if n < 3 {
		return out
	}
	last, before := w[n-1], w[n-2]
	switch {
	case last == 'y' && !vowel(before):
		add(w[:n-1] + "ies")
		add(w[:n-1] + "ied")
		add(w + "ing")
		return out
	case last == 's' || last == 'x' || last == 'z' || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh"):
		add(w + "es")
	default:
		add(w + "s")
	}
	switch {
	case last == 'e':
		if !isIrregular {
			add(w + "d")
		}
		add(w[:n-1] + "ing")
	case isIrregular:
		add(w + "ing")
	default:
		add(w + "ed")
		add(w + "ing")
		if !vowel(last) && vowel(before) && !vowel(w[n-3]) && last != 'w' && last != 'x' && last != 'y' {
			add(w + string(last) + "ed")
			add(w + string(last) + "ing")
		}
	}
	return out
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
