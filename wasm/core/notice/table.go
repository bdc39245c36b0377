package notice

import (
	"slices"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Record is the notice table's record of one host: what a content script needs
// to draw a banner without asking.
type Record struct {
	// Until is when the record goes stale, as RFC 3339; empty means never.
	Until string `json:"until,omitempty"`
	// Rows are the platforms on this host, the longest path first. The first
	// whose paths cover the address counts.
	Rows []Row `json:"rows"`
	// Others are the ids of further platforms that matter to decisions on this
	// host: those of other sources that name it and have no row, because they
	// only inform, and built-in ones below it that they yield to.
	Others []string `json:"others,omitempty"`
}

// Row is one platform on a host.
type Row struct {
	Platform string   `json:"platform"`
	Paths    []string `json:"paths,omitempty"`
	// Place is where its notices are shown.
	Place    choice.Place `json:"place"`
	Surfaces []Surface    `json:"surfaces"`
}

// Table is the notices of all hosts, decided ahead.
type Table struct {
	// Records are by host.
	Records map[string]Record `json:"records"`
	// Until is when the first record goes stale, as RFC 3339, if one does.
	Until string `json:"until,omitempty"`
	// Matches are the match patterns of the hosts with something to say;
	// FrameMatches are those whose composers may stand in a frame.
	Matches      []string `json:"matches"`
	FrameMatches []string `json:"frameMatches"`
	// Guides are the match patterns of the pages of opt-outs, from package guide.
	Guides []string `json:"guides"`
}

// Decide answers for one address on today, as YYYY-MM-DD. It reports false when no entry
// covers the address.
func Decide(entries []rule.Entry, a match.Address, r Reader, today string) (Answer, bool) {
	first := newPrecedence()
	var all []*platform
	for _, e := range entries {
		p := read(e)
		first.add(p.source, p.id, p.hosts)
		all = append(all, p)
	}
	for _, host := range match.Hosts(a.Host) {
		var here []*platform
		for _, p := range all {
			if slices.Contains(p.hosts, host) && first.has(p.source, host) {
				here = append(here, p)
			}
		}
		for _, p := range longestPathFirst(here) {
			if match.Under(a.Path, p.paths) {
				return r.about(p, today, func(c rule.Composer) bool { return match.Under(a.Path, c.Paths) }), true
			}
		}
	}
	return Answer{Verdict: Quiet, Reason: NoPlatform, Place: r.place("", ""), State: "", OptOuts: []OptOut{}, Surfaces: []Surface{}}, false
}

// longestPathFirst sorts the platforms of one host.
func longestPathFirst(here []*platform) []*platform {
	longest := func(p *platform) (n int) {
		for _, path := range p.paths {
			n = max(n, len(path))
		}
		return n
	}
	// They are few, and package slices needs 10 KB of the engine to sort values of this size.
	for i := range here {
		for ; i > 0 && longest(here[i-1]) < longest(here[i]); i-- {
			here[i-1], here[i] = here[i], here[i-1]
		}
	}
	return here
}

// NewTable decides for all entries ahead, at the reader's moment, whose day is
// today. The table holds until the next day on which a claim begins or ends, a
// choice runs out or a held link is shown.
func NewTable(entries []rule.Entry, r Reader, today string) Table {
	table := Table{Records: map[string]Record{}, Matches: []string{}, FrameMatches: []string{}}
	answers, until, on := map[string]Answer{}, map[string]string{}, map[string][]*platform{}
	first := newPrecedence()
	var hosts []string
	for _, e := range entries {
		p := read(e)
		answers[p.id] = r.about(p, today, func(rule.Composer) bool { return true })
		until[p.id] = earlier(day.Midnight(r.stale(p, today), r.Now), r.holdEnds(p))
		first.add(p.source, p.id, p.hosts)
		for _, host := range p.hosts {
			if on[host] == nil {
				hosts = append(hosts, host)
			}
			on[host] = append(on[host], p)
		}
	}
	for _, host := range hosts {
		record := Record{Rows: []Row{}}
		speaks, frames := false, false
		for _, p := range longestPathFirst(on[host]) {
			if !first.has(p.source, host) {
				record.Others = append(record.Others, p.id)
				continue
			}
			answer := answers[p.id]
			record.Rows = append(record.Rows, Row{p.id, p.paths, answer.Place, answer.Surfaces})
			record.Until = earlier(record.Until, until[p.id])
			if answer.Verdict == Warn {
				speaks, frames = true, frames || p.frames
			}
		}
		if len(record.Others) > 0 {
			record.Others = append(record.Others, first.below[host]...)
		}
		table.Until = earlier(table.Until, record.Until)
		table.Records[host] = record
		if speaks && frames {
			table.FrameMatches = append(table.FrameMatches, match.Pattern(host))
		} else if speaks {
			table.Matches = append(table.Matches, match.Pattern(host))
		}
	}
	return table
}

// stale is the first day after today on which the answer could be another.
func (r Reader) stale(p *platform, today string) string {
	next := nextDay{today: today}
	for _, u := range p.uses {
		next.consider(u.Since)
		next.consider(day.After(u.Until))
	}
	for _, o := range p.optOuts {
		next.consider(o.Since)
		for _, done := range r.Choices[p.id].All() {
			next.consider(dueAgain(done[o.ID], o))
		}
	}
	for _, c := range p.changes {
		next.consider(c.Date)
	}
	for _, g := range r.Groups {
		for _, m := range g.Members {
			next.consider(m.Since)
			next.consider(day.After(m.Until))
		}
	}
	for _, id := range []string{p.id, choice.Everywhere} {
		if later := r.Choices[id].Later; later != nil && later.Scope == choice.Today {
			next.consider(later.On) // a clock that was set back
			next.consider(day.After(later.On))
		}
	}
	return next.day
}

// nextDay is the first of many days that is after today.
type nextDay struct{ today, day string }

// Inlined in all its places it takes 3 KB.
//
//go:noinline
func (n *nextDay) consider(d string) {
	if d > n.today {
		n.day = earlier(n.day, d)
	}
}

func earlier(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}
