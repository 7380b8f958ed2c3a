package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"entente/assets"
	"entente/db"
	"entente/handlers"
	"entente/internal/codebook"
)

type serveCmd struct {
	DB   string `name:"db" default:"entente.db" placeholder:"FILE" help:"The database; made if it is missing."`
	Addr string `default:"127.0.0.1:8080" help:"Where to listen; this machine only, while there are no accounts."`
}

// Run serves until it is told to stop.
func (cmd *serveCmd) Run(ctx context.Context, std streams) error {
	l, err := listen(cmd.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	store, err := db.Open(ctx, cmd.DB, codebook.Default())
	if err != nil {
		return err
	}
	defer store.Close()
	return serve(ctx, store, l, std, "Database: "+cmd.DB)
}

// serve answers on l over a store until ctx ends. The columns load in the
// background; pages that need them wait.
func serve(ctx context.Context, store *db.DB, l net.Listener, std streams, about string) error {
	log := slog.New(slog.NewTextHandler(std.err, nil))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		err := loadFrugally(func() error { return store.LoadColumns(ctx) })
		if err != nil && ctx.Err() == nil {
			cancel(fmt.Errorf("load the figures: %w", err))
			return
		}
		if err := store.Upkeep(ctx); err != nil && ctx.Err() == nil {
			cancel(fmt.Errorf("keep the database: %w", err))
		}
	}()
	fmt.Fprintf(std.out, "Entente is at http://%s\n%s\n", l.Addr(), about)
	if !assets.HasCharts() {
		fmt.Fprintln(std.out, "Interactive charts are not built in: pages show their tables instead. To build them in, install Node's npm and use: make run")
	}
	if err := handlers.Serve(ctx, handlers.New(store, log), l, log); err != nil {
		return err
	}
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// listen opens the address, on this machine only: without accounts anybody who
// reaches the pages could write.
func listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, &usageError{fmt.Sprintf("--addr=%s is not an address: write it as 127.0.0.1:8080", addr)}
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, &usageError{fmt.Sprintf("--addr=%s would let others in, and there are no accounts yet: use 127.0.0.1, localhost or [::1]", addr)}
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w (another port: --addr 127.0.0.1:8081)", addr, err)
	}
	return l, nil
}
