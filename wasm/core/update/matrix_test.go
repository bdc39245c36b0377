package update_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// next publishes another release, a day after the first.
func next(p *releasetest.Publisher) {
	p.Release("second", blobs(switchAt, "forum", "board")...)
	p.Checkpoint(start + today)
}

// The rows of section 18 that TestFailures does not have. docs/protocol-tests.md
// says where each row is tested.
func TestFailureMatrix(t *testing.T) {
	for row, test := range map[string]func(t *testing.T, p *releasetest.Publisher, c *client){
		"no answer, DNS, 5xx, timeout": func(t *testing.T, p *releasetest.Publisher, c *client) {
			next(p)
			for _, failure := range []string{"the host cannot be found", "status 503", "no answer in 30 s"} {
				answer := func(update.Request) update.Answer { return update.Answer{Failure: failure} }
				c.want(failure, c.complete(answer, start+today), "kept fetch")
				if !strings.Contains(c.record.LastRun.Reason, failure) {
					t.Errorf("the reason is %q", c.record.LastRun.Reason)
				}
			}
			c.want("when it is back", c.run(p.Files(), start+today), "updated")
		},
		"cache serves an older checkpoint": func(t *testing.T, p *releasetest.Publisher, c *client) {
			old := p.Files()
			next(p)
			c.want("the second", c.run(p.Files(), start+today), "updated")
			before := c.record
			c.want("a cache that lags", c.run(old, start+today+hour), "older")
			after := c.record
			after.LastRun, before.LastRun = update.LastRun{}, update.LastRun{}
			if diff := cmp.Diff(before, after); diff != "" || c.record.Fork != nil {
				t.Error(diff)
			}
		},
		"cache lacks an entry, the head is there": func(t *testing.T, p *releasetest.Publisher, c *client) {
			next(p)
			files := p.Files()
			eachBlob(files, func(path string) { delete(files, path) })
			c.want("without data files", c.run(files, start+today), "kept fetch")
			if c.record.Size != 2 || c.record.Active.Index != 0 {
				t.Errorf("seen %d, in use %d: the floor rises, the set stays", c.record.Size, c.record.Active.Index)
			}
			c.want("with them", c.run(p.Files(), start+today), "updated")
		},
		"witnesses unreachable for days": func(t *testing.T, p *releasetest.Publisher, c *client) {
			c.want("nothing new, and nobody confirms it", c.run(p.Files(), start+20*today), "current")
			view, err := update.See(c.record, start+20*today, "2026-03-28", update.Policy{})
			if err != nil || view.State != update.OutOfDate {
				t.Errorf("%+v, %v", view, err)
			}
			next(p)
			c.want("a release that nobody confirms", c.run(p.Files(), start+40*today), "kept stale")
			p.Checkpoint(start + 40*today)
			c.want("confirmed again", c.run(p.Files(), start+40*today), "updated")
		},
		"storage full": func(t *testing.T, p *releasetest.Publisher, c *client) {
			p.Rotate(start+today, func(d *releasetest.Draft) { d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 3}) })
			next(p)
			whole := &client{t: t, record: c.record}
			whole.want("with room", whole.run(p.Files(), start+today), "updated")
			full := errors.New("no space")
			for fails := range len(whole.commits) {
				stored, written := c.record, 0
				_, err := update.Complete(update.Input{Record: stored, Now: start + today, Known: []string{"example.com"}}, reading(p.Files()), func(r update.Record) error {
					if written == fails {
						return full
					}
					written++
					stored = r
					return nil
				})
				if !errors.Is(err, full) || active(stored) != active(c.record) {
					t.Errorf("write %d fails: %v, in use %s", fails, err, active(stored))
				}
				later := &client{t: t, record: stored}
				later.want(fmt.Sprint("room again after write ", fails), later.run(p.Files(), start+today), "updated")
				if active(later.record) != active(whole.record) {
					t.Errorf("write %d failed: another release", fails)
				}
			}
		},
		"active slot damaged": func(t *testing.T, p *releasetest.Publisher, c *client) {
			next(p)
			c.want("the second", c.run(p.Files(), start+today), "updated")
			fallen := c.record.Fall()
			if fallen.Active == nil || fallen.Active.Index != 0 || fallen.Previous != nil || fallen.Size != 2 {
				t.Errorf("%+v: the release before, and the floor as it was", fallen)
			}
			again := &client{t: t, record: fallen}
			again.want("the next run repairs it", again.run(p.Files(), start+today), "updated")
			if active(again.record) != active(c.record) {
				t.Error("another release")
			}
		},
		"trust record damaged": func(t *testing.T, p *releasetest.Publisher, c *client) {
			next(p)
			c.want("the second", c.run(p.Files(), start+today), "updated")
			c.record.Gen = 2
			good, err := json.Marshal(c.record)
			if err != nil {
				t.Fatal(err)
			}
			older := c.record
			older.Size, older.Gen = 1, 1
			behind, err := json.Marshal(older)
			if err != nil {
				t.Fatal(err)
			}
			damaged := json.RawMessage(good[:len(good)/2])
			for _, copies := range [][]json.RawMessage{{damaged, good}, {good, damaged}, {behind, good}, {good, behind}, {damaged, behind, good}} {
				record, found, err := update.Best(copies, string(p.Root.Raw), 1)
				if err != nil || !found || record.Size != 2 || active(record) != active(c.record) {
					t.Errorf("size %d, %v, %v", record.Size, found, err)
				}
			}
			if record, found, err := update.Best([]json.RawMessage{damaged, damaged}, string(p.Root.Raw), 1); err != nil || found || record.Size != 0 || record.Active != nil {
				t.Errorf("both damaged: %+v, %v", record, err)
			}
		},
		"everything erased": func(t *testing.T, p *releasetest.Publisher, c *client) {
			next(p)
			fresh := install(t, p)
			fresh.want("as after installing", fresh.run(p.Files(), start+today), "updated")
		},
		"root expired": func(t *testing.T, p *releasetest.Publisher, c *client) {
			const later = start + 5*365*today // the root expires in 2030
			p.Release("second", blobs(switchAt, "board")...)
			p.Checkpoint(later)
			c.want("updates go on", c.run(p.Files(), later), "updated")
			view, err := update.See(c.record, later, "2031-03-07", update.Policy{})
			if err != nil || !view.Expired || view.State != update.UpToDate {
				t.Errorf("%+v, %v", view, err)
			}
		},
		"log lost by the publisher": func(t *testing.T, p *releasetest.Publisher, c *client) {
			next(p)
			c.want("the second", c.run(p.Files(), start+today), "updated")
			inUse := active(c.record)
			p.Rotate(start+2*today, (*releasetest.Draft).NewEpoch)
			files := p.Files()
			files["checkpoint"] = []byte("nothing is published yet\n")
			c.want("between the logs", c.run(files, start+2*today), "kept bad-format")
			if active(c.record) != inUse {
				t.Error("the set in use changed")
			}
			p.Release("anew", blobs(switchAt, "forum")...)
			p.Checkpoint(start + 2*today)
			c.want("the new log", c.run(p.Files(), start+2*today), "updated")
			if c.record.Epoch != 2 || c.record.Size != 1 || c.record.Active.Epoch != 2 {
				t.Errorf("epoch %d, size %d, in use %+v", c.record.Epoch, c.record.Size, c.record.Active)
			}
		},
		"log and log key lost": func(t *testing.T, p *releasetest.Publisher, c *client) {
			stored, err := json.Marshal(c.record)
			if err != nil {
				t.Fatal(err)
			}
			anew := releasetest.New("rules.example.org/main", releasetest.Solo)
			anew.Release("anew", blobs(switchAt, "forum")...)
			anew.Checkpoint(start)
			for trust, want := range map[int]int64{1: 1, 2: 0} {
				record, err := update.Load(stored, string(anew.Root.Raw), trust)
				if err != nil || record.Size != want {
					t.Errorf("package_trust %d: size %d, %v", trust, record.Size, err)
				}
				if trust == 2 {
					c := &client{t: t, record: record}
					c.want("trusted anew", c.run(anew.Files(), start+today), "updated")
				}
			}
		},
		"publisher's source given up": func(t *testing.T, p *releasetest.Publisher, c *client) {
			inUse := active(c.record)
			for day := range int64(40) {
				c.want("nobody answers", c.run(nil, start+day*today), "kept fetch")
			}
			view, err := update.See(c.record, start+40*today, "2026-04-17", update.Policy{})
			if err != nil || view.State != update.OutOfDate || active(c.record) != inUse {
				t.Errorf("%+v, %v", view, err)
			}
		},
	} {
		t.Run(row, func(t *testing.T) {
			p, c := published(t)
			test(t, p, c)
		})
	}
}

