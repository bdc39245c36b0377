package release

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// What a key signs with: the signature types of C2SP signed-note.
const (
	Ed25519     byte = 0x01 // the text itself
	Cosignature byte = 0x04 // the text and a time, as C2SP tlog-cosignature v1 says
)

// Key is a public key with its name, a C2SP vkey.
type Key struct {
	Name string
	// ID is the first four bytes of SHA-256(name, "\n", algorithm, public key).
	ID        uint32
	Algorithm byte
	Public    ed25519.PublicKey
}

// NewKey returns the key of a name, with its ID.
func NewKey(name string, algorithm byte, public ed25519.PublicKey) Key {
	sum := sha256.Sum256(append([]byte(name+"\n"), append([]byte{algorithm}, public...)...))
	return Key{name, binary.BigEndian.Uint32(sum[:]), algorithm, public}
}

// ParseKey reads a vkey: name+hash+base64, the way String writes it. Anything
// else is BadKey: another spelling, a wrong hash, another algorithm, a point of
// small order.
func ParseKey(vkey string) (Key, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 || !isName(parts[0]) {
		return Key{}, Fail(BadKey, "%q is not written name+hash+base64", cut(vkey))
	}
	data, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(data) != 1+ed25519.PublicKeySize || data[0] != Ed25519 && data[0] != Cosignature {
		return Key{}, Fail(BadKey, "%q is not an Ed25519 key", cut(vkey))
	}
	if isSmallOrder(data[1:]) {
		return Key{}, Fail(BadKey, "%q is a key for which anybody can sign", cut(vkey))
	}
	k := NewKey(parts[0], data[0], data[1:])
	if k.String() != vkey {
		return Key{}, Fail(BadKey, "the hash of %q is wrong", cut(vkey))
	}
	return k, nil
}

// String returns the vkey.
func (k Key) String() string {
	hash := strconv.FormatUint(uint64(k.ID), 16)
	return k.Name + "+" + strings.Repeat("0", 8-len(hash)) + hash + "+" +
		base64.StdEncoding.EncodeToString(append([]byte{k.Algorithm}, k.Public...))
}

// verify reports whether sig, without the key's ID, is the key's signature of
// body, and the time that a cosignature swears to.
func (k Key) verify(body string, sig []byte) (time int64, ok bool) {
	if k.Algorithm == Cosignature {
		if len(sig) != 8+ed25519.SignatureSize {
			return 0, false
		}
		n := binary.BigEndian.Uint64(sig)
		if n > math.MaxInt64 {
			return 0, false
		}
		time, body, sig = int64(n), CosignatureBody(body, int64(n)), sig[8:]
	}
	return time, len(sig) == ed25519.SignatureSize && ed25519.Verify(k.Public, []byte(body), sig)
}

// CosignatureBody is what a witness signs when it vouches for the checkpoint
// body at a time in Unix seconds (C2SP tlog-cosignature v1).
func CosignatureBody(body string, time int64) string {
	return "cosignature/v1\ntime " + strconv.FormatInt(time, 10) + "\n" + body
}

// cut shortens a text from elsewhere for a message.
func cut(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}
