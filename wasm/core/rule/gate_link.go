package rule

import (
	"slices"
	"strings"
)

// link refuses what is not an https address on the platform's own domains,
// what carries another address, and what leads to other people's content.
func (g *gate) link(field, url string) {
	host, rest, advice := address(url, "https://", "@")
	n := g.name(host) // with a port or a user name, it is none
	switch {
	case advice != "":
		g.add(field, advice)
	case carriesAddress(rest):
		g.add(field, "must not carry another address")
	case n.domain == "" || !slices.Contains(g.domains, n.domain):
		g.add(field, "must lead to the platform's own domains, not to "+host+"; name further domains of the platform in domains")
	case n.advice != "":
		g.add(field, n.advice)
	case n.class.foreign():
		g.add(field, "must not lead to "+host+", which serves what other people wrote, or leads on to where they want")
	default:
		g.links = append(g.links, n.domain)
	}
}

// webPage refuses evidence that is no public web page. It may be anybody's, by
// http as well, and the copy of another page.
func (g *gate) webPage(field, url string) {
	scheme := "https://"
	if strings.HasPrefix(url, "http://") {
		scheme = "http://"
	}
	host, _, advice := address(url, scheme, "")
	if advice != "" || !hostName(host) || private(host) {
		g.add(field, "give a public web address")
	}
}

// address cuts a well-formed address into its host and the decoded rest, or
// says what is wrong with it. Some characters may be refused besides.
func address(url, scheme, refused string) (host, rest, advice string) {
	rest, found := strings.CutPrefix(url, scheme)
	host = hostOf(rest)
	if !found || host == "" {
		return "", "", "must be an https URL"
	}
	if len(url) > 512 || !printable(url) || strings.ContainsAny(url, "\"<>\\^{|}`"+refused) {
		return "", "", "use at most 512 printable ASCII characters, and none of \" < > \\ ^ { | } @ `"
	}
	if rest, found = decode(rest); !found {
		return "", "", "write two hex digits after each %, and no control characters"
	}
	return host, rest, ""
}

// hostOf returns what stands between the scheme and the path. With a port or a
// user name, it is no host name.
func hostOf(rest string) string {
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		return rest[:end]
	}
	return rest
}

// decode undoes percent-encoding, as often as it was applied, and reports
// whether each % has its two hex digits and none stands for a control
// character, which browsers leave out of some addresses.
func decode(s string) (string, bool) {
	for first := true; strings.Contains(s, "%"); first = false {
		var out strings.Builder
		for i := 0; i < len(s); i++ {
			c := s[i]
			if c == '%' {
				value, ok := hexByte(s[i+1:])
				if ok && value < ' ' || !ok && first {
					return "", false
				}
				if ok {
					c = value
					i += 2
				}
			}
			out.WriteByte(c)
		}
		if out.Len() == len(s) {
			return s, true
		}
		s = out.String()
	}
	return s, true
}

func hexByte(s string) (byte, bool) {
	if len(s) < 2 {
		return 0, false
	}
	var value byte
	for i := range 2 {
		digit := strings.IndexByte("0123456789abcdef", lower(s[i]))
		if digit < 0 {
			return 0, false
		}
		value = value<<4 | byte(digit)
	}
	return value, true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c |= ' '
	}
	return c
}

// carriesAddress looks for what could make a page lead on to another one.
func carriesAddress(decoded string) bool {
	decoded = strings.ToLower(decoded)
	if strings.Contains(decoded, "//") || strings.Contains(decoded, `\`) {
		return true
	}
	for before, rest := "", decoded; ; {
		var found bool
		if before, rest, found = strings.Cut(rest, ":"); !found {
			return false
		}
		for _, scheme := range [...]string{"http", "https", "javascript", "data"} {
			if strings.HasSuffix(before, scheme) {
				return true
			}
		}
	}
}
