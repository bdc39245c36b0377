package update

import (
	"slices"

	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Hold is how long, in seconds, a link to a domain that this client has never
// linked to waits before it can be clicked (section 11.6).
const Hold = 72 * 60 * 60

// held lists the link domains of a set that neither the package nor the root
// names, with the moment at which each came. One that is gone starts anew when
// it comes back.
func (r *run) held(root release.Root, set rule.Set) map[string]int64 {
	first := map[string]int64{}
	for _, domain := range linkDomains(set) {
		if slices.Contains(r.Known, domain) || slices.Contains(root.Domains, domain) {
			continue
		}
		first[domain] = r.now
		if since, known := r.before.Domains[domain]; known {
			first[domain] = since
		}
	}
	return first
}

// linkDomains lists the registrable domains that a set's links lead to.
func linkDomains(set rule.Set) []string {
	var domains []string
	for _, e := range set.Entries {
		p, err := e.Platform()
		if err != nil {
			continue // OpenSet has read it
		}
		links := []string{p.Links.Policy, p.Links.Help, p.Links.DataAccess, p.Links.Deletion}
		for _, o := range p.OptOuts {
			links = append(links, o.URL)
		}
		for _, link := range links {
			address, err := match.Parse(link)
			if err != nil {
				continue
			}
			if domain, ok := match.RegistrableDomain(address.Host); ok && !slices.Contains(domains, domain) {
				domains = append(domains, domain)
			}
		}
	}
	slices.Sort(domains)
	return domains
}
