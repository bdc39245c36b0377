package update_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/rule"
	"github.com/beforehand/beforehand/wasm/core/update"
)

const (
	start = 1_772_964_000 // 2026-03-08T10:00:00Z
	hour  = 60 * 60
	today = 24 * hour
)

// blobs are the data files of a rule set with platforms of these ids.
func blobs(link string, ids ...string) []releasetest.Blob {
	parts := map[string][]string{}
	for _, id := range ids {
		p := rule.Platform{
			ID: id, Name: "Forum", Operator: "Forum Inc", Category: "social", Hosts: []string{id + ".example.com"},
			Uses:     []rule.Use{{Purpose: rule.Generative, By: []string{"Forum"}, Content: []rule.Content{"posts"}, Regions: []string{"world"}, State: rule.OnUnlessOptedOut, Evidence: []string{"a"}}},
			OptOuts:  []rule.OptOut{{ID: "toggle", Kind: rule.Toggle, Effort: "1-minute", URL: link, Covers: []rule.Purpose{rule.Generative}, Evidence: []string{"a"}}},
			Evidence: []rule.Evidence{{ID: "a", URL: "https://example.com/privacy", Publisher: "Forum", Seen: "2026-01-02", Says: "Posts are used.", Level: rule.Official}},
			Verified: "2026-01-02", Confidence: rule.High,
		}
		text, err := json.Marshal(p)
		if err != nil {
			panic(err)
		}
		parts[part.Of(id)] = append(parts[part.Of(id)], string(text))
	}
	all := []releasetest.Blob{{Name: "regions", Schema: 1, Data: `{"schema":1,"part":"regions","groups":{}}`}}
	for name, platforms := range parts {
		all = append(all, releasetest.Blob{Name: name, Schema: 1, Data: fmt.Sprintf(`{"schema":1,"part":%q,"platforms":[%s]}`, name, strings.Join(platforms, ","))})
	}
	return all
}

const switchAt = "https://forum.example.com/ai"

// client is one installation.
type client struct {
	t      testing.TB
	record update.Record
	// asked are the paths of the last run.
	asked []string
	// commits are the records that were kept in the last run.
	commits []update.Record
	set     *rule.Set
}

// install makes a client whose package has the publisher's present root.
func install(t testing.TB, p *releasetest.Publisher) *client {
	t.Helper()
	record, err := update.Load(nil, string(p.Root.Raw), 1)
	if err != nil {
		t.Fatal(err)
	}
	return &client{t: t, record: record}
}

