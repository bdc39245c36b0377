package main

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// message is a text of the interface as browsers read it.
type message struct {
	Message      string                                       `json:"message"`
	Placeholders map[string]struct{ Content, Example string } `json:"placeholders"`
}

func readLocale(t *testing.T, name string) map[string]message {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("extension/_locales", name, "messages.json"))
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]message
	if err := json.Unmarshal(text, &messages); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return messages
}

// pluralForm tells apart the messages of a number of things: how many there are
// is up to the language (the tests in TypeScript ask Intl which).
var pluralForm = regexp.MustCompile(`_(zero|one|two|few|many|other)$`)

func withoutForms(messages map[string]message) []string {
	var keys []string
	for key := range messages {
		keys = append(keys, pluralForm.ReplaceAllString(key, "_…"))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

var named = regexp.MustCompile(`\$([A-Za-z_]+)\$`)

// TestLocales holds that every language has the messages of English, with the
// same placeholders, each of which is written as the message needs it.
func TestLocales(t *testing.T) {
	t.Chdir("../..")
	english := readLocale(t, "en")
	locales, err := os.ReadDir("extension/_locales")
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range locales {
		messages := readLocale(t, locale.Name())
		if diff := cmp.Diff(withoutForms(english), withoutForms(messages)); diff != "" {
			t.Errorf("%s has other messages than en:\n%s", locale.Name(), diff)
		}
		for key, m := range messages {
			own := english[key]
			if own.Message == "" { // a form that English does without
				own = english[pluralForm.ReplaceAllString(key, "_other")]
			}
			if strings.TrimSpace(m.Message) == "" {
				t.Errorf("%s: %s is empty", locale.Name(), key)
			}
			if diff := cmp.Diff(own.Placeholders, m.Placeholders); diff != "" {
				t.Errorf("%s: %s has other placeholders than en:\n%s", locale.Name(), key, diff)
			}
			used := map[string]bool{}
			for _, match := range named.FindAllStringSubmatch(m.Message, -1) {
				used[strings.ToLower(match[1])] = true
			}
			diff := cmp.Diff(slices.Sorted(maps.Keys(m.Placeholders)), slices.Sorted(maps.Keys(used)))
			if diff != "" && !pluralForm.MatchString(key) { // one thing need not be counted
				t.Errorf("%s: %s does not name each placeholder:\n%s", locale.Name(), key, diff)
			}
		}
	}
}

var (
	asked    = regexp.MustCompile(`\btext\(\s*'([^']+)'`)
	quoted   = regexp.MustCompile(`'([A-Za-z_0-9]+)'`)
	composed = regexp.MustCompile("`([A-Za-z]+_)[^`$]*\\$\\{")
)

// TestMessagesAreUsed holds that the scripts ask for no message that is not
// there, and that none is there that nobody asks for. The core makes the keys
// of notices.
func TestMessagesAreUsed(t *testing.T) {
	t.Chdir("../..")
	english := readLocale(t, "en")
	whole, prefixes := map[string]bool{"name": true, "description": true}, []string{"content_"}
	for _, purpose := range rule.Words.Purposes {
		prefixes = append(prefixes, strings.ReplaceAll(string(purpose), "-", "_")+"_")
	}
	err := filepath.WalkDir("extension/src", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".ts" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, match := range asked.FindAllSubmatch(text, -1) {
			if key := string(match[1]); english[key].Message == "" && !strings.HasPrefix(key, "@@") {
				t.Errorf("%s asks for %s, which is not there", path, key)
			}
		}
		for _, match := range quoted.FindAllSubmatch(text, -1) {
			whole[string(match[1])] = true
		}
		for _, match := range composed.FindAllSubmatch(text, -1) {
			prefixes = append(prefixes, string(match[1]))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range english {
		if !whole[key] && !slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(key, prefix) }) {
			t.Errorf("nobody asks for %s", key)
		}
	}
}
