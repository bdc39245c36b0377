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
	// English is short.
	maxTranslation = 600
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
	// Texts are the translations of texts in English, which platforms and groups
	// have. A text that is not there stays in English.
	Texts map[string]string `json:"-"`
}

// OpenSet reads a rule set from one document, which is strict JSON, and passes
// every platform through the content gate, with the names in punycode that are
// allowed. One violation refuses the whole set, so that a half-applied one never
// exists. Platforms for a newer engine are left out.
func OpenSet(raw string, allowed ...string) (Set, error) {
	if len(raw) > maxSet {
		return Set{}, fmt.Errorf("more than %d bytes: %w", maxSet, ErrBadContent)
	}
	o := NewOpener("", allowed...)
	err := o.document(raw, maxSet, func(name string) error {
		if name == "version" {
			return o.into(1, &o.set.Version)
		}
		return o.member(name)
	})
	if errors.Is(err, ErrBadJSON) && !errors.Is(err, ErrBadContent) {
		err = fmt.Errorf("%w: %w", ErrBadContent, err)
	}
	if err != nil {
		return Set{}, err
	}
	return o.Set()
}

// Opener opens a rule set that comes in several files, as OpenSet does one that
// comes in one.
type Opener struct {
	scanner
	set    Set
	gate   gate
	ids    map[string]bool
	claims map[string]bool // hosts, and hosts with the paths that narrow them
	size   int             // of all files so far
	take   func(id string) error
}

// NewOpener begins a rule set.
func NewOpener(version string, allowed ...string) *Opener {
	return &Opener{
		scanner: scanner{tags: map[reflect.Type][]string{}},
		set:     Set{Version: version}, gate: gate{allowed: allowed}, ids: map[string]bool{}, claims: map[string]bool{},
	}
}

// Head is what a data file says of itself.
type Head struct {
	Part   string
	Schema int
}

// File reads one more file, and what it has in the members that are wanted:
// groups, platforms or texts. Take is asked for each platform whether it belongs there,
// before anything else about it is looked at. The error wraps ErrBadContent,
// or ErrBadJSON alone.
func (o *Opener) File(raw []byte, wanted string, take func(id string) error) (Head, error) {
	if o.size += len(raw); o.size > maxSet {
		return Head{}, fmt.Errorf("more than %d bytes in all: %w", maxSet, ErrBadContent)
	}
	o.take = take
	var head Head
	err := o.document(string(raw), maxTokens, func(name string) error {
		switch name {
		case "part":
			return o.into(1, &head.Part)
		case "schema":
			return o.into(1, &head.Schema)
		case wanted:
			return o.member(name)
		}
		return o.into(1, nil)
	})
	return head, err
}

// Set ends the rule set.
func (o *Opener) Set() (Set, error) {
	set := o.set
	switch {
	case set.Version == "" || len(set.Entries) == 0:
		return Set{}, fmt.Errorf("no version or no platforms: %w", ErrBadContent)
	case len(set.Entries) > MaxPlatforms || set.Hosts > MaxHosts:
		return Set{}, fmt.Errorf("more than %d platforms or %d hosts: %w", MaxPlatforms, MaxHosts, ErrBadContent)
	}
	slices.Sort(o.gate.links)
	set.LinkDomains = slices.Compact(o.gate.links)
	return set, nil
}

// document passes the object that a file has to be.
func (o *Opener) document(raw string, tokens int, member func(name string) error) error {
	o.raw, o.at, o.tokens, o.names, o.wrong = raw, 0, tokens, o.names[:0], nil
	err := o.scanner.document(func() error {
		if o.space(); o.peek() != '{' {
			return o.fail("write an object")
		}
		return o.object(1, member)
	})
	if err == nil && o.wrong != nil {
		err = fmt.Errorf("%w: %w", ErrBadContent, o.wrong)
	}
	return err
}

// member reads a member of a rule set.
func (o *Opener) member(name string) error {
	switch o.space(); {
	case name == "groups":
		return o.groups()
	case name == "platforms" && o.peek() == '[':
		return o.list(2, o.platform)
	case name == "texts":
		return o.texts()
	}
	return o.into(1, nil)
}

// texts reads translations, each a pair of the text in English and its own. A
// translation may name the hosts that the English one names, and no other.
func (o *Opener) texts() error {
	var pairs [][]string
	err := o.into(1, &pairs)
	o.set.Texts = map[string]string{}
	o.gate.domains = o.gate.domains[:0]
	for i, pair := range pairs {
		if len(pair) != 2 {
			o.gate.add(item("texts", i), "write the text in English, and its translation")
			break
		}
		o.gate.english = pair[0]
		o.gate.text(item("texts", i), pair[1], maxTranslation)
		o.set.Texts[pair[0]] = pair[1]
	}
	o.gate.english = ""
	return cmp.Or(err, o.refusal("texts"))
}

func (o *Opener) groups() error {
	err := o.into(1, &o.set.Groups)
	for code, group := range o.set.Groups {
		o.gate.plain("groups", code, 20)
		o.gate.text("groups."+code+".name", group.Name, 60)
	}
	return cmp.Or(err, o.refusal("groups"))
}

func (o *Opener) platform() error {
	o.space()
	start, wrong := o.at, o.wrong
	var p Platform
	if err := o.into(2, &p); err != nil {
		return err
	}
	if o.take != nil {
		if err := o.take(p.ID); err != nil {
			return err
		}
	}
	if p.MinEngine > Engine {
		o.wrong = wrong // it may be written as this engine does not know
		return nil
	}
	if o.wrong != nil {
		return fmt.Errorf("%w: %w", ErrBadContent, o.wrong)
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
func (o *Opener) refusal(what string) error {
	if len(o.gate.problems) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %s: %w", what, o.gate.problems[0], ErrBadContent)
}

// claim takes a host for a platform, whole or below its paths, and reports
// whether it was still free.
func (o *Opener) claim(host string, paths []string) bool {
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