// run updates the client from what is served, and says how it ended.
func (c *client) run(files map[string][]byte, now int64, change ...func(*update.Input)) string {
	c.t.Helper()
	in := update.Input{Record: c.record, Now: now, Known: []string{"example.com"}}
	for _, f := range change {
		f(&in)
	}
	c.asked, c.commits = nil, nil
	before := c.record
	out, err := update.Complete(in, func(r update.Request) update.Answer {
		c.asked = append(c.asked, r.Path)
		content, found := files[r.Path]
		return update.Answer{Bytes: content, Missing: !found, TooBig: int64(len(content)) > r.Limit}
	}, func(r update.Record) error {
		c.commits = append(c.commits, r)
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.record = out.Record
	c.invariants(before, out)
	if out.Opened != nil {
		c.set = out.Opened
	}
	if code := string(out.Result.Code); code != "" {
		return string(out.Result.Status) + " " + code
	}
	return string(out.Result.Status)
}

// invariants are those of section 20 that one client can see.
func (c *client) invariants(before update.Record, out update.Output) {
	c.t.Helper()
	after := out.Record
	if after.RootVersion < before.RootVersion || after.Epoch < before.Epoch || after.Epoch == before.Epoch && after.Size < before.Size {
		c.t.Errorf("the floor fell: %d %d %d, then %d %d %d", before.RootVersion, before.Epoch, before.Size, after.RootVersion, after.Epoch, after.Size)
	}
	if (out.Opened != nil) != (out.Result.Status == update.Updated) {
		c.t.Errorf("a set with the result %s", out.Result.Status)
	}
	if out.Result.Status != update.Updated && fmt.Sprint(active(before)) != fmt.Sprint(active(after)) {
		c.t.Errorf("another release in use after %s", out.Result.Status)
	}
}

func active(r update.Record) string {
	if r.Active == nil {
		return ""
	}
	return fmt.Sprintf("%d.%d %s", r.Active.Epoch, r.Active.Index, r.Active.Entry)
}

func (c *client) want(why, got, want string) {
	c.t.Helper()
	if got != want {
		c.t.Errorf("%s: %s, want %s (%s)", why, got, want, c.record.LastRun.Reason)
	}
}

// published makes a publisher with one release and a client that has it.
func published(t testing.TB) (*releasetest.Publisher, *client) {
	t.Helper()
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	c := install(t, p)
	p.Release("first", blobs(switchAt, "forum", "board")...)
	p.Checkpoint(start)
	c.want("the first release", c.run(p.Files(), start+hour), "updated")
	return p, c
}

func TestUsualRuns(t *testing.T) {
	p, c := published(t)
	c.want("nothing new", c.run(p.Files(), start+2*hour), "current")
	if len(c.asked) != 1 {
		t.Errorf("nothing new costs %d requests: %v", len(c.asked), c.asked)
	}
	p.Release("a link moves", append(blobs(switchAt, "board")[1:], blobs("https://forum.example.com/settings/ai", "forum")...)...)
	p.Checkpoint(start + today)
	c.want("a new release", c.run(p.Files(), start+today+hour), "updated")
	if !strings.Contains(c.set.Entries[0].Raw(), "settings/ai") || c.set.Version != "1.1" {
		t.Errorf("not the new set: %v", c.set)
	}
	if c.record.Active.Slot != "b" || c.record.Previous.Slot != "a" || c.record.Confirmed != 3 {
		t.Errorf("%+v", c.record)
	}
	old := p.Clone()
	p.Checkpoint(start + 2*today)
	c.want("new cosignatures", c.run(p.Files(), start+2*today), "current")
	if c.record.Time != start+2*today {
		t.Errorf("confirmed at %d", c.record.Time)
	}
	p.Release("third", blobs(switchAt, "forum")...)
	p.Checkpoint(start + 3*today)
	c.want("the third", c.run(p.Files(), start+3*today), "updated")
	c.want("a mirror that lags", c.run(old.Files(), start+3*today), "older")
}

// One test for each row of the failure matrix (section 18) that is the
// engine's business, and for the attacks of the TUF specification.
func TestFailures(t *testing.T) {
	const later = start + today
	next := func(p *releasetest.Publisher) { p.Release("second", blobs(switchAt, "forum")...); p.Checkpoint(later) }
	for _, test := range []struct {
		why     string
		publish func(*releasetest.Publisher)
		damage  func(files map[string][]byte)
		now     int64
		want    string
		// seen is the size that the client has seen then.
		seen int64
	}{
		{"host down", next, func(f map[string][]byte) { clear(f) }, later, "kept fetch", 1},
		{"captive portal", next, set("checkpoint", "<!doctype html><title>Log in</title>"), later, "kept bad-format", 1},
		{"endless checkpoint", next, set("checkpoint", strings.Repeat("a", 40<<10)), later, "kept too-big", 1},
		{"entry missing", next, without("entry/1"), later, "kept fetch", 1},
		{"entry of another release", next, func(f map[string][]byte) { f["entry/1"] = f["entry/0"] }, later, "kept not-logged", 1},
		{"tile missing", next, func(f map[string][]byte) { delete(f, "tile/0/000.p/2"); delete(f, "tile/0/000") }, later, "kept fetch", 1},
		{"tile damaged", next, set("tile/0/000.p/2", strings.Repeat("a", 64)), later, "kept bad-tile", 1},
		{"data file missing", next, withoutBlobs, later, "kept fetch", 2},
		{"data file damaged", next, damagedBlobs, later, "kept bad-blob", 2},
		{"data file endless", next, endlessBlobs, later, "kept too-big", 2},
		{"stale head, freeze", next, nil, later + 15*today, "kept stale", 1},
		{"fourteen days are fresh", next, nil, later + 14*today, "updated", 2},
		{"clock far behind", next, nil, 0, "updated", 2},
		{"clock far ahead", next, nil, later + 400*today, "kept stale", 1},
		{"one release key stolen", func(p *releasetest.Publisher) {
			l := p.Draft("evil", blobs(switchAt, "forum")...)
			p.Log.Append(releasetest.Sign(l.Body(), p.Keys.Release[0]))
			p.Checkpoint(later)
		}, nil, later, "kept threshold", 1},
		{"keys of another role", func(p *releasetest.Publisher) {
			l := p.Draft("evil", blobs(switchAt, "forum")...)
			p.Log.Append(releasetest.Sign(l.Body(), p.Keys.Root[0], p.Keys.Root[1]))
			p.Checkpoint(later)
		}, nil, later, "kept threshold", 1},
		{"an old release again, replay", func(p *releasetest.Publisher) { p.Log.Append(p.Log.Entries[0]); p.Checkpoint(later) }, nil, later, "kept wrong-place", 1},
		{"another set", func(p *releasetest.Publisher) {
			l := p.Draft("evil", blobs(switchAt, "forum")...)
			l.Set = "rules.example.org/other"
			p.Log.Append(releasetest.Sign(l.Body(), p.Keys.Release[:2]...))
			p.Checkpoint(later)
		}, nil, later, "kept wrong-place", 1},
		{"log key stolen, no witnesses", func(p *releasetest.Publisher) {
			next(p)
			p.Head = releasetest.Sign(p.HeadBody(), p.Keys.Log)
		}, nil, later, "kept witness-quorum", 1},
		{"schema too new", func(p *releasetest.Publisher) {
			p.Release("second", releasetest.Blob{Name: "regions", Schema: 9, Data: "{}"})
			p.Checkpoint(later)
		}, nil, later, "kept needs-newer", 2},
		{"arbitrary data", func(p *releasetest.Publisher) {
			p.Release("second", releasetest.Blob{Name: "regions", Schema: 1, Data: `{"schema":1,"part":"regions","groups":{}}{}`})
			p.Checkpoint(later)
		}, nil, later, "kept bad-json", 2},
		{"content gate, a link elsewhere", func(p *releasetest.Publisher) {
			p.Release("second", blobs("https://evil.example.org/", "forum")...)
			p.Checkpoint(later)
		}, nil, later, "kept bad-content", 2},
		{"mix and match", func(p *releasetest.Publisher) {
			next(p)
		}, func(f map[string][]byte) {
			for path, content := range f {
				if strings.HasPrefix(path, "blob/") && strings.Contains(string(content), `"id":"forum"`) {
					f[path] = []byte(strings.Replace(string(content), "Posts are used.", "Posts are fine.", 1))
				}
			}
		}, later, "kept bad-blob", 2},
	} {
		t.Run(test.why, func(t *testing.T) {
			p, c := published(t)
			test.publish(p)
			files := p.Files()
			if test.damage != nil {
				test.damage(files)
			}
			before := active(c.record)
			c.want("the run", c.run(files, test.now), test.want)
			if c.record.Size != test.seen {
				t.Errorf("seen %d entries, want %d", c.record.Size, test.seen)
			}
			if test.want != "updated" && active(c.record) != before {
				t.Error("the set in use changed")
			}
			// When the fault is over, the client gets what is published.
			p.Release("repair", blobs(switchAt, "forum", "club")...)
			now := max(test.now, later) + hour
			p.Checkpoint(now)
			c.want("after the fault", c.run(p.Files(), now), "updated")
		})
	}
}

func set(path, content string) func(map[string][]byte) {
	return func(files map[string][]byte) { files[path] = []byte(content) }
}

func without(path string) func(map[string][]byte) {
	return func(files map[string][]byte) { delete(files, path) }
}

func eachBlob(files map[string][]byte, change func(path string)) {
	for path := range maps.Clone(files) {
		if strings.HasPrefix(path, "blob/") {
			change(path)
		}
	}
}

func withoutBlobs(files map[string][]byte) {
	eachBlob(files, func(path string) { delete(files, path) })
}

func damagedBlobs(files map[string][]byte) {
	eachBlob(files, func(path string) { files[path] = append([]byte("{"), files[path][1:]...); files[path][0] = '[' })
}

func endlessBlobs(files map[string][]byte) {
	eachBlob(files, func(path string) { files[path] = append(files[path][:len(files[path]):len(files[path])], ' ') })
}

func TestFork(t *testing.T) {
	p, c := published(t)
	evil := p.Clone()
	p.Release("second", blobs(switchAt, "forum")...)
	p.Checkpoint(start + today)
	c.want("the second", c.run(p.Files(), start+today), "updated")

	evil.Release("another second", blobs(switchAt, "board")...)
	evil.Checkpoint(start + today)
	c.want("another history of the same length", c.run(evil.Files(), start+today), "fork")
	if c.record.Fork == nil || c.record.Fork.Old != string(p.Head) || c.record.Fork.New != string(evil.Head) {
		t.Errorf("the evidence is %+v", c.record.Fork)
	}
	p.Release("third", blobs(switchAt, "forum")...)
	p.Checkpoint(start + 2*today)
	c.want("updates stay stopped", c.run(p.Files(), start+2*today), "fork")
	p.Rotate(start+3*today, func(d *releasetest.Draft) { d.NewEpoch() })
	p.Release("anew", blobs(switchAt, "forum")...)
	p.Checkpoint(start + 3*today)
	c.want("a new epoch ends it", c.run(p.Files(), start+3*today), "updated")
	if c.record.Epoch != 2 || c.record.Fork != nil {
		t.Errorf("%+v", c.record)
	}
}

func TestLongerFork(t *testing.T) {
	p, c := published(t)
	evil := p.Clone()
	p.Release("second", blobs(switchAt, "forum")...)
	p.Checkpoint(start + today)
	c.want("the second", c.run(p.Files(), start+today), "updated")
	evil.Release("another second", blobs(switchAt, "board")...)
	evil.Release("and a third", blobs(switchAt, "board")...)
	evil.Checkpoint(start + today)
	c.want("a longer history without what was seen", c.run(evil.Files(), start+today), "fork")
}

func TestRoots(t *testing.T) {
	p, c := published(t)
	for year := range 12 {
		p.Rotate(start+int64(year)*today, func(d *releasetest.Draft) {
			d.NewRootKeys(releasetest.Of{Need: 2, Keys: 3})
			d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 3})
			d.NewWitnesses(releasetest.Of{Need: 2, Keys: 3}, 14)
			d.NewLogKey()
		})
		p.Release(fmt.Sprint("year ", year), blobs(switchAt, "forum")...)
	}
	p.Checkpoint(start + 20*today)
	c.want("a client that slept through twelve key changes", c.run(p.Files(), start+20*today), "updated")
	if c.record.RootVersion != 13 || len(c.asked) > 31 {
		t.Errorf("root %d after %d requests", c.record.RootVersion, len(c.asked))
	}
	for i, commit := range c.commits[:12] {
		if commit.RootVersion != i+2 {
			t.Errorf("commit %d has root %d: each is kept at once", i, commit.RootVersion)
		}
	}

	secret := p.Clone()
	p.Release("honest", blobs(switchAt, "board")...)
	p.Checkpoint(start + 21*today)
	files := secret.Files()
	secret.Rotate(start+21*today, func(d *releasetest.Draft) { d.NewReleaseKeys(releasetest.Of{Need: 1, Keys: 1}) })
	files["root/14"] = secret.Files()["root/14"]
	files["checkpoint"] = p.Head
	maps.Copy(files, p.Log.Files(p.Log.Size()))
	c.want("a root that is not in the log", c.run(files, start+21*today), "kept fetch")
	files["root/14.proof"] = p.Files()["root/13.proof"]
	c.want("a root with the proof of another", c.run(files, start+21*today), "kept bad-signature")
}

