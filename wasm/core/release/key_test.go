package release_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

func TestKey(t *testing.T) {
	for _, name := range []string{"a", "rules.example.org/main/root-a", "witness.example/w1"} {
		for _, algorithm := range []byte{release.Ed25519, release.Cosignature} {
			k := releasetest.NewSigner(name, algorithm, "").Key
			got, err := release.ParseKey(k.String())
			if diff := cmp.Diff(k, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
		}
	}
}

// Keys and notes are those of the note package, which others use to sign.
func TestNotePackage(t *testing.T) {
	seed := bytes.Repeat([]byte{7}, 32)
	secret, vkey, _ := note.GenerateKey(bytes.NewReader(seed), set+"/root-a")
	k, err := release.ParseKey(vkey)
	if err != nil || !k.Public.Equal(ed25519.NewKeyFromSeed(seed).Public()) {
		t.Fatal(k, err)
	}
	d := releasetest.Draft{Root: releasetest.New(set, releasetest.Solo).Root}
	d.RootKeys.Keys[0] = k
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := note.Sign(&note.Note{Text: d.Body()}, signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := release.OpenRoot(raw); err != nil {
		t.Error(err)
	}
	ours := releasetest.New(set, releasetest.Usual).Root
	var verifiers []note.Verifier
	for _, k := range ours.RootKeys.Keys {
		v, err := note.NewVerifier(k.String())
		if err != nil {
			t.Fatal(err)
		}
		verifiers = append(verifiers, v)
	}
	if n, err := note.Open(ours.Raw, note.VerifierList(verifiers...)); err != nil || len(n.Sigs) != 2 || n.Text != ours.Body() {
		t.Error(n, err)
	}
}

func TestLimits(t *testing.T) {
	p := started()
	root, old := p.Rotate(now, nil), started().Root
	proof := p.Files()["root/2.proof"]
	// padded is a valid file with signatures of unknown keys up to a size.
	padded := func(file []byte, size int) []byte {
		line := fmt.Appendf(nil, "— %0*d AAAAAAA=\n", 800, 1)
		for len(file)+2*len(line) <= size {
			file = append(bytes.Clone(file), line...)
		}
		return append(bytes.Clone(file), fmt.Appendf(nil, "— %0*d AAAAAAA=\n", size-len(file)-len("—  AAAAAAA=\n"), 1)...)
	}
	for _, test := range []struct {
		why   string
		limit int
		given
	}{
		{"a root", release.MaxRoot, given{as: "root", file: old.Raw}},
		{"the next root", release.MaxRoot, given{as: "root", root: old.Raw, file: old.Raw}},
		{"a release", release.MaxRelease, given{as: "release", root: old.Raw, file: p.Log.Entries[0]}},
		{"a checkpoint", release.MaxCheckpoint, given{as: "checkpoint", root: old.Raw, file: p.Head}},
	} {
		t.Run(test.why, func(t *testing.T) {
			file := test.file
			if test.file = padded(file, test.limit); len(test.file) != test.limit {
				t.Fatal(len(test.file))
			}
			if _, err := test.open(); release.CodeOf(err) == release.TooBig {
				t.Error("within the limit:", err)
			}
			test.file = padded(file, test.limit+1)
			if _, err := test.open(); release.CodeOf(err) != release.TooBig {
				t.Error("over the limit:", err)
			}
		})
	}
	if _, err := old.Next(root, padded(proof, release.MaxProof+1)); release.CodeOf(err) != release.TooBig {
		t.Error("a proof over the limit:", err)
	}
	if _, err := old.Next(root, padded(proof, 20<<10)); err != nil {
		t.Error("a proof within the limit:", err)
	}
}

func TestCodeOf(t *testing.T) {
	err := release.Fail(release.BadTile, "tile %d: %w", 7, io.ErrUnexpectedEOF)
	for _, test := range []struct {
		why  string
		err  error
		want release.Code
	}{
		{"none", nil, ""},
		{"another error", io.EOF, ""},
		{"an error", err, release.BadTile},
		{"a wrapped one", fmt.Errorf("update: %w", err), release.BadTile},
	} {
		t.Run(test.why, func(t *testing.T) {
			if got := release.CodeOf(test.err); got != test.want {
				t.Error(got)
			}
		})
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) || err.Error() != "bad-tile: tile 7: unexpected EOF" {
		t.Error(err)
	}
}
