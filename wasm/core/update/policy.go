package update

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Policy is what an organisation wants of its devices (section 14). The zero
// value wants nothing.
type Policy struct {
	// Pin is the only release to use.
	Pin *Pin `json:"pin,omitempty"`
	// Minimum is the oldest release to use.
	Minimum *Place `json:"minimum,omitempty"`
	// DelayHours is how long a release waits after it was first seen.
	DelayHours int64 `json:"delayHours,omitempty"`
	// HoldHours is how long links to new domains wait, 0 to 720; none means 72.
	HoldHours *int64 `json:"holdHours,omitempty"`
}

// Place is a release's place in the log.
type Place struct {
	Epoch int   `json:"epoch"`
	Index int64 `json:"index"`
}

// Pin is a release by its place and the SHA-256 of its entry, in hexadecimal.
type Pin struct {
	Place
	SHA256 string `json:"sha256"`
}

// Waiting is a release that was seen and is not used yet.
type Waiting struct {
	Place
	// Since is when it was first seen, in Unix seconds.
	Since int64 `json:"since"`
}

// pinned reads the release that the organisation has named.
func (r *run) pinned(root release.Root, head release.Checkpoint, pin Pin) (release.Release, error) {
	if pin.Epoch != head.Epoch {
		return release.Release{}, release.Fail(release.WrongPlace, "the pinned release is of epoch %d, the log of %d", pin.Epoch, head.Epoch)
	}
	entry, err := r.entry(root, head, pin.Index)
	if err != nil {
		return release.Release{}, err
	}
	if sum := sha256.Sum256(entry.Raw); hex.EncodeToString(sum[:]) != pin.SHA256 {
		return release.Release{}, release.Fail(release.WrongPlace, "release %d.%d is another one than the pinned one", pin.Epoch, pin.Index)
	}
	return entry, nil
}

// delayed lets a release wait as long as the organisation wants.
func (r *run) delayed(entry release.Release) bool {
	if r.Policy.DelayHours <= 0 || r.Policy.Pin != nil {
		return false
	}
	at := Place{entry.Epoch, entry.Index}
	if w := r.Record.Waiting; w == nil || w.Place != at {
		r.Record.Waiting, r.changed = &Waiting{at, r.now}, true
	}
	if r.now-r.Record.Waiting.Since >= r.Policy.DelayHours*hour {
		return false
	}
	r.status = Delayed
	return true
}

// below reports whether the release in use is older than the organisation allows.
func (p Policy) below(a *Active) bool {
	return p.Minimum != nil && a != nil && (a.Epoch < p.Minimum.Epoch || a.Epoch == p.Minimum.Epoch && a.Index < p.Minimum.Index)
}
