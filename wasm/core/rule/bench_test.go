package rule_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// realPlatforms reads the rules that this repository publishes.
func realPlatforms(t testing.TB) []rule.Platform {
	files, err := filepath.Glob("../../../rules/platforms/*/platform.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no platforms: ", err)
	}
	var platforms []rule.Platform
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var p rule.Platform
		if err := json.Unmarshal(text, &p); err != nil {
			t.Fatal(err)
		}
		p.Schema = "" // for editors only
		platforms = append(platforms, p)
	}
	return platforms
}

// rawSet is a rule set as OpenSet takes it.
func rawSet(t testing.TB, platforms []rule.Platform) string {
	text, err := json.Marshal(map[string]any{"version": "1.1", "groups": map[string]any{}, "platforms": platforms})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// others makes n platforms of the real ones, each with an id and hosts of its own.
func others(real []rule.Platform, n int) []rule.Platform {
	var platforms []rule.Platform
	for i := range n {
		p := real[i%len(real)]
		if i >= len(real) {
			p.ID = fmt.Sprintf("%s-%d", p.ID, i/len(real))
			p.Domains = append(append([]string{}, p.Domains...), p.Hosts...)
			p.Hosts = []string{p.ID + ".example"}
		}
		platforms = append(platforms, p)
	}
	return platforms
}

// BenchmarkOpenSet opens the rules as they are, and 300 made of them.
func BenchmarkOpenSet(b *testing.B) {
	real := realPlatforms(b)
	for _, n := range []int{len(real), 300} {
		raw := rawSet(b, others(real, n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rule.OpenSet(raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
