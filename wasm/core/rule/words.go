package rule

import "slices"

// The closed sets of words in a rule. An engine that meets a word which it
// does not know treats the claim as unclear, so that old engines survive new
// rule sets.
type (
	// Category is the sort of platform.
	Category string
	// Kind is what is written in a composer.
	Kind string
	// Audience is who sees what is written: public, private, or what the
	// user picks for each post.
	Audience string
	// Purpose is what content is used for.
	Purpose string
	// Content is a sort of content.
	Content string
	// State is whether content is used and what users can do about it.
	State string
	// OptOutKind is what users have to do to opt out.
	OptOutKind string
	// Page is what the link of an opt-out leads to.
	Page string
	// Turn is which way a switch is turned to opt out.
	Turn string
	// Effort is how long an opt-out takes.
	Effort string
	// Who is who may opt out.
	Who string
	// Confidence is how sure we are.
	Confidence string
	// Level is what kind of source a piece of evidence is.
	Level string
)

// What is written in a composer.
const (
	Post     Kind = "post"
	Comment  Kind = "comment"
	Message  Kind = "message"
	Prompt   Kind = "prompt"
	Document Kind = "document"
	Upload   Kind = "upload"
)

// Who sees what is written.
const (
	Public  Audience = "public"
	Private Audience = "private"
	Chosen  Audience = "chosen"
)

// What content is used for. Generative is training of models that make
// content; Licensing is handing content to others who train; Learning is
// training of models that do not make content, such as ranking.
const (
	Generative Purpose = "generative-ai"
	Licensing  Purpose = "licensing"
	Learning   Purpose = "machine-learning"
)

// Whether content is used, and what users can do about it.
const (
	OnUnlessOptedOut State = "on-unless-opted-out"
	OnNoOptOut       State = "on-no-opt-out"
	ObjectionForm    State = "objection-form"
	OffUnlessOptedIn State = "off-unless-opted-in"
	NotUsed          State = "not-used"
	Unclear          State = "unclear"
)

// How to opt out: at a switch, with a form, or by asking somebody for it.
const (
	Toggle  OptOutKind = "toggle"
	Form    OptOutKind = "form"
	Request OptOutKind = "request"
)

// Help is a page that says where the switch is. There is no switch on it.
const Help Page = "help"

// Which way a switch is turned to opt out: some switches forbid a use.
const (
	Off Turn = "off"
	On  Turn = "on"
)

// What kind of source a piece of evidence is. Official is the platform's own
// text.
const (
	Official  Level = "official"
	Press     Level = "press"
	Audit     Level = "audit"
	Community Level = "community"
)

// Who may opt out.
const (
	You            Who = "you"
	WorkspaceOwner Who = "workspace-owner"
)

// How sure we are.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Words lists every closed set with its words, in the order in which authors
// should see them.
var Words = struct {
	Categories  []Category
	Kinds       []Kind
	Audiences   []Audience
	Purposes    []Purpose
	Contents    []Content
	States      []State
	OptOutKinds []OptOutKind
	Pages       []Page
	Turns       []Turn
	Efforts     []Effort
	Whos        []Who
	Confidences []Confidence
	Levels      []Level
}{
	Categories: []Category{"social", "chat", "ai-assistant", "development", "work", "creative", "media", "dating", "shopping", "other"},
	Kinds:      []Kind{Post, Comment, Message, Prompt, Document, Upload},
	Audiences:  []Audience{Public, Private, Chosen},
	Purposes:   []Purpose{Generative, Licensing, Learning},
	Contents: []Content{"posts", "comments", "messages", "group-messages", "prompts", "documents", "photos", "videos",
		"audio", "files", "code", "profile", "activity", "feedback"},
	States:      []State{OnUnlessOptedOut, OnNoOptOut, ObjectionForm, OffUnlessOptedIn, NotUsed, Unclear},
	OptOutKinds: []OptOutKind{Toggle, Form, Request},
	Pages:       []Page{Help},
	Turns:       []Turn{Off, On},
	Efforts:     []Effort{"1-minute", "5-minutes", "longer"},
	Whos:        []Who{You, WorkspaceOwner},
	Confidences: []Confidence{High, Medium, Low},
	Levels:      []Level{Official, Press, Audit, Community},
}

// Trains reports whether a state means that content is used unless the user
// does something, or whatever the user does.
func (s State) Trains() bool {
	return s == OnUnlessOptedOut || s == OnNoOptOut || s == ObjectionForm
}

// Supports reports whether confidence c is enough for a banner.
func (c Confidence) Supports() bool { return c == High || c == Medium }

// Written lists the content that a composer of kind k takes.
func (k Kind) Written() []Content {
	switch k {
	case Post, Comment, Message, Prompt, Document:
		return []Content{Content(k + "s")}
	case Upload:
		return []Content{"photos", "videos", "audio", "files"}
	}
	return nil
}

// Reaches reports whether a use of content with audience a can concern what is
// written for audience written. A chosen audience may be public.
func (a Audience) Reaches(written Audience) bool {
	return a == "" || a == Chosen || written == Chosen || a == written
}

// Concerns reports whether the use is of something that c takes.
func (u *Use) Concerns(c Composer) bool {
	return u.Audience.Reaches(c.Audience) && slices.ContainsFunc(c.Kind.Written(), func(w Content) bool {
		return slices.Contains(u.Content, w)
	})
}
