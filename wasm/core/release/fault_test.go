package release_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

// signedFiles are all signed files of an update with a change of the root.
func signedFiles() map[string]given {
	p := started()
	old := p.Root.Raw
	root := p.Rotate(now, func(d *releasetest.Draft) { d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 3}) })
	entry := p.Release("Second", releasetest.Blob{Name: "platforms-00", Schema: 4, Data: `{"a":2}`})
	proof := p.Files()["root/2.proof"]
	return map[string]given{
		"root":       {as: "root", file: old},
		"next root":  {as: "root", root: old, file: root, proof: proof},
		"release":    {as: "release", root: root, file: entry, index: 2},
		"checkpoint": {as: "checkpoint", root: root, file: p.Checkpoint(now + 60)},
		"proof":      {as: "proof", root: old, file: root, proof: proof},
	}
}

// changed tests a file, or a proof, that was changed: if it is accepted, then
// with the text it had.
func (g given) changed(t *testing.T, want string, change func([]byte) []byte) (accepted bool) {
	file := &g.file
	if g.as == "proof" {
		file = &g.proof
	}
	*file = change(bytes.Clone(*file))
	got, err := g.open()
	if err == nil && got != want {
		t.Errorf("accepted with another text: %q", *file)
	}
	if err != nil && release.CodeOf(err) == "" {
		t.Errorf("refused without a code: %v", err)
	}
	return err == nil
}

// Every file is cut at each byte, each bit flipped, each byte removed, and five
// bytes inserted at each place. In the usual run every 7th place is tried; with
// BEFOREHAND_LONG=1 every one.
func TestSingleFaults(t *testing.T) {
	step := 7
	switch {
	case os.Getenv("BEFOREHAND_LONG") == "1":
		step = 1
	case testing.Short(): // as wasm
		step = 29
	}
	for name, g := range signedFiles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := g.open()
			if err != nil {
				t.Fatal(err)
			}
			n := len(g.file)
			if g.as == "proof" {
				n = len(g.proof)
			}
			cases, harmless := 0, 0
			try := func(change func([]byte) []byte) {
				cases++
				if g.changed(t, want, change) {
					harmless++
				}
			}
			for i := 0; i < n; i += step {
				try(func(b []byte) []byte { return b[:i] })
				try(func(b []byte) []byte { return slices.Delete(b, i, i+1) })
				for bit := range 8 {
					try(func(b []byte) []byte { b[i] ^= 1 << bit; return b })
				}
				for _, c := range []byte("\n 0a\x00") {
					try(func(b []byte) []byte { return slices.Insert(b, i, c) })
				}
			}
			t.Logf("%d cases; %d accepted, with the same text and one signature less", cases, harmless)
		})
	}
}

// Changes at random, to the parts of a file as well as to its bytes.
func TestMutations(t *testing.T) {
	rounds := 5_000
	if os.Getenv("BEFOREHAND_LONG") == "1" {
		rounds = 200_000
	}
	if testing.Short() {
		rounds = 1_000
	}
	files := signedFiles()
	for name, g := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := g.open()
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(4, uint64(len(name))))
			harmless := 0
			for range rounds {
				if g.changed(t, want, func(b []byte) []byte { return mutate(random, b, files) }) {
					harmless++
				}
			}
			t.Logf("%d mutations; %d accepted, with the same text", rounds, harmless)
		})
	}
}

// mutate changes a file in one to four ways, and may take lines of others.
func mutate(random *rand.Rand, b []byte, files map[string]given) []byte {
	for range 1 + random.IntN(4) {
		if len(b) == 0 {
			return b
		}
		i := random.IntN(len(b))
		j := i + random.IntN(min(len(b)-i, 40)) // b[i:j] is short
		lines := bytes.SplitAfter(b, []byte("\n"))
		k, l := random.IntN(len(lines)), random.IntN(len(lines))
		switch random.IntN(9) {
		case 0:
			b[i] ^= 1 << random.IntN(8)
		case 1:
			b[i] = byte(random.IntN(256))
		case 2:
			b = slices.Delete(b, i, j)
		case 3:
			b = slices.Insert(b, i, b[i:j]...)
		case 4:
			b = slices.Insert(b, i, []byte("0123456789\n +/=—abc")[random.IntN(18)])
		case 5:
			lines[k], lines[l] = lines[l], lines[k]
			b = bytes.Join(lines, nil)
		case 6:
			b = bytes.Join(slices.Delete(lines, k, k+1), nil)
		case 7:
			b = bytes.Join(slices.Insert(lines, k, lines[l]), nil)
		case 8:
			names := []string{"root", "next root", "release", "checkpoint"}
			other := bytes.SplitAfter(files[names[random.IntN(len(names))]].file, []byte("\n"))
			b = bytes.Join(slices.Insert(lines, k, other[random.IntN(len(other))]), nil)
		}
	}
	return b
}
