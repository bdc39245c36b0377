// Command release packs an extension that was built: a zip for each kind of
// browser, one with the sources for reviewers, and their checksums. The same
// files give the same bytes wherever and whenever they are packed. Run it
// through build.sh.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/update"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: release DIR OUT, where DIR holds the extension that build.sh made")
	}
	if err := pack(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func pack(dir, out string) error {
	extension, err := read(dir, func(string) bool { return true })
	if err != nil {
		return err
	}
	name, err := nameOf(extension)
	if err != nil {
		return err
	}
	for _, b := range browsers {
		files, err := b.fit(extension)
		if err != nil {
			return err
		}
		if err := writeZip(filepath.Join(out, name+"-"+b.name+".zip"), files); err != nil {
			return err
		}
	}
	sources, err := read(".", isSource)
	if err != nil {
		return err
	}
	// The rules of a source move on: reviewers need those that were packed.
	for path, f := range extension {
		if path == "seed.json" || strings.HasPrefix(path, "texts/") {
			sources["seed/"+path] = f
		}
	}
	if err := writeZip(filepath.Join(out, name+"-sources.zip"), sources); err != nil {
		return err
	}
	return sums(out)
}

// nameOf makes the beginning of the names of the packages. One with rules that
// anybody can sign says so, for nobody to publish it.
func nameOf(extension map[string]file) (string, error) {
	var seed update.Seed
	if err := json.Unmarshal(extension["seed.json"].content, &seed); err != nil {
		return "", fmt.Errorf("seed.json: %w", err)
	}
	var manifest struct{ Version string }
	if err := json.Unmarshal(extension["manifest.json"].content, &manifest); err != nil {
		return "", fmt.Errorf("manifest.json: %w", err)
	}
	if seed.Development {
		return "do-not-publish-development-" + manifest.Version, nil
	}
	return "beforehand-" + manifest.Version, nil
}

// sums writes SHA256SUMS of all files in a folder, as sha256sum -c reads it.
func sums(folder string) error {
	files, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	text := ""
	for _, f := range files {
		if f.Name() == "SHA256SUMS" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			return err
		}
		text += fmt.Sprintf("%x  %s\n", sha256.Sum256(content), f.Name())
		fmt.Printf("%9d %s\n", len(content), f.Name())
	}
	return os.WriteFile(filepath.Join(folder, "SHA256SUMS"), []byte(text), 0o644)
}
