package choice_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/choice"
)

const whole = `{"beforehand-choices":1,"choices":{
"linkedin":{"done":{"toggle":{"on":"2025-06-01","confirmed":"2025-06-02","onAgain":"2025-07-01"}},"accounts":{"work":{},"club":{"toggle":{"on":"2025-06-01"}}},
"known":["toggle"],"later":{"scope":"until-change","on":"2025-06-01"},"publicOnly":true,"place":"toolbar","updated":"2025-07-01T09:00:00+02:00"},
"rules.example.net/main/forum":{},"*":{"later":{"scope":"never","on":"2025-06-01"}}}}`

func TestOpen(t *testing.T) {
	file, err := choice.Open(whole)
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if json.Unmarshal([]byte(whole), &want) != nil || json.Unmarshal(again, &got) != nil {
		t.Fatal("not JSON")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOpenRefuses(t *testing.T) {
	of := func(record string) string { return `{"beforehand-choices":1,"choices":{"forum":` + record + `}}` }
	for _, test := range []struct{ why, raw, want string }{
		{"nothing", ``, "file: is not JSON, or too large"},
		{"a cut file", whole[:200], "file: is not JSON, or too large"},
		{"a file without end", `{"beforehand-choices":1,"choices":{` + strings.Repeat(" ", 4<<20) + `}}`, "file: is not JSON, or too large"},
		{"text that is not UTF-8", of(`{"accounts":{"` + "\xff" + `":{}}}`), "file: is not JSON, or too large"},
		{"a file that is too deep", of(strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20)), "file: is not JSON, or too large"},
		{"another file", `{"name":"x"}`, "file.name: is not known here\nfile.beforehand-choices: is missing\nfile.choices: is missing"},
		{"a list", `[]`, "file: must be an object"},
		{"a newer file", `{"beforehand-choices":2,"choices":{}}`, "file.beforehand-choices: must be 1"},
		{"a record that is none", of(`true`), "file.choices.forum: must be an object"},
		{"a name that nobody knows", of(`{"donee":{}}`), "file.choices.forum.donee: is not known here"},
		{"a name in other letters", of(`{"Done":{}}`), "file.choices.forum.Done: is not known here"},
		{"a name twice", of(`{"done":{},"done":{}}`), "file.choices.forum.done: is there twice"},
		{"a platform twice", `{"beforehand-choices":1,"choices":{"a":{},"a":{}}}`, "file.choices.a: is there twice"},
		{"a platform without a name", `{"beforehand-choices":1,"choices":{"":{}}}`, "file.choices.: is not known here"},
		{"a day that is none", of(`{"done":{"toggle":{"on":"2025-02-30"}}}`), "file.choices.forum.done.toggle.on: must be a day as YYYY-MM-DD"},
		{"a day as a number", of(`{"done":{"toggle":{"on":20250230}}}`), "file.choices.forum.done.toggle.on: must be a day as YYYY-MM-DD"},
		{"no day", of(`{"done":{"toggle":{}}}`), "file.choices.forum.done.toggle.on: is missing"},
		{"an account without a name", of(`{"accounts":{" ":{}}}`), "file.choices.forum.accounts. : is not known here"},
		{"too many accounts", of(`{"accounts":{"1":{},"2":{},"3":{},"4":{},"5":{},"6":{},"7":{},"8":{},"9":{}}}`), "file.choices.forum.accounts: has too many"},
		{"known that is no list", of(`{"known":"toggle"}`), "file.choices.forum.known: must be a list of opt-outs"},
		{"known that is no text", of(`{"known":["toggle",1]}`), "file.choices.forum.known: must be a list of opt-outs"},
		{"another delay", of(`{"later":{"scope":"a-while","on":"2025-06-01"}}`), `file.choices.forum.later.scope: must be "today"|"until-change"|"never"`},
		{"a delay without a day", of(`{"later":{"scope":"today"}}`), "file.choices.forum.later.on: is missing"},
		{"no delay", of(`{"later":null}`), "file.choices.forum.later: must be an object"},
		{"neither true nor false", of(`{"publicOnly":"yes"}`), "file.choices.forum.publicOnly: must be true|false"},
		{"another place", of(`{"place":"page"}`), `file.choices.forum.place: must be "toolbar"`},
		{"a moment that is none", of(`{"updated":"yesterday"}`), "file.choices.forum.updated: must be a time in RFC 3339"},
		{"all at once", of(`{"place":1,"updated":"x"}`), "file.choices.forum.place: must be \"toolbar\"\nfile.choices.forum.updated: must be a time in RFC 3339"},
	} {
		t.Run(test.why, func(t *testing.T) {
			file, err := choice.Open(test.raw)
			if !errors.Is(err, choice.ErrBadFile) || file.Choices != nil {
				t.Fatal("opened:", file, err)
			}
			if diff := cmp.Diff(choice.ErrBadFile.Error()+":\n"+test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever is opened is what it says, and opens again.
func FuzzOpen(f *testing.F) {
	f.Add(whole)
	f.Add(`{"beforehand-choices":1,"choices":{"a":{"known":[],"done":{}}}}`)
	f.Fuzz(func(t *testing.T, raw string) {
		file, err := choice.Open(raw)
		if err != nil {
			if !errors.Is(err, choice.ErrBadFile) {
				t.Fatal(err)
			}
			return
		}
		text, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		again, err := choice.Open(string(text))
		if err != nil {
			t.Fatal(err)
		}
		if second, _ := json.Marshal(again); string(second) != string(text) {
			t.Fatalf("%s became %s", text, second)
		}
	})
}
