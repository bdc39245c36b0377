package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// opened is a place that serves rules: a folder, a bundle or a URL.
type opened struct {
	read publish.Read
	// bundle is set for a bundle.
	bundle *update.Seed
}

// openSource opens what an argument names.
func openSource(name string) (opened, error) {
	if isURL(name) {
		return opened{read: overHTTP(base(name))}, nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return opened{}, usageError{err}
	}
	if info.IsDir() {
		return opened{read: publish.Folder(name).Read}, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return opened{}, err
	}
	var b update.Seed
	if err := json.Unmarshal(text, &b); err != nil || b.Version != 1 {
		return opened{}, misuseOf("%s is no bundle of rules: name a folder, a bundle that embed wrote, or a URL", name)
	}
	return opened{publish.Files(b.Files).Read, &b}, nil
}

func isURL(name string) bool {
	return strings.HasPrefix(name, "https://") || strings.HasPrefix(name, "http://")
}

// base is a URL as paths are put after it.
func base(url string) string { return strings.TrimSuffix(url, "/") + "/" }

// largest is more than any file of a source may have (protocol, section 3.1).
const largest = release.MaxFile + 1

// overHTTP reads files below a base URL.
func overHTTP(base string) publish.Read {
	client := &http.Client{Timeout: 30 * time.Second}
	return func(path string) ([]byte, error) {
		response, err := client.Get(base + path)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		switch response.StatusCode {
		case http.StatusOK:
			return io.ReadAll(io.LimitReader(response.Body, largest))
		case http.StatusNotFound:
			return nil, fmt.Errorf("%s: %w", base+path, fs.ErrNotExist)
		}
		return nil, fmt.Errorf("%s: %s", base+path, response.Status)
	}
}

// servedFlag declares where a source is, and opens its log.
func servedFlag(flags *flag.FlagSet) func() (string, publish.Log, error) {
	to := flags.String("to", "", "the `folder` that is served, a copy of it, or the base URL of the server")
	return func() (string, publish.Log, error) {
		if *to == "" {
			return "", publish.Log{}, misuseOf("name the folder or the URL that is served with -to")
		}
		read := publish.Folder(*to).Read
		if isURL(*to) {
			read = newest(overHTTP(base(*to)))
		}
		l, err := publish.OpenLog(read)
		if errors.Is(err, fs.ErrNotExist) {
			err = misuseOf("%s has no log: %v; rulekit init makes one", *to, err)
		}
		return *to, l, err
	}
}

// newRootFlag declares a new root that goes before the release.
func newRootFlag(flags *flag.FlagSet) func() ([]byte, error) {
	file := flags.String("with", "", "the `file` of a new, signed root that is published with the release")
	return func() ([]byte, error) {
		if *file == "" {
			return nil, nil
		}
		return os.ReadFile(*file)
	}
}

// create writes a new file; nothing is overwritten.
func create(name string, content []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return misuseOf("%s is there already: name a new file", name)
	}
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}

// outFlag declares the file to write.
func outFlag(flags *flag.FlagSet) func() (string, error) {
	out := flags.String("out", "", "the new `file` to write")
	return func() (string, error) {
		if *out == "" {
			return "", misuseOf("name the file to write with -out")
		}
		return *out, nil
	}
}
