// Package boundary is the one function between the shell and the core: a call
// by name, JSON in and JSON out. The types of its messages are here; those of
// TypeScript are generated from them.
package boundary

import (
	"encoding/json"
	"fmt"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// OpenRules is the input of openRules: a rule set as it was published.
type OpenRules struct {
	Rules json.RawMessage `json:"rules"`
}

// OpenedRules is a rule set that passed the content gate, ready to be stored:
// each platform under a key of its own.
type OpenedRules struct {
	Version string                     `json:"version"`
	Groups  region.Groups              `json:"groups"`
	Entries map[string]json.RawMessage `json:"entries"`
}

// Reader is whom decisions are for, in every call that decides.
type Reader struct {
	Groups   region.Groups            `json:"groups"`
	Settings notice.Settings          `json:"settings"`
	Choices  map[string]choice.Record `json:"choices"`
	// Now is the reader's own time, as RFC 3339 with its offset.
	Now string `json:"now"`
}

// Notices is the input of notices: every platform of the rule set.
type Notices struct {
	Reader
	Entries []json.RawMessage `json:"entries"`
}

// Decide is the input of decide and details: an address, and the platforms
// that may cover it.
type Decide struct {
	Reader
	Address string            `json:"address"`
	Entries []json.RawMessage `json:"entries"`
}

// Details are what the popup and the evidence view show.
type Details struct {
	notice.Answer
	// Rule is the platform's rule, whole; none for an address that no
	// platform covers.
	Rule *rule.Platform `json:"rule,omitempty"`
	// Uses are the claims that hold for the reader today, most specific first.
	Uses []rule.Use `json:"uses"`
}

// Choose is the input of choose: what was chosen before, and the action.
type Choose struct {
	Record choice.Record `json:"record"`
	Action choice.Action `json:"action"`
	Now    string        `json:"now"`
}

// GuessRegion is the input of guessRegion: what the browser says of itself.
type GuessRegion struct {
	TimeZone  string   `json:"timeZone"`
	Languages []string `json:"languages"`
}

// GuessedRegion is a country, ISO 3166-1 alpha-2, or empty.
type GuessedRegion struct {
	Region string `json:"region"`
}

func openRules(in OpenRules) (OpenedRules, error) {
	set, err := rule.OpenSet(string(in.Rules))
	if err != nil {
		return OpenedRules{}, err
	}
	out := OpenedRules{set.Version, set.Groups, map[string]json.RawMessage{}}
	for _, e := range set.Entries {
		out.Entries[e.ID()] = json.RawMessage(e.Raw())
	}
	return out, nil
}

func notices(in Notices) (notice.Table, error) {
	reader, today, err := in.read()
	if err != nil {
		return notice.Table{}, err
	}
	entries, err := open(in.Entries)
	if err != nil {
		return notice.Table{}, err
	}
	return notice.NewTable(entries, reader, today, in.Now), nil
}

func decide(in Decide) (notice.Answer, error) {
	reader, today, err := in.read()
	if err != nil {
		return notice.Answer{}, err
	}
	entries, err := open(in.Entries)
	if err != nil {
		return notice.Answer{}, err
	}
	address, err := match.Parse(in.Address)
	if err != nil {
		return notice.Answer{}, err
	}
	answer, _ := notice.Decide(entries, address, reader, today)
	return answer, nil
}

func details(in Decide) (Details, error) {
	answer, err := decide(in)
	if err != nil {
		return Details{}, err
	}
	out := Details{Answer: answer, Uses: []rule.Use{}}
	reader, today, err := in.read()
	if err != nil {
		return Details{}, err
	}
	entries, err := open(in.Entries)
	if err != nil {
		return Details{}, err
	}
	for _, e := range entries {
		if e.ID() == answer.Platform {
			p, err := e.Platform()
			if err != nil {
				return Details{}, err
			}
			out.Rule, out.Uses = &p, reader.Holding(e, today)
		}
	}
	return out, nil
}

func choose(in Choose) (choice.Record, error) {
	today, err := day.Of(in.Now)
	if err != nil {
		return choice.Record{}, err
	}
	return choice.Apply(in.Record, in.Action, today, in.Now)
}

func guessRegion(in GuessRegion) (GuessedRegion, error) {
	return GuessedRegion{region.Guess(in.TimeZone, in.Languages)}, nil
}

// read returns whom to decide for, and the day.
func (r Reader) read() (notice.Reader, string, error) {
	if code := r.Settings.Region; code != "" && !region.IsCountry(code) {
		return notice.Reader{}, "", fmt.Errorf("region %q: %w", code, errBadRegion)
	}
	today, err := day.Of(r.Now)
	return notice.Reader{Settings: r.Settings, Groups: r.Groups, Choices: r.Choices}, today, err
}

func open(raw []json.RawMessage) ([]rule.Entry, error) {
	var entries []rule.Entry
	for _, r := range raw {
		e, err := rule.OpenEntry(string(r))
		if err != nil {
			return nil, err
		}
		if e.MinEngine() <= rule.Engine {
			entries = append(entries, e)
		}
	}
	return entries, nil
}
