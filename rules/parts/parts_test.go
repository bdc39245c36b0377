package parts_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/parts"
	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// The rules of the repository come back out of their data files as they went
// in, and make the same files in any order.
func TestBuild(t *testing.T) {
	set, err := rules.Load(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	files, err := parts.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	comesBack(t, set, files)
	// Signatures rest on these bytes.
	if got := string(files["regions"]); !strings.HasPrefix(got, `{"schema":1,"part":"regions","groups":{"EEA":{"name":"European Economic Area","source":`) {
		t.Errorf("regions: %.200s", got)
	}
	for name, content := range files {
		list := `"platforms":[{"id":`
		if part.HasTexts(name) {
			list = `"texts":[["`
		}
		if name != "regions" && !strings.HasPrefix(string(content), fmt.Sprintf(`{"schema":1,"part":%q,`, name)+list) {
			t.Errorf("%s: %.200s", name, content)
		}
	}
}

func TestBuildOfRandomSets(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	for round := range 50 {
		set := random(draw, round+1)
		files, err := parts.Build(set)
		if err != nil {
			t.Fatal(err)
		}
		comesBack(t, set, files)
		draw.Shuffle(len(set.Platforms), func(i, j int) {
			set.Platforms[i], set.Platforms[j] = set.Platforms[j], set.Platforms[i]
		})
		set.Platforms[0].Schema = "platform.schema.json" // for editors only
		again, err := parts.Build(set)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(files, again); diff != "" {
			t.Errorf("in another order: %s", diff)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	for _, test := range []struct {
		why    string
		change func(*rules.Set)
		want   string
	}{
		{"no platform", func(s *rules.Set) { s.Platforms = nil }, "no version or no platforms: the rule set breaks the format"},
		{"an id given twice", func(s *rules.Set) { s.Platforms[1].ID = "p0" }, part.Of("p0") + `: "p0" comes after "p0": the rule set breaks the format`},
		{"what does not pass the gate", func(s *rules.Set) { s.Platforms[0].Name = "<b>" }, part.Of("p0") + `: platform "p0": name: write plain text, without markup and addresses: the rule set breaks the format`},
		{"a file that no client reads", func(s *rules.Set) { s.Platforms[0].Verified = strings.Repeat("a", 1<<20) }, part.Of("p0") + ": 1049017 bytes are more than clients read"},
	} {
		t.Run(test.why, func(t *testing.T) {
			set := random(rand.New(rand.NewPCG(1, 2)), 2)
			set.Platforms[0].OptOuts = nil
			test.change(&set)
			if _, err := parts.Build(set); err == nil || err.Error() != test.want {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}

func comesBack(t *testing.T, set rules.Set, files map[string][]byte) {
	t.Helper()
	got, err := parts.Read("1.42", files)
	if err != nil {
		t.Fatal(err)
	}
	want := rules.Set{Version: "1.42", Groups: set.Groups, Texts: set.Texts}
	want.Platforms = slices.SortedFunc(slices.Values(set.Platforms), func(a, b rule.Platform) int { return strings.Compare(a.ID, b.ID) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// random is a set of n platforms, p0 and so on.
func random(draw *rand.Rand, n int) rules.Set {
	set := rules.Set{Groups: region.Groups{}}
	pick := func(words ...string) string { return words[draw.IntN(len(words))] }
	for i := range draw.IntN(4) {
		set.Groups[fmt.Sprintf("G%d", i)] = region.Group{Name: pick("Group & Co", "Gruppe Ä"), Members: []region.Member{{Country: pick("DE", "FR")}}}
	}
	for i := range n {
		host := fmt.Sprintf("h%d.example", i)
		p := rule.Platform{
			ID: fmt.Sprintf("p%d", i), Name: pick("Forum", "Fórum \"A\" & B", "論壇"), Operator: "Forum Inc", Hosts: []string{host}, Frames: draw.IntN(2) == 0,
			Uses:     []rule.Use{{Purpose: rule.Generative, By: []string{"Forum"}, Content: []rule.Content{"posts"}, Regions: []string{pick("world", "DE")}, State: rule.Unclear}},
			Evidence: []rule.Evidence{{ID: "terms", URL: "https://" + host + "/terms?a=1&b=2", Publisher: "Forum", Seen: "2026", Says: pick("Posts.", "\u00abPosts\u00bb & more")}},
		}
		if draw.IntN(2) == 0 {
			p.OptOuts = []rule.OptOut{{ID: "off", URL: "https://" + host, Label: rule.Text{"en": "Off", "de": "Aus", "fr": "Arrêt"}, Covers: []rule.Purpose{rule.Generative}, Evidence: []string{"terms"}}}
		}
		set.Platforms = append(set.Platforms, p)
	}
	if draw.IntN(2) == 0 {
		set.Texts = map[string]map[string]string{"de": {"Posts.": pick("Beiträge.", "„Beiträge“ & mehr")}, "pt-br": {}}
	}
	return set
}
