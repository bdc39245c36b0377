// Command report makes docs/bench.md and its pictures of what the parts of the
// bench have written.
package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/beforehand/beforehand/extension/test/bench/part"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: report DIR, where DIR has what the parts have written")
	}
	if err := run(os.Args[1], "docs"); err != nil {
		log.Fatal(err)
	}
}

func run(dir, docs string) error {
	parts, err := part.Read(dir)
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		return fmt.Errorf("%s has no parts: ./build.sh bench makes them", dir)
	}
	// The order in which the issue asks for them; what is not in it goes last.
	order := []string{"pages", "banner", "engine", "installed", "lookup", "binary", "updates", "server", "worker", "scale"}
	place := func(p part.Part) int { return (slices.Index(order, p.Part) + len(order) + 1) % (len(order) + 1) }
	slices.SortStableFunc(parts, func(a, b part.Part) int { return cmp.Compare(place(a), place(b)) })
	for name, text := range map[string]string{
		"bench.md":         markdown(parts, machine(parts)),
		"bench.svg":        ratios(parts),
		"bench-growth.svg": growth(parts),
	} {
		if err := os.WriteFile(filepath.Join(docs, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// machine says on what all of it ran, and when.
func machine(parts []part.Part) string {
	said := []string{fmt.Sprintf("%d × %s", runtime.NumCPU(), first("/proc/cpuinfo", `model name\s*: (.*)`))}
	said = append(said, first("/proc/meminfo", `MemTotal:\s*(.*)`)+" of memory")
	if kernel, err := exec.Command("uname", "-sr").Output(); err == nil {
		said = append(said, strings.TrimSpace(string(kernel)))
	}
	said = append(said, runtime.Version())
	for _, p := range parts {
		for _, value := range p.Machine {
			if !slices.Contains(said, value) {
				said = append(said, value)
			}
		}
	}
	slices.Sort(said[4:])
	return strings.Join(said, ", ") + "; " + time.Now().UTC().Format(time.DateOnly)
}

// first returns what a pattern finds first in a file.
func first(name, pattern string) string {
	text, _ := os.ReadFile(name) // another system has none
	if found := regexp.MustCompile(pattern).FindSubmatch(text); found != nil {
		return string(found[1])
	}
	return "unknown"
}
