// Package part knows how a rule set is cut into data files for publishing, and
// joins them again. It is apart from package rule because it hashes, which the
// engine would pay for with 200 KB without using it.
package part

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Schema is the newest version of the data format that this engine reads.
const Schema = 1

const (
	regionsPart   = "regions"
	platformsPart = "platforms-"
)

// Of names the data file that holds the platform with this id: platforms-00
// to platforms-31, by the first five bits of the id's SHA-256. So a change of
// one platform changes one small file.
func Of(id string) string {
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("%s%02d", platformsPart, sum[0]>>3)
}

// Join makes one rule set, as rule.OpenSet takes it, from data files by name,
// and calls it version. The files are to be verified before: what they say is
// checked here, not who says so. Each has to be strict JSON, and an object that
// says its own name and the schema; each platform has to be in the part of its
// id, in order of the ids, and there has to be the file regions. Files whose
// names are new to this engine are left out, so that it survives new rule sets.
// The error wraps rule.ErrBadJSON or rule.ErrBadContent and names the file.
func Join(version string, files map[string][]byte) (string, error) {
	groups, platforms := "", map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := rule.StrictJSON(files[name]); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		file := gjson.ParseBytes(files[name])
		says, schema := file.Get("part"), file.Get("schema")
		if !file.IsObject() || says.Type != gjson.String || says.String() != name || schema.Type != gjson.Number || schema.Int() != Schema {
			return "", fmt.Errorf("%s: does not say its name and schema %d: %w", name, Schema, rule.ErrBadContent)
		}
		switch {
		case name == regionsPart:
			groups = file.Get("groups").Raw
		case strings.HasPrefix(name, platformsPart):
			if err := collect(platforms, name, file.Get("platforms")); err != nil {
				return "", fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	if !strings.HasPrefix(groups, "{") {
		return "", fmt.Errorf("%s: has no groups: %w", regionsPart, rule.ErrBadContent)
	}
	quoted, err := json.Marshal(version)
	if err != nil {
		return "", err
	}
	var all []string
	for _, id := range slices.Sorted(maps.Keys(platforms)) {
		all = append(all, platforms[id])
	}
	return fmt.Sprintf(`{"version":%s,"groups":%s,"platforms":[%s]}`, quoted, groups, strings.Join(all, ",")), nil
}

// collect adds the platforms of a part by id. An id belongs to one part and
// stands there after a smaller one, so it is there once in the whole set.
func collect(platforms map[string]string, part string, list gjson.Result) error {
	all := list.Array()
	if !list.IsArray() || len(all) == 0 {
		return fmt.Errorf("has no platforms: %w", rule.ErrBadContent)
	}
	last := ""
	for _, platform := range all {
		id := platform.Get("id")
		switch {
		case !platform.IsObject() || id.Type != gjson.String:
			return fmt.Errorf("has a platform without an id: %w", rule.ErrBadContent)
		case Of(id.String()) != part:
			return fmt.Errorf("%q belongs to %s: %w", id, Of(id.String()), rule.ErrBadContent)
		case id.String() <= last:
			return fmt.Errorf("%q comes after %q: %w", id, last, rule.ErrBadContent)
		}
		last = id.String()
		platforms[last] = platform.Raw
	}
	return nil
}
