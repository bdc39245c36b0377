package update

import (
	"encoding/json"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// MaxBundle is the limit of a bundle, in bytes (section 15).
const MaxBundle = 8 << 20

// Bundle is all files of one release by path, in one file: for import, for
// export, and for a publish request.
type Bundle struct {
	// Version is 1.
	Version int               `json:"rules-bundle"`
	Files   map[string][]byte `json:"files"`
}

// OpenBundle reads a bundle. Nothing in it is verified. Errors are TooBig and
// BadFormat.
func OpenBundle(raw []byte) (Bundle, error) {
	var b Bundle
	if len(raw) > MaxBundle {
		return b, release.Fail(release.TooBig, "a bundle has at most %d bytes, not %d", MaxBundle, len(raw))
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, release.Fail(release.BadFormat, "not a bundle: %v", err)
	}
	if b.Version != 1 {
		return b, release.Fail(release.BadFormat, "a bundle of version %d, not 1", b.Version)
	}
	return b, nil
}

// Read answers a request from the bundle.
func (b Bundle) Read(r Request) Answer {
	content, found := b.Files[r.Path]
	return Answer{Bytes: content, Missing: !found, TooBig: int64(len(content)) > r.Limit}
}
