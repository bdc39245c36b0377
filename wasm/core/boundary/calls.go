// Package boundary is the one function between the shell and the core: a call
// by name, JSON in and JSON out. The types of its messages are here; those of
// TypeScript are generated from them.
package boundary

import (
	"encoding/json"
	"fmt"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/guide"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Reader is whom decisions are for, in every call that decides.
type Reader struct {
	Groups   region.Groups            `json:"groups"`
	Settings notice.Settings          `json:"settings"`
	Choices  map[string]choice.Record `json:"choices"`
	// Held are the registrable domains whose links are held back, by source,
	// with the Unix second from which each is shown. The built-in source has
	// no name.
	Held map[string]map[string]int64 `json:"held,omitempty"`
	// Sources are what each other source may do.
	Sources map[string]notice.Abilities `json:"sources,omitempty"`
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
	// Address is the page's; empty to ask about the one platform as a whole.
	Address string            `json:"address"`
	Entries []json.RawMessage `json:"entries"`

	opened []rule.Entry
}

// Details are what the popup and the evidence view show.
type Details struct {
	notice.Answer
	// Rule is the platform's rule, whole; none for an address that no
	// platform covers.
	Rule *rule.Platform `json:"rule,omitempty"`
	// Uses are the claims that hold for the reader today, most specific first.
	Uses []rule.Use `json:"uses"`
	// Held are the links of the rule that are held back, by address, with the
	// Unix second from which each may be followed.
	Held map[string]int64 `json:"held,omitempty"`
	// Others are what other sources know of the address.
	Others []Other `json:"others,omitempty"`
}

// Other is what another source knows, which only informs.
type Other struct {
	Source string         `json:"source"`
	Rule   *rule.Platform `json:"rule"`
	Uses   []rule.Use     `json:"uses"`
}

// Choose is the input of choose: what was chosen before, and the action.
type Choose struct {
	Record choice.Record `json:"record"`
	Action choice.Action `json:"action"`
	// Entries have the platform, from which is learnt which opt-outs it had;
	// none for a choice about all.
	Entries []json.RawMessage `json:"entries,omitempty"`
	Now     string            `json:"now"`
}

// Merge is the input of merge: the records of one platform on two devices.
type Merge struct {
	Here  choice.Record `json:"here"`
	There choice.Record `json:"there"`
}

// OpenChoices is the input of openChoices: a file of choices, as text.
type OpenChoices struct {
	Text string `json:"text"`
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

func notices(in Notices) (notice.Table, error) {
	reader, today, err := in.read()
	if err != nil {
		return notice.Table{}, err
	}
	entries, err := open(in.Entries)
	if err != nil {
		return notice.Table{}, err
	}
	table := notice.NewTable(entries, reader, today)
	table.Guides = guide.Matches(guide.List(entries, &reader, today))
	return table, nil
}

func decide(in Decide) (notice.Answer, error) {
	page, err := in.open()
	return page.answer, err
}

func details(in Decide) (Details, error) {
	page, err := in.open()
	if err != nil {
		return Details{}, err
	}
	out := Details{Answer: page.answer, Uses: []rule.Use{}}
	for _, e := range page.entries {
		if e.ID() != page.answer.Platform {
			continue
		}
		p, err := page.reader.Unpack(e)
		if err != nil {
			return Details{}, err
		}
		out.Rule, out.Uses, out.Held = &p, page.reader.Holding(e, page.today), map[string]int64{}
		for _, link := range []string{p.Links.Policy, p.Links.Help, p.Links.DataAccess, p.Links.Deletion} {
			if until := page.reader.HeldUntil(e.Source(), link); until != 0 {
				out.Held[link] = until
			}
		}
	}
	for _, e := range notice.Others(page.entries, page.address, page.answer.Platform) {
		p, err := page.reader.Unpack(e)
		if err != nil {
			return Details{}, err
		}
		out.Others = append(out.Others, Other{e.Source(), &p, page.reader.Holding(e, page.today)})
	}
	return out, nil
}

// page is an address with the answer about it, and all that led to it.
type page struct {
	address match.Address
	entries []rule.Entry
	reader  notice.Reader
	today   string
	answer  notice.Answer
}

func (in Decide) open() (page, error) {
	reader, today, err := in.read()
	if err != nil {
		return page{}, err
	}
	entries := in.opened
	if in.Address == "" && len(entries) == 1 {
		return page{entries: entries, reader: reader, today: today, answer: whole(entries[0], reader, today)}, nil
	}
	address, err := match.Parse(in.Address)
	if err != nil {
		return page{}, err
	}
	answer, _ := notice.Decide(entries, address, reader, today)
	return page{address, entries, reader, today, answer}, nil
}

func choose(in Choose) (choice.Record, error) {
	var optOuts []string
	entries, err := open(in.Entries)
	if err != nil {
		return choice.Record{}, err
	}
	for _, e := range entries {
		for _, o := range e.OptOuts() {
			optOuts = append(optOuts, o.ID)
		}
	}
	return choice.Apply(in.Record, in.Action, optOuts, in.Now)
}

func merge(in Merge) (choice.Record, error) { return choice.Merge(in.Here, in.There), nil }

func openChoices(in OpenChoices) (choice.File, error) { return choice.Open(in.Text) }

func guessRegion(in GuessRegion) (GuessedRegion, error) {
	return GuessedRegion{region.Guess(in.TimeZone, in.Languages)}, nil
}

// read returns whom to decide for, and the day.
func (r Reader) read() (notice.Reader, string, error) {
	if code := r.Settings.Region; code != "" && !region.IsCountry(code) {
		return notice.Reader{}, "", fmt.Errorf("region %q: %w", code, errBadRegion)
	}
	today, err := day.Of(r.Now)
	return notice.Reader{Settings: r.Settings, Groups: r.Groups, Choices: r.Choices, Held: r.Held, Sources: r.Sources, Now: r.Now}, today, err
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
