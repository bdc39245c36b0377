package update_test

import (
	"fmt"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// These are the cases of the tables in test_updater_key_rotations.py of
// tuf-conformance (github.com/theupdateframework/tuf-conformance, commit
// 051b735c): which keys a version names, how many of them are needed, and
// which ones signed it.
type version struct {
	keys []int
	need int
	sigs []int
}

var rootRotations = []struct {
	why      string
	versions []version
	// refused says that the last version is not accepted.
	refused bool
}{
	{"one key of one rotated", []version{{k(1), 1, k(1)}, {k(2), 1, k(2, 1)}, {k(2), 1, k(2)}}, false},
	{"one key of one rotated, with signatures of strangers", []version{{k(1), 1, k(3, 1, 4)}, {k(2), 1, k(3, 2, 1, 4)}, {k(2), 1, k(3, 2, 4)}}, false},
	{"three of five, signed by other three each time", []version{
		{k(0, 1, 2, 3, 4), 3, k(0, 2, 4)}, {k(0, 1, 2, 3, 4), 3, k(0, 4, 1)}, {k(0, 1, 2, 3, 4), 3, k(0, 1, 3)}, {k(0, 1, 2, 3, 4), 3, k(0, 1, 3)},
	}, false},
	{"three of five, one key rotated", []version{{k(0, 1, 2, 3, 4), 3, k(0, 2, 4)}, {k(0, 1, 3, 4, 5), 3, k(0, 4, 1)}}, false},
	{"three of five, one key rotated, with a step between", []version{
		{k(0, 1, 2, 3, 4), 3, k(0, 2, 4)}, {k(0, 1, 3, 4, 5), 3, k(0, 2, 4, 5)}, {k(0, 1, 3, 4, 5), 3, k(0, 4, 5)},
	}, false},
	{"three of five, all keys rotated, with a step between", []version{
		{k(0, 1, 2, 3, 4), 3, k(0, 2, 4)}, {k(5, 6, 7, 8, 9), 3, k(0, 2, 4, 5, 6, 7)}, {k(5, 6, 7, 8, 9), 3, k(5, 6, 7)},
	}, false},
	{"two needed instead of one", []version{{k(1, 2, 3), 1, k(1)}, {k(1, 2, 3), 2, k(1, 2)}}, false},
	{"one needed instead of two", []version{{k(1, 2, 3), 2, k(1, 2)}, {k(1, 2, 3), 1, k(1, 2)}, {k(1, 2, 3), 1, k(1)}}, false},
	{"a second key, and both needed", []version{{k(1), 1, k(1)}, {k(1, 2), 2, k(1, 2)}}, false},
	{"not signed with the old key", []version{{k(1), 1, k(1)}, {k(2), 1, k(2, 3, 4)}}, true},
	{"not signed with the new key", []version{{k(1), 1, k(1)}, {k(2), 1, k(1, 3, 4)}}, true},
	{"not signed with three new keys", []version{{k(0, 1, 2, 3, 4), 3, k(0, 2, 4)}, {k(0, 1, 3, 4, 5), 3, k(0, 2, 4)}}, true},
	{"not signed with three old keys", []version{{k(0, 1, 2, 3, 4), 3, k(0, 2, 4)}, {k(0, 1, 3, 4, 5), 3, k(0, 4, 5)}}, true},
	{"two needed instead of one, and one signed", []version{{k(1, 2, 3), 1, k(1)}, {k(1, 2, 3), 2, k(2)}}, true},
	{"one needed instead of two, and one signed", []version{{k(1, 2, 3), 2, k(1, 2)}, {k(1, 2, 3), 1, k(1)}}, true},
}

var releaseRotations = []struct {
	why string
	version
	refused bool
}{
	{"one key of one rotated", version{k(2), 1, k(2)}, false},
	{"with signatures of strangers", version{k(1), 1, k(3, 1, 4)}, false},
	{"not signed with the new key", version{k(2), 1, k(1, 3, 4)}, true},
	{"three of five, one of three not among them", version{k(0, 1, 3, 4, 5), 3, k(0, 2, 4)}, true},
	{"three of five, two signed", version{k(0, 1, 3, 4, 5), 3, k(0, 4)}, true},
	{"three of five, the first three", version{k(0, 1, 2, 3, 4), 3, k(0, 2, 4)}, false},
	{"three of five, another three", version{k(0, 1, 2, 3, 4), 3, k(0, 4, 1)}, false},
	{"three of five, a third choice", version{k(0, 1, 2, 3, 4), 3, k(0, 1, 3)}, false},
	{"three of five, a fourth choice", version{k(0, 1, 2, 3, 4), 3, k(1, 2, 3)}, false},
	{"three of five, a fifth choice", version{k(0, 1, 2, 3, 4), 3, k(2, 3, 4)}, false},
}

func k(numbers ...int) []int { return numbers }

// signers are the keys of a role by their numbers.
func signers(role string, numbers []int) (all []releasetest.Signer) {
	for _, n := range numbers {
		all = append(all, releasetest.NewSigner(fmt.Sprintf("rules.example.org/main/%s-%d", role, n), release.Ed25519, "tuf"))
	}
	return all
}

func quorum(role string, v version) release.Quorum {
	q := release.Quorum{Need: v.need}
	for _, s := range signers(role, v.keys) {
		q.Keys = append(q.Keys, s.Key)
	}
	return q
}

// A client with the first root follows the others as far as they are signed by
// enough keys of the one before and of their own.
func TestTUFRootRotations(t *testing.T) {
	for _, test := range rootRotations {
		t.Run(test.why, func(t *testing.T) {
			p, log := releasetest.New("rules.example.org/main", releasetest.Solo), &releasetest.Log{}
			files := map[string][]byte{}
			var roots []string
			for i, v := range test.versions {
				root := p.Root
				root.Version, root.RootKeys = i+1, quorum("root", v)
				raw := releasetest.Sign(root.Body(), signers("root", v.sigs)...)
				files[fmt.Sprintf("root/%d", i+1)] = raw
				roots = append(roots, string(raw))
				log.Append(raw)
			}
			p.Log = log
			p.Release("first", blobs(switchAt, "forum")...)
			p.Checkpoint(start)
			for path, content := range p.Files() {
				if path != "root/1" {
					files[path] = content
				}
			}
			record, err := update.Load(nil, roots[0], 1)
			if err != nil {
				t.Fatal(err)
			}
			c := &client{t: t, record: record}
			want, last := "updated", len(roots)
			if test.refused {
				want, last = "kept threshold", last-1
			}
			c.want("the run", c.run(files, start+today), want)
			if c.record.RootVersion != last || c.record.Root != roots[last-1] {
				t.Errorf("root %d, want %d", c.record.RootVersion, last)
			}
		})
	}
}

func TestTUFReleaseRotations(t *testing.T) {
	for _, test := range releaseRotations {
		t.Run(test.why, func(t *testing.T) {
			p, c := published(t)
			p.Rotate(start+today, func(d *releasetest.Draft) { d.ReleaseKeys = quorum("release", test.version) })
			p.Log.Append(releasetest.Sign(p.Draft("second", blobs(switchAt, "board")...).Body(), signers("release", test.sigs)...))
			p.Checkpoint(start + today)
			want := "updated"
			if test.refused {
				want = "kept threshold"
			}
			c.want("the run", c.run(p.Files(), start+today), want)
		})
	}
}
