package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"time"

	"entente/db/dbtest"
)

// param is a parameter of a query to the sqlite3 command, a text.
type param struct{ name, value string }

// sqlite has the sqlite3 command answer a query in CSV, and drains the answer.
func sqlite(ctx context.Context, database, query string, params ...param) error {
	return readSQLite(ctx, database, query, func(r io.Reader) error {
		n, err := io.Copy(io.Discard, r)
		if err == nil && n == 0 {
			err = fmt.Errorf("sqlite3 finds nothing: %s", query)
		}
		return err
	}, params...)
}

func readSQLite(ctx context.Context, database, query string, read func(io.Reader) error, params ...param) error {
	args := []string{"-batch", "-readonly", "-csv"}
	for _, p := range params {
		args = append(args, "-cmd", fmt.Sprintf(`.parameter set %s "'%s'"`, p.name, p.value))
	}
	cmd := exec.CommandContext(ctx, "sqlite3", append(args, database, query)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return err
	}
	err = read(out)
	if ended := cmd.Wait(); ended != nil {
		return fmt.Errorf("sqlite3: %w: %s", ended, said.String())
	}
	return err
}

// asked measures how long the sqlite3 command takes for a query, without the
// time that it takes for nothing.
func asked(database, query string, params ...param) measured {
	return func(ctx context.Context) (time.Duration, error) {
		start := time.Now()
		if err := sqlite(ctx, database, dbtest.PeerNothingSQL, params...); err != nil {
			return 0, err
		}
		nothing := time.Since(start)
		start = time.Now()
		err := sqlite(ctx, database, query, params...)
		return max(time.Since(start)-nothing, time.Microsecond), err
	}
}
