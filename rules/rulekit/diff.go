package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// diff tells what changed between two rule sets, in sentences that a user
// could read.
func diff(*flag.FlagSet) func(*call) error {
	return func(c *call) error {
		if len(c.args) != 2 {
			return misuseOf("name two rule sets, the old one first: folders of rules, or files as they are published")
		}
		before, err := open(c.args[0])
		if err != nil {
			return err
		}
		after, err := open(c.args[1])
		if err != nil {
			return err
		}
		sentences := differences(before, after)
		for _, s := range sentences {
			fmt.Fprintln(c.out, s)
		}
		if len(sentences) == 0 {
			fmt.Fprintln(c.out, "Nothing changed.")
		}
		return nil
	}
}

// open reads a folder of rules or a published rule set.
func open(name string) (rules.Set, error) {
	info, err := os.Stat(name)
	if err != nil {
		return rules.Set{}, usageError{err}
	}
	if info.IsDir() {
		return rules.Load(os.DirFS(name))
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return rules.Set{}, err
	}
	var set rules.Set
	if err := json.Unmarshal(text, &set); err != nil {
		return rules.Set{}, fmt.Errorf("%s is no rule set: %w", name, err)
	}
	return set, nil
}

// differences lists what changed, platform by platform.
func differences(before, after rules.Set) []string {
	var d told
	for _, p := range after.Platforms {
		if old, known := byID(before.Platforms, p.ID); known {
			d.platform(old, p)
		} else {
			d.say("%s is new.", p.Name)
			d.uses(rule.Platform{}, p)
		}
	}
	for _, p := range before.Platforms {
		if _, still := byID(after.Platforms, p.ID); !still {
			d.say("%s is no longer listed.", p.Name)
		}
	}
	for _, language := range slices.Sorted(maps.Keys(after.Texts)) {
		d.texts(language, before.Texts[language], after.Texts[language])
	}
	return d.sentences
}

// texts tells every translation that is new: whoever signs has to see it.
func (d *told) texts(language string, before, after map[string]string) {
	for _, english := range slices.Sorted(maps.Keys(after)) {
		if text := after[english]; text != before[english] {
			d.say("%q is in %s: %q.", english, language, text)
		}
	}
}

type told struct{ sentences []string }

func (d *told) say(format string, values ...any) {
	d.sentences = append(d.sentences, fmt.Sprintf(format, values...))
}

func (d *told) platform(old, p rule.Platform) {
	if old.Name != p.Name {
		d.say("%s is now called %s.", old.Name, p.Name)
	}
	for _, host := range p.Hosts {
		if !slices.Contains(old.Hosts, host) {
			d.say("%s: %s is covered as well.", p.Name, host)
		}
	}
	for _, host := range old.Hosts {
		if !slices.Contains(p.Hosts, host) {
			d.say("%s: %s is no longer covered.", p.Name, host)
		}
	}
	for _, change := range p.Changes {
		if !slices.ContainsFunc(old.Changes, func(o rule.Change) bool { return o.Date == change.Date }) {
			d.say("%s, %s: %s", p.Name, change.Date, change.Summary["en"])
		}
	}
	d.uses(old, p)
	d.optOuts(old, p)
	if old.Confidence != p.Confidence {
		d.say("%s: we are now %s of this, not %s.", p.Name, sureness[p.Confidence], sureness[old.Confidence])
	}
}

var sureness = map[rule.Confidence]string{rule.High: "sure", rule.Medium: "fairly sure", rule.Low: "not sure"}

// uses tells of the claims that came, went, or now say something else.
func (d *told) uses(old, p rule.Platform) {
	for _, u := range p.Uses {
		was := slices.IndexFunc(old.Uses, func(o rule.Use) bool { return subject(o) == subject(u) && o.Since == u.Since })
		switch {
		case was < 0:
			d.say("%s: %s.", p.Name, claim(u))
		case old.Uses[was].State != u.State:
			d.say("%s: %s. Before, we said: %s.", p.Name, claim(u), states[old.Uses[was].State])
		case old.Uses[was].Until != u.Until && u.Until != "":
			d.say("%s: %s.", p.Name, claim(u))
		}
	}
	for _, o := range old.Uses {
		if !slices.ContainsFunc(p.Uses, func(u rule.Use) bool { return subject(o) == subject(u) && o.Since == u.Since }) {
			d.say("%s: we no longer say that %s.", p.Name, claim(o))
		}
	}
}

func (d *told) optOuts(old, p rule.Platform) {
	for _, o := range p.OptOuts {
		was := slices.IndexFunc(old.OptOuts, func(other rule.OptOut) bool { return other.ID == o.ID })
		switch {
		case was < 0:
			d.say("%s: there is a new way out, at %s", p.Name, o.URL)
		case old.OptOuts[was].URL != o.URL:
			d.say("%s: the way out moved to %s", p.Name, o.URL)
		}
	}
	for _, o := range old.OptOuts {
		if !slices.ContainsFunc(p.OptOuts, func(other rule.OptOut) bool { return other.ID == o.ID }) {
			d.say("%s: the way out at %s is gone.", p.Name, o.URL)
		}
	}
}

// states words what a state means for a user.
var states = map[rule.State]string{
	rule.OnUnlessOptedOut: "it is used unless you opt out",
	rule.OnNoOptOut:       "it is used, and there is no way out",
	rule.ObjectionForm:    "it is used unless you object",
	rule.OffUnlessOptedIn: "it is used only if you opt in",
	rule.NotUsed:          "it is not used",
	rule.Unclear:          "it is not clear whether it is used",
}

var purposes = map[rule.Purpose]string{
	rule.Generative: "training generative AI", rule.Licensing: "training by others", rule.Learning: "other machine learning",
}

// claim words a use.
func claim(u rule.Use) string {
	where := "everywhere"
	if !slices.Equal(u.Regions, []string{region.World}) {
		where = "in " + strings.ReplaceAll(strings.Join(u.Regions, ", "), region.World, "the rest of the world")
	}
	when := ""
	if u.Since != "" {
		when += " from " + u.Since
	}
	if u.Until != "" {
		when += " until " + u.Until
	}
	plans := ""
	if len(u.Plans) > 0 {
		plans = ", on the plans " + strings.Join(u.Plans, ", ")
	}
	content := make([]string, len(u.Content))
	for i, c := range u.Content {
		content[i] = strings.ReplaceAll(string(c), "-", " ")
	}
	return fmt.Sprintf("%s for %s, %s%s%s: %s", strings.Join(content, ", "), purposes[u.Purpose], where, when, plans, states[u.State])
}

// subject is what a use is about.
func subject(u rule.Use) string {
	return fmt.Sprint(u.Purpose, u.Content, u.Audience, u.Regions, u.Plans)
}

func byID(platforms []rule.Platform, id string) (rule.Platform, bool) {
	i := slices.IndexFunc(platforms, func(p rule.Platform) bool { return p.ID == id })
	if i < 0 {
		return rule.Platform{}, false
	}
	return platforms[i], true
}

// entryOf is a platform as the core reads it.
func entryOf(p rule.Platform) (rule.Entry, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return rule.Entry{}, err
	}
	return rule.OpenEntry(string(text))
}