// reading answers from files.
func reading(files map[string][]byte) func(update.Request) update.Answer {
	return func(r update.Request) update.Answer {
		content, found := files[r.Path]
		return update.Answer{Bytes: content, Missing: !found, TooBig: int64(len(content)) > r.Limit}
	}
}

// complete is run with answers that no file can give.
func (c *client) complete(read func(update.Request) update.Answer, now int64) string {
	c.t.Helper()
	before := c.record
	out, err := update.Complete(update.Input{Record: c.record, Now: now, Known: []string{"example.com"}}, read, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.record = out.Record
	c.invariants(before, out)
	return strings.TrimSpace(string(out.Result.Status) + " " + string(out.Result.Code))
}

// The device's clock, in days from the truth.
func TestClocks(t *testing.T) {
	for off, want := range map[int64]string{-50: "updated", -1: "updated", 0: "updated", 1: "updated", 13: "updated", 15: "kept stale", 400: "kept stale"} {
		t.Run(fmt.Sprintf("%+d days", off), func(t *testing.T) {
			p, c := published(t)
			next(p)
			now := int64(start + today + off*today)
			c.want("the run", c.run(p.Files(), now), want)
			if limit := max(start, now) + today; c.record.Time > limit {
				t.Errorf("witnesses moved the lower bound of now %d s further than a day", c.record.Time-limit)
			}
			p.Checkpoint(start + 2*today)
			c.want("with the clock set right", c.run(p.Files(), start+2*today), map[bool]string{true: "current", false: "updated"}[want == "updated"])
		})
	}
}

// A clock that jumps within a run changes nothing but whether a head is fresh.
func TestClockJumps(t *testing.T) {
	jumps := []int64{0, -50, 400, -1, 15, 1, 13}
	for first := range jumps {
		p, c := published(t)
		p.Rotate(start+today, func(d *releasetest.Draft) { d.NewLogKey() })
		next(p)
		files, answers, record := p.Files(), map[string]update.Answer{}, c.record
		for call := first; ; call++ {
			now := start + today + jumps[call%len(jumps)]*today
			out := update.Run(update.Input{Record: record, Answers: maps.Clone(answers), Now: now, Known: []string{"example.com"}})
			if out.Record.Size < record.Size || out.Record.RootVersion < record.RootVersion {
				t.Fatal("the floor fell")
			}
			if record = out.Record; out.Result != nil {
				if end := string(out.Result.Status) + string(out.Result.Code); end != "updated" && end != "keptstale" {
					t.Errorf("jumps from %d on: %+v", first, out.Result)
				}
				break
			}
			for _, need := range out.Need {
				answers[need.Path] = reading(files)(need)
			}
		}
		after := &client{t: t, record: record}
		p.Checkpoint(start + 2*today)
		after.run(p.Files(), start+2*today)
		if !strings.HasPrefix(active(after.record), "1.2 ") {
			t.Errorf("jumps from %d on: stuck with %+v", first, after.record.LastRun)
		}
	}
}
