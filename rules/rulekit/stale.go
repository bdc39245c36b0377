package main

import (
	"cmp"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// stale lists the rules that nobody compared with their sources for long. The
// worst come first: those that warn, then the oldest.
func stale(flags *flag.FlagSet) func(*call) error {
	older := flags.String("older", "120d", "how many `days` a rule may be old, such as 120d")
	on := dateFlag(flags, "on", "from which the age counts")
	return func(c *call) error {
		days, isDays := strings.CutSuffix(*older, "d")
		limit, err := strconv.Atoi(days)
		if err != nil || !isDays || limit < 0 {
			return misuseOf("older %q: write a number of days such as 120d", *older)
		}
		today, err := on()
		if err != nil {
			return err
		}
		set, err := c.load()
		if err != nil {
			return err
		}
		due := slices.DeleteFunc(set.Platforms, func(p rule.Platform) bool { return age(p.Verified, today) <= limit })
		slices.SortStableFunc(due, func(a, b rule.Platform) int {
			return cmp.Or(cmp.Compare(b2i(warns(b)), b2i(warns(a))), cmp.Compare(a.Verified, b.Verified))
		})
		if len(due) == 0 {
			fmt.Fprintf(c.out, "no rule is older than %d days\n", limit)
			return nil
		}
		table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "RULE\tDAYS\tVERIFIED\tWARNS\tCONFIDENCE")
		for _, p := range due {
			says := "no"
			if warns(p) {
				says = "yes"
			}
			fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\n", p.ID, age(p.Verified, today), p.Verified, says, p.Confidence)
		}
		return table.Flush()
	}
}

// warns reports whether a rule can warn somebody.
func warns(p rule.Platform) bool {
	return len(p.Composers) > 0 && slices.ContainsFunc(p.Uses, func(u rule.Use) bool { return u.State.Trains() })
}

// age is how many days lie between two days.
func age(since, today string) int {
	a, errA := time.Parse(time.DateOnly, since)
	b, errB := time.Parse(time.DateOnly, today)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
