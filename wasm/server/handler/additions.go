package handler

import (
	"context"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// file is a file to be stored.
type file struct {
	path    string
	content []byte
}

// additions lists what an accepted bundle adds, in the order of writing
// (section 16). Tiles are not taken from it but made here, of entries whose
// hashes lead to the signed head, so that nothing is stored that nobody
// verified.
func (s *Server) additions(ctx context.Context, before, after update.Record, bundle update.Bundle) ([]file, error) {
	from := before.Size
	if after.Epoch != before.Epoch {
		from = 0
	}
	var files []file
	for _, f := range after.Active.Files {
		if content, found := bundle.Files["blob/"+f.SHA256]; found {
			files = append(files, file{"blob/" + f.SHA256, content})
		}
	}
	entries, hashes := map[int64][]byte{}, &growing{size: from, added: map[int64]tlog.Hash{}}
	hashes.stored = tlog.TileHashReader(tlog.Tree{N: before.Size, Hash: hashOf(before)}, &storedTiles{ctx, s})
	for i := from; i < after.Size; i++ {
		path := "entry/" + strconv.FormatInt(i, 10)
		content, found := bundle.Files[path]
		if !found {
			return nil, release.Fail(release.NotLogged, "%s is missing from the bundle", path)
		}
		entries[i] = content
		files = append(files, file{path, content})
		if err := hashes.append(content); err != nil {
			return nil, err
		}
	}
	if tree, err := tlog.TreeHash(after.Size, hashes); err != nil || tree.String() != after.Hash {
		return nil, release.Fail(release.NotLogged, "the entries in the bundle do not lead to its checkpoint")
	}
	for n := from >> release.TileHeight; n<<release.TileHeight < after.Size; n++ {
		f, err := s.entryBundle(ctx, n, after.Size, entries)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	for _, t := range tlog.NewTiles(release.TileHeight, from, after.Size) {
		content, err := tlog.ReadTileData(t, hashes)
		if err != nil {
			return nil, err
		}
		files = append(files, file{release.TilePath(t), content})
	}
	var roots []string
	for path := range bundle.Files {
		version, isRoot := strings.CutPrefix(strings.TrimSuffix(path, ".proof"), "root/")
		if n, err := strconv.Atoi(version); isRoot && err == nil && n > before.RootVersion && n <= after.RootVersion {
			roots = append(roots, path)
		}
	}
	slices.Sort(roots)
	for _, path := range roots {
		files = append(files, file{path, bundle.Files[path]})
	}
	return files, nil
}

// entryBundle makes the file that holds the entries of a tile, each behind its
// length in two bytes (C2SP tlog-tiles).
func (s *Server) entryBundle(ctx context.Context, n, size int64, added map[int64][]byte) (file, error) {
	first := n << release.TileHeight
	width := min(1<<release.TileHeight, size-first)
	var content []byte
	for i := first; i < first+width; i++ {
		entry, found := added[i]
		if !found {
			var err error
			if entry, err = s.Store.Get(ctx, "entry/"+strconv.FormatInt(i, 10)); err != nil {
				return file{}, err
			}
		}
		content = append(binary.BigEndian.AppendUint16(content, uint16(len(entry))), entry...)
	}
	return file{release.TilePath(tlog.Tile{H: release.TileHeight, L: -1, N: n, W: int(width)}), content}, nil
}

func hashOf(r update.Record) tlog.Hash {
	hash, err := tlog.ParseHash(r.Hash)
	if err != nil {
		return tlog.Hash{} // an empty log
	}
	return hash
}

// growing is the hashes of a log to which entries are added.
type growing struct {
	size   int64
	stored tlog.HashReader
	added  map[int64]tlog.Hash
}

func (g *growing) append(entry []byte) error {
	hashes, err := tlog.StoredHashes(g.size, entry, g)
	if err != nil {
		return err
	}
	first := tlog.StoredHashIndex(0, g.size)
	for i, hash := range hashes {
		g.added[first+int64(i)] = hash
	}
	g.size++
	return nil
}

// ReadHashes implements tlog.HashReader.
func (g *growing) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	var old []int64
	for i, index := range indexes {
		if hash, added := g.added[index]; added {
			found[i] = hash
		} else {
			old = append(old, index)
		}
	}
	if len(old) == 0 {
		return found, nil
	}
	stored, err := g.stored.ReadHashes(old)
	if err != nil {
		return nil, err
	}
	next := 0
	for i, index := range indexes {
		if _, added := g.added[index]; !added {
			found[i] = stored[next]
			next++
		}
	}
	return found, nil
}

// storedTiles reads the tiles of the served log.
type storedTiles struct {
	ctx context.Context
	s   *Server
}

// Height implements tlog.TileReader.
func (*storedTiles) Height() int { return release.TileHeight }

// SaveTiles implements tlog.TileReader.
func (*storedTiles) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles implements tlog.TileReader.
func (t *storedTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var contents [][]byte
	for _, tile := range tiles {
		content, err := t.s.Store.Get(t.ctx, release.TilePath(tile))
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}
