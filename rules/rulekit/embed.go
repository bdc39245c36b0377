package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
)

// embed writes the bundle of rules for the extension's package: the newest
// release of a source, or without one a development release of the rules here.
func embed(flags *flag.FlagSet) func(*call) error {
	out := outFlag(flags)
	rootFile := flags.String("root", "", "the `file` of the root that the package trusts")
	from := flags.String("from", "", "the folder or `URL` that has the release")
	trust := flags.Int("trust", 1, "the package's trust `number`; a higher one than before makes clients trust this root anew")
	forRelease := flags.Bool("release", false, "refuses the development root, as a package for users has to")
	return func(c *call) error {
		file, err := out()
		if err != nil {
			return err
		}
		if (*rootFile == "") != (*from == "") || len(c.args) > 0 {
			return misuseOf("name both the root with -root and the source with -from, or neither for a development build")
		}
		if *forRelease && *from == "" {
			return misuseOf("a package for users needs signed rules: name the root with -root and the source with -from")
		}
		text, err := c.bundle(*rootFile, *from, *trust, *forRelease)
		if err != nil {
			return err
		}
		if err := create(file, text); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s has %d bytes\n", file, len(text))
		return nil
	}
}

func (c *call) bundle(rootFile, from string, trust int, forRelease bool) ([]byte, error) {
	if from == "" {
		set, err := c.load()
		if err != nil {
			return nil, err
		}
		return publish.Seed(set)
	}
	raw, err := os.ReadFile(rootFile)
	if err != nil {
		return nil, usageError{err}
	}
	root, err := release.OpenRoot(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", rootFile, err)
	}
	if forRelease && root.Set == publish.DevelopmentSet {
		return nil, misuseOf("%s is the development root, for which anybody can sign", rootFile)
	}
	source, err := openSource(from)
	if err != nil {
		return nil, err
	}
	b, err := publish.Embed(source.read, raw, trust)
	if err != nil {
		return nil, err
	}
	return json.Marshal(b)
}
