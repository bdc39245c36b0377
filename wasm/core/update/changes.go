package update

import (
	"encoding/json"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// ChangeKind is what a new rule set did to a platform.
type ChangeKind string

// The kinds, most important first.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Claims  ChangeKind = "claims"
	OptOuts ChangeKind = "opt-outs"
	Places  ChangeKind = "places"
	Details ChangeKind = "details"
)

// Change is what a new rule set did to one platform.
type Change struct {
	Kind     ChangeKind `json:"kind"`
	Platform string     `json:"platform"`
	// Name is the platform's name.
	Name string `json:"name"`
}

// Changes compares two rule sets, platform by platform, and names of each
// what matters most to a reader: its claims before its opt-outs, and those
// before where it is looked for. They come most important first.
func Changes(before, after []rule.Entry) []Change {
	old := map[string]rule.Entry{}
	for _, e := range before {
		old[e.ID()] = e
	}
	found := map[ChangeKind][]Change{}
	note := func(kind ChangeKind, e rule.Entry) {
		found[kind] = append(found[kind], Change{kind, e.ID(), e.Name()})
	}
	for _, e := range after {
		was, known := old[e.ID()]
		delete(old, e.ID())
		if !known {
			note(Added, e)
		} else if kind := difference(was, e); kind != "" {
			note(kind, e)
		}
	}
	for _, e := range before {
		if _, gone := old[e.ID()]; gone {
			note(Removed, e)
		}
	}
	changes := []Change{}
	for _, kind := range []ChangeKind{Added, Removed, Claims, OptOuts, Places, Details} {
		changes = append(changes, found[kind]...)
	}
	return changes
}

// difference names what matters most of what differs, nothing for the same
// rule. The fields are compared, not the text: storage does not keep their order.
func difference(a, b rule.Entry) ChangeKind {
	differ := func(read func(rule.Entry) any) bool {
		x, _ := json.Marshal(read(a))
		y, _ := json.Marshal(read(b))
		return string(x) != string(y)
	}
	whole := func(e rule.Entry) any {
		p, _ := e.Platform() // both passed the content gate
		return p
	}
	switch {
	case a.Raw() == b.Raw() || !differ(whole):
		return ""
	case differ(func(e rule.Entry) any { return []any{e.Uses(), e.Confidence()} }):
		return Claims
	case differ(func(e rule.Entry) any { return e.OptOuts() }):
		return OptOuts
	case differ(func(e rule.Entry) any { return []any{e.Hosts(), e.Paths(), e.Composers(), e.Frames()} }):
		return Places
	}
	return Details
}
