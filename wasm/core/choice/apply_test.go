package choice_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
)

const now = "2026-01-10T12:00:00+01:00"

// Records that were stored before there were accounts are still read.
func TestRecordsOfOldStayReadable(t *testing.T) {
	var r choice.Record
	if err := json.Unmarshal([]byte(`{"done":{"toggle":{"on":"2025-06-01"}},"later":{"scope":"never","on":"2025-06-02"},"updated":"2025-06-02T12:00:00Z"}`), &r); err != nil {
		t.Fatal(err)
	}
	r, err := choice.Apply(r, choice.Action{Kind: choice.AddAccount, Account: "work"}, nil, now)
	if err != nil {
		t.Fatal(err)
	}
	want := choice.Record{
		Done:     map[string]choice.Mark{"toggle": {On: "2025-06-01"}},
		Accounts: map[string]map[string]choice.Mark{"work": {}},
		Later:    &choice.Delay{Scope: choice.Never, On: "2025-06-02"},
		Updated:  now,
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
}

func TestApplyLeavesTheRecordAlone(t *testing.T) {
	mark := func() map[string]choice.Mark { return map[string]choice.Mark{"toggle": {On: "2025-06-01"}} }
	before := func() choice.Record {
		return choice.Record{Done: mark(), Accounts: map[string]map[string]choice.Mark{"work": mark()}, Later: &choice.Delay{Scope: choice.Today, On: "2025-06-01"}}
	}
	r := before()
	for _, a := range []choice.Action{
		{Kind: choice.Done, OptOut: "toggle"}, {Kind: choice.Done, OptOut: "form", Account: "work"}, {Kind: choice.NotDone, OptOut: "toggle", Account: "work"},
		{Kind: choice.Seen, OptOut: "toggle", State: choice.Off}, {Kind: choice.Later, Scope: choice.Never}, {Kind: choice.Resume},
		{Kind: choice.AddAccount, Account: "home"}, {Kind: choice.RemoveAccount, Account: "work"},
	} {
		if _, err := choice.Apply(r, a, []string{"toggle"}, now); err != nil {
			t.Error(a, err)
		}
		if diff := cmp.Diff(before(), r); diff != "" {
			t.Error(a, diff)
		}
	}
}

func TestApplyHasLimits(t *testing.T) {
	var r choice.Record
	var err error
	for i := range 200 {
		for _, a := range []choice.Action{{Kind: choice.AddAccount, Account: fmt.Sprint("account ", i)}, {Kind: choice.Done, OptOut: fmt.Sprint("opt-out-", i)}} {
			next, refused := choice.Apply(r, a, nil, now)
			if refused == nil {
				r = next
			} else if err = refused; !errors.Is(err, choice.ErrBadAction) {
				t.Fatal(err)
			}
		}
	}
	if err == nil || len(r.Accounts) != 8 || len(r.Done) != 100 {
		t.Errorf("%d accounts, %d opt-outs, %v", len(r.Accounts), len(r.Done), err)
	}
}

// Of two records of one device the newer one is later, whatever its clock does.
func TestUpdatedGoesForward(t *testing.T) {
	r := choice.Record{}
	for _, clock := range []string{"2026-01-10T12:00:00+01:00", "2026-01-10T12:00:00+01:00", "2025-01-10T12:00:00Z", "2026-01-10T06:00:00-05:00", "2026-01-11T00:00:00Z"} {
		next, err := choice.Apply(r, choice.Action{Kind: choice.Resume}, nil, clock)
		if err != nil {
			t.Fatal(err)
		}
		if r.Updated != "" && day.Unix(next.Updated) <= day.Unix(r.Updated) {
			t.Errorf("at %s: %s comes after %s", clock, next.Updated, r.Updated)
		}
		r = next
	}
	if r.Updated != "2026-01-11T00:00:00Z" {
		t.Error("a clock that is right again counts:", r.Updated)
	}
	if _, err := choice.Apply(r, choice.Action{Kind: choice.Resume}, nil, "today"); !errors.Is(err, day.ErrBadTime) {
		t.Error("no moment:", err)
	}
}
