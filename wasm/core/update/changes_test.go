package update_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/rule"
	"github.com/beforehand/beforehand/wasm/core/update"
)

func TestChanges(t *testing.T) {
	entries := func(raw ...string) (all []rule.Entry) {
		for _, r := range raw {
			e, err := rule.OpenEntry(r)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, e)
		}
		return all
	}
	before := entries(
		`{"id":"same","name":"Same","hosts":["a.example"]}`,
		`{"id":"gone","name":"Gone"}`,
		`{"id":"link","name":"Link","optOuts":[{"id":"x","url":"https://a.example/old"}]}`,
		`{"id":"claim","name":"Claim","uses":[{"state":"unclear"}],"optOuts":[{"id":"x"}]}`,
		`{"id":"host","name":"Host","hosts":["a.example"]}`,
		`{"id":"day","name":"Day","verified":"2026-01-01"}`,
	)
	after := entries(
		`{"hosts":["a.example"],"id":"same","name":"Same"}`,
		`{"id":"new","name":"New"}`,
		`{"id":"link","name":"Link","optOuts":[{"id":"x","url":"https://a.example/new"}]}`,
		`{"id":"claim","name":"Claim","uses":[{"state":"not-used"}],"optOuts":[]}`,
		`{"id":"host","name":"Host","hosts":["a.example","b.example"]}`,
		`{"id":"day","name":"Day","verified":"2026-02-01"}`,
	)
	want := []update.Change{
		{update.Added, "new", "New"}, {update.Removed, "gone", "Gone"}, {update.Claims, "claim", "Claim"},
		{update.OptOuts, "link", "Link"}, {update.Places, "host", "Host"}, {update.Details, "day", "Day"},
	}
	if diff := cmp.Diff(want, update.Changes(before, after)); diff != "" {
		t.Error(diff)
	}
	if same := update.Changes(before, before); len(same) != 0 {
		t.Errorf("nothing changed: %v", same)
	}
}
