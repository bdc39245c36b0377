package update_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// stolen is what a publisher would serve if the thief of some keys had it.
type stolen struct {
	files map[string][]byte
	want  string
	// alarm says that the attack leaves proof behind.
	alarm bool
}

// Attacks of the TUF specification and of section 20, each with the most keys
// that its thief can have without a quorum of what it is about.
// docs/protocol-tests.md says where the others are.
func TestAttacks(t *testing.T) {
	const later = start + today
	for name, attack := range map[string]func(p *releasetest.Publisher, c *client) stolen{
		// All that is older is signed, and was true once.
		"rollback": func(p *releasetest.Publisher, c *client) stolen {
			old := p.Files()
			next(p)
			c.want("the second", c.run(p.Files(), later), "updated")
			return stolen{old, "older", false}
		},
		// The log key and all witnesses sign the old state as if it were new.
		"rollback with the log key and the witnesses": func(p *releasetest.Publisher, c *client) stolen {
			old := p.Clone()
			next(p)
			c.want("the second", c.run(p.Files(), later), "updated")
			old.Checkpoint(later + today)
			return stolen{old.Files(), "older", false}
		},
		// A head so large that no honest one could follow: it needs a tree.
		"fast-forward": func(p *releasetest.Publisher, c *client) stolen {
			next(p)
			files := p.Files()
			body := release.CheckpointBody(p.Root.Log.Name, 1<<50, tlog.RecordHash([]byte("whatever")))
			files["checkpoint"] = cosigned(p, body, later)
			for path := range files {
				if strings.HasPrefix(path, "tile/0/") {
					files["tile/0/000"] = []byte(strings.Repeat("a", 8192))
				}
			}
			return stolen{files, "kept fetch", false}
		},
		// The same with a tree, of entries that no release key signed.
		"fast-forward with a log of rubbish": func(p *releasetest.Publisher, c *client) stolen {
			evil := p.Clone()
			for i := range 300 {
				evil.Log.Append(fmt.Appendf(nil, "entry %d\n", i))
			}
			evil.Checkpoint(later)
			return stolen{evil.Files(), "kept bad-format", false}
		},
		// An answer that never ends is cut at its limit by the shell, and one that
		// never comes at its deadline.
		"slow answers": func(p *releasetest.Publisher, c *client) stolen {
			next(p)
			for _, path := range append([]string{"checkpoint", "root/2", "entry/1", "tile/0/000.p/2"}, blobPaths(p.Files())...) {
				slow := func(r update.Request) update.Answer {
					if r.Path == path {
						return update.Answer{Failure: "no end after 30 s"}
					}
					return reading(p.Files())(r)
				}
				victim := &client{t: c.t, record: c.record}
				victim.want("slow "+path, victim.complete(slow, later), "kept fetch")
				if active(victim.record) != active(c.record) {
					c.t.Errorf("slow %s: another set in use", path)
				}
			}
			return stolen{nil, "kept fetch", false}
		},
		"one key twice": func(p *releasetest.Publisher, c *client) stolen {
			body := p.Draft("evil", blobs(switchAt, "board")...).Body()
			line := p.Keys.Release[0].Sign(body)
			p.Log.Append(releasetest.Note(body, line, line))
			p.Checkpoint(later)
			return stolen{p.Files(), "kept threshold", false}
		},
		"one witness twice": func(p *releasetest.Publisher, c *client) stolen {
			next(p)
			body, w := p.HeadBody(), p.Keys.Witnesses[0]
			p.Head = releasetest.Note(body, p.Keys.Log.Sign(body), w.Cosign(body, later), w.Cosign(body, later+1))
			return stolen{p.Files(), "kept witness-quorum", false}
		},
		// Root keys in secret: the root is signed as it should be, and in no log.
		"secret root": func(p *releasetest.Publisher, c *client) stolen {
			secret := p.Clone()
			secret.Rotate(later, func(d *releasetest.Draft) { d.NewReleaseKeys(releasetest.Of{Need: 1, Keys: 1}) })
			next(p)
			files := p.Files()
			files["root/2"] = secret.Files()["root/2"]
			files["root/2.proof"] = []byte(release.Proof{Index: 1, Hashes: p.Log.Prove(1, 2), Checkpoint: p.Head}.String())
			return stolen{files, "kept not-logged", false}
		},
		// Root, release and log keys, and no witness: the log cannot be shown in two
		// versions, because nobody cosigns the second one.
		"missing witnesses": func(p *releasetest.Publisher, c *client) stolen {
			evil := p.Clone()
			evil.Release("evil", blobs(switchAt, "board")...)
			evil.Head = releasetest.Sign(evil.HeadBody(), evil.Keys.Log)
			return stolen{evil.Files(), "kept witness-quorum", false}
		},
		"schema downgrade": func(p *releasetest.Publisher, c *client) stolen {
			c.record.Active.Schema = 2 // as an engine that knows it would have stored
			next(p)
			return stolen{p.Files(), "kept schema-downgrade", false}
		},
		"replay at another place": func(p *releasetest.Publisher, c *client) stolen {
			next(p)
			p.Log.Append(p.Log.Entries[1])
			p.Checkpoint(later)
			return stolen{p.Files(), "kept wrong-place", false}
		},
		"wrong set": func(p *releasetest.Publisher, c *client) stolen {
			other := releasetest.New("rules.example.net/main", releasetest.Usual)
			other.Release("theirs", blobs(switchAt, "board")...)
			other.Checkpoint(later)
			return stolen{other.Files(), "kept bad-signature", false}
		},
		// Every key but one witness: the proof stays, and updates stop.
		"forged history": func(p *releasetest.Publisher, c *client) stolen {
			evil := p.Clone()
			next(p)
			c.want("the second", c.run(p.Files(), later), "updated")
			evil.Release("evil", blobs(switchAt, "club")...)
			evil.Checkpoint(later)
			return stolen{evil.Files(), "fork", true}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, c := published(t)
			c.t = t
			honest := p.Clone()
			served := attack(p, c)
			before := c.record
			c.want("the attack", c.run(served.files, later+hour), served.want)
			if active(c.record) != active(before) {
				t.Error("the set in use changed")
			}
			if (c.record.Fork != nil) != served.alarm {
				t.Errorf("an alarm: %v", c.record.Fork != nil)
			}
			if served.alarm {
				return // only a new epoch goes on
			}
			if c.record.Size > honest.Log.Size() {
				honest = p // whose second release was seen
			}
			c.record.Active.Schema = 1
			honest.Release("honest", blobs(switchAt, "forum", "club")...)
			honest.Checkpoint(later + 2*hour)
			c.want("what is honest afterwards", c.run(honest.Files(), later+2*hour), "updated")
		})
	}
}

