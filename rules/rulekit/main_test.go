package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/tidwall/sjson"

	"github.com/beforehand/beforehand/rules"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"rulekit": main})
}

func TestScripts(t *testing.T) {
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:   "testdata",
		Setup: func(env *testscript.Env) error { env.Setenv("RULES", root+"/.."); return nil },
		Cmds:  map[string]func(*testscript.TestScript, bool, []string){"refuses": refuses, "draft-root": draftRoot, "serve": serve, "claim": claimPlace},
	})
}

// refuses PATH VALUE PROBLEM... sets one value of the rule in good/ (sjson's
// paths; "gone" takes it out), and asks check for exactly these problems.
func refuses(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: refuses PATH VALUE PROBLEM...")
	}
	good := ts.MkAbs("good")
	dir := ts.MkAbs("broken")
	ts.Check(os.RemoveAll(dir))
	ts.Check(os.CopyFS(dir, os.DirFS(good)))
	file := filepath.Join(dir, "platforms/forum/platform.json")
	text := ts.ReadFile(file)
	var err error
	if args[1] == "gone" {
		text, err = sjson.Delete(text, args[0])
	} else {
		text, err = sjson.SetRaw(text, args[0], args[1])
	}
	ts.Check(err)
	ts.Check(os.WriteFile(file, []byte(text), 0o644))
	var got []string
	for _, p := range rules.Check(os.DirFS(dir)) {
		got = append(got, p.Problem.String())
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(args[2:]))
	if !slices.Equal(got, want) {
		ts.Fatalf("%s %s:\n got %s\nwant %s", args[0], args[1], strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// draft-root FILE ARG... runs rulekit root draft with the public key in a file added.
func draftRoot(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: draft-root FILE ARG...")
	}
	key := strings.TrimSpace(ts.ReadFile(args[0]))
	ts.Check(ts.Exec("rulekit", append([]string{"root", "draft", "-add", key}, args[1:]...)...))
}
