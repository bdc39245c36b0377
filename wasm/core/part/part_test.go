package part_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

const regions = `{"schema": 1, "part": "regions", "groups": {}}`

// file is a data file of platforms with these ids, which make no claims.
func file(name string, ids ...string) []byte {
	list := ""
	for i, id := range ids {
		if i > 0 {
			list += ","
		}
		list += fmt.Sprintf(`{"id":%[1]q,"name":"A","operator":"A","category":"social","hosts":["%[1]s.example"],"uses":[],"links":{},"evidence":[],"verified":"2026-01-02","confidence":"high"}`, id)
	}
	return fmt.Appendf(nil, `{"schema":1,"part":%q,"platforms":[%s]}`, name, list)
}

func TestOf(t *testing.T) {
	// The first bytes of SHA-256 are 0x84, 0x2d and 0xe3.
	for id, want := range map[string]string{"linkedin": "platforms-16", "x": "platforms-05", "": "platforms-28"} {
		if got := part.Of(id); got != want {
			t.Errorf("Of(%q) = %s, want %s", id, got, want)
		}
	}
}

func TestOpen(t *testing.T) {
	x := part.Of("x")
	for _, test := range []struct {
		why    string
		change map[string][]byte
		want   string
		err    string
	}{
		{"the platforms of all parts", map[string][]byte{part.Of("a"): file(part.Of("a"), "a")}, "1.42 x a", ""},
		{"a file that is new to this engine is left out", map[string][]byte{"hints": []byte(`{"schema": 1, "part": "hints", "platforms": 7, "groups": 7}`)}, "1.42 x", ""},
		{"it has to be JSON all the same", map[string][]byte{"hints": []byte(`{`)}, "", "hints: byte 1: write a name in quotes: not strict JSON"},
		{"a file says its name", map[string][]byte{x: file("platforms-99", "x")}, "", x + ": does not say its name and schema 1: the rule set breaks the format"},
		{"a file says its schema", map[string][]byte{x: bytes.Replace(file(x, "x"), []byte("1"), []byte("2"), 1)}, "", x + ": does not say its name and schema 1: the rule set breaks the format"},
		{"the schema is a number", map[string][]byte{x: bytes.Replace(file(x, "x"), []byte("1"), []byte(`"1"`), 1)}, "", x + ": the rule set breaks the format: byte 13: write another type of value: not strict JSON"},
		{"a file is an object", map[string][]byte{"regions": []byte(`[]`)}, "", "regions: byte 0: write an object: not strict JSON"},
		{"platforms are in the part of their id", map[string][]byte{x: file(x, "a")}, "", x + `: "a" belongs to ` + part.Of("a") + ": the rule set breaks the format"},
		{"a platform is there once", map[string][]byte{x: file(x, "x", "x")}, "", x + `: "x" comes after "x": the rule set breaks the format`},
		{"an empty part is left out", map[string][]byte{x: file(x)}, "", x + ": has no platforms: the rule set breaks the format"},
		{"platforms are a list", map[string][]byte{x: []byte(`{"schema": 1, "part": "` + x + `", "platforms": {"id": "x"}}`)}, "", x + ": has no platforms: the rule set breaks the format"},
		{"a platform has an id", map[string][]byte{x: []byte(`{"schema": 1, "part": "` + x + `", "platforms": [{"id": 7}]}`)}, "", x + ": has a platform without an id: the rule set breaks the format"},
		{"and passes the content gate", map[string][]byte{x: bytes.Replace(file(x, "x"), []byte(`"A"`), []byte(`"<b>"`), 1)}, "", x + `: platform "x": name: write plain text, without markup and addresses: the rule set breaks the format`},
		{"there are regions", map[string][]byte{"regions": nil}, "", "regions: has no groups: the rule set breaks the format"},
		{"the regions are an object", map[string][]byte{"regions": []byte(`{"schema": 1, "part": "regions", "groups": []}`)}, "", "regions: the rule set breaks the format: byte 43: write another type of value: not strict JSON"},
	} {
		t.Run(test.why, func(t *testing.T) {
			files := map[string][]byte{"regions": []byte(regions), x: file(x, "x")}
			maps.Copy(files, test.change)
			maps.DeleteFunc(files, func(_ string, content []byte) bool { return content == nil })
			set, err := part.Open("1.42", files)
			got := set.Version
			for _, e := range set.Entries {
				got += " " + e.ID()
			}
			if err != nil {
				if err.Error() != test.err || !errors.Is(err, rule.ErrBadContent) && !errors.Is(err, rule.ErrBadJSON) {
					t.Errorf("%v, want %q", err, test.err)
				}
			} else if test.err != "" || got != test.want {
				t.Errorf("%s, want %s %s", got, test.want, test.err)
			}
		})
	}
}

func TestPlatformsOfAPartAreSorted(t *testing.T) {
	first := map[string]string{} // the first id of each part
	for i := range 100 {
		id := fmt.Sprintf("p%02d", i)
		name := part.Of(id)
		if first[name] == "" {
			first[name] = id
			continue
		}
		files := map[string][]byte{"regions": []byte(regions), name: file(name, first[name], id)}
		if _, err := part.Open("1", files); err != nil {
			t.Error(err)
		}
		files[name] = file(name, id, first[name])
		if _, err := part.Open("1", files); !errors.Is(err, rule.ErrBadContent) {
			t.Errorf("%s before %s: %v", id, first[name], err)
		}
	}
}
