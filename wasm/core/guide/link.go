package guide

import (
	"strings"

	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// link is an address as far as it decides which page it leads to.
type link struct{ host, path, parameters string }

func linkOf(address string) (link, error) {
	at, err := match.Parse(address)
	if at.Path != "/" {
		at.Path = strings.TrimSuffix(at.Path, "/")
	}
	address, _, _ = strings.Cut(address, "#")
	_, parameters, _ := strings.Cut(address, "?")
	return link{at.Host, at.Path, parameters}, err
}

// front reports whether a link leads to the front page of a host, which people
// open for many reasons.
func (l *link) front() bool { return l.path == "/" && l.parameters == "" }

// pattern is the match pattern of a link's page and what is below it.
func (l *link) pattern() string {
	end := "*"
	if l.parameters != "" {
		end = "?*"
	}
	return "https://" + l.host + l.path + end
}

// leadsTo reports whether a page is the one of the link and has its parameters
// in their order, or is below it. Nothing is below a help page and a front page.
func (l *link) leadsTo(page link, kind rule.Page) bool {
	alone := kind != "" || l.path == "/"
	return l.host == page.host && (!alone || l.path == page.path) && match.Under(page.path, []string{l.path}) &&
		(l.parameters == "" || strings.Contains("&"+page.parameters+"&", "&"+l.parameters+"&"))
}
