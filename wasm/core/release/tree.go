package release

import (
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// TileHeight is the height of the log's tiles (C2SP tlog-tiles).
const TileHeight = 8

// ErrFork means that a log has two histories: two of its signed heads
// contradict each other.
var ErrFork = errors.New("the log has two histories")

// Tiles reads tiles by their paths below the base, such as tile/0/000.p/5. What
// does not exist is left out of the answer; an error ends the check and comes
// back as it is.
type Tiles func(paths []string) (map[string][]byte, error)

// TilePath returns where a tile is below the base (protocol, section 4). Level
// -1 has entries.
func TilePath(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), "tile/8/")
	if rest, ok := strings.CutPrefix(path, "data/"); ok {
		path = "entries/" + rest
	}
	return "tile/" + path
}

// Consistent checks that the log still has what it had at an older size, when
// its hash was oldHash (protocol, section 7.2). It is ErrFork if it has not,
// BadTile for tiles that do not fit c, Fetch for tiles that do not exist, and
// Stale if c is smaller than the old size. What a tile says is believed only
// once it fits c, so a wrong one never looks like a fork.
func Consistent(c Checkpoint, oldSize int64, oldHash tlog.Hash, tiles Tiles) error {
	if c.Size < oldSize {
		return Fail(Stale, "the log has %d entries, it had %d", c.Size, oldSize)
	}
	if oldSize <= 0 {
		return nil
	}
	then := c.Hash
	if oldSize < c.Size {
		reader := &tileReader{tiles: tiles}
		var err error
		if then, err = tlog.TreeHash(oldSize, reader.of(c)); err != nil {
			return reader.blame(err)
		}
	}
	if then != oldHash {
		return ErrFork
	}
	return nil
}

// Included checks that entry is the one at an index of the log. It is NotLogged
// if it is not; other errors are those of Consistent.
func Included(c Checkpoint, index int64, entry []byte, tiles Tiles) error {
	if index < 0 || index >= c.Size {
		return Fail(NotLogged, "the log has no entry %d yet", index)
	}
	reader := &tileReader{tiles: tiles}
	hashes, err := reader.of(c).ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return reader.blame(err)
	}
	if hashes[0] != tlog.RecordHash(entry) {
		return Fail(NotLogged, "this is not the log's entry %d", index)
	}
	return nil
}

// tileReader reads tiles for package tlog, which checks them.
type tileReader struct {
	tiles Tiles
	err   error // why tiles could not be had
}

func (r *tileReader) of(c Checkpoint) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Hash}, r)
}

// blame says whose error it is: the reader's own, or the tiles'.
func (r *tileReader) blame(err error) error {
	if r.err != nil {
		return r.err
	}
	return Fail(BadTile, "%w", err)
}

func (r *tileReader) Height() int { return TileHeight }

func (r *tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads all tiles at once. A partial tile may be gone, replaced by a
// wider one; the full tile begins with the same hashes.
func (r *tileReader) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	defer func() { r.err = err }()
	got, err := r.read(tiles)
	if err != nil {
		return nil, err
	}
	var full []tlog.Tile
	for _, t := range tiles {
		if _, ok := got[TilePath(t)]; !ok && t.W < 1<<TileHeight {
			full = append(full, whole(t))
		}
	}
	var wider map[string][]byte
	if len(full) > 0 {
		if wider, err = r.read(full); err != nil {
			return nil, err
		}
	}
	for _, t := range tiles {
		tile, ok := got[TilePath(t)]
		if !ok {
			if tile, ok = wider[TilePath(whole(t))]; !ok {
				return nil, Fail(Fetch, "there is no %s", TilePath(t))
			}
			tile = tile[:t.W*tlog.HashSize]
		}
		data = append(data, tile)
	}
	return data, nil
}

// read reads the tiles that exist, each of the right length.
func (r *tileReader) read(tiles []tlog.Tile) (map[string][]byte, error) {
	paths := make([]string, len(tiles))
	for i, t := range tiles {
		paths[i] = TilePath(t)
	}
	got, err := r.tiles(paths)
	if err != nil {
		return nil, err
	}
	for i, t := range tiles {
		if tile, ok := got[paths[i]]; ok && len(tile) != t.W*tlog.HashSize {
			return nil, Fail(BadTile, "%s has %d bytes instead of %d", paths[i], len(tile), t.W*tlog.HashSize)
		}
	}
	return got, nil
}

func whole(t tlog.Tile) tlog.Tile {
	t.W = 1 << TileHeight
	return t
}
