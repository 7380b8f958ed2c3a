package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/exchange"
	"entente/internal/starter"
)

type demoCmd struct {
	Addr string `default:"127.0.0.1:8080" help:"Where to listen; this machine only."`
}

// Run serves the starter data from a database that is thrown away at the end.
func (cmd *demoCmd) Run(ctx context.Context, std streams) error {
	l, err := listen(cmd.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	dir, err := os.MkdirTemp("", "entente-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	store, err := db.Open(ctx, filepath.Join(dir, "demo.db"), codebook.Default())
	if err != nil {
		return err
	}
	defer store.Close()
	rows, err := exchange.ReadArticles(bytes.NewReader(starter.CSV()), exchange.ReadOptions{})
	if err != nil {
		return err
	}
	result, err := store.Import(ctx, rows, false, nil)
	if err != nil {
		return err
	}
	return serve(ctx, store, l, std, fmt.Sprintf(
		"Starter data: %d articles that report %d engagements, in a throw-away database: what you enter is gone when the program ends.", result.Added, result.Engagements))
}
