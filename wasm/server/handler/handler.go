// Package handler is the server of a rule source: the files, the pages for
// people, and the door for publishers. It holds no key that could change a
// rule. The same handler runs natively and as a Worker.
package handler

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/beforehand/beforehand/wasm/server/store"
)

// Server serves one source.
type Server struct {
	Store store.Store
	// Root is the root/1 that the source began with.
	Root string
	// Token keeps strangers from using CPU time. Without one nobody publishes
	// over the network.
	Token string
	// Address is where the server is in public, for citations; it may be empty.
	Address string
	// Development says that everybody has the keys.
	Development bool
	Now         func() time.Time
	Log         *slog.Logger

	tags sync.Map // of files, by path
}

// Handler returns the server's handler.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/", s.files)
	mux.HandleFunc("POST /v1/publish", s.publish)
	mux.HandleFunc("GET /healthz", s.health)
	mux.Handle("GET /", &live{s: s})
	return mux
}

// health says whether the storage answers.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store") // a cache would say so for hours
	if _, err := s.Store.Get(r.Context(), store.Checkpoint); err != nil {
		http.Error(w, "no checkpoint: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}
