package publish

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/update"
)

// The package has the seed in English, and each language in a file of its own
// with which a device speaks it.
func TestPack(t *testing.T) {
	whole, err := Seed(load(t))
	if err != nil {
		t.Fatal(err)
	}
	files, err := Pack(whole)
	if err != nil {
		t.Fatal(err)
	}
	var seed update.Seed
	if err := json.Unmarshal(files["seed.json"], &seed); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(seed.Languages, "de") || len(files) != len(seed.Languages)+1 || len(files["seed.json"]) > len(whole)/3 {
		t.Fatalf("languages %v in %d files, the seed has %d of %d bytes", seed.Languages, len(files), len(files["seed.json"]), len(whole))
	}
	plant := func(language string) int {
		t.Helper()
		out, err := update.Plant(seed, nil, 0, language, update.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		return len(out.Opened.Texts)
	}
	if n := plant("de"); n > 0 {
		t.Errorf("%d texts without their file", n)
	}
	var german Files
	if err := json.Unmarshal(files["texts/de.json"], &german); err != nil {
		t.Fatal(err)
	}
	for path, content := range german {
		seed.Files[path] = content
	}
	if n := plant("de"); n < 300 {
		t.Errorf("%d texts in German", n)
	}
}
