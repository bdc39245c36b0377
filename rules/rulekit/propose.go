package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// propose writes the unsigned release of the rules for the log's next index,
// and tells what it changes.
func propose(flags *flag.FlagSet) func(*call) error {
	served, newRoot, out := servedFlag(flags), newRootFlag(flags), outFlag(flags)
	summary := flags.String("summary", "", "what changes, in a `line` for people")
	return func(c *call) error {
		file, err := out()
		if err != nil {
			return err
		}
		if *summary == "" {
			return misuseOf("say in one line what changes with -summary")
		}
		_, l, err := served()
		if err != nil {
			return err
		}
		root, err := newRoot()
		if err != nil {
			return err
		}
		set, err := c.sound()
		if err != nil {
			return err
		}
		r, _, err := l.Propose(set, root, now(), *summary)
		if err != nil {
			return err
		}
		if newest, err := l.Newest(); err == nil && root == nil && slices.Equal(newest.Files, r.Files) {
			return misuseOf("release %d.%d has these rules already", newest.Epoch, newest.Index)
		}
		if err := create(file, publish.Draft(r.Body())); err != nil {
			return err
		}
		if err := c.tell(l, r, set); err != nil {
			return err
		}
		fmt.Fprintf(c.trouble, "\n%s waits for signatures of %d release keys: rulekit sign %s -key KEY -to SERVED\n", file, l.Root.ReleaseKeys.Need, file)
		return nil
	}
}

// now is the time of a release, for people.
func now() string { return time.Now().UTC().Format("2006-01-02T15:04:05Z") }

// sound loads rules that have no problems.
func (c *call) sound() (rules.Set, error) {
	if found := rules.Check(os.DirFS(c.dir)); len(found) > 0 {
		return rules.Set{}, fmt.Errorf("%s; rulekit check prints all problems, %d: solve them first", found[0], len(found))
	}
	return c.load()
}

// tell says what a release changes: new link domains first, because they decide
// where users are sent.
func (c *call) tell(l publish.Log, r release.Release, set rules.Set) error {
	fmt.Fprintf(c.out, "Release %d.%d of %s, under root %d: %s\n\n", r.Epoch, r.Index, r.Set, r.Root, r.Summary)
	if l.Head.Size == 0 {
		fmt.Fprintf(c.out, "It is the first one, with %d platforms.\n", len(set.Platforms))
		return nil
	}
	newest, err := l.Newest()
	if err != nil {
		return err
	}
	before, err := l.Set(newest)
	if err != nil {
		return err
	}
	c.changes(before, set)
	return nil
}

// changes prints what is different between two rule sets.
func (c *call) changes(before, after rules.Set) {
	known := rule.LinkDomains(before.Platforms)
	for _, domain := range rule.LinkDomains(after.Platforms) {
		if !slices.Contains(known, domain) {
			fmt.Fprintf(c.out, "NEW LINK DOMAIN %s\n", domain)
		}
	}
	sentences := differences(before, after)
	for _, s := range sentences {
		fmt.Fprintln(c.out, s)
	}
	if len(sentences) == 0 {
		fmt.Fprintln(c.out, "Nothing changed that users see.")
	}
}
