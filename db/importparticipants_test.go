package db

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"entente/internal/coop"
	"entente/internal/exchange"
)

// importFile imports a file of either kind.
func importFile(t testing.TB, d *DB, file string) error {
	t.Helper()
	content, err := exchange.Read(strings.NewReader(file), exchange.ReadOptions{})
	if err != nil {
		t.Fatalf("%v in %s", err, file)
	}
	if content.Participants != nil {
		_, err = d.ImportParticipants(t.Context(), content.Participants, false, nil)
		return err
	}
	_, err = d.Import(t.Context(), content.Articles, false, nil)
	return err
}

func TestAnImportAddsParticipantsAndTakesNoneAway(t *testing.T) {
	d := newDB(t)
	create(t, d, linked("a", "2024-03-01", ""))
	create(t, d, linked("b", "2024-03-02", ""))
	const head = "engagement_key,party,role,name,post\n"
	steps := []struct{ file, want string }{
		{"e-1,KH,recipient,Vong Pisen,\ne-1,US,,,\n", "e-1,KH,recipient,Vong Pisen,\ne-1,US,,,\n"},
		{"e-1,KH,,Vong Pisen,Commander-in-chief\ne-1,KH,,Another,\ne-2,LA,observer,,\n",
			"e-2,LA,observer,,\ne-1,KH,recipient,Vong Pisen,Commander-in-chief\ne-1,KH,recipient,Another,\ne-1,US,,,\n"},
		{"e-1,KH,,,\ne-1,KH,,Vong Pisen,\n", "e-2,LA,observer,,\ne-1,KH,recipient,Vong Pisen,Commander-in-chief\ne-1,KH,recipient,Another,\ne-1,US,,,\n"},
		{"e-1,KH,host,,\n", "e-2,LA,observer,,\ne-1,KH,host,Vong Pisen,Commander-in-chief\ne-1,KH,host,Another,\ne-1,US,,,\n"},
	}
	for _, step := range steps {
		if err := importFile(t, d, head+step.file); err != nil {
			t.Fatal(err)
		}
		if got := export(t, d, exchange.ParticipantsFile, coop.DataProfile); got != head+step.want {
			t.Errorf("after\n%s there are\n%swant\n%s", step.file, got, step.want)
		}
	}

	if err := d.DeleteEngagement(t.Context(), "local", 2); err != nil {
		t.Fatal(err)
	}
	before := engagement(t, d, 1)
	err := importFile(t, d, head+"e-1,AU,,,\ne-2,AU,,,\nnone,AU,,,\n")
	var bad *exchange.Problems
	if !errors.As(err, &bad) || bad.Total != 2 || !strings.HasPrefix(bad.List[0].String(), "3: engagement_key: The engagement “e-2” (2) is deleted.") ||
		!strings.HasPrefix(bad.List[1].String(), "4: engagement_key: There is no engagement “none”.") {
		t.Errorf("%v", err)
	}
	if after := engagement(t, d, 1); after.Version != before.Version {
		t.Error("a refused file changed something")
	}
}

// TestParticipantsSurviveExportAndImport byte by byte, whatever is stored.
func TestParticipantsSurviveExportAndImport(t *testing.T) {
	text := rapid.SampledFrom([]string{"A", "General B", "=1+1", "'@x", `q"uo,te`, "ក ខ", "C, Jr.", "-"})
	rapid.Check(t, func(rt *rapid.T) {
		d := newDB(t)
		for i := range rapid.IntRange(1, 3).Draw(rt, "engagements") {
			create(t, d, linked(fmt.Sprint("article ", i), fmt.Sprint("2024-03-0", i+1), "")) // so that files list them in one order
			e := engagement(t, d, int64(i+1))
			for range rapid.IntRange(0, 3).Draw(rt, "parties") {
				party, role := rapid.SampledFrom([]string{"KH", "US", "UN", "AX"}).Draw(rt, "party"), rapid.SampledFrom([]string{"", "host", "guest"}).Draw(rt, "role")
				e = e.WithRole(party, role)
				for _, name := range rapid.SliceOfNDistinct(text, 0, 2, rapid.ID).Draw(rt, "names") {
					o := coop.Official{Party: party, Name: name, Post: rapid.OneOf(rapid.Just(""), text).Draw(rt, "post")}
					if !hasOfficial(e, o) {
						e.Officials = append(e.Officials, o)
					}
				}
			}
			if err := d.UpdateEngagement(t.Context(), "local", e.ID, e); err != nil {
				rt.Fatal(err)
			}
		}
		for _, profile := range []coop.Profile{coop.DataProfile, coop.ExcelProfile} {
			articles, people := export(t, d, exchange.ArticlesFile, profile), export(t, d, exchange.ParticipantsFile, profile)
			other := newDB(t)
			for range 2 { // the second time nothing changes
				for _, file := range []string{articles, people} {
					if err := importFile(t, other, file); err != nil {
						rt.Fatal(err)
					}
				}
				if got := export(t, other, exchange.ParticipantsFile, profile); got != people {
					rt.Fatalf("%s: exported\n%s\nimported and exported\n%s", profile, people, got)
				}
			}
			engagements := export(t, d, exchange.EngagementsFile, profile)
			if err := importFile(t, d, people); err != nil {
				rt.Fatal(err)
			}
			if export(t, d, exchange.EngagementsFile, profile) != engagements {
				rt.Fatal("an import of what is here changes an engagement")
			}
		}
	})
}

func hasOfficial(e coop.Engagement, o coop.Official) bool {
	for _, have := range e.Officials {
		if have.Party == o.Party && have.Name == o.Name {
			return true
		}
	}
	return false
}
