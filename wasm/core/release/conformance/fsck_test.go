package conformance

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
	"k8s.io/klog/v2"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

func TestMain(m *testing.M) {
	klog.LogToStderr(false) // fsck and the witness tell the log what they return as well
	klog.SetOutput(io.Discard)
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

// check runs tessera's fsck on a folder.
func check(t *testing.T, dir string, log release.Key) error {
	t.Helper()
	verifier, err := note.NewVerifier(log.String())
	if err != nil {
		t.Fatal(err)
	}
	leaves := func(raw []byte) ([][]byte, error) {
		var b api.EntryBundle
		if err := b.UnmarshalText(raw); err != nil {
			return nil, err
		}
		var hashes [][]byte
		for _, entry := range b.Entries {
			sum := sha256.Sum256(append([]byte{0}, entry...))
			hashes = append(hashes, sum[:])
		}
		return hashes, nil
	}
	// With fewer workers than files it waits for ever once one of them has failed.
	return fsck.New(log.Name, verifier, client.FileFetcher{Root: dir}, leaves, fsck.Opts{N: 16}).Check(context.Background())
}

// few are some of the real rules.
func few(t *testing.T) rules.Set {
	set, err := rules.Load(os.DirFS("../../../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	set.Platforms = set.Platforms[:3]
	return set
}

// rulekitFolder is what rulekit serves after some releases.
func rulekitFolder(t *testing.T) (string, release.Key) {
	set := few(t)
	folder := publish.Folder(t.TempDir())
	for edition := range 5 {
		set.Platforms = slices.Clone(set.Platforms)
		set.Platforms[0].Operator = fmt.Sprintf("Edition %d", edition)
		if _, err := folder.PublishDevelopment(set, "2026-03-08T10:00:00Z", "Another edition"); err != nil {
			t.Fatal(err)
		}
	}
	l, err := publish.OpenLog(folder.Read)
	if err != nil || l.Head.Size != 5 {
		t.Fatal(l.Head.Size, err)
	}
	return string(folder), l.Root.Log
}

// longLog has tiles of two levels, full and partial ones.
func longLog(t *testing.T) (string, release.Key) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	for i := range 300 {
		p.Log.Append(fmt.Appendf(nil, "entry %d\n", i))
	}
	p.Checkpoint(1_772_964_000)
	dir := t.TempDir()
	for path, content := range p.Files() {
		name := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, p.Root.Log
}

// What is served is a tlog-tiles log, and with one byte changed in any file of
// it, it is not.
func TestFsck(t *testing.T) {
	for _, test := range []struct {
		why   string
		make  func(*testing.T) (string, release.Key)
		files []string
	}{
		{"a folder of rulekit", rulekitFolder, []string{"checkpoint", "tile/0/000.p/5", "tile/entries/000.p/5"}},
		{"a log of 300 entries", longLog, []string{"checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"}},
	} {
		t.Run(test.why, func(t *testing.T) {
			dir, log := test.make(t)
			if err := check(t, dir, log); err != nil {
				t.Fatal(err)
			}
			for _, path := range test.files {
				name := filepath.Join(dir, filepath.FromSlash(path))
				good, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				signed := len(good)
				if path == "checkpoint" { // fsck looks at the log's own signature and not at those of witnesses
					text := string(good)
					start := strings.Index(text, "\n— ") + 1
					signed = start + strings.IndexByte(text[start:], '\n')
				}
				for at := 0; at < signed; at += 1 + signed/40 {
					bad := bytes.Clone(good)
					bad[at] ^= 1
					if err := os.WriteFile(name, bad, 0o644); err != nil {
						t.Fatal(err)
					}
					if check(t, dir, log) == nil {
						t.Errorf("%s passes with byte %d changed", path, at)
					}
				}
				if err := os.WriteFile(name, good, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if err := check(t, dir, log); err != nil {
				t.Errorf("put back: %v", err)
			}
		})
	}
}
