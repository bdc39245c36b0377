package notice

import (
	"slices"

	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// claim is what the uses of a platform come to for one reader and one composer.
type claim struct {
	state   rule.State
	purpose rule.Purpose
	// since is the day on which the last of its rows began, if that is known.
	since string
	// plans are the account plans that the claim is limited to.
	plans []string
	// audience is whose content is used; empty for any.
	audience rule.Audience
	// reason is why a claim is not enough for a warning, or empty.
	reason Reason
}

// weigh finds the claim that holds for what concerns admits. Generative
// training goes before licensing, licensing before other learning; of the rest
// the first that says anything.
func (r Reader) weigh(p *platform, day string, concerns func(*rule.Use) bool) claim {
	rest := claim{state: rule.Unclear, reason: NoClaim}
	for _, purpose := range rule.Words.Purposes {
		c, ok := r.weighPurpose(p, day, func(u *rule.Use) bool { return u.Purpose == purpose && concerns(u) })
		switch {
		case !ok:
		case c.reason == "":
			return c
		case rest.reason == NoClaim:
			rest = c
		}
	}
	return rest
}

// before reports whether c goes before d where one answer has to be given for
// several contents: that one is used before all, and no "not used" for what
// would be said of another.
func (c claim) before(d claim) bool {
	order := []Reason{"", Unclear, NoRegion, LowConfidence, OffUnlessOptedIn, NotUsed, NoClaim}
	return slices.Index(order, c.reason) < slices.Index(order, d.reason)
}

// whole is the claim for the platform as a whole. Each content is weighed by
// itself: that messages are not used does not make it unclear that posts are.
func (r Reader) whole(p *platform, day string) claim {
	rest := claim{state: rule.Unclear, reason: NoClaim}
	for _, content := range rule.Words.Contents {
		if c := r.weigh(p, day, func(u *rule.Use) bool { return slices.Contains(u.Content, content) }); c.before(rest) {
			rest = c
		}
	}
	return rest
}

func (r Reader) weighPurpose(p *platform, day string, concerns func(*rule.Use) bool) (claim, bool) {
	best := region.None
	var winners, others []*rule.Use
	for _, u := range p.uses {
		if !concerns(u) || !region.InForce(u.Since, u.Until, day) || !r.onPlan(p.id, u) {
			continue
		}
		others = append(others, u)
		if specific := r.Groups.Match(u.Regions, r.Region, day); specific > best {
			best, winners = specific, []*rule.Use{u}
		} else if specific == best && best != region.None {
			winners = append(winners, u)
		}
	}
	if best == region.None {
		return claim{}, false
	}
	if r.Region == "" && slices.ContainsFunc(others, func(u *rule.Use) bool { return u.State.Trains() != winners[0].State.Trains() }) {
		return claim{state: rule.Unclear, purpose: winners[0].Purpose, reason: NoRegion}, true
	}
	return r.settle(p, winners), true
}

// onPlan reports whether the use can concern the reader's account plan. A
// reader who has not said which plan it is may have any.
func (r Reader) onPlan(platform string, u *rule.Use) bool {
	plan := r.Plans[platform]
	return plan == "" || len(u.Plans) == 0 || slices.Contains(u.Plans, plan)
}

// settle makes one claim of the rows that hold. Rows that contradict each
// other are unclear, unless they are for different plans.
func (r Reader) settle(p *platform, winners []*rule.Use) claim {
	// A row for the reader's own plan is more specific than one for all plans.
	if r.Plans[p.id] != "" && slices.ContainsFunc(winners, limited) {
		winners = slices.DeleteFunc(winners, func(u *rule.Use) bool { return !limited(u) })
	}
	first := winners[0]
	for _, u := range winners {
		if known(u.State).Trains() {
			first = u
			break
		}
	}
	c := claim{state: known(first.State), purpose: first.Purpose, audience: first.Audience}
	for _, u := range winners {
		if known(u.State) == c.state {
			c.plans, c.since = append(c.plans, u.Plans...), max(c.since, u.Since)
		} else if !limited(u) && !limited(first) {
			return claim{state: rule.Unclear, purpose: first.Purpose, reason: Unclear}
		}
	}
	confidence := first.Confidence
	if confidence == "" {
		confidence = p.confidence
	}
	switch {
	case !c.state.Trains():
		c.reason = Reason(c.state)
	case !confidence.Supports():
		c.reason = LowConfidence
	}
	return c
}

func limited(u *rule.Use) bool { return len(u.Plans) > 0 }

// known turns a state that this engine does not know into unclear.
func known(s rule.State) rule.State {
	if slices.Contains(rule.Words.States, s) {
		return s
	}
	return rule.Unclear
}

// Holding lists the claims that hold for the reader on day. A claim yields to
// one about the same content for a more specific region.
func (r Reader) Holding(e rule.Entry, day string) []rule.Use {
	p := read(e)
	var inForce []*rule.Use
	for _, u := range p.uses {
		if region.InForce(u.Since, u.Until, day) && r.onPlan(p.id, u) && r.Groups.Match(u.Regions, r.Region, day) > region.None {
			inForce = append(inForce, u)
		}
	}
	holding := []rule.Use{}
	for _, u := range inForce {
		yields := slices.ContainsFunc(inForce, func(other *rule.Use) bool {
			return other.Purpose == u.Purpose && r.Groups.Match(other.Regions, r.Region, day) > r.Groups.Match(u.Regions, r.Region, day) &&
				slices.ContainsFunc(u.Content, func(c rule.Content) bool { return slices.Contains(other.Content, c) })
		})
		if !yields {
			holding = append(holding, *u)
		}
	}
	return holding
}
