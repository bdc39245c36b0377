package rule_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

func TestEntryFrom(t *testing.T) {
	const source = "rules.example.net/main"
	for _, raw := range []string{
		`{"id":"forum","name":"Forum","hosts":["forum.example"]}`,
		` { "uses" : [{"id":"no"}], "links":{"id":"no"} , "id" : "forum" } `,
	} {
		e, err := rule.OpenEntry(raw)
		if err != nil {
			t.Fatal(err)
		}
		if e.Source() != "" {
			t.Errorf("%s is from %q", raw, e.Source())
		}
		other := e.From(source)
		if other.ID() != source+"/forum" || other.Source() != source {
			t.Errorf("%s has the id %q", other.Raw(), other.ID())
		}
		var before, after map[string]any
		if json.Unmarshal([]byte(raw), &before) != nil || json.Unmarshal([]byte(other.Raw()), &after) != nil {
			t.Fatal("not JSON:", other.Raw())
		}
		before["id"] = source + "/forum"
		if diff := cmp.Diff(before, after); diff != "" {
			t.Error("only the id may change:", diff)
		}
	}
}

// An entry of a set knows where it stands in the set's JSON.
func TestEntryFromInASet(t *testing.T) {
	first, second := good(), good()
	second.ID, second.Hosts = "board", []string{"board.example"}
	second.OptOuts = nil
	text, err := json.Marshal(map[string]any{"version": "1", "platforms": []rule.Platform{first, second}})
	if err != nil {
		t.Fatal(err)
	}
	set, err := rule.OpenSet(string(text))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range set.Entries {
		p, err := e.From("a.example").Platform()
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, p.ID)
	}
	if diff := cmp.Diff([]string{"a.example/forum", "a.example/board"}, ids); diff != "" {
		t.Error(diff)
	}
}
