package match_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"github.com/beforehand/beforehand/wasm/core/match"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		why, address string
		want         match.Address
		err          error
	}{
		{"an ordinary page", "https://www.linkedin.com/feed/", match.Address{Host: "www.linkedin.com", Path: "/feed/"}, nil},
		{"http is a page too", "http://example.com", match.Address{Host: "example.com", Path: "/"}, nil},
		{"scheme and host have no case, the path has", "HTTPS://WWW.LinkedIn.COM/Feed", match.Address{Host: "www.linkedin.com", Path: "/Feed"}, nil},
		{"a trailing dot is the same host", "https://www.linkedin.com./feed", match.Address{Host: "www.linkedin.com", Path: "/feed"}, nil},
		{"a port does not matter", "https://x.com:8443/home", match.Address{Host: "x.com", Path: "/home"}, nil},
		{"a user name is not a host", "https://linkedin.com@evil.example/", match.Address{Host: "evil.example", Path: "/"}, nil},
		{"nor is a user name with a password", "https://linkedin.com:pass@evil.example/", match.Address{Host: "evil.example", Path: "/"}, nil},
		{"browsers read a backslash as a slash", `https://evil.example\@linkedin.com/`, match.Address{Host: "evil.example", Path: "/@linkedin.com/"}, nil},
		{"query and fragment do not matter", "https://x.com/a?b=/c#/d", match.Address{Host: "x.com", Path: "/a"}, nil},
		{"a query may follow the host", "https://x.com?b", match.Address{Host: "x.com", Path: "/"}, nil},
		{"Unicode is written in ASCII", "https://BÜCHER.example/", match.Address{Host: "xn--bcher-kva.example", Path: "/"}, nil},
		{"punycode stays", "https://xn--bcher-kva.example/", match.Address{Host: "xn--bcher-kva.example", Path: "/"}, nil},
		{"the full stop of CJK is a dot", "https://www。x.com/", match.Address{Host: "www.x.com", Path: "/"}, nil},
		{"an IP address is a host", "http://127.0.0.1:80/", match.Address{Host: "127.0.0.1", Path: "/"}, nil},
		{"IPv6 too", "http://[::1]:80/a", match.Address{Host: "[::1]", Path: "/a"}, nil},
		{"about: is no page", "about:blank", match.Address{}, match.ErrNotAPage},
		{"srcdoc is no page", "about:srcdoc", match.Address{}, match.ErrNotAPage},
		{"an extension's page is no web page", "chrome-extension://abc/popup.html", match.Address{}, match.ErrNotAPage},
		{"nor is one of Firefox", "moz-extension://abc/popup.html", match.Address{}, match.ErrNotAPage},
		{"files are not posted", "file:///etc/hosts", match.Address{}, match.ErrNotAPage},
		{"nothing is no address", "", match.Address{}, match.ErrBadAddress},
		{"a word is no address", "linkedin", match.Address{}, match.ErrBadAddress},
		{"a space cannot be in an address", "https://x.com/a b", match.Address{}, match.ErrBadAddress},
		{"a host needs a name", "https:///", match.Address{}, match.ErrBadAddress},
		{"an empty label is no name", "https://x..com/", match.Address{}, match.ErrBadAddress},
		{"a percent sign is no name", "https://x%2ecom/", match.Address{}, match.ErrBadAddress},
		{"a port is a number", "https://x.com:abc/", match.Address{}, match.ErrBadAddress},
	} {
		t.Run(test.why, func(t *testing.T) {
			got, err := match.Parse(test.address)
			if !errors.Is(err, test.err) || err != nil && test.err == nil {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHosts(t *testing.T) {
	for host, want := range map[string][]string{
		"www.linkedin.com": {"www.linkedin.com", "linkedin.com"},
		"localhost":        nil,
		"127.0.0.1":        nil,
		"1.0x7f":           nil,
		"[::1]":            nil,
	} {
		if diff := cmp.Diff(want, match.Hosts(host)); diff != "" {
			t.Errorf("%s: %s", host, diff)
		}
	}
}

func TestUnder(t *testing.T) {
	for _, test := range []struct {
		path   string
		prefix []string
		want   bool
	}{
		{"/anything", nil, true},
		{"/i/grok", []string{"/i"}, true},
		{"/i", []string{"/i"}, true},
		{"/images", []string{"/i"}, false},
		{"/docs/a", []string{"/x", "/docs/"}, true},
		{"/docs", []string{"/docs/"}, true},
		{"/", []string{"/"}, true},
		{"/a", []string{"/"}, true},
		{"/r/golang/submit", []string{"/r/*/submit"}, true},
		{"/r/golang/submit/x", []string{"/r/*/submit"}, true},
		{"/r/golang/submitted", []string{"/r/*/submit"}, false},
		{"/r/golang", []string{"/r/*/submit"}, false},
		{"/r//submit", []string{"/r/*/submit"}, false},
		{"/r/a/b/submit", []string{"/r/*/submit"}, false},
	} {
		if got := match.Under(test.path, test.prefix); got != test.want {
			t.Errorf("Under(%q, %q) = %v", test.path, test.prefix, got)
		}
	}
}

// The whole list must say what golang.org/x/net says, wildcards and exceptions
// included.
func TestPublicSuffix(t *testing.T) {
	hosts := []string{"co.uk", "example.co.uk", "github.io", "me.github.io", "com", "localhost", "ck", "www.ck", "a.www.ck", "other.ck",
		"a.other.ck", "city.kobe.jp", "a.kobe.jp", "b.a.kobe.jp", "kobe.jp", "jp", "unlisted", "a.unlisted", "s3.amazonaws.com", "amazonaws.com",
		"a.b.c.compute.amazonaws.com", "blogspot.com", "x.com", "www.linkedin.com", "xn--p1ai", "a.xn--p1ai"}
	for _, host := range hosts {
		suffix, _ := publicsuffix.PublicSuffix(host)
		if got := match.IsPublicSuffix(host); got != (suffix == host) {
			t.Errorf("IsPublicSuffix(%q) = %v, want suffix %q", host, got, suffix)
		}
		want, err := publicsuffix.EffectiveTLDPlusOne(host)
		got, ok := match.RegistrableDomain(host)
		if ok != (err == nil) || got != want {
			t.Errorf("RegistrableDomain(%q) = %q, %v, want %q, %v", host, got, ok, want, err)
		}
	}
}

func TestPunycode(t *testing.T) {
	for _, host := range []string{"bücher.example", "münchen.de", "例え.テスト", "почта.рф", "faß.example", "ليهمابتكلموشعربي؟"} {
		want, err := idna.Punycode.ToASCII(strings.ToLower(host))
		got, ok := match.Host(host)
		if err != nil || !ok || got != want {
			t.Errorf("Host(%q) = %q, %v, want %q", host, got, ok, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("https://user@www.Example.com:8080/a\\b?c#d")
	f.Fuzz(func(t *testing.T, address string) {
		a, err := match.Parse(address)
		if err == nil && (a.Host == "" || a.Path == "" || a.Path[0] != '/') {
			t.Errorf("%q: %+v", address, a)
		}
	})
}
