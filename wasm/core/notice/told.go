package notice

import (
	"slices"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// told is the claim to tell at a composer, with the opt-outs that matter there,
// and the reason after the reader's own choices.
type told struct {
	claim
	optOuts []OptOut
	reason  Reason
}

// tell picks the claim to tell at a composer where at least one trains: the
// first, and when the reader's choices settle that one the next that they
// leave open. The opt-outs are those of all, the told claim's open ones first.
func (r Reader) tell(p *platform, c rule.Composer, day string) (t told) {
	claims := r.training(p, c, day)
	for i, claim := range claims {
		own := r.optOuts(p, claim, claims, c, day)
		switch chosen := r.chosen(p, claim, c, own, day); {
		case i == 0:
			t = told{claim, own, chosen}
		case chosen == Trains && t.reason != Trains && (t.reason != Done || len(own) > 0):
			t = told{claim, joined(own, t.optOuts), chosen}
		default:
			t.optOuts = joined(t.optOuts, own)
		}
	}
	return t
}

// training lists the claims that train on what a composer takes, one for each
// purpose.
func (r Reader) training(p *platform, c rule.Composer, day string) (claims []claim) {
	for _, purpose := range rule.Words.Purposes {
		claim, ok := r.weighPurpose(p, day, func(u *rule.Use) bool { return u.Purpose == purpose && u.Concerns(c) })
		if ok && claim.reason == "" {
			claims = append(claims, claim)
		}
	}
	return claims
}

// joined appends the opt-outs that are not there yet, and puts open ones first.
func joined(list, more []OptOut) []OptOut {
	open, done, seen := []OptOut{}, []OptOut{}, map[string]bool{}
	for _, o := range append(list, more...) {
		switch {
		case seen[o.ID]:
		case o.Done:
			done = append(done, o)
		default:
			open = append(open, o)
		}
		seen[o.ID] = true
	}
	return append(open, done...)
}

// chosen is the reason after the organisation's word and the reader's own
// choices.
func (r Reader) chosen(p *platform, cl claim, c rule.Composer, optOuts []OptOut, day string) Reason {
	record, all, change := r.Choices[p.id], r.Choices[choice.Everywhere], max(cl.since, r.lastChange(p, day))
	if slices.Contains(r.AlwaysShown, p.id) {
		record.Later, record.PublicOnly, all = nil, false, choice.Record{}
	}
	switch {
	case slices.Contains(r.Muted, p.id):
		return Managed
	case all.PutOff(day, change):
		return MutedEverywhere
	case record.PutOff(day, change) && record.Later.Scope == choice.Never:
		return Muted
	case record.PutOff(day, change):
		return PutOff
	case len(optOuts) > 0 && !slices.ContainsFunc(optOuts, func(o OptOut) bool { return !o.Done }):
		return Done
	case (record.PublicOnly || all.PublicOnly) && c.Audience == rule.Private:
		return PublicOnly
	}
	return Trains
}

// lastChange is the day of the latest change that matters to the reader.
func (r Reader) lastChange(p *platform, day string) string {
	last := ""
	for _, c := range p.changes {
		here := len(c.Regions) == 0 || r.Groups.Match(c.Regions, r.Region, c.Date) != region.None
		if here && c.Date <= day {
			last = max(last, c.Date)
		}
	}
	return last
}
