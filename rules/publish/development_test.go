package publish

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// load reads the real rules.
func load(t testing.TB) rules.Set {
	set, err := rules.Load(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestSeed(t *testing.T) {
	set := load(t)
	seed, err := Seed(set)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(set.Platforms)
	again, err := Seed(set)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(seed, again) {
		t.Error("the same rules make another seed")
	}
	var b update.Seed
	if err := json.Unmarshal(seed, &b); err != nil {
		t.Fatal(err)
	}
	if b.Version != 1 || !b.Development || b.PackageTrust < 2300 || len(b.Domains) < 50 {
		t.Errorf("version %d, development %v, trust %d, %d domains", b.Version, b.Development, b.PackageTrust, len(b.Domains))
	}
	if !slices.Equal(b.URLs, []string{"http://127.0.0.1:8787/v1/"}) {
		t.Errorf("served at %v", b.URLs)
	}
	record, err := update.Load(nil, b.Root, b.PackageTrust)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Update(record, Files(b.Files).Read, 1_700_000_000, true, b.Domains)
	if err != nil {
		t.Fatal(err)
	}
	if out.Result.Status != update.Updated || out.Opened == nil || out.Record.Size != 1 || len(out.Record.Domains) > 0 {
		t.Errorf("a client ends with %+v, size %d, held back %v", *out.Result, out.Record.Size, out.Record.Domains)
	}
	for path := range b.Files {
		delete(b.Files, path)
		if out, err := Update(record, Files(b.Files).Read, 0, true, nil); path != "root/1" && (err != nil || out.Result.Status == update.Updated) {
			t.Errorf("the seed has %s, which no client reads: %v", path, err)
		}
		if err := json.Unmarshal(seed, &b); err != nil {
			t.Fatal(err)
		}
	}
}