func TestOffline(t *testing.T) {
	p, c := published(t)
	p.Release("second", blobs(switchAt, "forum")...)
	p.Checkpoint(start + today)
	c.want("an old bundle", c.run(p.Files(), start+100*today, func(in *update.Input) { in.Offline = true }), "updated")
}

// A link domain that the package and the root do not know waits; it keeps its
// first day while it stays, and loses it when it goes.
func TestHold(t *testing.T) {
	p, c := published(t)
	forget := func(in *update.Input) { in.Known = nil }
	p.Release("second", blobs(switchAt, "forum")...)
	p.Checkpoint(start + today)
	c.want("second", c.run(p.Files(), start+today, forget), "updated")
	if c.record.Domains["example.com"] != start+today {
		t.Errorf("held since %v", c.record.Domains)
	}
	p.Release("third", blobs(switchAt, "forum", "board")...)
	p.Checkpoint(start + 2*today)
	c.want("third", c.run(p.Files(), start+2*today, forget), "updated")
	if c.record.Domains["example.com"] != start+today {
		t.Errorf("the first day is lost: %v", c.record.Domains)
	}
	p.Release("fourth", blobs(switchAt, "forum")...)
	p.Checkpoint(start + 3*today)
	c.want("fourth", c.run(p.Files(), start+3*today), "updated")
	if len(c.record.Domains) != 0 {
		t.Errorf("a known domain is held: %v", c.record.Domains)
	}
}

