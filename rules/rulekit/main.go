// Command rulekit is the tool of rule authors. It checks rules and shows what
// they decide, with the core that the extension runs and nothing else.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

const usage = `usage:
  rulekit check [-rules DIR]
      checks every rule and prints all problems at once
  rulekit decide [-rules DIR] -region DE [-on 2025-11-03] [-plan NAME] ADDRESS
      prints what is decided for a page, as JSON on one line

DIR is the folder that holds platforms and regions.json, "rules" by default.
`

// Exit statuses.
const (
	ok       = 0
	problems = 1
	misuse   = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, trouble io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(trouble, usage)
		return misuse
	}
	flags := flag.NewFlagSet("rulekit", flag.ContinueOnError)
	flags.SetOutput(trouble)
	flags.Usage = func() { fmt.Fprint(trouble, usage) }
	dir := flags.String("rules", "rules", "")
	country := flags.String("region", "", "")
	on := flags.String("on", time.Now().Format(time.DateOnly), "")
	plan := flags.String("plan", "", "")
	if flags.Parse(args[1:]) != nil {
		return misuse
	}
	switch {
	case args[0] == "check" && flags.NArg() == 0:
		return check(*dir, out)
	case args[0] == "decide" && flags.NArg() == 1:
		line, err := decide(*dir, *country, *on, *plan, flags.Arg(0))
		if err != nil {
			fmt.Fprintln(trouble, "rulekit:", err)
			return misuse
		}
		fmt.Fprintln(out, line)
		return ok
	}
	fmt.Fprint(trouble, usage)
	return misuse
}

func check(dir string, out io.Writer) int {
	found := rules.Check(os.DirFS(dir))
	for _, p := range found {
		fmt.Fprintln(out, p)
	}
	if len(found) > 0 {
		fmt.Fprintf(out, "%d problems\n", len(found))
		return problems
	}
	return ok
}

// decision is what decide prints. What there is none of is null.
type decision struct {
	Verdict  notice.Verdict `json:"verdict"`
	Platform *string        `json:"platform"`
	State    *rule.State    `json:"state"`
	Reason   notice.Reason  `json:"reason"`
	OptOut   *string        `json:"optOut"`
}

func decide(dir, country, on, plan, address string) (string, error) {
	if !region.IsCountry(country) {
		return "", fmt.Errorf("region %q: use an ISO 3166-1 alpha-2 code such as DE, GB or US", country)
	}
	if !day.Valid(on) {
		return "", fmt.Errorf("day %q: write it as YYYY-MM-DD", on)
	}
	page, err := match.Parse(address)
	if err != nil && !errors.Is(err, match.ErrNotAPage) {
		return "", err
	}
	set, err := rules.Load(os.DirFS(dir))
	if err != nil {
		return "", err
	}
	text, err := set.Compile()
	if err != nil {
		return "", err
	}
	opened, err := rule.OpenSet(string(text))
	if err != nil {
		return "", err
	}
	reader := notice.Reader{Settings: notice.Settings{Region: country, Plans: map[string]string{}}, Groups: opened.Groups}
	for _, e := range opened.Entries {
		reader.Plans[e.ID()] = plan
	}
	answer, found := notice.Decide(opened.Entries, page, reader, on)
	d := decision{Verdict: answer.Verdict, Reason: answer.Reason}
	if found {
		d.Platform, d.State = &answer.Platform, &answer.State
	}
	if len(answer.OptOuts) > 0 {
		d.OptOut = &answer.OptOuts[0].URL
	}
	line, err := json.Marshal(d)
	return string(line), err
}
