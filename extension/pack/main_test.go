package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// development makes the manifest of a development build, in a folder.
func development(t *testing.T) (seed, manifestJSON []byte, out string) {
	t.Helper()
	t.Chdir("../..")
	set, err := rules.Load(os.DirFS("rules"))
	if err != nil {
		t.Fatal(err)
	}
	if seed, err = publish.Seed(set); err != nil {
		t.Fatal(err)
	}
	out = t.TempDir()
	if err := manifest(seed, out); err != nil {
		t.Fatal(err)
	}
	if manifestJSON, err = os.ReadFile(filepath.Join(out, "manifest.json")); err != nil {
		t.Fatal(err)
	}
	return seed, manifestJSON, out
}

func TestManifest(t *testing.T) {
	seed, text, out := development(t)
	var made struct {
		Hosts []string `json:"host_permissions"`
	}
	if err := json.Unmarshal(text, &made); err != nil {
		t.Fatal(err)
	}
	for host, wanted := range map[string]bool{"https://*.linkedin.com/*": true, "https://mail.google.com/*": false, "https://*.mail.google.com/*": false} {
		if slices.Contains(made.Hosts, host) != wanted {
			t.Errorf("asks for %s: %v", host, !wanted)
		}
	}

	if hosts := sourceHosts([]string{"https://rules.example.org/v1/", "https://rules.example.org/v2/", "http://127.0.0.1:8787/v1/"}); !slices.Equal(hosts, []string{"https://rules.example.org/*"}) {
		t.Errorf("reads the hosts of the rules at %v", hosts)
	}

	broken := func(change func(*update.Seed)) []byte {
		var s update.Seed
		if err := json.Unmarshal(seed, &s); err != nil {
			t.Fatal(err)
		}
		change(&s)
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for why, text := range map[string][]byte{
		"no JSON":    seed[:100],
		"no root":    broken(func(s *update.Seed) { s.Root = "" }),
		"no files":   broken(func(s *update.Seed) { s.Files = nil }),
		"other data": broken(func(s *update.Seed) { changeBlob(s.Files) }),
	} {
		if err := manifest(text, out); err == nil || !strings.HasPrefix(err.Error(), "the seed") {
			t.Errorf("%s: %v", why, err)
		}
	}
}

func changeBlob(files map[string][]byte) {
	for path, content := range files {
		if strings.HasPrefix(path, "blob/") && bytes.Contains(content, []byte(`"groups"`)) {
			content[len(content)-1] = ' '
		}
	}
}
