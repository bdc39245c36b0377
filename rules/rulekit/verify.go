package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// verify runs the update of a client that has nothing yet but a root.
func verify(flags *flag.FlagSet) func(*call) error {
	trusted := rootFlag(flags)
	return func(c *call) error {
		name, err := c.oneArgument("folder, bundle or URL")
		if err != nil {
			return err
		}
		source, err := openSource(name)
		if err != nil {
			return err
		}
		root, err := trusted(source.read)
		if err != nil {
			return err
		}
		record, err := update.Load(nil, string(root.Raw), 0)
		if err != nil {
			return err
		}
		out, err := publish.Update(record, source.read, time.Now().Unix(), source.bundle != nil, nil)
		if err != nil {
			return err
		}
		if out.Result.Status != update.Updated {
			fmt.Fprintf(c.out, "%s: clients end with %s: %s\n", name, out.Result.Status, out.Result.Reason)
			return errProblems
		}
		return describe(c, out.Record)
	}
}

// describe prints what a client has after an update.
func describe(c *call, record update.Record) error {
	root, err := release.OpenRoot([]byte(record.Root))
	if err != nil {
		return err
	}
	r, err := root.OpenRelease([]byte(record.Active.Entry), record.Active.Index)
	if err != nil {
		return err
	}
	say := func(what, format string, values ...any) {
		fmt.Fprintf(c.out, "%-10s%s\n", what, fmt.Sprintf(format, values...))
	}
	say("set", "%s", r.Set)
	say("release", "%d.%d of %s: %s", r.Epoch, r.Index, r.Time, r.Summary)
	say("root", "%d, expires on %s, %s", root.Version, root.Expires, release.PinOf(root))
	say("signers", "%d of %d release keys, %d of %d root keys", root.ReleaseKeys.Need, len(root.ReleaseKeys.Keys), root.RootKeys.Need, len(root.RootKeys.Keys))
	if root.Witnesses.Need > 0 {
		say("confirmed", "by %d of %d witnesses at %s", record.Confirmed, len(root.Witnesses.Keys), time.Unix(record.Time, 0).UTC().Format(time.RFC3339))
	} else {
		say("confirmed", "by nobody: this source makes no promise of freshness")
	}
	return nil
}

// rootFlag declares the root to trust.
func rootFlag(flags *flag.FlagSet) func(publish.Read) (release.Root, error) {
	trusted := flags.String("root", "", "the root to trust: a `pin` as init prints it, the file of a root, or \"development\"")
	return func(read publish.Read) (release.Root, error) {
		switch *trusted {
		case "":
			return release.Root{}, misuseOf("say with -root which root you trust: a pin, a file, or development")
		case "development":
			a, err := publish.Development()
			return a.Root, err
		}
		if raw, err := os.ReadFile(*trusted); err == nil {
			return release.OpenRoot(raw)
		}
		pin, err := release.ParsePin(*trusted)
		if err != nil {
			return release.Root{}, usageError{fmt.Errorf("no such file, and %w", err)}
		}
		return publish.Pinned(pin, read)
	}
}
