package release_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/beforehand/beforehand/wasm/core/release"
)

var update = flag.Bool("update", false, "write testdata/accepted and testdata/hostile")

// given is a file that is opened, and what is needed to open it.
type given struct {
	root  []byte // trusted; nil to open file itself as a root
	file  []byte
	as    string // root, release, checkpoint or proof
	proof []byte // of a root, and of the entry
	index int64  // of a release
}

// open opens the file and returns its text as it was understood.
func (g given) open() (string, error) {
	if g.as == "root" && g.root == nil {
		r, err := release.OpenRoot(g.file)
		return r.Body(), err
	}
	trusted, err := release.OpenRoot(g.root)
	if err != nil {
		panic(err)
	}
	switch g.as {
	case "root":
		r, err := trusted.Next(g.file, g.proof)
		return r.Body(), err
	case "release":
		l, err := trusted.OpenRelease(g.file, g.index)
		return l.Body(), err
	case "checkpoint":
		c, err := trusted.OpenCheckpoint(g.file)
		return release.CheckpointBody(trusted.Log.Name, c.Size, c.Hash), err
	case "proof":
		c, err := trusted.Logged(g.file, g.proof)
		return release.CheckpointBody(trusted.Log.Name, c.Size, c.Hash), err
	}
	panic(g.as)
}

// vector is a case that another implementation can check too.
type vector struct {
	why string
	given
	want release.Code // "" is accepted
}

func (v vector) path() string {
	folder := "hostile"
	if v.want == "" {
		folder = "accepted"
	}
	return filepath.Join("testdata", folder, strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(v.why))+".txt")
}

func (v vector) format() []byte {
	a := txtar.Archive{Comment: []byte(v.why + "\n\n")}
	add := func(name string, data []byte) {
		if data != nil {
			a.Files = append(a.Files, txtar.File{Name: name, Data: data})
		}
	}
	add("trusted-root", v.root)
	add(v.as, v.file)
	if v.proof != nil {
		add("logged", v.proof)
	}
	if v.as == "release" {
		add("index", []byte(strconv.FormatInt(v.index, 10)+"\n"))
	}
	add("want", []byte(string(v.want)+"\n"))
	return txtar.Format(&a)
}

// read is the inverse of format.
func read(data []byte) (v vector) {
	a := txtar.Parse(data)
	v.why = strings.TrimSpace(string(a.Comment))
	for _, f := range a.Files {
		switch f.Name {
		case "trusted-root":
			v.root = f.Data
		case "logged":
			v.proof = f.Data
		case "index":
			v.index, _ = strconv.ParseInt(strings.TrimSpace(string(f.Data)), 10, 64)
		case "want":
			v.want = release.Code(strings.TrimSpace(string(f.Data)))
		default:
			v.as, v.file = f.Name, f.Data
		}
	}
	return v
}

// The vectors are made by the publisher, written to testdata, and tested as
// they stand there.
func TestRules(t *testing.T) {
	vectors := all()
	for _, v := range vectors {
		t.Run(v.why, func(t *testing.T) {
			if *update {
				os.MkdirAll(filepath.Dir(v.path()), 0o755)
				os.WriteFile(v.path(), v.format(), 0o644)
			}
			data, err := os.ReadFile(v.path())
			if err != nil || !bytes.Equal(data, v.format()) {
				t.Fatalf("%s is not what is made now (%v); if that is right: go test -run TestRules -update", v.path(), err)
			}
			read := read(data)
			text, err := read.open()
			if release.CodeOf(err) != v.want || (err == nil) != (v.want == "") {
				t.Fatalf("%v, want %q", err, v.want)
			}
			if err == nil && v.as != "proof" && !bytes.HasPrefix(v.file, []byte(text+"\n— ")) {
				t.Errorf("read as %s", text)
			}
		})
	}
	for _, folder := range []string{"accepted", "hostile"} {
		files, _ := os.ReadDir(filepath.Join("testdata", folder))
		for _, f := range files {
			data, _ := os.ReadFile(filepath.Join("testdata", folder, f.Name()))
			if v := read(data); filepath.Base(v.path()) != f.Name() || !has(vectors, v.why) {
				t.Errorf("%s/%s is made by no test", folder, f.Name())
			}
		}
	}
}

func has(vectors []vector, why string) bool {
	n := 0
	for _, v := range vectors {
		if v.why == why {
			n++
		}
	}
	return n == 1
}

func all() []vector {
	var all []vector
	for _, vectors := range [][]vector{rootVectors(), nextVectors(), checkpointVectors(), releaseVectors()} {
		all = append(all, vectors...)
	}
	return all
}
