package rules

import (
	"fmt"
	"slices"

	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// meaning finds what a rule says that cannot be meant: rows of the timeline
// that overlap, contradict each other or leave a gap, claims whose way out is
// missing, and ids given twice.
func meaning(p rule.Platform, groups region.Groups) []rule.Problem {
	m := reading{groups: groups}
	for i, u := range p.Uses {
		for j, earlier := range p.Uses[:i] {
			m.pair(i, j, u, earlier)
		}
		m.gap(p.Uses, i)
		m.wayOut(p, i)
	}
	m.evidence(p)
	return m.problems
}

type reading struct {
	groups   region.Groups
	problems []rule.Problem
}

func (m *reading) add(field, advice string, values ...any) {
	m.problems = append(m.problems, rule.Problem{Field: field, Advice: fmt.Sprintf(advice, values...)})
}

func (m *reading) pair(i, j int, u, other rule.Use) {
	where := m.shared(u, other)
	if where == "" || u.Since > ending(other) || other.Since > ending(u) {
		return
	}
	field := fmt.Sprintf("uses[%d]", i)
	if u.State == other.State {
		m.add(field, "overlaps uses[%d] in %s: let one end on the day before the other begins, or make one of them", j, where)
	} else {
		m.add(field, "contradicts uses[%d] in %s, %s and %s at the same time: give them periods of their own, or write unclear", j, where, u.State, other.State)
	}
}

// gap finds the days between a row and the next one about the same.
func (m *reading) gap(uses []rule.Use, i int) {
	u := uses[i]
	if u.Until == "" || !day.Valid(u.Until) {
		return
	}
	next, where := "", ""
	for _, other := range uses {
		shared := m.shared(u, other)
		switch {
		case shared == "" || ending(other) <= u.Until:
		case other.Since <= day.After(u.Until):
			return
		case next == "" || other.Since < next:
			next, where = other.Since, shared
		}
	}
	if next != "" {
		m.add(fmt.Sprintf("uses[%d].until", i), "leaves a gap in %s from %s to the day before %s: say what held then, if only that it is unclear", where, day.After(u.Until), next)
	}
}

func (m *reading) wayOut(p rule.Platform, i int) {
	u := p.Uses[i]
	if u.State != rule.OnUnlessOptedOut && u.State != rule.ObjectionForm {
		return
	}
	covered := slices.ContainsFunc(p.OptOuts, func(o rule.OptOut) bool { return slices.Contains(o.Covers, u.Purpose) })
	if !covered {
		m.add(fmt.Sprintf("uses[%d].state", i), "no opt-out covers %s: add the opt-out, or write on-no-opt-out", u.Purpose)
	}
}

func (m *reading) evidence(p rule.Platform) {
	newest := ""
	seen := map[string]bool{}
	for i, e := range p.Evidence {
		if seen[e.ID] {
			m.add(fmt.Sprintf("evidence[%d].id", i), "%q names another piece of evidence already", e.ID)
		}
		seen[e.ID] = true
		if day.Valid(e.Seen) {
			newest = max(newest, e.Seen)
		}
	}
	if p.Verified < newest {
		m.add("verified", "is before the newest evidence, of %s: a rule is verified when that was read", newest)
	}
	seen = map[string]bool{}
	for i, o := range p.OptOuts {
		if seen[o.ID] {
			m.add(fmt.Sprintf("optOuts[%d].id", i), "%q names another opt-out already", o.ID)
		}
		seen[o.ID] = true
	}
}

// shared names a region in which two rows are about the same, equally
// specific; empty if there is none.
func (m *reading) shared(a, b rule.Use) string {
	if a.Purpose != b.Purpose || !plansMeet(a, b) || !meet(a.Content, b.Content) || !a.Audience.Reaches(b.Audience) && b.Audience != "" {
		return ""
	}
	for _, r := range a.Regions {
		if slices.Contains(b.Regions, r) {
			return r
		}
		for _, member := range m.groups[r].Members {
			for _, other := range b.Regions {
				if slices.ContainsFunc(m.groups[other].Members, func(o region.Member) bool { return o.Country == member.Country }) {
					return r + " and " + other
				}
			}
		}
	}
	return ""
}

// plansMeet reports whether two rows can be for one plan, and equally
// specific: a row for some plans goes before one for all.
func plansMeet(a, b rule.Use) bool {
	if len(a.Plans) == 0 || len(b.Plans) == 0 {
		return len(a.Plans) == len(b.Plans)
	}
	return meet(a.Plans, b.Plans)
}

func meet[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(value T) bool { return slices.Contains(b, value) })
}

// ending is the last day of a row, or a day after all others.
func ending(u rule.Use) string {
	if u.Until == "" {
		return "9999-12-31"
	}
	return u.Until
}
