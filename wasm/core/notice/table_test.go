package notice_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// The table decides ahead what Decide decides at the moment: for any rules,
// reader and address they say the same, for as long as the table holds.
func TestTableAgreesWithDecide(t *testing.T) {
	draw := lottery{rand.New(rand.NewPCG(1, 2))}
	rounds := 3000
	if testing.Short() { // as wasm
		rounds = 300
	}
	for range rounds {
		var entries []rule.Entry
		for i := range 1 + draw.IntN(4) {
			entries = append(entries, draw.entry(i))
		}
		r := draw.reader()
		today := draw.day()
		r.Now = today + "T12:00:00+01:00"
		draw.hold(&r)
		address := match.Address{Host: draw.pick("forum.example", "a.forum.example", "b.a.forum.example", "other.example", "none.example"), Path: draw.pick("/", "/a", "/a/b/x", "/c/d", "/ab")}
		agree(t, entries, r, today, address)
	}
}

// agree asks at an address until the table runs out. It returns the answers.
func agree(t *testing.T, entries []rule.Entry, r notice.Reader, today string, address match.Address) (answers []notice.Answer) {
	t.Helper()
	table := notice.NewTable(entries, r, today)
	handed := named(table, address, entries)
	for later := r; later.Now < "2026-03-03" && (table.Until == "" || later.Now < table.Until); later.Now = after(later.Now, 7*3600) {
		answer, found := notice.Decide(handed, address, later, later.Now[:10])
		row, place, listed := lookUp(table, address)
		if found != listed {
			t.Fatalf("Decide found %v, the table %v: %+v", found, listed, address)
		}
		if answer.Platform != row.Platform || found && answer.Place != place {
			t.Fatalf("Decide says %s in %s, the table %s in %s", answer.Platform, answer.Place, row.Platform, place)
		}
		for _, s := range answer.Surfaces {
			for _, ahead := range row.Surfaces {
				if ahead.Selector == s.Selector && !cmp.Equal(ahead.Notice, s.Notice) {
					t.Fatalf("%s at %s: %s", row.Platform, later.Now, cmp.Diff(ahead.Notice, s.Notice))
				}
			}
		}
		answers = append(answers, answer)
	}
	return answers
}

// Whatever the sources name, one that was added never speaks where the
// built-in one does, and never does what it may not.
func TestOtherSourcesYield(t *testing.T) {
	draw := lottery{rand.New(rand.NewPCG(3, 4))}
	for range 3000 {
		var entries []rule.Entry
		for i := range 1 + draw.IntN(4) {
			entries = append(entries, draw.entry(i))
		}
		r := draw.reader()
		today := draw.day()
		r.Now = today + "T12:00:00Z"
		draw.hold(&r)
		for host, record := range notice.NewTable(entries, r, today).Records {
			for _, row := range record.Rows {
				source := row.Platform[:max(0, strings.LastIndex(row.Platform, "/"))]
				if source == "" {
					continue
				}
				may := r.Sources[source]
				if !may.Hints && row.Place != choice.Toolbar {
					t.Fatalf("%s has no right to be in the page at %s", source, host)
				}
				for _, s := range row.Surfaces {
					if n := s.Notice; n != nil && (n.Source != source || n.OptOut != nil && (n.OptOut.URL != "") != may.Links) {
						t.Fatalf("%s says %+v", source, n)
					}
				}
				for _, e := range entries {
					clash := e.Source() == "" && slices.ContainsFunc(e.Hosts(), func(h string) bool {
						return h == host || strings.HasSuffix(h, "."+host) || strings.HasSuffix(host, "."+h)
					})
					if clash || e.Source() < source && slices.Contains(e.Hosts(), host) {
						t.Fatalf("%s speaks at %s, which %s names", row.Platform, host, e.ID())
					}
				}
			}
		}
	}
}

// lottery draws rules and readers.
type lottery struct{ *rand.Rand }

func (draw lottery) pick(words ...string) string { return words[draw.IntN(len(words))] }
func (draw lottery) coin() bool                  { return draw.IntN(2) == 0 }
func (draw lottery) day() string                 { return fmt.Sprintf("2026-02-%02d", 1+draw.IntN(28)) }

// entry draws a rule, of another source half of the time.
func (draw lottery) entry(i int) rule.Entry {
	e := platform(func(p *rule.Platform) { draw.vary(p, i) })
	if source := draw.pick("", "", "a.example/x", "b.example"); source != "" {
		return e.From(source)
	}
	return e
}

