package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Past is an entry of a log: a root or a release.
type Past struct {
	Index   int64
	Root    *release.Root
	Release *release.Release
}

// History calls each for every entry of a log, from the first. It returns an
// error as soon as an entry is not what the log's head says, or not what has to
// stand there under the root in force; and at the end if a bundle of entries is
// another, or a root is served that does not stand in the log.
func (l Log) History(each func(Past) error) error {
	root, afterRoot := l.first, false
	for index := range l.Head.Size {
		entry, err := l.Entry(index)
		if err != nil {
			return err
		}
		past := Past{Index: index}
		if afterRoot = strings.HasPrefix(string(entry), "rules-root/"); afterRoot {
			if root, err = l.loggedRoot(root, entry); err == nil {
				past.Root = &root
			}
		} else {
			var r release.Release
			r, err = root.OpenRelease(entry, index)
			past.Release = &r
		}
		if err == nil {
			err = each(past)
		}
		if err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
	}
	if afterRoot {
		return errors.New("the head's last entry is a root; it has to be followed by a release")
	}
	if _, err := l.read(fmt.Sprintf("root/%d", root.Version+1)); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("root/%d is served and does not stand in the log (%v)", root.Version+1, err)
	}
	return l.bundles()
}

// loggedRoot opens a root that an entry is, and compares it with what clients
// are served.
func (l Log) loggedRoot(before release.Root, entry []byte) (release.Root, error) {
	path := fmt.Sprintf("root/%d", before.Version+1)
	served, err := l.read(path)
	if err != nil {
		return release.Root{}, err
	}
	if !bytes.Equal(served, entry) {
		return release.Root{}, fmt.Errorf("%s is not the root in the log", path)
	}
	proof, err := l.read(path + ".proof")
	if err != nil {
		return release.Root{}, err
	}
	if _, err := before.Logged(entry, proof); err != nil {
		return release.Root{}, err
	}
	return before.Next(entry, proof)
}

// bundles compares the bundles of entries with the entries.
func (l Log) bundles() error {
	t := &tree{Log: l}
	for _, tile := range tlog.NewTiles(release.TileHeight, 0, l.Head.Size) {
		if tile.L > 0 {
			continue
		}
		want, err := t.bundle(tile)
		if err != nil {
			return err
		}
		tile.L = -1
		path := release.TilePath(tile)
		if got, err := l.read(path); err != nil {
			return err
		} else if !bytes.Equal(got, want) {
			return fmt.Errorf("%s is not the log's entries", path)
		}
	}
	return nil
}
