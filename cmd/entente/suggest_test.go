package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/suggest"
)

// mainWithWords is the program with rules that scripts can rely on.
func mainWithWords() {
	newSuggester = func(*codebook.Codebook) db.Suggester { return wordRules{} }
	main()
}

// wordRules suggests by single words.
type wordRules struct{}

func (wordRules) Suggest(title, body string) (r suggest.Result) {
	find := func(code, word string) (out []suggest.Suggestion) {
		s := suggest.Suggestion{Code: code, Score: 0.75, Reason: "“" + word + "”"}
		for i, text := range []string{title, body} {
			if at := strings.Index(text, word); at >= 0 {
				field := []suggest.Field{suggest.Title, suggest.Body}[i]
				s.Evidence = append(s.Evidence, suggest.Evidence{Field: field, Start: at, End: at + len(word), Quote: word})
				out = []suggest.Suggestion{s}
			}
		}
		return out
	}
	r.Areas = append(find("demining", "mines"), find("equipment", os.Getenv("EQUIPMENT_WORD")+"boats")...)
	r.Parties = append(find("JP", "Japan"), find("KH", "Cambodia")...)
	r.Near = find("cyber", "computers")
	if len(r.Areas) > 0 {
		r.Form, r.Stage = &suggest.Suggestion{Code: "transfer", Score: 0.5, Reason: "“gives”"}, &suggest.Suggestion{Code: "done", Score: 0.5, Reason: "“gives”"}
	}
	r.Cooperation = len(r.Areas)+len(r.Parties) > 0
	return r
}

// TestSuggestAnswersEachTextAtOnce has a program that waits for each answer.
func TestSuggestAnswersEachTextAtOnce(t *testing.T) {
	cmd := exec.Command(os.Args[0], "suggest")
	cmd.Args[0] = "entente" // TestMain runs the program under this name
	cmd.Dir = t.TempDir()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	late := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
	defer late.Stop()
	answers := bufio.NewScanner(out)
	for i, row := range []string{"id,text\na,One\n", "b,Two\n"} {
		if _, err := io.WriteString(in, row); err != nil {
			t.Fatal(err)
		}
		for range 2 - i { // the first answer comes with the header
			if !answers.Scan() {
				t.Fatalf("no answer to %q: %v", row, answers.Err())
			}
		}
	}
	if got := answers.Text(); !strings.HasPrefix(got, "b,") {
		t.Errorf("the last answer is %q", got)
	}
	in.Close()
	if err := cmd.Wait(); err != nil {
		t.Errorf("the end: %v", err)
	}
}
