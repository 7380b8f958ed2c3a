package suggest

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/codebook"
	"entente/internal/starter"
)

var engine = New(codebook.Default())

func TestSuggestNamesCodesAndWords(t *testing.T) {
	title := "China and Laos sign memorandum on mine clearance course"
	body := "The Chinese and Lao defence ministries signed a memorandum in Vientiane on a mine clearance course for 40 Lao soldiers. " +
		"Instructors of the Chinese army will teach mine clearance for six weeks."
	r := engine.Suggest(title, body)
	if !r.Cooperation {
		t.Fatal("Cooperation = false")
	}
	if diff := cmp.Diff([]string{"training", "demining", "agreements"}, Codes(r.Areas)); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"CN", "LA"}, Codes(r.Parties)); diff != "" {
		t.Errorf("parties (-want +got):\n%s", diff)
	}
	for _, s := range r.Areas {
		if s.Code == "demining" && !strings.Contains(s.Reason, "“mine clearance” ×3") {
			t.Errorf("reason for demining = %q, want “mine clearance” ×3 in it", s.Reason)
		}
	}
	if r.Form == nil || r.Form.Code != "agreement" || r.Stage == nil || r.Stage.Code != "agreed" {
		t.Errorf("form %v, stage %v, want agreement, agreed", r.Form, r.Stage)
	}
}

// Words that look like an area's and are not, beside a sentence that is about cooperation.
func TestLookAlikes(t *testing.T) {
	const about = "Soldiers of Kenya and Uganda began a joint exercise on Monday. "
	for _, tt := range []struct{ name, text, not string }{
		{"humanitarian demining is no humanitarian assistance", "The two armies practise humanitarian demining.", "humanitarian-assistance"},
		{"humanitarian mine action is none either", "Both armies teach humanitarian mine action.", "humanitarian-assistance"},
		{"a training exercise is no training", "The training exercise lasts a week.", "training"},
		{"according is no accord", "According to Kenya, all went well, according to plan.", "agreements"},
		{"naval mine warfare is no mine clearance", "Ships of both navies practise mine warfare and mine countermeasures.", "demining"},
		{"a coal mine is no landmine", "The camp lies near a coal mine.", "demining"},
		{"mining is no mine clearance", "The soldiers guard mining equipment.", "demining"},
		{"a career is no cooperation", "The Kenyan commander, a former peacekeeper, spoke.", "peacekeeping"},
		{"mia in small letters is a name", "Mia Smith watched it with the two armies.", "personnel-accounting"},
		{"ied in small letters is no bomb", "The word ied was painted on a wall.", "demining"},
		{"artificial intelligence is no exchange of intelligence", "Artificial intelligence helped the staff.", "intelligence"},
		{"restraint is exercised", "Both sides should exercise restraint.", "dialogue"},
		{"a storming is no storm", "The soldiers stormed a mock house.", "disaster-relief"},
		{"a trainer aircraft is no training", "Kenya flew two trainer aircraft over the training area.", "training"},
		{"training as a word in passing is none", "It was good training for all.", "training"},
		{"medical consultations are no talks", "Doctors of both armies gave 300 consultations at a clinic.", "dialogue"},
		{"captured arms are no transfer", "The soldiers showed captured rifles and smuggled weapons.", "equipment"},
		{"returning fighters are no aircraft", "Officers spoke of returning fighters.", "equipment"},
		{"earlier editions are the past", "In 2009 the two armies cleared landmines.", "demining"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := engine.Suggest("Kenya and Uganda begin joint exercise", about+tt.text)
			if got := Codes(r.Areas); !slices.Contains(got, "exercises") || slices.Contains(got, tt.not) {
				t.Errorf("areas of %q = %v, want exercises without %s", tt.text, got, tt.not)
			}
		})
	}
}

