//go:build !js

package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/beforehand/beforehand/wasm/server/store"
)

// What another program puts into the folder is served at once, though files
// are kept in memory.
func TestFolderSeesWhatOthersChange(t *testing.T) {
	dir := t.TempDir()
	folder, err := store.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, store.Checkpoint)
	get := func(want string) {
		t.Helper()
		for range 2 { // from the disk, and from memory
			if got, err := folder.Get(t.Context(), store.Checkpoint); err != nil || string(got) != want {
				t.Fatalf("%q, %v, want %q", got, err, want)
			}
		}
	}
	if err := folder.Put(t.Context(), store.Checkpoint, []byte("one")); err != nil {
		t.Fatal(err)
	}
	get("one")
	// As long as the one before, and as old: only its name was moved.
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name+".new", []byte("two"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chtimes(name+".new", info.ModTime(), info.ModTime()), os.Rename(name+".new", name)); err != nil {
		t.Fatal(err)
	}
	get("two")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Get(t.Context(), store.Checkpoint); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a file that is gone: %v", err)
	}
}
