package rule

import (
	"slices"

	"github.com/beforehand/beforehand/wasm/core/match"
)

// LinkDomains lists the registrable domains that the links and opt-outs of
// platforms lead to, in byte order.
func LinkDomains(platforms []Platform) []string {
	domains := []string{}
	for _, p := range platforms {
		links := []string{p.Links.Policy, p.Links.Help, p.Links.DataAccess, p.Links.Deletion}
		for _, o := range p.OptOuts {
			links = append(links, o.URL)
		}
		for _, link := range links {
			address, err := match.Parse(link)
			if err != nil {
				continue // a link that is not there
			}
			if domain, ok := match.RegistrableDomain(address.Host); ok {
				domains = append(domains, domain)
			}
		}
	}
	slices.Sort(domains)
	return slices.Compact(domains)
}