// Texts without cooperation get nothing at all.
func TestNoCooperation(t *testing.T) {
	for _, tt := range []struct{ name, title, text string }{
		{"nothing", "", ""},
		{"sport", "Army football team wins cup", "The Kenyan army team beat Uganda in the final of the football tournament. Their coach praised the defence and the training."},
		{"mining", "Gold mine opens in Ghana", "The Canadian mining company will train 300 miners. Clearance of the mine site took two years."},
		{"a gym", "New gym opens in Dubai", "Instructors from Britain put clients through military exercises and drills in the fitness studio."},
		{"a game", "Peacekeeping game sells a million", "In the video game from Japan players train soldiers of the UN, clear mines and deliver humanitarian aid in Africa."},
		{"a film", "Spy film opens in France", "The film tells of American and Russian intelligence officers. Its director hired soldiers to train the actors."},
		{"a company", "Bank trains staff in cyber security", "Employees in India and Singapore took a course on cyber security, the company said. Customers were told."},
		{"city police", "City police step up patrols", "The police department in Toronto sent more patrol cars after robberies. Officers get training in crime prevention."},
		{"own exercise", "Army holds annual exercise", "The Indian Army held its annual firing exercise in Rajasthan. Soldiers and tanks practised night fighting."},
		{"own rescue", "Navy rescues fishermen", "The Chilean navy rescued nine fishermen in a storm off Valdivia. A helicopter took part in the search and rescue operation."},
		{"own bomb squad", "Bomb squad called to station", "A bomb disposal team of the British army destroyed a suspicious package in Leeds."},
		{"own budget", "Parliament passes defence budget", "Canada's parliament passed the defence budget. The military will buy fighter jets and frigates."},
		{"a court", "Former soldier jailed", "A court sentenced a former US soldier to ten years for smuggling drugs from Colombia. The judge spoke of his military training."},
		{"charity", "Marathon for mine victims", "Runners in London raised money for a charity that helps landmine victims in Angola."},
		{"history", "Museum shows letters from 1944", "The museum exhibition tells how American and British soldiers landed in Normandy in 1944. Historians collected weapons."},
		{"universities, and soldiers far down", "Universities in Sarajevo and Ankara swap students", "Bosnia and Turkey will exchange 60 students of architecture a year, their rectors agreed. The two cities share the cost. Language lessons are included. A concert followed. The weather was fine. Turkish soldiers serve with the peacekeeping mission in Bosnia, where they train the army and clear mines."},
		{"own exercise, and a neighbour far down", "Army holds winter manoeuvres", "Pakistan's army ended its winter manoeuvres in the desert. Tanks and helicopters took part. The general praised the troops. Guests had tea. A band played. India held military exercises of its own and bought tanks from Russia."},
		{"trade", "Brazil and China sign trade agreement", "Brazil and China signed an agreement on soybeans and tariffs. Their trade ministers met in Beijing."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(Result{}, engine.Suggest(tt.title, tt.text)); diff != "" {
				t.Errorf("Suggest (-want +got):\n%s", diff)
			}
		})
	}
}

