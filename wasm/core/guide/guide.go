// Package guide finds the opt-outs that a page is the place for: the page that
// the link of an opt-out leads to, and no other page of the same host.
package guide

import (
	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// OptOut is an opt-out whose page is open.
type OptOut struct {
	// Platform is the id of the platform, Name what people call it.
	Platform string      `json:"platform"`
	Name     string      `json:"name"`
	Rule     rule.OptOut `json:"rule"`
	// Done is what is kept of its being done, for a user with one account.
	Done *choice.Mark `json:"done,omitempty"`
	// Several says that the user has several accounts. Which of them the page
	// belongs to cannot be known.
	Several bool `json:"several,omitempty"`
	// Letter is which text users can send: gdpr, objection or owner; empty for
	// none.
	Letter string `json:"letter,omitempty"`
	// Silent says that the reader wants nothing in the page.
	Silent bool `json:"silent,omitempty"`
}

// At lists those of the opt-outs of a list whose page the address is.
func At(list []OptOut, address string) ([]OptOut, error) {
	page, err := linkOf(address)
	found := []OptOut{}
	for i := range list {
		if l, _ := linkOf(list[i].Rule.URL); l.leadsTo(page, list[i].Rule.Page) {
			found = append(found, list[i])
		}
	}
	return found, err
}

// Matches lists the match patterns of the pages of opt-outs.
func Matches(list []OptOut) []string {
	matches := []string{}
	for i := range list {
		l, _ := linkOf(list[i].Rule.URL)
		matches = append(matches, l.pattern())
	}
	return matches
}

// List lists the opt-outs that exist for the reader on today, as YYYY-MM-DD, and
// have a page of their own. Those of a source that may not link, or not put
// anything into pages, have none, nor have those whose link is held back.
func List(entries []rule.Entry, r *notice.Reader, today string) (list []OptOut) {
	for _, e := range entries {
		id, source := e.ID(), e.Source()
		if may := r.Sources[source]; source != "" && !(may.Links && may.Hints) {
			continue
		}
		record := r.Choices[id]
		one := OptOut{Platform: id, Name: e.Name(), Several: len(record.Accounts) > 0}
		one.Silent = r.Place == choice.Toolbar || record.Place == choice.Toolbar || never(record.Later) || never(r.Choices[choice.Everywhere].Later)
		for _, one.Rule = range e.OptOuts() {
			o := &one.Rule
			l, err := linkOf(o.URL)
			here := len(o.Regions) == 0 || r.Groups.Match(o.Regions, r.Region, today) != region.None
			if err != nil || l.front() || !here || o.Since > today || r.HeldUntil(source, o.URL) != 0 {
				continue
			}
			one.Done, one.Letter = nil, letter(o, r, today)
			if mark, done := record.Done[o.ID]; done && !one.Several {
				one.Done = &mark
			}
			list = append(list, one)
		}
	}
	return list
}

// letter picks the text that users can send to opt out.
func letter(o *rule.OptOut, r *notice.Reader, today string) string {
	switch {
	case o.Who == rule.WorkspaceOwner:
		return "owner"
	case o.Kind == rule.Toggle:
		return ""
	case r.Groups.Match([]string{"EEA", "GB"}, r.Region, today) != region.None:
		return "gdpr"
	}
	return "objection"
}

func never(later *choice.Delay) bool { return later != nil && later.Scope == choice.Never }
