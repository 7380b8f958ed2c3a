// Command entente records articles about defence cooperation, codes them, and
// shows, charts and exports what they report.
//
// Each subcommand has a file of its own; there is nothing here but wiring.
// "entente help" tells what there is, docs/commands.md tells more.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// cli is the command line. Each flag can also be given as ENTENTE_ and its name.
type cli struct {
	Serve   serveCmd   `cmd:"" default:"withargs" help:"Serve the pages over a database (the default)."`
	Demo    demoCmd    `cmd:"" help:"Serve the starter data from a throw-away database."`
	Import  importCmd  `cmd:"" help:"Import articles from a CSV file: all of them, or none."`
	Export  exportCmd  `cmd:"" help:"Export the rows of a view as CSV."`
	Suggest suggestCmd `cmd:"" help:"Suggest codes for the texts of a CSV file."`
	Retag   retagCmd   `cmd:"" help:"Apply the present rules to all articles that nobody coded."`
	Version versionCmd `cmd:"" help:"Tell the version."`
}

// streams are where a command reads and writes.
type streams struct {
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// run carries out one command line and returns the exit code.
func run(ctx context.Context, args []string, std streams) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("entente"),
		kong.Description("The workbench of people who track defence cooperation between states."),
		kong.DefaultEnvars("ENTENTE"),
		kong.UsageOnError(),
		kong.Writers(std.out, std.err),
		kong.Exit(func(code int) { exited = code }), // --help
	)
	if err != nil {
		fmt.Fprintln(std.err, "entente:", err)
		return exitFailed
	}
	if len(args) == 1 && args[0] == "help" {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(std.err, "entente: %v\nSee: entente --help\n", err)
		return exitUsage
	}
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(std); err != nil {
		fmt.Fprintln(std.err, "entente:", err)
		var wrong *usageError
		if errors.As(err, &wrong) {
			return exitUsage
		}
		return exitFailed
	}
	return exitOK
}

// usageError is a command line that parses and still asks for what cannot be.
type usageError struct{ reason string }

func (e *usageError) Error() string { return e.reason }
