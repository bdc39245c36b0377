// Command updates tells how many bytes an update moves when one platform in a
// hundred has changed, and a poll that finds nothing new. Releases are made,
// served and fetched as they are for users.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/beforehand/beforehand/extension/test/bench/part"
	"github.com/beforehand/beforehand/extension/test/many"
	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/parts"
	"github.com/beforehand/beforehand/rules/publish"
	core "github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/rule"
	"github.com/beforehand/beforehand/wasm/core/update"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: updates OUT.json")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(out string) error {
	set, err := rules.Load(os.DirFS("rules"))
	if err != nil {
		return err
	}
	set.Texts = nil // translations are fetched by who needs them
	var rows []part.Row
	for _, n := range []int{100, 1000, 10_000} {
		log.Printf("updates: %d platforms", n)
		more, err := measure(set, n)
		if err != nil {
			return fmt.Errorf("%d platforms: %w", n, err)
		}
		rows = append(rows, more...)
	}
	polls, err := polls(set)
	if err != nil {
		return err
	}
	return part.Write(out, part.Part{Part: "updates", Title: "Bytes of updates", Rows: append(rows, polls...)})
}

// measure publishes n platforms, changes one in a hundred, and counts what a
// client fetches. Sets that are too large for one file of a release are
// counted without publishing them.
func measure(set rules.Set, n int) ([]part.Row, error) {
	before := many.Of(set, n)
	after := changed(before)
	old, err := build(before)
	if err != nil {
		return nil, err
	}
	fresh, err := build(after)
	if err != nil {
		return nil, err
	}
	var small int // all that is no data file
	if _, err := parts.Build(after); err == nil {
		if small, err = fetched(before, after, fresh); err != nil {
			return nil, err
		}
	}
	whole, news, own, other := sizes{}, sizes{identity: small, gzip: small}, small, small
	names := slices.Sorted(maps.Keys(fresh))
	changes := 0
	for i, name := range names {
		whole.add(fresh[name])
		if bytes.Equal(old[name], fresh[name]) {
			continue
		}
		changes++
		news.add(fresh[name])
		own += min(dictionary(fresh[name], old[name]), compressed(fresh[name]))
		other += min(dictionary(fresh[name], old[names[(i+1)%len(names)]]), compressed(fresh[name]))
	}
	what := func(s string) string { return fmt.Sprintf("%s of %s platforms", s, thousands(n)) }
	files := fmt.Sprintf("%d of %d data files changed", changes, len(names))
	if small == 0 {
		files += "; one of them is above the 1 MB that clients read, so so many platforms cannot be published in this format"
	} else {
		files += fmt.Sprintf("; %s bytes of it are checkpoint, entry and tiles", thousands(small))
	}
	peers := func(identity, gzip int) map[string][]float64 {
		return map[string][]float64{"the whole rule set": {float64(identity)}, "the whole rule set, gzip": {float64(gzip)}}
	}
	row := part.Count(what("1 %")+" changed, gzip", "bytes", news.gzip)
	row.Peers, row.Note = peers(whole.identity, whole.gzip), files
	row.Picture = n < 10_000
	plain := part.Count(what("1 %")+" changed, as it is", "bytes", news.identity)
	return []part.Row{
		row, plain,
		part.Count(what("1 %")+" changed, zstd with the same file of before as dictionary", "bytes", own),
		part.Count(what("1 %")+" changed, zstd with another file of before as dictionary", "bytes", other),
	}, nil
}

// fetched publishes both sets, updates a client from one to the other, and
// returns the bytes of what it fetched besides the data files.
func fetched(before, after rules.Set, fresh map[string][]byte) (int, error) {
	dir, err := os.MkdirTemp("", "beforehand-updates-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	folder := publish.Folder(dir)
	if _, err := folder.PublishDevelopment(before, "", ""); err != nil {
		return 0, err
	}
	root, err := folder.Read("root/1")
	if err != nil {
		return 0, err
	}
	record, err := update.Load(nil, string(root), 1)
	if err != nil {
		return 0, err
	}
	sum := 0
	read := func(q update.Request) update.Answer {
		content, err := folder.Read(q.Path)
		if err != nil {
			return update.Answer{Missing: true}
		}
		if !strings.HasPrefix(q.Path, "blob/") {
			sum += compressed(content)
		}
		return update.Answer{Bytes: content}
	}
	for _, set := range []rules.Set{before, after} {
		if _, err := folder.PublishDevelopment(set, time.Now().UTC().Format(time.RFC3339), "1 % changed"); err != nil {
			return 0, err
		}
		sum = 0
		out, err := update.Complete(update.Input{Record: record, Now: time.Now().Unix()}, read, nil)
		if err != nil {
			return 0, err
		}
		if out.Result.Status != update.Updated {
			return 0, fmt.Errorf("the client ended with %s: %s", out.Result.Status, out.Result.Reason)
		}
		record = out.Record
	}
	return sum, nil
}

// changed returns the set with one platform in a hundred checked anew and its
// history longer by a sentence.
func changed(set rules.Set) rules.Set {
	set.Platforms = slices.Clone(set.Platforms)
	for i := 50; i < len(set.Platforms); i += 100 {
		at := i
		for len(set.Platforms[at].Evidence) == 0 {
			at-- // a change rests on evidence
		}
		p := &set.Platforms[at]
		p.Verified = "2026-11-20"
		p.Changes = append(slices.Clone(p.Changes), rule.Change{
			Date: "2026-11-18", Summary: rule.Text{"en": "The switch has moved to another page of the settings."}, Evidence: []string{p.Evidence[0].ID},
		})
	}
	return set
}

type sizes struct{ identity, gzip int }

func (s *sizes) add(content []byte) {
	s.identity += len(content)
	s.gzip += compressed(content)
}

func compressed(content []byte) int {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(content) // into memory
	w.Close()
	return b.Len()
}

// dictionary is the size of content with an older file as a dictionary, as
// dcz (RFC 9842) sends it: 40 bytes say which.
func dictionary(content, old []byte) int {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderDictRaw(0, old), zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20))
	if err != nil {
		return len(content)
	}
	defer w.Close()
	return 40 + len(w.EncodeAll(content, nil))
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

// build makes the data files as package parts does, however large they get.
func build(set rules.Set) (map[string][]byte, error) {
	byPart := map[string][]rule.Platform{}
	for _, p := range set.Platforms {
		p.Schema = ""
		byPart[core.Of(p.ID)] = append(byPart[core.Of(p.ID)], p)
	}
	files := map[string][]byte{}
	for name, platforms := range byPart {
		text, err := json.Marshal(map[string]any{"schema": core.Schema, "part": name, "platforms": platforms})
		if err != nil {
			return nil, err
		}
		files[name] = text
	}
	return files, nil
}
