package main

import (
	"bytes"
	"net/url"
	"path/filepath"
	"testing"
)

// TestExportIsTheDownload holds what the command writes against what the address
// of the same view answers, byte by byte.
func TestExportIsTheDownload(t *testing.T) {
	file := filepath.Join(t.TempDir(), "entente.db")
	command := func(args ...string) string {
		t.Helper()
		var out, note bytes.Buffer
		if code := run(t.Context(), args, streams{&out, &note}); code != exitOK {
			t.Fatalf("entente %q exits with %d: %s", args, code, &note)
		}
		return out.String()
	}
	command("import", "../../internal/starter/articles.csv", "--db", file)
	address, _ := start(t, "serve", "--db", file, "--addr", "127.0.0.1:0")
	for _, view := range []string{
		"",
		"q=" + url.QueryEscape(`"search and rescue" OR mine*`) + "&with_area=other",
		"party=Cambodia&party=the%20u.s.&party_match=all&from=2012-02&to=2020-06-15&state=coded&state=excluded",
		"pair=US-KH&source=VOA+Khmer&source=Xinhua&form=exercise&form=meeting&stage=done",
		"area=demining&area=training&area_match=all&lang=EN&origin=human",
	} {
		for _, what := range []string{"articles", "engagements", "reports", "codings", "participants"} {
			for _, profile := range []string{"data", "excel"} {
				got := command("export", what, "--db", file, "--view", view, "--profile", profile)
				status, want := get(t, address+"/"+what+".csv?profile="+profile+"&"+view)
				if status != 200 || got != want {
					t.Errorf("export %s --view %q --profile %s gives %d bytes; the address answers %d with %d", what, view, profile, len(got), status, len(want))
				}
			}
		}
	}
}
