package notice

import (
	"slices"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Abilities are what the reader lets another source do. One that has none
// informs: its notices mark the toolbar button and lead nowhere.
type Abilities struct {
	// Links says that it may link.
	Links bool `json:"links"`
	// Hints says that its notices may stand in pages.
	Hints bool `json:"hints"`
}

// may returns what a source may do; the built-in one may do all.
func (r Reader) may(source string) Abilities {
	if source == "" {
		return Abilities{Links: true, Hints: true}
	}
	return r.Sources[source]
}

// place is where the notices of a source's platform are shown.
func (r Reader) place(source, platform string) choice.Place {
	if r.Place == choice.Toolbar || r.Choices[platform].Place == choice.Toolbar || !r.may(source).Hints {
		return choice.Toolbar
	}
	return choice.InPage
}

// Unpack unpacks an entry for the evidence view. From a source that may not
// link it comes without any address.
func (r Reader) Unpack(e rule.Entry) (rule.Platform, error) {
	p, err := e.Platform()
	if err != nil || r.may(e.Source()).Links {
		return p, err
	}
	p.Links = rule.Links{}
	for i := range p.OptOuts {
		p.OptOuts[i].URL = ""
	}
	for i := range p.Evidence {
		p.Evidence[i].URL = ""
	}
	return p, nil
}

// precedence tells which source has the rows of a host. The built-in source
// goes first: where it names a host, one above it or one below it, the others
// only inform. Of several others that name a host, the first by name has it.
type precedence struct {
	builtIn map[string]bool     // the hosts that the built-in source names
	below   map[string][]string // the built-in platforms below a host
	others  map[string]string   // the first other source that names a host
}

func newPrecedence() precedence {
	return precedence{map[string]bool{}, map[string][]string{}, map[string]string{}}
}

// add counts a platform in.
func (f precedence) add(source, id string, hosts []string) {
	for _, host := range hosts {
		if source != "" {
			if first, taken := f.others[host]; !taken || source < first {
				f.others[host] = source
			}
			continue
		}
		f.builtIn[host] = true
		for _, above := range match.Hosts(host) {
			if above != host && !slices.Contains(f.below[above], id) {
				f.below[above] = append(f.below[above], id)
			}
		}
	}
}

// has reports whether the platforms that source names for host have rows there.
func (f precedence) has(source, host string) bool {
	if source == "" {
		return true
	}
	around := slices.ContainsFunc(match.Hosts(host), func(h string) bool { return f.builtIn[h] })
	return !around && len(f.below[host]) == 0 && f.others[host] == source
}

// Others lists the platforms of other sources that cover an address, but for
// the one that answers. They inform.
func Others(entries []rule.Entry, a match.Address, answers string) []rule.Entry {
	var others []rule.Entry
	hosts := match.Hosts(a.Host)
	for _, e := range entries {
		covers := slices.ContainsFunc(e.Hosts(), func(host string) bool { return slices.Contains(hosts, host) })
		if e.Source() != "" && e.ID() != answers && covers && match.Under(a.Path, e.Paths()) {
			others = append(others, e)
		}
	}
	return others
}
