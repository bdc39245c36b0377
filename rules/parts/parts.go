// Package parts makes the data files of a rule set, as they are published.
package parts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// maxFile is the limit of a data file, protocol section 3.1.
const maxFile = 1 << 20

type platforms struct {
	Schema    int             `json:"schema"`
	Part      string          `json:"part"`
	Platforms []rule.Platform `json:"platforms"`
}

type regions struct {
	Schema int           `json:"schema"`
	Part   string        `json:"part"`
	Groups region.Groups `json:"groups"`
}

type texts struct {
	Schema int         `json:"schema"`
	Part   string      `json:"part"`
	Texts  [][2]string `json:"texts"`
}

// Build makes the data files of a rule set by name: regions, platforms-00
// to platforms-31, of which empty ones are left out, and the texts in each
// language. They are compact JSON, with
// the fields in the order of the Go types and the platforms in the order of
// their ids: the same set, in whatever order, makes the same bytes. A set that
// the engine would refuse is an error.
func Build(set rules.Set) (map[string][]byte, error) {
	sorted := slices.SortedFunc(slices.Values(set.Platforms), func(a, b rule.Platform) int { return strings.Compare(a.ID, b.ID) })
	contents := map[string]any{}
	for _, p := range sorted {
		p.Schema = "" // for editors only
		name := part.Of(p.ID)
		file, _ := contents[name].(platforms)
		contents[name] = platforms{part.Schema, name, append(file.Platforms, p)}
	}
	groups := set.Groups
	if groups == nil {
		groups = region.Groups{}
	}
	contents["regions"] = regions{part.Schema, "regions", groups}
	for language, translations := range set.Texts {
		name := part.Texts(language)
		file := texts{part.Schema, name, [][2]string{}}
		for _, english := range slices.Sorted(maps.Keys(translations)) {
			file.Texts = append(file.Texts, [2]string{english, translations[english]})
		}
		contents[name] = file
	}

	files := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		text, err := encode(contents[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if len(text) > maxFile {
			return nil, fmt.Errorf("%s: %d bytes are more than clients read", name, len(text))
		}
		files[name] = text
	}
	if _, err := part.Open("built", files); err != nil {
		return nil, err
	}
	return files, nil
}

// Read makes the rule set of the data files that Build made of it, and calls it
// version. Unlike the engine it takes what is for newer engines, and what the
// content gate of today refuses: a publisher compares with it.
func Read(version string, files map[string][]byte) (rules.Set, error) {
	set := rules.Set{Version: version}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		var file struct {
			Groups    region.Groups   `json:"groups"`
			Platforms []rule.Platform `json:"platforms"`
			Texts     [][2]string     `json:"texts"`
		}
		if err := json.Unmarshal(files[name], &file); err != nil {
			return rules.Set{}, fmt.Errorf("%s: %w", name, err)
		}
		if file.Groups != nil {
			set.Groups = file.Groups
		}
		set.Platforms = append(set.Platforms, file.Platforms...)
		if language, found := strings.CutPrefix(name, part.Texts("")); found {
			if set.Texts == nil {
				set.Texts = map[string]map[string]string{}
			}
			set.Texts[language] = map[string]string{}
			for _, pair := range file.Texts {
				set.Texts[language][pair[0]] = pair[1]
			}
		}
	}
	slices.SortFunc(set.Platforms, func(a, b rule.Platform) int { return strings.Compare(a.ID, b.ID) })
	return set, nil
}

// encode writes compact JSON. & and the signs of HTML stay as they are, so that
// people can read what they sign.
func encode(content any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(content); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}
