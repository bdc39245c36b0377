package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLicences holds that whoever's work is compiled into the engine is named,
// so that a new module is looked at.
func TestLicences(t *testing.T) {
	t.Chdir("../..")
	out := t.TempDir()
	root, err := goroot()
	if err != nil {
		t.Fatal(err)
	}
	if err := licences(root, out); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(out, "licences.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^---- (\S+)( v\S+)?\n\n\S`).FindAllSubmatch(text, -1) {
		names = append(names, string(match[1]))
	}
	want := []string{"Go", "github.com/tidwall/gjson", "github.com/tidwall/match", "github.com/tidwall/pretty", "golang.org/x/mod", "golang.org/x/net", "golang.org/x/text"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}