// A worker may be stopped at any moment: what was kept last is what the next
// run begins with.
func TestKilledAfterEachCommit(t *testing.T) {
	p, c := published(t)
	p.Rotate(start+today, func(d *releasetest.Draft) { d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 3}) })
	p.Release("second", blobs(switchAt, "forum")...)
	p.Checkpoint(start + today)
	before := c.record
	c.want("the whole run", c.run(p.Files(), start+today), "updated")
	commits := c.commits
	for i, commit := range append([]update.Record{before}, commits[:len(commits)-1]...) {
		again := &client{t: t, record: commit}
		again.want(fmt.Sprint("killed after commit ", i), again.run(p.Files(), start+today), "updated")
		if active(again.record) != active(c.record) {
			t.Errorf("killed after commit %d: another release", i)
		}
	}
	if len(commits) < 3 {
		t.Errorf("only %d commits", len(commits))
	}
}

func TestLoad(t *testing.T) {
	p, c := published(t)
	stored, err := json.Marshal(c.record)
	if err != nil {
		t.Fatal(err)
	}
	root := string(p.Root.Raw)
	for _, test := range []struct {
		why    string
		stored string
		trust  int
		kept   bool
	}{
		{"what was stored", string(stored), 1, true},
		{"nothing stored", "", 1, false},
		{"damaged", string(stored[:len(stored)/2]), 1, false},
		{"another type", `{"v":"1"}`, 1, false},
		{"a package that is trusted anew", string(stored), 2, false},
		{"a root that does not verify", strings.Replace(string(stored), "expires 2030", "expires 2031", 1), 1, false},
	} {
		record, err := update.Load(json.RawMessage(test.stored), root, test.trust)
		if err != nil {
			t.Fatal(err)
		}
		if (record.Active != nil) != test.kept {
			t.Errorf("%s: %+v", test.why, record)
		}
	}
	p.Rotate(start, nil)
	record, err := update.Load(stored, string(p.Root.Raw), 1)
	if err != nil || record.RootVersion != 2 || record.Active == nil {
		t.Errorf("a package with a newer root: %+v, %v", record, err)
	}
	if _, err := update.Load(nil, "rules-root/v1\n", 1); release.CodeOf(err) == "" {
		t.Errorf("a package without a root: %v", err)
	}
}

func TestSee(t *testing.T) {
	p, c := published(t)
	see := func(now int64, day string) update.View {
		view, err := update.See(c.record, now, day, update.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		return view
	}
	if v := see(start+hour, "2026-03-08"); v.State != update.UpToDate || v.Version != "1.0" || v.Confirmed != 3 || v.Witnesses != 3 || v.Expired {
		t.Errorf("fresh: %+v", v)
	}
	if v := see(start+20*today, "2030-01-02"); v.State != update.OutOfDate || !v.Expired {
		t.Errorf("old: %+v", v)
	}
	p.Release("second", blobs("https://evil.example.org/", "forum")...)
	p.Checkpoint(start + today)
	c.run(p.Files(), start+today)
	if v := see(start+today, "2026-03-09"); v.State != update.Held || !strings.Contains(v.LastRun.Reason, "platform's own domains") {
		t.Errorf("held: %+v", v)
	}
	if c.record.Wait() != 15*60 {
		t.Errorf("after a failure the next run waits %d s", c.record.Wait())
	}
}
