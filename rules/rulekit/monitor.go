package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/publish"
)

// monitor reads every entry of a log, verifies all, and tells what each release
// changed. With a file to remember in, it also notices a log that was rewritten.
func monitor(flags *flag.FlagSet) func(*call) error {
	state := flags.String("state", "", "the `file` that keeps the head, from run to run")
	trusted := rootFlag(flags)
	return func(c *call) error {
		name, err := c.oneArgument("folder or URL")
		if err != nil {
			return err
		}
		source, err := openSource(name)
		if err != nil {
			return err
		}
		l, err := publish.OpenLog(source.read)
		if err != nil {
			return unexpected(c, err)
		}
		if flags.Lookup("root").Value.String() != "" {
			root, err := trusted(source.read)
			if err != nil {
				return err
			}
			if served, err := source.read(fmt.Sprintf("root/%d", root.Version)); err != nil || !bytes.Equal(served, root.Raw) {
				return unexpected(c, fmt.Errorf("root/%d is not the one that you trust (%v)", root.Version, err))
			}
		}
		if err := remembered(*state, l); err != nil {
			return unexpected(c, err)
		}
		seen := watcher{c: c, log: l}
		if err := l.History(seen.entry); err != nil {
			return unexpected(c, err)
		}
		fmt.Fprintf(c.out, "\n%d entries, all as they have to be\n", l.Head.Size)
		return remember(*state, l)
	}
}

func unexpected(c *call, err error) error {
	fmt.Fprintf(c.out, "UNEXPECTED: %v\n", err)
	return errProblems
}

// watcher tells of the entries of a log, one after the other.
type watcher struct {
	c      *call
	log    publish.Log
	before rules.Set
	known  bool // the rules of the release before are known
}

func (w *watcher) entry(e publish.Past) error {
	if e.Root != nil {
		fmt.Fprintf(w.c.out, "%d  root %d, expires on %s\n", e.Index, e.Root.Version, e.Root.Expires)
		return nil
	}
	fmt.Fprintf(w.c.out, "%d  release %d.%d of %s: %s\n", e.Index, e.Release.Epoch, e.Release.Index, e.Release.Time, e.Release.Summary)
	set, err := w.log.Set(*e.Release)
	if errors.Is(err, fs.ErrNotExist) && e.Index < w.log.Head.Size-kept {
		w.known = false
		fmt.Fprintln(w.c.out, "   its data files are no longer served")
		return nil
	}
	if err != nil {
		return err
	}
	if w.known {
		w.c.changes(w.before, set)
	}
	w.before, w.known = set, true
	return nil
}

// kept is how many entries' data files stay available at least (protocol,
// section 4).
const kept = 20

// head is what monitor and publish remember.
type head struct {
	Origin string `json:"origin"`
	Size   int64  `json:"size"`
	Hash   string `json:"hash"`
}

func headOf(l publish.Log) head { return head{l.Root.Log.Name, l.Head.Size, l.Head.Hash.String()} }

// remembered checks that a log still contains the head of the last run.
func remembered(file string, l publish.Log) error {
	text, err := os.ReadFile(file)
	if file == "" || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var old head
	if err := json.Unmarshal(text, &old); err != nil {
		return fmt.Errorf("%s is not what rulekit wrote: %w; delete it to begin anew", file, err)
	}
	if old.Origin != headOf(l).Origin {
		return fmt.Errorf("%s is of the log %s, not of %s; delete it to begin anew", file, old.Origin, l.Root.Log.Name)
	}
	return l.Contains(old.Size, old.Hash)
}

func remember(file string, l publish.Log) error {
	if file == "" {
		return nil
	}
	text, err := json.Marshal(headOf(l))
	if err != nil {
		return err
	}
	return replace(file, append(text, '\n'))
}
