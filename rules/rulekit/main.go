// Command rulekit is the tool of rule authors and publishers. It checks rules,
// shows what they decide and why, tells when they need another look, and signs
// and publishes them, with the core that the extension runs and nothing else.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/day"
)

const usage = `usage: rulekit COMMAND [FLAGS] [ARGUMENTS]

  new ID               writes a rule to fill in, and says what only you can know
  check [PATH...]      checks every rule, or those named, and prints all problems
  decide ADDRESS       prints what is decided for a page, as JSON on one line
  why ADDRESS          tells the same as a person would want to read it
  stale                lists the rules that are due for checking, worst first
  timeline ID          draws the history of a platform by region
  diff OLD NEW         tells what changed between two folders of rules
  watch                reports evidence whose text on training has changed
  texts                brings the translations up to what the rules say
  stats                counts platforms, claims and evidence

  init                 makes the keys of a rule set and its first root
  build                makes the data files of a release
  propose              writes the next release, unsigned, and tells what changes
  sign FILE            makes the release once more, asks, and adds a signature
  publish FILE         puts a signed release into the folder that is served, or
                       hands it to the server
  root key NAME        makes a key
  root draft           writes the next root, unsigned
  root sign FILE       asks, and adds a signature
  root publish ROOT RELEASE  publishes a new root with the release after it
  verify SOURCE        does what a client does with a folder, a bundle or a URL
  monitor SOURCE       reads every entry of a log and tells what each changed
  embed                writes the bundle of rules for the extension's package

Every command takes -rules DIR, the folder that holds platforms and
regions.json ("rules" by default). rulekit COMMAND -h lists its flags.
`

// Exit statuses.
const (
	ok       = 0
	problems = 1
	misuse   = 2
)

// command is one of rulekit's commands. It declares its flags and returns
// what runs when they are read.
type command func(*flag.FlagSet) func(*call) error

var commands = map[string]command{
	"new": newRule, "check": check, "decide": decide, "why": why, "stale": stale,
	"timeline": timeline, "diff": diff, "watch": watch, "texts": texts, "stats": stats,
	"init": initialize, "build": build, "propose": propose, "sign": sign, "publish": publishRelease,
	"root key": rootKey, "root draft": rootDraft, "root sign": rootSign, "root publish": rootPublish,
	"verify": verify, "monitor": monitor, "embed": embed,
}

// call is one run of a command.
type call struct {
	// dir is the folder of rules.
	dir string
	// args are what is left after the flags.
	args []string
	in   io.Reader
	// out takes the answer, trouble all else.
	out, trouble io.Writer
}

// errProblems means that what was looked at has problems, which are printed.
var errProblems = errors.New("problems")

// usageError is what a user got wrong, in a sentence that says what is right.
type usageError struct{ error }

func misuseOf(format string, values ...any) error { return usageError{fmt.Errorf(format, values...)} }

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, in io.Reader, out, trouble io.Writer) int {
	name := strings.Join(args[:min(1, len(args))], " ")
	if commands[name] == nil {
		name = strings.Join(args[:min(2, len(args))], " ")
	}
	if commands[name] == nil {
		fmt.Fprint(trouble, usage)
		return misuse
	}
	c := &call{in: in, out: out, trouble: trouble}
	flags := flag.NewFlagSet("rulekit "+name, flag.ContinueOnError)
	flags.SetOutput(trouble)
	flags.StringVar(&c.dir, "rules", "rules", "the `folder` that holds platforms and regions.json")
	do := commands[name](flags)
	rest := args[len(strings.Fields(name)):]
	for len(rest) > 0 { // flags may follow arguments
		if flags.Parse(rest) != nil {
			return misuse
		}
		if rest = flags.Args(); len(rest) > 0 {
			c.args, rest = append(c.args, rest[0]), rest[1:]
		}
	}
	err := do(c)
	switch {
	case err == nil:
		return ok
	case errors.Is(err, errProblems):
		return problems
	}
	fmt.Fprintln(trouble, "rulekit:", err)
	if errors.As(err, &usageError{}) {
		return misuse
	}
	return problems
}

// load reads the folder of rules.
func (c *call) load() (rules.Set, error) { return rules.Load(os.DirFS(c.dir)) }

// oneArgument returns the only argument.
func (c *call) oneArgument(what string) (string, error) {
	if len(c.args) != 1 {
		return "", misuseOf("name one %s after the flags", what)
	}
	return c.args[0], nil
}

// dateFlag declares a flag for a day, today by default.
func dateFlag(flags *flag.FlagSet, name, what string) func() (string, error) {
	value := flags.String(name, time.Now().Format(time.DateOnly), "the `day` "+what+", as YYYY-MM-DD")
	return func() (string, error) {
		if !day.Valid(*value) {
			return "", misuseOf("day %q: write it as YYYY-MM-DD", *value)
		}
		return *value, nil
	}
}
