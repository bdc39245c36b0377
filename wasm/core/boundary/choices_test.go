package boundary_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/beforehand/beforehand/wasm/core/boundary"
	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// told is what a reader gets at a visit, for short.
type told struct {
	Reason notice.Reason `json:"reason"`
	// At are the kinds of the composers that have a notice.
	At    []rule.Kind  `json:"at,omitempty"`
	Place choice.Place `json:"place,omitempty"` // where, if not in the page
	// OptOuts are in order: the open ones first.
	OptOuts []optOut `json:"optOuts,omitempty"`
}

type optOut struct {
	ID string `json:"id"`
	notice.Standing
}

// The files in testdata/choices are decisions about choices. Each is a sentence
// and a story, one event a line, with the day on which it happens:
//
//	does ACTION             the user chooses, about the platform
//	does-everywhere ACTION  or about all
//	is-refused ACTION       or wants what cannot be
//	reads MEMBERS           the rule has other members from now on
//	moves SETTINGS          the user sets something
//	gets TOLD               the user visits and gets this
//
// The rule is rule.json, with the members that a story changes. All goes
// through JSON between two events, as with a worker that is stopped.
func TestChoices(t *testing.T) {
	base, err := os.ReadFile("testdata/rule.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/choices/*.txt")
	if err != nil || len(files) < 40 {
		t.Fatal("keep 40 cases at least: ", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil || len(archive.Files) != 1 || len(archive.Comment) == 0 {
				t.Fatal("write a sentence and a story", err)
			}
			s := story{rule: map[string]json.RawMessage{}, choices: map[string]choice.Record{}}
			s.settings.Region = "DE"
			s.parse(t, string(base), &s.rule)
			for line := range strings.Lines(string(archive.Files[0].Data)) {
				s.happens(t, strings.TrimSpace(line))
			}
		})
	}
}

// story is how things stand between two events.
type story struct {
	rule     map[string]json.RawMessage
	settings notice.Settings
	choices  map[string]choice.Record
}

func (s *story) parse(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(text, err)
	}
}

func (s *story) happens(t *testing.T, line string) {
	t.Helper()
	on, event, _ := strings.Cut(line, " ")
	verb, rest, _ := strings.Cut(event, " ")
	now := on + "T12:00:00+01:00"
	entry, err := json.Marshal(s.rule)
	if err != nil {
		t.Fatal(err)
	}
	entries := []json.RawMessage{entry}
	switch verb {
	case "does", "does-everywhere", "is-refused":
		id := map[string]string{"does-everywhere": choice.Everywhere}[verb]
		if id == "" {
			id = "forum"
		}
		var a choice.Action
		s.parse(t, rest, &a)
		record, code := ask[choice.Record](t, "choose", boundary.Choose{Record: s.choices[id], Action: a, Entries: entries, Now: now})
		if (code == "bad-action") != (verb == "is-refused") || code != "" && code != "bad-action" {
			t.Fatalf("%s: %q", line, code)
		}
		if code == "" {
			s.choices[id] = record
		}
	case "reads":
		s.parse(t, rest, &s.rule)
	case "moves":
		s.parse(t, rest, &s.settings)
	case "gets":
		var want told
		s.parse(t, rest, &want)
		if diff := cmp.Diff(want, s.visit(t, entries, now)); diff != "" {
			t.Errorf("%s\n%s", line, diff)
		}
	default:
		t.Fatal("no such event: ", line)
	}
}

// visit asks for the decision at a moment. The table has to say the same.
func (s *story) visit(t *testing.T, entries []json.RawMessage, now string) told {
	t.Helper()
	reader := boundary.Reader{Settings: s.settings, Choices: s.choices, Now: now}
	answer, code := ask[notice.Answer](t, "decide", boundary.Decide{Reader: reader, Address: "https://forum.example/", Entries: entries})
	if code != "" {
		t.Fatal(code)
	}
	table, code := ask[notice.Table](t, "notices", boundary.Notices{Reader: reader, Entries: entries})
	if code != "" {
		t.Fatal(code)
	}
	row := table.Records["forum.example"].Rows[0]
	if diff := cmp.Diff(answer.Surfaces, row.Surfaces); diff != "" || row.Place != answer.Place {
		t.Error("the table says something else:", row.Place, diff)
	}
	got := told{Reason: answer.Reason}
	if answer.Place != choice.InPage {
		got.Place = answer.Place
	}
	for _, surface := range answer.Surfaces {
		if surface.Notice != nil {
			got.At = append(got.At, surface.Kind)
		}
	}
	for _, o := range answer.OptOuts {
		got.OptOuts = append(got.OptOuts, optOut{o.ID, o.Standing})
	}
	if (len(got.At) > 0) != (answer.Reason == notice.Trains) || (len(table.Matches) > 0) != (answer.Verdict == notice.Warn) {
		t.Error("a notice and its reason do not go together:", answer.Reason, got.At, table.Matches)
	}
	return got
}
