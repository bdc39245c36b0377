package boundary

import (
	"encoding/json"

	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// Plant is the input of plant: what the package has, and the stored copies of
// the built-in source's record.
type Plant struct {
	Seed   update.Seed       `json:"seed"`
	Stored []json.RawMessage `json:"stored"`
	// Now is the device's clock in Unix seconds.
	Now int64 `json:"now"`
	// Language is what the reader reads, a lower-case tag as BCP 47.
	Language string        `json:"language,omitempty"`
	Policy   update.Policy `json:"policy,omitzero"`
}

// Load is the input of load: the stored copies of the record of a source that
// the user added, and the root that it was added with.
type Load struct {
	Stored []json.RawMessage `json:"stored"`
	Root   string            `json:"root"`
}

// Update is the input of update: one call of a run.
type Update struct {
	update.Input
	// From names the source unless it is the built-in one.
	From string `json:"from,omitempty"`
}

// Import is the input of import: a whole run whose files are in a bundle.
type Import struct {
	Update
	// Bundle is the file as it was read.
	Bundle json.RawMessage `json:"bundle"`
}

// Updated is what plant, update and import come to.
type Updated struct {
	update.Output
	// Opened is the new rule set, ready to be stored, when there is one.
	Opened *OpenedRules `json:"opened,omitempty"`
	// Wait is how long, in seconds, until the next run.
	Wait int64 `json:"wait"`
	// Used are the files of a bundle that were read, by path.
	Used []string `json:"used,omitempty"`
}

// See is the input of see: a record, and the reader's moment as RFC 3339.
type See struct {
	Record update.Record `json:"record"`
	Now    string        `json:"now"`
	Policy update.Policy `json:"policy,omitzero"`
}

// Inspect is the input of inspect: a root that an address serves, and what the
// address pins after root=.
type Inspect struct {
	Root []byte `json:"root"`
	Pin  string `json:"pin"`
}

// Inspected is who a source is, and whether its address named its root.
type Inspected struct {
	update.Identity
	Pinned bool `json:"pinned"`
}

// ShowNow is the input of showNow: a link that the user wants to see although
// its domain is new. It ends the hold on all links to that domain.
type ShowNow struct {
	Record update.Record `json:"record"`
	URL    string        `json:"url"`
}

// Fall is the input of fall: a record whose rule set in use is lost.
type Fall struct {
	Record update.Record `json:"record"`
}

// OpenFiles is the input of openFiles: a record, and the data files of its
// release in use, by name.
type OpenFiles struct {
	Record update.Record     `json:"record"`
	Files  map[string][]byte `json:"files"`
	// Known are the link domains that the package vouches for.
	Known []string `json:"known"`
	// From names the source unless it is the built-in one.
	From string `json:"from,omitempty"`
}

// Changes is the input of changes: the platforms of two rule sets.
type Changes struct {
	Before []json.RawMessage `json:"before"`
	After  []json.RawMessage `json:"after"`
}

// Changed is what a new rule set did, most important first.
type Changed struct {
	Changes []update.Change `json:"changes"`
}

func plant(in Plant) (Updated, error) {
	out, err := update.Plant(in.Seed, in.Stored, in.Now, in.Language, in.Policy)
	return updated(out, ""), err
}

func load(in Load) (Fall, error) {
	record, _, err := update.Best(in.Stored, in.Root, 1)
	return Fall{record}, err
}

func runUpdate(in Update) (Updated, error) {
	return updated(update.Run(in.Input), in.From), nil
}

func importBundle(in Import) (Updated, error) {
	bundle, err := update.OpenBundle(in.Bundle)
	if err != nil {
		return Updated{}, err
	}
	in.Offline = true
	var used []string
	out, err := update.Complete(in.Input, func(r update.Request) update.Answer {
		used = append(used, r.Path)
		return bundle.Read(r)
	}, nil)
	u := updated(out, in.From)
	for _, path := range used {
		if _, found := bundle.Files[path]; found {
			u.Used = append(u.Used, path)
		}
	}
	return u, err
}

func updated(out update.Output, from string) Updated {
	u := Updated{Output: out, Wait: out.Record.Wait()}
	if out.Opened != nil {
		opened := openedFrom(*out.Opened, from)
		u.Opened = &opened
	}
	return u
}

func see(in See) (update.View, error) {
	today, err := day.Of(in.Now)
	if err != nil {
		return update.View{}, err
	}
	return update.See(in.Record, day.Unix(in.Now), today, in.Policy)
}

func inspect(in Inspect) (Inspected, error) {
	who, pinned, err := update.Inspect(in.Root, in.Pin)
	return Inspected{who, pinned}, err
}

func showNow(in ShowNow) (Fall, error) {
	address, err := match.Parse(in.URL)
	if err != nil {
		return Fall{}, err
	}
	domain, _ := match.RegistrableDomain(address.Host)
	return Fall{in.Record.ShowNow(domain)}, nil
}

func fall(in Fall) (Fall, error) { return Fall{in.Record.Fall()}, nil }

func openFiles(in OpenFiles) (OpenedRules, error) {
	set, err := update.Reopen(in.Record, in.Files, in.Known)
	return openedFrom(set, in.From), err
}

func changes(in Changes) (Changed, error) {
	before, err := open(in.Before)
	if err != nil {
		return Changed{}, err
	}
	after, err := open(in.After)
	if err != nil {
		return Changed{}, err
	}
	return Changed{update.Changes(before, after)}, nil
}
