package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var namedTest = regexp.MustCompile("`((?:extension/test/unit/)?[a-z-]+\\.test\\.ts)`: ([^;|]+)")

// TestReliability holds that every test that docs/reliability.md names is there.
func TestReliability(t *testing.T) {
	t.Chdir("../..")
	text, err := os.ReadFile("docs/reliability.md")
	if err != nil {
		t.Fatal(err)
	}
	found := namedTest.FindAllStringSubmatch(string(text), -1)
	if len(found) < 30 {
		t.Errorf("names %d tests", len(found))
	}
	for _, match := range found {
		file, name := match[1], strings.TrimSpace(match[2])
		if !strings.HasPrefix(file, "extension/") {
			file = filepath.Join("extension/test/e2e", file)
		}
		tests, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(string(tests), name) {
			t.Errorf("%s has no test %q", file, name)
		}
	}
	for trap := 1; trap <= 39; trap++ {
		if !strings.Contains(string(text), "\n| P"+strconv.Itoa(trap)+" ") {
			t.Errorf("says nothing about P%d", trap)
		}
	}
}
