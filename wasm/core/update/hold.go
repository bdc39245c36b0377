package update

import (
	"slices"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Hold is how long, in seconds, a link to a domain that this client has never
// linked to waits before it can be clicked (section 11.6).
const Hold = 72 * hour

// held lists the link domains of a set that neither the package nor the root
// names, with the moment at which each came. One that is gone starts anew when
// it comes back.
func (r *run) held(root release.Root, set rule.Set) map[string]int64 {
	first := map[string]int64{}
	for _, domain := range set.LinkDomains {
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

// Held are the link domains that are held back, with the Unix second from
// which each is shown.
func (r Record) Held(now int64, policy Policy) map[string]int64 {
	hold := int64(Hold)
	if policy.HoldHours != nil {
		hold = min(max(*policy.HoldHours, 0), 720) * hour
	}
	held := map[string]int64{}
	for domain, since := range r.Domains {
		if until := since + hold; until > now {
			held[domain] = until
		}
	}
	return held
}

// ShowNow ends the hold on a domain, because the user wants to see the link. A
// domain that is not held back changes nothing.
func (r Record) ShowNow(domain string) Record {
	domains := map[string]int64{}
	for d, since := range r.Domains {
		domains[d] = since
	}
	if _, held := domains[domain]; held {
		domains[domain] = 0
	}
	r.Domains = domains
	return r
}
