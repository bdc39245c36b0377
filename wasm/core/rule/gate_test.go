package rule_test

import (
	"bufio"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// forum is a good rule with the domains that testdata/gate.txt speaks of.
func forum() rule.Platform {
	p := good()
	p.Hosts, p.Domains = []string{"forum.net"}, []string{"google.com", "live.com", "tumblr.com", "xn--bro-hoa.net"}
	p.OptOuts[0].URL = "https://forum.net/ai"
	return p
}

// places are where testdata/gate.txt puts its values, and what the gate calls
// them.
var places = map[string]struct {
	field string
	put   func(*rule.Platform, string)
}{
	"id":       {"id", func(p *rule.Platform, s string) { p.ID = s }},
	"name":     {"name", func(p *rule.Platform, s string) { p.Name = s }},
	"verified": {"verified", func(p *rule.Platform, s string) { p.Verified = s }},
	"category": {"category", func(p *rule.Platform, s string) { p.Category = rule.Category(s) }},
	"regions":  {"uses[0].regions", func(p *rule.Platform, s string) { p.Uses[0].Regions = []string{s} }},
	"hosts":    {"hosts[1]", func(p *rule.Platform, s string) { p.Hosts = append(p.Hosts, s) }},
	"domains":  {"domains[4]", func(p *rule.Platform, s string) { p.Domains = append(p.Domains, s) }},
	"paths":    {"paths[0]", func(p *rule.Platform, s string) { p.Paths = []string{s} }},
	"link":     {"links.help", func(p *rule.Platform, s string) { p.Links.Help = s }},
	"evidence": {"evidence[0].url", func(p *rule.Platform, s string) { p.Evidence[0].URL = s }},
	"step":     {"optOuts[0].steps.en[0]", func(p *rule.Platform, s string) { p.OptOuts[0].Steps = rule.Steps{"en": {s}} }},
	"selector": {"composers[0].selector", func(p *rule.Platform, s string) { p.Composers[0].Selector = s }},
}

func TestGate(t *testing.T) {
	file, err := os.Open("testdata/gate.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if lines.Text() == "" || lines.Text()[0] == '#' {
			continue
		}
		where, rest, _ := strings.Cut(lines.Text(), " ")
		accepted, rest := unquoted(t, rest)
		refused, advice := unquoted(t, rest)
		place, known := places[where]
		if !known {
			t.Fatalf("%s is no place", where)
		}
		t.Run(where+" "+refused, func(t *testing.T) {
			p := forum()
			place.put(&p, accepted)
			if problems := rule.Gate(p, "xn--bro-hoa.net"); problems != nil {
				t.Errorf("%q is refused: %v", accepted, problems)
			}
			p = forum()
			place.put(&p, refused)
			want := []rule.Problem{{Field: place.field, Advice: advice}}
			if diff := cmp.Diff(want, rule.Gate(p, "xn--bro-hoa.net")); diff != "" {
				t.Errorf("%q: %s", refused, diff)
			}
		})
	}
}

// unquoted takes the string of Go that a line starts with.
func unquoted(t *testing.T, line string) (value, rest string) {
	quoted, err := strconv.QuotedPrefix(line)
	if err == nil {
		value, err = strconv.Unquote(quoted)
	}
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return value, strings.TrimPrefix(line[len(quoted):], " ")
}

// A list as long as may be is accepted; one more is not.
func TestGateLimits(t *testing.T) {
	many := func(n int, value string) []string { return strings.Fields(strings.Repeat(value+" ", n)) }
	for _, test := range []struct {
		field string
		most  int
		make  func(*rule.Platform, int)
	}{
		{"hosts", 20, func(p *rule.Platform, n int) { p.Hosts = many(n, "forum.net") }},
		{"domains", 20, func(p *rule.Platform, n int) { p.Domains = many(n, "forum.net") }},
		{"paths", 20, func(p *rule.Platform, n int) { p.Paths = many(n, "/") }},
		{"composers", 16, func(p *rule.Platform, n int) { p.Composers = make([]rule.Composer, n) }},
		{"composers[0].paths", 20, func(p *rule.Platform, n int) { p.Composers[0].Paths = many(n, "/") }},
		{"uses", 100, func(p *rule.Platform, n int) { p.Uses = make([]rule.Use, n) }},
		{"uses[0].by", 20, func(p *rule.Platform, n int) { p.Uses[0].By = many(n, "Forum") }},
		{"uses[0].plans", 20, func(p *rule.Platform, n int) { p.Uses[0].Plans = many(n, "free") }},
		{"uses[0].content", 40, func(p *rule.Platform, n int) { p.Uses[0].Content = make([]rule.Content, n) }},
		{"uses[0].regions", 300, func(p *rule.Platform, n int) { p.Uses[0].Regions = many(n, "DE") }},
		{"uses[0].evidence", 100, func(p *rule.Platform, n int) { p.Uses[0].Evidence = many(n, "terms") }},
		{"optOuts", 8, func(p *rule.Platform, n int) { p.OptOuts = slices.Repeat(p.OptOuts, n) }},
		{"optOuts[0].covers", 20, func(p *rule.Platform, n int) { p.OptOuts[0].Covers = make([]rule.Purpose, n) }},
		{"optOuts[0].steps.en", 10, func(p *rule.Platform, n int) { p.OptOuts[0].Steps = rule.Steps{"en": many(n, "Go.")} }},
		{"changes", 100, func(p *rule.Platform, n int) { p.Changes = make([]rule.Change, n) }},
		{"evidence", 100, func(p *rule.Platform, n int) { p.Evidence = slices.Repeat(p.Evidence, n) }},
	} {
		p := forum()
		test.make(&p, test.most)
		if problems := rule.Gate(p, "xn--bro-hoa.net"); problems != nil {
			t.Errorf("%d %s: %v", test.most, test.field, problems)
		}
		p = forum()
		test.make(&p, test.most+1)
		want := []rule.Problem{{Field: test.field, Advice: "keep to " + strconv.Itoa(test.most)}}
		if diff := cmp.Diff(want, rule.Gate(p, "xn--bro-hoa.net")); diff != "" {
			t.Errorf("%d %s: %s", test.most+1, test.field, diff)
		}
	}
}

// A translation may name the hosts that the English text names, and no other.
func TestCheckTranslation(t *testing.T) {
	for _, test := range []struct{ english, text, want string }{
		{"Posts are used.", "Beiträge werden benutzt.", ""},
		{"Posts on forum.net are used.", "Beiträge auf forum.net werden benutzt.", ""},
		{"Posts on forum.net are used.", "Beiträge auf forum.com werden benutzt.", "leave out what may be somebody else's web address, such as a word, a dot and com"},
		{"Posts are used.", "投稿が使われます。AI の設定で止められます。", ""},
		{"Posts are used.", "投稿 evil。com が使われます。", "leave out what may be somebody else's web address, such as a word, a dot and com"},
		{"Posts on Forum.net are used.", "forum.net", ""},
		{"Posts are used.", strings.Repeat("a", 601), "write 1 to 600 characters"},
	} {
		if got := rule.CheckTranslation(test.english, test.text); got != test.want {
			t.Errorf("%s: %q, want %q", test.text, got, test.want)
		}
	}
}
