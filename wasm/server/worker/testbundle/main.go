// Command testbundle prints, as JSON, a source with one release and bundles to
// be published on it: good ones, and such as have to be refused. Their keys are
// those of tests. The witnesses cosign now, because a Worker has a real clock.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// fixture is what the tests of the Worker need.
type fixture struct {
	// Served are the files of a source by path.
	Served map[string][]byte `json:"served"`
	// Bundles are publish requests by name, with what a server answers to the
	// first one that it gets.
	Bundles map[string]request `json:"bundles"`
	// Cosignatures are what the witnesses answer when they are asked to renew
	// those of the served checkpoint.
	Cosignatures []string `json:"cosignatures"`
}

type request struct {
	Body   []byte `json:"body"`
	Status int    `json:"status"`
	// Says is the answer, or a part of it.
	Says string `json:"says"`
}

func main() {
	now := time.Now().Unix()
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	p.Release("first", blobs("first")...)
	p.Checkpoint(now - 60)
	f := fixture{Served: p.Files(), Bundles: map[string]request{}}
	for _, witness := range p.Keys.Witnesses {
		f.Cosignatures = append(f.Cosignatures, witness.Cosign(p.HeadBody(), now))
	}
	add := func(name string, status int, says string, change func(*releasetest.Publisher) map[string][]byte) {
		files := change(p.Clone())
		body, err := json.Marshal(update.Bundle{Version: 1, Files: files})
		if err != nil {
			log.Fatal(err)
		}
		if says == "" {
			says = string(files["checkpoint"])
		}
		f.Bundles[name] = request{body, status, says}
	}
	next := func(p *releasetest.Publisher, summary string) {
		p.Release(summary, blobs(summary)...)
		p.Checkpoint(now - 30)
	}
	for _, name := range []string{"one", "other"} {
		add(name, 200, "", func(p *releasetest.Publisher) map[string][]byte { next(p, name); return p.Files() })
	}
	add("a new root", 200, "", func(p *releasetest.Publisher) map[string][]byte {
		p.Rotate(now-40, func(d *releasetest.Draft) { d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 3}) })
		next(p, "second")
		return p.Files()
	})
	add("new cosignatures", 200, "", func(p *releasetest.Publisher) map[string][]byte { p.Checkpoint(now); return p.Files() })
	add("another log", 409, "1\n", func(*releasetest.Publisher) map[string][]byte {
		other := releasetest.New("rules.example.org/main", releasetest.Usual)
		next(other, "other")
		return other.Files()
	})
	add("one signature", 422, `"code":"threshold"`, func(p *releasetest.Publisher) map[string][]byte {
		p.Log.Append(releasetest.Sign(p.Draft("evil", blobs("evil")...).Body(), p.Keys.Release[0]))
		p.Checkpoint(now)
		return p.Files()
	})
	add("no witnesses", 422, `"code":"witness-quorum"`, func(p *releasetest.Publisher) map[string][]byte {
		next(p, "second")
		p.Head = releasetest.Sign(p.HeadBody(), p.Keys.Log)
		return p.Files()
	})
	add("content that the gate refuses", 422, `"code":"bad-content"`, func(p *releasetest.Publisher) map[string][]byte { next(p, "<b>"); return p.Files() })
	add("a data file that was not signed", 422, `"code":"bad-blob"`, func(p *releasetest.Publisher) map[string][]byte {
		next(p, "second")
		files := p.Files()
		for path, content := range files {
			if strings.HasPrefix(path, "blob/") {
				files[path] = bytes.Replace(content, []byte("second"), []byte("socond"), 1)
			}
		}
		return files
	})
	if err := json.NewEncoder(os.Stdout).Encode(f); err != nil {
		log.Fatal(err)
	}
}

// blobs is a rule set with one platform.
func blobs(says string) []releasetest.Blob {
	platform := fmt.Sprintf(`{"id":"forum","name":"Forum","operator":"Forum Inc","category":"social","hosts":["forum.example"],"uses":[{"purpose":"generative-ai","by":["Forum"],"content":["posts"],"regions":["world"],"state":"unclear"}],"links":{},"evidence":[{"id":"a","url":"https://forum.example/a","publisher":"Forum","seen":"2026","says":%q,"level":"official"}],"verified":"2026-01-02","confidence":"low"}`, says)
	name := part.Of("forum")
	return []releasetest.Blob{
		{Name: name, Schema: 1, Data: fmt.Sprintf(`{"schema":1,"part":%q,"platforms":[%s]}`, name, platform)},
		{Name: "regions", Schema: 1, Data: `{"schema":1,"part":"regions","groups":{}}`},
	}
}
