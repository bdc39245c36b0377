package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/beforehand/beforehand/rules"
)

// check prints every problem of the rules, as lines or as JSON.
func check(flags *flag.FlagSet) func(*call) error {
	format := flags.String("format", "text", "text (file:line:column: field: advice) or json")
	return func(c *call) error {
		if *format != "text" && *format != "json" {
			return misuseOf("format %q: use text or json", *format)
		}
		wanted, err := c.filesNamed()
		if err != nil {
			return err
		}
		found := []rules.Problem{}
		for _, p := range rules.Check(os.DirFS(c.dir)) {
			if p.File = filepath.ToSlash(filepath.Join(c.dir, p.File)); wanted(p.File) {
				found = append(found, p)
			}
		}
		if *format == "json" {
			text, err := json.MarshalIndent(found, "", "  ")
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s\n", text)
		} else {
			for _, p := range found {
				fmt.Fprintln(c.out, p)
			}
		}
		switch len(found) {
		case 0:
			return nil
		case 1:
			fmt.Fprintln(c.trouble, "1 problem")
		default:
			fmt.Fprintln(c.trouble, len(found), "problems")
		}
		return errProblems
	}
}

// filesNamed reports which files the arguments name; none name all. A rule is
// always read with all others, because some problems are between two.
func (c *call) filesNamed() (func(string) bool, error) {
	var names []string
	for _, arg := range c.args {
		if _, err := os.Stat(arg); err != nil {
			return nil, misuseOf("%v: name files or folders below %s", err, c.dir)
		}
		below, err := filepath.Rel(c.dir, arg)
		if err != nil || strings.HasPrefix(below, "..") {
			return nil, misuseOf("%s is not below %s, the folder of rules (-rules)", arg, c.dir)
		}
		names = append(names, filepath.ToSlash(filepath.Clean(arg)))
	}
	return func(file string) bool {
		for _, name := range names {
			if file == name || strings.HasPrefix(file, name+"/") {
				return true
			}
		}
		return len(names) == 0
	}, nil
}
