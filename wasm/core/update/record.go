// Package update brings a rule set up to date: from a trust record and the
// files that a source serves to a new record and, if there is one, a new rule
// set. It is a pure function; the shell fetches and stores.
//
// The protocol is docs/protocol.md, sections 8 to 10.
package update

import (
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release"
)

// Record is the trust record of one source: what was verified, and what is in
// use. It is all that an update remembers.
type Record struct {
	// V is the version of this format, 1.
	V int `json:"v"`
	// Gen counts commits, so that two runs cannot write over each other.
	Gen int `json:"gen"`
	// Source is the set's name.
	Source string `json:"source"`
	// PackageTrust is the trust number of the package that the record began with.
	PackageTrust int `json:"package_trust"`
	// Root is the newest root that was accepted, as it was signed.
	Root        string `json:"root"`
	RootVersion int    `json:"root_version"`
	// Checkpoint is the newest log head that was verified; Epoch, Size and Hash
	// (base64) are the floor that only grows, Time the latest moment, in Unix
	// seconds, that witnesses have vouched for.
	Checkpoint string `json:"checkpoint"`
	Epoch      int    `json:"epoch"`
	Size       int64  `json:"size"`
	Hash       string `json:"hash"`
	Time       int64  `json:"time"`
	// Confirmed is how many witnesses vouched for the checkpoint.
	Confirmed int `json:"confirmed"`
	// Active is the release in use, Previous the one before it.
	Active   *Active `json:"active,omitempty"`
	Previous *Active `json:"previous,omitempty"`
	// Domains are the link domains of the release in use that neither the
	// package nor the root names, with the moment, in Unix seconds, at which
	// each came.
	Domains map[string]int64 `json:"domains"`
	// Waiting is the newest release that was seen while an organisation wants
	// releases to wait.
	Waiting *Waiting `json:"waiting,omitempty"`
	// LastRun is how the last run ended.
	LastRun LastRun `json:"last_run"`
	// Failures counts the runs that failed since the last one that did not.
	Failures int `json:"failures"`
	// Fork is the proof that the source showed two histories.
	Fork *Fork `json:"fork,omitempty"`
}

// Active is a release in use.
type Active struct {
	Epoch  int   `json:"epoch"`
	Index  int64 `json:"index"`
	Schema int   `json:"schema"`
	// Slot is where the shell keeps the compiled set, a or b.
	Slot string `json:"slot"`
	// Entry is the release as it was signed.
	Entry string         `json:"entry"`
	Files []release.File `json:"files"`
}

// Status is how a run ended.
type Status string

// The ends of a run. Kept means that it failed and the active set stays,
// Delayed that an organisation wants the newest release to wait.
const (
	Updated Status = "updated"
	Current Status = "current"
	Older   Status = "older"
	Kept    Status = "kept"
	Forked  Status = "fork"
	Delayed Status = "delayed"
)

// LastRun is how the last run ended.
type LastRun struct {
	// At is when, in Unix seconds.
	At     int64        `json:"at"`
	Status Status       `json:"status"`
	Code   release.Code `json:"code,omitempty"`
	// Reason says what was wrong, for people.
	Reason string `json:"reason,omitempty"`
	// RetryAfter is how long, in seconds, the source asks to be left alone.
	RetryAfter int64 `json:"retryAfter,omitempty"`
}

// Fork is two signed heads of which not both can be true.
type Fork struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// seen reports whether the release in use is the last one of the log.
func (r Record) seen() bool { return r.uses(r.Epoch, r.Size-1) }

// uses reports whether a release is the one in use.
func (r Record) uses(epoch int, index int64) bool {
	return r.Active != nil && r.Active.Epoch == epoch && r.Active.Index == index
}

// speaks reports whether the release has come with its texts in a language, if
// it has any.
func (a *Active) speaks(language string) bool {
	name := part.Texts(language)
	return !strings.Contains(a.Entry, "\nfile "+name+" ") || slices.ContainsFunc(a.Files, func(f release.File) bool { return f.Name == name })
}

// Wait is how long to wait, in seconds, before the next run: the usual twelve
// hours, less after a failure, but as long as the source asks for, up to a day.
func (r Record) Wait() int64 {
	const minute = 60
	waits := []int64{12 * 60 * minute, 15 * minute, 60 * minute, 240 * minute}
	wait := waits[0]
	if r.Failures < len(waits) {
		wait = waits[r.Failures]
	}
	return max(wait, min(r.LastRun.RetryAfter, day))
}

// Fall returns the record with the release before the one in use, whose rule
// set is lost, or none. The floor stays.
func (r Record) Fall() Record {
	r.Active, r.Previous = r.Previous, nil
	return r
}
