package choice

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/beforehand/beforehand/wasm/core/day"
)

// ErrBadFile means that a file is none of choices, or a damaged one.
var ErrBadFile = errors.New("not a file of choices, or a damaged one")

// maxFile is the size of the largest file of choices, maxProblems how many
// problems are told.
const (
	maxFile     = 4 << 20
	maxProblems = 20
)

// File is what users keep of their choices.
type File struct {
	// Format is 1.
	Format int `json:"beforehand-choices"`
	// Choices are the records, by platform id.
	Choices map[string]Record `json:"choices"`
}

// shapes are the objects of a file, one a line: the names that they may have
// and what is there, which is another shape, ids, a day, a moment, or one of
// some values; * is any name.
const shapes = `
file: beforehand-choices=1 choices=choices
choices: *=record
record: done=marks accounts=accounts known=ids later=delay publicOnly=true|false place="toolbar" updated=moment
accounts: *=marks
marks: *=mark
mark: on=day confirmed=day onAgain=day
delay: scope="today"|"until-change"|"never" on=day
`

// Open reads a file of choices. It is strict: a name that is unknown or there
// twice, or a value that cannot be, refuses the whole file. The error wraps
// ErrBadFile and has a line for each problem, by field.
func Open(raw string) (f File, err error) {
	var o opener
	if len(raw) > maxFile || !utf8.ValidString(raw) || !json.Valid([]byte(raw)) {
		o.add("", "is not JSON, or too large")
	} else if o.check("", "file", gjson.Parse(raw)); o == nil {
		return f, json.Unmarshal([]byte(raw), &f)
	}
	return f, fmt.Errorf("%w:\n%s", ErrBadFile, strings.Join(o, "\n"))
}

// opener collects what is wrong with a file.
type opener []string

func (o *opener) add(field, advice string) {
	if len(*o) < maxProblems {
		*o = append(*o, "file"+field+": "+advice)
	}
}

func (o *opener) check(at, kind string, v gjson.Result) {
	_, shape, found := strings.Cut(shapes, "\n"+kind+":")
	if !found {
		o.value(at, kind, v)
		return
	}
	shape, _, _ = strings.Cut(shape, "\n")
	if !v.IsObject() {
		o.add(at, "must be an object")
		return
	}
	seen := map[string]bool{}
	v.ForEach(func(key, value gjson.Result) bool {
		name := key.Str
		_, kind, known := strings.Cut(shape, " "+name+"=")
		if any, found := strings.CutPrefix(shape, " *="); found {
			kind, known = any, isName(name)
		}
		kind, _, _ = strings.Cut(kind, " ")
		switch field := at + "." + name; {
		case !known:
			o.add(field, "is not known here")
		case seen[name]:
			o.add(field, "is there twice")
		default:
			o.check(field, kind, value)
		}
		seen[name] = true
		return true
	})
	for _, needed := range []string{"beforehand-choices", "choices", "scope", "on"} {
		if strings.Contains(shape, " "+needed+"=") && !seen[needed] {
			o.add(at+"."+needed, "is missing")
		}
	}
	if kind == "accounts" && len(seen) > maxAccounts || kind == "marks" && len(seen) > maxMarks {
		o.add(at, "has too many")
	}
}

func (o *opener) value(at, kind string, v gjson.Result) {
	ok := true
	switch kind {
	case "ids":
		v.ForEach(func(_, id gjson.Result) bool {
			ok = ok && id.Type == gjson.String
			return ok
		})
		ok = ok && v.IsArray()
		kind = "a list of opt-outs"
	case "day":
		ok = v.Type == gjson.String && day.Valid(v.Str)
		kind = "a day as YYYY-MM-DD"
	case "moment":
		ok = v.Type == gjson.String && secondOf(v.Str) >= 0
		kind = "a time in RFC 3339"
	default:
		ok = strings.Contains("|"+kind+"|", "|"+v.Raw+"|")
	}
	if !ok {
		o.add(at, "must be "+kind)
	}
}
