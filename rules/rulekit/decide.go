package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// question is an address, and who asks about it when.
type question struct {
	page    match.Address
	address string
	reader  notice.Reader
	entries []rule.Entry
	day     string
}

// questionFlags declares the flags of decide and why.
func questionFlags(flags *flag.FlagSet) func(*call) (question, error) {
	country := flags.String("region", "", "the reader's `country`, as ISO 3166-1 alpha-2: DE")
	on := dateFlag(flags, "on", "on which it is decided")
	plan := flags.String("plan", "", "the `name` of the reader's account plan, as the rule has it")
	return func(c *call) (question, error) {
		address, err := c.oneArgument("address")
		if err != nil {
			return question{}, err
		}
		if !region.IsCountry(*country) {
			return question{}, misuseOf("region %q: use an ISO 3166-1 alpha-2 code such as DE, GB or US", *country)
		}
		today, err := on()
		if err != nil {
			return question{}, err
		}
		page, err := match.Parse(address)
		if err != nil && !errors.Is(err, match.ErrNotAPage) {
			return question{}, usageError{err}
		}
		set, err := c.load()
		if err != nil {
			return question{}, err
		}
		text, err := set.Compile()
		if err != nil {
			return question{}, err
		}
		opened, err := rule.OpenSet(string(text))
		if err != nil {
			return question{}, err
		}
		reader := notice.Reader{Settings: notice.Settings{Region: *country, Plans: map[string]string{}}, Groups: opened.Groups}
		for _, e := range opened.Entries {
			reader.Plans[e.ID()] = *plan
		}
		return question{page, address, reader, opened.Entries, today}, nil
	}
}

// decision is what decide prints. What there is none of is null.
type decision struct {
	Verdict  notice.Verdict `json:"verdict"`
	Platform *string        `json:"platform"`
	State    *rule.State    `json:"state"`
	Reason   notice.Reason  `json:"reason"`
	OptOut   *string        `json:"optOut"`
}

// decide prints what the extension would decide, as JSON on one line.
func decide(flags *flag.FlagSet) func(*call) error {
	ask := questionFlags(flags)
	return func(c *call) error {
		q, err := ask(c)
		if err != nil {
			return err
		}
		answer, found := notice.Decide(q.entries, q.page, q.reader, q.day)
		d := decision{Verdict: answer.Verdict, Reason: answer.Reason}
		if found {
			d.Platform, d.State = &answer.Platform, &answer.State
		}
		if len(answer.OptOuts) > 0 {
			d.OptOut = &answer.OptOuts[0].URL
		}
		line, err := json.Marshal(d)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s\n", line)
		return nil
	}
}

// reasons words the reasons for people.
var reasons = map[notice.Reason]string{
	notice.Trains:           "a claim that holds says that it is used for training",
	notice.NotUsed:          "the claims that hold say that it is not used",
	notice.OffUnlessOptedIn: "it is used only if the user turned it on",
	notice.Unclear:          "the sources do not settle it, or contradict each other",
	notice.LowConfidence:    "the claim is too weak for a banner",
	notice.NoClaim:          "no claim holds for this region on this day",
	notice.NoComposer:       "what is used is not what people write at this address",
	notice.NoPlatform:       "no rule covers this address",
}

// why tells the decision with the rows that were considered.
func why(flags *flag.FlagSet) func(*call) error {
	ask := questionFlags(flags)
	return func(c *call) error {
		q, err := ask(c)
		if err != nil {
			return err
		}
		answer, found := notice.Decide(q.entries, q.page, q.reader, q.day)
		say := func(format string, values ...any) { fmt.Fprintf(c.out, format+"\n", values...) }
		if !found {
			say("%s\n\nNo banner: %s.", q.address, reasons[notice.NoPlatform])
			return nil
		}
		e := q.entries[slices.IndexFunc(q.entries, func(e rule.Entry) bool { return e.ID() == answer.Platform })]
		p, err := e.Platform()
		if err != nil {
			return err
		}
		say("%s is %s (rules/platforms/%s), for a reader in %s on %s.\n", q.address, p.Name, p.ID, q.reader.Region, q.day)
		if answer.Verdict == notice.Warn {
			say("A banner: %s.", reasons[answer.Reason])
		} else {
			say("No banner: %s.", reasons[answer.Reason])
		}
		say("\nThe claims, and why each counts or does not:")
		for i, u := range p.Uses {
			say("  %d. %s", i+1, q.row(e, u))
		}
		if len(answer.Surfaces) > 0 {
			say("\nWhere people write:")
		}
		for _, s := range answer.Surfaces {
			said := "quiet"
			if s.Notice != nil {
				said = "banner"
			}
			say("  %s for %s readers: %s", s.Kind, s.Audience, said)
		}
		for _, o := range answer.OptOuts {
			say("\nThe way out: %s (%s)", o.URL, o.Kind)
		}
		say("\nVerified on %s, confidence %s. The sources of the claims that count:", p.Verified, p.Confidence)
		for _, u := range q.reader.Holding(e, q.day) {
			for _, source := range p.Evidence {
				if slices.Contains(u.Evidence, source.ID) {
					say("  %s, %s: %s\n    %s", source.Publisher, source.Seen, source.Says, source.URL)
				}
			}
		}
		return nil
	}
}

// row tells of one claim whether it counts.
func (q question) row(e rule.Entry, u rule.Use) string {
	period := "at any time"
	switch {
	case u.Since != "" && u.Until != "":
		period = "from " + u.Since + " to " + u.Until
	case u.Since != "":
		period = "from " + u.Since
	case u.Until != "":
		period = "to " + u.Until
	}
	holds := slices.ContainsFunc(q.reader.Holding(e, q.day), func(h rule.Use) bool { return fmt.Sprint(h) == fmt.Sprint(u) })
	plan := q.reader.Plans[e.ID()]
	var verdict string
	switch {
	case q.day < u.Since:
		verdict = "not yet in force"
	case u.Until != "" && q.day > u.Until:
		verdict = "no longer in force"
	case q.reader.Groups.Match(u.Regions, q.reader.Region, q.day) == region.None:
		verdict = "another region"
	case plan != "" && len(u.Plans) > 0 && !slices.Contains(u.Plans, plan):
		verdict = "another plan"
	case !holds:
		verdict = "a more specific region goes before it"
	default:
		verdict = "counts"
	}
	plans := ""
	if len(u.Plans) > 0 {
		plans = " (plans: " + strings.Join(u.Plans, ", ") + ")"
	}
	content := make([]string, len(u.Content))
	for i, c := range u.Content {
		content[i] = string(c)
	}
	return fmt.Sprintf("%s of %s in %s, %s: %s%s — %s", u.Purpose, strings.Join(content, ", "), strings.Join(u.Regions, ", "), period, u.State, plans, verdict)
}
