package store

import "strings"

// ContentType is the media type of a served file (docs/protocol.md, section 4).
func ContentType(path string) string {
	switch {
	case strings.HasPrefix(path, "tile/"):
		return "application/octet-stream"
	case strings.HasPrefix(path, "blob/"), strings.HasPrefix(path, "bundle/"):
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}

// CacheControl says for how long a served file may be kept.
func CacheControl(path string) string {
	if path == Checkpoint {
		return "public, max-age=300, stale-if-error=86400"
	}
	return "public, max-age=31536000, immutable"
}
