package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/beforehand/beforehand/rules/parts"
)

// build writes the data files of a release. The same rules make the same files
// on every machine.
func build(flags *flag.FlagSet) func(*call) error {
	out := flags.String("out", "", "the new `folder` for the data files")
	return func(c *call) error {
		if *out == "" {
			return misuseOf("name the folder to write with -out")
		}
		set, err := c.load()
		if err != nil {
			return err
		}
		contents, err := parts.Build(set)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(*out, 0o755); err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(contents)) {
			if err := create(filepath.Join(*out, name+".json"), contents[name]); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%x  %7d  %s\n", sha256.Sum256(contents[name]), len(contents[name]), name)
		}
		return nil
	}
}
