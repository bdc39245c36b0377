// Package rules reads the folder of rules and makes the rule set of it.
package rules

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Set is every platform and every region group.
type Set struct {
	Version   string          `json:"version"`
	Groups    region.Groups   `json:"groups"`
	Platforms []rule.Platform `json:"platforms"`
	// Texts are translations of English texts, by language.
	Texts map[string]map[string]string `json:"-"`
}

// Problem is one thing to fix in a file.
type Problem struct {
	// File is the path below the folder of rules.
	File string `json:"file"`
	// Line and Column (in bytes) say where, counted from 1.
	Line   int `json:"line"`
	Column int `json:"column"`
	rule.Problem
}

// String returns the problem as one line, in the form that editors and CI
// systems read: file:line:column: message.
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Problem)
}

// Load reads a folder of rules. A file that cannot be read is an error; what
// else is wrong, Check finds.
func Load(dir fs.FS) (Set, error) {
	set, problems := read(dir)
	if len(problems) > 0 {
		return Set{}, errors.New(problems[0].String())
	}
	return set, nil
}

// Check finds everything that is wrong in a folder of rules, file by file.
func Check(dir fs.FS) []Problem {
	set, problems := read(dir)
	isRegion := func(r string) bool {
		_, group := set.Groups[r]
		return group || r == region.World || region.IsCountry(r)
	}
	for code, group := range set.Groups {
		for _, problem := range checkGroup(code, group) {
			problems = append(problems, place(dir, "regions.json", problem))
		}
	}
	for language := range set.Texts {
		file := path.Join("texts", language+".json")
		for _, problem := range set.checkTexts(language) {
			problems = append(problems, Problem{file, 1, 1, problem})
		}
	}
	hosts := map[string]rule.Platform{}
	for _, p := range set.Platforms {
		found := slices.Concat(rule.Check(p, isRegion), meaning(p, set.Groups), prove(dir, p))
		for i, host := range p.Hosts {
			if other, taken := hosts[host]; taken && (len(other.Paths) == 0 || len(p.Paths) == 0) {
				found = append(found, rule.Problem{Field: fmt.Sprintf("hosts[%d]", i), Advice: host + " belongs to " + other.ID + " already: tell them apart by paths"})
			}
			hosts[host] = p
		}
		for _, problem := range found {
			problems = append(problems, place(dir, fileOf(p.ID), problem))
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return problems
}

func checkGroup(code string, g region.Group) []rule.Problem {
	var problems []rule.Problem
	add := func(field, advice string) {
		problems = append(problems, rule.Problem{Field: strings.TrimSuffix(code+"."+field, "."), Advice: advice})
	}
	if region.IsCountry(code) || code == region.World || code != strings.ToUpper(code) {
		add("", "call a group by a code in capitals that is no country's")
	}
	if g.Name == "" {
		add("name", "is needed")
	}
	if !strings.HasPrefix(g.Source, "https://") {
		add("source", "name the official page that lists the members")
	}
	if len(g.Members) == 0 {
		add("members", "name the countries")
	}
	for i, m := range g.Members {
		at := fmt.Sprintf("members[%d].", i)
		if !region.IsCountry(m.Country) {
			add(at+"country", fmt.Sprintf("%q is no country (ISO 3166-1 alpha-2)", m.Country))
		}
		for _, date := range []struct{ field, day string }{{"since", m.Since}, {"until", m.Until}} {
			if date.day != "" && !day.Valid(date.day) {
				add(at+date.field, "write a day as YYYY-MM-DD")
			}
		}
	}
	return problems
}

func fileOf(id string) string { return path.Join("platforms", id, "platform.json") }

// place says where in its file a problem is.
func place(dir fs.FS, file string, problem rule.Problem) Problem {
	text, _ := fs.ReadFile(dir, file)
	line, column := locate(text, problem.Field)
	return Problem{file, line, column, problem}
}

// Compile makes the rule set as it is published: compact JSON. Its version is
// the newest day on which a platform was verified.
func (s Set) Compile() ([]byte, error) {
	for _, p := range s.Platforms {
		s.Version = max(s.Version, p.Verified)
	}
	text, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	if _, err := rule.OpenSet(string(text)); err != nil {
		return nil, err
	}
	return text, nil
}

func read(dir fs.FS) (Set, []Problem) {
	var set Set
	problems := unpack(dir, "regions.json", &set.Groups)
	texts, found := readTexts(dir)
	set.Texts, problems = texts, append(problems, found...)
	files, err := fs.Glob(dir, "platforms/*/platform.json")
	if err != nil || len(files) == 0 {
		problems = append(problems, Problem{"platforms", 1, 1, rule.Problem{Field: "file", Advice: "there is no platform here: name the folder that holds platforms and regions.json"}})
	}
	for _, file := range files {
		var p rule.Platform
		if found := unpack(dir, file, &p); len(found) > 0 {
			problems = append(problems, found...)
			continue
		}
		if folder := path.Base(path.Dir(file)); folder != p.ID {
			problems = append(problems, place(dir, file, rule.Problem{Field: "id", Advice: fmt.Sprintf("call it %q, as the folder", folder)}))
			continue
		}
		p.Schema = "" // for editors only
		set.Platforms = append(set.Platforms, p)
	}
	return set, problems
}

func unpack(dir fs.FS, file string, into any) []Problem {
	text, err := fs.ReadFile(dir, file)
	if err != nil {
		return []Problem{{file, 1, 1, rule.Problem{Field: "file", Advice: err.Error()}}}
	}
	problems := decode(text, into)
	for i := range problems {
		problems[i].File = file
	}
	return problems
}
