// Command pack makes the extension: it bundles the scripts and puts them beside
// the engine, the seed and the pages, into dist/extension. Run it through
// build.sh.
package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"log"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/rule"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// The most that a file may weigh, in bytes as it is and compressed.
var budgets = []struct {
	file      string
	raw, gzip int
}{
	{"engine.wasm", 4_900_000, 1_350_000},
	{"content.js", 60_000, 12_000},
	{"guide.js", 60_000, 12_000},
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: pack DIR, where DIR holds engine.wasm and seed.json already")
	}
	if err := pack(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func pack(out string) error {
	text, err := os.ReadFile(filepath.Join(out, "seed.json"))
	if err != nil {
		return err
	}
	if err := manifest(text, out); err != nil {
		return err
	}
	root, err := goroot()
	if err != nil {
		return err
	}
	if err := bundle(root, out); err != nil {
		return err
	}
	if err := licences(root, out); err != nil {
		return err
	}
	if err := copyTree("LICENSE", filepath.Join(out, "LICENSE"), ""); err != nil {
		return err
	}
	for _, dir := range []string{"_locales", "icons"} {
		if err := copyTree(filepath.Join("extension", dir), filepath.Join(out, dir), ""); err != nil {
			return err
		}
	}
	for _, page := range []string{"popup", "options", "platforms", "welcome"} {
		for _, kind := range []string{".html", ".css"} {
			if err := copyTree(filepath.Join("extension/src", page), filepath.Join(out, page), kind); err != nil {
				return err
			}
		}
	}
	if err := languages(out); err != nil {
		return err
	}
	if err := copyTree("extension/src/look", filepath.Join(out, "look"), ".css"); err != nil {
		return err
	}
	if err := copyTree("extension/managed.json", filepath.Join(out, "managed.json"), ""); err != nil {
		return err
	}
	return weigh(out)
}

// manifest adds what depends on the seed: the hosts of the platforms that can
// have something to say, so that a platform is added in one place, as far as
// they were asked for in the last release. A seed that a client would not take
// is refused.
func manifest(text []byte, out string) error {
	var seed update.Seed
	if err := json.Unmarshal(text, &seed); err != nil {
		return fmt.Errorf("the seed: %w", err)
	}
	planted, err := update.Plant(seed, nil, 0, "", update.Policy{})
	if err != nil {
		return fmt.Errorf("the seed: %w", err)
	}
	raw, err := os.ReadFile("extension/manifest.json")
	if err != nil {
		return err
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		return fmt.Errorf("manifest.json: %w", err)
	}
	hosts := []string{}
	for _, e := range planted.Opened.Entries {
		p, err := e.Platform()
		if err != nil {
			return err
		}
		if !canWarn(p) {
			continue
		}
		for _, host := range p.Hosts {
			hosts = append(hosts, match.Pattern(host))
		}
	}
	asked, err := readReleased()
	if err != nil {
		return err
	}
	required, optional := asked.split(hosts)
	if len(optional) > 0 {
		fmt.Printf("users have to grant what was not released: %s\n", strings.Join(optional, " "))
	}
	m["host_permissions"] = append(required, sourceHosts(seed.URLs)...)
	raw, err = json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "manifest.json"), append(raw, '\n'), 0o644)
}

// sourceHosts are the hosts that serve the rules. With leave to read them the
// browsers do not tell them the extension's address, which Firefox makes up for
// each installation.
func sourceHosts(urls []string) []string {
	hosts := []string{}
	for _, base := range urls {
		if u, err := url.Parse(base); err == nil && u.Scheme == "https" && !slices.Contains(hosts, "https://"+u.Hostname()+"/*") {
			hosts = append(hosts, "https://"+u.Hostname()+"/*")
		}
	}
	return hosts
}

// languages lists the languages of the interface, as BCP 47: a script cannot
// look into the package.
func languages(out string) error {
	folders, err := os.ReadDir("extension/_locales")
	if err != nil {
		return err
	}
	tags := []string{}
	for _, folder := range folders {
		tags = append(tags, strings.ReplaceAll(folder.Name(), "_", "-"))
	}
	text, err := json.Marshal(tags)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "languages.json"), append(text, '\n'), 0o644)
}

// canWarn reports whether something written on the platform is used, in
// whatever region and at whatever time.
func canWarn(p rule.Platform) bool {
	return slices.ContainsFunc(p.Composers, func(c rule.Composer) bool {
		return slices.ContainsFunc(p.Uses, func(u rule.Use) bool { return u.State.Trains() && u.Concerns(c) })
	})
}

// goroot is the folder of the Go that compiles.
func goroot() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return strings.TrimSpace(string(root)), nil
}

// bundle makes one readable classic script of each entry point.
func bundle(goroot, out string) error {
	wasmExec := filepath.Join(goroot, "lib/wasm/wasm_exec.js")
	result := api.Build(api.BuildOptions{
		EntryPointsAdvanced: []api.EntryPoint{
			{InputPath: "extension/src/background/main.ts", OutputPath: "background"},
			{InputPath: "extension/src/content/main.ts", OutputPath: "content"},
			{InputPath: "extension/src/content/toolbar.ts", OutputPath: "toolbar"},
			{InputPath: "extension/src/content/guide.ts", OutputPath: "guide"},
			{InputPath: "extension/src/popup/popup.ts", OutputPath: "popup/popup"},
			{InputPath: "extension/src/options/options.ts", OutputPath: "options/options"},
			{InputPath: "extension/src/platforms/platforms.ts", OutputPath: "platforms/platforms"},
			{InputPath: "extension/src/welcome/welcome.ts", OutputPath: "welcome/welcome"},
		},
		Bundle:      true,
		Format:      api.FormatIIFE,
		Target:      api.ES2023,
		Charset:     api.CharsetUTF8,
		TreeShaking: api.TreeShakingTrue,
		Outdir:      out,
		Write:       true,
		LogLevel:    api.LogLevelWarning,
		// wasm_exec.js must fit the compiler, so it is the compiler's own.
		Plugins: []api.Plugin{{Name: "wasm_exec", Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: "^wasm_exec$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: wasmExec, Namespace: "go"}, nil
			})
			build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "go"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
				text, err := os.ReadFile(args.Path)
				contents := string(text)
				return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, err
			})
		}}},
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%d errors in the scripts", len(result.Errors))
	}
	// The path of the Go installation must not make two builds differ.
	background := filepath.Join(out, "background.js")
	text, err := os.ReadFile(background)
	if err != nil {
		return err
	}
	clean := strings.ReplaceAll(string(text), filepath.ToSlash(wasmExec), "wasm_exec.js")
	return os.WriteFile(background, []byte(clean), 0o644)
}

// copyTree copies the files whose name ends in suffix.
func copyTree(from, to, suffix string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, suffix) {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
}

// weigh prints what the files weigh and refuses what is too heavy.
func weigh(out string) error {
	for _, b := range budgets {
		text, err := os.ReadFile(filepath.Join(out, b.file))
		if err != nil {
			return err
		}
		var n counter
		z, err := gzip.NewWriterLevel(&n, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := z.Write(text); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		fmt.Printf("%-12s %9d bytes, %9d gzip (at most %d and %d)\n", b.file, len(text), int(n), b.raw, b.gzip)
		if len(text) > b.raw || int(n) > b.gzip {
			return fmt.Errorf("%s is too heavy", b.file)
		}
	}
	return nil
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
