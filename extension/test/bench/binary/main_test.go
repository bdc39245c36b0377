package main

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPackageOf(t *testing.T) {
	packages := map[string]string{"encoding_json": "encoding/json", "example.com_a": "example.com/a", "example.com_a_b": "example.com/a/b", "slices": "slices"}
	for function, want := range map[string]string{
		"encoding_json.__decodeState_.object":                     "encoding/json",
		"example.com_a.F":                                         "example.com/a",
		"example.com_a_b.F.func1":                                 "example.com/a/b",
		"slices.SortFunc_go.shape.struct___encoding_json.field__": "slices",
		"wasm_export_run":                                         "the linker",
	} {
		if got := packageOf(function, packages); got != want {
			t.Errorf("packageOf(%q) = %q, want %q", function, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	module := []byte("\x00asm\x01\x00\x00\x00" +
		"\x02\x07\x01\x01a\x01b\x00\x00" + // one import
		"\x0a\x08\x02\x02\x00\x0b\x03\x00\x01\x0b" + // two functions
		"\x0b\x01\x00" +
		"\x00\x12\x04name\x01\x0b\x02\x01\x03s.A\x02\x03t.B")
	got, err := read(module)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"s": 2, "t": 3}, got.byPackage(map[string]int{"s": 0, "t": 0})); diff != "" {
		t.Error(diff)
	}
	for _, broken := range [][]byte{nil, module[:20], module[:35], []byte("\x00asm\x01\x00\x00\x00")} {
		if _, err := read(broken); !errors.Is(err, errModule) {
			t.Errorf("%q: %v", broken, err)
		}
	}
}
