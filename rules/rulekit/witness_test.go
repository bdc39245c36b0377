package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
)

// witness is a server as C2SP tlog-witness says, for the log of a test.
type witness struct {
	key  publish.Key
	size int64
	hash tlog.Hash
}

func (w *witness) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	request, _ := io.ReadAll(in.Body)
	head, checkpoint, _ := strings.Cut(string(request), "\n\n")
	lines := strings.Split(head, "\n")
	var old int64
	if _, err := fmt.Sscanf(lines[0], "old %d", &old); err != nil || in.URL.Path != "/w/add-checkpoint" {
		http.Error(out, "no request", http.StatusBadRequest)
		return
	}
	if old != w.size {
		out.Header().Set("Content-Type", "text/x.tlog.size")
		out.WriteHeader(http.StatusConflict)
		fmt.Fprintln(out, w.size)
		return
	}
	body, _, _ := strings.Cut(checkpoint, "\n\n")
	_, tree, _ := strings.Cut(body, "\n")
	got, err := tlog.ParseTree([]byte("go.sum database tree\n" + tree + "\n"))
	if err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			http.Error(out, err.Error(), http.StatusBadRequest)
			return
		}
		proof = append(proof, hash)
	}
	if old > 0 {
		if err := tlog.CheckTree(proof, got.N, got.Hash, old, w.hash); err != nil {
			http.Error(out, err.Error(), http.StatusUnprocessableEntity)
			return
		}
	}
	w.size, w.hash = got.N, got.Hash
	fmt.Fprint(out, w.key.Cosign(body+"\n", 1_772_900_000))
}

func TestWitness(t *testing.T) {
	w := &witness{key: makeKey("witness.example/w1", release.Cosignature)}
	server := httptest.NewServer(w)
	defer server.Close()
	c := &call{dir: "..", out: io.Discard, trouble: io.Discard}
	set, err := c.load()
	if err != nil {
		t.Fatal(err)
	}
	set.Platforms = set.Platforms[:2]
	folder := publish.Folder(t.TempDir())
	for edition := range 4 {
		set.Platforms[0].Operator = fmt.Sprintf("Edition %d", edition)
		if _, err := folder.PublishDevelopment(set, "2026-03-08T10:00:00Z", "More"); err != nil {
			t.Fatal(err)
		}
		if edition == 1 {
			continue // the witness misses one
		}
		if _, err := folder.Renew([]publish.Witness{overWeb(c, server.URL+"/w/")}); err != nil {
			t.Fatal(err)
		}
		head, err := folder.Read("checkpoint")
		if err != nil || w.size != int64(edition)+1 || !bytes.Contains(head, []byte("\n— witness.example/w1 ")) {
			t.Errorf("the witness has seen %d entries: %v", w.size, err)
		}
	}
	w.hash[0] ^= 1
	w.size = 2
	if _, err := folder.Renew([]publish.Witness{overWeb(c, server.URL+"/w")}); err == nil || !strings.Contains(err.Error(), "422") {
		t.Errorf("a witness that saw another history: %v", err)
	}
}

func TestOverHTTP(t *testing.T) {
	folder := publish.Folder(filepath.Join(t.TempDir(), "v1"))
	c := &call{dir: "..", out: io.Discard, trouble: io.Discard}
	set, err := c.load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := folder.PublishDevelopment(set, "", ""); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Dir(string(folder)))))
	defer server.Close()
	for _, command := range [][]string{{"verify", "-root", "development", server.URL + "/v1"}, {"monitor", server.URL + "/v1/", "-root", "development"}} {
		var out bytes.Buffer
		if status := run(command, nil, &out, &out); status != ok {
			t.Errorf("%v: %s", command, out.String())
		}
	}
	if _, err := overHTTP(server.URL + "/")("nothing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	server.Close()
	if _, err := overHTTP(server.URL + "/")("v1/checkpoint"); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a server that is down: %v", err)
	}
}