// Who is named takes part, unless the sentence says otherwise or comes too late.
func TestWhoTakesPart(t *testing.T) {
	const about = "Soldiers of Kenya and Uganda began a joint exercise on Monday. It lasts a week. Tanks and helicopters are used. "
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"observers join in", "Observers from Rwanda attended the opening.", []string{"KE", "RW", "UG"}},
		{"one that did not attend", "Rwanda, which took part last year, did not attend.", []string{"KE", "UG"}},
		{"one that may join later", "Rwanda is considering whether to join at a later stage.", []string{"KE", "UG"}},
		{"another country's affairs", "Rwanda and Burundi have also held an exercise.", []string{"KE", "UG"}},
		{"a country of a list of places", "Some of them will serve in the Central African Republic or Lebanon.", []string{"KE", "UG"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := engine.Suggest("Kenya and Uganda begin joint exercise", about+tt.text)
			if diff := cmp.Diff(tt.want, Codes(r.Parties)); diff != "" {
				t.Errorf("parties with %q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// A war of long ago in the headline does not make the news background.
func TestTheNewsIsNotThePast(t *testing.T) {
	r := engine.Suggest("Iraq gives Kuwait remains of soldiers missing since 1990",
		"Iraqi officers handed over to Kuwait the remains of nineteen soldiers who vanished in the war of 1990 and 1991.")
	if !slices.Contains(Codes(r.Areas), "personnel-accounting") {
		t.Errorf("areas = %v, want personnel-accounting among them", Codes(r.Areas))
	}
}

func TestAnEngineOfAnotherCodebook(t *testing.T) {
	cb := codebook.Default().WithArea(codebook.Area{Slug: "music", Name: "Music", Short: "Music", Rules: "strong: brass band | military ?brass band"})
	r := New(cb).Suggest("Kenya and Uganda begin joint exercise", "Soldiers of Kenya and Uganda began a joint exercise. A military brass band played.")
	if got := Codes(r.Areas); !slices.Contains(got, "music") {
		t.Errorf("areas = %v, want music among them", got)
	}
}

// checkEvidence refuses evidence that is not what stands in the text.
func checkEvidence(t *testing.T, title, body string, r Result) {
	t.Helper()
	lists := slices.Concat(r.Areas, r.Parties, r.Near)
	for _, one := range []*Suggestion{r.Form, r.Stage} {
		if one != nil {
			lists = append(lists, *one)
		}
	}
	for _, s := range lists {
		if len(s.Evidence) == 0 || s.Reason == "" || !(s.Score > 0 && s.Score <= 1) {
			t.Errorf("%s: score %v, reason %q, %d pieces of evidence", s.Code, s.Score, s.Reason, len(s.Evidence))
		}
		for _, e := range s.Evidence {
			text := body
			if e.Field == Title {
				text = title
			}
			if e.Start < 0 || e.Start >= e.End || e.End > len(text) || text[e.Start:e.End] != e.Quote {
				t.Errorf("%s: evidence %+v is not in the %s", s.Code, e, e.Field)
			}
		}
	}
}

func FuzzSuggest(f *testing.F) {
	for _, x := range examples(f, starter.CSV())[:20] {
		f.Add(x.Title, x.Text)
	}
	f.Add("Kenya\xff and Uganda train", "Soldiers of Kenya\xc3 and Uganda’s army – “joint exercise”\u2028 <b>mine clearance</b>")
	f.Fuzz(func(t *testing.T, title, body string) {
		r := engine.Suggest(title, body)
		checkEvidence(t, title, body, r)
		if diff := cmp.Diff(r, engine.Suggest(title, body)); diff != "" {
			t.Errorf("a second time (-first +second):\n%s", diff)
		}
	})
}

// A megabyte of anything is read in a time that grows with it. What would look at the
// whole text again at each word would not end within the time a test has.
func TestSuggestIsLinear(t *testing.T) {
	const size = 1 << 20
	for _, unit := range []string{
		"a", " ", "(", "\xff", "\n\n", ". ", "U.S. ", "mine ", "mine clearance ", "train .. soldiers ", "US, ", "in 2009 ",
		"Kenya and Uganda train soldiers with ", "the the the of ", "é", "’s", "-", "<p>", "counter-", "joint military naval exercise with Kenya ",
	} {
		text := strings.Repeat(unit, size/len(unit))
		checkEvidence(t, text[:size/10], text, engine.Suggest(text[:size/10], text))
	}
}

func BenchmarkSuggest(b *testing.B) {
	list := examples(b, starter.CSV())
	var texts []string
	for i := range 40 {
		var text strings.Builder
		for j := i; text.Len() < 2048; j++ {
			text.WriteString(list[j%len(list)].Text + "\n\n")
		}
		texts = append(texts, text.String()[:2048])
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		engine.Suggest(list[n%len(list)].Title, texts[n%len(texts)])
		n++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}
