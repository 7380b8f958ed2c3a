package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
)

type importCmd struct {
	File    string `arg:"" help:"A CSV file with a header; docs/csv.md names the columns."`
	DB      string `name:"db" default:"entente.db" placeholder:"FILE" help:"The database; made if it is missing."`
	DryRun  bool   `help:"Tell what would happen and write nothing."`
	Profile string `default:"data" enum:"data,excel" help:"excel: take off the guard that the excel profile put on, even if the file has no BOM."`
}

// Run imports the file: all of it, or nothing.
func (cmd *importCmd) Run(ctx context.Context, std streams) error {
	f, err := os.Open(cmd.File)
	if err != nil {
		return err
	}
	defer f.Close()
	cb, err := codebookOf(ctx, cmd.DB)
	if err != nil {
		return err
	}
	content, err := exchange.Read(f, exchange.ReadOptions{Profile: coop.Profile(cmd.Profile), Codebook: cb})
	if err != nil {
		return cmd.refused(std.err, err)
	}
	path := cmd.DB
	if cmd.DryRun {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) { // a dry run makes no file
			dir, err := os.MkdirTemp("", "entente-dry-run-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			path = dir + "/empty.db"
		}
	}
	store, err := db.Open(ctx, path, codebook.Default())
	if err != nil {
		return err
	}
	defer store.Close()
	said, err := cmd.store(ctx, store, content, std.err)
	if err != nil {
		return cmd.refused(std.err, err)
	}
	if cmd.DryRun {
		said += " Nothing was written, as asked."
	}
	fmt.Fprintln(std.out, said)
	return nil
}

// store stores what a file holds, and says in a line what that did.
func (cmd *importCmd) store(ctx context.Context, store *db.DB, content exchange.Content, note io.Writer) (string, error) {
	step, finish := progress(note, len(content.Articles)+len(content.Participants))
	defer finish()
	if len(content.Participants) > 0 {
		result, err := store.ImportParticipants(ctx, content.Participants, cmd.DryRun, step)
		return participantsSummary(result), err
	}
	result, err := store.ImportSuggesting(ctx, content.Articles, newSuggester, cmd.DryRun, step)
	return summary(result), err
}

// codebookOf is the codebook of a database, or the built-in one where it is missing.
func codebookOf(ctx context.Context, path string) (*codebook.Codebook, error) {
	store, err := db.OpenExisting(ctx, path, codebook.Default())
	if errors.Is(err, db.ErrMissing) {
		return codebook.Default(), nil
	}
	if err != nil {
		return nil, err
	}
	return store.Codebook(), store.Close()
}

// refused lists what is wrong with a file, by row and column.
func (cmd *importCmd) refused(w io.Writer, err error) error {
	var bad *exchange.Problems
	if !errors.As(err, &bad) {
		return err
	}
	listProblems(w, cmd.File, bad)
	return fmt.Errorf("%s has %d %s; nothing was written", cmd.File, bad.Total, plural(bad.Total, "problem"))
}

// listProblems writes what is wrong with a file, a line each.
func listProblems(w io.Writer, file string, bad *exchange.Problems) {
	for _, p := range bad.List {
		place := file + ":"
		if p.Row == 0 { // of the file as a whole
			place += " "
		}
		fmt.Fprintln(w, place+p.String())
	}
	if more := bad.Total - len(bad.List); more > 0 {
		fmt.Fprintf(w, "and %d more\n", more)
	}
}

// summary says in a line what an import did.
func summary(r db.ImportResult) string {
	if r.Rows == 0 {
		return "Nothing to import: the file has a header and no rows."
	}
	if r.Added == 0 && r.Changed == 0 && r.Engagements == 0 && r.EngagementsChanged == 0 {
		return fmt.Sprintf("Nothing changed: %d %s, all here already.", r.Rows, plural(r.Rows, "row"))
	}
	text := fmt.Sprintf("%d %s: %d added, %d changed, %d unchanged; engagements: %d added, %d changed.",
		r.Rows, plural(r.Rows, "row"), r.Added, r.Changed, r.Unchanged, r.Engagements, r.EngagementsChanged)
	if r.Suggested > 0 {
		text += fmt.Sprintf(" Rules suggested codes for %d %s, to be reviewed.", r.Suggested, plural(r.Suggested, "article"))
	}
	return text
}

// participantsSummary says in a line what an import of participants did.
func participantsSummary(r db.ParticipantsResult) string {
	if r.Changed == 0 {
		return fmt.Sprintf("Nothing changed: %d %s, all here already.", r.Rows, plural(r.Rows, "row"))
	}
	return fmt.Sprintf("%d %s of participants; engagements: %d changed, %d unchanged.", r.Rows, plural(r.Rows, "row"), r.Changed, r.Unchanged)
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// progress shows how far long work has come, on a terminal only.
func progress(w io.Writer, total int) (step func(done int), finish func()) {
	f, ok := w.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return func(int) {}, func() {}
	}
	p := mpb.New(mpb.WithOutput(w))
	bar := p.AddBar(int64(total), mpb.PrependDecorators(decor.CountersNoUnit("%d / %d rows")), mpb.AppendDecorators(decor.Percentage()))
	return func(done int) { bar.SetCurrent(int64(done)) }, func() { bar.Abort(false); p.Wait() }
}
