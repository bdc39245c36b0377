package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/beforehand/beforehand/wasm/server/handler"
	"github.com/beforehand/beforehand/wasm/server/store"
)

// serve DIR ROOT [takes-little|takes-nothing|moves|behind OLD] starts the real server on a
// folder, with the token "open sesame", and puts its base URL into $SERVER. A
// cache may be behind: it answers with what another folder has.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: serve DIR ROOT [takes-little|takes-nothing|moves|behind OLD]")
	}
	folder, err := store.OpenFolder(ts.MkAbs(args[0]))
	ts.Check(err)
	s := &handler.Server{Store: folder, Root: ts.ReadFile(args[1]), Token: "open sesame", Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	how := append(args[2:], "")[0]
	if how == "takes-nothing" {
		s.Token = ""
	}
	h := s.Handler()
	switch how {
	case "takes-little":
		h = http.MaxBytesHandler(h, 100)
	case "moves":
		h = onlyPublish(h, http.RedirectHandler("https://elsewhere.example/v1/publish", http.StatusPermanentRedirect))
	case "behind":
		cache := http.StripPrefix("/v1/", http.FileServer(http.Dir(ts.MkAbs(args[3]))))
		h = onlyPublish(cache, h)
	}
	server := httptest.NewServer(h)
	ts.Defer(server.Close)
	ts.Setenv("SERVER", server.URL+"/v1/")
}

// onlyPublish gives one handler what is published, and another one the rest.
func onlyPublish(rest, publish http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			publish.ServeHTTP(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}

// claim DIR PLACE takes a place in the log for somebody else, at this moment.
func claimPlace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: claim DIR PLACE")
	}
	file := filepath.Join(ts.MkAbs(args[0]), "claim", args[1])
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
	ts.Check(os.WriteFile(file, fmt.Appendf(nil, "somebody %d", time.Now().Unix()), 0o644))
}
