package rule

import (
	"fmt"

	"github.com/tidwall/gjson"

	"github.com/beforehand/beforehand/wasm/core/region"
)

// Engine is the number of this engine; rules may ask for a newer one.
const Engine = 1

// Limits of a rule set.
const (
	maxSet       = 4 << 20
	maxPlatforms = 2000
	maxHosts     = 8000
)

// Set is all platforms of one version.
type Set struct {
	// Version names the version, for people.
	Version string `json:"version"`
	// Groups are the region groups that rules name.
	Groups region.Groups `json:"groups"`
	// Entries are the platforms.
	Entries []Entry `json:"-"`
}

// OpenSet reads a rule set and passes every platform through the content gate.
// One violation refuses the whole set, so that a half-applied one never
// exists. Platforms for a newer engine are left out.
func OpenSet(raw string) (Set, error) {
	if len(raw) > maxSet {
		return Set{}, fmt.Errorf("more than %d bytes: %w", maxSet, ErrBadContent)
	}
	if !gjson.Valid(raw) {
		return Set{}, fmt.Errorf("not JSON: %w", ErrBadContent)
	}
	json := gjson.Parse(raw)
	set := Set{Version: json.Get("version").String(), Groups: read[region.Groups](Entry{json}, "groups")}
	seen, hosts := map[string]bool{}, map[string]string{}
	var err error
	json.Get("platforms").ForEach(func(_, value gjson.Result) bool {
		e := Entry{value}
		if e.MinEngine() > Engine {
			return true
		}
		p, unpackErr := e.Platform()
		if unpackErr != nil {
			err = unpackErr
			return false
		}
		problems := Gate(p)
		if seen[p.ID] {
			problems = append(problems, Problem{"id", "give each platform an id of its own"})
		}
		seen[p.ID] = true
		for _, host := range p.Hosts {
			if other, taken := hosts[host]; taken && (len(p.Paths) == 0 || other == "") {
				problems = append(problems, Problem{"hosts", host + " belongs to another platform: tell them apart by paths"})
			}
			hosts[host] = pathsOf(p)
		}
		if len(problems) > 0 {
			err = fmt.Errorf("platform %q: %s: %w", p.ID, problems[0], ErrBadContent)
			return false
		}
		set.Entries = append(set.Entries, e)
		return true
	})
	switch {
	case err != nil:
		return Set{}, err
	case set.Version == "" || len(set.Entries) == 0:
		return Set{}, fmt.Errorf("no version or no platforms: %w", ErrBadContent)
	case len(set.Entries) > maxPlatforms || len(hosts) > maxHosts:
		return Set{}, fmt.Errorf("more than %d platforms or %d hosts: %w", maxPlatforms, maxHosts, ErrBadContent)
	}
	return set, nil
}

// pathsOf is empty for a platform that takes its hosts whole.
func pathsOf(p Platform) string {
	if len(p.Paths) == 0 {
		return ""
	}
	return p.Paths[0]
}
