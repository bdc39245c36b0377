package notice_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

var groups = region.Groups{"EEA": {Members: []region.Member{{Country: "DE"}, {Country: "GB", Until: "2020-01-31"}, {Country: "HR", Since: "2014-04-12"}}}}

// platform is a rule to vary.
func platform(change func(*rule.Platform)) rule.Entry {
	p := rule.Platform{
		ID: "forum", Name: "Forum", Hosts: []string{"forum.example"}, Confidence: rule.High,
		Composers: []rule.Composer{{Kind: rule.Post, Audience: rule.Public, Selector: "textarea"}, {Kind: rule.Message, Audience: rule.Private, Selector: ".m"}},
		Uses:      []rule.Use{{Purpose: rule.Generative, By: []string{"Forum"}, Content: []rule.Content{"posts"}, Regions: []string{"world"}, State: rule.OnUnlessOptedOut}},
		OptOuts:   []rule.OptOut{{ID: "toggle", Kind: "toggle", URL: "https://forum.example/ai", Covers: []rule.Purpose{rule.Generative}}},
	}
	if change != nil {
		change(&p)
	}
	text, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	e, err := rule.OpenEntry(string(text))
	if err != nil {
		panic(err)
	}
	return e
}

func everywhere(rule.Composer) bool { return true }

func TestAbout(t *testing.T) {
	done := choice.Record{Done: map[string]choice.Mark{"toggle": {On: "2026-01-10"}}}
	for _, test := range []struct {
		why    string
		change func(*rule.Platform)
		region string
		day    string
		choice choice.Record
		want   notice.Reason
	}{
		{"a claim for the world warns", nil, "DE", "2026-01-01", choice.Record{}, notice.Trains},
		{"since is inclusive", func(p *rule.Platform) { p.Uses[0].Since = "2026-01-01" }, "DE", "2026-01-01", choice.Record{}, notice.Trains},
		{"the day before since is too early", func(p *rule.Platform) { p.Uses[0].Since = "2026-01-01" }, "DE", "2025-12-31", choice.Record{}, notice.NoClaim},
		{"until is inclusive", func(p *rule.Platform) { p.Uses[0].Until = "2026-01-01" }, "DE", "2026-01-01", choice.Record{}, notice.Trains},
		{"the day after until is too late", func(p *rule.Platform) { p.Uses[0].Until = "2026-01-01" }, "DE", "2026-01-02", choice.Record{}, notice.NoClaim},
		{"a group goes before the world", add("EEA", rule.NotUsed), "DE", "2026-01-01", choice.Record{}, notice.NotUsed},
		{"and not for others", add("EEA", rule.NotUsed), "US", "2026-01-01", choice.Record{}, notice.Trains},
		{"a country goes before a group", add("EEA", rule.NotUsed, "DE", rule.OnNoOptOut), "DE", "2026-01-01", choice.Record{}, notice.Trains},
		{"a former member is none", add("EEA", rule.NotUsed), "GB", "2026-01-01", choice.Record{}, notice.Trains},
		{"a member is one from the first day", add("EEA", rule.NotUsed), "HR", "2014-04-12", choice.Record{}, notice.NotUsed},
		{"claims that contradict each other are unclear", add("world", rule.NotUsed), "US", "2026-01-01", choice.Record{}, notice.Unclear},
		{"a state of a newer format is unclear", func(p *rule.Platform) { p.Uses[0].State = "sold-to-mars" }, "US", "2026-01-01", choice.Record{}, notice.Unclear},
		{"a weak claim is silent", func(p *rule.Platform) { p.Uses[0].Confidence = rule.Low }, "US", "2026-01-01", choice.Record{}, notice.LowConfidence},
		{"a weak rule is silent", func(p *rule.Platform) { p.Confidence = rule.Low }, "US", "2026-01-01", choice.Record{}, notice.LowConfidence},
		{"without a region, regions that differ are silent", add("EEA", rule.NotUsed), "", "2026-01-01", choice.Record{}, notice.NoRegion},
		{"without a region, a claim for the world holds", nil, "", "2026-01-01", choice.Record{}, notice.Trains},
		{"no composer, no banner", func(p *rule.Platform) { p.Composers = nil }, "US", "2026-01-01", choice.Record{}, notice.NoComposer},
		{"a use of other content does not matter to the composers", func(p *rule.Platform) { p.Uses[0].Content = []rule.Content{"videos"} }, "US", "2026-01-01", choice.Record{}, notice.NoComposer},
		{"done is done", nil, "US", "2026-01-10", done, notice.Done},
		{"a change after it opens it again", changed("2026-02-01"), "US", "2026-02-01", done, notice.Trains},
		{"not before the day of the change", changed("2026-02-01"), "US", "2026-01-31", done, notice.Done},
		{"a change elsewhere does not", changed("2026-02-01", "DE"), "US", "2026-02-01", done, notice.Done},
		{"another way to opt out counts", alternative, "US", "2026-01-10", choice.Record{Done: map[string]choice.Mark{"form": {On: "2026-01-10"}}}, notice.Done},
		{"not today", nil, "US", "2026-01-10", choice.Record{Later: &choice.Delay{Scope: choice.Today, On: "2026-01-10"}}, notice.PutOff},
		{"but tomorrow", nil, "US", "2026-01-11", choice.Record{Later: &choice.Delay{Scope: choice.Today, On: "2026-01-10"}}, notice.Trains},
		{"not until the terms change", changed("2026-02-01"), "US", "2026-01-31", choice.Record{Later: &choice.Delay{Scope: choice.UntilChange, On: "2026-01-10"}}, notice.PutOff},
		{"and then they did", changed("2026-02-01"), "US", "2026-02-01", choice.Record{Later: &choice.Delay{Scope: choice.UntilChange, On: "2026-01-10"}}, notice.Trains},
		{"never is never", changed("2026-02-01"), "US", "2027-01-01", choice.Record{Later: &choice.Delay{Scope: choice.Never, On: "2026-01-10"}}, notice.Muted},
	} {
		t.Run(test.why, func(t *testing.T) {
			r := notice.Reader{Settings: notice.Settings{Region: test.region}, Groups: groups, Choices: map[string]choice.Record{"forum": test.choice}}
			got := notice.About(platform(test.change), r, test.day, everywhere)
			if got.Reason != test.want || (got.Verdict == notice.Warn) != (test.want == notice.Trains) {
				t.Errorf("%s %s, want %s", got.Verdict, got.Reason, test.want)
			}
		})
	}
}

