package rule

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/match"
)

func TestHostList(t *testing.T) {
	text, err := os.ReadFile("hosts.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := []class{store, signIn, secrets, money, account, shared, pages, files, onward, tenants}
	found, before, in := map[string]class{}, "", class("")
	for line := range strings.Lines(string(text)) {
		name, indented := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case !indented:
			in, before = class(name), ""
			if !slices.Contains(known, in) {
				t.Errorf("there is no class %s", in)
			}
			continue
		case !hostName(name):
			t.Errorf("%s is no host", name)
		case name <= before:
			t.Errorf("%s stands after %s", name, before)
		case found[name] != "":
			t.Errorf("%s is both %s and %s", name, found[name], in)
		}
		found[name], before = in, name
	}
	for name, c := range found {
		for parent := name; strings.Contains(parent, "."); {
			_, parent, _ = strings.Cut(parent, ".")
			if p := found[parent]; p == c || p.closed() && c.closed() {
				t.Errorf("%s is covered by %s", name, parent)
			}
			if match.IsPublicSuffix(parent) || !c.closed() && c != account {
				break
			}
			if p := found[parent]; p != shared && !p.closed() {
				t.Errorf("%s has %s, which is %s, below it, but is not shared", parent, name, c)
			}
		}
	}
}

func TestClassOf(t *testing.T) {
	for host, want := range map[string]class{
		"accounts.google.com":   signIn,
		"x.accounts.google.com": signIn,
		"google.com":            shared,
		"support.google.com":    "",
		"docs.google.com":       pages,
		"jane.tumblr.com":       pages,
		"a.jane.tumblr.com":     pages,
		"tumblr.com":            "",
		"help.tumblr.com":       "",
		"a.help.tumblr.com":     "",
		"help.jane.tumblr.com":  pages,
		"x.my.salesforce.com":   pages,
		"login.salesforce.com":  "",
		"forum.example":         "",
		"notbit.ly":             "",
		"bit.ly":                onward,
	} {
		if got := classOf(host, listed()); got != want {
			t.Errorf("%q is %q, want %q", host, got, want)
		}
	}
}
