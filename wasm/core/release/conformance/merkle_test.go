// Package conformance asks programs and vectors of others whether our log, our
// folders and our witnesses are what the specifications say. It is a module of
// its own, because they bring modules along that nothing else needs.
package conformance

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"

	_ "github.com/transparency-dev/merkle/proof" // has the vectors in its module
	"golang.org/x/mod/sumdb/tlog"
)

// vectors calls f with each file in a folder of the merkle module's testdata.
func vectors(t *testing.T, folder string, f func(name string, raw []byte)) {
	t.Helper()
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/transparency-dev/merkle").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := os.DirFS(strings.TrimSpace(string(module)) + "/testdata/" + folder)
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		f(name, raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// hash says whether a vector's bytes can be a hash at all.
func hash(raw []byte) (h tlog.Hash, is bool) {
	return h, copy(h[:], raw) == len(raw) && len(raw) == len(h)
}

func hashes(raw [][]byte) (all []tlog.Hash, are bool) {
	for _, r := range raw {
		h, is := hash(r)
		if !is {
			return nil, false
		}
		all = append(all, h)
	}
	return all, true
}

// count is how many vectors there were, how many had to be refused, and how
// many cannot be expressed, because something in them is no hash.
type count struct{ all, refused, foreign int }

func (c *count) compare(t *testing.T, name string, wantErr, expressed bool, err error) {
	c.all++
	if wantErr {
		c.refused++
	}
	switch {
	case !expressed && !wantErr:
		c.foreign++
	case expressed && (err != nil) != wantErr:
		t.Errorf("%s: %v, and an error is wanted: %v", name, err, wantErr)
	}
}

// release.Root.Logged rests on tlog.CheckRecord.
func TestMerkleInclusion(t *testing.T) {
	var n count
	vectors(t, "inclusion", func(name string, raw []byte) {
		var v struct {
			LeafIdx, TreeSize uint64
			Root, LeafHash    []byte
			Proof             [][]byte
			WantErr           bool
		}
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(name, err)
		}
		root, isRoot := hash(v.Root)
		leaf, isLeaf := hash(v.LeafHash)
		proof, isProof := hashes(v.Proof)
		n.compare(t, name, v.WantErr, isRoot && isLeaf && isProof, tlog.CheckRecord(proof, int64(v.TreeSize), root, int64(v.LeafIdx), leaf))
	})
	t.Logf("%+v", n)
	if want := (count{98, 92, 0}); n != want {
		t.Errorf("%+v, want %+v", n, want)
	}
}

// What witnesses check is tlog.CheckTree.
func TestMerkleConsistency(t *testing.T) {
	var n count
	vectors(t, "consistency", func(name string, raw []byte) {
		var v struct {
			Size1, Size2 uint64
			Root1, Root2 []byte
			Proof        [][]byte
			WantErr      bool
		}
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(name, err)
		}
		first, isFirst := hash(v.Root1)
		second, isSecond := hash(v.Root2)
		proof, isProof := hashes(v.Proof)
		n.compare(t, name, v.WantErr, isFirst && isSecond && isProof, tlog.CheckTree(proof, int64(v.Size2), second, int64(v.Size1), first))
	})
	t.Logf("%+v", n)
	if want := (count{98, 92, 1}); n != want {
		t.Errorf("%+v, want %+v", n, want)
	}
}
