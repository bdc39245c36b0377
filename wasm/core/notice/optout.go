package notice

import (
	"slices"

	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// OptOut is where a use can be stopped.
type OptOut struct {
	ID   string          `json:"id"`
	Kind rule.OptOutKind `json:"kind"`
	// URL is where; empty if the source may not link.
	URL  string    `json:"url"`
	Page rule.Page `json:"page,omitempty"`
	Turn rule.Turn `json:"turn,omitempty"`
	Who  rule.Who  `json:"who"`
	Standing
	// HeldUntil is the Unix second from which the link may be followed; zero
	// for one that is not held back.
	HeldUntil int64 `json:"heldUntil,omitempty"`
}

// optOuts lists the opt-outs that stop the claim for what c takes, open
// first; for no composer those that stop it for anything.
// claims are all that train on that.
func (r Reader) optOuts(p *platform, cl claim, claims []claim, c rule.Composer, today string) []OptOut {
	list, since := []OptOut{}, []string{}
	if cl.state == rule.OnNoOptOut {
		return list
	}
	for _, o := range p.optOuts {
		covers := slices.Contains(o.Covers, cl.purpose) && (len(o.Content) == 0 || c.Kind == "" ||
			slices.ContainsFunc(c.Kind.Written(), func(w rule.Content) bool { return slices.Contains(o.Content, w) }))
		here := len(o.Regions) == 0 || r.Groups.Match(o.Regions, r.Region, today) != region.None
		if !covers || !here || o.Since > today {
			continue
		}
		change := r.lastChange(p, today)
		for _, claim := range claims {
			if slices.Contains(o.Covers, claim.purpose) {
				change = max(change, claim.since)
			}
		}
		optOut := OptOut{o.ID, o.Kind, o.URL, o.Page, o.Turn, o.Who, r.standing(p, o, change, today), r.HeldUntil(p.source, o.URL)}
		if !r.may(p.source).Links {
			optOut.URL = ""
		}
		if optOut.Who == "" {
			optOut.Who = rule.You
		}
		list, since = append(list, optOut), append(since, o.Since)
	}
	r.tellAdded(p, list, since)
	return joined(list, nil)
}

// HeldUntil returns the Unix second from which a link of a source is shown;
// zero if nothing holds it back.
func (r Reader) HeldUntil(source, link string) int64 {
	held := r.Held[source]
	if len(held) == 0 || !r.may(source).Links {
		return 0
	}
	address, err := match.Parse(link)
	if err != nil {
		return 0 // no link
	}
	domain, _ := match.RegistrableDomain(address.Host)
	if until := held[domain]; until > day.Unix(r.Now) {
		return until
	}
	return 0
}

// holdEnds is the moment at which the first held opt-out of p is shown; empty
// if none is held.
func (r Reader) holdEnds(p *platform) string {
	first := ""
	for _, o := range p.optOuts {
		if until := r.HeldUntil(p.source, o.URL); until != 0 {
			first = earlier(first, day.Moment(until, r.Now))
		}
	}
	return first
}
