package publish

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"time"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// Files are files of a source by path.
type Files map[string][]byte

// Read returns a file.
func (f Files) Read(path string) ([]byte, error) {
	content, is := f[path]
	if !is {
		return nil, fmt.Errorf("%s is not there: %w", path, fs.ErrNotExist)
	}
	return content, nil
}

// Embed makes the seed of the newest release that a source serves, for a
// package that trusts a root. The seed has just the files that a client reads,
// which is how the source is verified. It returns an error if a client would
// not take the release.
func Embed(read Read, root []byte, packageTrust int) (update.Seed, error) {
	record, err := update.Load(nil, string(root), packageTrust)
	if err != nil {
		return update.Seed{}, err
	}
	b := update.Seed{
		Bundle:       update.Bundle{Version: 1, Files: Files{fmt.Sprintf("root/%d", record.RootVersion): root}},
		PackageTrust: packageTrust, Root: string(root), Development: record.Source == DevelopmentSet,
	}
	out, err := Update(record, func(path string) ([]byte, error) {
		content, err := read(path)
		if err == nil {
			b.Files[path] = content
		}
		return content, err
	}, 0, true, nil)
	if err != nil {
		return update.Seed{}, err
	}
	if out.Result.Status != update.Updated {
		return update.Seed{}, fmt.Errorf("clients would not take this: %s: %s", out.Result.Status, out.Result.Reason)
	}
	b.Domains = out.Opened.LinkDomains
	return b, nil
}

// developmentURL is where ./build.sh serve serves the development rules.
const developmentURL = "http://127.0.0.1:8787/v1/"

const firstSummary = "Development rules"

// Begin returns what the development log begins with: the release at index 0
// that Seed and the first publish make of the same rules, as files by path.
func (a Authority) Begin(set rules.Set) (map[string][]byte, error) {
	files := map[string][]byte{"root/1": a.Root.Raw}
	l := begin(a.Root, Files(files).Read)
	p, err := a.publication(l, set, newest(set)+"T00:00:00Z", firstSummary)
	if err != nil {
		return nil, err
	}
	next, err := l.Next(p, []Key{a.Log}, nil)
	for _, f := range next {
		files[f.Path] = f.Content
	}
	return files, err
}

// publication proposes and signs in one go.
func (a Authority) publication(l Log, set rules.Set, time, summary string) (Publication, error) {
	r, contents, err := l.Propose(set, nil, time, summary)
	if err != nil {
		return Publication{}, err
	}
	signed, err := signAll(Draft(r.Body()), a.Releases)
	return Publication{Release: signed, Files: contents}, err
}

// Seed returns the bundle of a development build as JSON: the development root
// and one release of the rules. The same rules make the same bytes. Its
// package_trust is the age, in days, of the newest day on which a platform was
// verified, so that a build with newer rules is trusted anew.
func Seed(set rules.Set) ([]byte, error) {
	a, err := Development()
	if err != nil {
		return nil, err
	}
	files, err := a.Begin(set)
	if err != nil {
		return nil, err
	}
	verified, err := time.Parse(time.DateOnly, newest(set))
	if err != nil {
		return nil, err
	}
	epoch := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	b, err := Embed(Files(files).Read, a.Root.Raw, int(verified.Sub(epoch).Hours()/24))
	if err != nil {
		return nil, err
	}
	b.URLs = []string{developmentURL}
	return json.Marshal(b)
}

// newest is the newest day on which a platform was verified.
func newest(set rules.Set) string {
	day := ""
	for _, p := range set.Platforms {
		day = max(day, p.Verified)
	}
	return day
}
