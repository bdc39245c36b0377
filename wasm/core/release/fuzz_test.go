package release_test

import (
	"testing"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

// seed adds the files of a kind, and returns their texts, which are added too.
func seed(f *testing.F, as string) (texts map[string]bool) {
	texts = map[string]bool{}
	for _, v := range all() {
		if v.as == as {
			f.Add(string(v.file))
			if text, err := release.Split(v.file); err == nil {
				f.Add(text)
				texts[text] = true
			}
		}
	}
	return texts
}

// What is accepted as signed was signed, byte for byte, and a text is read in
// one way or not at all.
func FuzzRoot(f *testing.F) {
	signed := seed(f, "root")
	f.Fuzz(func(t *testing.T, raw string) {
		if r, err := release.OpenRoot([]byte(raw)); err == nil && !signed[r.Body()] {
			t.Errorf("opened, and never signed: %q", raw)
		}
		if r, err := release.ParseRoot(raw); err == nil && r.Body() != raw {
			t.Errorf("%q was read as %q", raw, r.Body())
		}
	})
}

func FuzzRelease(f *testing.F) {
	signed := seed(f, "release")
	p := started()
	f.Fuzz(func(t *testing.T, raw string) {
		if l, err := p.Root.OpenRelease([]byte(raw), 1); err == nil && !signed[l.Body()] {
			t.Errorf("opened, and never signed: %q", raw)
		}
		l, err := release.ParseRelease(raw)
		if err != nil {
			return
		}
		if l.Body() != raw {
			t.Errorf("%q was read as %q", raw, l.Body())
		}
		if files, _, err := l.Choose(4, 2); err == nil && len(files) == 0 {
			t.Errorf("no files of %q", raw)
		}
	})
}

func FuzzCheckpoint(f *testing.F) {
	signed := seed(f, "checkpoint")
	p := started()
	f.Fuzz(func(t *testing.T, raw string) {
		if c, err := p.Root.OpenCheckpoint([]byte(raw)); err == nil && !signed[release.CheckpointBody(p.Root.Log.Name, c.Size, c.Hash)] {
			t.Errorf("opened, and never signed: %q", raw)
		}
		note := releasetest.Note(raw, p.Keys.Log.Sign(raw), p.Keys.Witnesses[0].Cosign(raw, now), p.Keys.Witnesses[1].Cosign(raw, now))
		if c, err := p.Root.OpenCheckpoint(note); err == nil && release.CheckpointBody(p.Root.Log.Name, c.Size, c.Hash) != raw {
			t.Errorf("%q was read as %+v", raw, c)
		}
	})
}

func FuzzProof(f *testing.F) {
	for _, v := range all() {
		if len(v.proof) > 0 {
			f.Add(string(v.proof))
		}
	}
	p := started()
	secret := []byte("a root that is in no log\n")
	f.Fuzz(func(t *testing.T, raw string) {
		if _, err := p.Root.Logged(secret, []byte(raw)); err == nil {
			t.Errorf("a proof of what is in no log: %q", raw)
		}
		if proof, err := release.ParseProof([]byte(raw)); err == nil && proof.String() != raw {
			t.Errorf("%q was read as %q", raw, proof)
		}
	})
}
