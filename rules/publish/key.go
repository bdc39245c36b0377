// Package publish makes and signs what sources serve: keys, roots, releases,
// and the log in a folder that any static host can serve. It asks nobody and
// reads no clock; rulekit does.
//
// The protocol is docs/protocol.md.
package publish

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Key is a private key. What is embedded is its public part.
type Key struct {
	release.Key
	private ed25519.PrivateKey
}

// ErrBadKey means that a text is no private key.
var ErrBadKey = errors.New("not a private key")

// NewKey returns the key of a name that is made from a seed of 32 random
// bytes. The algorithm is release.Ed25519 for roots, releases and logs, and
// release.Cosignature for witnesses.
func NewKey(name string, algorithm byte, seed []byte) Key {
	private := ed25519.NewKeyFromSeed(seed)
	return Key{release.NewKey(name, algorithm, private.Public().(ed25519.PublicKey)), private}
}

// Secret returns the key as the text that ParseKey reads, an encoded signer key
// of C2SP signed-note.
func (k Key) Secret() string {
	data := append([]byte{k.Algorithm}, k.private.Seed()...)
	return fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", k.Name, k.ID, base64.StdEncoding.EncodeToString(data))
}

// ParseKey reads what Secret wrote. It returns ErrBadKey for anything else.
func ParseKey(secret string) (Key, error) {
	fields := strings.SplitN(secret, "+", 5) // base64 may have further plus signs
	if len(fields) != 5 {
		return Key{}, ErrBadKey
	}
	data, err := base64.StdEncoding.DecodeString(fields[4])
	if err != nil || len(data) != 1+ed25519.SeedSize {
		return Key{}, ErrBadKey
	}
	k := NewKey(fields[2], data[0], data[1:])
	if _, err := release.ParseKey(k.String()); err != nil || k.Secret() != secret {
		return Key{}, ErrBadKey
	}
	return k, nil
}

// is reports whether public is the key's public part.
func (k Key) is(public release.Key) bool { return k.String() == public.String() }

// line returns the signature line of a root, release or log key under a body.
func (k Key) line(body string) (string, error) {
	signer, err := note.NewSigner(k.Secret())
	if err != nil {
		return "", fmt.Errorf("%s cannot sign this: %w", k.Name, err)
	}
	signed, err := note.Sign(&note.Note{Text: body}, signer)
	if err != nil {
		return "", fmt.Errorf("%s cannot sign this: %w", k.Name, err)
	}
	return string(signed[len(body)+len("\n"):]), nil
}

// Cosign returns the signature line of a witness under the body of a
// checkpoint: at this moment, in Unix seconds, the witness had seen no other
// history (C2SP tlog-cosignature).
func (k Key) Cosign(body string, at int64) string {
	signature := binary.BigEndian.AppendUint32(nil, k.ID)
	signature = binary.BigEndian.AppendUint64(signature, uint64(at))
	signature = append(signature, ed25519.Sign(k.private, []byte(release.CosignatureBody(body, at)))...)
	return fmt.Sprintf("— %s %s\n", k.Name, base64.StdEncoding.EncodeToString(signature))
}
