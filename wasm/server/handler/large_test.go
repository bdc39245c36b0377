//go:build !js

package handler_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"

	"github.com/beforehand/beforehand/wasm/server/handler"
	"github.com/beforehand/beforehand/wasm/server/store"
)

// A large file goes to the network without passing through the server, and
// arrives as it is.
func TestLargeFiles(t *testing.T) {
	folder, err := store.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &handler.Server{Store: folder, Log: slog.New(slog.DiscardHandler)}
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	for _, size := range []int{1, 64<<10 - 1, 64 << 10, 1 << 20} {
		content := bytes.Repeat([]byte("0123456789abcdef\n"), size/17+1)[:size]
		for _, path := range []string{"blob/large", store.Checkpoint} {
			if err := folder.Put(t.Context(), path, content); err != nil {
				t.Fatal(err)
			}
			for _, method := range []string{"GET", "HEAD", "GET"} {
				want := content
				if method == "HEAD" {
					want = nil
				}
				r := httptest.NewRequest(method, server.URL+"/v1/"+path, nil)
				r.RequestURI = ""
				answer, err := server.Client().Do(r)
				if err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(answer.Body)
				answer.Body.Close()
				if err != nil || !bytes.Equal(got, want) || answer.ContentLength != int64(size) {
					t.Errorf("%s %s with %d bytes: %d bytes, Content-Length %d, %v", method, path, size, len(got), answer.ContentLength, err)
				}
			}
		}
	}
	if _, err := folder.Open("../large"); err == nil {
		t.Error("a path led out of the folder")
	}
}
