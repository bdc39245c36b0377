package update

import (
	"encoding/json"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Load returns the record to work with: the stored one, raised to what the
// package vouches for, or the one that the package begins with where the
// stored one is damaged, is for another set, or began with a package that is
// no longer trusted (sections 8 and 10). It returns an error when the
// package's own root is not good. For a source that the user added, the pinned
// root stands for the package's.
func Load(stored json.RawMessage, packageRoot string, packageTrust int) (Record, error) {
	fresh, err := begin(packageRoot, packageTrust)
	if err != nil {
		return Record{}, err
	}
	return load(stored, fresh), nil
}

// load is Load beside the record that the package begins with.
func load(stored json.RawMessage, fresh Record) Record {
	var r Record
	if len(stored) == 0 || json.Unmarshal(stored, &r) != nil || r.V != 1 || r.Source != fresh.Source || r.PackageTrust < fresh.PackageTrust {
		return fresh
	}
	if r.Root == fresh.Root { // what it is was verified with the package's
		if r.RootVersion != fresh.RootVersion || r.Epoch != fresh.Epoch {
			return fresh
		}
		return r
	}
	known, err := release.OpenRoot([]byte(r.Root))
	if err != nil || known.Version != r.RootVersion || known.Set != fresh.Source || known.Epoch != r.Epoch {
		return fresh
	}
	if fresh.RootVersion > r.RootVersion {
		r.Root, r.RootVersion = fresh.Root, fresh.RootVersion
		if fresh.Epoch > r.Epoch {
			r.Epoch, r.Size, r.Hash, r.Checkpoint, r.Fork = fresh.Epoch, 0, "", "", nil
		}
	}
	return r
}

// begin returns the record of a client that has seen nothing but a root.
func begin(root string, trust int) (Record, error) {
	own, err := release.OpenRoot([]byte(root))
	if err != nil {
		return Record{}, err
	}
	return Record{V: 1, Source: own.Set, PackageTrust: trust, Root: root, RootVersion: own.Version, Epoch: own.Epoch, Domains: map[string]int64{}}, nil
}
