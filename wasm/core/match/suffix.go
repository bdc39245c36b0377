package match

import (
	_ "embed" // for the list
	"strings"
)

// suffixes is the Public Suffix List (https://publicsuffix.org/list/), ICANN
// and private sections, as a tree: one label a line, behind as many tabs as
// there are labels to its right. A label that is only the parent of others ends
// in a slash, an exception starts with an exclamation mark.
//
//go:embed suffixes.txt
var suffixes string

// IsPublicSuffix reports whether people register names directly below host,
// such as co.uk or github.io.
func IsPublicSuffix(host string) bool {
	return host != "" && !IsIP(host) && publicSuffix(host) == host
}

// RegistrableDomain returns the public suffix of host and one label more. It
// reports false for IP addresses and for hosts that are public suffixes
// themselves, single labels included.
func RegistrableDomain(host string) (string, bool) {
	if host == "" || IsIP(host) {
		return "", false
	}
	suffix := publicSuffix(host)
	if suffix == host {
		return "", false
	}
	rest := strings.TrimSuffix(host, "."+suffix)
	return rest[strings.LastIndexByte(rest, '.')+1:] + "." + suffix, true
}

// publicSuffix applies the algorithm of the list: the longest rule wins, an
// exception beats all and stands for its parent, and a host that no rule names
// has one label.
func publicSuffix(host string) string {
	suffix := host[strings.LastIndexByte(host, '.')+1:]
	tree, name := suffixes, host
	for tabs := ""; ; tabs += "\t" {
		dot := strings.LastIndexByte(name, '.')
		label, upTo := name[dot+1:], host[dot+1:]
		if _, exception := below(tree, tabs+"!"+label); exception {
			return strings.TrimPrefix(upTo, label+".")
		}
		if _, wildcard := below(tree, tabs+"*"); wildcard {
			suffix = upTo
		}
		inner, listed := below(tree, tabs+label)
		if listed {
			suffix = upTo
		} else if inner, listed = below(tree, tabs+label+"/"); !listed {
			return suffix
		}
		if dot < 0 {
			return suffix
		}
		tree, name = inner, name[:dot]
	}
}

// below finds a line in a subtree and returns the subtree below it.
func below(tree, line string) (string, bool) {
	start := 0
	if !strings.HasPrefix(tree, line+"\n") {
		if start = strings.Index(tree, "\n"+line+"\n") + 1; start == 0 {
			return "", false
		}
	}
	inner := tree[start+len(line)+1:]
	depth := strings.Count(line, "\t") + 1
	for end := 0; end < len(inner); {
		if !strings.HasPrefix(inner[end:], strings.Repeat("\t", depth)) {
			return inner[:end], true
		}
		end += strings.IndexByte(inner[end:], '\n') + 1
	}
	return inner, true
}
