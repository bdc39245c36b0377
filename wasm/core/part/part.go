// Package part knows how a rule set is cut into data files for publishing, and
// opens them again. It is apart from package rule because it hashes, which the
// engine would pay for with 200 KB without using it.
package part

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Schema is the newest version of the data format that this engine reads.
const Schema = 1

const (
	regionsPart   = "regions"
	platformsPart = "platforms-"
	textsPart     = "texts-"
)

// Languages stands for all languages, for those who publish.
const Languages = "*"

// Texts names the data file with the texts in a language, a lower-case tag as
// BCP 47. English has none: it is what is translated.
func Texts(language string) string { return textsPart + language }

// HasTexts reports whether a data file has the texts in a language.
func HasTexts(name string) bool { return strings.HasPrefix(name, textsPart) }

// Foreign reports whether a data file has the texts in another language.
func Foreign(name, language string) bool {
	return HasTexts(name) && name != Texts(language) && language != Languages
}

// Of names the data file that holds the platform with this id: platforms-00
// to platforms-31, by the first five bits of the id's SHA-256. So a change of
// one platform changes one small file.
func Of(id string) string {
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("%s%02d", platformsPart, sum[0]>>3)
}

// Open makes one rule set of data files by name, calls it version, and passes
// it through the content gate, with the names in punycode that are allowed. The
// files are to be verified before: what they say is checked here, not who says
// so. Each has to be strict JSON, and an object that says its own name and the
// schema; each platform has to be in the part of its id, in order of the ids,
// and there has to be the file regions. Files whose names are new to this engine
// are left out, so that it survives new rule sets. The error names the file; it
// wraps rule.ErrBadContent, or rule.ErrBadJSON alone.
func Open(version string, files map[string][]byte, allowed ...string) (rule.Set, error) {
	o := rule.NewOpener(version, allowed...)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := open(o, name, files[name]); err != nil {
			return rule.Set{}, fmt.Errorf("%s: %w", name, err)
		}
	}
	set, err := o.Set()
	if err == nil && set.Groups == nil {
		err = fmt.Errorf("%s: has no groups: %w", regionsPart, rule.ErrBadContent)
	}
	return set, err
}

func open(o *rule.Opener, name string, content []byte) error {
	wanted, last := "", ""
	switch {
	case name == regionsPart:
		wanted = "groups"
	case strings.HasPrefix(name, platformsPart):
		wanted = "platforms"
	case HasTexts(name):
		wanted = "texts"
	}
	head, err := o.File(content, wanted, func(id string) error {
		switch part := Of(id); {
		case id == "":
			return fmt.Errorf("has a platform without an id: %w", rule.ErrBadContent)
		case part != name:
			return fmt.Errorf("%q belongs to %s: %w", id, part, rule.ErrBadContent)
		case id <= last:
			return fmt.Errorf("%q comes after %q: %w", id, last, rule.ErrBadContent)
		}
		last = id // so an id is there once in the whole set
		return nil
	})
	switch {
	case err != nil:
		return err
	case head != rule.Head{Part: name, Schema: Schema}:
		return fmt.Errorf("does not say its name and schema %d: %w", Schema, rule.ErrBadContent)
	case wanted == "platforms" && last == "":
		return fmt.Errorf("has no platforms: %w", rule.ErrBadContent)
	}
	return nil
}
