package db

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
	"entente/internal/exchange"
)

func TestRolesAndOfficialsAreKeptWithTheEngagement(t *testing.T) {
	d := newDB(t)
	create(t, d, linked("a", "2024-03-01", ""))
	first := engagement(t, d, 1)
	edit := first
	edit.Start, edit.End = "2024-02", "2024"
	edit.Parties, edit.Roles = []string{"US", "KH"}, map[string]string{"US": "provider", "VN": "observer"} // VN does not take part
	edit.Officials = []coop.Official{{Party: "US", Name: "Jedidiah Royal", Post: "Deputy, no"}, {Party: "KH", Name: "Vong Pisen", Post: "Commander-in-chief"}, {Party: "AU", Name: "Somebody"}}
	if err := d.UpdateEngagement(t.Context(), "ada", 1, edit); err != nil {
		t.Fatal(err)
	}
	got := engagement(t, d, 1)
	want := got
	want.Start, want.End, want.Date, want.DateFrom = "2024-02", "2024", "2024-02-01", coop.FromStart
	want.Parties, want.Roles = []string{"AU", "KH", "US"}, map[string]string{"US": "provider"}
	want.Officials = []coop.Official{edit.Officials[2], edit.Officials[1], edit.Officials[0]}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	if err := d.UpdateEngagement(t.Context(), "ada", 1, got); err != nil || engagement(t, d, 1).Version != got.Version {
		t.Errorf("an edit that changes nothing leaves a trace: %v", err)
	}

	history, err := d.EngagementHistory(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, f := range history[0].Fields {
		said[f.Name] = f.Before + " → " + f.After
	}
	wantSaid := map[string]string{
		"engagement_start": " → 2024-02", "engagement_end": " → 2024", "parties": " → AU; KH; US (provider)",
		"officials": " → Somebody (AU); Vong Pisen, Commander-in-chief (KH); Jedidiah Royal, Deputy, no (US)",
	}
	if diff := cmp.Diff(wantSaid, said); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	was, _, err := d.EngagementAt(t.Context(), 1, first.Version)
	if err != nil || len(was.Officials)+len(was.Roles) > 0 || !cmp.Equal(was.Parties, first.Parties) || was.Start != first.Start {
		t.Errorf("as it was: %+v, %v", was, err)
	}
	if was, _, err = d.EngagementAt(t.Context(), 1, got.Version); err != nil || !cmp.Equal(was.Officials, got.Officials) || !cmp.Equal(was.Roles, got.Roles) {
		t.Errorf("as it is: %+v, %v", was, err)
	}
}

func TestAnUndoPutsRolesAndOfficialsBack(t *testing.T) {
	d := newDB(t)
	create(t, d, linked("a", "2024-03-01", ""))
	first := engagement(t, d, 1)
	first.Roles, first.Officials = map[string]string{"KH": "host"}, []coop.Official{{Party: "KH", Name: "A", Post: "p"}, {Party: "KH", Name: "B"}}
	if err := d.UpdateEngagement(t.Context(), "local", 1, first); err != nil {
		t.Fatal(err)
	}
	first = engagement(t, d, 1)
	before := participants(t, d)
	edit := first
	edit.Parties, edit.Roles, edit.Start = []string{"LA"}, map[string]string{"LA": "guest"}, "2023"
	edit.Officials = []coop.Official{{Party: "LA", Name: "C"}}
	batch, err := d.inBatch(t.Context(), "local", "test", func(w *write) error {
		_, err := w.updateEngagement(t.Context(), first, edit)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := engagement(t, d, 1); !cmp.Equal(got.Officials, edit.Officials) || !cmp.Equal(got.Parties, edit.Parties) {
		t.Fatalf("edited: %+v", got)
	}
	result, err := d.UndoBatch(t.Context(), "local", batch)
	if err != nil || result.Undone != 1 {
		t.Fatalf("undo: %+v, %v", result, err)
	}
	got := engagement(t, d, 1)
	got.Version = first.Version
	if diff := cmp.Diff(first, got); diff != "" {
		t.Errorf("undone (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(before, participants(t, d)); diff != "" {
		t.Errorf("participants (-before +after):\n%s", diff)
	}
}

// participants are the rows of participants.csv.
func participants(t *testing.T, d *DB) (out [][]string) {
	t.Helper()
	if err := d.EachRecord(t.Context(), exchange.ParticipantsFile, coop.View{}, func(r []string) error {
		out = append(out, r)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}
