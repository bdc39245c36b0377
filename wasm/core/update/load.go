package update

import (
	"encoding/json"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Load returns the record to work with: the stored one, raised to what the
// package vouches for, or the one that the package begins with where the
// stored one is damaged, is for another set, or began with a package that is
// no longer trusted (sections 8 and 10). It returns an error when the
// package's own root is not good.
func Load(stored json.RawMessage, packageRoot string, packageTrust int) (Record, error) {
	own, err := release.OpenRoot([]byte(packageRoot))
	if err != nil {
		return Record{}, err
	}
	fresh := Record{V: 1, Source: own.Set, PackageTrust: packageTrust, Root: packageRoot, RootVersion: own.Version, Epoch: own.Epoch, Domains: map[string]int64{}}
	var r Record
	if len(stored) == 0 || json.Unmarshal(stored, &r) != nil || r.V != 1 || r.Source != own.Set || r.PackageTrust < packageTrust {
		return fresh, nil
	}
	known, err := release.OpenRoot([]byte(r.Root))
	if err != nil || known.Version != r.RootVersion || known.Set != own.Set || known.Epoch != r.Epoch {
		return fresh, nil
	}
	if own.Version > known.Version {
		r.Root, r.RootVersion = packageRoot, own.Version
		if own.Epoch > r.Epoch {
			r.Epoch, r.Size, r.Hash, r.Checkpoint, r.Fork = own.Epoch, 0, "", "", nil
		}
	}
	return r, nil
}
