package rules_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// The files in decisions say what holds where and when, one case a line:
//
//	ADDRESS REGION DATE PLAN EXPECTED
//
// PLAN is - where it is not known. EXPECTED is the state for what people
// mainly write there, or none where the sources say nothing. They were written
// from the researched facts and not from the rules, so that they check them.
func TestDecisions(t *testing.T) {
	set, err := rules.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	text, err := set.Compile()
	if err != nil {
		t.Fatal(err)
	}
	opened, err := rule.OpenSet(string(text))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("decisions/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no decisions", err)
	}
	cases := 0
	for _, file := range files {
		lines, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(lines), "\n") {
			fields := strings.Fields(line)
			if len(fields) == 0 || fields[0] == "#" {
				continue
			}
			cases++
			at := fmt.Sprintf("%s:%d: %s", file, i+1, line)
			if len(fields) != 5 {
				t.Errorf("%s: write ADDRESS REGION DATE PLAN EXPECTED", at)
				continue
			}
			if got := decided(opened, fields); got != fields[4] {
				t.Errorf("%s: decides %s", at, got)
			}
		}
	}
	if cases < 150 {
		t.Errorf("%d cases: keep 150 at least", cases)
	}
}

// decided is the state that the core decides, or none; a warning has to
// go with a state that trains, and a state that trains is not told otherwise.
func decided(set rule.Set, fields []string) string {
	page, err := match.Parse(fields[0])
	if err != nil {
		return err.Error()
	}
	reader := notice.Reader{Settings: notice.Settings{Region: fields[1], Plans: map[string]string{}}, Groups: set.Groups}
	if fields[3] != "-" {
		for _, e := range set.Entries {
			reader.Plans[e.ID()] = strings.ReplaceAll(fields[3], "_", " ")
		}
	}
	answer, found := notice.Decide(set.Entries, page, reader, fields[2])
	switch {
	case !found:
		return string(notice.NoPlatform)
	case answer.Reason == notice.NoClaim:
		return "none"
	case answer.Verdict == notice.Warn && !answer.State.Trains():
		return fmt.Sprintf("a warning with %s", answer.State)
	case answer.Reason == notice.LowConfidence:
		return string(rule.Unclear)
	}
	return string(answer.State)
}
