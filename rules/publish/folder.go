package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/beforehand/beforehand/rules"
)

// Folder is a directory with the files that a source serves, for any static
// host.
type Folder string

// ErrLate means that a release is not the next one of the log, as when somebody
// else has published in the meantime.
var ErrLate = errors.New("this is not the log's next release, perhaps because somebody else has published: propose again")

// Read returns the file at a path below the folder.
func (f Folder) Read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), filepath.FromSlash(path)))
}

// Begin makes the folder of a log that has not begun, with its first root. It
// returns fs.ErrExist, wrapped, if there is another root.
func (f Folder) Begin(root []byte) error {
	return f.write([]File{{"root/1", root}})
}

// Publish adds a publication to the log in the folder (section 16). Of two at
// the same time the second gets ErrLate. One that stopped halfway is simply
// repeated; one that is the newest already does nothing.
func (f Folder) Publish(p Publication, keys []Key, witnesses []Witness) (Log, error) {
	unlock, err := f.lock()
	if err != nil {
		return Log{}, err
	}
	defer unlock()
	l, err := OpenLog(f.Read)
	if err != nil {
		return Log{}, err
	}
	return l.add(f.write, p, keys, witnesses)
}

// Renew asks the witnesses for new cosignatures of the head, and puts them in
// the place of their old ones. It is to be done once a day.
func (f Folder) Renew(witnesses []Witness) (Log, error) {
	unlock, err := f.lock()
	if err != nil {
		return Log{}, err
	}
	defer unlock()
	l, err := OpenLog(f.Read)
	if err != nil {
		return Log{}, err
	}
	checkpoint, err := l.renewed(witnesses)
	if err != nil {
		return Log{}, err
	}
	if err := f.write([]File{{"checkpoint", checkpoint}}); err != nil {
		return Log{}, err
	}
	return OpenLog(f.Read)
}

// PublishDevelopment proposes, signs with the development keys and publishes in
// one go, unless the newest release has these rules. An empty folder begins as
// Seed does.
func (f Folder) PublishDevelopment(set rules.Set, time, summary string) (Log, error) {
	a, err := Development()
	if err != nil {
		return Log{}, err
	}
	if _, err := f.Read("root/1"); errors.Is(err, fs.ErrNotExist) {
		if err := f.Begin(a.Root.Raw); err != nil {
			return Log{}, err
		}
	}
	l, err := OpenLog(f.Read)
	if err != nil {
		return Log{}, err
	}
	if l.Root.Set != DevelopmentSet {
		return Log{}, fmt.Errorf("%s has the log of %s: publish development rules elsewhere", f, l.Root.Set)
	}
	if l.Head.Size == 0 {
		time, summary = newest(set)+"T00:00:00Z", firstSummary
	}
	p, err := a.publication(l, set, time, summary)
	if err != nil {
		return Log{}, err
	}
	if newest, err := l.Newest(); err == nil && slices.Equal(newest.Files, list(p.Files)) {
		return l, nil // the same rules are no news
	}
	return f.Publish(p, []Key{a.Log}, nil)
}

func (f Folder) lock() (unlock func(), err error) {
	if err := os.MkdirAll(string(f), 0o755); err != nil {
		return nil, err
	}
	return lockedfile.MutexAt(filepath.Join(string(f), ".lock")).Lock()
}

// write writes files in their order, each as a whole or not at all. What is
// there already stays. What a publish left behind that stopped halfway is
// replaced, because no checkpoint names it; but not a root, which counts as
// soon as it can be read.
func (f Folder) write(files []File) error {
	for _, file := range files {
		old, err := f.Read(file.Path)
		switch {
		case err == nil && bytes.Equal(old, file.Content):
			continue
		case err == nil && strings.HasPrefix(file.Path, "root/") && !strings.HasSuffix(file.Path, ".proof"):
			return fmt.Errorf("%s: %w, with another content; nothing is overwritten", file.Path, fs.ErrExist)
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		}
		if err := f.replace(file); err != nil {
			return err
		}
	}
	return nil
}

// replace writes one file beside its place and moves it there.
func (f Folder) replace(file File) error {
	name := filepath.Join(string(f), filepath.FromSlash(file.Path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(string(f), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // when it was not moved
	_, err = temporary.Write(file.Content)
	if err = errors.Join(err, temporary.Chmod(0o644), temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	if err := os.Rename(temporary.Name(), name); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(name)); err == nil {
		dir.Sync() // keeps the order of writes when the power fails; not every system can
		dir.Close()
	}
	return nil
}
