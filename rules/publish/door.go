package publish

import (
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// Door is a source behind a server that takes bundles (section 17).
type Door struct {
	// Fetch reads what is served.
	Fetch Read
	// Send hands in a bundle that was made on top of a log of a size, and returns
	// the checkpoint that is served then.
	Send func(size int64, bundle []byte) ([]byte, error)
	// Known returns an error unless a log contains what was published last.
	// Nothing is signed without it: a server that shows an old or an empty log
	// would get a signed head with another history.
	Known func(Log) error
}

// Read returns the file at a path of the source.
func (d Door) Read(path string) ([]byte, error) { return d.Fetch(path) }

// Publish adds a publication to the log behind the server. Of two at the same
// time the second gets ErrLate. It may be repeated, whatever became of it.
func (d Door) Publish(p Publication, keys []Key, witnesses []Witness) (Log, error) {
	l, err := OpenLog(d.Fetch)
	if err != nil {
		return Log{}, err
	}
	if err := d.Known(l); err != nil {
		return Log{}, err
	}
	return l.add(func(files []File) error { return d.send(l, files) }, p, keys, witnesses)
}

// Renew asks the witnesses for new cosignatures of the head, and hands them in.
func (d Door) Renew(witnesses []Witness) (Log, error) {
	l, err := OpenLog(d.Fetch)
	if err != nil {
		return Log{}, err
	}
	checkpoint, err := l.renewed(witnesses)
	if err != nil {
		return Log{}, err
	}
	files := []File{{"checkpoint", checkpoint}}
	if err := d.send(l, files); err != nil {
		return Log{}, err
	}
	return OpenLog(with(files, d.Fetch))
}

// Take hands in what another place has and the server has not, up to that
// place's newest release. It may be repeated.
func (d Door) Take(from Read) (Log, error) {
	l, err := OpenLog(from)
	if err != nil {
		return Log{}, err
	}
	newest, err := l.Newest()
	if err != nil {
		return Log{}, err
	}
	there, err := OpenLog(d.Fetch)
	if err != nil {
		return Log{}, err
	}
	first := there.Head.Size
	if there.Root.Epoch != l.Root.Epoch {
		first = 0
	}
	var paths []string
	for version := there.Root.Version + 1; version <= l.Root.Version; version++ {
		paths = append(paths, fmt.Sprintf("root/%d", version), fmt.Sprintf("root/%d.proof", version))
	}
	for index := first; index < l.Head.Size; index++ {
		paths = append(paths, fmt.Sprintf("entry/%d", index))
	}
	for _, tile := range tlog.NewTiles(release.TileHeight, first, l.Head.Size) {
		paths = append(paths, release.TilePath(tile))
	}
	for _, f := range newest.Files {
		paths = append(paths, "blob/"+f.SHA256)
	}
	var files []File
	for _, path := range append(paths, "checkpoint") {
		content, err := from(path)
		if err != nil {
			return Log{}, err
		}
		files = append(files, File{path, content})
	}
	if err := d.send(there, files); err != nil {
		return Log{}, err
	}
	return OpenLog(with(files, d.Fetch))
}

// send hands files in. Entry bundles are left out, because the server makes
// them itself.
func (d Door) send(l Log, files []File) error {
	b := update.Bundle{Version: 1, Files: map[string][]byte{}}
	for _, f := range files {
		if !strings.HasPrefix(f.Path, "tile/entries/") {
			b.Files[f.Path] = f.Content
		}
	}
	text, err := json.Marshal(b)
	if err != nil {
		return err
	}
	answer, err := d.Send(l.Head.Size, text)
	if err != nil {
		return err
	}
	sent, _, _ := strings.Cut(string(b.Files["checkpoint"]), "\n\n")
	if got, _, _ := strings.Cut(string(answer), "\n\n"); got != sent {
		return fmt.Errorf("the server says that it took this, and answers with another checkpoint: %.200q", got)
	}
	return nil
}
