//go:build !js

package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// Folder is a store in a directory. The directory is served by any web server
// as well, because its files lie where their paths say.
type Folder struct {
	dir string
	mu  sync.Mutex
	// kept are files that were read, with what the file system said of them:
	// to ask whether one has changed takes a third of reading it.
	kept sync.Map
	size atomic.Int64
}

// maxKept is how many bytes of files are kept; a source has a few megabytes.
const maxKept = 64 << 20

type keptFile struct {
	info    fs.FileInfo
	content []byte
}

// OpenFolder opens a directory, and makes it if there is none.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("folder %s: %w", dir, err)
	}
	return &Folder{dir: dir}, nil
}

// Get implements Store.
func (f *Folder) Get(_ context.Context, path string) ([]byte, error) {
	if !filepath.IsLocal(path) {
		return nil, ErrNotFound
	}
	name := filepath.Join(f.dir, filepath.FromSlash(path))
	info, err := os.Stat(name)
	if err == nil {
		if kept, found := f.kept.Load(path); found && kept.(keptFile).is(info) {
			return kept.(keptFile).content, nil
		}
		var content []byte
		if content, err = os.ReadFile(name); err == nil {
			f.keep(path, keptFile{info, content})
			return content, nil
		}
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return nil, ErrNotFound // no file, or a directory
	}
	return nil, err
}

// Open implements Opener.
func (f *Folder) Open(path string) (io.ReadCloser, error) {
	if !filepath.IsLocal(path) {
		return nil, ErrNotFound
	}
	file, err := os.Open(filepath.Join(f.dir, filepath.FromSlash(path)))
	if err != nil {
		return nil, ErrNotFound
	}
	return file, nil
}

// keep keeps a file. What was written between the look at it and the reading
// has another time or size, or is another file, since files come by renaming.
func (f *Folder) keep(path string, file keptFile) {
	if f.size.Load() > maxKept {
		f.kept.Clear()
		f.size.Store(0)
	}
	f.kept.Store(path, file)
	f.size.Add(int64(len(file.content)))
}

// is reports whether a file is still the one that was read.
func (k keptFile) is(now fs.FileInfo) bool {
	return os.SameFile(k.info, now) && k.info.ModTime().Equal(now.ModTime()) && k.info.Size() == now.Size()
}

// Put implements Store.
func (f *Folder) Put(_ context.Context, path string, content []byte) error {
	if !filepath.IsLocal(path) {
		return fmt.Errorf("path %q leads out of the folder", path)
	}
	return write(filepath.Join(f.dir, filepath.FromSlash(path)), content)
}

// Swap implements Store. Two processes on one folder are kept apart by a lock
// file, two requests of one process by a mutex.
func (f *Folder) Swap(_ context.Context, path string, old, content []byte) error {
	if !filepath.IsLocal(path) {
		return fmt.Errorf("path %q leads out of the folder", path)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	lock := filepath.Join(f.dir, ".lock")
	held, err := os.OpenFile(lock, os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w (if no other server runs, delete %s)", ErrConflict, lock)
	}
	if err != nil {
		return err
	}
	defer os.Remove(lock)
	defer held.Close()
	name := filepath.Join(f.dir, filepath.FromSlash(path))
	now, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if !bytes.Equal(now, old) || (now == nil) != (old == nil) {
		return ErrConflict
	}
	return write(name, content)
}

// write writes a file whole or not at all.
func write(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	if _, err := temporary.Write(content); err != nil {
		return errors.Join(err, temporary.Close())
	}
	if err := errors.Join(temporary.Chmod(0o644), temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), name)
}
