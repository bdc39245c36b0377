package update

import (
	"fmt"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// State is what a user is told of the freshness of the rules (section 12).
type State string

// The states. Waiting means that an organisation lets releases wait.
const (
	UpToDate  State = "up-to-date"
	OutOfDate State = "out-of-date"
	NoPromise State = "no-promise"
	Held      State = "held"
	Waits     State = "waiting"
	Stopped   State = "stopped"
)

// View is what the options page shows of a source.
type View struct {
	Identity
	State State `json:"state"`
	// Version is the release in use, as epoch.index; empty for none.
	Version string `json:"version"`
	// Released is when it was signed, by its own word, as RFC 3339; Summary what
	// its publisher says of it.
	Released string `json:"released"`
	Summary  string `json:"summary"`
	// Confirmed is how many witnesses vouched for the newest head.
	Confirmed int `json:"confirmed"`
	// Time is when that was, in Unix seconds; 0 if nobody vouches.
	Time int64 `json:"time"`
	// ClockWrong says that the device's clock is more than a day behind what
	// witnesses vouched for.
	ClockWrong bool `json:"clockWrong"`
	// Expired says that the root's own day has passed.
	Expired bool `json:"expired"`
	// Below says that the release in use is older than the organisation wants,
	// because no newer one is there.
	Below bool `json:"below"`
	// Held are the link domains that are held back, with the Unix second from
	// which each is shown.
	Held    map[string]int64 `json:"held"`
	LastRun LastRun          `json:"lastRun"`
	// Proof is the two heads of a fork.
	Proof *Fork `json:"proof,omitempty"`
}

// Identity is who a source is and who can sign for it.
type Identity struct {
	// Source is the set's name.
	Source string `json:"source"`
	// Root is the version of the root, Fingerprint its own: the first 16 bytes of
	// the SHA-256 of its file in base32, in groups of four (section 13).
	Root        int    `json:"root"`
	Fingerprint string `json:"fingerprint"`
	// Signers of so many Keys have to sign a release.
	Signers int `json:"signers"`
	Keys    int `json:"keys"`
	// Witnesses are how many the root names, Needed how many have to confirm, and
	// FreshDays after how many days without them the rules count as out of date.
	Witnesses int `json:"witnesses"`
	Needed    int `json:"needed"`
	FreshDays int `json:"freshDays"`
	// Expires is the day after which the source needs renewing.
	Expires string `json:"expires"`
}

// See tells what is known of a source at a moment, in Unix seconds, whose day
// is today (YYYY-MM-DD).
func See(r Record, now int64, today string, policy Policy) (View, error) {
	root, err := release.OpenRoot([]byte(r.Root))
	if err != nil {
		return View{}, err
	}
	v := View{
		Identity: identity(root), Confirmed: r.Confirmed, Time: r.Time, ClockWrong: r.Time > now+day,
		Expired: today > root.Expires, Below: policy.below(r.Active), Held: r.Held(now, policy), LastRun: r.LastRun, Proof: r.Fork,
	}
	if r.Active != nil {
		v.Version = fmt.Sprintf("%d.%d", r.Active.Epoch, r.Active.Index)
		v.Released, v.Summary = said(r.Active.Entry)
	}
	switch {
	case r.Fork != nil:
		v.State = Stopped
	case r.Waiting != nil && !r.seen() && r.LastRun.Status == Delayed:
		v.State = Waits
	case !r.seen() && policy.Pin == nil:
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

// said takes the time and the summary out of a release that was verified before.
func said(entry string) (time, summary string) {
	for line := range strings.Lines(entry) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" { // the signatures follow
			break
		}
		if rest, is := strings.CutPrefix(line, "time "); is {
			time = rest
		}
		if rest, is := strings.CutPrefix(line, "summary "); is {
			summary = rest
		}
	}
	return time, summary
}

// Inspect tells whose a root is that a source serves. Pin is what an address
// has after root=, or empty; pinned is false without one. It is an error if
// the root is not good, or another one than the pinned.
func Inspect(raw []byte, pin string) (who Identity, pinned bool, err error) {
	root, err := release.OpenRoot(raw)
	if err != nil {
		return Identity{}, false, err
	}
	if pin != "" {
		wanted, err := release.ParsePin(pin)
		if err != nil {
			return Identity{}, false, err
		}
		if wanted != release.PinOf(root) {
			return Identity{}, false, release.Fail(release.BadRoot, "the source serves another root than the one in the address")
		}
	}
	return identity(root), pin != "", nil
}

func identity(root release.Root) Identity {
	return Identity{
		Source: root.Set, Root: root.Version, Fingerprint: release.PinOf(root).Fingerprint(),
		Signers: root.ReleaseKeys.Need, Keys: len(root.ReleaseKeys.Keys),
		Witnesses: len(root.Witnesses.Keys), Needed: root.Witnesses.Need, FreshDays: root.FreshDays, Expires: root.Expires,
	}
}
