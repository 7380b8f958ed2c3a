package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is the program, serving a database in a process of its own.
type server struct {
	cmd    *exec.Cmd
	url    string
	client *http.Client
	log    bytes.Buffer
}

// serve starts the program. Its columns may still be loading when it returns.
func (b *bench) serve(ctx context.Context, database string) (*server, error) {
	s := &server{cmd: exec.CommandContext(ctx, b.program, "serve", "--db", database, "--addr", "127.0.0.1:0")}
	s.cmd.Env = []string{} // no ENTENTE_… of the reader's shell
	s.cmd.Stderr = &s.log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, found := strings.Cut(strings.TrimSpace(line), "http://")
	if err != nil || !found {
		return nil, errors.Join(fmt.Errorf("the program did not say where it is: %q", line), err, s.stop())
	}
	s.url = "http://" + address
	s.client = &http.Client{
		// As it comes: compressing takes longer than most pages, and would hide what is measured.
		Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 32},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s, nil
}

// ready starts the program and waits for its columns.
func (b *bench) ready(ctx context.Context, database string) (*server, error) {
	s, err := b.serve(ctx, database)
	if err != nil {
		return nil, err
	}
	if err := s.await(ctx, "/readyz"); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

// await asks for a page until the program has what it takes to answer.
func (s *server) await(ctx context.Context, path string) error {
	for {
		_, err := s.get(ctx, path)
		if status, ok := errors.AsType[*statusError](err); !ok || status.code != http.StatusServiceUnavailable {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// statusError is an answer that is no page.
type statusError struct {
	path string
	code int
}

func (e *statusError) Error() string {
	return fmt.Sprintf("GET %s: %d %s", e.path, e.code, http.StatusText(e.code))
}

// stop ends the program and waits for it.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	if err := s.cmd.Wait(); err != nil {
		return fmt.Errorf("the program ended with: %w: %s", err, s.log.String())
	}
	return nil
}

// get asks for a page, all of it, and returns its length.
func (s *server) get(ctx context.Context, path string) (int64, error) {
	res, err := s.do(ctx, path)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	return io.Copy(io.Discard, res.Body)
}

// page asks for a page and returns it.
func (s *server) page(ctx context.Context, path string) ([]byte, error) {
	res, err := s.do(ctx, path)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return io.ReadAll(res.Body)
}

// do asks for a page. Its body is still to be read, and closed.
func (s *server) do(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		return nil, err
	}
	res, err := s.client.Do(req)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		return nil, &statusError{path, res.StatusCode}
	}
	return res, nil
}

// fetch measures a page.
func (s *server) fetch(path string) measured {
	return timed(func(ctx context.Context) error {
		_, err := s.get(ctx, path)
		return err
	})
}

// peakMemory is the most memory that the program has had so far, in bytes.
func (s *server) peakMemory() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kB, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(text), " kB"), 10, 64)
			return kB << 10, err
		}
	}
	return 0, errors.New("the system does not tell how much memory a process had: this needs Linux")
}
