package rule

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// readPlatform reads a platform as OpenSet does.
func readPlatform(raw string) (Platform, error) {
	s := scanner{raw: raw, tokens: maxTokens, tags: map[reflect.Type][]string{}}
	var p Platform
	err := s.document(func() error { return s.value(0, reflect.ValueOf(&p).Elem()) })
	if err == nil {
		err = s.wrong
	}
	return p, err
}

func TestReadsWhatPackageJSONReads(t *testing.T) {
	files, err := filepath.Glob("../../../rules/platforms/*/platform.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no platforms: ", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want Platform
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		got, err := readPlatform(string(raw))
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
}

// Whatever is read, package json reads in the same way.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"id": "a\u00e9\n", "minEngine": 12, "frames": true, "hosts": ["a", null, ""], "uses": [{"by": null, "state": "x"}, {}, null]}`,
		`{"optOuts": [{"probe": {"off": "a=b"}, "label": {"en": "a", "de": "b"}, "steps": {"en": ["a", "b"], "de": []}}, {"probe": null, "label": null}]}`,
		`{"links": {"help": "a", "new": [{"a": -1}]}, "ID": 1}`, `{"links": [], "hosts": {}, "name": 1, "frames": "x"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := readPlatform(raw)
		if err != nil {
			return
		}
		var want Platform
		if err := json.Unmarshal([]byte(raw), &want); err != nil {
			t.Fatalf("%s is read, but %v", raw, err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", raw, diff)
		}
	})
}
