package publish

import (
	"errors"
	"fmt"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// BeginLog makes the folder of a new log, for the time after the old log or its
// key was lost: all roots so far, and a new root of the next epoch, which is
// logged in the old log as the last thing that happens there. The old log's key
// signs for that, and its witnesses cosign. The first release of the new log is
// then published as usual.
func (f Folder) BeginLog(old Log, newRoot []byte, keys []Key, witnesses []Witness) (Log, error) {
	root, err := old.unlogged(newRoot)
	if err != nil {
		return Log{}, err
	}
	if root.Epoch == old.Root.Epoch {
		return Log{}, release.Fail(release.BadRoot, "root %d goes on with the same log: publish it with a release", root.Version)
	}
	t, err := old.grow(newRoot)
	if err != nil {
		return Log{}, err
	}
	checkpoint, err := t.checkpoint(root, keys, witnesses)
	if err != nil {
		return Log{}, err
	}
	last, err := t.rootFiles(root, checkpoint)
	if err != nil {
		return Log{}, err
	}
	if _, err := old.Root.Next(last[0].Content, last[1].Content); err != nil {
		return Log{}, err
	}
	var files []File
	for version := 1; version <= old.Root.Version; version++ {
		for _, path := range []string{fmt.Sprintf("root/%d", version), fmt.Sprintf("root/%d.proof", version)}[:min(version, 2)] {
			content, err := old.read(path)
			if err != nil {
				return Log{}, err
			}
			files = append(files, File{path, content})
		}
	}
	unlock, err := f.lock()
	if err != nil {
		return Log{}, err
	}
	defer unlock()
	if _, err := f.Read("checkpoint"); err == nil {
		return Log{}, errors.New("this folder has a log already: name a new one")
	}
	if err := f.write(append(files, last...)); err != nil {
		return Log{}, err
	}
	return OpenLog(f.Read)
}
