package rule

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/tidwall/gjson"

	"github.com/beforehand/beforehand/wasm/core/region"
)

// Engine is the number of this engine; rules may ask for a newer one.
const Engine = 1

// Limits of a rule set. Another source than the built-in one has half of them.
const (
	maxSet       = 4 << 20
	MaxPlatforms = 2000
	MaxHosts     = 8000
)

// Set is all platforms of one version.
type Set struct {
	// Version names the version, for people.
	Version string `json:"version"`
	// Groups are the region groups that rules name.
	Groups region.Groups `json:"groups"`
	// Entries are the platforms.
	Entries []Entry `json:"-"`
	// Hosts is how many hosts they have together.
	Hosts int `json:"-"`
	// LinkDomains are the registrable domains that their links and opt-outs lead
	// to, in byte order.
	LinkDomains []string `json:"-"`
}

// OpenSet reads a rule set, which is strict JSON, and passes every platform
// through the content gate, with the names in punycode that are allowed. One
// violation refuses the whole set, so that a half-applied one never exists.
// Platforms for a newer engine are left out.
func OpenSet(raw string, allowed ...string) (Set, error) {
	if len(raw) > maxSet {
		return Set{}, fmt.Errorf("more than %d bytes: %w", maxSet, ErrBadContent)
	}
	o := opener{gate: gate{allowed: allowed}, ids: map[string]bool{}, claims: map[string]bool{}}
	o.scanner = scanner{raw: raw, tokens: maxSet, tags: map[reflect.Type][]string{}}
	if err := o.document(o.all); errors.Is(err, ErrBadJSON) {
		return Set{}, fmt.Errorf("%w: %w", ErrBadContent, err)
	} else if err != nil {
		return Set{}, err
	}
	set := o.set
	switch {
	case o.wrong != nil:
		return Set{}, fmt.Errorf("%w: %w", ErrBadContent, o.wrong)
	case set.Version == "" || len(set.Entries) == 0:
		return Set{}, fmt.Errorf("no version or no platforms: %w", ErrBadContent)
	case len(set.Entries) > MaxPlatforms || set.Hosts > MaxHosts:
		return Set{}, fmt.Errorf("more than %d platforms or %d hosts: %w", MaxPlatforms, MaxHosts, ErrBadContent)
	}
	slices.Sort(o.gate.links)
	set.LinkDomains = slices.Compact(o.gate.links)
	return set, nil
}

// opener is a set that is being opened.
type opener struct {
	scanner
	set    Set
	gate   gate
	ids    map[string]bool
	claims map[string]bool // hosts, and hosts with the paths that narrow them
}

func (o *opener) all() error {
	if o.space(); o.peek() != '{' {
		return o.fail("write an object")
	}
	return o.object(1, func(name string) error {
		switch o.space(); {
		case name == "version":
			return o.into(1, &o.set.Version)
		case name == "groups":
			return o.groups()
		case name == "platforms" && o.peek() == '[':
			return o.list(2, o.platform)
		}
		return o.into(1, nil)
	})
}

func (o *opener) groups() error {
	err := o.into(1, &o.set.Groups)
	for code, group := range o.set.Groups {
		o.gate.plain("groups", code, 20)
		o.gate.text("groups."+code+".name", group.Name, 60)
	}
	return cmp.Or(err, o.refusal("groups"))
}

func (o *opener) platform() error {
	o.space()
	start, wrong := o.at, o.wrong
	var p Platform
	if err := o.into(2, &p); err != nil {
		return err
	}
	if p.MinEngine > Engine {
		o.wrong = wrong // it may be written as this engine does not know
		return nil
	}
	if o.wrong != nil {
		return o.wrong
	}
	o.gate.domains = o.gate.domains[:0]
	o.gate.platform(&p)
	if o.ids[p.ID] {
		o.gate.add("id", "give each platform an id of its own")
	}
	o.ids[p.ID] = true
	for _, host := range p.Hosts {
		if !o.claim(host, p.Paths) {
			o.gate.add("hosts", host+" belongs to another platform: tell them apart by paths")
		}
	}
	o.set.Entries = append(o.set.Entries, Entry{gjson.Parse(o.raw[start:o.at])})
	return o.refusal("platform " + strconv.Quote(p.ID))
}

// refusal makes an error of the first problem that the gate found.
func (o *opener) refusal(what string) error {
	if len(o.gate.problems) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %s: %w", what, o.gate.problems[0], ErrBadContent)
}

// claim takes a host for a platform, whole or below its paths, and reports
// whether it was still free.
func (o *opener) claim(host string, paths []string) bool {
	whole, taken := o.claims[host]
	o.claims[host] = len(paths) == 0
	free := !whole && (!taken || len(paths) > 0)
	if !taken {
		o.set.Hosts++
	}
	for _, path := range paths {
		free = free && !o.claims[host+path]
		o.claims[host+path] = true
	}
	return free
}
