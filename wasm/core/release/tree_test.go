package release_test

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

// logOf returns a log of so many entries; a branch differs from its entry 3 on.
func logOf(size int, branch string) *releasetest.Log {
	l := &releasetest.Log{}
	for i := range size {
		entry := "entry " + strconv.Itoa(i)
		if i >= 3 {
			entry += branch
		}
		l.Append([]byte(entry))
	}
	return l
}

func head(l *releasetest.Log, size int64) release.Checkpoint {
	return release.Checkpoint{Epoch: 1, Size: size, Hash: l.Hash(size)}
}

// serve answers with files; asked, if there, gets the paths.
func serve(files map[string][]byte, asked *[]string) release.Tiles {
	return func(paths []string) (map[string][]byte, error) {
		got := map[string][]byte{}
		for _, path := range paths {
			if asked != nil {
				*asked = append(*asked, path)
			}
			if data, ok := files[path]; ok {
				got[path] = data
			}
		}
		return got, nil
	}
}

// Sizes around those at which tiles fill and levels begin.
var sizes = []int64{1, 2, 3, 4, 7, 8, 255, 256, 257, 300, 511, 512, 513, 65535, 65536, 65537, 65800}

func TestTree(t *testing.T) {
	last := sizes[len(sizes)-1]
	l, other := logOf(int(last), ""), logOf(int(last), " of another history")
	for _, size := range sizes {
		c, tiles := head(l, size), serve(l.Files(size), nil)
		if err := release.Included(c, size-1, l.Entries[size-1], tiles); err != nil {
			t.Errorf("entry %d is not found: %v", size-1, err)
		}
		if err := release.Included(c, size-1, []byte("entry"), tiles); release.CodeOf(err) != release.NotLogged {
			t.Errorf("a stranger is entry %d: %v", size-1, err)
		}
		if size > 1 {
			if err := release.Included(c, size-1, l.Entries[size-2], tiles); release.CodeOf(err) != release.NotLogged {
				t.Errorf("entry %d is the last of %d: %v", size-2, size, err)
			}
		}
		for _, old := range append([]int64{0}, sizes...) {
			err := release.Consistent(c, old, l.Hash(old), tiles)
			if old <= size && err != nil || old > size && release.CodeOf(err) != release.Stale {
				t.Errorf("%d after %d: %v", size, old, err)
			}
			if err := release.Consistent(c, old, other.Hash(old), tiles); errors.Is(err, release.ErrFork) != (old > 3 && old <= size) {
				t.Errorf("%d after %d of another history: %v", size, old, err)
			}
		}
	}
}

func TestTiles(t *testing.T) {
	l := logOf(600, "")
	c, files := head(l, 300), l.Files(300)
	for _, test := range []struct {
		why    string
		change func(map[string][]byte)
		want   release.Code
	}{
		{"as they are published", func(map[string][]byte) {}, ""},
		{"a partial tile is gone, and the full one is there", func(f map[string][]byte) {
			delete(f, "tile/0/001.p/44")
			f["tile/0/001"] = l.Files(600)["tile/0/001"]
		}, ""},
		{"a partial tile is there, and a wrong full one too", func(f map[string][]byte) { f["tile/0/001"] = []byte("x") }, ""},
		{"a partial tile is gone, and the full one too", func(f map[string][]byte) { delete(f, "tile/0/001.p/44") }, release.Fetch},
		{"a wider partial tile is no help", func(f map[string][]byte) {
			f["tile/0/001.p/45"] = f["tile/0/001.p/44"]
			delete(f, "tile/0/001.p/44")
		}, release.Fetch},
		{"a partial tile is gone, and the full one is short", func(f map[string][]byte) {
			f["tile/0/001"] = f["tile/0/001.p/44"]
			delete(f, "tile/0/001.p/44")
		}, release.BadTile},
		{"a partial tile is gone, and the full one is of another log", func(f map[string][]byte) {
			delete(f, "tile/0/001.p/44")
			f["tile/0/001"] = logOf(600, "x").Files(600)["tile/0/001"]
		}, release.BadTile},
		{"a full tile is gone", func(f map[string][]byte) { delete(f, "tile/0/000") }, release.Fetch},
		{"a tile is cut", func(f map[string][]byte) { f["tile/0/000"] = f["tile/0/000"][1:] }, release.BadTile},
		{"a tile is empty", func(f map[string][]byte) { f["tile/0/001.p/44"] = nil }, release.BadTile},
		{"a tile is too long", func(f map[string][]byte) {
			f["tile/0/001.p/44"] = append(slices.Clone(f["tile/0/001.p/44"]), make([]byte, 32)...)
		}, release.BadTile},
		{"tiles of another log", func(f map[string][]byte) {
			for path, data := range logOf(300, "x").Files(300) {
				f[path] = data
			}
		}, release.BadTile},
	} {
		t.Run(test.why, func(t *testing.T) {
			changed := map[string][]byte{}
			for path, data := range files {
				changed[path] = data
			}
			test.change(changed)
			// 100 entries need the first tile, 300 the second.
			if err := release.Consistent(c, 100, l.Hash(100), serve(changed, nil)); release.CodeOf(err) != test.want || (err == nil) != (test.want == "") {
				t.Error(err)
			}
		})
	}
}

