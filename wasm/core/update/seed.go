package update

import (
	"encoding/json"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Seed is the release that is packed into the extension, with what the package
// vouches for (section 10).
type Seed struct {
	Bundle
	// PackageTrust is the number that makes clients trust a package anew.
	PackageTrust int `json:"package_trust"`
	// Root is the root that the package trusts, as it was signed.
	Root string `json:"root"`
	// URLs are where the source is served, 1 to 4 base URLs.
	URLs []string `json:"urls"`
	// Domains are the registrable domains that the release's links lead to.
	Domains []string `json:"domains"`
	// Languages are those in which the package has texts of the release.
	Languages []string `json:"languages,omitempty"`
	// Development says that anybody can sign for the root.
	Development bool `json:"development"`
}

// Plant returns the best of the stored records, raised to what the package
// vouches for, and with a release in use: the embedded one, if it is newer or
// there is none. The stored records are copies of one record and may be
// damaged. The output has a rule set when the embedded one comes into use. An
// error means that the package itself is not good.
func Plant(seed Seed, stored []json.RawMessage, now int64, language string, policy Policy) (Output, error) {
	record, found, err := Best(stored, seed.Root, seed.PackageTrust)
	if err != nil {
		return Output{}, err
	}
	if policy.below(record.Active) {
		record.Active, record.Previous = nil, nil
	}
	out, err := seed.raise(record, now, language)
	if err != nil {
		return Output{}, err
	}
	if out.Result.Status == Forked && record.Fork == nil && seed.Development {
		// A development package that was built anew with other rules.
		if record, err = begin(seed.Root, seed.PackageTrust); err != nil {
			return Output{}, err
		}
		found = false
		if out, err = seed.raise(record, now, language); err != nil {
			return Output{}, err
		}
	}
	if out.Record.Active == nil { // the log has grown past the embedded release, and what came after is lost
		fresh, err := begin(seed.Root, seed.PackageTrust)
		if err != nil {
			return Output{}, err
		}
		embedded, err := seed.raise(fresh, now, language)
		if err != nil {
			return Output{}, err
		}
		out.Record.Active, out.Opened = embedded.Record.Active, embedded.Opened
	}
	if out.Record.Active == nil {
		return out, release.Fail(out.Result.Code, "the embedded rules: %s", out.Result.Reason)
	}
	out.Record.LastRun, out.Record.Failures = record.LastRun, record.Failures // nothing was asked of the source
	out.Changed = !found || out.Opened != nil || out.Record.Root != record.Root || out.Record.Checkpoint != record.Checkpoint || out.Record.Fork != record.Fork
	return out, nil
}

// raise runs the update on what the package has.
func (s Seed) raise(record Record, now int64, language string) (Output, error) {
	return Complete(Input{Record: record, Now: now, Offline: true, Known: s.Domains, Language: language}, s.Read, nil)
}

// mostCopies is how many copies of a record are looked at. Two are stored
// (section 8); to verify any number would take as long as somebody else wants.
const mostCopies = 4

// Best chooses among stored copies of a record, and says whether any of them
// counts.
func Best(stored []json.RawMessage, root string, trust int) (chosen Record, found bool, err error) {
	fresh, err := begin(root, trust)
	if err != nil {
		return Record{}, false, err
	}
	chosen = fresh
	for _, raw := range stored[:min(len(stored), mostCopies)] {
		r := load(raw, fresh)
		if r.Gen > 0 && (!found || newer(r, chosen)) {
			chosen, found = r, true
		}
	}
	return chosen, found, nil
}

// newer reports whether a copy has seen more than another one.
func newer(a, b Record) bool {
	x := []int64{int64(a.PackageTrust), int64(a.RootVersion), int64(a.Epoch), a.Size, int64(a.Gen)}
	y := []int64{int64(b.PackageTrust), int64(b.RootVersion), int64(b.Epoch), b.Size, int64(b.Gen)}
	for i := range x {
		if x[i] != y[i] {
			return x[i] > y[i]
		}
	}
	return false
}
