package rule

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/beforehand/beforehand/wasm/core/match"
)

// Problem is one thing to fix in a rule.
type Problem struct {
	// Field is where, as a path: optOuts[0].url.
	Field string `json:"field"`
	// Advice says what to do.
	Advice string `json:"advice"`
}

// String returns the problem as one line.
func (p Problem) String() string { return p.Field + ": " + p.Advice }

// Gate finds what makes a platform dangerous to act on, whoever signed it:
// hosts, links, texts and selectors outside their narrow bounds. It is part of
// Check; the engine runs it on every rule set.
func Gate(p Platform) []Problem {
	var g gate
	g.id(p)
	g.hosts(p)
	g.composers(p)
	g.optOuts(p)
	for i, e := range p.Evidence {
		at := fmt.Sprintf("evidence[%d].", i)
		g.text(at+"publisher", e.Publisher, 80)
		g.text(at+"says", e.Says, 400)
		if !isHTTPS(e.URL) && !strings.HasPrefix(e.URL, "http://") {
			g.add(at+"url", "give a public web address")
		}
	}
	for i, c := range p.Changes {
		g.texts(fmt.Sprintf("changes[%d].summary", i), c.Summary)
	}
	return g.problems
}

type gate struct{ problems []Problem }

func (g *gate) add(field, advice string) { g.problems = append(g.problems, Problem{field, advice}) }

func (g *gate) id(p Platform) {
	if p.ID == "" || len(p.ID) > 40 || strings.Trim(p.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		g.add("id", "use 1 to 40 lower-case letters, digits and hyphens")
	}
	g.text("name", p.Name, 60)
	g.text("operator", p.Operator, 120)
	if len(p.Uses) > 100 || len(p.Evidence) > 100 || len(p.Changes) > 100 {
		g.add("uses", "keep to 100 uses, 100 changes and 100 pieces of evidence")
	}
}

func (g *gate) hosts(p Platform) {
	if len(p.Hosts) == 0 {
		g.add("hosts", "name at least one host")
	}
	if len(p.Hosts) > 20 {
		g.add("hosts", "name at most 20 hosts")
	}
	for i, host := range append(append([]string{}, p.Hosts...), p.Domains...) {
		field := fmt.Sprintf("hosts[%d]", i)
		if i >= len(p.Hosts) {
			field = fmt.Sprintf("domains[%d]", i-len(p.Hosts))
		}
		normal, ok := match.Host(host)
		switch {
		case !ok || normal != host || match.IsIP(host) || !strings.Contains(host, "."):
			g.add(field, fmt.Sprintf("write the host name %q in lower case and ASCII, without scheme, port or path", host))
		case match.IsPublicSuffix(host):
			g.add(field, fmt.Sprintf("name a host below %q, which is a public suffix", host))
		}
	}
	for i, path := range p.Paths {
		g.path(fmt.Sprintf("paths[%d]", i), path)
	}
}

func (g *gate) path(field, path string) {
	wild := slices.ContainsFunc(strings.Split(path, "/"), func(segment string) bool { return segment != "*" && strings.Contains(segment, "*") })
	if !strings.HasPrefix(path, "/") || len(path) > 100 || strings.ContainsAny(path, "?#\\ ") || wild {
		g.add(field, "write a path prefix that starts with a slash, with * for a whole segment")
	}
}

func (g *gate) composers(p Platform) {
	if len(p.Composers) > 16 {
		g.add("composers", "keep to 16 composers")
	}
	for i, c := range p.Composers {
		at := fmt.Sprintf("composers[%d].", i)
		if c.Selector != "" {
			if err := CheckSelector(c.Selector); err != nil {
				g.add(at+"selector", err.Error())
			}
		}
		if c.Submit != "" {
			if err := CheckSelector(c.Submit); err != nil {
				g.add(at+"submit", err.Error())
			}
		}
		for j, path := range c.Paths {
			g.path(fmt.Sprintf("%spaths[%d]", at, j), path)
		}
	}
}

func (g *gate) optOuts(p Platform) {
	if len(p.OptOuts) > 8 {
		g.add("optOuts", "keep to 8 opt-outs")
	}
	for i, o := range p.OptOuts {
		at := fmt.Sprintf("optOuts[%d].", i)
		g.link(p, at+"url", o.URL)
		g.texts(at+"label", o.Label)
		g.texts(at+"limits", o.Limits)
		for language, steps := range o.Steps {
			for j, step := range steps {
				g.text(fmt.Sprintf("%ssteps.%s[%d]", at, language, j), step, 160)
			}
		}
		if o.Probe != nil {
			if err := CheckSelector(o.Probe.Selector); err != nil {
				g.add(at+"probe.selector", err.Error())
			}
		}
	}
	for _, link := range []struct{ field, url string }{
		{"links.policy", p.Links.Policy}, {"links.help", p.Links.Help},
		{"links.dataAccess", p.Links.DataAccess}, {"links.deletion", p.Links.Deletion},
	} {
		if link.url != "" {
			g.link(p, link.field, link.url)
		}
	}
}

// link refuses what is not an https address on the platform's own domains, and
// addresses that carry another address.
func (g *gate) link(p Platform, field, url string) {
	address, err := match.Parse(url)
	rest := strings.ToLower(strings.TrimPrefix(url, "https://"))
	switch {
	case err != nil || !isHTTPS(url):
		g.add(field, "must be an https URL")
	case len(url) > 512 || strings.ContainsFunc(url, func(r rune) bool { return r <= ' ' || r > '~' }) || strings.ContainsAny(url, "\"<>\\^{|}@`"):
		g.add(field, "use at most 512 printable ASCII characters, and none of \" < > \\ ^ { | } @ `")
	case strings.Contains(rest, "//") || strings.Contains(rest, "%2f%2f") || strings.Contains(rest, "http:") || strings.Contains(rest, "https:"):
		g.add(field, "must not carry another address")
	case !own(p, address.Host):
		g.add(field, fmt.Sprintf("must lead to the platform's own domains, not to %s; name further domains of the platform in domains", address.Host))
	}
}

func own(p Platform, host string) bool {
	domain, ok := match.RegistrableDomain(host)
	if !ok {
		return false
	}
	for _, h := range append(append([]string{}, p.Hosts...), p.Domains...) {
		if d, ok := match.RegistrableDomain(h); ok && d == domain {
			return true
		}
	}
	return false
}

func isHTTPS(url string) bool { return strings.HasPrefix(url, "https://") }

func (g *gate) texts(field string, texts Text) {
	for language, text := range texts {
		g.text(field+"."+language, text, 280)
	}
}

// text refuses what could be read as markup or as an address, and characters
// that make a text look different from what it is.
func (g *gate) text(field, text string, most int) {
	switch {
	case text == "" || len([]rune(text)) > most:
		g.add(field, fmt.Sprintf("write 1 to %d characters", most))
	case strings.ContainsFunc(text, deceptive):
		g.add(field, "leave out control, bidirectional, zero-width and private-use characters")
	case strings.ContainsAny(text, "<>") || strings.Contains(text, "://"):
		g.add(field, "write plain text, without markup and addresses")
	}
}

func deceptive(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar
}