func (draw lottery) vary(p *rule.Platform, i int) {
	p.ID = fmt.Sprint("p", i)
	p.Hosts = []string{draw.pick("forum.example", "a.forum.example", "other.example")}
	if draw.coin() {
		p.Hosts = append(p.Hosts, draw.pick("b.a.forum.example", "c.other.example"))
	}
	p.Confidence = rule.Words.Confidences[draw.IntN(3)]
	if draw.coin() {
		p.Paths = []string{draw.pick("/a", "/a/b", "/c/", "/*/b")}
	}
	p.Uses[0].Regions = []string{draw.pick("world", "NEW")}
	p.Composers[0].Paths = [][]string{nil, {"/a"}}[draw.IntN(2)]
	for range draw.IntN(4) {
		u := p.Uses[0]
		u.Regions, u.State = []string{draw.pick("world", "EEA", "NEW", "DE", "US")}, rule.Words.States[draw.IntN(6)]
		u.Since, u.Until = draw.pick("", draw.day()), draw.pick("", draw.day())
		u.Purpose = rule.Words.Purposes[draw.IntN(3)]
		u.Content = []rule.Content{rule.Content(draw.pick("posts", "messages", "photos"))}
		u.Audience = rule.Audience(draw.pick("", "public", "private"))
		u.Confidence = rule.Confidence(draw.pick("", "high", "low"))
		if draw.coin() {
			u.Plans = []string{draw.pick("free", "pro")}
		}
		p.Uses = append(p.Uses, u)
	}
	toggle := p.OptOuts[0]
	p.OptOuts = p.OptOuts[:draw.IntN(2)]
	for j := range draw.IntN(3) {
		o := toggle
		o.ID, o.Since, o.Covers = fmt.Sprint("o", j), draw.pick("", draw.day()), []rule.Purpose{rule.Words.Purposes[draw.IntN(3)]}
		o.URL = draw.pick("https://forum.example/ai", "https://help.other.example/ai")
		o.Kind, o.Who = rule.Words.OptOutKinds[draw.IntN(3)], rule.Who(draw.pick("", "workspace-owner"))
		if draw.coin() {
			o.Regions = []string{draw.pick("EEA", "NEW", "US")}
		}
		if draw.coin() {
			o.InsteadOf = "toggle"
		}
		if draw.coin() {
			o.Repeat = 1
		}
		p.OptOuts = append(p.OptOuts, o)
	}
	for range draw.IntN(3) {
		c := rule.Change{Date: draw.day()}
		if draw.coin() {
			c.Regions = []string{draw.pick("EEA", "NEW", "US")}
		}
		p.Changes = append(p.Changes, c)
	}
}

func (draw lottery) reader() notice.Reader {
	grown := maps.Clone(groups)
	grown["NEW"] = region.Group{Members: []region.Member{{Country: "DE", Since: draw.pick("", draw.day())}, {Country: "US", Until: draw.pick("", draw.day())}}}
	r := notice.Reader{Settings: notice.Settings{Region: draw.pick("DE", "US", "GB", "")}, Groups: grown, Choices: map[string]choice.Record{}}
	if draw.coin() {
		r.Plans = map[string]string{"p0": draw.pick("free", "pro", "other")}
	}
	for _, id := range []string{"p0", "p1", "b.example/p1", choice.Everywhere} {
		if draw.coin() {
			r.Choices[id] = draw.record()
		}
	}
	return r
}

func (draw lottery) record() (r choice.Record) {
	if draw.coin() {
		r.Done = draw.marks()
	}
	if draw.coin() {
		r.Known = []string{"toggle"}
	}
	switch draw.IntN(6) {
	case 0:
		r.Accounts = map[string]map[string]choice.Mark{"work": draw.marks(), "home": draw.marks()}
	case 1:
		r.Later = &choice.Delay{Scope: choice.Scope(draw.pick("today", "until-change", "never")), On: draw.day()}
	case 2:
		r.PublicOnly = true
	case 3:
		r.Place = choice.Toolbar
	}
	return r
}

// marks draws what is done. What has to be repeated was done in January, so
// that it is due within the days that are drawn.
func (draw lottery) marks() map[string]choice.Mark {
	marks := map[string]choice.Mark{}
	for range draw.IntN(3) {
		m := choice.Mark{On: draw.pick("2026-01", "2026-01", "2026-02") + draw.day()[7:], Confirmed: draw.pick("", draw.day())}
		if draw.IntN(4) == 0 {
			m.OnAgain = draw.day()
		}
		marks[draw.pick("toggle", "o0", "o1")] = m
	}
	return marks
}

// hold draws what other sources may do, and which links are held back.
func (draw lottery) hold(r *notice.Reader) {
	r.Held, r.Sources = map[string]map[string]int64{}, map[string]notice.Abilities{}
	for _, source := range []string{"", "a.example/x", "b.example"} {
		if draw.coin() {
			r.Sources[source] = notice.Abilities{Links: draw.coin(), Hints: draw.coin()}
		}
		if draw.coin() {
			r.Held[source] = map[string]int64{draw.pick("forum.example", "other.example"): day.Unix(r.Now) + draw.Int64N(300000) - 40000}
		}
	}
}

func after(moment string, seconds int64) string { return day.Moment(day.Unix(moment)+seconds, moment) }

// named lists the entries that the background hands over for an address: those
// that the records of its hosts name.
func named(table notice.Table, a match.Address, entries []rule.Entry) []rule.Entry {
	var ids []string
	for _, host := range match.Hosts(a.Host) {
		ids = append(ids, table.Records[host].Others...)
		for _, row := range table.Records[host].Rows {
			ids = append(ids, row.Platform)
		}
	}
	return slices.DeleteFunc(slices.Clone(entries), func(e rule.Entry) bool { return !slices.Contains(ids, e.ID()) })
}

// lookUp reads the table as the content script does.
func lookUp(table notice.Table, a match.Address) (notice.Row, choice.Place, bool) {
	for _, host := range match.Hosts(a.Host) {
		for _, row := range table.Records[host].Rows {
			if match.Under(a.Path, row.Paths) {
				return row, row.Place, true
			}
		}
	}
	return notice.Row{}, "", false
}
