package boundary_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/boundary"
	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/update"
)

const start = 1_772_964_000 // 2026-03-08T10:00:00Z

// forums are data files with a platform whose opt-out is at a link.
func forums(link string) []releasetest.Blob {
	name := part.Of("forum")
	platform := `{"id":"forum","name":"Forum","operator":"Forum Inc","hosts":["forum.example"],"domains":["other.example"],
"optOuts":[{"id":"toggle","kind":"toggle","url":"` + link + `"}],"confidence":"high"}`
	return []releasetest.Blob{
		{Name: name, Schema: 1, Data: `{"schema":1,"part":"` + name + `","platforms":[` + platform + `]}`},
		{Name: "regions", Schema: 1, Data: `{"schema":1,"part":"regions","groups":{}}`},
	}
}

// ask calls the boundary as the shell does, JSON in and out.
func ask[Out any](t testing.TB, name string, in any) (out Out, code string) {
	t.Helper()
	message, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		OK    *Out
		Error *boundary.Error
	}
	if err := json.Unmarshal([]byte(boundary.Call(name, string(message))), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Error != nil {
		return out, answer.Error.Code
	}
	return *answer.OK, ""
}

// TestUpdates goes the way of a client: it is installed, updated, told, and
// loses what it stored.
func TestUpdates(t *testing.T) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	p.Release("first", forums("https://forum.example/ai")...)
	p.Checkpoint(start)
	seed := update.Seed{Bundle: update.Bundle{Version: 1, Files: p.Files()}, Root: string(p.Root.Raw), PackageTrust: 1, Domains: []string{"forum.example"}}
	planted, code := ask[boundary.Updated](t, "plant", boundary.Plant{Seed: seed, Now: start})
	if code != "" || planted.Opened == nil || planted.Opened.Version != "1.0" || len(planted.Opened.Entries) != 1 {
		t.Fatalf("%s %+v", code, planted.Opened)
	}

	p.Release("second", forums("https://other.example/ai")...)
	p.Checkpoint(start + 3600)
	files := p.Files()
	in := boundary.Update{Input: update.Input{Record: planted.Record, Answers: map[string]update.Answer{}, Now: start + 3600, Known: seed.Domains}, From: "rules.example.org/main"}
	var out boundary.Updated
	for out.Result == nil {
		if out, code = ask[boundary.Updated](t, "update", in); code != "" {
			t.Fatal(code)
		}
		in.Record = out.Record
		for _, need := range out.Need {
			content, found := files[need.Path]
			in.Answers[need.Path] = update.Answer{Bytes: content, Missing: !found}
		}
	}
	entry := string(out.Opened.Entries["rules.example.org/main/forum"])
	if out.Result.Status != update.Updated || out.Wait != 12*3600 || !strings.HasPrefix(entry, `{"id":"rules.example.org/main/forum","name":"Forum"`) {
		t.Fatalf("%+v, next in %d s, %s", out.Result, out.Wait, entry)
	}

	view, _ := ask[update.View](t, "see", boundary.See{Record: out.Record, Now: "2026-03-08T12:00:00+01:00"})
	if view.State != update.UpToDate || view.Version != "1.1" || view.Confirmed != 3 || view.Signers != 2 || view.Keys != 3 || view.Summary != "second" || view.Held["other.example"] != start+3600+72*3600 {
		t.Errorf("%+v", view)
	}
	shown, _ := ask[boundary.Fall](t, "showNow", boundary.ShowNow{Record: out.Record, URL: "https://www.other.example/ai"})
	if view, _ = ask[update.View](t, "see", boundary.See{Record: shown.Record, Now: "2026-03-08T12:00:00+01:00"}); len(view.Held) != 0 {
		t.Errorf("held although the user wants to see it: %v", view.Held)
	}
	if _, code := ask[boundary.Fall](t, "showNow", boundary.ShowNow{Record: out.Record, URL: "nowhere"}); code != "bad-address" {
		t.Errorf("no address: %q", code)
	}
	if _, code := ask[update.View](t, "see", boundary.See{Record: out.Record, Now: "noon"}); code != "bad-time" {
		t.Errorf("no time: %q", code)
	}

	contents := map[string][]byte{}
	for _, file := range out.Record.Active.Files {
		contents[file.Name] = files["blob/"+file.SHA256]
	}
	again, code := ask[boundary.OpenedRules](t, "openFiles", boundary.OpenFiles{Record: out.Record, Files: contents, Known: seed.Domains, From: "rules.example.org/main"})
	if code != "" || again.Version != "1.1" || string(again.Entries["rules.example.org/main/forum"]) != entry {
		t.Errorf("opened again: %s %+v", code, again)
	}
	delete(contents, "regions")
	if _, code := ask[boundary.OpenedRules](t, "openFiles", boundary.OpenFiles{Record: out.Record, Files: contents}); code != string(release.BadContent) {
		t.Errorf("a data file is missing: %q", code)
	}
	changed, _ := ask[boundary.Changed](t, "changes", boundary.Changes{
		Before: []json.RawMessage{planted.Opened.Entries["forum"]}, After: []json.RawMessage{json.RawMessage(strings.Replace(entry, "rules.example.org/main/", "", 1))},
	})
	if len(changed.Changes) != 1 || changed.Changes[0].Kind != update.OptOuts {
		t.Errorf("%+v", changed)
	}

	fallen, _ := ask[boundary.Fall](t, "fall", boundary.Fall{Record: out.Record})
	if fallen.Record.Active.Index != 0 || fallen.Record.Size != 2 {
		t.Errorf("%+v", fallen.Record)
	}
	loaded, _ := ask[boundary.Fall](t, "load", boundary.Load{Stored: nil, Root: seed.Root})
	if loaded.Record.Source != "rules.example.org/main" || loaded.Record.Size != 0 {
		t.Errorf("%+v", loaded.Record)
	}
}

