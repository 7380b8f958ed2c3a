package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente/db"
	"entente/internal/codebook"
)

type retagCmd struct {
	DB     string `name:"db" default:"entente.db" placeholder:"FILE" help:"The database; it must be there."`
	DryRun bool   `xor:"what" help:"Tell what would change and write nothing."`
	Undo   bool   `xor:"what" help:"Take back what the last retag did."`
}

// actor is who does what a command does to stored articles.
const actor = "local"

// Run applies the present rules to all articles that nobody coded, or takes back
// what it did.
func (cmd *retagCmd) Run(ctx context.Context, std streams) error {
	store, err := db.OpenExisting(ctx, cmd.DB, codebook.Default())
	if err != nil {
		return err
	}
	defer store.Close()
	if cmd.Undo {
		return undoRetag(ctx, store, std.out)
	}
	out := bufio.NewWriter(std.out)
	step, finish := func(int) {}, func() {}
	result, err := store.Retag(ctx, actor, newSuggester, cmd.DryRun,
		func(r db.Retagged) { fmt.Fprintln(out, retagged(r)) },
		func(done, total int) {
			if done == 1 {
				step, finish = progress(std.err, total)
			}
			step(done)
		})
	finish()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d %s that nobody coded: %d changed.", result.Read, plural(result.Read, "article"), result.Changed)
	switch {
	case cmd.DryRun:
		fmt.Fprint(out, " Nothing was written, as asked.")
	case result.Changed > 0:
		fmt.Fprint(out, " To take this back: entente retag --undo")
	}
	fmt.Fprintln(out)
	return out.Flush()
}

// retagged says in a line what became of an article: its number, the codes that it
// gained and lost, and its title.
func retagged(r db.Retagged) string {
	before, after := slices.Concat(r.Before.Areas, r.Before.Parties), slices.Concat(r.After.Areas, r.After.Parties)
	var words []string
	for _, code := range after {
		if !slices.Contains(before, code) {
			words = append(words, "+"+code)
		}
	}
	for _, code := range before {
		if !slices.Contains(after, code) {
			words = append(words, "-"+code)
		}
	}
	if len(words) == 0 {
		words = []string{"(same codes, other evidence)"}
	}
	return fmt.Sprintf("%d: %s: %s", r.Before.ID, strings.Join(words, " "), r.Before.Title)
}

func undoRetag(ctx context.Context, store *db.DB, out io.Writer) error {
	batch, err := store.LastRetag(ctx)
	if err != nil {
		return err
	}
	if batch == "" {
		return fmt.Errorf("there is no retag to take back")
	}
	result, err := store.UndoBatch(ctx, actor, batch)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d %s taken back, %d left as somebody changed them since.\n", result.Undone, plural(result.Undone, "change"), result.Kept)
	return nil
}
