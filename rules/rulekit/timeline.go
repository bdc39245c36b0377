package main

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// columns is how wide the bars are.
const columns = 60

// bars are how the states are drawn.
var bars = map[rule.State]string{
	rule.OnNoOptOut: "█", rule.OnUnlessOptedOut: "▓", rule.ObjectionForm: "▒",
	rule.OffUnlessOptedIn: "░", rule.NotUsed: "·", rule.Unclear: "?",
}

// timeline draws what a platform did, by region, as a table of bars.
func timeline(flags *flag.FlagSet) func(*call) error {
	on := dateFlag(flags, "on", "at which the picture ends")
	return func(c *call) error {
		id, err := c.oneArgument("platform id")
		if err != nil {
			return err
		}
		today, err := on()
		if err != nil {
			return err
		}
		set, err := c.load()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(set.Platforms, func(p rule.Platform) bool { return p.ID == id })
		if i < 0 {
			return misuseOf("there is no platform %q: look into %s/platforms", id, c.dir)
		}
		p := set.Platforms[i]
		e, err := entryOf(p)
		if err != nil {
			return err
		}
		first, last := span(p, today)
		table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
		fmt.Fprintf(table, "%s\t%s\n", p.Name, axis(first, last))
		regions := regionsOf(p)
		for _, r := range regions {
			reader := notice.Reader{Settings: notice.Settings{Region: representative(r, regions, set.Groups, today)}, Groups: set.Groups}
			bar := strings.Builder{}
			for column := range columns {
				answer := notice.About(e, reader, at(first, last, column), func(rule.Composer) bool { return true })
				if answer.Reason == notice.NoClaim {
					bar.WriteString(" ")
				} else {
					bar.WriteString(bars[answer.State])
				}
			}
			fmt.Fprintf(table, "%s\t%s\n", r, bar.String())
		}
		if err := table.Flush(); err != nil {
			return err
		}
		fmt.Fprintln(c.out, "\n█ trains, no way out  ▓ unless you opt out  ▒ unless you object  ░ only if you opted in  · not used  ? unclear")
		for _, change := range p.Changes {
			where := ""
			if len(change.Regions) > 0 {
				where = " (" + strings.Join(change.Regions, ", ") + ")"
			}
			fmt.Fprintf(c.out, "%s%s  %s\n", change.Date, where, change.Summary["en"])
		}
		return nil
	}
}

// span is the first and the last day of the picture.
func span(p rule.Platform, today string) (first, last time.Time) {
	earliest, latest := today, today
	note := func(d string) {
		if d != "" {
			earliest, latest = min(earliest, d), max(latest, d)
		}
	}
	for _, u := range p.Uses {
		note(u.Since)
		note(u.Until)
	}
	for _, c := range p.Changes {
		note(c.Date)
	}
	first, _ = time.Parse(time.DateOnly, earliest)
	last, _ = time.Parse(time.DateOnly, latest)
	return first.AddDate(0, -3, 0), last
}

// at is the day that a column stands for.
func at(first, last time.Time, column int) string {
	return first.Add(last.Sub(first) * time.Duration(column) / (columns - 1)).Format(time.DateOnly)
}

// axis writes each year where it begins.
func axis(first, last time.Time) string {
	line := []byte(strings.Repeat(" ", columns))
	for column := 1; column+4 <= columns; column++ {
		year := at(first, last, column)[:4]
		if year != at(first, last, column-1)[:4] && strings.TrimSpace(string(line[max(0, column-5):column])) == "" {
			copy(line[column:], year)
		}
	}
	return strings.TrimRight(string(line), " ")
}

// regionsOf lists the regions that a rule tells apart, the world last.
func regionsOf(p rule.Platform) []string {
	var regions []string
	for _, u := range p.Uses {
		for _, r := range u.Regions {
			if r != region.World && !slices.Contains(regions, r) {
				regions = append(regions, r)
			}
		}
	}
	slices.Sort(regions)
	return append(regions, region.World)
}

// representative is a country that stands for a region: of a group, a member
// that the rule does not tell apart.
func representative(r string, apart []string, groups region.Groups, today string) string {
	for _, m := range groups[r].Members {
		if region.InForce(m.Since, m.Until, today) && !slices.Contains(apart, m.Country) {
			return m.Country
		}
	}
	if r == region.World {
		return "ZZ" // no country has this code (ISO 3166-1 leaves it to users)
	}
	return r
}
