package notice_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

const other, another = "rules.example.net/main", "z.example"

// at is a rule for hosts.
func at(id string, hosts ...string) rule.Entry {
	return platform(func(p *rule.Platform) { p.ID, p.Hosts = id, hosts })
}

func TestWhoHasTheRow(t *testing.T) {
	type row struct {
		Rows, Others []string
	}
	for _, test := range []struct {
		why     string
		entries []rule.Entry
		want    map[string]row
	}{
		{"another source speaks where nobody else does", []rule.Entry{at("p", "p.example"), at("q", "q.example").From(other)},
			map[string]row{"p.example": {Rows: []string{"p"}}, "q.example": {Rows: []string{other + "/q"}}}},
		{"on a host of the built-in source it informs", []rule.Entry{at("q", "p.example").From(other), at("p", "p.example")},
			map[string]row{"p.example": {[]string{"p"}, []string{other + "/q"}}}},
		{"and below one", []rule.Entry{at("q", "a.p.example").From(other), at("p", "p.example")},
			map[string]row{"p.example": {Rows: []string{"p"}}, "a.p.example": {Others: []string{other + "/q"}}}},
		{"and above one, whose rule is needed to see that", []rule.Entry{at("q", "p.example").From(other), at("p", "a.p.example")},
			map[string]row{"a.p.example": {Rows: []string{"p"}}, "p.example": {Others: []string{other + "/q", "p"}}}},
		{"of two others the first by name speaks", []rule.Entry{at("q", "q.example").From(another), at("q", "q.example").From(other)},
			map[string]row{"q.example": {[]string{other + "/q"}, []string{another + "/q"}}}},
		{"two others speak side by side on hosts of their own", []rule.Entry{at("q", "q.example").From(other), at("q", "a.q.example").From(another)},
			map[string]row{"q.example": {Rows: []string{other + "/q"}}, "a.q.example": {Rows: []string{another + "/q"}}}},
	} {
		t.Run(test.why, func(t *testing.T) {
			got := map[string]row{}
			for host, record := range notice.NewTable(test.entries, notice.Reader{Now: "2026-01-01T12:00:00Z"}, "2026-01-01").Records {
				r := row{Others: record.Others}
				for _, listed := range record.Rows {
					r.Rows = append(r.Rows, listed.Platform)
				}
				got[host] = r
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAbilities(t *testing.T) {
	for _, test := range []struct {
		why       string
		abilities map[string]notice.Abilities
		place     choice.Place
		url       string
	}{
		{"a source that is not listed informs", nil, choice.Toolbar, ""},
		{"one may link", map[string]notice.Abilities{other: {Links: true}}, choice.Toolbar, "https://forum.example/ai"},
		{"one may be in the page", map[string]notice.Abilities{other: {Hints: true}}, choice.InPage, ""},
		{"the rights of one are not those of another", map[string]notice.Abilities{another: {Links: true, Hints: true}, "": {Links: true, Hints: true}}, choice.Toolbar, ""},
	} {
		t.Run(test.why, func(t *testing.T) {
			r := notice.Reader{Sources: test.abilities}
			e := platform(func(p *rule.Platform) {
				p.Links.Policy = "https://forum.example/policy"
				p.Evidence = []rule.Evidence{{ID: "terms", URL: "https://forum.example/terms"}}
			}).From(other)
			got := notice.About(e, r, "2026-01-01", everywhere)
			want := &notice.Notice{Message: "generative_ai_optOut", Platform: "Forum", Content: "content_post", Source: other,
				OptOut: &notice.OptOut{ID: "toggle", Kind: "toggle", URL: test.url, Who: rule.You}}
			if diff := cmp.Diff(want, got.Surfaces[0].Notice); diff != "" || got.Place != test.place || got.Source != other {
				t.Error(got.Place, got.Source, diff)
			}
			p, err := r.Unpack(e)
			if err != nil {
				t.Fatal(err)
			}
			for _, link := range []string{p.Links.Policy, p.OptOuts[0].URL, p.Evidence[0].URL} {
				if (link != "") != (test.url != "") {
					t.Errorf("the details have the link %q", link)
				}
			}
		})
	}
}

func TestHeldLinks(t *testing.T) {
	const now, end = "2026-01-01T12:00:00+01:00", "2026-01-02T09:30:00+01:00"
	until := day.Unix(end)
	for _, test := range []struct {
		why    string
		source string
		held   map[string]map[string]int64
		want   int64
		stale  string
	}{
		{"nothing is held", "", nil, 0, ""},
		{"a new domain is", "", map[string]map[string]int64{"": {"forum.example": until}}, until, end},
		{"not when its time has come", "", map[string]map[string]int64{"": {"forum.example": day.Unix(now)}}, 0, ""},
		{"another domain does not matter", "", map[string]map[string]int64{"": {"example.com": until}}, 0, ""},
		{"nor what another source holds", "", map[string]map[string]int64{other: {"forum.example": until}}, 0, ""},
		{"each source has its own", other, map[string]map[string]int64{"": {}, other: {"forum.example": until}}, until, end},
		{"the built-in source opens nothing for it", other, map[string]map[string]int64{"": {"forum.example": day.Unix(now)}, other: {"forum.example": until}}, until, end},
	} {
		t.Run(test.why, func(t *testing.T) {
			e := platform(func(p *rule.Platform) { p.OptOuts[0].URL = "https://help.forum.example/ai" })
			if test.source != "" {
				e = e.From(test.source)
			}
			r := notice.Reader{Held: test.held, Now: now, Sources: map[string]notice.Abilities{other: {Links: true}}}
			got := notice.About(e, r, now[:10], everywhere)
			for _, o := range []notice.OptOut{got.OptOuts[0], *got.Surfaces[0].Notice.OptOut} {
				if o.HeldUntil != test.want || o.URL == "" {
					t.Errorf("held until %d, want %d: %+v", o.HeldUntil, test.want, o)
				}
			}
			table := notice.NewTable([]rule.Entry{e}, r, now[:10])
			if table.Until != test.stale || table.Records["forum.example"].Until != test.stale {
				t.Errorf("stale at %q, want %q", table.Until, test.stale)
			}
		})
	}
}

func TestOthers(t *testing.T) {
	narrow := platform(func(p *rule.Platform) { p.ID, p.Paths = "narrow", []string{"/a"} })
	entries := []rule.Entry{at("p", "forum.example"), at("q", "forum.example").From(other), narrow.From(other), at("q", "a.forum.example").From(another)}
	for _, test := range []struct {
		why, host, path, answers string
		want                     []string
	}{
		{"the built-in source is no other", "forum.example", "/", "p", []string{other + "/q"}},
		{"paths count", "forum.example", "/a/b", "p", []string{other + "/q", other + "/narrow"}},
		{"so do hosts above", "b.a.forum.example", "/", "p", []string{other + "/q", another + "/q"}},
		{"who answers is no other", "a.forum.example", "/", another + "/q", []string{other + "/q"}},
		{"elsewhere there is nobody", "other.example", "/", "", nil},
	} {
		t.Run(test.why, func(t *testing.T) {
			var got []string
			for _, e := range notice.Others(entries, match.Address{Host: test.host, Path: test.path}, test.answers) {
				got = append(got, e.ID())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
