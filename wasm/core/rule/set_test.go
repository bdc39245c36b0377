package rule_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

const emptySet = `{"version":"1.1","groups":{},"platforms":[%]}`

// forumJSON is a good rule with another id and host, and with more members.
func forumJSON(t *testing.T, id, more string) string {
	p := good()
	p.ID, p.Hosts, p.OptOuts = id, []string{id + ".example"}, nil
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(text), "}") + more + "}"
}

func TestOpenSet(t *testing.T) {
	for _, test := range []struct {
		why, platforms string
		want           []string // ids
		refused        string
	}{
		{"all platforms", forumJSON(t, "a", "") + "," + forumJSON(t, "b", ""), []string{"a", "b"}, ""},
		{"unknown members are for newer engines", forumJSON(t, "a", `,"hue":{"b":[1,null]}`), []string{"a"}, ""},
		{"a rule for a newer engine is left out", forumJSON(t, "a", "") + "," + forumJSON(t, "b", `,"minEngine":2,"frames":"in some"`), []string{"a"}, ""},
		{"a rule for this engine has to be readable", forumJSON(t, "a", `,"frames":"in some"`), nil, "write another type of value"},
		{"a name given twice", forumJSON(t, "a", `,"id":"b"`), nil, "give each name once"},
		{"a name that only some readers know", strings.Replace(forumJSON(t, "a", ""), `"says"`, `"Says"`, 1), nil, "write says in its own case"},
		{"one bad rule refuses all", forumJSON(t, "a", "") + "," + forumJSON(t, "b", `,"paths":["x"]`), nil, `platform "b": paths[0]: write a path prefix`},
		{"an id is there once", forumJSON(t, "a", "") + "," + forumJSON(t, "a", ""), nil, "give each platform an id of its own"},
		{"a host is one platform's", forumJSON(t, "a", "") + "," + strings.Replace(forumJSON(t, "b", ""), "b.example", "a.example", 1), nil, "a.example belongs to another platform"},
		{"or several platforms', below paths", forumJSON(t, "a", `,"paths":["/a"]`) + "," + strings.Replace(forumJSON(t, "b", `,"paths":["/b"]`), "b.example", "a.example", 1), []string{"a", "b"}, ""},
		{"but not below the same", forumJSON(t, "a", `,"paths":["/a"]`) + "," + strings.Replace(forumJSON(t, "b", `,"paths":["/b","/a"]`), "b.example", "a.example", 1), nil, "a.example belongs to another platform"},
		{"nor whole as well", forumJSON(t, "a", `,"paths":["/a"]`) + "," + strings.Replace(forumJSON(t, "b", ""), "b.example", "a.example", 1), nil, "a.example belongs to another platform"},
		{"no platforms", "", nil, "no version or no platforms"},
		{"no JSON", "{", nil, "write a name in quotes"},
	} {
		t.Run(test.why, func(t *testing.T) {
			set, err := rule.OpenSet(strings.Replace(emptySet, "%", test.platforms, 1))
			var ids []string
			for _, e := range set.Entries {
				ids = append(ids, e.ID())
			}
			if diff := cmp.Diff(test.want, ids); diff != "" {
				t.Error(diff)
			}
			if (err == nil) != (test.refused == "") || err != nil && (!errors.Is(err, rule.ErrBadContent) || !strings.Contains(err.Error(), test.refused)) {
				t.Errorf("%v, want %q", err, test.refused)
			}
		})
	}
}

func TestOpenSetGroups(t *testing.T) {
	one := strings.Replace(emptySet, "%", forumJSON(t, "a", ""), 1)
	for groups, ok := range map[string]bool{
		`{"EEA":{"name":"European Economic Area","members":[{"country":"DE"}]}}`: true,
		`{"EEA":{"name":"see evil.com"}}`:                                        false,
		`{"E/A":{"name":"European Economic Area"}}`:                              false,
		`[]`: false,
	} {
		if _, err := rule.OpenSet(strings.Replace(one, "{}", groups, 1)); (err == nil) != ok {
			t.Errorf("%s: %v", groups, err)
		}
	}
}

// The domains that links lead to are what LinkDomains finds, and names in
// punycode have to be allowed.
func TestOpenSetLinkDomains(t *testing.T) {
	p := forum()
	p.Links = rule.Links{Policy: "https://www.xn--bro-hoa.net/", Help: "https://support.google.com/"}
	set, err := rule.OpenSet(rawSet(t, []rule.Platform{p}), "xn--bro-hoa.net")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"forum.net", "google.com", "xn--bro-hoa.net"}, set.LinkDomains); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(rule.LinkDomains([]rule.Platform{p}), set.LinkDomains); diff != "" {
		t.Error(diff)
	}
	if _, err := rule.OpenSet(rawSet(t, []rule.Platform{p})); !errors.Is(err, rule.ErrBadContent) {
		t.Errorf("punycode is not allowed, but %v", err)
	}
}
