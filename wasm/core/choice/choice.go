// Package choice is what users decided: which opt-outs are done, and what they
// do not want to see for now or for good.
package choice

import "maps"

// Everywhere is the id under which a choice for all platforms is kept.
const Everywhere = "*"

// Scope is for how long a notice is put off.
type Scope string

// For how long a notice is put off: for the day, until the platform's terms
// change, or for good.
const (
	Today       Scope = "today"
	UntilChange Scope = "until-change"
	Never       Scope = "never"
)

// Place is where notices are shown.
type Place string

// In the page beside the composer, or as a mark on the toolbar button only.
const (
	InPage  Place = "page"
	Toolbar Place = "toolbar"
)

// Record is what the user decided about one platform, or about all. It is
// stored under one key; the zero Record means that nothing was decided.
type Record struct {
	// Done are the opt-outs that the user says are done, by id, for the
	// account without a label. Most users have no other.
	Done map[string]Mark `json:"done,omitempty"`
	// Accounts are the user's further accounts on the platform, by what the
	// user calls them, such as "work", with the opt-outs that are done there.
	Accounts map[string]map[string]Mark `json:"accounts,omitempty"`
	// Known are the opt-outs that the platform had when the user last did one.
	// Another one was added since.
	Known []string `json:"known,omitempty"`
	// Later puts the notice off.
	Later *Delay `json:"later,omitempty"`
	// PublicOnly says that the user wants notices for public posts only.
	PublicOnly bool `json:"publicOnly,omitempty"`
	// Place is where notices of the platform are shown; none means as the
	// settings say for all.
	Place Place `json:"place,omitempty"`
	// Updated is when the record last changed, as RFC 3339; of two records
	// the later one wins.
	Updated string `json:"updated,omitempty"`
}

// Mark is when an opt-out was done.
type Mark struct {
	// On is the day, as YYYY-MM-DD.
	On string `json:"on"`
	// Confirmed is the last day on which the switch was seen to be off, if it was.
	Confirmed string `json:"confirmed,omitempty"`
	// OnAgain is the day after that on which it was seen to be on.
	OnAgain string `json:"onAgain,omitempty"`
}

// Delay is how long a notice is put off, and since when.
type Delay struct {
	Scope Scope  `json:"scope"`
	On    string `json:"on"`
}

// Last is the last day on which the opt-out is known to have been done.
func (m Mark) Last() string { return max(m.On, m.Confirmed) }

// All are the opt-outs that are done, by account. The one without a label is
// always there.
func (r Record) All() map[string]map[string]Mark {
	all := map[string]map[string]Mark{"": r.Done}
	maps.Copy(all, r.Accounts)
	return all
}

// PutOff reports whether the notice is put off on day, when the platform's
// terms last changed on lastChange (empty if never).
func (r Record) PutOff(day, lastChange string) bool {
	if r.Later == nil {
		return false
	}
	switch r.Later.Scope {
	case Today:
		return day == r.Later.On
	case UntilChange:
		return lastChange <= r.Later.On
	case Never:
		return true
	}
	return false
}
