package publish

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// add publishes on top of a log, and hands the files to write. It does nothing
// if the release is the newest already, and returns ErrLate if it is not the
// next one.
func (l Log) add(write func([]File) error, p Publication, keys []Key, witnesses []Witness) (Log, error) {
	if newest, err := l.Newest(); err == nil && bytes.Equal(newest.Raw, p.Release) {
		return l, nil
	}
	files, err := l.Next(p, keys, witnesses)
	if release.CodeOf(err) == release.WrongPlace {
		return Log{}, fmt.Errorf("%w (%w)", ErrLate, err)
	}
	if err != nil {
		return Log{}, err
	}
	if err := write(files); err != nil {
		return Log{}, err
	}
	return OpenLog(with(files, l.read)) // a cache may still have the old head
}

// with reads files from a list first.
func with(files []File, read Read) Read {
	added := map[string][]byte{}
	for _, f := range files {
		added[f.Path] = f.Content
	}
	return func(path string) ([]byte, error) {
		if content, is := added[path]; is {
			return content, nil
		}
		return read(path)
	}
}

// renewed returns the head with new cosignatures in the place of all old ones.
func (l Log) renewed(witnesses []Witness) ([]byte, error) {
	if l.Head.Size == 0 {
		return nil, errNothing
	}
	body, lines, err := apart(l.Head.Raw)
	if err != nil {
		return nil, err
	}
	own := ""
	for line := range strings.Lines(lines) {
		if strings.HasPrefix(line, "— "+l.Root.Log.Name+" ") {
			own += line
		}
	}
	checkpoint, err := cosigned([]byte(body+"\n"+own), l.Head.Size, l.hashes(), witnesses)
	if err != nil {
		return nil, err
	}
	_, err = l.Root.OpenCheckpoint(checkpoint)
	return checkpoint, err
}