func TestImport(t *testing.T) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	p.Release("first", forums("https://forum.example/ai")...)
	p.Checkpoint(start)
	loaded, _ := ask[boundary.Fall](t, "load", boundary.Load{Root: string(p.Root.Raw)})
	files := p.Files()
	files["entry/7"] = []byte("nobody reads this")
	bundle, err := json.Marshal(update.Bundle{Version: 1, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	in := boundary.Import{Update: boundary.Update{Input: update.Input{Record: loaded.Record, Now: start + 400*24*3600}}, Bundle: bundle}
	out, code := ask[boundary.Updated](t, "import", in)
	if code != "" || out.Result.Status != update.Updated || out.Opened == nil {
		t.Fatalf("%s %+v", code, out.Result)
	}
	for _, path := range out.Used {
		if path == "entry/7" || files[path] == nil {
			t.Errorf("%s counts as read", path)
		}
	}
	if len(out.Used) != 5 { // checkpoint, tile, entry and two data files
		t.Errorf("read: %v", out.Used)
	}
	in.Bundle = json.RawMessage(`{"rules-bundle":2}`)
	if _, code := ask[boundary.Updated](t, "import", in); code != string(release.BadFormat) {
		t.Errorf("a bundle to come: %q", code)
	}
}

func TestInspect(t *testing.T) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	pin := release.PinOf(p.Root).String()
	for _, test := range []struct {
		why    string
		in     boundary.Inspect
		pinned bool
		code   string
	}{
		{"pinned", boundary.Inspect{Root: p.Root.Raw, Pin: pin}, true, ""},
		{"not pinned", boundary.Inspect{Root: p.Root.Raw}, false, ""},
		{"another root", boundary.Inspect{Root: p.Root.Raw, Pin: "2" + pin[1:]}, false, "bad-root"},
		{"no pin", boundary.Inspect{Root: p.Root.Raw, Pin: "1:x"}, false, "bad-format"},
		{"no root", boundary.Inspect{Root: []byte("<!doctype html>"), Pin: pin}, false, "bad-format"},
	} {
		got, code := ask[boundary.Inspected](t, "inspect", test.in)
		if code != test.code || got.Pinned != test.pinned || code == "" && (got.Source != "rules.example.org/main" || len(strings.Fields(got.Fingerprint)) != 7) {
			t.Errorf("%s: %q %+v", test.why, code, got)
		}
	}
}
