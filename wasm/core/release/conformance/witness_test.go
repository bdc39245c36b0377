package conformance

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	f_note "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/witness/persistence/inmemory"
	"github.com/transparency-dev/witness/witness"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/rules/parts"
	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/server/handler"
	"github.com/beforehand/beforehand/wasm/server/store"
)

const start = 1_772_964_000 // 2026-03-08T10:00:00Z

// theirs is omniwitness with one key, for the log of a publisher that needs
// that key alone.
func theirs(t *testing.T) (*releasetest.Publisher, string) {
	t.Helper()
	key := publish.NewKey("witness.example/omni", release.Cosignature, bytes.Repeat([]byte{9}, 32))
	p := releasetest.New("rules.example.org/main", releasetest.Solo)
	p.Rotate(start, func(d *releasetest.Draft) {
		d.Witnesses, d.FreshDays = release.Quorum{Need: 1, Keys: []release.Key{key.Key}}, 14
	})
	contents, err := parts.Build(few(t))
	if err != nil {
		t.Fatal(err)
	}
	var blobs []releasetest.Blob
	for name, content := range contents {
		blobs = append(blobs, releasetest.Blob{Name: name, Schema: 1, Data: string(content)})
	}
	p.Release("first", blobs...)
	p.Checkpoint(start)
	signer, err := f_note.NewSignerForCosignatureV1(key.Secret())
	if err != nil {
		t.Fatal(err)
	}
	log, err := note.NewVerifier(p.Root.Log.String())
	if err != nil {
		t.Fatal(err)
	}
	w, err := witness.New(context.Background(), witness.Opts{
		Persistence: inmemory.New(), Signers: []note.Signer{signer},
		VerifierForLog: func(_ context.Context, origin string) (note.Verifier, bool, error) {
			return log, origin == p.Root.Log.Name, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", witness.NewHTTPHandler(w).AddCheckpoint)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return p, server.URL
}

// submit hands a checkpoint in, as C2SP tlog-witness says.
func submit(t *testing.T, url string, old int64, proof tlog.TreeProof, checkpoint []byte) (int, string) {
	t.Helper()
	body := fmt.Appendf(nil, "old %d\n", old)
	for _, h := range proof {
		body = fmt.Appendf(body, "%s\n", h)
	}
	response, err := http.Post(url+"/add-checkpoint", "text/plain", bytes.NewReader(append(append(body, '\n'), checkpoint...)))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

func prove(t *testing.T, p *releasetest.Publisher, old int64) tlog.TreeProof {
	t.Helper()
	proof, err := tlog.ProveTree(p.Log.Size(), old, p.Log)
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

// omniwitness takes our heads, and we take its cosignatures.
func TestOmniwitness(t *testing.T) {
	p, url := theirs(t)
	accepted := func(old int64, proof tlog.TreeProof) {
		t.Helper()
		status, lines := submit(t, url, old, proof, p.Head)
		if status != http.StatusOK {
			t.Fatalf("status %d for size %d", status, p.Log.Size())
		}
		c, err := p.Root.OpenCheckpoint(append(bytes.Clone(p.Head), lines...))
		if err != nil || c.Confirmed != 1 || c.Time < start {
			t.Fatalf("its cosignature: %+v, %v", c, err)
		}
	}
	accepted(0, nil)
	for range 3 {
		old := p.Log.Size()
		p.Release("next", releasetest.Blob{Name: "a", Schema: 1, Data: "{}"})
		p.Checkpoint(start)
		accepted(old, prove(t, p, old))
	}
	accepted(p.Log.Size(), nil) // once a day, without news
}

func TestOmniwitnessRefuses(t *testing.T) {
	for _, test := range []struct {
		why    string
		submit func(t *testing.T, p, evil *releasetest.Publisher, url string) (int, string)
		status int
		answer string
	}{
		{"another history of the same length", func(t *testing.T, p, evil *releasetest.Publisher, url string) (int, string) {
			return submit(t, url, 3, nil, evil.Head)
		}, http.StatusUnprocessableEntity, ""},
		{"a longer history without what was seen", func(t *testing.T, p, evil *releasetest.Publisher, url string) (int, string) {
			evil.Release("fourth", releasetest.Blob{Name: "a", Schema: 1, Data: "{}"})
			evil.Checkpoint(start)
			return submit(t, url, 3, prove(t, evil, 3), evil.Head)
		}, http.StatusUnprocessableEntity, ""},
		{"a size that it has not seen", func(t *testing.T, p, evil *releasetest.Publisher, url string) (int, string) {
			p.Release("fourth", releasetest.Blob{Name: "a", Schema: 1, Data: "{}"})
			p.Checkpoint(start)
			return submit(t, url, 2, prove(t, p, 2), p.Head)
		}, http.StatusConflict, "3\n"},
		{"a head that the log did not sign", func(t *testing.T, p, evil *releasetest.Publisher, url string) (int, string) {
			body := p.HeadBody()
			return submit(t, url, 3, nil, releasetest.Sign(body, releasetest.NewSigner(p.Root.Log.Name, release.Ed25519, "stranger")))
		}, http.StatusInternalServerError, ""}, // it has no better answer for it
	} {
		t.Run(test.why, func(t *testing.T) {
			p, url := theirs(t)
			evil := p.Clone()
			for _, each := range []*releasetest.Publisher{p, evil} {
				each.Release("third", releasetest.Blob{Name: "a", Schema: 1, Data: map[bool]string{true: "{}", false: "[]"}[each == p]})
				each.Checkpoint(start)
			}
			if status, _ := submit(t, url, 0, nil, p.Head); status != http.StatusOK {
				t.Fatal(status)
			}
			if status, answer := test.submit(t, p, evil, url); status != test.status || answer != test.answer {
				t.Errorf("%d %q", status, answer)
			}
		})
	}
}

// Our server asks it once a day.
func TestOmniwitnessRenews(t *testing.T) {
	p, url := theirs(t)
	root := string(p.Files()["root/1"])
	if status, lines := submit(t, url, 0, nil, p.Head); status != http.StatusOK {
		t.Fatal(status)
	} else {
		p.Head = append(p.Head, lines...)
	}
	old, err := p.Root.OpenCheckpoint(p.Head)
	if err != nil {
		t.Fatal(err)
	}
	m := store.NewMemory(p.Files())
	s := &handler.Server{Store: m, Root: root, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	if err := s.Renew(context.Background(), http.DefaultTransport, []string{url + "/"}); err != nil {
		t.Fatal(err)
	}
	raw, err := m.Get(context.Background(), store.Checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Root.OpenCheckpoint(raw)
	if err != nil || c.Confirmed != 1 || c.Time < old.Time || strings.Count(string(raw), "\n— ") != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}
