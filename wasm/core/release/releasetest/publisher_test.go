package releasetest_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

const now = 1772964000

func open[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// A client that only has the first root, and what it saw then, gets to the
// newest release with the files that are served.
func TestServed(t *testing.T) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	p.Release("First", releasetest.Blob{Name: "platforms-00", Schema: 4, Data: `{"a":1}`})
	p.Checkpoint(now)
	first := p.Files()
	p.Rotate(now+60, func(d *releasetest.Draft) {
		d.NewReleaseKeys(releasetest.Of{Need: 1, Keys: 2})
		d.NewLogKey()
	})
	p.Release("Second", releasetest.Blob{Name: "platforms-00", Schema: 4, Data: `{"a":2}`}, releasetest.Blob{Name: "hints-en", Schema: 4, Data: `{}`})
	p.Checkpoint(now + 120)
	files := p.Files()

	root := open[release.Root](t)(release.OpenRoot(files["root/1"]))
	seen := open[release.Checkpoint](t)(root.OpenCheckpoint(first["checkpoint"]))
	if _, err := root.OpenCheckpoint(files["checkpoint"]); release.CodeOf(err) != release.BadSignature {
		t.Error("a head by a key that is not known yet:", err)
	}
	root = open[release.Root](t)(root.Next(files["root/2"], files["root/2.proof"]))
	c := open[release.Checkpoint](t)(root.OpenCheckpoint(files["checkpoint"]))
	tiles := func([]string) (map[string][]byte, error) { return files, nil }
	entry := files["entry/"+strconv.FormatInt(c.Size-1, 10)]
	if err := release.Consistent(c, seen.Size, seen.Hash, tiles); err != nil {
		t.Error(err)
	}
	if err := release.Included(c, c.Size-1, entry, tiles); err != nil {
		t.Error(err)
	}
	l := open[release.Release](t)(root.OpenRelease(entry, c.Size-1))
	for _, f := range l.Files {
		if sum := sha256.Sum256(files["blob/"+f.SHA256]); hex.EncodeToString(sum[:]) != f.SHA256 || int64(len(files["blob/"+f.SHA256])) != f.Size {
			t.Errorf("%+v is not what is served", f)
		}
	}
	paths := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(path string) bool { return path[:5] == "blob/" })
	want := []string{"checkpoint", "entry/0", "entry/1", "entry/2", "root/1", "root/2", "root/2.proof", "tile/0/000.p/3", "tile/entries/000.p/3"}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Error(diff)
	}
	bundle := files["tile/entries/000.p/3"]
	for i := range 3 {
		n := binary.BigEndian.Uint16(bundle)
		if string(bundle[2:2+n]) != string(files["entry/"+strconv.Itoa(i)]) {
			t.Errorf("entry %d is another one in the bundle", i)
		}
		bundle = bundle[2+n:]
	}
	if len(bundle) != 0 {
		t.Error("the bundle is too long")
	}
}

func TestNewEpoch(t *testing.T) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	p.Release("First", releasetest.Blob{Name: "a", Schema: 4, Data: "{}"})
	p.Rotate(now, (*releasetest.Draft).NewEpoch)
	p.Release("First again", releasetest.Blob{Name: "a", Schema: 4, Data: "{}"})
	c := open[release.Checkpoint](t)(p.Root.OpenCheckpoint(p.Checkpoint(now)))
	if c.Epoch != 2 || c.Size != 1 {
		t.Errorf("%+v", c)
	}
	open[release.Release](t)(p.Root.OpenRelease(p.Files()["entry/0"], 0))
}

// A clone is another history with the same keys: a fork.
func TestClone(t *testing.T) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	p.Release("First", releasetest.Blob{Name: "a", Schema: 4, Data: "{}"})
	other := p.Clone()
	p.Release("Second", releasetest.Blob{Name: "a", Schema: 4, Data: "[]"})
	other.Release("Another", releasetest.Blob{Name: "b", Schema: 4, Data: "[]"})
	c := open[release.Checkpoint](t)(p.Root.OpenCheckpoint(p.Checkpoint(now)))
	fork := open[release.Checkpoint](t)(p.Root.OpenCheckpoint(other.Checkpoint(now)))
	if err := release.Consistent(fork, c.Size, c.Hash, nil); err != release.ErrFork {
		t.Error(err)
	}
}

func TestSameEveryTime(t *testing.T) {
	make := func() map[string][]byte {
		p := releasetest.New("rules.example.org/main", releasetest.Usual)
		p.Release("First", releasetest.Blob{Name: "a", Schema: 4, Data: "{}"})
		p.Checkpoint(now)
		return p.Files()
	}
	if diff := cmp.Diff(make(), make()); diff != "" {
		t.Error(diff)
	}
}
