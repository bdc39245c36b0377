package publish

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Pinned reads the root that a pin names from a source. It returns an error if
// it is another one.
func Pinned(p release.Pin, read Read) (release.Root, error) {
	path := fmt.Sprintf("root/%d", p.Version)
	raw, err := read(path)
	if err != nil {
		return release.Root{}, err
	}
	if sha256.Sum256(raw) != p.Hash {
		return release.Root{}, release.Fail(release.BadRoot, "%s is not the root that was pinned", path)
	}
	return release.OpenRoot(raw)
}

// FirstRoot signs a root that follows no other. It returns an error if it is no
// good root, or needs more keys than these.
func FirstRoot(r release.Root, roots []Key) (release.Root, error) {
	raw, err := signAll(Draft(r.Body()), roots)
	if err != nil {
		return release.Root{}, err
	}
	return release.OpenRoot(raw)
}

// SignRoot adds the signature of a root key to the draft of the root that
// follows in the log: a root key of that root or of the one before it.
func (l Log) SignRoot(raw []byte, k Key) ([]byte, error) {
	body, _, err := apart(raw)
	if err != nil {
		return nil, err
	}
	// Only a root line can name a key of this name, which OpenRoot checks.
	isNew := strings.HasPrefix(k.Name, l.Root.Set+"/root-") && strings.Contains(body, " "+k.String())
	if !isNew && !slices.ContainsFunc(l.Root.RootKeys.Keys, k.is) {
		return nil, release.Fail(release.BadKey, "%s is a root key neither of root %d nor of this one", k.Name, l.Root.Version)
	}
	return Sign(raw, k)
}

// Ready returns an error that says what a new root still lacks before it can be
// published.
func (l Log) Ready(root []byte) error {
	_, err := l.unlogged(root)
	return err
}

// unlogged opens a root that follows in the log and does not stand there yet:
// what a client checks, but for the proof that can only be made afterwards.
func (l Log) unlogged(raw []byte) (release.Root, error) {
	root := l.Root
	root.Witnesses = release.Quorum{}
	return root.Next(raw, nil)
}

// DraftRoot returns a root as a file that waits for signatures, and an error if
// it could never be accepted.
func DraftRoot(r release.Root) ([]byte, error) {
	if r.RootKeys.Need > len(r.RootKeys.Keys) {
		return nil, release.Fail(release.BadRoot, "%d of %d keys can never sign", r.RootKeys.Need, len(r.RootKeys.Keys))
	}
	// The parser takes only what is signed, so a key of nobody signs a copy.
	nobody := NewKey(r.Set+"/root-nobody", release.Ed25519, make([]byte, 32))
	trial := r
	trial.RootKeys = release.Quorum{Need: 1, Keys: append(slices.Clone(r.RootKeys.Keys), nobody.Key)}
	if _, err := FirstRoot(trial, []Key{nobody}); err != nil {
		return nil, err
	}
	return Draft(r.Body()), nil
}
