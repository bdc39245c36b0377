package update

import (
	"slices"

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
	var platforms []rule.Platform
	for _, e := range set.Entries {
		if p, err := e.Platform(); err == nil { // OpenSet has read it
			platforms = append(platforms, p)
		}
	}
	for _, domain := range rule.LinkDomains(platforms) {
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
