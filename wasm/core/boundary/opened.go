package boundary

import (
	"encoding/json"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// OpenedRules is a rule set that passed the content gate, ready to be stored:
// each platform under a key of its own.
type OpenedRules struct {
	Version string        `json:"version"`
	Groups  region.Groups `json:"groups"`
	// Texts are translations of texts in English.
	Texts   map[string]string          `json:"texts,omitempty"`
	Entries map[string]json.RawMessage `json:"entries"`
}

// openedFrom takes a rule set apart. The ids of another source's platforms
// start with the source's name.
func openedFrom(set rule.Set, source string) OpenedRules {
	out := OpenedRules{set.Version, set.Groups, set.Texts, map[string]json.RawMessage{}}
	for _, e := range set.Entries {
		if source != "" {
			e = e.From(source)
		}
		out.Entries[e.ID()] = json.RawMessage(e.Raw())
	}
	return out
}

// written writes the answer as package json would, which would go through every
// platform once more: half of what an update takes.
func (o OpenedRules) written() (string, error) {
	entries := o.Entries
	o.Entries = map[string]json.RawMessage{}
	head, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(string(head), "}}"))
	comma := ""
	for id, raw := range entries {
		quoted, err := json.Marshal(id)
		if err != nil {
			return "", err
		}
		b.WriteString(comma + string(quoted) + ":")
		b.Write(raw)
		comma = ","
	}
	b.WriteString("}}")
	return b.String(), nil
}

// written is the same for the answer with a rule set in it.
func (u Updated) written() (string, error) {
	opened := u.Opened
	u.Opened = nil
	head, err := json.Marshal(u)
	if err != nil || opened == nil {
		return string(head), err
	}
	tail, err := opened.written()
	return strings.TrimSuffix(string(head), "}") + `,"opened":` + tail + "}", err
}
