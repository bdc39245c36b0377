package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// Publication is what one publish adds to a log.
type Publication struct {
	// Root is a signed new root that comes before the release; nil for none.
	Root []byte
	// Release is the signed release.
	Release []byte
	// Files are the release's data files by name, as parts.Build makes them.
	Files map[string][]byte
}

// Witness asks for the cosignature of a checkpoint and returns signature
// lines. Prove makes the proof that the checkpoint's log contains the one of an
// older size, which the witness remembers (C2SP tlog-witness).
type Witness func(checkpoint []byte, prove func(size int64) (tlog.TreeProof, error)) ([]byte, error)

// Next returns the files that a publication adds to a log, in the order in
// which they are to be written, the checkpoint last. The checkpoint is signed
// with the log's key; when a new root names another one, with both. It returns
// an error unless a client that knows the log as it is would take the release.
func (l Log) Next(p Publication, keys []Key, witnesses []Witness) ([]File, error) {
	root, index, err := l.place(p.Root)
	if err != nil {
		return nil, err
	}
	r, err := root.OpenRelease(p.Release, index)
	if err != nil {
		return nil, err
	}
	entries := [][]byte{p.Release}
	if p.Root != nil {
		entries = [][]byte{p.Root, p.Release}
	}
	files, err := blobs(r, p.Files)
	if err != nil {
		return nil, err
	}
	t, err := l.grow(entries...)
	if err != nil {
		return nil, err
	}
	ofTree, err := t.files()
	if err != nil {
		return nil, err
	}
	checkpoint, err := t.checkpoint(root, keys, witnesses)
	if err != nil {
		return nil, err
	}
	files = append(files, ofTree...)
	if p.Root != nil {
		rootFiles, err := t.rootFiles(root, checkpoint)
		if err != nil {
			return nil, err
		}
		files = append(files, rootFiles...)
	}
	files = append(files, File{"checkpoint", checkpoint})
	return files, l.accepts(files)
}

// blobs returns the data files of a release, each checked against what is signed.
func blobs(r release.Release, contents map[string][]byte) ([]File, error) {
	var files []File
	for _, f := range r.Files {
		content := contents[f.Name]
		if sum := sha256.Sum256(content); int64(len(content)) != f.Size || hex.EncodeToString(sum[:]) != f.SHA256 {
			return nil, release.Fail(release.BadBlob, "%s is not the file that was signed: the rules have changed since the release was proposed", f.Name)
		}
		files = append(files, File{"blob/" + f.SHA256, content})
	}
	return files, nil
}

// next opens a root of the same log that follows now.
func (l Log) next(raw []byte) (release.Root, error) {
	root, err := l.unlogged(raw)
	if err == nil && root.Epoch != l.Root.Epoch {
		err = release.Fail(release.BadRoot, "root %d begins a new log, in a new folder: publish it there before any release", root.Version)
	}
	return root, err
}

// rootFiles returns a root that is the first new entry, and the proof of it
// under a checkpoint of the grown log (C2SP tlog-proof).
func (t *tree) rootFiles(root release.Root, checkpoint []byte) ([]File, error) {
	hashes, err := tlog.ProveRecord(t.size(), t.Head.Size, t)
	if err != nil {
		return nil, err
	}
	path := fmt.Sprintf("root/%d", root.Version)
	proof := release.Proof{Index: t.Head.Size, Hashes: hashes, Checkpoint: checkpoint}
	return []File{{path, root.Raw}, {path + ".proof", []byte(proof.String())}}, nil
}

// checkpoint signs the head of the grown log and has it cosigned.
func (t *tree) checkpoint(root release.Root, keys []Key, witnesses []Witness) ([]byte, error) {
	body := release.CheckpointBody(t.Root.Log.Name, t.size(), t.hash)
	signers := []release.Key{t.Root.Log} // this one signs for the proof of a new root
	if root.Epoch == t.Root.Epoch && root.Log.String() != t.Root.Log.String() {
		signers = append(signers, root.Log)
	}
	checkpoint := Draft(body)
	for _, signer := range signers {
		i := slices.IndexFunc(keys, func(k Key) bool { return k.is(signer) })
		if i < 0 {
			return nil, release.Fail(release.BadKey, "give the log's key %s, which the root names", signer)
		}
		var err error
		if checkpoint, err = Sign(checkpoint, keys[i]); err != nil {
			return nil, err
		}
	}
	return cosigned(checkpoint, t.size(), t, witnesses)
}

// cosigned adds the lines of witnesses to a checkpoint.
func cosigned(checkpoint []byte, size int64, hashes tlog.HashReader, witnesses []Witness) ([]byte, error) {
	prove := func(old int64) (tlog.TreeProof, error) {
		if old == 0 {
			return nil, nil
		}
		return tlog.ProveTree(size, old, hashes)
	}
	for _, ask := range witnesses {
		lines, err := ask(checkpoint, prove)
		if err != nil {
			return nil, err
		}
		checkpoint = append(checkpoint[:len(checkpoint):len(checkpoint)], lines...)
	}
	return checkpoint, nil
}

// accepts runs the update of a client that has seen the log up to its head, on
// the log with further files.
func (l Log) accepts(files []File) error {
	read := with(files, l.read)
	record, err := update.Load(nil, string(l.Root.Raw), 0)
	if err != nil {
		return err
	}
	if l.Head.Size > 0 {
		record.Checkpoint, record.Size, record.Hash = string(l.Head.Raw), l.Head.Size, l.Head.Hash.String()
	}
	out, err := Update(record, read, 0, true, nil)
	if err != nil {
		return err
	}
	if out.Result.Status != update.Updated {
		return fmt.Errorf("clients would not take this: %s: %s", out.Result.Status, out.Result.Reason)
	}
	return nil
}
