package handler_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/update"
	"github.com/beforehand/beforehand/wasm/server/handler"
	"github.com/beforehand/beforehand/wasm/server/store"
)

const (
	start = 1_772_964_000 // 2026-03-08T10:00:00Z
	token = "a-token"
)

func blobs(summary string) []releasetest.Blob {
	platform := fmt.Sprintf(`{"id":"forum","name":"Forum","operator":"Forum Inc","category":"social","hosts":["forum.example"],"uses":[{"purpose":"generative-ai","by":["Forum"],"content":["posts"],"regions":["world"],"state":"unclear"}],"links":{},"evidence":[{"id":"a","url":"https://forum.example/a","publisher":"Forum","seen":"2026","says":%q,"level":"official"}],"verified":"2026-01-02","confidence":"low"}`, summary)
	name := part.Of("forum")
	return []releasetest.Blob{
		{Name: name, Schema: 1, Data: fmt.Sprintf(`{"schema":1,"part":%q,"platforms":[%s]}`, name, platform)},
		{Name: "regions", Schema: 1, Data: `{"schema":1,"part":"regions","groups":{}}`},
	}
}

// source is a server with one release, and its publisher.
func source(t *testing.T) (*releasetest.Publisher, *store.Memory, http.Handler) {
	t.Helper()
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	root := string(p.Root.Raw)
	p.Release("first", blobs("first")...)
	p.Checkpoint(start)
	m := store.NewMemory(p.Files())
	s := &handler.Server{Store: m, Root: root, Token: token, Now: func() time.Time { return time.Unix(start+3600, 0) }, Log: slog.New(slog.DiscardHandler)}
	return p, m, s.Handler()
}

func ask(h http.Handler, method, path string, body io.Reader, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, body)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestFiles(t *testing.T) {
	p, _, h := source(t)
	tag := ask(h, "GET", "/v1/checkpoint", nil).Header.Get("ETag")
	for _, test := range []struct {
		why, method, path, ifNone string
		status                    int
		cache, kind               string
	}{
		{"the checkpoint changes", "GET", "/v1/checkpoint", "", 200, "public, max-age=300, stale-if-error=86400", "text/plain; charset=utf-8"},
		{"nothing new costs no body", "GET", "/v1/checkpoint", tag, 304, "public, max-age=300, stale-if-error=86400", "text/plain; charset=utf-8"},
		{"a weak tag from a cache", "GET", "/v1/checkpoint", "W/" + tag, 304, "public, max-age=300, stale-if-error=86400", "text/plain; charset=utf-8"},
		{"an old tag", "GET", "/v1/checkpoint", `"old"`, 200, "public, max-age=300, stale-if-error=86400", "text/plain; charset=utf-8"},
		{"an entry never changes", "GET", "/v1/entry/0", "", 200, "public, max-age=31536000, immutable", "text/plain; charset=utf-8"},
		{"a tile is bytes", "GET", "/v1/tile/0/000.p/1", "", 200, "public, max-age=31536000, immutable", "application/octet-stream"},
		{"HEAD", "HEAD", "/v1/root/1", "", 200, "public, max-age=31536000, immutable", "text/plain; charset=utf-8"},
		{"no such file", "GET", "/v1/root/2", "", 404, "max-age=60", "text/plain; charset=utf-8"},
		{"nothing outside", "GET", "/v1/../secret", "", 307, "", ""},
		{"nothing else in the folder", "GET", "/v1/.lock", "", 404, "max-age=60", "text/plain; charset=utf-8"},
	} {
		response := ask(h, test.method, test.path, nil, "If-None-Match", test.ifNone)
		if response.StatusCode != test.status || response.Header.Get("Cache-Control") != test.cache {
			t.Errorf("%s: %d %q", test.why, response.StatusCode, response.Header.Get("Cache-Control"))
		}
		if test.status < 300 && (response.Header.Get("Content-Type") != test.kind || response.Header.Get("Access-Control-Allow-Origin") != "*" || response.Header.Get("X-Content-Type-Options") != "nosniff") {
			t.Errorf("%s: headers %v", test.why, response.Header)
		}
	}
	body, _ := io.ReadAll(ask(h, "GET", "/v1/checkpoint", nil).Body)
	if !bytes.Equal(body, p.Head) {
		t.Error("another checkpoint")
	}
	if ask(h, "GET", "/healthz", nil).StatusCode != 200 {
		t.Error("not healthy")
	}
}

// bundleOf is everything that a publisher serves, in one file.
func bundleOf(files map[string][]byte) io.Reader {
	text, err := json.Marshal(update.Bundle{Version: 1, Files: files})
	if err != nil {
		panic(err)
	}
	return bytes.NewReader(text)
}

func publish(h http.Handler, body io.Reader) (int, string) {
	response := ask(h, "POST", "/v1/publish", body, "Authorization", "Bearer "+token)
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(text)
}

func TestPublish(t *testing.T) {
	p, m, h := source(t)
	p.Rotate(start+60, func(d *releasetest.Draft) { d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 3}) })
	p.Release("second", blobs("second")...)
	p.Checkpoint(start + 120)
	if status, body := publish(h, bundleOf(p.Files())); status != 200 || body != string(p.Head) {
		t.Fatalf("%d %s", status, body)
	}
	for path, content := range p.Files() {
		stored, err := m.Get(context.Background(), path)
		if err != nil || !bytes.Equal(stored, content) {
			t.Errorf("%s is not what the publisher serves: %v", path, err)
		}
	}
	if status, _ := publish(h, bundleOf(p.Files())); status != 200 {
		t.Errorf("the same again: %d", status)
	}
	p.Checkpoint(start + 600)
	if status, body := publish(h, bundleOf(p.Files())); status != 200 || !strings.HasPrefix(body, p.HeadBody()) {
		t.Errorf("new cosignatures: %d %s", status, body)
	}
}

