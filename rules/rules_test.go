package rules_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/beforehand/beforehand/rules"
)

// A file may be wrong in any way. Each is a problem with a place, and none is
// a crash.
func TestBrokenFiles(t *testing.T) {
	for _, test := range []struct{ why, text, want string }{
		{"nothing", "", "platforms/forum/platform.json:1:1: file: cannot be read: the file ends too early"},
		{"cut off", `{"id": "forum", "hosts": ["a`, "platforms/forum/platform.json:1:27: file: cannot be read: the file ends too early"},
		{"not UTF-8", "{\"id\": \"\xff\"}", "platforms/forum/platform.json:1:1: file: save it as UTF-8"},
		{"UTF-16", "\xff\xfe{\x00}\x00", "platforms/forum/platform.json:1:1: file: save it as UTF-8"},
		{"too large", `{"id": "` + strings.Repeat("a", 10<<20) + `"}`, "platforms/forum/platform.json:1:1: file: keep it under 1048576 bytes; this one has 10485770"},
		{"nested deeply", strings.Repeat("[", 1<<19), "platforms/forum/platform.json:1:15: file: cannot be read: nested more than 12 deep"},
		{"nested deeply in a field", `{"uses": ` + strings.Repeat(`[`, 100000) + strings.Repeat(`]`, 100000) + `}`, "platforms/forum/platform.json:1:23: file: cannot be read: nested more than 12 deep"},
		{"a key twice", "{\n \"id\": \"forum\",\n \"id\": \"forum\"}", "platforms/forum/platform.json:2:8: id: is given twice: keep one"},
		{"no JSON", "id: forum", "platforms/forum/platform.json:1:1: file: cannot be read: invalid character 'i' looking for beginning of value"},
		{"a list", "[]", "platforms/forum/platform.json:1:1: file: must be an object, not a list"},
		{"more after it", "{}\n{}", "platforms/forum/platform.json:2:2: file: cannot be read: leave nothing after the rule"},
		{"a huge number", `{"minEngine": 1e999}`, "platforms/forum/platform.json:1:1: file: json: cannot unmarshal number 1e999 into Go struct field Platform.minEngine of type int"},
	} {
		found := rules.Check(fstest.MapFS{
			"regions.json":                  {Data: []byte("{}")},
			"platforms/forum/platform.json": {Data: []byte(test.text)},
		})
		said := ""
		for _, p := range found {
			said += p.String() + "\n"
		}
		if !strings.Contains(said, test.want+"\n") {
			t.Errorf("%s:\n got %s\nwant %s", test.why, said, test.want)
		}
	}
}

// The set stays small enough to be fetched on a slow line: 60 KB compressed,
// the texts of the evidence apart.
func TestSize(t *testing.T) {
	set, err := rules.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range set.Platforms {
		for i := range p.Evidence {
			p.Evidence[i].Says = "-"
		}
	}
	text, err := set.Compile()
	if err != nil {
		t.Fatal(err)
	}
	var compressed bytes.Buffer
	w := gzip.NewWriter(&compressed)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if compressed.Len() > 60_000 {
		t.Errorf("%d bytes", compressed.Len())
	}
}

// Whatever a rule is, check says something of it or nothing, within bounds;
// and what it passes, the engine takes.
func FuzzCheck(f *testing.F) {
	files, err := os.ReadDir("platforms")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files[:min(12, len(files))] {
		text, err := os.ReadFile("platforms/" + file.Name() + "/platform.json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var id struct {
			ID string `json:"id"`
		}
		_ = json.Unmarshal(text, &id) // to put it into its folder, if it has one
		if id.ID == "" || strings.Contains(id.ID, "/") {
			id.ID = "forum"
		}
		dir := fstest.MapFS{"regions.json": {Data: []byte("{}")}, "platforms/" + id.ID + "/platform.json": {Data: text}}
		if len(rules.Check(dir)) > 0 {
			return
		}
		set, err := rules.Load(dir)
		if err != nil {
			t.Fatal("check passes what cannot be loaded:", err)
		}
		if _, err := set.Compile(); err != nil {
			t.Fatal("check passes what the engine refuses:", err)
		}
	})
}
