package rule_test

import (
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

func good() rule.Platform {
	return rule.Platform{
		ID: "forum", Name: "Forum", Operator: "Forum Inc", Category: "social", Hosts: []string{"forum.example"}, Verified: "2026-01-01", Confidence: rule.High,
		Composers: []rule.Composer{{Kind: rule.Post, Audience: rule.Public, Selector: "textarea"}},
		Uses:      []rule.Use{{Purpose: rule.Generative, By: []string{"Forum"}, Content: []rule.Content{"posts"}, Regions: []string{"world"}, State: rule.OnUnlessOptedOut, Evidence: []string{"terms"}}},
		OptOuts:   []rule.OptOut{{ID: "toggle", Kind: "toggle", Effort: "1-minute", URL: "https://forum.example/ai", Covers: []rule.Purpose{rule.Generative}, Evidence: []string{"terms"}}},
		Evidence:  []rule.Evidence{{ID: "terms", URL: "https://forum.example/terms", Publisher: "Forum", Seen: "2026-01-01", Says: "Posts train models.", Level: "official"}},
	}
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		why    string
		change func(*rule.Platform)
		want   []rule.Problem
	}{
		{"a good rule has no problems", func(*rule.Platform) {}, nil},
		{"no way out is allowed", func(p *rule.Platform) { p.OptOuts = nil }, nil},
		{"reports all at once", func(p *rule.Platform) { p.Hosts, p.Verified = nil, "soon" },
			[]rule.Problem{{"hosts", "name at least one host"}, {"optOuts[0].url", "must lead to the platform's own domains, not to forum.example; name further domains of the platform in domains"}, {"verified", "write a day as YYYY-MM-DD"}}},
		{"links are https", func(p *rule.Platform) { p.OptOuts[0].URL = "http://forum.example/ai" }, []rule.Problem{{"optOuts[0].url", "must be an https URL"}}},
		{"links stay at home", func(p *rule.Platform) { p.OptOuts[0].URL = "https://evil.example/ai" },
			[]rule.Problem{{"optOuts[0].url", "must lead to the platform's own domains, not to evil.example; name further domains of the platform in domains"}}},
		{"links carry no address", func(p *rule.Platform) { p.OptOuts[0].URL = "https://forum.example/?to=https://evil.example" }, []rule.Problem{{"optOuts[0].url", "must not carry another address"}}},
		{"text is text", func(p *rule.Platform) { p.Evidence[0].Says = "<b>bold</b>" }, []rule.Problem{{"evidence[0].says", "write plain text, without markup and addresses"}}},
		{"text does not deceive", func(p *rule.Platform) { p.Name = "For\u202eum" }, []rule.Problem{{"name", "leave out control, bidirectional, zero-width and private-use characters"}}},
		{"a host is no suffix", func(p *rule.Platform) { p.Hosts = []string{"co.uk", "forum.example"} }, []rule.Problem{{"hosts[0]", `name a host below "co.uk", which is a public suffix`}}},
		{"claims have evidence", func(p *rule.Platform) { p.Uses[0].Evidence = []string{"hearsay"} }, []rule.Problem{{"uses[0].evidence", `there is no evidence "hearsay"`}}},
		{"a region is known", func(p *rule.Platform) { p.Uses[0].Regions = []string{"Mars"} },
			[]rule.Problem{{"uses[0].regions", `"Mars" is neither a country (ISO 3166-1 alpha-2), nor a group of regions.json, nor "world"`}}},
		{"time goes forward", func(p *rule.Platform) { p.Uses[0].Since, p.Uses[0].Until = "2026-02-01", "2026-01-01" }, []rule.Problem{{"uses[0].until", "must not be before since"}}},
		{"an opt-out is repeated after months", func(p *rule.Platform) { p.OptOuts[0].Repeat = 12 }, nil},
		{"and not before it was done", func(p *rule.Platform) { p.OptOuts[0].Repeat = -1 }, []rule.Problem{{"optOuts[0].repeat", "write after how many months it has to be done again, 1 to 120"}}},
		{"a link may lead to a help page, where no switch is probed", func(p *rule.Platform) {
			p.OptOuts[0].Page, p.OptOuts[0].Probe = rule.Help, &rule.Probe{Selector: "button", Off: "aria-checked=false"}
		}, []rule.Problem{{"optOuts[0].probe", "leave it out: there is no switch on a help page"}}},
		{"a switch is turned off or on", func(p *rule.Platform) { p.OptOuts[0].Turn = "round" }, []rule.Problem{{"optOuts[0].turn", `"round" is not one of off, on`}}},
		{"words are from the list", func(p *rule.Platform) { p.Confidence = "certain" }, []rule.Problem{{"confidence", `"certain" is not one of high, medium, low`}}},
	} {
		t.Run(test.why, func(t *testing.T) {
			p := good()
			test.change(&p)
			if diff := cmp.Diff(test.want, rule.Check(p, func(r string) bool { return r == "world" || r == "DE" })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckSelector(t *testing.T) {
	for selector, ok := range map[string]bool{
		"textarea":                              true,
		".ql-editor[role=\"textbox\"]":          true,
		"[role=\"dialog\"] form > textarea.a#b": true,
		"[aria-label=\"Text editor for x\"]":    true,
		"button:not([disabled]):nth-of-type(2)": true,
		"[data-testid^=\"tweetTextarea_\"]":     true,
		"":                                      false,
		"*":                                     false,
		"a, b":                                  false,
		"a:has(b)":                              false,
		"a::before":                             false,
		"[onclick=\"x\"]":                       false,
		"a + b":                                 false,
		"[a=b]":                                 false,
		"[a=\"b\\\"]":                           false,
		"[a=\"b\f\"]":                           false, // ends a line in CSS, as \r and \n do
		"[a=\"b\r\"]":                           false,
		":not(.a)":                              false,
		"a b c d e f g":                         false,
		strings.Repeat("a", 201):                false,
		"a  b":                                  false,
	} {
		if err := rule.CheckSelector(selector); (err == nil) != ok {
			t.Errorf("%q: %v", selector, err)
		}
	}
}

// What is accepted, browsers can read: so can a parser of CSS.
func FuzzSelector(f *testing.F) {
	for _, seed := range []string{`a[b="c"]:not(.d) > e`, `#-a ._.--b`, `[c~="\u00e4 > d"] a:nth-of-type(02):not([e])`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, selector string) {
		if rule.CheckSelector(selector) == nil {
			if _, err := cascadia.Parse(selector); err != nil {
				t.Errorf("%q: %v", selector, err)
			}
		}
	})
}
