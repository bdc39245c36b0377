package pages

import (
	"cmp"
	"slices"

	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// group is a verdict as the platforms are counted by it.
type group struct {
	Key, Heading, Explanation string
}

// The groups, in the order in which they are shown.
var groups = []group{
	{"used", "Used", "What you write there is used. The extension shows a notice."},
	{"other", "Used, without a notice", "Content is used, but none that is typed into a place which the extension knows: voice and videos, for example. It shows no notice."},
	{"opt-in", "Used only after opting in", "What you write there is used only if you turned that on."},
	{"not-used", "Not used", "By what is published, what you write there is not used."},
	{"unclear", "Not clear", "The sources disagree, say too little, or are too weak. Rather than warn wrongly, the extension shows no notice."},
}

// standing is what the core's answer comes to in words.
type standing struct {
	// Group is the key of the group.
	Group string
	// Look is how it is drawn: a class of the stylesheet.
	Look string
	// Short is for labels, Sentence for the text.
	Short, Sentence string
}

func standingOf(a notice.Answer) standing {
	state := known(a.State)
	switch {
	case a.Reason == notice.NoClaim:
		return standing{"unclear", "", "nothing known", "No source speaks about this."}
	case a.Reason == notice.LowConfidence:
		return standing{"unclear", "unclear", "reported, not sure", "It is reported that what you write is used, but the sources are too weak to say so."}
	case a.Verdict == notice.Warn:
		return standing{"used", string(state), states[state], "What you write is " + states[state] + "."}
	case a.Reason == notice.NoComposer && state.Trains():
		return standing{"other", string(state), states[state], "Content is " + states[state] + "."}
	case state == rule.OffUnlessOptedIn:
		return standing{"opt-in", string(state), states[state], "What you write is " + states[state] + "."}
	case state == rule.NotUsed:
		return standing{"not-used", string(state), states[state], "By what is published, what you write is not used."}
	}
	return standing{"unclear", "unclear", states[rule.Unclear], "It is not clear whether what you write is used."}
}

// anywhere takes every composer: the pages are about no address.
func anywhere(rule.Composer) bool { return true }

// reader is somebody in a region who has chosen nothing.
func (s *site) reader(region string) notice.Reader {
	return notice.Reader{Settings: notice.Settings{Region: region}, Groups: s.groups}
}

// line is what claims of one kind come to: what is used for what, and who
// says so.
type line struct {
	Content string
	Purpose string
	State   string
	Plans   string
	Weak    bool // the sources are too weak for a notice
	Sources []source
}

// view is a platform as it stands for a reader in a region.
type view struct {
	ID, Name, Operator, Query string
	Standing                  standing
	Lines                     []line
	Verified                  moment
}

// view tells how a platform stands in a region on day. Its lines are the claims
// that the verdict rests on; where the core finds them contradictory, all.
func (s *site) view(p platform, region, day string) view {
	reader := s.reader(region)
	answer := notice.About(p.entry, reader, day, anywhere)
	v := view{p.ID, p.Name, p.Operator, query(region), standingOf(answer), nil, momentOf(p.Verified)}
	holding := reader.Holding(p.entry, day)
	decides := func(u rule.Use) bool {
		switch v.Standing.Group {
		case "used", "other":
			return known(u.State).Trains() && confidence(p, u).Supports()
		case "opt-in", "not-used":
			return known(u.State) == answer.State
		}
		return true
	}
	for _, u := range holding {
		if !decides(u) {
			continue
		}
		next := line{contents(u.Content, u.Audience), say(purposes, u.Purpose), say(states, known(u.State)), list(u.Plans), !confidence(p, u).Supports(), p.sources(u.Evidence)}
		same := slices.IndexFunc(v.Lines, func(l line) bool {
			return l.Content == next.Content && l.Purpose == next.Purpose && l.State == next.State && l.Weak == next.Weak
		})
		if same < 0 {
			v.Lines = append(v.Lines, next)
			continue
		}
		merged := &v.Lines[same]
		if merged.Plans != "" && next.Plans != "" {
			merged.Plans += ", " + next.Plans
		} else {
			merged.Plans = "" // one of them is for every plan
		}
		for _, source := range next.Sources {
			if !slices.Contains(merged.Sources, source) {
				merged.Sources = append(merged.Sources, source)
			}
		}
	}
	return v
}

// Newest is the source that is named where there is room for one: of the claims
// that the verdict rests on the platform's own newest text, if there is one.
func (v view) Newest() *source {
	for _, l := range v.Lines {
		if len(l.Sources) > 0 {
			return &l.Sources[0]
		}
	}
	return nil
}

func confidence(p platform, u rule.Use) rule.Confidence { return cmp.Or(u.Confidence, p.Confidence) }
