package notice_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/choice"
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