// cosigned is the body of a head, signed by the log and by all witnesses.
func cosigned(p *releasetest.Publisher, body string, time int64) []byte {
	lines := []string{p.Keys.Log.Sign(body)}
	for _, w := range p.Keys.Witnesses {
		lines = append(lines, w.Cosign(body, time))
	}
	return releasetest.Note(body, lines...)
}

func blobPaths(files map[string][]byte) (paths []string) {
	eachBlob(files, func(path string) { paths = append(paths, path) })
	return paths
}

// A thief of the release quorum, the log key and the witnesses can fill the
// log. A new epoch leaves all of it behind.
func TestFastForwardEndsWithANewEpoch(t *testing.T) {
	p, c := published(t)
	for range 40 {
		p.Release("evil", blobs(switchAt, "board")...)
	}
	p.Checkpoint(start + today)
	c.want("forty releases", c.run(p.Files(), start+today), "updated")
	p.Rotate(start+2*today, func(d *releasetest.Draft) {
		d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 3})
		d.NewWitnesses(releasetest.Of{Need: 2, Keys: 3}, 14)
		d.NewEpoch()
	})
	p.Release("repaired", blobs(switchAt, "forum")...)
	p.Checkpoint(start + 2*today)
	c.want("the new log", c.run(p.Files(), start+2*today), "updated")
	if c.record.Epoch != 2 || c.record.Size != 1 || c.record.Active.Index != 0 {
		t.Errorf("%d.%d", c.record.Epoch, c.record.Size)
	}
}
