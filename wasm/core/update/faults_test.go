package update_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// rotated is an update that includes a change of the root.
func rotated(t testing.TB) (*releasetest.Publisher, *client) {
	p, c := published(t)
	p.Rotate(start+today, func(d *releasetest.Draft) { d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 3}) })
	p.Release("second", blobs(switchAt, "forum")...)
	p.Checkpoint(start + today)
	return p, c
}

// Every served file of an update is cut at each byte, has each bit flipped,
// each byte removed and five bytes put in at each place. None is accepted with
// another content, and no client is stuck afterwards. In the usual run every
// 97th place is tried; with BEFOREHAND_LONG=1 every one.
func TestSingleFaults(t *testing.T) {
	p, c := rotated(t)
	good := p.Files()
	before := c.record
	c.run(good, start+today)
	want := active(c.record)
	step := 97
	switch {
	case os.Getenv("BEFOREHAND_LONG") != "":
		step = 1
	case testing.Short(): // as wasm
		step = 997
	}
	asked := slices.Clone(c.asked)
	cases, accepted := 0, 0
	for _, path := range asked {
		content, found := good[path]
		if !found {
			continue
		}
		for at := 0; at < len(content); at += step {
			for kind, bad := range damage(content, at) {
				cases++
				files := maps.Clone(good)
				files[path] = bad
				victim := &client{t: t, record: before}
				victim.run(files, start+today)
				// A line that nobody needs may be damaged; what it says may not change.
				if now := active(victim.record); now != active(before) && now != want {
					accepted++
					t.Errorf("%s, %s at %d: accepted", path, kind, at)
				}
				if victim.run(good, start+today); active(victim.record) != want {
					t.Fatalf("%s, %s at %d: stuck with %s", path, kind, at, victim.record.LastRun.Reason)
				}
			}
		}
	}
	t.Logf("%d single faults: %d accepted, 0 stuck", cases, accepted)
}

// damage is every way in which a file is damaged at one place.
func damage(content []byte, at int) map[string][]byte {
	ways := map[string][]byte{
		"cut":     content[:at],
		"removed": slices.Delete(bytes.Clone(content), at, at+1),
	}
	for bit := range 8 {
		flipped := bytes.Clone(content)
		flipped[at] ^= 1 << bit
		ways[fmt.Sprintf("bit %d flipped", bit)] = flipped
	}
	for _, b := range []byte("\n 0a\x00") {
		ways[fmt.Sprintf("%q inserted", b)] = slices.Insert(bytes.Clone(content), at, b)
	}
	return ways
}

// Random publishers, lagging mirrors, damaged answers and kills: no invariant
// breaks, and every client reaches the newest release when the faults end.
func TestChaos(t *testing.T) {
	rounds := 40
	switch {
	case os.Getenv("BEFOREHAND_LONG") != "":
		rounds = 2000
	case testing.Short():
		rounds = 4
	}
	for seed := range rounds {
		random := rand.New(rand.NewPCG(uint64(seed), 7))
		p, c := published(t)
		now := int64(start)
		mirrors := []map[string][]byte{p.Files()}
		for range 12 {
			now += random.Int64N(3 * today)
			switch random.IntN(4) {
			case 0:
				p.Rotate(now, func(d *releasetest.Draft) {
					if random.IntN(2) == 0 {
						d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 3})
					} else {
						d.NewLogKey()
					}
				})
				fallthrough
			case 1:
				p.Release("next", blobs(fmt.Sprintf("https://forum.example.com/%d", random.IntN(5)), "forum", "board")...)
			}
			p.Checkpoint(now)
			mirrors = append(mirrors, p.Files())
			files := maps.Clone(mirrors[random.IntN(len(mirrors))])
			for range random.IntN(3) {
				paths := slices.Sorted(maps.Keys(files))
				path := paths[random.IntN(len(paths))]
				if content := files[path]; len(content) > 0 && random.IntN(2) == 0 {
					kinds := slices.Sorted(maps.Keys(damage(content, 0)))
					files[path] = damage(content, random.IntN(len(content)))[kinds[random.IntN(len(kinds))]]
				} else {
					delete(files, path)
				}
			}
			before := c.record
			c.run(files, now)
			if len(c.commits) > 1 && random.IntN(3) == 0 { // killed in the middle
				c.record = c.commits[random.IntN(len(c.commits))]
				if c.record.Size < before.Size && c.record.Epoch == before.Epoch {
					t.Fatal("a commit fell behind")
				}
			}
			if c.record.Fork != nil {
				t.Fatalf("seed %d: an alarm without two contradicting heads", seed)
			}
		}
		now += hour
		p.Release("last", blobs(switchAt, "forum")...)
		p.Checkpoint(now)
		if got := c.run(p.Files(), now); got != "updated" || c.record.Active.Entry != string(p.Log.Entries[p.Log.Size()-1]) {
			t.Fatalf("seed %d: %s %s", seed, got, c.record.LastRun.Reason)
		}
	}
	t.Logf("%d sources in chaos: 0 broken invariants, all clients reach the newest release", rounds)
}

// Two checkpoints that one client accepts are consistent, whatever a source
// answers at one path.
func FuzzUpdate(f *testing.F) {
	p, c := rotated(f) // once: it signs more than an update verifies
	good := p.Files()
	paths := slices.Sorted(maps.Keys(good))
	before := active(c.record)
	last := string(p.Log.Entries[p.Log.Size()-1])
	f.Add(uint8(0), []byte("rules.example.org/main/log1\n43\n"))
	f.Add(uint8(3), []byte{})
	f.Fuzz(func(t *testing.T, which uint8, content []byte) {
		files := maps.Clone(good)
		files[paths[int(which)%len(paths)]] = content
		c := &client{t: t, record: c.record}
		c.run(files, start+today)
		if now := active(c.record); now != before && c.record.Active.Entry != last {
			t.Errorf("accepted %q", now)
		}
	})
}

// Whatever is imported: what comes into use was published.
func FuzzBundle(f *testing.F) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	root := p.Root.Raw
	p.Release("first", blobs(switchAt, "forum")...)
	p.Checkpoint(start)
	bundle, err := json.Marshal(update.Bundle{Version: 1, Files: p.Files()})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(bundle)
	f.Add([]byte(`{"rules-bundle":1,"files":{"checkpoint":"YQ=="}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := update.OpenBundle(raw)
		if err != nil {
			return
		}
		record, err := update.Load(nil, string(root), 1)
		if err != nil {
			t.Fatal(err)
		}
		c := &client{t: t, record: record}
		if got := c.complete(b.Read, start+hour); got == "updated" && c.record.Active.Entry != string(p.Log.Entries[0]) {
			t.Errorf("accepted %q", c.record.Active.Entry)
		}
	})
}
