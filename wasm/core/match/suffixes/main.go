// Command suffixes prints the Public Suffix List that golang.org/x/net
// carries, in the form that package match reads: a tree of labels.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func main() {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "golang.org/x/net/publicsuffix").Output()
	if err != nil {
		log.Fatal("go list: ", err)
	}
	// The package's tables are compressed; its test data has the rules in plain.
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "table_test.go"), nil, 0)
	if err != nil {
		log.Fatal(err)
	}
	var rules []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "rules" {
			return true
		}
		for _, element := range spec.Values[0].(*ast.CompositeLit).Elts {
			rule, err := strconv.Unquote(element.(*ast.BasicLit).Value)
			if err != nil {
				log.Fatal(err)
			}
			rules = append(rules, rule)
		}
		return false
	})
	root := tree{}
	for _, rule := range rules {
		root.add(strings.Split(rule, "."))
	}
	root.print("")
}

// tree is the rules by their last label. The empty label says that a rule ends
// here.
type tree map[string]tree

func (t tree) add(labels []string) {
	if len(labels) == 0 {
		t[""] = nil
		return
	}
	last := labels[len(labels)-1]
	if strings.HasPrefix(labels[0], "!") && len(labels) == 1 {
		last = labels[0]
	}
	if t[last] == nil {
		t[last] = tree{}
	}
	t[last].add(labels[:len(labels)-1])
}

func (t tree) print(tabs string) {
	for _, label := range slices.Sorted(maps.Keys(t)) {
		if label == "" {
			continue
		}
		end := "/"
		if _, ok := t[label][""]; ok {
			end = ""
		}
		fmt.Println(tabs + label + end)
		t[label].print(tabs + "\t")
	}
}
