// Package rules reads the folder of rules and makes the rule set of it.
package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// maxFile is the most that a rule file may weigh, in bytes.
const maxFile = 1 << 20

// Set is every platform and every region group.
type Set struct {
	Version   string          `json:"version"`
	Groups    region.Groups   `json:"groups"`
	Platforms []rule.Platform `json:"platforms"`
}

// Problem is one thing to fix in a file.
type Problem struct {
	File string `json:"file"`
	rule.Problem
}

// String returns the problem as one line.
func (p Problem) String() string { return p.File + ": " + p.Problem.String() }

// Load reads a folder of rules. A file that cannot be read is an error; what
// else is wrong, Check finds.
func Load(dir fs.FS) (Set, error) {
	set, problems := read(dir)
	if len(problems) > 0 {
		return Set{}, errors.New(problems[0].String())
	}
	return set, nil
}

// Check finds everything that is wrong in a folder of rules.
func Check(dir fs.FS) []Problem {
	set, problems := read(dir)
	isRegion := func(r string) bool {
		_, group := set.Groups[r]
		return group || r == region.World || region.IsCountry(r)
	}
	hosts := map[string]rule.Platform{}
	for _, p := range set.Platforms {
		file := path.Join("platforms", p.ID, "platform.json")
		for _, problem := range append(rule.Check(p, isRegion), prove(dir, p)...) {
			problems = append(problems, Problem{file, problem})
		}
		for _, host := range p.Hosts {
			if other, taken := hosts[host]; taken && (len(other.Paths) == 0 || len(p.Paths) == 0) {
				problems = append(problems, Problem{file, rule.Problem{Field: "hosts", Advice: host + " belongs to " + other.ID + " already: tell them apart by paths"}})
			}
			hosts[host] = p
		}
	}
	return problems
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
	var problems []Problem
	bad := func(file string, err error) {
		problems = append(problems, Problem{file, rule.Problem{Field: "file", Advice: err.Error()}})
	}
	if err := unpack(dir, "regions.json", &set.Groups); err != nil {
		bad("regions.json", err)
	}
	files, err := fs.Glob(dir, "platforms/*/platform.json")
	if err != nil || len(files) == 0 {
		bad("platforms", errors.New("there is no platform here: name the folder that holds platforms and regions.json"))
	}
	for _, file := range files {
		var p rule.Platform
		if err := unpack(dir, file, &p); err != nil {
			bad(file, err)
			continue
		}
		if folder := path.Base(path.Dir(file)); folder != p.ID {
			problems = append(problems, Problem{file, rule.Problem{Field: "id", Advice: fmt.Sprintf("call it %q, as the folder", folder)}})
		}
		p.Schema = "" // for editors only
		set.Platforms = append(set.Platforms, p)
	}
	return set, problems
}

// unpack reads one JSON value, and refuses unknown fields.
func unpack(dir fs.FS, file string, into any) error {
	text, err := fs.ReadFile(dir, file)
	if err != nil {
		return err
	}
	if len(text) > maxFile {
		return fmt.Errorf("larger than %d bytes", maxFile)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		line := 1 + bytes.Count(text[:decoder.InputOffset()], []byte("\n"))
		return fmt.Errorf("near line %d: %w", line, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("leave nothing after the rule")
	}
	return nil
}
