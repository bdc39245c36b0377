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
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// few returns some real rules, of which one says something else in each edition.
func few(t testing.TB, edition int) rules.Set {
	set := load(t)
	set.Platforms = slices.Clone(set.Platforms[:3])
	set.Platforms[0].Operator = fmt.Sprintf("Edition %d", edition)
	return set
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// signed proposes and signs what comes next in a folder.
func signed(t testing.TB, a Authority, folder Folder, set rules.Set, newRoot []byte) Publication {
	t.Helper()
	l, err := OpenLog(folder.Read)
	must(t, err)
	r, files, err := l.Propose(set, newRoot, "2026-03-08T10:00:00Z", "Another edition")
	must(t, err)
	raw, err := signAll(Draft(r.Body()), a.Releases)
	must(t, err)
	return Publication{newRoot, raw, files}
}

// begun is a folder with one release.
func begun(t testing.TB) (Authority, Folder) {
	t.Helper()
	a, err := Development()
	must(t, err)
	folder := Folder(t.TempDir())
	_, err = folder.PublishDevelopment(few(t, 0), "", "")
	must(t, err)
	return a, folder
}

// run updates a client from a folder.
func run(t testing.TB, record update.Record, folder Folder) update.Record {
	t.Helper()
	out, err := Update(record, folder.Read, 1_772_964_000, false, nil)
	must(t, err)
	return out.Record
}

func TestUpdateFromSeed(t *testing.T) {
	_, folder := begun(t)
	a, err := Development()
	must(t, err)
	record, err := update.Load(nil, string(a.Root.Raw), 0)
	must(t, err)
	files, err := a.Begin(few(t, 0))
	must(t, err)
	out, err := Update(record, Files(files).Read, 0, true, nil)
	must(t, err)
	record = run(t, out.Record, folder)
	if record.LastRun.Status != update.Current {
		t.Fatalf("the folder begins with another entry than the seed: %+v", record.LastRun)
	}
	for edition := range 4 {
		l, err := folder.PublishDevelopment(few(t, edition+1), "2026-03-08T10:00:00Z", "More")
		must(t, err)
		if record = run(t, record, folder); record.LastRun.Status != update.Updated || record.Active.Index != int64(edition)+1 {
			t.Fatalf("edition %d: %+v", edition+1, record.LastRun)
		}
		again, err := folder.PublishDevelopment(few(t, edition+1), "2026-03-09T10:00:00Z", "Once more")
		if err != nil || again.Head.Size != l.Head.Size {
			t.Errorf("the same rules are released again: %v", err)
		}
	}
}

// A publish that is killed after any write leaves a folder that clients take as
// it was before, and can be repeated, with the same release or with another.
func TestKilled(t *testing.T) {
	a, folder := begun(t)
	root := nextRoot(t, a, folder, func(r *release.Root) { r.Expires = "2037-01-01" })
	client, err := update.Load(nil, string(a.Root.Raw), 0)
	must(t, err)
	client = run(t, client, folder)
	l, err := OpenLog(folder.Read)
	must(t, err)
	for _, p := range []Publication{signed(t, a, folder, few(t, 1), nil), signed(t, a, folder, few(t, 1), root)} {
		files, err := l.Next(p, []Key{a.Log}, nil)
		must(t, err)
		for written := range len(files) {
			killed := Folder(t.TempDir())
			must(t, os.CopyFS(string(killed), os.DirFS(string(folder))))
			must(t, killed.write(files[:written]))
			if after := run(t, client, killed); after.LastRun.Status != update.Current {
				t.Errorf("killed after %d writes, clients end with %+v", written, after.LastRun)
			}
			now, err := OpenLog(killed.Read)
			must(t, err)
			if now.Head.Size != l.Head.Size || now.Root.Version != 1 {
				t.Errorf("killed after %d writes, the log has %d entries and root %d", written, now.Head.Size, now.Root.Version)
			}
			other := signed(t, a, killed, few(t, 2), p.Root)
			for _, next := range []Publication{p, other}[written%2:] {
				if _, err := killed.Publish(next, []Key{a.Log}, nil); err != nil {
					t.Errorf("killed after %d writes, repeated: %v", written, err)
				}
				if after := run(t, client, killed); after.LastRun.Status != update.Updated {
					t.Errorf("killed after %d writes and repeated, clients end with %+v", written, after.LastRun)
				}
				break
			}
		}
	}
}

func TestOneOfTwoWins(t *testing.T) {
	a, folder := begun(t)
	first, second := signed(t, a, folder, few(t, 1), nil), signed(t, a, folder, few(t, 2), nil)
	results := make(chan error)
	for _, p := range []Publication{first, second} {
		go func() {
			_, err := folder.Publish(p, []Key{a.Log}, nil)
			results <- err
		}()
	}
	one, two := <-results, <-results
	if (one == nil) == (two == nil) || !errors.Is(errors.Join(one, two), ErrLate) {
		t.Errorf("%v and %v", one, two)
	}
}

func TestTheNewestAgain(t *testing.T) {
	a, folder := begun(t)
	p := signed(t, a, folder, few(t, 1), nil)
	first, err := folder.Publish(p, []Key{a.Log}, nil)
	must(t, err)
	again, err := folder.Publish(p, []Key{a.Log}, nil)
	if err != nil || again.Head.Size != first.Head.Size {
		t.Errorf("%d entries, then %d: %v", first.Head.Size, again.Head.Size, err)
	}
}

func TestRefused(t *testing.T) {
	a, folder := begun(t)
	good := signed(t, a, folder, few(t, 1), nil)
	body, lines, err := apart(good.Release)
	must(t, err)
	oneLine := strings.SplitAfter(lines, "\n")[0]
	seed := bytes.Repeat([]byte{1}, 32)
	later := Authority{Releases: a.Releases}
	for _, test := range []struct {
		why  string
		p    Publication
		key  Key
		code release.Code
	}{
		{"one signature of two", Publication{nil, []byte(body + "\n" + oneLine), good.Files}, a.Log, release.Threshold},
		{"a signature of something else", Publication{nil, bytes.Replace(good.Release, []byte("Another"), []byte("Hostile"), 1), good.Files}, a.Log, release.BadSignature},
		{"a data file that was not signed", Publication{nil, good.Release, signed(t, a, folder, few(t, 2), nil).Files}, a.Log, release.BadBlob},
		{"another log key", good, NewKey(a.Log.Name, release.Ed25519, seed), release.BadKey},
		{"another index", signed(t, later, laterFolder(t, a), few(t, 1), nil), a.Log, release.WrongPlace},
		{"a root that is not signed", Publication{Draft(a.Root.Body()), good.Release, good.Files}, a.Log, release.BadFormat},
	} {
		if _, err := folder.Publish(test.p, []Key{test.key}, nil); release.CodeOf(err) != test.code {
			t.Errorf("%s: %v", test.why, err)
		}
		if l, err := OpenLog(folder.Read); err != nil || l.Head.Size != 1 {
			t.Errorf("%s: the folder has changed: %v", test.why, err)
		}
	}
}

// laterFolder has one release more than begun.
func laterFolder(t *testing.T, a Authority) Folder {
	_, folder := begun(t)
	_, err := folder.Publish(signed(t, a, folder, few(t, 9), nil), []Key{a.Log}, nil)
	must(t, err)
	return folder
}

func TestTampered(t *testing.T) {
	a, folder := begun(t)
	for edition := range 3 {
		_, err := folder.Publish(signed(t, a, folder, few(t, edition+1), nil), []Key{a.Log}, nil)
		must(t, err)
	}
	err := filepath.WalkDir(string(folder), func(name string, entry fs.DirEntry, err error) error {
		path, _ := filepath.Rel(string(folder), name)
		if err != nil || entry.IsDir() || path == ".lock" || strings.Contains(path, ".p/") && !strings.HasSuffix(path, ".p/4") {
			return err // old partial tiles are for caches that lag
		}
		tampered := Folder(t.TempDir())
		must(t, os.CopyFS(string(tampered), os.DirFS(string(folder))))
		content, err := tampered.Read(path)
		must(t, err)
		content[len(content)/2] ^= 1
		must(t, os.WriteFile(filepath.Join(string(tampered), path), content, 0o644))
		l, err := OpenLog(tampered.Read)
		if err == nil {
			err = l.History(func(p Past) error {
				_, err := l.Set(*p.Release)
				return err
			})
		}
		if err == nil {
			t.Errorf("nobody notices another %s", path)
		}
		return nil
	})
	must(t, err)
}

// The tree grows beyond one tile, and each size has what clients read.
func TestManyEntries(t *testing.T) {
	a, err := Development()
	must(t, err)
	files := map[string][]byte{}
	l := begin(a.Root, Files(files).Read)
	for size := int64(1); size <= 600; size++ {
		grown, err := l.grow(fmt.Appendf(nil, "entry %d", size-1))
		must(t, err)
		next, err := grown.files()
		must(t, err)
		for _, f := range next {
			files[f.Path] = f.Content
		}
		before := l.Head
		l.Head = release.Checkpoint{Size: size, Hash: grown.hash}
		must(t, l.Contains(before.Size, before.Hash.String()))
		_, err = l.Entry(size - 1)
		must(t, err)
	}
	must(t, l.bundles())
	if _, is := files["tile/1/000.p/2"]; !is || len(files["tile/entries/001"]) != 256*(2+len("entry 256")) {
		t.Error("a tile of the second level, or a full bundle of entries, is not there")
	}
	if _, err := tlog.TreeHash(600, l.hashes()); err != nil {
		t.Error(err)
	}
}
