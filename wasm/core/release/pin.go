package release

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
)

// Pin names a root by its hash, for people who add a source (section 13).
type Pin struct {
	Version int
	Hash    [sha256.Size]byte
}

// PinOf returns the pin of a root.
func PinOf(r Root) Pin { return Pin{r.Version, sha256.Sum256(r.Raw)} }

// ParsePin reads what String wrote; without a version, it is that of root 1.
// The hash may be in hexadecimal as well. The error is BadFormat.
func ParsePin(text string) (Pin, error) {
	p := Pin{Version: 1}
	encoded := text
	if version, rest, with := strings.Cut(text, ":"); with {
		var err error
		if p.Version, err = strconv.Atoi(version); err != nil || strconv.Itoa(p.Version) != version || p.Version < 1 {
			return Pin{}, Fail(BadFormat, "pin %q: begin it with the version of the root", cut(text))
		}
		encoded = rest
	}
	hash, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if len(encoded) == 2*len(p.Hash) {
		hash, err = hex.DecodeString(encoded)
	}
	if err != nil || len(hash) != len(p.Hash) {
		return Pin{}, Fail(BadFormat, "pin %q: write the SHA-256 of the root in base64url, 43 characters", cut(text))
	}
	p.Hash = [sha256.Size]byte(hash)
	return p, nil
}

// String returns the pin as it stands in a link.
func (p Pin) String() string {
	return strconv.Itoa(p.Version) + ":" + base64.RawURLEncoding.EncodeToString(p.Hash[:])
}

// Fingerprint returns what people compare: the first 16 bytes in base32, in
// groups of four.
func (p Pin) Fingerprint() string {
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(p.Hash[:16])
	var groups []string
	for ; len(text) > 4; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(append(groups, text), " ")
}