// Whatever is wrong with a tile, it is never taken for a second history.
func TestEveryByteOfTiles(t *testing.T) {
	l := logOf(300, "")
	c, files := head(l, 300), l.Files(300)
	for _, path := range []string{"tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"} {
		for i := range files[path] {
			changed := serve(map[string][]byte{"tile/0/000": files["tile/0/000"], "tile/0/001.p/44": files["tile/0/001.p/44"], "tile/1/000.p/1": files["tile/1/000.p/1"]}, nil)
			damaged := func(paths []string) (map[string][]byte, error) {
				got, err := changed(paths)
				if data, ok := got[path]; ok {
					data = bytes.Clone(data)
					data[i] ^= 1
					got[path] = data
				}
				return got, err
			}
			if err := release.Consistent(c, 100, l.Hash(100), damaged); release.CodeOf(err) != release.BadTile {
				t.Fatalf("%s, byte %d: %v", path, i, err)
			}
		}
	}
}

// Up to 256 entries the tree is one file.
func TestTilesAsked(t *testing.T) {
	l := logOf(70000, "")
	for _, test := range []struct {
		why       string
		size, old int64
		want      []string
	}{
		{"a small log is one tile", 43, 42, []string{"tile/0/000.p/43"}},
		{"a full tile is no partial one", 256, 42, []string{"tile/1/000.p/1", "tile/0/000"}},
		{"nothing for the same size", 43, 43, nil},
		{"nothing for the first time", 43, 0, nil},
		{"a large log", 70000, 65536, []string{"tile/2/000.p/1", "tile/1/001.p/17", "tile/0/273.p/112"}},
	} {
		t.Run(test.why, func(t *testing.T) {
			var asked []string
			err := release.Consistent(head(l, test.size), test.old, l.Hash(test.old), serve(l.Files(test.size), &asked))
			if err != nil || !slices.Equal(asked, test.want) {
				t.Error(asked, err)
			}
		})
	}
}

func TestTilesError(t *testing.T) {
	wait := errors.New("not fetched yet")
	l := logOf(9, "")
	broken := func([]string) (map[string][]byte, error) { return nil, wait }
	if err := release.Consistent(head(l, 9), 4, l.Hash(4), broken); err != wait {
		t.Error(err)
	}
	if err := release.Included(head(l, 9), 8, l.Entries[8], broken); err != wait {
		t.Error(err)
	}
}

func TestTilePath(t *testing.T) {
	for _, test := range []struct {
		tile tlog.Tile
		want string
	}{
		{tlog.Tile{H: 8, L: 0, N: 0, W: 5}, "tile/0/000.p/5"},
		{tlog.Tile{H: 8, L: 1, N: 1234067, W: 256}, "tile/1/x001/x234/067"},
		{tlog.Tile{H: 8, L: -1, N: 1, W: 7}, "tile/entries/001.p/7"},
	} {
		if got := release.TilePath(test.tile); got != test.want {
			t.Errorf("%s, want %s", got, test.want)
		}
	}
}
