package boundary_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/boundary"
	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/rule"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// BenchmarkUpdate is what an update costs the engine, JSON in and out: a poll
// with nothing new, and a first run that brings 300 platforms.
func BenchmarkUpdate(b *testing.B) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	p.Release("first", manyPlatforms(b, 300)...)
	p.Checkpoint(start)
	files := p.Files()
	record, err := update.Load(nil, string(p.Root.Raw), 1)
	if err != nil {
		b.Fatal(err)
	}
	run := func(b *testing.B, record update.Record) update.Record {
		in := boundary.Update{Input: update.Input{Record: record, Answers: map[string]update.Answer{}, Now: start}}
		for {
			message, err := json.Marshal(in)
			if err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			text := boundary.Call("update", string(message))
			b.StopTimer()
			var answer struct{ OK boundary.Updated }
			if err := json.Unmarshal([]byte(text), &answer); err != nil {
				b.Fatal(err)
			}
			in.Record = answer.OK.Record
			if answer.OK.Result != nil {
				return in.Record
			}
			for _, need := range answer.OK.Need {
				content, found := files[need.Path]
				in.Answers[need.Path] = update.Answer{Bytes: content, Missing: !found}
			}
		}
	}
	b.Run("all", func(b *testing.B) {
		b.StopTimer()
		for range b.N {
			if r := run(b, record); r.LastRun.Status != update.Updated {
				b.Fatal(r.LastRun)
			}
		}
	})
	b.StopTimer()
	current := run(b, record)
	b.Run("nothing", func(b *testing.B) {
		b.StopTimer()
		for range b.N {
			if r := run(b, current); r.LastRun.Status != update.Current {
				b.Fatal(r.LastRun)
			}
		}
	})
}

// manyPlatforms are the data files of a rule set with n platforms: the real
// ones, and copies of them under other ids and hosts.
func manyPlatforms(b *testing.B, n int) []releasetest.Blob {
	names, err := filepath.Glob("../../../rules/platforms/*/platform.json")
	if err != nil || len(names) == 0 {
		b.Fatal("no platforms: ", err)
	}
	byPart := map[string]map[string]string{}
	for i := range n {
		text, err := os.ReadFile(names[i%len(names)])
		if err != nil {
			b.Fatal(err)
		}
		var platform rule.Platform
		if err := json.Unmarshal(text, &platform); err != nil {
			b.Fatal(err)
		}
		platform.Schema = ""
		if round := i / len(names); round > 0 {
			platform.ID = fmt.Sprintf("%s-%d", platform.ID, round)
			platform.Domains = append(platform.Domains, platform.Hosts...)
			platform.Hosts = []string{platform.ID + ".example"}
		}
		if text, err = json.Marshal(platform); err != nil {
			b.Fatal(err)
		}
		name := part.Of(platform.ID)
		if byPart[name] == nil {
			byPart[name] = map[string]string{}
		}
		byPart[name][platform.ID] = string(text)
	}
	all := []releasetest.Blob{{Name: "regions", Schema: 1, Data: `{"schema":1,"part":"regions","groups":{}}`}}
	for name, platforms := range byPart {
		var list []string
		for _, id := range slices.Sorted(maps.Keys(platforms)) {
			list = append(list, platforms[id])
		}
		all = append(all, releasetest.Blob{Name: name, Schema: 1, Data: fmt.Sprintf(`{"schema":1,"part":%q,"platforms":[%s]}`, name, strings.Join(list, ","))})
	}
	return all
}
