package releasetest

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Of is how many keys a role has, and how many are needed.
type Of struct{ Need, Keys int }

// Shape is what keys a publisher starts with.
type Shape struct {
	Root, Release, Witnesses Of
	FreshDays                int
}

// The shapes that the protocol recommends, and that a single person may use.
var (
	Usual = Shape{Of{2, 3}, Of{2, 3}, Of{2, 3}, 14}
	Solo  = Shape{Root: Of{1, 1}, Release: Of{1, 1}}
)

// Keys are the private keys of a root.
type Keys struct {
	Log                      Signer
	Root, Release, Witnesses []Signer
}

// Publisher publishes one rule set. A test may reach into it to publish what
// no honest one would.
type Publisher struct {
	// Root is the newest root, and Keys are its keys.
	Root release.Root
	Keys Keys
	// Log is the log of the epoch.
	Log *Log
	// Head is the checkpoint, nil before the first.
	Head []byte

	files map[string][]byte // roots, proofs and data files by path
}

// New makes a publisher with its first root, and an empty log.
func New(set string, shape Shape) *Publisher {
	d := &Draft{Root: release.Root{Set: set, Version: 1, Expires: "2030-01-01", Epoch: 1}}
	d.NewRootKeys(shape.Root)
	d.NewReleaseKeys(shape.Release)
	d.NewWitnesses(shape.Witnesses, shape.FreshDays)
	d.NewLogKey()
	p := &Publisher{Log: &Log{}, Keys: d.Keys, files: map[string][]byte{}}
	p.Root = must(release.OpenRoot(Sign(d.Body(), p.Keys.Root[:shape.Root.Need]...)))
	p.files["root/1"] = p.Root.Raw
	return p
}

// Clone returns a publisher with the same keys and history, which can go
// another way.
func (p *Publisher) Clone() *Publisher {
	clone := *p
	clone.Log, clone.files = p.Log.clone(), maps.Clone(p.files)
	return &clone
}

// Blob is a data file with its content.
type Blob struct {
	Name   string
	Schema int
	Data   string
}

// Draft returns the unsigned release of some data files for the next place in
// the log.
func (p *Publisher) Draft(summary string, blobs ...Blob) release.Release {
	l := release.Release{
		Set: p.Root.Set, Epoch: p.Root.Epoch, Index: p.Log.Size(), Root: p.Root.Version,
		Time: "2026-03-08T10:00:00Z", Summary: summary,
	}
	for _, b := range blobs {
		sum := sha256.Sum256([]byte(b.Data))
		file := release.File{Name: b.Name, Schema: b.Schema, Size: int64(len(b.Data)), SHA256: hex.EncodeToString(sum[:])}
		p.files["blob/"+file.SHA256] = []byte(b.Data)
		l.Files = append(l.Files, file)
	}
	slices.SortFunc(l.Files, func(a, b release.File) int {
		if c := strings.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return a.Schema - b.Schema
	})
	return l
}

// Release signs a release of data files with as many keys as are needed,
// appends it to the log and returns it.
func (p *Publisher) Release(summary string, blobs ...Blob) []byte {
	raw := Sign(p.Draft(summary, blobs...).Body(), p.Keys.Release[:p.Root.ReleaseKeys.Need]...)
	p.Log.Append(raw)
	return raw
}

// Checkpoint makes the log's present state its head: the log's key signs it,
// and all witnesses cosign it at a time in Unix seconds. It returns the head.
func (p *Publisher) Checkpoint(time int64) []byte {
	p.Head = p.head(time)
	return p.Head
}

func (p *Publisher) head(time int64) []byte {
	body := p.HeadBody()
	lines := []string{p.Keys.Log.Sign(body)}
	for _, w := range p.Keys.Witnesses {
		lines = append(lines, w.Cosign(body, time))
	}
	return Note(body, lines...)
}

// HeadBody is the text of a checkpoint of the log's present state.
func (p *Publisher) HeadBody() string {
	return release.CheckpointBody(p.Root.Log.Name, p.Log.Size(), p.Log.Hash(p.Log.Size()))
}

// Rotate publishes the next root, with what change changes in it: signed by
// quorums of the old and of the new root keys, in the log, and with a proof by
// the old log key and witnesses at a time in Unix seconds. The head stays as it
// is, because a release has to follow first; a new epoch begins with an empty
// log and without a head. It returns the root.
func (p *Publisher) Rotate(time int64, change func(*Draft)) []byte {
	d := &Draft{p.Root, p.Keys}
	d.Version++
	d.Raw = nil
	if change != nil {
		change(d)
	}
	signers := slices.Concat(p.Keys.Root[:p.Root.RootKeys.Need], d.Keys.Root[:d.RootKeys.Need])
	raw := Sign(d.Body(), signers...)
	p.Log.Append(raw)
	proof := p.Prove(p.Log.Size()-1, time)
	path := "root/" + strconv.Itoa(d.Version)
	p.files[path], p.files[path+".proof"] = raw, proof
	if d.Epoch != p.Root.Epoch {
		p.Log, p.Head = &Log{}, nil
	}
	p.Root, p.Keys = must(p.Root.Next(raw, proof)), d.Keys
	return raw
}

// Prove returns the proof file of an entry in the log's present state, with a
// checkpoint of a time in Unix seconds.
func (p *Publisher) Prove(index, time int64) []byte {
	return []byte(release.Proof{Index: index, Hashes: p.Log.Prove(index, p.Log.Size()), Checkpoint: p.head(time)}.String())
}

// Files returns every file that is served, by path (protocol, section 4).
func (p *Publisher) Files() map[string][]byte {
	files := p.Log.Files(p.Log.Size())
	maps.Copy(files, p.files)
	if p.Head != nil {
		files["checkpoint"] = p.Head
	}
	return files
}
