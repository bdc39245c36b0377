package main

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/rules/parts"
	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/server/handler"
	"github.com/beforehand/beforehand/wasm/server/store"
)

func TestTheTokenGoesOverTLS(t *testing.T) {
	with := publisher{token: func() (string, error) { return "open sesame", nil }}
	for url, good := range map[string]bool{
		"https://rules.example/v1/": true, "http://127.0.0.1:8787/v1/": true, "http://localhost:8787/v1/": true,
		"http://rules.example/v1/": false, "http://127.0.0.1.example/v1/": false, "http://127.0.0.1@rules.example/v1/": false,
	} {
		if _, err := (&call{}).door(url, with); (err == nil) != good {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// New cosignatures of the same head are handed in too, and a server keeps one
// of each witness.
func TestRenewOverHTTP(t *testing.T) {
	const start = 1_772_964_000 // 2026-03-08T10:00:00Z
	c := &call{dir: "..", out: io.Discard, trouble: io.Discard}
	set, err := c.load()
	if err != nil {
		t.Fatal(err)
	}
	set.Platforms = set.Platforms[:2]
	contents, err := parts.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	var blobs []releasetest.Blob
	for name, content := range contents {
		blobs = append(blobs, releasetest.Blob{Name: name, Schema: 1, Data: string(content)})
	}
	p.Release("first", blobs...)
	p.Checkpoint(start)
	m := store.NewMemory(p.Files())
	s := &handler.Server{Store: m, Root: string(p.Root.Raw), Token: "open sesame", Now: func() time.Time { return time.Unix(start, 0) }, Log: slog.New(slog.DiscardHandler)}
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	door, err := c.door(server.URL+"/v1/", publisher{token: func() (string, error) { return "open sesame", nil }})
	if err != nil {
		t.Fatal(err)
	}
	var witnesses []publish.Witness
	for _, signer := range p.Keys.Witnesses[:2] {
		witnesses = append(witnesses, func(checkpoint []byte, _ func(int64) (tlog.TreeProof, error)) ([]byte, error) {
			body, _, _ := strings.Cut(string(checkpoint), "\n\n")
			return []byte(signer.Cosign(body+"\n", start+600)), nil
		})
	}
	if _, err := door.Renew(witnesses); err != nil {
		t.Fatal(err)
	}
	raw, err := m.Get(context.Background(), store.Checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	head, err := p.Root.OpenCheckpoint(raw)
	if err != nil || head.Time != start+600 || head.Confirmed != 3 || strings.Count(string(raw), "\n— ") != 4 {
		t.Errorf("%+v, %v", head, err)
	}
	if _, err := door.Renew(witnesses[:1]); err == nil {
		t.Error("one witness of two that are needed is enough")
	}
}

// What testdata/upload.txt cannot get from a real server.
func TestRefusal(t *testing.T) {
	for _, test := range []struct {
		status       int
		answer, says string
	}{
		{400, "not a bundle: x", "the server cannot read the bundle: not a bundle: x"},
		{405, "<html>", "https://a.example/v1/publish takes nothing: name the base URL of a server"},
		{409, "7\n", "propose again (the log has 7 entries there, and this was made for 3)"},
		{422, `{"code":"stale","reason":"stale: too old"}`, "too old (stale): have it cosigned again"},
		{422, `{"code":"bad-content","reason":"a link"}`, "a link (bad-content): repair the rules"},
		{422, "<html>", "clients would not take this: <html>"},
		{503, "later", "could not do it (status 503): later; run the same again later, that is safe"},
	} {
		if got := refusal("https://a.example/v1/", test.status, 3, 100, []byte(test.answer)).Error(); !strings.Contains(got, test.says) {
			t.Errorf("%d: %s", test.status, got)
		}
	}
}
