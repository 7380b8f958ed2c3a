package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
)

type exportCmd struct {
	What    string `arg:"" enum:"articles,engagements,reports,codings,participants" help:"articles, engagements, reports, codings or participants."`
	DB      string `name:"db" default:"entente.db" placeholder:"FILE" help:"The database; it must be there."`
	View    string `placeholder:"QUERY" help:"Which rows, as in the address of a page: 'area=demining&from=2015'."`
	Profile string `default:"data" enum:"data,excel" help:"data: plain. excel: for spreadsheets, with a BOM and guarded cells."`
	Output  string `short:"o" placeholder:"FILE" help:"Where to write, instead of standard output; a file that is there is replaced once all is written."`
}

// Run writes all rows of a view, and their number and checksum on standard error.
func (cmd *exportCmd) Run(ctx context.Context, std streams) error {
	query, err := url.ParseQuery(cmd.View)
	if err != nil {
		return &usageError{fmt.Sprintf("--view=%s cannot be read as the query of an address: %v", cmd.View, err)}
	}
	cb, err := codebookOf(ctx, cmd.DB)
	if err != nil {
		return err
	}
	view, _, err := coop.ParseView(query, coop.Scope{}, cb)
	if err != nil {
		return &usageError{"--view: " + err.Error()}
	}
	store, err := db.OpenExisting(ctx, cmd.DB, codebook.Default())
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.LoadColumns(ctx); err != nil {
		return err
	}
	file, _ := exchange.FileByName(cmd.What)
	if cmd.Output == "" {
		return cmd.write(ctx, store, file, view, std.out, std.err)
	}
	return replace(cmd.Output, func(w io.Writer) error {
		return cmd.write(ctx, store, file, view, w, std.err)
	})
}

func (cmd *exportCmd) write(ctx context.Context, store *db.DB, file exchange.File, view coop.View, out, note io.Writer) error {
	buffered := bufio.NewWriterSize(out, 64<<10)
	w := exchange.NewWriter(buffered, coop.Profile(cmd.Profile), file.Columns)
	if err := store.EachRecord(ctx, file, view, w.Write); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(note, "Entente-Rows: %d\nEntente-Sha256: %s\n", w.Rows(), w.Sum())
	return nil
}

// replace writes a file beside path and puts it in place once it is whole.
func replace(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: name a file in it", path)
	}
	part := path + ".part"
	f, err := os.Create(part)
	if err != nil {
		return err
	}
	defer os.Remove(part) // gone already if all went well
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(part, path)
}
