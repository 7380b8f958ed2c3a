package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/suggest"
)

// newSuggester makes what suggests codes by a codebook; a test has one of its own.
var newSuggester db.Rules = func(cb *codebook.Codebook) db.Suggester { return suggest.New(cb) }

type suggestCmd struct {
	File    string `arg:"" optional:"" default:"-" help:"A CSV file with the columns id and text; - is standard input."`
	DB      string `name:"db" placeholder:"FILE" help:"A database whose codebook to use, instead of the built-in one; it must be there."`
	Explain bool   `help:"Add columns that say why, with the words and where they stand."`
}

// Run writes a row of suggestions for each text, as soon as it has read it.
func (cmd *suggestCmd) Run(ctx context.Context, std streams) error {
	name := "standard input"
	var in io.Reader
	if cmd.File == "-" {
		in = untilDone(ctx, os.Stdin)
	} else {
		f, err := os.Open(cmd.File)
		if err != nil {
			return err
		}
		defer f.Close()
		in, name = f, cmd.File
	}
	cb := codebook.Default()
	if cmd.DB != "" {
		store, err := db.OpenExisting(ctx, cmd.DB, cb)
		if err != nil {
			return err
		}
		defer store.Close()
		cb = store.Codebook()
	}
	rules := newSuggester(cb)
	columns := exchange.SuggestionColumns
	record := func(t exchange.TextRow, r suggest.Result) []string { return exchange.SuggestionRecord(t.ID, r) }
	if cmd.Explain {
		columns, record = exchange.ExplainedColumns, exchange.ExplainedRecord
	}
	out := bufio.NewWriter(std.out)
	w := exchange.NewWriter(out, coop.DataProfile, columns)
	err := exchange.EachText(in, func(t exchange.TextRow) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		title, body, _ := t.Headline()
		if err := w.Write(record(t, rules.Suggest(title, body))); err != nil {
			return err
		}
		return errors.Join(w.Flush(), out.Flush()) // whoever sends one text after the other waits for it
	})
	var bad *exchange.Problems
	if err != nil && !errors.As(err, &bad) {
		return err
	}
	if bad == nil || w.Rows() > 0 { // a header alone says that there were no rows, not that they could not be read
		if err := errors.Join(w.Flush(), out.Flush()); err != nil {
			return err
		}
	}
	if bad == nil {
		return nil
	}
	listProblems(std.err, name, bad)
	return fmt.Errorf("%s has %d %s; these rows were left out", name, bad.Total, plural(bad.Total, "problem"))
}

// untilDone reads r until ctx ends, even while r waits for somebody to type.
func untilDone(ctx context.Context, r io.Reader) io.Reader {
	pipe, w := io.Pipe()
	context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
	go func() {
		_, err := io.Copy(w, r)
		w.CloseWithError(err) // nil: the end
	}()
	return pipe
}
