package pages

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// source is a piece of evidence as it is cited.
type source struct {
	// Anchor is its place on the platform's page.
	Anchor    string
	Publisher string
	Seen      moment
	Level     string
	Says      string
	Link      link
}

// link is an address with the host that it leads to.
type link struct{ URL, Host string }

func linkOf(address string) link {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return link{}
	}
	return link{address, strings.TrimPrefix(u.Hostname(), "www.")}
}

// evidence lists all evidence of a platform.
func (p platform) evidence() []source {
	all := make([]source, len(p.Evidence))
	taken := map[string]bool{}
	for i, e := range p.Evidence {
		anchor := "source-" + e.ID
		if e.ID == "" || taken[anchor] || strings.Trim(e.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			anchor = fmt.Sprintf("source-%d", i+1)
		}
		taken[anchor] = true
		all[i] = source{anchor, e.Publisher, momentOf(e.Seen), say(levels, e.Level), e.Says, linkOf(e.URL)}
	}
	return all
}

// sources lists the evidence with these ids: the platform's own texts first,
// and of those the newest.
func (p platform) sources(ids []string) []source {
	all := p.evidence()
	var picked []int
	for i, e := range p.Evidence {
		if slices.Contains(ids, e.ID) {
			picked = append(picked, i)
		}
	}
	slices.SortStableFunc(picked, func(i, j int) int {
		a, b := p.Evidence[i], p.Evidence[j]
		return cmp.Or(official(b)-official(a), cmp.Compare(b.Seen, a.Seen))
	})
	sources := make([]source, len(picked))
	for n, i := range picked {
		sources[n] = all[i]
	}
	return sources
}

func official(e rule.Evidence) int {
	if e.Level == rule.Official {
		return 1
	}
	return 0
}
