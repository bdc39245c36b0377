package match

import (
	_ "embed" // for the list
	"strings"
	"sync"
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

// IsTopLevel reports whether the list has names that end in label, so that a
// word and label, with a dot between them, may be somebody's domain.
func IsTopLevel(label string) bool {
	return root.below(label) != nil || root.below(label+"/") != nil
}

// publicSuffix applies the algorithm of the list: the longest rule wins, an
// exception beats all and stands for its parent, and a host that no rule names
// has one label.
func publicSuffix(host string) string {
	suffix := host[strings.LastIndexByte(host, '.')+1:]
	for at, name := root, host; ; {
		dot := strings.LastIndexByte(name, '.')
		label, upTo := name[dot+1:], host[dot+1:]
		if at.below("!"+label) != nil {
			return strings.TrimPrefix(upTo, label+".")
		}
		if at.below("*") != nil {
			suffix = upTo
		}
		inner := at.below(label)
		if inner != nil {
			suffix = upTo
		} else if inner = at.below(label + "/"); inner == nil {
			return suffix
		}
		if dot < 0 {
			return suffix
		}
		at, name = inner, name[:dot]
	}
}

var root = &level{text: suffixes}

// level is one level of the tree: lines that are read when they are needed,
// because most hosts are below one of very few.
type level struct {
	text  string
	tabs  string
	once  sync.Once
	lines map[string]*level
}

// below returns what is below a line; nil if there is no such line.
func (l *level) below(line string) *level {
	l.once.Do(func() {
		l.lines = map[string]*level{}
		deeper := l.tabs + "\t"
		for rest := l.text; rest != ""; {
			name, inner, _ := strings.Cut(rest, "\n")
			end := 0
			for strings.HasPrefix(inner[end:], deeper) {
				end += strings.IndexByte(inner[end:], '\n') + 1
			}
			l.lines[name[len(l.tabs):]] = &level{text: inner[:end], tabs: deeper}
			rest = inner[end:]
		}
	})
	return l.lines[line]
}
