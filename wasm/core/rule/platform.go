// Package rule is the rule format: what a rule set claims about platforms, and
// the checks that every claim has to pass.
//
// A rule is one platform, as a JSON object. It is data: no code, no regular
// expression, no HTML. Authors write it as rules/platforms/<id>/platform.json.
// The format is described for authors in rules/README.md.
package rule

// Platform is one service: where it is, what it uses, and how to stop that.
type Platform struct {
	// Schema is the address of the JSON Schema, for editors. It has no meaning.
	Schema string `json:"$schema,omitempty"`
	// ID names the platform for ever: lower-case letters, digits and hyphens.
	ID string `json:"id"`
	// Name is what people call the platform.
	Name string `json:"name"`
	// Operator is the company that runs it.
	Operator string `json:"operator"`
	// Category sorts the platform for people who browse the rule set.
	Category Category `json:"category"`
	// Hosts are the host names of the platform; each covers its subdomains.
	Hosts []string `json:"hosts"`
	// Paths narrow the hosts to addresses below one of these path prefixes,
	// for hosts that several platforms share; a segment * is any one segment.
	// None means every path.
	Paths []string `json:"paths,omitempty"`
	// Domains are further registrable domains of the platform. Its links may
	// lead there; it is not looked for there.
	Domains []string `json:"domains,omitempty"`
	// Frames says that a composer of the platform may stand in a frame.
	Frames bool `json:"frames,omitempty"`
	// MinEngine is the oldest engine that can read this rule.
	MinEngine int `json:"minEngine,omitempty"`
	// Composers are the places where users write. None means: no banner.
	Composers []Composer `json:"composers,omitempty"`
	// Uses are the claims, as a timeline by region.
	Uses []Use `json:"uses"`
	// OptOuts are the ways to stop a use.
	OptOuts []OptOut `json:"optOuts,omitempty"`
	// Links are the official pages that users look for.
	Links Links `json:"links"`
	// Changes is the dated history of what the platform changed.
	Changes []Change `json:"changes,omitempty"`
	// Evidence is what the claims rest on.
	Evidence []Evidence `json:"evidence"`
	// Verified is the day on which a person last compared the rule with its
	// evidence, as YYYY-MM-DD.
	Verified string `json:"verified"`
	// Confidence is how sure we are of the rule as a whole.
	Confidence Confidence `json:"confidence"`
}

// Composer is a place where users write what will be posted.
type Composer struct {
	// Kind is what is written there.
	Kind Kind `json:"kind"`
	// Audience is who will see what is written there.
	Audience Audience `json:"audience"`
	// Selector finds the element that takes the text, in the allowed subset
	// of CSS. One entry has one selector; a second way is a second entry.
	// None means that a composer is found by what composers have in common.
	Selector string `json:"selector,omitempty"`
	// Submit finds the control that posts. The banner never covers it.
	Submit string `json:"submit,omitempty"`
	// Paths narrow the composer to addresses below one of these prefixes; a
	// segment * is any one segment: /r/*/submit.
	Paths []string `json:"paths,omitempty"`
}

// Use is one claim: who trains what on which content, where, since when.
type Use struct {
	// Purpose is what the content is used for.
	Purpose Purpose `json:"purpose"`
	// By names who trains.
	By []string `json:"by"`
	// Content is what is used.
	Content []Content `json:"content"`
	// Audience narrows the use to content that this audience sees; none means
	// any content.
	Audience Audience `json:"audience,omitempty"`
	// Regions are ISO 3166-1 alpha-2 codes, region groups, or "world". On a
	// given day the most specific region wins.
	Regions []string `json:"regions"`
	// Plans narrow the use to these account plans; none means every plan.
	Plans []string `json:"plans,omitempty"`
	// State is whether the content is used, and what users can do about it.
	State State `json:"state"`
	// Since is the first day on which the claim holds, as YYYY-MM-DD; none
	// means that the start is not known.
	Since string `json:"since,omitempty"`
	// Until is the last day on which the claim holds, as YYYY-MM-DD; none
	// means that no end is known.
	Until string `json:"until,omitempty"`
	// Confidence is how sure we are of this claim, where that differs from
	// the rule as a whole.
	Confidence Confidence `json:"confidence,omitempty"`
	// Evidence are the ids of what the claim rests on. Only an unclear one may
	// have none: that nothing is known claims nothing.
	Evidence []string `json:"evidence,omitempty"`
}

