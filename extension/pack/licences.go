package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// licences writes whose work is in the package, with each licence in full: that
// of Go, whose library is in engine.wasm and whose wasm_exec.js is in
// background.js, and those of all modules that are compiled into the engine.
func licences(goroot, out string) error {
	// The last two are not compiled in, but tables in the core are made from them.
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}",
		"./wasm/engine", "golang.org/x/net/publicsuffix", "golang.org/x/text/unicode/norm")
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	list.Stderr = os.Stderr
	found, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	lines := slices.DeleteFunc(strings.Split(string(found), "\n"), func(line string) bool { return line == "" })
	slices.Sort(lines)
	lines = slices.Insert(slices.Compact(lines), 0, "Go\t"+goroot)
	text := "Beforehand is under the licence in LICENSE. It contains the work of others:\n" +
		"\nThe table of public suffixes in engine.wasm is made from the Public Suffix List, https://publicsuffix.org/list/," +
		"\nunder the Mozilla Public License 2.0, https://www.mozilla.org/MPL/2.0/, where its source is found too.\n"
	for _, line := range lines {
		name, dir, _ := strings.Cut(line, "\t")
		licence, err := os.ReadFile(filepath.Join(dir, "LICENSE"))
		if err != nil {
			return fmt.Errorf("the licence of %s: %w", name, err)
		}
		text += fmt.Sprintf("\n---- %s\n\n%s\n", name, strings.TrimSpace(string(licence)))
	}
	return os.WriteFile(filepath.Join(out, "licences.txt"), []byte(text), 0o644)
}
