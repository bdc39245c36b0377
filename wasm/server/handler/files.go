package handler

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/beforehand/beforehand/wasm/server/store"
)

// files serves the source's files (docs/protocol.md, section 4).
func (s *Server) files(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Expose-Headers", "Retry-After")
	header.Set("X-Content-Type-Options", "nosniff")
	path := strings.TrimPrefix(r.URL.Path, "/v1/")
	content, err := s.Store.Get(r.Context(), path)
	switch {
	case errors.Is(err, store.ErrNotFound) || !served(path):
		header.Set("Cache-Control", "max-age=60")
		http.Error(w, "there is no such file", http.StatusNotFound)
		return
	case err != nil:
		s.Log.Error("read", "path", path, "error", err)
		http.Error(w, "the storage does not answer: try again later", http.StatusInternalServerError)
		return
	}
	tag := s.tag(path, content)
	header.Set("Content-Type", store.ContentType(path))
	header.Set("ETag", tag)
	header.Set("Cache-Control", store.CacheControl(path))
	if matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method != http.MethodHead {
		if err := s.send(w, path, content); err != nil {
			s.Log.Info("the client left", "path", path, "error", err)
		}
	}
}

// large is from how many bytes on the system sends a file faster than we.
const large = 64 << 10

// send sends a file. The checkpoint is never large: what may change between two
// looks at it is sent as it was tagged.
func (s *Server) send(w http.ResponseWriter, path string, content []byte) error {
	if opener, ok := s.Store.(store.Opener); ok && len(content) >= large && path != store.Checkpoint {
		file, err := opener.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		_, err = io.CopyN(w, file, int64(len(content)))
		return err
	}
	_, err := w.Write(content)
	return err
}

// tagged is the tag of a file's content.
type tagged struct {
	content []byte
	tag     string
}

// tag returns the ETag of a file. A store that hands out the same bytes again,
// rather than the like of them, spares us the hash.
func (s *Server) tag(path string, content []byte) string {
	if last, found := s.tags.Load(path); found {
		if before := last.(tagged).content; len(before) == len(content) && len(content) > 0 && &before[0] == &content[0] {
			return last.(tagged).tag
		}
	}
	sum := sha256.Sum256(content)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	s.tags.Store(path, tagged{content, tag})
	return tag
}

// served reports whether a path is one of those that a source has: what else
// lies in the folder is nobody's business.
func served(path string) bool {
	for _, prefix := range []string{"root/", "entry/", "tile/", "blob/", "bundle/"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return path == store.Checkpoint
}

// matches reports whether an If-None-Match header names the tag (RFC 9110,
// 13.1.2).
func matches(header, tag string) bool {
	for _, one := range strings.Split(header, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}
