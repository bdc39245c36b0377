// Package choice is what users decided: which opt-outs are done, and what they
// do not want to see for now or for good.
package choice

import (
	"errors"
	"fmt"
	"maps"
)

// Everywhere is the id under which a choice for all platforms is kept.
const Everywhere = "*"

// Scope is for how long a notice is put off.
type Scope string

// For how long a notice is put off: for the day, until the platform's terms
// change, or for good.
const (
	Today       Scope = "today"
	UntilChange Scope = "until-change"
	Never       Scope = "never"
)

// Kind is what a user does.
type Kind string

// What a user does: Done and NotDone concern one opt-out, Put off and Resume
// concern the notice.
const (
	Done    Kind = "done"
	NotDone Kind = "not-done"
	Later   Kind = "later"
	Resume  Kind = "resume"
)

// Record is what the user decided about one platform, or about all. It is
// stored under one key; the zero Record means that nothing was decided.
type Record struct {
	// Done are the opt-outs that the user says are done, by id.
	Done map[string]Mark `json:"done,omitempty"`
	// Later puts the notice off.
	Later *Delay `json:"later,omitempty"`
	// Updated is when the record last changed, as RFC 3339; of two records
	// the later one wins.
	Updated string `json:"updated,omitempty"`
}

// Mark is when an opt-out was done.
type Mark struct {
	// On is the day, as YYYY-MM-DD.
	On string `json:"on"`
	// Confirmed is the day on which the switch was seen to be off, if it was.
	Confirmed string `json:"confirmed,omitempty"`
}

// Delay is how long a notice is put off, and since when.
type Delay struct {
	Scope Scope  `json:"scope"`
	On    string `json:"on"`
}

// Action is one thing that a user does.
type Action struct {
	Kind Kind `json:"kind"`
	// OptOut is the id of the opt-out, for Done and NotDone.
	OptOut string `json:"optOut,omitempty"`
	// Scope is for how long, for Later.
	Scope Scope `json:"scope,omitempty"`
}

// ErrBadAction means that an action names an unknown kind or scope.
var ErrBadAction = errors.New("unknown choice")

// Apply returns the record after an action on day, at the moment updated. The
// record that was passed in stays as it is.
func Apply(r Record, a Action, day, updated string) (Record, error) {
	r.Done = maps.Clone(r.Done)
	switch {
	case a.Kind == Done && a.OptOut != "":
		if r.Done == nil {
			r.Done = map[string]Mark{}
		}
		r.Done[a.OptOut] = Mark{On: day}
	case a.Kind == NotDone && a.OptOut != "":
		delete(r.Done, a.OptOut)
	case a.Kind == Later && (a.Scope == Today || a.Scope == UntilChange || a.Scope == Never):
		r.Later = &Delay{a.Scope, day}
	case a.Kind == Resume:
		r.Later = nil
	default:
		return Record{}, fmt.Errorf("%q %q: %w", a.Kind, a.Scope, ErrBadAction)
	}
	r.Updated = updated
	return r, nil
}

// PutOff reports whether the notice is put off on day, when the platform's
// terms last changed on lastChange (empty if never).
func (r Record) PutOff(day, lastChange string) bool {
	if r.Later == nil {
		return false
	}
	switch r.Later.Scope {
	case Today:
		return day == r.Later.On
	case UntilChange:
		return lastChange <= r.Later.On
	case Never:
		return true
	}
	return false
}

// IsDone reports whether an opt-out is done, and was not undone by a change of
// the terms after that day.
func (r Record) IsDone(optOut, lastChange string) bool {
	mark, ok := r.Done[optOut]
	return ok && lastChange <= mark.On
}
