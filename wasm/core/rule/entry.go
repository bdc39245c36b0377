package rule

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/tidwall/gjson"
)

// ErrBadContent means that a rule set or a rule breaks the format.
var ErrBadContent = errors.New("the rule set breaks the format")

// Entry is one platform of a rule set, still as JSON. What is asked for is
// read in place; the rest, most of it evidence, is never unpacked. Unknown
// fields are ignored and a field of the wrong type counts as absent, so that
// an old engine survives a new rule set.
type Entry struct{ json gjson.Result }

// OpenEntry reads a platform's JSON object.
func OpenEntry(raw string) (Entry, error) {
	if !gjson.Valid(raw) {
		return Entry{}, fmt.Errorf("entry: %w", ErrBadContent)
	}
	e := Entry{gjson.Parse(raw)}
	if e.ID() == "" {
		return Entry{}, fmt.Errorf("entry without an id: %w", ErrBadContent)
	}
	return e, nil
}

// Raw returns the entry's JSON.
func (e Entry) Raw() string { return e.json.Raw }

// ID returns the platform's id. With another source than the built-in one it
// starts with the source's name and a slash, which no published id has.
func (e Entry) ID() string { return e.json.Get("id").String() }

// Source returns the name of the source that the entry is from; empty for the
// built-in one.
func (e Entry) Source() string {
	id := e.ID()
	return id[:max(0, strings.LastIndexByte(id, '/'))]
}

// From returns the entry as one of another source. Only its id changes.
func (e Entry) From(source string) Entry {
	id := e.json.Get("id")
	at := id.Index - e.json.Index
	name, _ := json.Marshal(source + "/" + id.String()) // a string always has a JSON form
	return Entry{gjson.Parse(e.json.Raw[:at] + string(name) + e.json.Raw[at+len(id.Raw):])}
}

// Name returns the platform's name.
func (e Entry) Name() string { return e.json.Get("name").String() }

// Frames reports whether a composer may stand in a frame.
func (e Entry) Frames() bool { return e.json.Get("frames").Bool() }

// MinEngine returns the oldest engine that can read the entry.
func (e Entry) MinEngine() int { return int(e.json.Get("minEngine").Int()) }

// Confidence returns how sure we are of the rule as a whole.
func (e Entry) Confidence() Confidence { return Confidence(e.json.Get("confidence").String()) }

// Hosts returns the platform's host names.
func (e Entry) Hosts() (hosts []string) {
	e.read("hosts", &hosts)
	return hosts
}

// Paths returns the path prefixes that narrow the hosts.
func (e Entry) Paths() (paths []string) {
	e.read("paths", &paths)
	return paths
}

// Composers returns where users write.
func (e Entry) Composers() (composers []Composer) {
	e.read("composers", &composers)
	return composers
}

// Uses returns the claims.
func (e Entry) Uses() (uses []Use) {
	e.read("uses", &uses)
	return uses
}

// OptOuts returns the ways to stop a use.
func (e Entry) OptOuts() (optOuts []OptOut) {
	e.read("optOuts", &optOuts)
	return optOuts
}

// Changes returns the dated history.
func (e Entry) Changes() (changes []Change) {
	e.read("changes", &changes)
	return changes
}

// Platform unpacks the entry whole, for the views that show all of it.
func (e Entry) Platform() (Platform, error) {
	var p Platform
	if err := json.Unmarshal([]byte(e.json.Raw), &p); err != nil {
		return Platform{}, fmt.Errorf("platform %q: %w: %v", e.ID(), ErrBadContent, err)
	}
	return p, nil
}

// read reads a field. What is not as the format says is as if it were not there.
func (e Entry) read(field string, into any) {
	if raw := e.json.Get(field).Raw; raw != "" && json.Unmarshal([]byte(raw), into) != nil {
		reflect.ValueOf(into).Elem().SetZero()
	}
}
