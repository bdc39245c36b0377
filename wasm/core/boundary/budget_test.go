package boundary_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/boundary"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// TestAllocations holds how often the engine takes memory for an answer, which
// is the same on every machine and goes with the time that the answer takes.
func TestAllocations(t *testing.T) {
	set, err := rules.Load(os.DirFS("../../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	ask := func(platforms []rule.Platform) string {
		text, err := json.Marshal(struct {
			Address  string            `json:"address"`
			Now      string            `json:"now"`
			Groups   region.Groups     `json:"groups"`
			Settings map[string]string `json:"settings"`
			Entries  []rule.Platform   `json:"entries"`
		}{"https://www.linkedin.com/feed/", "2026-11-24T09:00:00+01:00", set.Groups, map[string]string{"region": "DE"}, platforms})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	linkedin := slices.IndexFunc(set.Platforms, func(p rule.Platform) bool { return p.ID == "linkedin" })
	for _, test := range []struct {
		what, call, message string
		most                float64
	}{
		{"one address", "decide", ask(set.Platforms[linkedin : linkedin+1]), 85},
		{"the notice table", "notices", ask(set.Platforms), float64(190 * len(set.Platforms))},
	} {
		if got := testing.AllocsPerRun(20, func() { boundary.Call(test.call, test.message) }); got > test.most {
			t.Errorf("%s: %.0f allocations, at most %.0f", test.what, got, test.most)
		}
	}
}
