package releasetest

import (
	"encoding/binary"
	"slices"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Log is an append-only log in memory.
type Log struct {
	Entries [][]byte
	hashes  []tlog.Hash
}

// ReadHashes makes a Log a tlog.HashReader.
func (l *Log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = l.hashes[x]
	}
	return out, nil
}

// Size is how many entries the log has.
func (l *Log) Size() int64 { return int64(len(l.Entries)) }

// Append appends an entry, whatever it is.
func (l *Log) Append(entry []byte) {
	hashes := must(tlog.StoredHashes(l.Size(), entry, l))
	l.hashes = append(l.hashes, hashes...)
	l.Entries = append(l.Entries, entry)
}

// Hash is the log's hash when it had a size.
func (l *Log) Hash(size int64) tlog.Hash { return must(tlog.TreeHash(size, l)) }

// Prove returns the hashes that show an entry in the log of a size.
func (l *Log) Prove(index, size int64) tlog.RecordProof {
	return must(tlog.ProveRecord(size, index, l))
}

// Files returns the entries and tiles of the log when it had a size, by path.
func (l *Log) Files(size int64) map[string][]byte {
	files := map[string][]byte{}
	for i, entry := range l.Entries[:size] {
		files["entry/"+strconv.Itoa(i)] = entry
	}
	for _, t := range tlog.NewTiles(release.TileHeight, 0, size) {
		files[release.TilePath(t)] = must(tlog.ReadTileData(t, l))
		if t.L == 0 {
			t.L = -1
			files[release.TilePath(t)] = l.bundle(t)
		}
	}
	return files
}

// bundle has the entries of a tile, each after its length in two bytes (C2SP
// tlog-tiles).
func (l *Log) bundle(t tlog.Tile) []byte {
	var out []byte
	start := int(t.N) << release.TileHeight
	for _, entry := range l.Entries[start : start+t.W] {
		out = append(binary.BigEndian.AppendUint16(out, uint16(len(entry))), entry...)
	}
	return out
}

func (l *Log) clone() *Log {
	return &Log{slices.Clone(l.Entries), slices.Clone(l.hashes)}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
