package choice

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"unicode/utf8"

	"github.com/beforehand/beforehand/wasm/core/day"
)

// Kind is what a user does.
type Kind string

// What a user does. Done, NotDone and Seen concern one opt-out of one account;
// Seen is what the settings page showed. Later puts the notice off and Resume
// ends that; PublicOnly and AllPosts say for which posts there are notices,
// ShowIn where. The last two concern the accounts.
const (
	Done          Kind = "done"
	NotDone       Kind = "not-done"
	Seen          Kind = "seen"
	Later         Kind = "later"
	Resume        Kind = "resume"
	PublicOnly    Kind = "public-only"
	AllPosts      Kind = "all-posts"
	ShowIn        Kind = "show-in"
	AddAccount    Kind = "add-account"
	RemoveAccount Kind = "remove-account"
)

// Switch is the state of a switch on a settings page.
type Switch string

// The states of a switch.
const (
	On  Switch = "on"
	Off Switch = "off"
)

// Action is one thing that a user does.
type Action struct {
	Kind Kind `json:"kind"`
	// OptOut is the id of the opt-out, for done, not-done and seen.
	OptOut string `json:"optOut,omitempty"`
	// Account is the label of the account that it is done for, added or
	// removed; none is the one without a label.
	Account string `json:"account,omitempty"`
	// State is how the switch was seen, for seen.
	State Switch `json:"state,omitempty"`
	// Scope is for how long, for later.
	Scope Scope `json:"scope,omitempty"`
	// Place is where, for show-in.
	Place Place `json:"place,omitempty"`
}

// ErrBadAction means that an action is none, or does not fit the record.
var ErrBadAction = errors.New("unknown choice")

// Limits of a record.
const (
	maxAccounts = 8
	maxMarks    = 100
	maxName     = 200
)

// Apply returns the record after an action at the moment now, as RFC 3339.
// optOuts are those that the platform has; none if they are not known. The
// record that was passed in stays as it is.
func Apply(r Record, a Action, optOuts []string, now string) (Record, error) {
	today, err := day.Of(now)
	if err != nil {
		return Record{}, err
	}
	accounts := r.All()
	done, ok := accounts[a.Account]
	switch a.Kind {
	case Done, NotDone, Seen:
		marks := mark(done, a, today)
		ok = ok && isName(a.OptOut) && len(marks) <= maxMarks && (a.Kind != Seen || a.State == On || a.State == Off)
		if len(optOuts) > 0 && (a.Kind == Done || len(marks) > len(done)) {
			r.Known = optOuts
		}
		accounts[a.Account] = marks
	case AddAccount:
		ok = !ok && isName(a.Account) && len(accounts) <= maxAccounts
		accounts[a.Account] = map[string]Mark{}
	case RemoveAccount:
		ok = ok && a.Account != ""
		delete(accounts, a.Account)
	case Later:
		ok = a.Scope == Today || a.Scope == UntilChange || a.Scope == Never
		r.Later = &Delay{a.Scope, today}
	case Resume:
		r.Later = nil
	case PublicOnly, AllPosts:
		r.PublicOnly = a.Kind == PublicOnly
	case ShowIn:
		ok = a.Place == Toolbar || a.Place == InPage
		if r.Place = a.Place; a.Place == InPage {
			r.Place = ""
		}
	default:
		ok = false
	}
	if !ok {
		return Record{}, fmt.Errorf("%q: %w", a.Kind, ErrBadAction)
	}
	r.Done, r.Accounts = accounts[""], accounts
	delete(accounts, "")
	r.Updated = after(r.Updated, now)
	return r, nil
}

// mark returns what is done for an account after an action.
func mark(before map[string]Mark, a Action, today string) map[string]Mark {
	done := map[string]Mark{}
	maps.Copy(done, before)
	m, marked := done[a.OptOut]
	switch {
	case a.Kind == NotDone:
		delete(done, a.OptOut)
		return done
	case a.Kind == Done:
		m = Mark{On: today}
	case a.State == On:
		m.OnAgain = today
	case m.OnAgain != "" || !marked:
		m = Mark{On: today, Confirmed: today}
	default:
		m.Confirmed = today
	}
	if marked || a.Kind == Done || a.State == Off {
		done[a.OptOut] = m
	}
	return done
}

// isName reports whether an opt-out or an account can be called so.
func isName(name string) bool {
	return name != "" && len(name) <= maxName && name == strings.TrimSpace(name) && utf8.ValidString(name)
}
