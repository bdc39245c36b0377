package handler_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/server/handler"
	"github.com/beforehand/beforehand/wasm/server/store"
)

// witness cosigns what it is asked to, at a time, as C2SP tlog-witness says.
func witness(t *testing.T, signer releasetest.Signer, at int64) string {
	return answering(t, func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		old, note, found := strings.Cut(string(raw), "\n\n")
		if err != nil || !found || r.Method != "POST" || r.URL.Path != "/w/add-checkpoint" || !strings.HasPrefix(old, "old ") {
			http.Error(w, "no request", http.StatusBadRequest)
			return
		}
		body, _, _ := strings.Cut(note, "\n\n")
		if size := strings.Split(body, "\n")[1]; old != "old "+size {
			http.Error(w, "a proof is missing", http.StatusUnprocessableEntity)
			return
		}
		_, _ = io.WriteString(w, signer.Cosign(body+"\n", at))
	})
}

func answering(t *testing.T, f http.HandlerFunc) string {
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return s.URL + "/w/"
}

// renewable is a server with one release, confirmed at start.
func renewable(t *testing.T) (*releasetest.Publisher, *store.Memory, *handler.Server, *bytes.Buffer) {
	t.Helper()
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	root := string(p.Root.Raw)
	p.Release("first", blobs("first")...)
	p.Checkpoint(start)
	m, log := store.NewMemory(p.Files()), &bytes.Buffer{}
	return p, m, &handler.Server{Store: m, Root: root, Now: func() time.Time { return time.Unix(start+90_000, 0) }, Log: slog.New(slog.NewTextHandler(log, nil))}, log
}

func TestRenew(t *testing.T) {
	for _, test := range []struct {
		why       string
		witnesses func(p *releasetest.Publisher) []string
		time      int64 // of the checkpoint: the second latest of three witnesses
		problem   string
		log       string
	}{
		{"no witness is configured", func(*releasetest.Publisher) []string { return nil }, start, "", "no witness is configured"},
		{"all three", func(p *releasetest.Publisher) []string {
			var all []string
			for i, signer := range p.Keys.Witnesses {
				all = append(all, witness(t, signer, start+86_400+int64(i)))
			}
			return all
		}, start + 86_401, "", "confirmed=3"},
		{"one says nothing", func(p *releasetest.Publisher) []string {
			gone := httptest.NewServer(http.NotFoundHandler())
			gone.Close()
			return []string{gone.URL, witness(t, p.Keys.Witnesses[0], start+86_400), witness(t, p.Keys.Witnesses[1], start+86_400)}
		}, start + 86_400, "", "a witness does not cosign"},
		{"one signs something else", func(p *releasetest.Publisher) []string {
			wrong := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, p.Keys.Witnesses[0].Cosign("another log\n1\n\n", start+86_400))
			})
			return []string{wrong, witness(t, p.Keys.Witnesses[1], start+86_400), witness(t, p.Keys.Witnesses[2], start+86_400)}
		}, start + 86_400, "", "a witness does not cosign"},
		{"one whose clock is behind", func(p *releasetest.Publisher) []string {
			return []string{witness(t, p.Keys.Witnesses[0], start-5), witness(t, p.Keys.Witnesses[1], start+86_400), witness(t, p.Keys.Witnesses[2], start+86_400)}
		}, start + 86_400, "", "confirmed=3"},
		{"one that nobody knows", func(p *releasetest.Publisher) []string {
			return []string{witness(t, releasetest.NewSigner("stranger.example", release.Cosignature, ""), start+86_400)}
		}, start, "", "confirmed=3"},
		{"one that has seen another size", func(*releasetest.Publisher) []string {
			return []string{answering(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/x.tlog.size")
				w.WriteHeader(http.StatusConflict)
				_, _ = io.WriteString(w, "0\n")
			})}
		}, start, "no witness cosigned: it has seen a log of 0 entries, not this one of 1", ""},
		{"one that fails", func(*releasetest.Publisher) []string {
			return []string{answering(t, func(w http.ResponseWriter, _ *http.Request) {
				http.Error(w, "on holiday", http.StatusServiceUnavailable)
			})}
		}, start, "no witness cosigned: status 503: on holiday", ""},
	} {
		t.Run(test.why, func(t *testing.T) {
			p, m, s, log := renewable(t)
			switch err := s.Renew(context.Background(), http.DefaultTransport, test.witnesses(p)); {
			case test.problem == "" && err != nil:
				t.Fatal(err)
			case test.problem != "" && (err == nil || !strings.HasPrefix(err.Error(), test.problem)):
				t.Fatalf("%v, not %s", err, test.problem)
			}
			if !strings.Contains(log.String(), test.log) {
				t.Errorf("the log has no %q:\n%s", test.log, log)
			}
			raw, err := m.Get(context.Background(), store.Checkpoint)
			if err != nil {
				t.Fatal(err)
			}
			c, err := p.Root.OpenCheckpoint(raw)
			if err != nil || c.Time != test.time || c.Confirmed != 3 {
				t.Errorf("time %d, confirmed %d, %v", c.Time-start, c.Confirmed, err)
			}
		})
	}
}

// A year of cosignatures leaves one line for each witness.
func TestRenewForAYear(t *testing.T) {
	p, m, s, _ := renewable(t)
	for day := range int64(365) {
		var all []string
		for _, signer := range p.Keys.Witnesses {
			all = append(all, witness(t, signer, start+86_400*day+1))
		}
		if err := s.Renew(context.Background(), http.DefaultTransport, all); err != nil {
			t.Fatalf("day %d: %v", day, err)
		}
	}
	raw, err := m.Get(context.Background(), store.Checkpoint)
	if err != nil || strings.Count(string(raw), "\n— ") != 4 {
		t.Errorf("%v\n%s", err, raw)
	}
}

// Somebody publishes while the witnesses are asked: their release stays.
func TestRenewLosesTheRace(t *testing.T) {
	p, m, s, _ := renewable(t)
	first := bytes.Clone(p.Head)
	p.Release("second", blobs("second")...)
	next := p.Checkpoint(start + 120)
	slow := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		if err := m.Swap(context.Background(), store.Checkpoint, first, next); err != nil {
			t.Error(err)
		}
		body, _, _ := strings.Cut(string(first), "\n\n")
		_, _ = io.WriteString(w, p.Keys.Witnesses[0].Cosign(body+"\n", start+86_400))
	})
	if err := s.Renew(context.Background(), http.DefaultTransport, []string{slow}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("%v", err)
	}
	if raw, err := m.Get(context.Background(), store.Checkpoint); err != nil || !bytes.Equal(raw, next) {
		t.Errorf("another head: %v", err)
	}
}
