package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
)

// embed writes the rules for the extension's package, the file and a folder
// texts beside it: the newest release of a source, or without one a development
// release of the rules here.
func embed(flags *flag.FlagSet) func(*call) error {
	out := outFlag(flags)
	rootFile := flags.String("root", "", "the `file` of the root that the package trusts")
	from := flags.String("from", "", "the folder or `URL` that has the release")
	trust := flags.Int("trust", 1, "the package's trust `number`; a higher one than before makes clients trust this root anew")
	urls := listFlag(flags, "url", "a base `URL` at which the source is served, as https://rules.example.org/v1/; may be given four times")
	forRelease := flags.Bool("release", false, "refuses the development root, as a package for users has to")
	return func(c *call) error {
		file, err := out()
		if err != nil {
			return err
		}
		if (*rootFile == "") != (*from == "") || len(c.args) > 0 {
			return misuseOf("name both the root with -root and the source with -from, or neither for a development build")
		}
		if *forRelease && *from == "" {
			return misuseOf("a package for users needs signed rules: name the root with -root and the source with -from")
		}
		if err := checkURLs(*urls, *from != ""); err != nil {
			return err
		}
		text, err := c.bundle(*rootFile, *from, *trust, *urls, *forRelease)
		if err != nil {
			return err
		}
		files, err := publish.Pack(text)
		if err != nil {
			return err
		}
		if err := create(file, files["seed.json"]); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s has %d bytes\n", file, len(files["seed.json"]))
		delete(files, "seed.json")
		return writeTexts(filepath.Dir(file), files)
	}
}

func writeTexts(folder string, files map[string][]byte) error {
	if len(files) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(folder, "texts"), 0o755); err != nil {
		return err
	}
	for path, content := range files {
		if err := create(filepath.Join(folder, path), content); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) bundle(rootFile, from string, trust int, urls []string, forRelease bool) ([]byte, error) {
	if from == "" {
		set, err := c.load()
		if err != nil {
			return nil, err
		}
		return publish.Seed(set)
	}
	raw, err := os.ReadFile(rootFile)
	if err != nil {
		return nil, usageError{err}
	}
	root, err := release.OpenRoot(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", rootFile, err)
	}
	if forRelease && root.Set == publish.DevelopmentSet {
		return nil, misuseOf("%s is the development root, for which anybody can sign", rootFile)
	}
	source, err := openSource(from)
	if err != nil {
		return nil, err
	}
	b, err := publish.Embed(source.read, raw, trust)
	if err != nil {
		return nil, err
	}
	b.URLs = urls
	return json.Marshal(b)
}

// checkURLs checks the base URLs of a source.
func checkURLs(urls []string, needed bool) error {
	if !needed && len(urls) > 0 {
		return misuseOf("a development build asks ./build.sh serve: leave -url out")
	}
	if needed && (len(urls) == 0 || len(urls) > 4) {
		return misuseOf("say with -url where the source is served, once to four times")
	}
	for _, text := range urls {
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !strings.HasSuffix(u.Path, "/") || u.String() != text {
			return misuseOf("%q is no base URL: write it as https://rules.example.org/v1/", text)
		}
	}
	return nil
}