func add(regionsAndStates ...any) func(*rule.Platform) {
	return func(p *rule.Platform) {
		for i := 0; i < len(regionsAndStates); i += 2 {
			u := p.Uses[0]
			u.Regions, u.State = []string{regionsAndStates[i].(string)}, regionsAndStates[i+1].(rule.State)
			p.Uses = append(p.Uses, u)
		}
	}
}

func changed(date string, regions ...string) func(*rule.Platform) {
	return func(p *rule.Platform) { p.Changes = []rule.Change{{Date: date, Regions: regions}} }
}

func alternative(p *rule.Platform) {
	o := p.OptOuts[0]
	o.ID, o.InsteadOf = "form", "toggle"
	p.OptOuts = append(p.OptOuts, o)
}

func TestPlans(t *testing.T) {
	e := platform(func(p *rule.Platform) {
		u := p.Uses[0]
		p.Uses[0].Plans = []string{"free"}
		u.Plans, u.State = []string{"business"}, rule.NotUsed
		p.Uses = append(p.Uses, u)
	})
	for plan, want := range map[string]notice.Reason{"": notice.Trains, "free": notice.Trains, "business": notice.NotUsed} {
		r := notice.Reader{Settings: notice.Settings{Region: "US", Plans: map[string]string{"forum": plan}}, Groups: groups}
		got := notice.About(e, r, "2026-01-01", everywhere)
		if got.Reason != want {
			t.Errorf("plan %q: %s, want %s", plan, got.Reason, want)
		}
		if want == notice.Trains && !cmp.Equal(got.Surfaces[0].Notice.Plans, []string{"free"}) {
			t.Errorf("plan %q: the notice must name the plans: %+v", plan, got.Surfaces[0].Notice)
		}
		if got.Surfaces[1].Notice != nil {
			t.Error("a private message is no post")
		}
	}
}

