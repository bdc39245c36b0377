// Command binary tells what the engine's bytes are for: it builds the engine
// with the names of its functions, and prints a part of the bench with the size
// of the code of each package.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/extension/test/bench/part"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: binary NAMED-ENGINE.wasm OUT.json, where the engine is built without -s")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(engine, out string) error {
	module, err := os.ReadFile(engine)
	if err != nil {
		return err
	}
	m, err := read(module)
	if err != nil {
		return fmt.Errorf("%s: %w", engine, err)
	}
	packages, err := listPackages()
	if err != nil {
		return err
	}
	return part.Write(out, part.Part{Part: "binary", Title: "What the engine's bytes are for", Rows: rows(m, packages)})
}

// smallest is the share of the code, one part in so many, below which packages
// are put together.
const smallest = 100

func rows(m module, packages map[string]int) []part.Row {
	sizes := m.byPackage(packages)
	rows, rest := []part.Row{}, 0
	for _, name := range slices.SortedFunc(maps.Keys(sizes), func(a, b string) int { return sizes[b] - sizes[a] }) {
		if sizes[name] < m.total/smallest {
			rest += sizes[name]
			continue
		}
		rows = append(rows, part.Count("code of "+name, "bytes", sizes[name]))
	}
	embedded := 0
	for _, size := range packages {
		embedded += size
	}
	return append(rows,
		part.Count("code of all others", "bytes", rest),
		part.Count("data: types, positions for the garbage collector and for stack traces, strings", "bytes", m.data-embedded),
		part.Count("data: embedded lists", "bytes", embedded),
	)
}

// listPackages returns the packages of the engine with the size of the files
// that they embed.
func listPackages() (map[string]int, error) {
	list := exec.Command("go", "list", "-deps", "-f", `{{.ImportPath}}|{{.Dir}}|{{join .EmbedFiles "|"}}`, "./wasm/engine")
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	list.Stderr = os.Stderr
	text, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("list the packages: %w", err)
	}
	packages := map[string]int{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		packages[fields[0]] = 0
		for _, name := range fields[2:] {
			if name == "" {
				continue
			}
			file, err := os.Stat(filepath.Join(fields[1], name))
			if err != nil {
				return nil, err
			}
			packages[fields[0]] += int(file.Size())
		}
	}
	return packages, nil
}

// module is what is read of a wasm module: the size of each function's code,
// their names, and the size of the data.
type module struct {
	sizes []int
	names []string
	total int
	data  int
}

var errModule = errors.New("not a wasm module with names")

// unnamed is what the linker replaces in the names of functions.
var unnamed = regexp.MustCompile(`[^\w.]`)

func (m module) byPackage(packages map[string]int) map[string]int {
	names := map[string]string{}
	for name := range packages {
		names[unnamed.ReplaceAllString(name, "_")] = name
	}
	sizes := map[string]int{}
	for i, size := range m.sizes {
		sizes[packageOf(m.names[i], names)] += size
	}
	return sizes
}

// packageOf returns the package of a function: the longest that its name begins
// with. What the linker and the compiler add of their own has none.
func packageOf(function string, packages map[string]string) string {
	for end := len(function); ; {
		if end = strings.LastIndexByte(function[:end], '.'); end < 0 {
			return "the linker"
		}
		if name, found := packages[function[:end]]; found {
			return name
		}
	}
}

// read reads a module: https://webassembly.github.io/spec/core/binary/modules.html
func read(raw []byte) (m module, err error) {
	defer func() {
		if recover() != nil {
			err = errModule
		}
	}()
	imported := 0
	byIndex := map[int]string{}
	for r := (reader{raw[8:]}); len(r.rest) > 0; {
		kind := r.byte()
		section := reader{r.bytes()}
		switch kind {
		case 0:
			if string(section.bytes()) == "name" {
				section.names(byIndex)
			}
		case 2:
			imported = section.number() // all that Go imports are functions
		case 10:
			m.total = len(section.rest)
			for range section.number() {
				m.sizes = append(m.sizes, len(section.bytes()))
			}
		case 11:
			m.data = len(section.rest)
		}
	}
	if len(byIndex) == 0 {
		return module{}, errModule
	}
	for i := range m.sizes {
		m.names = append(m.names, byIndex[imported+i])
	}
	return m, nil
}

// reader reads numbers and bytes from the front of what is left.
type reader struct{ rest []byte }

func (r *reader) byte() byte {
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) number() int {
	n, size := binary.Uvarint(r.rest)
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) bytes() []byte {
	n := r.number()
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// names reads the names of the functions from a name section.
func (r *reader) names(into map[int]string) {
	for len(r.rest) > 0 {
		kind := r.byte()
		inner := reader{r.bytes()}
		if kind != 1 {
			continue
		}
		for range inner.number() {
			index := inner.number()
			into[index] = string(inner.bytes())
		}
	}
}
