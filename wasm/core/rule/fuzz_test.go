package rule_test

import (
	"testing"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Whatever comes as a rule set, it is opened or refused; what is opened can be
// read whole.
func FuzzOpenSet(f *testing.F) {
	f.Add(`{"version": "2026-01-01", "groups": {}, "platforms": [{"id": "forum", "name": "Forum", "operator": "Forum", "hosts": ["forum.example"], "uses": [], "links": {}, "evidence": []}]}`)
	f.Add(`{"version": 1, "platforms": [{"id": "a", "hosts": "b", "composers": [{"selector": "["}]}]}`)
	f.Add(`{"platforms": [[[[{}]]]], "platforms": 7}`)
	f.Fuzz(func(t *testing.T, raw string) {
		set, err := rule.OpenSet(raw)
		if err != nil {
			return
		}
		for _, e := range set.Entries {
			if p, err := e.Platform(); err != nil || len(rule.Gate(p)) > 0 {
				t.Errorf("opened, but %v, %v", err, rule.Gate(p))
			}
		}
	})
}