// A platform that hands content on as well has a second opt-out: with the first
// one done, the banner tells of the other.
func TestTwoPurposes(t *testing.T) {
	e := platform(func(p *rule.Platform) {
		u := p.Uses[0]
		u.Purpose = rule.Licensing
		p.Uses = append(p.Uses, u)
		o := p.OptOuts[0]
		o.ID, o.Covers = "partners", []rule.Purpose{rule.Licensing}
		p.OptOuts = append(p.OptOuts, o)
	})
	done := func(ids ...string) choice.Record {
		record := choice.Record{Done: map[string]choice.Mark{}}
		for _, id := range ids {
			record.Done[id] = choice.Mark{On: "2026-01-10"}
		}
		return record
	}
	for _, test := range []struct {
		why     string
		choice  choice.Record
		message string
		reason  notice.Reason
		optOuts []string
	}{
		{"the first purpose goes first", done(), "generative_ai_optOut", notice.Trains, []string{"toggle", "partners"}},
		{"then the other", done("toggle"), "licensing_optOut", notice.Trains, []string{"partners", "toggle"}},
		{"in either order", done("partners"), "generative_ai_optOut", notice.Trains, []string{"toggle", "partners"}},
		{"both done", done("toggle", "partners"), "", notice.Done, []string{"toggle", "partners"}},
	} {
		t.Run(test.why, func(t *testing.T) {
			r := notice.Reader{Settings: notice.Settings{Region: "US"}, Groups: groups, Choices: map[string]choice.Record{"forum": test.choice}}
			got := notice.About(e, r, "2026-01-10", everywhere)
			message, ids := "", []string{}
			if n := got.Surfaces[0].Notice; n != nil {
				message = n.Message
			}
			for _, o := range got.OptOuts {
				ids = append(ids, o.ID)
			}
			if message != test.message || got.Reason != test.reason || !cmp.Equal(ids, test.optOuts) {
				t.Errorf("%q %s %v", message, got.Reason, ids)
			}
		})
	}
}

// The table decides ahead what Decide decides at the moment: for any rules,
// reader and address they say the same, for as long as the table holds.
func TestTableAgreesWithDecide(t *testing.T) {
	draw := lottery{rand.New(rand.NewPCG(1, 2))}
	for range 3000 {
		var entries []rule.Entry
		for i := range 1 + draw.IntN(4) {
			entries = append(entries, platform(func(p *rule.Platform) { draw.vary(p, i) }))
		}
		r := draw.reader()
		today := draw.day()
		table := notice.NewTable(entries, r, today, today+"T12:00:00+01:00")
		address := match.Address{Host: draw.pick("forum.example", "a.forum.example", "b.a.forum.example", "other.example", "none.example"), Path: draw.pick("/", "/a", "/a/b/x", "/c/d", "/ab")}
		for later := today; table.Until == "" || later < table.Until[:10]; later = day.After(later) {
			answer, found := notice.Decide(entries, address, r, later)
			row, listed := lookUp(table, address)
			if found != listed {
				t.Fatalf("Decide found %v, the table %v: %+v", found, listed, address)
			}
			for _, s := range answer.Surfaces {
				for _, ahead := range row.Surfaces {
					if ahead.Selector == s.Selector && !cmp.Equal(ahead.Notice, s.Notice) {
						t.Fatalf("%s on %s: %s", row.Platform, later, cmp.Diff(ahead.Notice, s.Notice))
					}
				}
			}
			if answer.Platform != row.Platform {
				t.Fatalf("Decide says %s, the table %s", answer.Platform, row.Platform)
			}
			if later > "2026-03-02" {
				break
			}
		}
	}
}

// lottery draws rules and readers.
type lottery struct{ *rand.Rand }

func (draw lottery) pick(words ...string) string { return words[draw.IntN(len(words))] }
func (draw lottery) coin() bool                  { return draw.IntN(2) == 0 }
func (draw lottery) day() string                 { return fmt.Sprintf("2026-02-%02d", 1+draw.IntN(28)) }

func (draw lottery) vary(p *rule.Platform, i int) {
	p.ID = fmt.Sprint("p", i)
	p.Hosts = []string{draw.pick("forum.example", "a.forum.example", "other.example")}
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
		o.Kind, o.Who = rule.Words.OptOutKinds[draw.IntN(3)], rule.Who(draw.pick("", "workspace-owner"))
		if draw.coin() {
			o.Regions = []string{draw.pick("EEA", "NEW", "US")}
		}
		if draw.coin() {
			o.InsteadOf = "toggle"
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
	for _, id := range []string{"p0", "p1", choice.Everywhere} {
		switch draw.IntN(6) {
		case 0:
			r.Choices[id] = choice.Record{Done: map[string]choice.Mark{draw.pick("toggle", "o0"): {On: draw.day()}}}
		case 1:
			r.Choices[id] = choice.Record{Later: &choice.Delay{Scope: choice.Scope(draw.pick("today", "until-change", "never")), On: draw.day()}}
		}
	}
	return r
}

// lookUp reads the table as the content script does.
func lookUp(table notice.Table, a match.Address) (notice.Row, bool) {
	for _, host := range match.Hosts(a.Host) {
		for _, row := range table.Records[host].Rows {
			if match.Under(a.Path, row.Paths) {
				return row, true
			}
		}
	}
	return notice.Row{}, false
}
