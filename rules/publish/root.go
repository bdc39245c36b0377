package publish

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Pin names a root by its hash, for people who add a source (section 13).
type Pin struct {
	Version int
	Hash    [sha256.Size]byte
}

// PinOf returns the pin of a root.
func PinOf(r release.Root) Pin { return Pin{r.Version, sha256.Sum256(r.Raw)} }

// ParsePin reads what String wrote; without a version, it is that of root 1.
func ParsePin(text string) (Pin, error) {
	p := Pin{Version: 1}
	encoded := text
	if version, rest, with := strings.Cut(text, ":"); with {
		if _, err := fmt.Sscanf(version, "%d", &p.Version); err != nil || fmt.Sprint(p.Version) != version || p.Version < 1 {
			return Pin{}, fmt.Errorf("pin %q: begin it with the version of the root", text)
		}
		encoded = rest
	}
	hash, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil || len(hash) != len(p.Hash) {
		return Pin{}, fmt.Errorf("pin %q: write the SHA-256 of the root in base64url, 43 characters", text)
	}
	p.Hash = [sha256.Size]byte(hash)
	return p, nil
}

// String returns the pin as it stands in a link.
func (p Pin) String() string {
	return fmt.Sprintf("%d:%s", p.Version, base64.RawURLEncoding.EncodeToString(p.Hash[:]))
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

// Root reads the root that the pin names from a source. It returns an error if
// it is another one.
func (p Pin) Root(read Read) (release.Root, error) {
	path := fmt.Sprintf("root/%d", p.Version)
	raw, err := read(path)
	if err != nil {
		return release.Root{}, err
	}
	if sha256.Sum256(raw) != p.Hash {
		return release.Root{}, release.Fail(release.BadRoot, "%s is not the root that was pinned", path)
	}
	return release.OpenRoot(raw)
}

// FirstRoot signs a root that follows no other. It returns an error if it is no
// good root, or needs more keys than these.
func FirstRoot(r release.Root, roots []Key) (release.Root, error) {
	raw, err := signAll(Draft(r.Body()), roots)
	if err != nil {
		return release.Root{}, err
	}
	return release.OpenRoot(raw)
}

// SignRoot adds the signature of a root key to the draft of the root that
// follows in the log: a root key of that root or of the one before it.
func (l Log) SignRoot(raw []byte, k Key) ([]byte, error) {
	body, _, err := apart(raw)
	if err != nil {
		return nil, err
	}
	// Only a root line can name a key of this name, which OpenRoot checks.
	isNew := strings.HasPrefix(k.Name, l.Root.Set+"/root-") && strings.Contains(body, " "+k.String())
	if !isNew && !slices.ContainsFunc(l.Root.RootKeys.Keys, k.is) {
		return nil, release.Fail(release.BadKey, "%s is a root key neither of root %d nor of this one", k.Name, l.Root.Version)
	}
	return Sign(raw, k)
}

// Ready returns an error that says what a new root still lacks before it can be
// published.
func (l Log) Ready(root []byte) error {
	_, err := l.unlogged(root)
	return err
}

// unlogged opens a root that follows in the log and does not stand there yet:
// what a client checks, but for the proof that can only be made afterwards.
func (l Log) unlogged(raw []byte) (release.Root, error) {
	root := l.Root
	root.Witnesses = release.Quorum{}
	return root.Next(raw, nil)
}

// DraftRoot returns a root as a file that waits for signatures, and an error if
// it could never be accepted.
func DraftRoot(r release.Root) ([]byte, error) {
	if r.RootKeys.Need > len(r.RootKeys.Keys) {
		return nil, release.Fail(release.BadRoot, "%d of %d keys can never sign", r.RootKeys.Need, len(r.RootKeys.Keys))
	}
	// The parser takes only what is signed, so a key of nobody signs a copy.
	nobody := NewKey(r.Set+"/root-nobody", release.Ed25519, make([]byte, 32))
	trial := r
	trial.RootKeys = release.Quorum{Need: 1, Keys: append(slices.Clone(r.RootKeys.Keys), nobody.Key)}
	if _, err := FirstRoot(trial, []Key{nobody}); err != nil {
		return nil, err
	}
	return Draft(r.Body()), nil
}
