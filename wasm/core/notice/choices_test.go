package notice_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Whatever users choose, however often the browser starts again, devices share
// and rules change: what was done stays in the record until it is undone, and
// nothing is shown that was muted.
func TestChoicesLast(t *testing.T) {
	draw := lottery{rand.New(rand.NewPCG(5, 6))}
	rounds := 300
	if testing.Short() {
		rounds = 30
	}
	for range rounds {
		w := newWitness()
		r := draw.reader()
		r.Choices = map[string]choice.Record{"p0": {}, choice.Everywhere: {}}
		r.Now = "2026-01-01T12:00:00+01:00"
		older := maps.Clone(r.Choices)
		e := platform(func(p *rule.Platform) { draw.vary(p, 0) })
		for range 60 {
			switch draw.IntN(5) {
			case 0:
				e = platform(func(p *rule.Platform) { draw.vary(p, 0) })
			case 1:
				r.Now = after(r.Now, draw.Int64N(30*3600))
			case 2: // another device has an older record
				for id := range r.Choices {
					r.Choices[id] = choice.Merge(older[id], r.Choices[id])
				}
			default:
				id, a := draw.pick("p0", "p0", choice.Everywhere), draw.action()
				if record, err := choice.Apply(r.Choices[id], a, ids(e), r.Now); err == nil {
					older[id], r.Choices[id] = r.Choices[id], record
					w.saw(id, a, r.Now[:10])
				}
			}
			r.Choices = restarted(t, r.Choices)
			w.check(t, r, e)
		}
	}
}

// witness remembers the choices in its own way.
type witness struct {
	done       map[[3]string]bool // record, account, opt-out
	accounts   map[[2]string]bool
	later      map[string]choice.Delay
	publicOnly map[string]bool
	toolbar    bool
}

func newWitness() *witness {
	return &witness{map[[3]string]bool{}, map[[2]string]bool{{"p0", ""}: true, {choice.Everywhere, ""}: true}, map[string]choice.Delay{}, map[string]bool{}, false}
}

func (w *witness) saw(id string, a choice.Action, today string) {
	at := [3]string{id, a.Account, a.OptOut}
	switch a.Kind {
	case choice.Done:
		w.done[at] = true
	case choice.NotDone:
		delete(w.done, at)
	case choice.Seen:
		w.done[at] = w.done[at] || a.State == choice.Off
	case choice.RemoveAccount:
		maps.DeleteFunc(w.done, func(at [3]string, _ bool) bool { return at[0] == id && at[1] == a.Account })
	case choice.Later:
		w.later[id] = choice.Delay{Scope: a.Scope, On: today}
	case choice.Resume:
		delete(w.later, id)
	case choice.PublicOnly, choice.AllPosts:
		w.publicOnly[id] = a.Kind == choice.PublicOnly
	case choice.ShowIn:
		w.toolbar = (w.toolbar || id == "p0") && (a.Place == choice.Toolbar || id != "p0")
	}
}

func (w *witness) check(t *testing.T, r notice.Reader, e rule.Entry) {
	t.Helper()
	for at, done := range w.done {
		if _, marked := r.Choices[at[0]].All()[at[1]][at[2]]; marked != done {
			t.Fatalf("%v is done %v, and the record says %+v", at, done, r.Choices[at[0]])
		}
	}
	today := r.Now[:10]
	muted := false
	for _, later := range w.later {
		muted = muted || later.Scope == choice.Never || later.Scope == choice.Today && later.On == today
	}
	publicOnly := w.publicOnly["p0"] || w.publicOnly[choice.Everywhere]
	for _, record := range notice.NewTable([]rule.Entry{e}, r, today).Records {
		for _, row := range record.Rows {
			if w.toolbar && row.Place != choice.Toolbar {
				t.Fatal("stands in the page against the user's will")
			}
			for _, s := range row.Surfaces {
				if s.Notice != nil && (muted || publicOnly && s.Audience == rule.Private) {
					t.Fatalf("shown though muted: %+v %+v", s, r.Choices)
				}
			}
		}
	}
	address := match.Address{Host: e.Hosts()[0], Path: "/a/b"}
	if answer, _ := notice.Decide([]rule.Entry{e}, address, r, today); muted && answer.Verdict == notice.Warn {
		t.Fatalf("warns though muted: %+v", r.Choices)
	}
}

