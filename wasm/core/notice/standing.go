package notice

import (
	"slices"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Why is why an opt-out that was done has to be done again.
type Why string

// The platform changed its terms, has one more opt-out, wants this one
// repeated, or the switch was seen to be on.
const (
	Terms   Why = "terms"
	Added   Why = "added"
	Repeat  Why = "repeat"
	OnAgain Why = "on-again"
)

// Reopened is why there is something to do again, and since when.
type Reopened struct {
	Why Why `json:"why"`
	// On is the day on which that came about; empty if it is not known, which
	// happens to opt-outs that were added.
	On string `json:"on,omitempty"`
	// Done is the day before that on which the user opted out.
	Done string `json:"done"`
}

// Standing is whether an opt-out is done.
type Standing struct {
	Done bool `json:"done"`
	// On is the day on which it was done, if it is; Confirmed the last day on
	// which the switch was seen to be off, if it was.
	On        string `json:"on,omitempty"`
	Confirmed string `json:"confirmed,omitempty"`
	// Reopened is why it is open again, if it was done before.
	Reopened *Reopened `json:"reopened,omitempty"`
	// Accounts are the same for each of the reader's accounts, by label, if
	// there are several. The first one has none.
	Accounts map[string]Standing `json:"accounts,omitempty"`
}

// before is the day on which the user last opted out; empty for never.
func (s Standing) before() string {
	if s.Reopened != nil {
		return s.Reopened.Done
	}
	return s.On
}

// order sorts standings as text, so that the last can stand for all: what was
// done, then what is open, then what is open again.
//
//go:noinline
func (s Standing) order() string {
	switch {
	case s.Done:
		return "0" + s.On + s.Confirmed
	case s.Reopened == nil:
		return "1"
	}
	return "2" + s.Reopened.Done + s.Reopened.On + string(s.Reopened.Why)
}

// standing tells whether an opt-out is done, in this way or another: for each
// of the reader's accounts, and for all together. It is done when it is done
// for every account. change is the day on which the terms last changed.
func (r Reader) standing(p *platform, o rule.OptOut, change, today string) Standing {
	var all Standing
	accounts := map[string]Standing{}
	for label, done := range r.Choices[p.id].All() {
		var own Standing
		for _, way := range p.optOuts {
			if mark, marked := done[way.ID]; marked && sameAs(o, way) {
				if s := standingOf(mark, way, change, today); own.before() == "" || s.order() < own.order() {
					own = s
				}
			}
		}
		if len(accounts) == 0 || own.order() > all.order() {
			all = own
		}
		accounts[label] = own
	}
	if len(accounts) > 1 {
		all.Accounts = accounts
	}
	return all
}

// sameAs reports whether two opt-outs are two ways to do the same.
func sameAs(o, way rule.OptOut) bool {
	return way.ID == o.ID || way.InsteadOf == o.ID || o.InsteadOf != "" && (way.ID == o.InsteadOf || way.InsteadOf == o.InsteadOf)
}

func standingOf(m choice.Mark, o rule.OptOut, change, today string) Standing {
	due := dueAgain(m, o)
	switch {
	case m.OnAgain != "":
		return Standing{Reopened: &Reopened{OnAgain, m.OnAgain, m.On}}
	case change > m.Last():
		return Standing{Reopened: &Reopened{Terms, change, m.On}}
	case due != "" && due <= today:
		return Standing{Reopened: &Reopened{Repeat, due, m.On}}
	}
	return Standing{Done: true, On: m.On, Confirmed: m.Confirmed}
}

// dueAgain is the day on which an opt-out has to be repeated; empty for never.
// That a switch is seen to be off does not put it off.
func dueAgain(m choice.Mark, o rule.OptOut) string {
	if o.Repeat <= 0 {
		return ""
	}
	return day.AfterMonths(m.On, o.Repeat)
}

// tellAdded says of opt-outs in a list that were never done that they were
// added, if that was after others of the list were done. since are the days
// from which they exist, where that is known.
func (r Reader) tellAdded(p *platform, list []OptOut, since []string) {
	done, known := "", r.Choices[p.id].Known
	for _, o := range list {
		done = max(done, o.before())
	}
	for i, o := range list {
		added := Reopened{Added, since[i], done}
		if since[i] <= done {
			added.On = ""
		}
		if done != "" && o.before() == "" && (added.On != "" || known != nil && !slices.Contains(known, o.ID)) {
			list[i].Reopened = &added
		}
	}
}
