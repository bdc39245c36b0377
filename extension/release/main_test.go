package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const manifest = `{"version": "1.2.3", "minimum_chrome_version": "140", "browser_specific_settings": {"gecko": {}},
  "background": {"scripts": ["b.js"], "service_worker": "b.js"}}`

// write makes a folder of files whose times differ from those of any other.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for path, content := range files {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		when := time.Unix(int64(len(dir))*1e6+time.Now().UnixNano()%1e6, 0)
		if err := os.Chtimes(path, when, when); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// packed packs an extension and some sources in folders of their own, and
// returns the files of OUT.
func packed(t *testing.T, seed string) map[string]string {
	t.Helper()
	extension := write(t, map[string]string{"manifest.json": manifest, "seed.json": seed, "texts/de.json": "{}", "b.js": "let b", "engine.wasm": "\x00asm"})
	out := t.TempDir()
	t.Chdir(write(t, map[string]string{"build.sh": "true", "a/b.ts": "let b", "dist/old": "", "a/node_modules/x/y": "", "watch.json": "", "seed/seed.json": "old", ".git/HEAD": ""}))
	if err := pack(extension, out); err != nil {
		t.Fatal(err)
	}
	found, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range found {
		content, err := os.ReadFile(filepath.Join(out, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name()] = string(content)
	}
	return files
}

func unzip(t *testing.T, content string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}

func TestPackagesAreTheSameWhereverTheyAreMade(t *testing.T) {
	if diff := cmp.Diff(packed(t, `{}`), packed(t, `{}`)); diff != "" {
		t.Error(diff)
	}
}

func TestEachBrowserGetsAManifestOfItsOwn(t *testing.T) {
	out := packed(t, `{}`)
	for browser, want := range map[string]string{
		"chromium": `{"background":{"service_worker":"b.js"},"minimum_chrome_version":"140","version":"1.2.3"}`,
		"firefox":  `{"background":{"scripts":["b.js"]},"browser_specific_settings":{"gecko":{}},"version":"1.2.3"}`,
	} {
		files := unzip(t, out["beforehand-1.2.3-"+browser+".zip"])
		squeezed := strings.NewReplacer(" ", "", "\n", "").Replace(files["manifest.json"])
		if diff := cmp.Diff(want, squeezed); diff != "" {
			t.Errorf("%s:\n%s", browser, diff)
		}
		if diff := cmp.Diff([]string{"b.js", "engine.wasm", "manifest.json", "seed.json", "texts/de.json"}, slices.Sorted(maps.Keys(files))); diff != "" {
			t.Errorf("%s:\n%s", browser, diff)
		}
	}
}

func TestSourcesHaveTheRulesThatWerePacked(t *testing.T) {
	want := map[string]string{"build.sh": "true", "a/b.ts": "let b", "seed/seed.json": "{}", "seed/texts/de.json": "{}"}
	if diff := cmp.Diff(want, unzip(t, packed(t, `{}`)["beforehand-1.2.3-sources.zip"])); diff != "" {
		t.Error(diff)
	}
}

func TestDevelopmentPackagesSaySoInTheirNames(t *testing.T) {
	for name := range packed(t, `{"development": true}`) {
		if name != "SHA256SUMS" && !strings.HasPrefix(name, "do-not-publish-") {
			t.Error(name)
		}
	}
}

func TestChecksumsAreThoseOfAllFiles(t *testing.T) {
	out := packed(t, `{}`)
	var want string
	for _, name := range slices.Sorted(maps.Keys(out)) {
		if name != "SHA256SUMS" {
			sum := sha256.Sum256([]byte(out[name]))
			want += hex.EncodeToString(sum[:]) + "  " + name + "\n"
		}
	}
	if diff := cmp.Diff(want, out["SHA256SUMS"]); diff != "" || want == "" {
		t.Error(diff)
	}
}

func TestABrokenExtensionIsNotPacked(t *testing.T) {
	for why, files := range map[string]map[string]string{
		"no manifest":   {"seed.json": "{}"},
		"no seed":       {"manifest.json": manifest},
		"no background": {"seed.json": "{}", "manifest.json": `{"version": "1"}`},
	} {
		if err := pack(write(t, files), t.TempDir()); err == nil {
			t.Errorf("%s: packed", why)
		}
	}
}