func (draw lottery) action() choice.Action {
	kinds := []choice.Kind{choice.Done, choice.Done, choice.NotDone, choice.Seen, choice.Seen, choice.Later, choice.Resume, choice.PublicOnly, choice.AllPosts,
		choice.ShowIn, choice.AddAccount, choice.RemoveAccount, "other"}
	return choice.Action{
		Kind: kinds[draw.IntN(len(kinds))], OptOut: draw.pick("toggle", "o0", "o1", ""), Account: draw.pick("", "", "work", "home"),
		State: choice.Switch(draw.pick("on", "off")), Scope: choice.Scope(draw.pick("today", "until-change", "never", "other")), Place: choice.Place(draw.pick("page", "toolbar")),
	}
}

func ids(e rule.Entry) (ids []string) {
	for _, o := range e.OptOuts() {
		ids = append(ids, o.ID)
	}
	return ids
}

// restarted is what is read back of what was stored.
func restarted(t *testing.T, choices map[string]choice.Record) (read map[string]choice.Record) {
	t.Helper()
	text, err := json.Marshal(map[string]any{"beforehand-choices": 1, "choices": choices})
	if err != nil {
		t.Fatal(err)
	}
	file, err := choice.Open(string(text))
	if err != nil {
		t.Fatal(err, string(text))
	}
	return file.Choices
}

// For rules and readers of whom most have something to do again, the table
// says what Decide says, for as long as it holds.
func TestTableAgreesAboutChoices(t *testing.T) {
	draw := lottery{rand.New(rand.NewPCG(7, 8))}
	reasons, whys := map[notice.Reason]int{}, map[notice.Why]int{}
	rounds := 1000
	if testing.Short() {
		rounds = 300
	}
	for range rounds {
		e := platform(func(p *rule.Platform) {
			draw.vary(p, 0)
			p.Hosts, p.Paths, p.Confidence = []string{"forum.example"}, nil, rule.High
			p.Uses[0].Regions, p.Uses[0].Content = []string{"world"}, []rule.Content{"posts", "messages"}
			p.Uses, p.Changes = p.Uses[:1+draw.IntN(len(p.Uses))], p.Changes[:draw.IntN(1+len(p.Changes))]
		})
		r := draw.reader()
		r.Choices["p0"] = draw.record()
		today := draw.day()
		r.Now = today + "T12:00:00+01:00"
		for _, answer := range agree(t, []rule.Entry{e}, r, today, match.Address{Host: "forum.example", Path: "/"}) {
			reasons[answer.Reason]++
			for _, o := range answer.OptOuts {
				if o.Reopened != nil {
					whys[o.Reopened.Why]++
				}
			}
		}
	}
	for _, reason := range []notice.Reason{notice.Trains, notice.Done, notice.PutOff, notice.Muted, notice.MutedEverywhere, notice.PublicOnly} {
		if reasons[reason] < 5 {
			t.Errorf("%s was there %d times", reason, reasons[reason])
		}
	}
	for _, why := range []notice.Why{notice.Terms, notice.Added, notice.Repeat, notice.OnAgain} {
		if whys[why] < 5 {
			t.Errorf("%s was there %d times", why, whys[why])
		}
	}
}

// A switch is reopened on the very day that the table foresaw.
func TestRepeatIsForeseen(t *testing.T) {
	e := platform(func(p *rule.Platform) { p.OptOuts[0].Repeat = 12 })
	r := notice.Reader{Now: "2025-03-10T12:00:00+01:00", Choices: map[string]choice.Record{"forum": {Done: map[string]choice.Mark{"toggle": {On: "2025-03-10"}}}}}
	table := notice.NewTable([]rule.Entry{e}, r, "2025-03-10")
	if want := day.Midnight("2026-03-10", r.Now); table.Until != want {
		t.Errorf("the table holds until %q, want %q", table.Until, want)
	}
	got := notice.About(e, r, table.Until[:10], everywhere).Surfaces[0].Notice.OptOut.Reopened
	want := &notice.Reopened{Why: notice.Repeat, On: "2026-03-10", Done: "2025-03-10"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
