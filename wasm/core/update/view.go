package update

import (
	"fmt"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// State is what a user is told of the freshness of the rules (section 12).
type State string

// The states.
const (
	UpToDate  State = "up-to-date"
	OutOfDate State = "out-of-date"
	NoPromise State = "no-promise"
	Held      State = "held"
	Stopped   State = "stopped"
)

// View is what the options page shows of a source.
type View struct {
	State State `json:"state"`
	// Version is the release in use, as epoch.index; empty for none.
	Version string `json:"version"`
	// Witnesses vouched for the newest head, of so many that the root names.
	Confirmed int `json:"confirmed"`
	Witnesses int `json:"witnesses"`
	// Time is when that was, in Unix seconds; 0 if nobody vouches.
	Time int64 `json:"time"`
	// Expired says that the root's own day has passed.
	Expired bool    `json:"expired"`
	LastRun LastRun `json:"lastRun"`
	// Proof is the two heads of a fork.
	Proof *Fork `json:"proof,omitempty"`
}

// See tells what is known of a source at a moment, in Unix seconds, whose day
// is today (YYYY-MM-DD).
func See(r Record, now int64, today string) (View, error) {
	root, err := release.OpenRoot([]byte(r.Root))
	if err != nil {
		return View{}, err
	}
	v := View{Confirmed: r.Confirmed, Witnesses: len(root.Witnesses.Keys), Time: r.Time, Expired: today > root.Expires, LastRun: r.LastRun, Proof: r.Fork}
	if r.Active != nil {
		v.Version = fmt.Sprintf("%d.%d", r.Active.Epoch, r.Active.Index)
	}
	switch {
	case r.Fork != nil:
		v.State = Stopped
	case !r.seen():
		v.State = Held
	case root.Witnesses.Need == 0:
		v.State = NoPromise
	case root.Stale(release.Checkpoint{Time: r.Time}, max(now, r.Time)):
		v.State = OutOfDate
	default:
		v.State = UpToDate
	}
	return v, nil
}
