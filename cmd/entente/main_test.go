package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"entente": main, "entente-words": mainWithWords})
}

// TestScripts runs the program as a user types it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"write": writeFile,
		},
		Setup: func(env *testscript.Env) error {
			starter, err := os.ReadFile("../../internal/starter/articles.csv")
			if err != nil {
				return err
			}
			return os.WriteFile(env.WorkDir+"/starter.csv", starter, 0o600)
		},
	})
}

// writeFile makes a file that cannot stand in a script: "write FILE PATTERN N"
// repeats the pattern, with Go escapes in it, N times.
func writeFile(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: write FILE [PATTERN N]...")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	w := bufio.NewWriter(f)
	for i := 1; i+1 < len(args); i += 2 {
		var text string
		var n int
		_, err := fmt.Sscanf(`"`+args[i]+`"`, "%q", &text)
		ts.Check(err)
		_, err = fmt.Sscan(args[i+1], &n)
		ts.Check(err)
		for range n {
			_, err := w.WriteString(text)
			ts.Check(err)
		}
	}
	ts.Check(w.Flush())
}

// start runs the program until the test ends and returns its address, as it
// printed it, and all that it printed before.
func start(t *testing.T, args ...string) (address string, process *exec.Cmd) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Args[0] = "entente" // TestMain runs the program under this name
	cmd.Dir = t.TempDir()
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill() // it may have ended already
		cmd.Wait()
		cancel()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the program printed %q, then %v", line, err)
	}
	address = strings.TrimSpace(line[strings.Index(line, "http://"):])
	go io.Copy(io.Discard, out)
	return address, cmd
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func TestDemoServesTheStarterDataAndStops(t *testing.T) {
	address, process := start(t, "demo", "--addr", "127.0.0.1:0")
	if status, body := get(t, address+"/articles.json"); status != http.StatusOK || !strings.Contains(body, `"total":134`) {
		t.Errorf("GET /articles.json = %d, %.80s; want the 134 starter articles", status, body)
	}
	if status, body := get(t, address+"/readyz"); status != http.StatusOK {
		t.Errorf("GET /readyz = %d, %q; want 200 once figures were answered", status, body)
	}
	if err := process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := process.Wait(); err != nil {
		t.Errorf("stopped with %v, want a clean end", err)
	}
}

// TestKilledInMidWriteLosesNothing kills the program while it is written to and
// opens the database again.
func TestKilledInMidWriteLosesNothing(t *testing.T) {
	file := t.TempDir() + "/entente.db"
	address, process := start(t, "serve", "--db", file, "--addr", "127.0.0.1:0")
	saved := 0
	for i := range 100_000 {
		form := fmt.Sprintf("title=Article+%d&source=Wire&published=2024-02-27&areas=cyber&engagement=new", i)
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.Post(address+"/articles", "application/x-www-form-urlencoded", strings.NewReader(form))
		if err != nil {
			if saved == 0 {
				t.Fatal(err)
			}
			break // killed
		}
		res.Body.Close()
		if res.StatusCode != http.StatusSeeOther {
			t.Fatalf("POST /articles = %d", res.StatusCode)
		}
		if saved++; saved == 1 { // not by the clock: a busy machine is slow to begin
			time.AfterFunc(500*time.Millisecond, func() { process.Process.Kill() })
		}
	}
	process.Wait()
	address, _ = start(t, "serve", "--db", file, "--addr", "127.0.0.1:0")
	_, body := get(t, address+"/articles.json")
	var total int
	if _, err := fmt.Sscanf(body, `{"total":%d`, &total); err != nil || total < saved || total > saved+1 {
		t.Errorf("%d articles after the kill, %v; %d were confirmed", total, err, saved)
	}
}
