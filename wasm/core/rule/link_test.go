package rule_test

import (
	"compress/gzip"
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// accepts reports whether a link is accepted on a platform with these hosts.
func accepts(link string, hosts []string, allowed ...string) bool {
	p := good()
	p.Hosts, p.OptOuts[0].URL = hosts, link
	return rule.Gate(p, allowed...) == nil
}

// vector is a test of web-platform-tests. Some elements of their lists are
// comments.
type vector struct {
	Input, Href, Protocol, Hostname, Port, Username string
	Base, Output                                    *string
	Failure                                         bool
}

func vectors(t *testing.T, name string) []vector {
	file, err := os.Open("testdata/wpt/" + name + ".json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var raw []json.RawMessage
	if err := json.NewDecoder(unzipped).Decode(&raw); err != nil {
		t.Fatal(err)
	}
	var all []vector
	for _, r := range raw {
		var v vector
		if r[0] == '{' {
			if err := json.Unmarshal(r, &v); err != nil {
				t.Fatalf("%s: %v", r, err)
			}
			all = append(all, v)
		}
	}
	return all
}

// A link is given every chance: it is asked for as it is, as browsers write it,
// and by https; the platform is on whatever host it could be on. What is
// accepted nevertheless is read by browsers as an https address of that host.
func TestLinksAsBrowsersReadThem(t *testing.T) {
	accepted, all := 0, vectors(t, "urltestdata")
	for _, v := range all {
		for _, link := range []string{v.Input, v.Href, secure(v.Input), secure(v.Href)} {
			for _, host := range []string{"forum.example", v.Hostname, hostIn(link)} {
				domain, ok := match.RegistrableDomain(host)
				if !ok || !accepts(link, []string{domain}) {
					continue
				}
				accepted++
				if v.Failure || v.Protocol != "https:" && v.Protocol != "http:" || v.Port != "" || v.Username != "" || v.Hostname != hostIn(link) {
					t.Errorf("%q is accepted, but browsers read %+v", link, v)
				}
			}
		}
	}
	t.Logf("%d addresses; %d links accepted", len(all), accepted)
	if accepted < 100 || len(all) < 800 {
		t.Errorf("of %d addresses %d were accepted", len(all), accepted)
	}
}

// secure turns http into https, which browsers read in the same way.
func secure(address string) string {
	if rest, ok := strings.CutPrefix(address, "http:"); ok {
		return "https:" + rest
	}
	return address
}

// hostIn guesses the host of an address, however it is written.
func hostIn(address string) string {
	rest := strings.TrimLeft(address[strings.IndexByte(address, ':')+1:], `/\`)
	if end := strings.IndexAny(rest, `/\?#`); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// A host name that is accepted has the same form in browsers. What browsers
// write in punycode is accepted only if it is allowed by name.
func TestHostsAsBrowsersReadThem(t *testing.T) {
	for name, least := range map[string]int{"toascii": 30, "IdnaTestV2": 2000} {
		accepted, all := 0, vectors(t, name)
		for _, v := range all {
			for _, host := range []string{v.Input, v.Input + ".example", v.Input + ".com"} {
				suffix := strings.TrimPrefix(host, v.Input)
				domain, ok := match.RegistrableDomain(host)
				if !ok || !accepts("https://"+host+"/", []string{domain}) {
					continue
				}
				accepted++
				if v.Output == nil || *v.Output+suffix != host {
					t.Errorf("%s: %q is accepted, but browsers read %v", name, host, v.Output)
				}
			}
			if v.Output != nil && strings.Contains(*v.Output, "xn--") {
				host := *v.Output + ".forum.example"
				if accepts("https://"+host+"/", []string{"forum.example"}) || !accepts("https://"+host+"/", []string{"forum.example"}, host) && short(host) {
					t.Errorf("%s: %q is accepted without being allowed, or refused although it is", name, host)
				}
			}
		}
		t.Logf("%s: %d hosts; %d links accepted", name, len(all), accepted)
		if accepted == 0 || len(all) < least {
			t.Errorf("%s: of %d hosts %d were accepted", name, len(all), accepted)
		}
	}
}

// short reports whether a host and its labels are not too long for a name.
func short(host string) bool {
	return len(host) <= 253 && !slices.ContainsFunc(strings.Split(host, "."), func(label string) bool { return label == "" || len(label) > 63 })
}

// Whatever link is accepted leads to the host that net/url finds in it, by
// https, on a domain of the platform.
func FuzzLink(f *testing.F) {
	for _, seed := range []string{"https://forum.example/ai?a=%2f#b", `https://evil.example\@forum.example/`, "https://forum.example:443/", "https://forum.example.:/",
		"https://jane:x@forum.example/", "https://forum.example%2f.evil.example/", "https://a_b.forum.example?https%3a", "https://forum.example/%25%32%66%2f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, link string) {
		if !accepts(link, []string{"forum.example", "board.co.uk"}) {
			return
		}
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" {
			t.Fatalf("%q is accepted: %v, %v", link, u, err)
		}
		domain, ok := match.RegistrableDomain(u.Host)
		if !ok || domain != "forum.example" && domain != "board.co.uk" {
			t.Errorf("%q leads to %s", link, u.Host)
		}
		if address, err := match.Parse(link); err != nil || address.Host != u.Host {
			t.Errorf("%q leads to %s and %+v, %v", link, u.Host, address, err)
		}
		for _, part := range []string{u.Path, u.RawQuery, u.Fragment} {
			if plain, err := url.PathUnescape(part); err == nil && strings.Contains(plain, "//") {
				t.Errorf("%q carries %q", link, plain)
			}
		}
	})
}