// OptOut is a setting, form or request that stops a use.
type OptOut struct {
	// ID names the opt-out within its platform for ever.
	ID string `json:"id"`
	// Kind is what users have to do.
	Kind OptOutKind `json:"kind"`
	// Effort is how long it takes.
	Effort Effort `json:"effort"`
	// URL is the page where it is done: https, on the platform's own domains.
	URL string `json:"url"`
	// Page is what the link leads to; none means the very switch or form.
	Page Page `json:"page,omitempty"`
	// Turn is which way the switch is turned to opt out; none means off.
	Turn Turn `json:"turn,omitempty"`
	// Who may do it; none means every user.
	Who Who `json:"who,omitempty"`
	// Regions are where it exists; none means everywhere.
	Regions []string `json:"regions,omitempty"`
	// Covers are the purposes that it stops.
	Covers []Purpose `json:"covers"`
	// InsteadOf is the id of the opt-out that this one is another way to do:
	// one of the two is enough.
	InsteadOf string `json:"insteadOf,omitempty"`
	// Content is the content that it keeps out; none means all that the
	// covered uses name.
	Content []Content `json:"content,omitempty"`
	// Label is the text on the very switch, by language.
	Label Text `json:"label,omitempty"`
	// Steps are what to do on that page, by language.
	Steps Steps `json:"steps,omitempty"`
	// Probe tells how the switch's state can be read.
	Probe *Probe `json:"probe,omitempty"`
	// ForwardOnly says that what was used before stays used.
	ForwardOnly bool `json:"forwardOnly,omitempty"`
	// Limits says what the opt-out does not do, by language.
	Limits Text `json:"limits,omitempty"`
	// Repeat is after how many months it has to be done again; none means that
	// once is enough.
	Repeat int `json:"repeat,omitempty"`
	// Since is the first day on which it existed, as YYYY-MM-DD, if known.
	Since string `json:"since,omitempty"`
	// Evidence are the ids of what this rests on.
	Evidence []string `json:"evidence"`
}

// Probe tells how the state of a switch can be read on the opt-out page.
type Probe struct {
	// Selector finds the switch, in the allowed subset of CSS.
	Selector string `json:"selector"`
	// Off is the attribute and value that the switch has when it is off, as
	// name=value.
	Off string `json:"off"`
}

// Links are official pages of the platform.
type Links struct {
	// Policy is the privacy policy.
	Policy string `json:"policy,omitempty"`
	// Help is the page that explains training and the opt-out.
	Help string `json:"help,omitempty"`
	// DataAccess is where users ask for a copy of their data.
	DataAccess string `json:"dataAccess,omitempty"`
	// Deletion is where users delete their account.
	Deletion string `json:"deletion,omitempty"`
}

// Change is one dated change of what a platform does.
type Change struct {
	// Date is the day on which it took effect, as YYYY-MM-DD.
	Date string `json:"date"`
	// Regions are where it matters; none means everywhere.
	Regions []string `json:"regions,omitempty"`
	// Summary says in one sentence what changed, by language.
	Summary Text `json:"summary"`
	// Evidence are the ids of what this rests on.
	Evidence []string `json:"evidence"`
}

// Evidence is a dated public source that supports claims.
type Evidence struct {
	// ID names the evidence within its platform.
	ID string `json:"id"`
	// URL is the public source.
	URL string `json:"url"`
	// Publisher is who published it.
	Publisher string `json:"publisher"`
	// Seen is the day on which the source read so, as YYYY-MM-DD. Where only
	// the month or the year is known, it is YYYY-MM or YYYY.
	Seen string `json:"seen"`
	// Says is what it says, in our own words.
	Says string `json:"says"`
	// Level is what kind of source it is.
	Level Level `json:"level"`
}

// Text is a text by language tag, as BCP 47. English is always there.
type Text map[string]string

// Steps are steps by language tag, as BCP 47. English is always there.
type Steps map[string][]string
