package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/extension/test/bench/part"
)

var sample = []part.Part{
	{Part: "engine", Title: "Engine", Rows: []part.Row{
		{What: "cold start", Unit: "ms", Ours: []float64{52, 50, 51}, Peers: map[string][]float64{"an empty program": {40, 41, 42}}, Required: "at most 1.3 ×", Met: true},
		{What: "decide", Unit: "ms", Ours: []float64{0.3, 0.2}, Required: "under 0.2 ms", Note: "it reads JSON"},
		{What: "look-up among 100", Unit: "ns", Ours: []float64{100}, Peers: map[string][]float64{"trie <js>": {400}}, Series: "look-up", Size: 100, Picture: true},
		{What: "look-up among 10,000", Unit: "ns", Ours: []float64{120}, Peers: map[string][]float64{"trie <js>": {500}}, Series: "look-up", Size: 10_000},
	}},
	{Part: "binary", Title: "Bytes", Rows: []part.Row{part.Count("code of runtime", "bytes", 1109634)}},
}

func TestMarkdown(t *testing.T) {
	_, got, _ := strings.Cut(markdown(sample, "2 × CPU"), "2 × CPU.")
	want := `

![Ratios to others](bench.svg)

![How time grows with the number of platforms and hosts](bench-growth.svg)

## What was asked for

| what | asked for | measured | |
| --- | --- | --- | --- |
| Engine: cold start | at most 1.3 × | 51 ms; an empty program 41 | met |
| Engine: decide | under 0.2 ms | 0.25 ms | **missed**: it reads JSON |

## Engine

| what | unit | ours: min / median / max | other | min / median / max | ratio |
| --- | --- | --- | --- | --- | --- |
| cold start | ms | 50 / 51 / 52 | an empty program | 40 / 41 / 42 | 1.24 |
| decide | ms | 0.2 / 0.25 / 0.3 | | | |
| look-up among 100 | ns | 100 | trie <js> | 400 | 0.25 |
| look-up among 10,000 | ns | 120 | trie <js> | 500 | 0.24 |

## Bytes

| what | unit | ours |
| --- | --- | --- |
| code of runtime | bytes | 1,109,634 |
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPicturesAreXML(t *testing.T) {
	for name, picture := range map[string]string{"ratios": ratios(sample), "growth": growth(sample), "no ratios": ratios(nil), "no growth": growth(nil)} {
		decoder := xml.NewDecoder(strings.NewReader(picture))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	if got := ratios(sample); !strings.Contains(got, ">4 ×</text>") || !strings.Contains(got, "beside trie &lt;js&gt;") {
		t.Error(got)
	}
}

func TestLines(t *testing.T) {
	want := []line{
		{"look-up", []point{{100, 0.1}, {10_000, 0.12}}},
		{"look-up, trie <js>", []point{{100, 0.4}, {10_000, 0.5}}},
	}
	if diff := cmp.Diff(want, linesOf(sample), cmp.AllowUnexported(line{}, point{})); diff != "" {
		t.Error(diff)
	}
}

func TestNumber(t *testing.T) {
	for f, want := range map[float64]string{0: "0", 0.0123456: "0.0123", 1.5: "1.5", 12.345: "12.3", 999.6: "1,000", 1234567: "1,234,567", -1234: "-1,234"} {
		if got := number(f); got != want {
			t.Errorf("number(%v) = %s, want %s", f, got, want)
		}
	}
}

func TestRunWritesAllFiles(t *testing.T) {
	dir, docs := t.TempDir(), t.TempDir()
	if err := run(dir, docs); err == nil {
		t.Error("a folder without parts is a mistake")
	}
	for _, p := range sample {
		if err := part.Write(filepath.Join(dir, p.Part+".json"), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := run(dir, docs); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bench.md", "bench.svg", "bench-growth.svg"} {
		text, err := os.ReadFile(filepath.Join(docs, name))
		if err != nil || len(text) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
