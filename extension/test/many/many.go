// Package many makes large rule sets of the real one, for tests and the bench.
package many

import (
	"fmt"
	"slices"

	"github.com/beforehand/beforehand/rules"
)

// Of returns a rule set of n platforms: the real ones, and copies of them with
// other ids and hosts.
func Of(set rules.Set, n int) rules.Set {
	own := set.Platforms
	set.Platforms = nil
	for i := range n {
		p := own[i%len(own)]
		if round := i / len(own); round > 0 {
			p.ID = fmt.Sprintf("%s-%d", p.ID, round)
			p.Domains = append(slices.Clone(p.Domains), p.Hosts...)
			p.Hosts, p.Paths = []string{p.ID + ".example"}, nil
		}
		set.Platforms = append(set.Platforms, p)
	}
	return set
}
