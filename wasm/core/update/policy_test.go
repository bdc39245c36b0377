package update_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// under runs with a policy.
func under(p update.Policy) func(*update.Input) { return func(in *update.Input) { in.Policy = p } }

func TestPolicyPin(t *testing.T) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	first := p.Release("first", blobs(switchAt, "forum")...)
	p.Release("second", blobs(switchAt, "forum", "other")...)
	p.Checkpoint(start)
	sum := sha256.Sum256(first)
	pin := &update.Pin{Place: update.Place{Epoch: 1, Index: 0}, SHA256: hex.EncodeToString(sum[:])}
	c := install(t, p)
	if got := c.run(p.Files(), start, under(update.Policy{Pin: pin})); got != "updated" || c.record.Active.Index != 0 || c.record.Size != 2 {
		t.Errorf("%s, release %d in use, %d entries seen", got, c.record.Active.Index, c.record.Size)
	}
	if got := c.run(p.Files(), start+hour, under(update.Policy{Pin: pin})); got != "current" {
		t.Errorf("once more: %s", got)
	}
	if v, err := update.See(c.record, start+hour, "2026-03-08", update.Policy{Pin: pin}); err != nil || v.State != update.UpToDate {
		t.Errorf("a pinned release is not held: %v, %v", v.State, err)
	}
	if got := c.run(p.Files(), start+hour); got != "updated" || c.record.Active.Index != 1 {
		t.Errorf("without the pin: %s", got)
	}
	for why, wrong := range map[string]update.Pin{
		"another release":    {Place: update.Place{Epoch: 1, Index: 1}, SHA256: pin.SHA256},
		"no such place":      {Place: update.Place{Epoch: 1, Index: 7}, SHA256: pin.SHA256},
		"an epoch to come":   {Place: update.Place{Epoch: 2, Index: 0}, SHA256: pin.SHA256},
		"a place before all": {Place: update.Place{Epoch: 1, Index: -1}, SHA256: pin.SHA256},
	} {
		got := c.run(p.Files(), start+hour, under(update.Policy{Pin: &wrong}))
		if got != "kept wrong-place" && got != "kept not-logged" && got != "kept fetch" || c.record.Active.Index != 1 {
			t.Errorf("%s: %s, release %d in use", why, got, c.record.Active.Index)
		}
	}
}

func TestPolicyDelay(t *testing.T) {
	p, c := published(t)
	p.Release("second", blobs(switchAt, "forum", "other")...)
	p.Checkpoint(start + hour)
	wait := under(update.Policy{DelayHours: 24})
	for at, want := range map[int64]string{start + hour: "delayed", start + 24*hour: "delayed"} {
		if got := c.run(p.Files(), at, wait); got != want || c.record.Active.Index != 0 {
			t.Errorf("after %d hours: %s", (at-start)/hour, got)
		}
	}
	if v, err := update.See(c.record, start+24*hour, "2026-03-09", update.Policy{}); err != nil || v.State != update.Waits {
		t.Errorf("%v, %v", v.State, err)
	}
	if got := c.run(p.Files(), start+49*hour, wait); got != "updated" || c.record.Waiting != nil {
		t.Errorf("a day after it was seen: %s", got)
	}
}

func TestPolicyHold(t *testing.T) {
	_, c := published(t)
	c.record.Domains = map[string]int64{"new.example": start}
	hours := func(n int64) update.Policy { return update.Policy{HoldHours: &n} }
	for _, test := range []struct {
		policy update.Policy
		after  int64
		held   bool
	}{
		{update.Policy{}, 71, true}, {update.Policy{}, 72, false}, {hours(0), 0, false},
		{hours(100), 99, true}, {hours(100), 100, false}, {hours(9999), 719, true}, {hours(9999), 720, false}, {hours(-5), 0, false},
	} {
		if _, held := c.record.Held(start+test.after*hour, test.policy)["new.example"]; held != test.held {
			t.Errorf("%+v after %d hours: held %v", test.policy, test.after, held)
		}
	}
	if held := c.record.ShowNow("new.example").Held(start, update.Policy{}); len(held) != 0 {
		t.Errorf("the user wanted to see it: %v", held)
	}
	if r := c.record.ShowNow("other.example"); len(r.Domains) != 1 {
		t.Errorf("a domain that is not held: %v", r.Domains)
	}
}

