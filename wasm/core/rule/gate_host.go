package rule

import (
	"slices"
	"strconv"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/match"
)

// name is what the gate knows of a host's name.
type name struct {
	domain string // registrable
	class  class
	advice string // why it may stand nowhere; empty if it may
}

// hosts passes where the platform is, and notes its own registrable domains.
func (g *gate) hosts(p *Platform) {
	if len(p.Hosts) == 0 {
		g.add("hosts", "name at least one host")
	}
	g.few("hosts", len(p.Hosts), 20)
	g.few("domains", len(p.Domains), 20)
	for i, host := range p.Hosts {
		n := g.name(host)
		advice := n.advice
		if advice == "" && !n.class.alone() {
			advice = "name a host of the platform alone, not " + host + ", which has or covers the accounts of other services"
		}
		g.own("hosts", i, n.domain, advice)
	}
	for i, host := range p.Domains {
		n := g.name(host)
		g.own("domains", i, n.domain, n.advice)
	}
	g.paths(p.Paths)
}

// own notes a domain of the platform, or what is wrong with it.
func (g *gate) own(list string, i int, domain, advice string) {
	if advice != "" {
		g.add(item(list, i), advice)
	} else if !slices.Contains(g.domains, domain) {
		g.domains = append(g.domains, domain)
	}
}

// name judges the name of a host, wherever it stands. Most stand in many places.
func (g *gate) name(host string) *name {
	if n := g.names[host]; n != nil {
		return n
	}
	if g.names == nil {
		g.names, g.listed = map[string]*name{}, listed()
	}
	n := &name{}
	g.names[host] = n
	if !hostName(host) {
		n.advice = "write the host name " + strconv.Quote(host) + " in lower case and ASCII, without scheme, port or path"
		return n
	}
	registrable := false
	n.domain, registrable = match.RegistrableDomain(host)
	n.class = classOf(host, g.listed)
	switch {
	case !registrable:
		n.advice = "name a host below " + strconv.Quote(host) + ", which is a public suffix"
	case private(host) || n.class.closed():
		n.advice = "leave " + host + " out: stores, sign-in, secrets, money and private names are closed to rules"
	case !g.readable(host):
		n.advice = "have " + host + " allowed by name: it has a label in punycode, which may look like another name"
	}
	return n
}

// hostName reports whether host is a name of at least two labels that browsers
// leave as it is.
func hostName(host string) bool {
	label, dots := 0, 0
	for i := range len(host) {
		c := host[i]
		switch {
		case c == '.' && 0 < label && label <= 63:
			dots++
			label = 0
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_':
			label++
		default:
			return false
		}
	}
	return dots > 0 && 0 < label && label <= 63 && len(host) <= 253 && !match.IsIP(host)
}

// private reports whether a name is one of a local network or of another one.
func private(host string) bool {
	switch host[strings.LastIndexByte(host, '.')+1:] {
	case "localhost", "local", "internal", "onion":
		return true
	}
	return false
}

// readable reports whether what stands before an allowed name has no punycode.
func (g *gate) readable(host string) bool {
	if !strings.Contains(host, "xn--") {
		return true
	}
	for _, name := range g.allowed {
		if before, ok := strings.CutSuffix(host, name); ok && (before == "" || strings.HasSuffix(before, ".")) {
			host = before
		}
	}
	return !strings.HasPrefix(host, "xn--") && !strings.Contains(host, ".xn--")
}

func (g *gate) paths(paths []string) {
	g.few("paths", len(paths), 20)
	for i, path := range paths {
		if !pathPrefix(path) {
			g.add(item("paths", i), "write a path prefix that starts with a slash, with * for a whole segment")
		}
	}
}

func pathPrefix(path string) bool {
	for i := range len(path) { // a * fills its segment
		if path[i] == '*' && (i == 0 || path[i-1] != '/' || i+1 < len(path) && path[i+1] != '/') {
			return false
		}
	}
	return strings.HasPrefix(path, "/") && len(path) <= 100 && printable(path) && !strings.ContainsAny(path, `?#\`)
}
