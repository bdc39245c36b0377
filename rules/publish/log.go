package publish

import (
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Read returns the file at a path below a source's base. The error wraps
// fs.ErrNotExist if there is none.
type Read func(path string) ([]byte, error)

// Log is a log as its head has it; what was written after that head, by a
// publish that stopped halfway, is no part of it.
type Log struct {
	// Root is the newest root that stands in the log, or the one it began with.
	Root release.Root
	// Head is the verified checkpoint; its size is 0 for a log that has not begun.
	Head  release.Checkpoint
	first release.Root // the root that the log began with
	read  Read
}

// OpenLog reads a source's roots from root/1, which it trusts, and its
// checkpoint. It returns an error if one of them is missing or refused.
func OpenLog(read Read) (Log, error) {
	raw, err := read("root/1")
	if err != nil {
		return Log{}, err
	}
	root, err := release.OpenRoot(raw)
	if err != nil {
		return Log{}, fmt.Errorf("root/1: %w", err)
	}
	checkpoint, err := read("checkpoint")
	begun := err == nil
	if !begun && !errors.Is(err, fs.ErrNotExist) {
		return Log{}, err
	}
	l, index := begin(root, read), int64(-1)
	for {
		head, headErr := root.OpenCheckpoint(checkpoint)
		if headErr == nil && index < head.Size { // a root counts once its entry is below the head
			l.Root, l.Head = root, head
		}
		next, at, err := follow(root, read)
		switch {
		case errors.Is(err, fs.ErrNotExist) && begun && l.Head.Size == 0:
			return Log{}, fmt.Errorf("checkpoint: %w", headErr)
		case errors.Is(err, fs.ErrNotExist):
			return l, nil
		case err != nil:
			return Log{}, err
		case next.Epoch > root.Epoch: // it stands in the log before
			l, at = begin(next, read), -1
		}
		root, index = next, at
	}
}

func begin(root release.Root, read Read) Log { return Log{Root: root, first: root, read: read} }

// follow reads the root after another, and its index in that one's log. It
// returns fs.ErrNotExist, wrapped, after the last one.
func follow(root release.Root, read Read) (release.Root, int64, error) {
	path := fmt.Sprintf("root/%d", root.Version+1)
	raw, err := read(path)
	if err != nil {
		return root, 0, err
	}
	proof, err := read(path + ".proof")
	if err != nil {
		return root, 0, err
	}
	next, err := root.Next(raw, proof)
	if err != nil {
		return root, 0, fmt.Errorf("%s: %w", path, err)
	}
	parsed, err := release.ParseProof(proof)
	if err != nil {
		return root, 0, fmt.Errorf("%s.proof: %w", path, err)
	}
	return next, parsed.Index, nil
}

// Entry returns an entry of the log, and an error if it is missing or not what
// the log's head says.
func (l Log) Entry(index int64) ([]byte, error) {
	path := fmt.Sprintf("entry/%d", index)
	entry, err := l.read(path)
	if err != nil {
		return nil, err
	}
	hashes, err := l.hashes().ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return nil, err
	}
	if hashes[0] != tlog.RecordHash(entry) {
		return nil, release.Fail(release.NotLogged, "%s is not what the log has there", path)
	}
	return entry, nil
}

var errNothing = errors.New("nothing has been published yet")

// Newest returns the release that the head names, and an error if there is none.
func (l Log) Newest() (release.Release, error) {
	if l.Head.Size == 0 {
		return release.Release{}, errNothing
	}
	entry, err := l.Entry(l.Head.Size - 1)
	if err != nil {
		return release.Release{}, err
	}
	return l.Root.OpenRelease(entry, l.Head.Size-1)
}

// hashes reads the tree; each hash is checked against the head.
func (l Log) hashes() tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: l.Head.Size, Hash: l.Head.Hash}, tiles{l.read})
}

// tiles reads the tree's tiles for package tlog.
type tiles struct{ read Read }

func (t tiles) Height() int { return release.TileHeight }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		content, err := t.read(release.TilePath(tile))
		if err != nil {
			return nil, err
		}
		if len(content) != tile.W*tlog.HashSize {
			return nil, release.Fail(release.BadTile, "%s has %d bytes", release.TilePath(tile), len(content))
		}
		all = append(all, content)
	}
	return all, nil
}

// Contains returns an error unless the log still has what it had at an earlier
// head.
func (l Log) Contains(size int64, hash string) error {
	old, err := tlog.ParseHash(hash)
	if err != nil {
		return err
	}
	return release.Consistent(l.Head, size, old, func(paths []string) (map[string][]byte, error) {
		found := map[string][]byte{}
		for _, path := range paths {
			content, err := l.read(path)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, err
			}
			found[path] = content
		}
		return found, nil
	})
}
