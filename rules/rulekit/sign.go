package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strings"
)

// sign adds a signature to a proposed release, after it was made once more
// from the rules here, and a person has read what it changes and said yes.
func sign(flags *flag.FlagSet) func(*call) error {
	served, newRoot, ask := servedFlag(flags), newRootFlag(flags), passphraseFlag(flags)
	key := flags.String("key", "", "the `file` of the release key")
	return func(c *call) error {
		file, err := c.oneArgument("file that propose wrote")
		if err != nil {
			return err
		}
		_, l, err := served()
		if err != nil {
			return err
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			return usageError{err}
		}
		root, err := newRoot()
		if err != nil {
			return err
		}
		set, err := c.sound()
		if err != nil {
			return err
		}
		keys, err := openKeys(c, []string{*key}, ask)
		if err != nil {
			return err
		}
		signed, r, err := l.SignRelease(raw, set, root, keys[0])
		if err != nil {
			return err
		}
		if err := c.tell(l, r, set); err != nil {
			return err
		}
		if err := c.confirm(fmt.Sprintf("Sign release %d.%d as %s?", r.Epoch, r.Index, keys[0].Name)); err != nil {
			return err
		}
		return replace(file, signed)
	}
}

// confirm asks; anything but yes is an error.
func (c *call) confirm(question string) error {
	fmt.Fprintf(c.trouble, "\n%s Type yes: ", question)
	answer, _ := bufio.NewReader(c.in).ReadString('\n')
	if strings.TrimSpace(answer) != "yes" {
		return misuseOf("not signed")
	}
	return nil
}

// replace writes a file as a whole or not at all.
func replace(file string, content []byte) error {
	if err := os.WriteFile(file+".new", content, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
