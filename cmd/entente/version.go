package main

import (
	"fmt"
	"runtime/debug"
)

type versionCmd struct{}

// Run tells what was built, as far as the build knows.
func (versionCmd) Run(std streams) error {
	version, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
	}
	fmt.Fprintf(std.out, "entente %s%s\n", version, revision)
	return nil
}