// TestHalf holds that another source than the built-in one has half the limits.
func TestHalf(t *testing.T) {
	half := func(in *update.Input) { in.Half = true }
	for _, test := range []struct {
		why, want string
		change    func(files map[string][]byte)
		grow      int
	}{
		{"an ordinary source", "updated", nil, 0},
		{"a checkpoint over half its limit", "kept too-big", func(files map[string][]byte) {
			files["checkpoint"] = append(files["checkpoint"], strings.Repeat("— a "+strings.Repeat("A", 240)+"\n", 80)...)
		}, 0},
		{"a data file over half its limit", "kept too-big", nil, release.MaxFile/2 + 1},
	} {
		p := releasetest.New("rules.example.org/main", releasetest.Usual)
		all := blobs(switchAt, "forum")
		all[0].Data += strings.Repeat(" ", test.grow)
		p.Release("first", all...)
		p.Checkpoint(start)
		files := p.Files()
		if test.change != nil {
			test.change(files)
		}
		if got := install(t, p).run(files, start, half); got != test.want {
			t.Errorf("%s: %s", test.why, got)
		}
		if got := install(t, p).run(files, start); got != "updated" {
			t.Errorf("%s, of the built-in source: %s", test.why, got)
		}
	}
}

// seedOf packs what a publisher serves.
func seedOf(p *releasetest.Publisher, trust int, development bool) update.Seed {
	return update.Seed{Bundle: update.Bundle{Version: 1, Files: p.Files()}, Root: string(p.Root.Raw), PackageTrust: trust, Domains: []string{"example.com"}, Development: development}
}

func TestPlant(t *testing.T) {
	p, _ := published(t)
	plant := func(seed update.Seed, policy update.Policy, stored ...update.Record) update.Output {
		t.Helper()
		var raw []json.RawMessage
		for _, r := range stored {
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			raw = append(raw, text)
		}
		out, err := update.Plant(seed, raw, start, "", policy)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	kept := func(out update.Output) update.Record { out.Record.Gen++; return out.Record }

	old := seedOf(p, 1, false)
	fresh := plant(old, update.Policy{})
	if fresh.Opened == nil || !fresh.Changed || fresh.Record.Active.Index != 0 || fresh.Record.LastRun.Status != "" {
		t.Fatalf("as installed: %+v", fresh.Record)
	}
	first := kept(fresh)
	if out := plant(old, update.Policy{}, first); out.Changed || out.Opened != nil {
		t.Errorf("a second start changes something: %+v", out)
	}

	ahead := p.Clone()
	ahead.Release("second", blobs(switchAt, "forum", "other")...)
	ahead.Checkpoint(start + hour)
	c := &client{t: t, record: first}
	if got := c.run(ahead.Files(), start+hour); got != "updated" {
		t.Fatal(got)
	}
	second := c.record
	second.Gen = 9
	if out := plant(old, update.Policy{}, first, second); out.Record.Active.Index != 1 || out.Opened != nil {
		t.Errorf("the copy that has seen more is not taken: %+v", out.Record.Active)
	}
	if out := plant(seedOf(ahead, 1, false), update.Policy{}, first); out.Record.Active.Index != 1 || out.Opened == nil {
		t.Errorf("a newer embedded release does not come into use: %+v", out.Record.Active)
	}
	if out := plant(old, update.Policy{}, second.Fall().Fall()); out.Record.Active == nil || out.Record.Active.Index != 0 || out.Record.Size != 2 {
		t.Errorf("all lost but the record: %+v, floor %d", out.Record.Active, out.Record.Size)
	}
	if out := plant(old, update.Policy{Minimum: &update.Place{Epoch: 1, Index: 2}}, second); out.Record.Active.Index != 0 || out.Record.Size != 2 {
		t.Errorf("below the minimum: %+v, floor %d", out.Record.Active, out.Record.Size)
	}
	if v, err := update.See(fresh.Record, start, "2026-03-08", update.Policy{Minimum: &update.Place{Epoch: 1, Index: 2}}); err != nil || !v.Below {
		t.Errorf("nobody says that the release is below the minimum: %+v, %v", v, err)
	}
	if out := plant(old, update.Policy{Minimum: &update.Place{Epoch: 1, Index: 1}}, second); out.Record.Active.Index != 1 {
		t.Errorf("not below the minimum: %+v", out.Record.Active)
	}
	if out := plant(seedOf(p, 2, false), update.Policy{}, second); out.Record.Active.Index != 0 || out.Record.Size != 1 || out.Record.PackageTrust != 2 {
		t.Errorf("a package to be trusted anew: %+v", out.Record)
	}

	other := releasetest.New("rules.example.org/main", releasetest.Usual)
	other.Release("another first", blobs(switchAt, "forum", "more")...)
	other.Checkpoint(start)
	if out := plant(seedOf(other, 1, false), update.Policy{}, first); out.Record.Fork == nil || out.Record.Active.Index != 0 {
		t.Errorf("a package with another history: %+v", out.Record)
	}
	if out := plant(seedOf(other, 1, true), update.Policy{}, first); out.Record.Fork != nil || out.Opened == nil {
		t.Errorf("a development package that was built anew: %+v", out.Record)
	}
	if _, err := update.Plant(update.Seed{Root: "no root"}, nil, start, "", update.Policy{}); err == nil {
		t.Error("a package without a root")
	}
	if _, err := update.Plant(update.Seed{Root: string(p.Root.Raw)}, nil, start, "", update.Policy{}); err == nil {
		t.Error("a package without a release")
	}
}
