package publish

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// File is a file that a source serves.
type File struct {
	Path    string
	Content []byte
}

// tree is a log with entries after its head that no checkpoint names yet.
type tree struct {
	Log
	entries [][]byte
	added   map[int64]tlog.Hash
	hash    tlog.Hash
}

// grow appends entries.
func (l Log) grow(entries ...[]byte) (*tree, error) {
	t := &tree{Log: l, entries: entries, added: map[int64]tlog.Hash{}}
	for i, entry := range entries {
		index := l.Head.Size + int64(i)
		stored, err := tlog.StoredHashes(index, entry, t)
		if err != nil {
			return nil, err
		}
		for j, hash := range stored {
			t.added[tlog.StoredHashIndex(0, index)+int64(j)] = hash
		}
	}
	var err error
	t.hash, err = tlog.TreeHash(t.size(), t)
	return t, err
}

func (t *tree) size() int64 { return t.Head.Size + int64(len(t.entries)) }

// ReadHashes returns hashes of the old and of the new part.
func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	var old []int64
	for i, index := range indexes {
		if hash, is := t.added[index]; is {
			hashes[i] = hash
		} else {
			old = append(old, index)
		}
	}
	if len(old) == 0 {
		return hashes, nil
	}
	read, err := t.hashes().ReadHashes(old)
	if err != nil {
		return nil, err
	}
	for i, index := range indexes {
		if _, is := t.added[index]; !is {
			hashes[i], read = read[0], read[1:]
		}
	}
	return hashes, nil
}

// files returns the new entries, the bundles of entries and the tiles, in the
// order in which they are written (C2SP tlog-tiles).
func (t *tree) files() ([]File, error) {
	var entries, bundles, hashes []File
	for i, entry := range t.entries {
		entries = append(entries, File{fmt.Sprintf("entry/%d", t.Head.Size+int64(i)), entry})
	}
	for _, tile := range tlog.NewTiles(release.TileHeight, t.Head.Size, t.size()) {
		content, err := tlog.ReadTileData(tile, t)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, File{release.TilePath(tile), content})
		if tile.L > 0 {
			continue
		}
		bundle, err := t.bundle(tile)
		if err != nil {
			return nil, err
		}
		tile.L = -1
		bundles = append(bundles, File{release.TilePath(tile), bundle})
	}
	return append(append(entries, bundles...), hashes...), nil
}

// bundle returns the entries under a tile of the lowest level, each after its
// length in two bytes.
func (t *tree) bundle(tile tlog.Tile) ([]byte, error) {
	var bundle []byte
	first := tile.N << release.TileHeight
	for index := first; index < first+int64(tile.W); index++ {
		var entry []byte
		if index >= t.Head.Size {
			entry = t.entries[index-t.Head.Size]
		} else {
			var err error
			if entry, err = t.Entry(index); err != nil {
				return nil, err
			}
		}
		bundle = append(binary.BigEndian.AppendUint16(bundle, uint16(len(entry))), entry...)
	}
	return bundle, nil
}
