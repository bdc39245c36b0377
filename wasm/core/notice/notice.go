// Package notice decides what to tell a reader about a platform: what the
// rule claims for the reader's region on a day, and what the reader chose.
package notice

import (
	"strings"
	"sync"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Verdict is whether there is something to say.
type Verdict string

// The verdicts.
const (
	Warn  Verdict = "warn"
	Quiet Verdict = "quiet"
)

// Reason is why a verdict is what it is. The states of a claim that does not
// train are reasons as well.
type Reason string

// The reasons.
const (
	Trains           Reason = "trains"
	NotUsed          Reason = Reason(rule.NotUsed)
	OffUnlessOptedIn Reason = Reason(rule.OffUnlessOptedIn)
	Unclear          Reason = Reason(rule.Unclear)
	LowConfidence    Reason = "low-confidence"
	NoClaim          Reason = "no-claim"
	NoRegion         Reason = "no-region"
	NoComposer       Reason = "no-composer"
	NoPlatform       Reason = "no-platform"
	Done             Reason = "done"
	PutOff           Reason = "put-off"
	PublicOnly       Reason = "public-only"
	Muted            Reason = "muted"
	MutedEverywhere  Reason = "muted-everywhere"
	Managed          Reason = "managed"
)

// Settings are what the user set.
type Settings struct {
	// Region is the user's country, ISO 3166-1 alpha-2; empty if not known.
	Region string `json:"region"`
	// Place is where notices are shown; empty means in the page.
	Place choice.Place `json:"place,omitempty"`
	// Plans are the user's account plans, by platform.
	Plans map[string]string `json:"plans,omitempty"`
	// Muted are the platforms of which an organisation wants no notices, and
	// AlwaysShown those whose notices cannot be put off.
	Muted       []string `json:"muted,omitempty"`
	AlwaysShown []string `json:"alwaysShown,omitempty"`
}

// Reader is whom a notice is for.
type Reader struct {
	Settings
	// Groups are the region groups of the rule set.
	Groups region.Groups
	// Choices are what the reader decided, by platform id.
	Choices map[string]choice.Record
	// Held are the registrable domains whose links are held back, by source,
	// with the Unix second from which each is shown.
	Held map[string]map[string]int64
	// Sources are what each other source may do.
	Sources map[string]Abilities
	// Now is the reader's own time, as RFC 3339. Holds are weighed against it.
	Now string
}

// Notice is what to say: a message of the interface's language with its
// parameters. Everything in it is text.
type Notice struct {
	// Message is the message's key.
	Message string `json:"message"`
	// Platform is the platform's name.
	Platform string `json:"platform"`
	// Content is the key of the phrase for what is used.
	Content string `json:"content"`
	// Plans are the account plans that it is about; none means all.
	Plans []string `json:"plans,omitempty"`
	// OptOut is the next opt-out to do, if there is one.
	OptOut *OptOut `json:"optOut,omitempty"`
	// Source is the source that says so; empty for the built-in one.
	Source string `json:"source,omitempty"`
}

// Surface is a composer with what is to be said there.
type Surface struct {
	rule.Composer
	// Notice is what to say; none means to stay quiet there.
	Notice *Notice `json:"notice,omitempty"`
}

// Answer is what there is to say about one platform.
type Answer struct {
	Verdict  Verdict `json:"verdict"`
	Reason   Reason  `json:"reason"`
	Platform string  `json:"platform"`
	// Source is the source of the platform; empty for the built-in one.
	Source string `json:"source,omitempty"`
	// Place is where its notices are shown.
	Place choice.Place `json:"place"`
	State rule.State   `json:"state"`
	// OptOuts are the ones that matter to the reader, open ones first.
	OptOuts []OptOut `json:"optOuts"`
	// Surfaces are the platform's composers.
	Surfaces []Surface `json:"surfaces"`
}

// platform is what decisions need of an entry, read once.
type platform struct {
	source, id string
	name       string
	hosts      []string
	paths      []string
	frames     bool
	confidence rule.Confidence
	composers  []rule.Composer
	uses       []*rule.Use
	optOuts    []rule.OptOut
	changes    []rule.Change
}

// recent are the platforms that were read last, with their texts. A reader
// stays on a site for a while, and to read its platform takes longer than to
// decide; losing this costs time only.
var recent struct {
	sync.Mutex
	texts     [8]string
	platforms [8]*platform
	next      int
}

// read returns what a decision needs of an entry. Nobody changes it.
func read(e rule.Entry) *platform {
	recent.Lock()
	defer recent.Unlock()
	for i, text := range recent.texts {
		if recent.platforms[i] != nil && text == e.Raw() {
			return recent.platforms[i]
		}
	}
	p := readAnew(e)
	recent.texts[recent.next], recent.platforms[recent.next] = e.Raw(), p
	recent.next = (recent.next + 1) % len(recent.texts)
	return p
}

func readAnew(e rule.Entry) *platform {
	var uses []*rule.Use // to copy one takes as long as to weigh it
	for _, u := range e.Uses() {
		uses = append(uses, &u)
	}
	return &platform{e.Source(), e.ID(), e.Name(), e.Hosts(), e.Paths(), e.Frames(), e.Confidence(), e.Composers(), uses, e.OptOuts(), e.Changes()}
}

// About decides what to tell the reader about a platform on day, as YYYY-MM-DD.
// It warns if a warning is due at one of the composers at least; here says
// which composers there are.
func About(e rule.Entry, r Reader, day string, here func(rule.Composer) bool) Answer {
	return r.about(read(e), day, here)
}

func (r Reader) about(p *platform, day string, here func(rule.Composer) bool) Answer {
	answer := Answer{Verdict: Quiet, Platform: p.id, Source: p.source, Place: r.place(p.source, p.id), OptOuts: []OptOut{}, Surfaces: []Surface{}}
	rest := claim{state: rule.Unclear, reason: NoClaim}
	found := false
	for _, c := range p.composers {
		if !here(c) {
			continue
		}
		surface := Surface{Composer: c}
		claim := r.weigh(p, day, func(u *rule.Use) bool { return u.Concerns(c) })
		if claim.reason == "" {
			told := r.tell(p, c, day)
			if told.reason == Trains {
				surface.Notice = r.notice(p, told, c)
			}
			first, more := answer.OptOuts, told.optOuts
			if !found || told.reason == Trains && answer.Verdict == Quiet {
				answer.State, answer.Reason = told.state, told.reason
				first, more = more, first
			}
			answer.OptOuts = joined(first, more)
			if found = true; told.reason == Trains {
				answer.Verdict = Warn
			}
		} else if claim.before(rest) {
			rest = claim
		}
		answer.Surfaces = append(answer.Surfaces, surface)
	}
	if found {
		return answer
	}
	whole := r.whole(p, day)
	switch {
	case rest.reason == NoClaim && whole.reason == "": // other content is used
		rest = whole
		rest.reason = NoComposer
		answer.OptOuts = r.optOuts(p, whole, []claim{whole}, rule.Composer{}, day)
	case len(answer.Surfaces) == 0:
		rest = whole
	}
	answer.State, answer.Reason = rest.state, rest.reason
	return answer
}

// notice words the claim. The message keys stand in extension/_locales.
func (r Reader) notice(p *platform, t told, c rule.Composer) *Notice {
	n := &Notice{Platform: p.name, Content: "content_" + string(c.Kind), Plans: t.plans, Source: p.source}
	if t.audience == rule.Public && c.Audience != rule.Private {
		n.Content += "_public"
	}
	if len(t.optOuts) > 0 {
		n.OptOut = &t.optOuts[0]
	}
	n.Message = strings.ReplaceAll(string(t.purpose), "-", "_") + "_" + remedy(t.state, n.OptOut)
	return n
}

func remedy(state rule.State, o *OptOut) string {
	switch {
	case state == rule.OnNoOptOut || o == nil:
		return "noOptOut"
	case o.Who == rule.WorkspaceOwner:
		return "owner"
	case state == rule.ObjectionForm:
		return "objection"
	case o.Kind == rule.Request:
		return "request"
	}
	return "optOut"
}
