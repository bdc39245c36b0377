// Package match turns the address of a page into the host names and the path
// by which a platform is found.
package match

import (
	"errors"
	"fmt"
	"strings"
)

// What can be wrong with an address.
var (
	// ErrNotAPage means the address is not http or https, such as
	// about:blank or a page of an extension: never a platform.
	ErrNotAPage = errors.New("not a web page: only http and https addresses are")
	// ErrBadAddress means the address cannot be read.
	ErrBadAddress = errors.New("not an address: write it as https://www.example.com/path")
)

// Address is where a page is.
type Address struct {
	// Host is the host name in lower case and ASCII, without a trailing dot.
	Host string
	// Path is the path, starting with a slash, without query and fragment.
	Path string
}

// Parse reads an address as browsers do (https://url.spec.whatwg.org/), as far
// as it decides where the page is. Browsers hand over addresses in their
// serialised form; people also type them with upper case and Unicode.
func Parse(address string) (Address, error) {
	scheme, rest, ok := strings.Cut(address, ":")
	if !ok || scheme == "" {
		return Address{}, fmt.Errorf("%q: %w", address, ErrBadAddress)
	}
	if scheme = strings.ToLower(scheme); scheme != "http" && scheme != "https" {
		return Address{}, fmt.Errorf("%q: %w", address, ErrNotAPage)
	}
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '�' }) {
		return Address{}, fmt.Errorf("%q has a space or a control character: %w", address, ErrBadAddress)
	}
	// A browser reads a backslash as a slash, so https://evil.example\@good.example is on evil.example.
	rest = strings.ReplaceAll(rest, `\`, "/")
	if !strings.HasPrefix(rest, "//") {
		return Address{}, fmt.Errorf("%q: %w", address, ErrBadAddress)
	}
	authority, path := strings.TrimLeft(rest, "/"), "/"
	if i := strings.IndexAny(authority, "/?#"); i >= 0 {
		authority, path = authority[:i], authority[i:]
	}
	// What stands before the last @ is a user name, however much it looks like a host.
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	host, ok := withoutPort(authority)
	if !ok {
		return Address{}, fmt.Errorf("%q has a broken port: %w", address, ErrBadAddress)
	}
	if host, ok = Host(host); !ok {
		return Address{}, fmt.Errorf("%q has a broken host name: %w", address, ErrBadAddress)
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	if path == "" {
		path = "/"
	}
	return Address{host, path}, nil
}

func withoutPort(authority string) (host string, ok bool) {
	end := strings.LastIndexByte(authority, ']') + 1 // an IPv6 address has colons of its own
	host, port, found := strings.Cut(authority[end:], ":")
	if found && strings.Trim(port, "0123456789") != "" || len(port) > 5 {
		return "", false
	}
	return authority[:end] + host, true
}

// Host normalises a host name: lower case, ASCII, without a trailing dot. IP
// addresses are left as they are. It reports whether the name can be one.
func Host(host string) (string, bool) {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		return host, strings.Trim(host[1:len(host)-1], "0123456789abcdef:.") == ""
	}
	// Browsers read the other full stops of Unicode as dots.
	labels := strings.FieldsFunc(host, func(r rune) bool { return r == '.' || r == '。' || r == '．' || r == '｡' })
	if strings.Contains(host, "..") || strings.HasPrefix(host, ".") || len(labels) == 0 {
		return "", false
	}
	for i, label := range labels {
		ascii, ok := toASCII(label)
		if !ok {
			return "", false
		}
		labels[i] = ascii
	}
	host = strings.Join(labels, ".")
	return host, len(host) <= 253
}

// IsIP reports whether a normalised host is an IP address. Browsers take every
// host whose last label is a number, decimal or hexadecimal, for one
// (https://url.spec.whatwg.org/#ends-in-a-number-checker).
func IsIP(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	hex, isHex := strings.CutPrefix(last, "0x")
	return strings.HasPrefix(host, "[") || last != "" && strings.Trim(last, "0123456789") == "" ||
		isHex && strings.Trim(hex, "0123456789abcdef") == ""
}

// Hosts lists the host names whose platform could cover host, most specific
// first: the host itself and its parents down to two labels. It is empty for
// IP addresses and single labels. A public suffix among them covers nothing,
// because the content gate lets no rule name one.
func Hosts(host string) []string {
	if IsIP(host) {
		return nil
	}
	var hosts []string
	for strings.Contains(host, ".") {
		hosts = append(hosts, host)
		_, host, _ = strings.Cut(host, ".")
	}
	return hosts
}

// Under reports whether path is at or below one of prefixes; none means any.
// A prefix ends at a slash: /i covers /i and /i/grok but not /images. Its
// segment * stands for any one segment: /r/*/submit covers /r/golang/submit.
func Under(path string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if covers(prefix, path) {
			return true
		}
	}
	return len(prefixes) == 0
}

func covers(prefix, path string) bool {
	for prefix = strings.TrimSuffix(prefix, "/"); prefix != ""; {
		var want, segment string
		want, prefix = segmentOf(prefix)
		segment, path = segmentOf(path)
		if want != segment && (want != "/*" || len(segment) < 2) {
			return false
		}
	}
	return true
}

// segmentOf cuts path after its first segment, which keeps its slash.
func segmentOf(path string) (segment, rest string) {
	if path == "" {
		return "", ""
	}
	end := strings.IndexByte(path[1:], '/') + 1
	if end == 0 {
		end = len(path)
	}
	return path[:end], path[end:]
}

// Pattern is the match pattern of a host and its subdomains, for https.
func Pattern(host string) string { return "https://*." + host + "/*" }
