package publish

import (
	"crypto/sha256"
	"fmt"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// DevelopmentSet is the name of the set that development builds trust.
const DevelopmentSet = "beforehand.example/development"

// Authority is a root with the private keys of all that it names.
type Authority struct {
	Root            release.Root
	Roots, Releases []Key
	Log             Key
}

// Development returns the authority of development builds. Its keys are made
// from their names, public on purpose: whoever reads this can sign as it, and a
// release build refuses its root.
func Development() (Authority, error) {
	key := func(name string) Key {
		seed := sha256.Sum256([]byte("public on purpose: " + name))
		return NewKey(DevelopmentSet+"/"+name, release.Ed25519, seed[:])
	}
	a := Authority{Log: key("log1")}
	for _, x := range "abc" {
		a.Roots = append(a.Roots, key(fmt.Sprintf("root-%c", x)))
		a.Releases = append(a.Releases, key(fmt.Sprintf("release-%c", x)))
	}
	root := release.Root{
		Set: DevelopmentSet, Version: 1, Expires: "2036-01-01", Epoch: 1, Log: a.Log.Key,
		RootKeys: release.Quorum{Need: 2, Keys: Public(a.Roots)}, ReleaseKeys: release.Quorum{Need: 2, Keys: Public(a.Releases)},
	}
	raw, err := signAll(Draft(root.Body()), a.Roots)
	if err != nil {
		return Authority{}, err
	}
	a.Root, err = release.OpenRoot(raw)
	return a, err
}

// Public returns the public parts of keys.
func Public(keys []Key) []release.Key {
	var public []release.Key
	for _, k := range keys {
		public = append(public, k.Key)
	}
	return public
}

func signAll(raw []byte, keys []Key) ([]byte, error) {
	for _, k := range keys {
		var err error
		if raw, err = Sign(raw, k); err != nil {
			return nil, err
		}
	}
	return raw, nil
}