// What is refused leaves nothing behind.
func TestPublishRefuses(t *testing.T) {
	next := func(p *releasetest.Publisher) { p.Release("second", blobs("second")...); p.Checkpoint(start + 120) }
	for _, test := range []struct {
		why    string
		change func(p *releasetest.Publisher) io.Reader
		header []string
		status int
		body   string
	}{
		{"no token", func(p *releasetest.Publisher) io.Reader { next(p); return bundleOf(p.Files()) }, []string{}, 401, "token is wrong"},
		{"a wrong token", func(p *releasetest.Publisher) io.Reader { next(p); return bundleOf(p.Files()) }, []string{"Authorization", "Bearer b-token"}, 401, "token is wrong"},
		{"not JSON", func(*releasetest.Publisher) io.Reader { return strings.NewReader("hello") }, nil, 400, "not a bundle"},
		{"another version", func(*releasetest.Publisher) io.Reader { return strings.NewReader(`{"rules-bundle":2}`) }, nil, 400, "version 2"},
		{"too large", func(*releasetest.Publisher) io.Reader {
			return strings.NewReader(strings.Repeat(" ", update.MaxBundle+1))
		}, nil, 413, "at most"},
		{"an older log", func(p *releasetest.Publisher) io.Reader {
			old := releasetest.New("rules.example.org/main", releasetest.Usual)
			old.Release("other", blobs("other")...)
			old.Checkpoint(start + 60)
			return bundleOf(old.Files())
		}, nil, 409, "1\n"},
		{"one signature", func(p *releasetest.Publisher) io.Reader {
			p.Log.Append(releasetest.Sign(p.Draft("evil", blobs("second")...).Body(), p.Keys.Release[0]))
			p.Checkpoint(start + 120)
			return bundleOf(p.Files())
		}, nil, 422, `"code":"threshold"`},
		{"no witnesses", func(p *releasetest.Publisher) io.Reader {
			next(p)
			p.Head = releasetest.Sign(p.HeadBody(), p.Keys.Log)
			return bundleOf(p.Files())
		}, nil, 422, `"code":"witness-quorum"`},
		{"a data file that was not signed", func(p *releasetest.Publisher) io.Reader {
			next(p)
			files := p.Files()
			for path, content := range files {
				if strings.HasPrefix(path, "blob/") && bytes.Contains(content, []byte("second")) {
					files[path] = bytes.Replace(content, []byte("second"), []byte("socond"), 1)
				}
			}
			return bundleOf(files)
		}, nil, 422, `"code":"bad-blob"`},
		{"an entry is missing", func(p *releasetest.Publisher) io.Reader {
			p.Rotate(start+60, nil)
			next(p)
			files := p.Files()
			delete(files, "entry/1")
			return bundleOf(files)
		}, nil, 422, `"code":"not-logged"`},
		{"content that the gate refuses", func(p *releasetest.Publisher) io.Reader {
			p.Release("evil", blobs("<b>")...)
			p.Checkpoint(start + 120)
			return bundleOf(p.Files())
		}, nil, 422, `"code":"bad-content"`},
	} {
		t.Run(test.why, func(t *testing.T) {
			p, m, h := source(t)
			before := p.Files()
			body := test.change(p)
			header := test.header
			if header == nil {
				header = []string{"Authorization", "Bearer " + token}
			}
			response := ask(h, "POST", "/v1/publish", body, header...)
			text, _ := io.ReadAll(response.Body)
			if response.StatusCode != test.status || !strings.Contains(string(text), test.body) {
				t.Errorf("%d %s", response.StatusCode, text)
			}
			for path, content := range p.Files() {
				stored, err := m.Get(context.Background(), path)
				if was, existed := before[path]; existed && !bytes.Equal(stored, was) || !existed && err == nil {
					t.Errorf("%s was stored: %d bytes", path, len(content))
				}
			}
		})
	}
}

// Two publishers race a hundred times: exactly one wins each time, and what is
// served is one of the two, whole.
func TestRace(t *testing.T) {
	const rounds = 100
	for round := range rounds {
		p, m, h := source(t)
		one, other := p.Clone(), p.Clone()
		for i, each := range []*releasetest.Publisher{one, other} {
			each.Release("second", blobs(fmt.Sprint("from ", i))...)
			each.Checkpoint(start + 120)
		}
		var statuses [2]int
		var group sync.WaitGroup
		for i, each := range []*releasetest.Publisher{one, other} {
			body := bundleOf(each.Files())
			group.Go(func() { statuses[i], _ = publish(h, body) })
		}
		group.Wait()
		if statuses[0]+statuses[1] != 200+409 {
			t.Fatalf("round %d: %v", round, statuses)
		}
		winner := one
		if statuses[1] == 200 {
			winner = other
		}
		head, err := m.Get(context.Background(), store.Checkpoint)
		if err != nil || !bytes.Equal(head, winner.Head) {
			t.Fatalf("round %d: another head", round)
		}
		record, err := update.Load(nil, string(p.Root.Raw), 1)
		if err != nil {
			t.Fatal(err)
		}
		files := map[string][]byte{}
		for path := range maps.Keys(winner.Files()) {
			files[path], _ = m.Get(context.Background(), path)
		}
		out, err := update.Complete(update.Input{Record: record, Now: start + 3600}, update.Bundle{Version: 1, Files: files}.Read, nil)
		if err != nil || out.Result.Status != update.Updated {
			t.Fatalf("round %d: clients end with %+v", round, out.Result)
		}
	}
	t.Logf("%d races of two publishers: one winner each, nothing lost or mixed", rounds)
}
