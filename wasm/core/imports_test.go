// Package core_test holds the rule that the core is pure.
package core_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// The files are parsed here, because a test that asks the go command is cached
// and misses a new import.
func TestCoreIsPure(t *testing.T) {
	seen := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "match/suffixes/") {
			return err
		}
		seen++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name := strings.Trim(spec.Path.Value, `"`)
			for _, banned := range []string{"net", "net/http", "os", "log", "math/rand", "math/rand/v2", "syscall/js", "time"} {
				if name == banned {
					t.Errorf("%s imports %s: the core has no I/O and no clock", path, name)
				}
			}
			if strings.HasPrefix(name, "github.com/beforehand/beforehand/rules") {
				t.Errorf("%s imports %s: the core knows no tool", path, name)
			}
		}
		return nil
	})
	if err != nil || seen < 10 {
		t.Fatal(seen, err)
	}
}
