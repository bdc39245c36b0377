// Package releasetest is a publisher for tests: keys made from seeds, a log in
// memory, witnesses, and every file that a server serves. What it makes is the
// same in every run. Its mistakes are panics; its users are tests.
package releasetest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Signer is a key with its private half.
type Signer struct {
	release.Key
	private ed25519.PrivateKey
}

// NewSigner makes the key of a name; another seed makes another key.
func NewSigner(name string, algorithm byte, seed string) Signer {
	sum := sha256.Sum256([]byte(seed + "\n" + name))
	private := ed25519.NewKeyFromSeed(sum[:])
	return Signer{release.NewKey(name, algorithm, private.Public().(ed25519.PublicKey)), private}
}

// Sign returns the signature line of a key of type Ed25519.
func (s Signer) Sign(body string) string {
	return s.line(ed25519.Sign(s.private, []byte(body)))
}

// Cosign returns the signature line of a witness, at a time in Unix seconds.
func (s Signer) Cosign(body string, time int64) string {
	sig := ed25519.Sign(s.private, []byte(release.CosignatureBody(body, time)))
	return s.line(append(binary.BigEndian.AppendUint64(nil, uint64(time)), sig...))
}

func (s Signer) line(sig []byte) string {
	return "— " + s.Name + " " + base64.StdEncoding.EncodeToString(append(binary.BigEndian.AppendUint32(nil, s.ID), sig...)) + "\n"
}

// Note puts a signed note together.
func Note(body string, lines ...string) []byte {
	return []byte(body + "\n" + strings.Join(lines, ""))
}

// Sign signs a body with keys of type Ed25519; a key that is named twice signs
// once.
func Sign(body string, signers ...Signer) []byte {
	var lines []string
	for _, s := range signers {
		if line := s.Sign(body); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return Note(body, lines...)
}
