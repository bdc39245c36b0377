package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/parts"
	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release"
)

// Propose returns the unsigned release of a rule set for the next index of a
// log, and its data files. Time is as 2026-03-08T10:00:00Z, and the summary is
// one line; both are for people. A new root that is to be published with the
// release may be nil.
func (l Log) Propose(set rules.Set, newRoot []byte, time, summary string) (release.Release, map[string][]byte, error) {
	root, index, err := l.place(newRoot)
	if err != nil {
		return release.Release{}, nil, err
	}
	contents, err := parts.Build(set)
	if err != nil {
		return release.Release{}, nil, err
	}
	r := release.Release{
		Set: root.Set, Epoch: root.Epoch, Index: index, Root: root.Version, Time: time, Files: list(contents), Summary: summary,
	}
	return r, contents, check(r, root)
}

// place returns the index of the next release and the root that it is under.
func (l Log) place(newRoot []byte) (release.Root, int64, error) {
	if newRoot == nil {
		return l.Root, l.Head.Size, nil
	}
	root, err := l.next(newRoot)
	return root, l.Head.Size + 1, err
}

// check returns an error for a release that would be refused even when it is
// signed. The parser takes only what is signed, so a key of nobody signs a copy.
func check(r release.Release, root release.Root) error {
	nobody := NewKey(r.Set+"/release-nobody", release.Ed25519, make([]byte, 32))
	signed, err := Sign(Draft(r.Body()), nobody)
	if err != nil {
		return err
	}
	root.ReleaseKeys = release.Quorum{Need: 1, Keys: []release.Key{nobody.Key}}
	_, err = root.OpenRelease(signed, r.Index)
	return err
}

// list names data files as a release does.
func list(contents map[string][]byte) []release.File {
	var files []release.File
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		sum := sha256.Sum256(contents[name])
		files = append(files, release.File{Name: name, Schema: part.Schema, Size: int64(len(contents[name])), SHA256: hex.EncodeToString(sum[:])})
	}
	return files
}

// SignRelease adds the signature of a release key to a proposal for the log,
// after it has made the release from the rules once more and found the same
// files. It returns the release as well, for whoever asks before writing it.
func (l Log) SignRelease(raw []byte, set rules.Set, newRoot []byte, k Key) ([]byte, release.Release, error) {
	signed, err := Sign(raw, k)
	if err != nil {
		return nil, release.Release{}, err
	}
	root, index, err := l.place(newRoot)
	if err != nil {
		return nil, release.Release{}, err
	}
	contents, err := parts.Build(set)
	if err != nil {
		return nil, release.Release{}, err
	}
	if !slices.ContainsFunc(root.ReleaseKeys.Keys, k.is) {
		return nil, release.Release{}, release.Fail(release.BadKey, "%s is no release key of root %d", k.Name, root.Version)
	}
	root.ReleaseKeys.Need = 1 // the others sign later
	r, err := root.OpenRelease(signed, index)
	if err != nil {
		return nil, release.Release{}, err
	}
	if different := differ(r.Files, list(contents)); len(different) > 0 {
		return nil, release.Release{}, release.Fail(release.BadBlob, "these files are others than those that the rules make here: %v; get the rules that were proposed, or propose again", different)
	}
	return signed, r, nil
}

// differ names the files that are not the same in two lists.
func differ(a, b []release.File) []string {
	var names []string
	for _, f := range slices.Concat(a, b) {
		if !(slices.Contains(a, f) && slices.Contains(b, f)) && !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// Set returns the rule set of a release. It returns an error if one of the data
// files is missing, or not what was signed.
func (l Log) Set(r release.Release) (rules.Set, error) {
	files, _, err := r.Choose(part.Schema, 0)
	if err != nil {
		return rules.Set{}, err
	}
	contents := map[string][]byte{}
	for _, f := range files {
		if contents[f.Name], err = l.read("blob/" + f.SHA256); err != nil {
			return rules.Set{}, err
		}
	}
	if _, err := blobs(release.Release{Files: files}, contents); err != nil {
		return rules.Set{}, err
	}
	return parts.Read(fmt.Sprintf("%d.%d", r.Epoch, r.Index), contents)
}
